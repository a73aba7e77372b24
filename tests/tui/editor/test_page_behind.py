"""The page is made behind a save: nothing waits for it, and no text of a report holds up the editor by it."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.page.process import PAGES
from exam_tui.storage.history import recovery
from exam_tui.tui.widgets.key_bar import KeyBar
from tests.conftest import GIVE_UP
from tests.terminal import Terminal
from tests.tui.editing import opened

if os.name == "nt":
    pytest.skip("needs POSIX signals", allow_module_level=True)
assert sys.platform != "win32"  # for mypy, which stops here on Windows

linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc")


async def test_a_page_that_takes_too_long_is_said_behind_a_save(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the report is touched by that."""
    PAGES.stop()
    monkeypatch.setattr(PAGES, "limit", 0.001)
    async with opened(small_report, (160, 30), page=True) as editor:
        await editor.write("one")
        await editor.press("ctrl+s")
        await editor.until(lambda: "Page: The page was not written: it took longer than" in editor.line(KeyBar))
        assert editor.on_disk().question(2).answer == "one"


async def test_while_a_page_is_made_one_writes_saves_and_leaves(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next page is of what was saved last; who asks once more leaves without it."""
    made: list[bytes] = []
    may_go_on = threading.Event()
    from exam_tui.session import page as page_file  # noqa: PLC0415 - patched here

    write_page = page_file.write_page

    def slow(path: Path, data: bytes, *, in_git: bool, remedy: str) -> page_file.PageResult:
        made.append(data)
        may_go_on.wait()
        return write_page(path, data, in_git=in_git, remedy=remedy)

    monkeypatch.setattr(page_file, "write_page", slow)
    async with opened(small_report, page=True) as editor:
        for letter in "abc":
            await editor.press(letter, "ctrl+s")
            await editor.until(lambda: editor.on_disk().question(2).answer == editor.area.answer)
        assert len(made) == 1
        await editor.press("ctrl+q")
        await editor.until(lambda: "The page is still being written. ^q quits without it." in editor.line(KeyBar))
        may_go_on.set()
        await editor.until(lambda: editor.app.return_code == 0)
    assert len(made) == 2, "not one of the save between"
    assert "abc" in small_report.with_name("report.html").read_text(encoding="utf-8")


async def test_what_became_of_a_page_is_said_behind_the_last_of_several_saves(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next “Saved.” would hide it before anybody has read it."""
    turns = [threading.Event(), threading.Event()]
    made: list[bytes] = []
    from exam_tui.session import page as page_file  # noqa: PLC0415 - patched here

    def slow(path: Path, data: bytes, **_: object) -> page_file.PageResult:
        made.append(data)
        turns[len(made) - 1].wait(GIVE_UP)
        said = "It is kept out of git." if len(made) == 1 else ""
        return page_file.PageResult(path, ("there is something to know.",), said)

    monkeypatch.setattr(page_file, "write_page", slow)
    async with opened(small_report, page=True) as editor:
        for letter in "ab":
            await editor.press(letter, "ctrl+s")
            await editor.until(lambda: editor.on_disk().question(2).answer == editor.area.answer)
        turns[0].set()
        await editor.until(lambda: len(made) == 2)
        assert "something to know" not in editor.line(KeyBar)
        turns[1].set()
        await editor.until(lambda: "It is kept out of git. Page: there is something to know." in editor.line(KeyBar))


@linux
async def test_who_quits_twice_waits_for_no_page(small_report: Path) -> None:
    """The process that made it is ended."""
    async with opened(small_report, page=True) as editor:
        PAGES.start()
        assert PAGES._process is not None
        os.kill(PAGES._process.pid, signal.SIGSTOP)
        await editor.press("a", "ctrl+s")
        await editor.until(lambda: editor.on_disk().question(2).answer == "a")
        await editor.press("ctrl+q")
        await editor.until(lambda: "still being written" in editor.line(KeyBar))
        await editor.press("ctrl+q")
        await editor.until(lambda: editor.app.return_code == 0)
    assert not small_report.with_name("report.html").exists()


def _recovered(path: Path) -> str:
    found = recovery.read_recovery(path)
    return Report.from_bytes(found.ours).question(2).answer if found else ""


def _page_process(pid: int) -> int:
    """Return the process that makes pages for another one, 0 for none."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text(encoding="utf-8").split():
            if b"exam_tui.page" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
    return 0


def _wait_for_page_process(pid: int) -> int:
    while not (found := _page_process(pid)):
        time.sleep(0.01)
    return found


def _is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@linux
@pytest.mark.parametrize("end", ["SIGTERM", "SIGKILL"])
def test_an_editor_whose_page_never_ends_is_written_in_saved_and_ended(small_report: Path, end: str) -> None:
    """The process was there before the first save; it goes with the editor, however that ends."""
    state = {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"]}
    command = [sys.executable, "-m", "exam_tui", small_report.name]
    with Terminal(command, folder=small_report.parent, columns=80, rows=24, env=state) as terminal:
        terminal.wait_for(r"words\s+\d+")
        child = _wait_for_page_process(terminal.pid)
        terminal.settle()
        if end == "SIGTERM":
            os.kill(child, signal.SIGSTOP)
        terminal.type("one \x13")
        terminal.until(lambda: Report.load(small_report).question(2).answer.startswith("one"))
        terminal.type("two")
        terminal.wait_for("one two")
        terminal.wait_for("unsaved")
        while _recovered(small_report) != "one two":
            terminal.read(0.01)
        os.kill(terminal.pid, getattr(signal, end))
        assert terminal.wait_exit() == (128 + signal.SIGTERM if end == "SIGTERM" else -signal.SIGKILL)
        while not _is_gone(child):
            time.sleep(0.01)
    assert Report.load(small_report).question(2).answer == "one "
    assert _recovered(small_report) == "one two"
