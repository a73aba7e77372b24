"""Which browsers are started, and which are not: shown with real scripts in their place."""

import os
import sys
import time
from pathlib import Path
from shlex import quote as quoted

import pytest

from exam_tui.desktop import browser
from exam_tui.desktop.browser import show_in_browser
from tests.systems import SIGKILL
from tests.terminal import Terminal
from tests.tui.conftest import SMALL

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for a POSIX shell")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Return a page whose path has a space."""
    path = tmp_path / "my page.html"
    path.write_text("<p>peas", encoding="utf-8")
    return path


def _browser(folder: Path, name: str, then: str = "exit 0") -> Path:
    """Write a browser that notes its arguments, one a line, and then runs `then`."""
    path = folder / "bin" / name
    path.parent.mkdir(exist_ok=True)
    notes = quoted(str(folder / f"{name}.txt"))
    path.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > {notes}\necho chatter\necho chatter >&2\n{then}\n', encoding="utf-8"
    )
    path.chmod(0o755)
    return path


def _asked_for(folder: Path, name: str = "chromium") -> list[str]:
    path = folder / f"{name}.txt"
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("{}", ["PAGE"]),
        ("{} %s", ["PAGE"]),
        ("{} --new-window %s", ["--new-window", "PAGE"]),
        ("{} --new-window", ["--new-window", "PAGE"]),
        ("{} --app=%s &", ["--app=PAGE"]),
        ("/no/such/browser:{}", ["PAGE"]),
        ("w3m:{}", ["PAGE"]),
    ],
)
def test_a_browser_with_a_window_is_started_by_its_command(
    tmp_path: Path, page: Path, command: str, arguments: list[str]
) -> None:
    script = _browser(tmp_path, "chromium")
    said = show_in_browser(page, {"BROWSER": command.format(quoted(str(script)))}, "linux")
    assert said == f"Opened in the browser: {page}"
    assert _asked_for(tmp_path) == [argument.replace("PAGE", page.as_uri()) for argument in arguments]


@pytest.mark.parametrize("name", ["www-browser", "links", "elinks", "lynx", "w3m"])
@pytest.mark.parametrize("command", ["{}", "{} %s", "{} -some-option"])
def test_a_browser_for_the_terminal_is_not_started(tmp_path: Path, page: Path, name: str, command: str) -> None:
    script = _browser(tmp_path, name)
    said = show_in_browser(page, {"BROWSER": command.format(quoted(str(script))), "DISPLAY": ":0"}, "linux")
    assert said == f"Only a text browser is available: the page is {page}"
    assert not _asked_for(tmp_path, name)


@pytest.mark.parametrize("command", ["/no/such/browser", "{} 'half a quote", "{}"])
def test_where_a_browser_fails_the_user_is_told_where_the_page_is(tmp_path: Path, page: Path, command: str) -> None:
    script = _browser(tmp_path, "chromium", "exit 3")
    said = show_in_browser(page, {"BROWSER": command.format(quoted(str(script)))}, "linux")
    assert said == f"No browser could be started: the page is {page}"


def test_nobody_waits_for_a_browser_whose_window_stays_open(
    tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it has not failed in the first moment."""
    monkeypatch.setattr(browser, "_SECONDS", 0.3)
    script = _browser(tmp_path, "chromium", f"echo $$ > {quoted(str(tmp_path / 'process'))}; exec sleep 120")
    assert show_in_browser(page, {"BROWSER": quoted(str(script))}, "linux") == f"Opened in the browser: {page}"
    while not (tmp_path / "process").exists():
        time.sleep(0.01)
    os.kill(int((tmp_path / "process").read_text(encoding="utf-8")), SIGKILL)  # raises where it has ended


def test_without_a_screen_the_page_is_named(page: Path) -> None:
    for environment in ({}, {"SSH_CONNECTION": "1", "BROWSER": "firefox", "DISPLAY": ":0"}):
        assert show_in_browser(page, environment, "linux") == f"No browser available: the page is {page}"


def test_the_editor_opens_it_and_keeps_its_terminal(tmp_path: Path) -> None:
    report = tmp_path / "README.md"
    report.write_text(SMALL, encoding="utf-8")
    script = _browser(tmp_path, "chromium")
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    command = [sys.executable, "-m", "exam_tui", report.name]
    with Terminal(command, folder=tmp_path, env={**state, "BROWSER": f"{quoted(str(script))} %s"}) as terminal:
        terminal.wait_for("Question 2")
        terminal.press("\x1bV")
        screen = terminal.wait_for("Opened in the browser")
        assert "chatter" not in screen
        assert _asked_for(tmp_path)[0].startswith("file://")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
