"""The process that makes pages: the same pages, within a limit, and never outliving whoever asks."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.report import Report
from exam_tui.errors import PageError
from exam_tui.page.course_page import render_course_page
from exam_tui.page.html_page import render_page
from exam_tui.page.process import Made, PageProcess
from exam_tui.page.top import CheckSummary
from tests.systems import SIGSTOP

REPORT = b"# Report\n\n### Question 1\n> **Ask**\n>\n> Answer:\n\n*one* ![two](gone.png) \xff\n"
ENDLESS = b"# Report, long enough for the course's script\n\n### Question 1\n> Answer:\n\n" + b"![" * 60_000
"""Python-Markdown takes minutes for it."""
posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")


@pytest.fixture
def pages() -> Iterator[PageProcess]:
    """Return a process for one test."""
    process = PageProcess()
    yield process
    process.stop()


def test_a_page_is_the_same_as_one_that_is_made_here(pages: PageProcess, tmp_path: Path) -> None:
    """With its notices, also of a second one, and with a summary on top."""
    finding = Finding("too-short", "error", 3, 1, 1, "too short", "Write more.")
    for summary in (None, CheckSummary(["One of one."], [finding])):
        here = render_page(Report.from_bytes(REPORT), folder=tmp_path, summary=summary)
        there = pages.page(REPORT, tmp_path, summary)
        assert there.data == here.html.encode()
        assert there.notices == here.notices != ()


def test_a_page_that_was_begun_is_the_one_that_is_asked_for(
    pages: PageProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made once; one of another report is not taken for it, and a failure is told to who asks."""
    really, asked = pages._page, []

    def page(facts: Mapping[str, object], data: bytes) -> Made:
        asked.append(data)
        return really(facts, data)

    monkeypatch.setattr(pages, "_page", page)
    pages.begin(REPORT, tmp_path)
    assert pages.page(REPORT, tmp_path) == pages.page(REPORT, tmp_path)
    assert asked == [REPORT, REPORT]
    other = REPORT.replace(b"one", b"three")
    pages.begin(REPORT, tmp_path)
    assert b"three" in pages.page(other, tmp_path).data
    monkeypatch.setattr(pages, "_page", lambda *_: 1 / 0)
    pages.begin(REPORT, tmp_path)
    with pytest.raises(ZeroDivisionError):
        pages.page(REPORT, tmp_path)


def test_images_are_found_from_where_the_asker_works(
    pages: PageProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process may have been started in another folder."""
    pages.start()
    (tmp_path / "gone.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    monkeypatch.chdir(tmp_path)
    assert b"data:image/png;base64," in pages.page(REPORT, Path()).data


def test_the_courses_page_is_the_same_and_so_is_what_its_script_stops_at(pages: PageProcess) -> None:
    """With line and remedy."""
    good = REPORT.replace(b"\xff", b"")
    assert pages.course_page(good).data == render_course_page(Report.from_bytes(good)).encode()
    with pytest.raises(PageError, match="the file is not UTF-8") as caught:
        pages.course_page(REPORT)
    assert (caught.value.line, caught.value.help) == (8, "Replace the character.")


@posix
def test_a_page_that_takes_too_long_is_given_up_in_a_sentence_and_the_next_one_is_made(
    pages: PageProcess, tmp_path: Path
) -> None:
    """Also the course's; the process is held, and answers nothing for as long as it is."""
    pages.limit = 0.001
    asks: list[Callable[[], object]] = [lambda: pages.page(REPORT, tmp_path), lambda: pages.course_page(REPORT)]
    for ask in asks:
        pages.start()
        assert pages._process is not None
        pages._process.send_signal(SIGSTOP)
        with pytest.raises(PageError, match=r"The page was not written: it took longer than 0\.001 seconds\."):
            ask()
    pages.limit = 100
    assert pages.page(REPORT, tmp_path).data


def test_a_text_without_end_is_given_up_too(pages: PageProcess) -> None:
    """By then the process is in the middle of it."""
    assert pages.course_page(REPORT.replace(b"\xff", b"")).data
    pages.limit = 0.2
    with pytest.raises(PageError, match="longer"):
        pages.course_page(ENDLESS)


def test_a_process_that_has_ended_is_started_again(pages: PageProcess, tmp_path: Path) -> None:
    """Between two pages without a word."""
    pages.start()
    for _ in range(2):
        assert pages._process is not None
        pages._process.kill()
        pages._process.wait()
        assert pages.page(REPORT, tmp_path).data


def test_a_process_that_ends_in_the_midst_of_a_page_is_said(pages: PageProcess, tmp_path: Path) -> None:
    """And the next page is made."""
    pages.start()
    assert pages._process is not None
    pages._process.kill()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages._process, "poll", lambda: None)
        with pytest.raises(PageError, match="its process ended"):
            pages.page(REPORT, tmp_path)
    assert pages.page(REPORT, tmp_path).data


