"""Opening a page in the user's browser, if there is one with a window of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import Final

from exam_tui.errors import ExamTuiError

_IN_TERMINAL: Final = frozenset(
    {
        "browsh", "carbonyl", "cha", "chawan", "edbrowse", "elinks", "links", "links2", "lynx", "netrik", "retawq",
        "w3m", "www-browser",
    }
)  # fmt: skip
"""Browsers that draw in the terminal."""

_SECONDS: Final = 2.0
"""How long a browser may take to fail; one that still runs then shows the page."""


def show_in_browser(page: Path, environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Open a page and return what happened, in one line. Never raises.

    The commands in $BROWSER are tried one after the other, or else the system's own browser. One that would draw in the
    terminal is not started: the terminal is ours. Without a screen the line says where the page is instead.
    """
    chosen = [command for command in environment.get("BROWSER", "").split(os.pathsep) if command.strip()]
    has_screen = platform in {"win32", "darwin"} or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    if environment.get("SSH_CONNECTION") or not (has_screen or chosen):
        return f"No browser available: the page is {page}"
    tried: list[bool | None] = []
    for command in chosen or [""]:
        tried.append(_show(command, page))
        if tried[-1]:
            return f"Opened in the browser: {page}"
    if set(tried) == {None}:
        return f"Only a text browser is available: the page is {page}"
    return f"No browser could be started: the page is {page}"


def _show(command: str, page: Path) -> bool | None:
    """Show a page with a browser's command, or with the system's own browser if it is empty.

    Returns whether it worked; None for a browser that draws in the terminal. As in other programs, `%s` in the command
    is the page; an `&` at its end makes no difference here.
    """
    import webbrowser  # noqa: PLC0415 - not before it is asked for

    from exam_tui.desktop.editor_command import split_command  # noqa: PLC0415 - the same
    from exam_tui.storage.disk.run_program import find_program, safe_path  # noqa: PLC0415 - the same

    try:
        words: Sequence[str] = split_command(command.strip().removesuffix("&"))
        program = find_program(words[0]) if words else None
        if program is None:  # the system may know a name that is not a program
            with safe_path():
                browser = webbrowser.get(command) if words else webbrowser.get()
                if not isinstance(browser, webbrowser.GenericBrowser):
                    return browser.open(page.as_uri())
            words = [browser.name, *browser.args]
            program = find_program(words[0])
        if program is None or Path(words[0]).name.lower().removesuffix(".exe") in _IN_TERMINAL:
            return False if program is None else None
        return _start([program, *words[1:]], page.as_uri())
    except (ExamTuiError, webbrowser.Error, OSError, ValueError):
        return False


def _start(words: Sequence[str], url: str) -> bool:
    """Start a program for a page, away from the terminal; return whether it has not failed within a few seconds."""
    with_page = [word.replace("%s", url) for word in words]
    process = subprocess.Popen(  # noqa: S603 - the user's own browser
        with_page if with_page != list(words) else [*words, url],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(_SECONDS) == 0
    except subprocess.TimeoutExpired:
        Thread(target=process.wait, daemon=True).start()  # it ends with its window, or after us
        return True