def test_who_is_interrupted_gets_the_next_page_and_not_the_one_before(
    pages: PageProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that nobody is waiting for is thrown away."""

    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(json, "loads", interrupted)
        with pytest.raises(KeyboardInterrupt):
            pages.page(REPORT, tmp_path)
    assert b"another" in pages.page(REPORT.replace(b"one", b"another"), tmp_path).data


def test_a_mistake_of_ours_is_said_and_the_next_page_is_made(pages: PageProcess) -> None:
    """Here a request that is not whole."""
    with pytest.raises(PageError, match=r"could not be written \(KeyError: 'folder'\)\. This is a bug in exam-tui"):
        pages._asked({"kind": "page"}, REPORT)
    assert pages.course_page(REPORT.replace(b"\xff", b"")).data


def test_where_no_process_can_be_started_that_is_said(
    pages: PageProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start that was only to save time says nothing."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    pages.start()
    with pytest.raises(PageError, match="its process could not be started"):
        pages.page(REPORT, tmp_path)


def test_nothing_is_imported_from_the_folder_that_somebody_works_in(
    pages: PageProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone may hold modules of any name."""
    for name in ("exam_tui.py", "json.py", "markdown.py", "signal.py", "sitecustomize.py"):
        (tmp_path / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert pages.page(REPORT, tmp_path).data
    assert pages.course_page(REPORT.replace(b"\xff", b"")).data
    assert not (tmp_path / "ran").exists()


_ASKER = """
import sys, threading
from pathlib import Path
from exam_tui.page.process import Made, PageProcess
from tests.systems import SIGSTOP
pages = PageProcess()
pages.page(b"# R\\n\\n### Question 1\\n> Answer:\\n\\na\\n", Path())
if {busy}:
    threading.Thread(target=pages.course_page, args=({text!r},), daemon=True).start()
print(pages._process.pid, flush=True)
sys.stdin.read()
"""


@posix
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
@pytest.mark.parametrize("end", ["SIGKILL", "SIGINT"])
def test_it_is_gone_with_whoever_asked_however_that_ended(busy: bool, end: str) -> None:  # noqa: FBT001 - a parameter
    """Also in the middle of a page without end."""
    code = _ASKER.format(busy=busy, text=ENDLESS)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as asker:
        assert asker.stdin
        assert asker.stdout
        pid = int(asker.stdout.readline())
        if sys.platform != "win32":
            assert os.getpgid(pid) == pid, "no key of the terminal reaches it"
        asker.send_signal(getattr(signal, end))
        asker.stdin.close()  # Python hears of a signal that comes just before a read only after it
        asker.wait()
    _until_gone(pid)


@posix
def test_it_ends_itself_where_a_search_without_end_lets_nobody_look() -> None:
    """The system's own clock ends it: that needs nothing of Python."""
    command = [sys.executable, "-c", "from exam_tui.page import serve; serve.serve_requests()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        head = {"kind": "course", "size": len(ENDLESS), "seconds": 0.2}
        process.stdin.write(json.dumps(head).encode() + b"\n" + ENDLESS)
        process.stdin.flush()
        assert process.stdout.read() == b""
        process.wait()
    if sys.platform != "win32":
        assert process.returncode == -signal.SIGALRM


def _until_gone(pid: int) -> None:
    """Wait until there is no such process, or one that has ended and that nobody has asked; the limit is the test's."""
    status = Path(f"/proc/{pid}/stat")
    with contextlib.suppress(OSError):
        while not (status.exists() and status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"):
            os.kill(pid, 0)
            time.sleep(0.01)
