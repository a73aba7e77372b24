"""The main job in a real terminal: open, write, watch the counter, tick, save, quit."""

import difflib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from exam_tui import Report, check
from exam_tui.core.text.lines import split_lines
from exam_tui.page.html_page import render_page

if os.name == "nt":
    pytest.skip("a pty is a Unix thing", allow_module_level=True)

from tests.conftest import CORPUS, FIXTURES, ROOT
from tests.repos import needs_git, own_settings_only
from tests.terminal import Terminal
from tests.tui.conftest import SMALL

assert sys.platform != "win32"  # for mypy, which stops here on Windows

CHECKED = r"<input[^>]* checked"
TYPED = "zebra quartz fjord"
IMAGE_IS_WRONG = {"image-missing", "image-case", "image-outside", "image-type"}
REPORTS = {
    "CRLF line ends": FIXTURES / "crlf.md",
    "answers on the marker line": FIXTURES / "marker-line.md",
    "answers wrapped in dashes": FIXTURES / "dashes.md",
    "a blank template of 27 questions": FIXTURES / "form-27.md",
    "front matter": FIXTURES / "front-matter.md",
}
REAL_REPORTS = {
    "a report in work": CORPUS / "reports/seed-4.md",
    "a blank template": CORPUS / "templates/2026-01.md",
    "CRLF line ends, real": CORPUS / "reports/report-07.md",
    "answers on the marker line, real": CORPUS / "reports/report-10.md",
    "answers wrapped in dashes, real": CORPUS / "reports/report-03.md",
    "27 questions and front matter": CORPUS / "reports/seed-0.md",
}


def _open(folder: Path, file: str = "README.md", columns: int = 80, rows: int = 24) -> Terminal:
    return Terminal(
        [sys.executable, "-m", "exam_tui", file],
        folder=folder,
        columns=columns,
        rows=rows,
        env={"XDG_STATE_HOME": str(folder / "state")},
    )


def _count(screen: str) -> int:
    found = re.search(r"words\s+(\d+)", screen)
    assert found, screen
    return int(found[1])


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=name, marks=[] if name == "CRLF line ends" else pytest.mark.full)
        for name, file in {**REPORTS, **REAL_REPORTS}.items()
    ],
)
def test_one_answer_and_one_tick_are_all_that_changes_in_a_report(tmp_path: Path, file: Path) -> None:
    if not file.exists():
        pytest.skip(f"the corpus of real reports is not at {CORPUS}")
    path = tmp_path / "README.md"
    shutil.copyfile(file, path)
    original = path.read_bytes()
    before = Report.from_bytes(original)
    imageless = {finding.question for finding in check(before, path).findings if finding.code in IMAGE_IS_WRONG}
    unfinished = [each for each in before.questions if each.state != "passing" or each.number in imageless]
    question = (unfinished or before.questions)[0]

    with _open(tmp_path) as terminal:
        words = _count(terminal.wait_for(r"words\s+\d+"))
        terminal.settle()
        terminal.type(f"\r{TYPED}" if question.answer else TYPED)
        terminal.wait_for(rf"words\s+{words + 3}\b")
        if before.tasks:
            terminal.press("ctrl+t")
            terminal.wait_for("Checklist")
            terminal.press("space", "escape")
        terminal.press("ctrl+s")
        terminal.wait_for("✓ saved")
        terminal.wait_for(r"Saved")
        terminal.settle()
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0

    after = Report.load(path)
    # In an answer that is still between the template's dashes the cursor is at the end of the words, inside them.
    inner, closing = (question.answer.rstrip("-"), "---") if question.answer.endswith("---") else (question.answer, "")
    kept = inner.rstrip()
    assert after.questions[question.index].answer == f"{kept}\n{TYPED}{inner[len(kept) :]}{closing}".strip()
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert TYPED in page
    if before.tasks:
        assert after.tasks[0].done is not before.tasks[0].done
        was = render_page(before, folder=tmp_path).html
        assert len(re.findall(CHECKED, page)) - len(re.findall(CHECKED, was)) == (1 if after.tasks[0].done else -1)
    _assert_only_these_lines_changed(original, path.read_bytes(), before, question.index)


def _assert_only_these_lines_changed(old: bytes, new: bytes, report: Report, index: int) -> None:
    """Compare line by line, line ends and all: what differs lies in the one slot or is the one task line."""
    old_lines, new_lines = (re.split(rb"(?<=\n)", data) for data in (old, new))
    first = report.questions[index].line
    last = report.questions[index + 1].line - 1 if index + 1 < len(report.questions) else len(old_lines)
    task = report.tasks[0].line - 1 if report.tasks else -1
    matcher = difflib.SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for tag, start, end, _, _ in matcher.get_opcodes():
        if tag != "equal":
            assert (start, end) == (task, task + 1) or (first <= start and end <= last), (tag, start, end)


def test_the_counter_on_screen_is_that_of_the_same_key(small_report: Path) -> None:
    with _open(small_report.parent, small_report.name) as terminal:
        words = _count(terminal.wait_for(r"words\s+\d+"))
        terminal.settle()
        for number, letter in enumerate("abc", start=1):
            terminal.type(" ")
            terminal.settle()
            start = len(terminal.output)
            terminal.type(letter)
            terminal.settle()
            frames = terminal.output[start:].split(b"\x1b[?2026l")
            first = next(frame for frame in frames if letter.encode() in re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", frame))
            assert re.search(rb"words\s+%d\b" % (words + number), first), "glyph and count are in one frame"
        assert _count(terminal.screen) == words + 3


def _click(terminal: Terminal, text: str, *, times: int = 1) -> None:
    """Press and let go the mouse's left button on a text of the screen, as a terminal reports it (SGR)."""
    row, line = next((row, line) for row, line in enumerate(terminal.screen.split("\n")) if text in line)
    place = f"{line.index(text) + 1};{row + 1}"
    for _ in range(times):
        terminal.type(f"\x1b[<0;{place}M\x1b[<0;{place}m")
    terminal.settle()


def test_the_mouse_chooses_a_question_and_selects_a_word(small_report: Path) -> None:
    with _open(small_report.parent) as terminal:
        terminal.wait_for("Question 2")
        terminal.settle()
        _click(terminal, "4 sails")
        terminal.wait_for("Question 4")
        _click(terminal, "too many", times=2)
        terminal.type("not so")
        terminal.wait_for("Far not so many words")
        terminal.wait_for(r"\^s save  \^n")  # the first hint has gone
        _click(terminal, "^s save")
        terminal.wait_for("Saved")
    assert Report.load(small_report).question(4).answer.startswith("Far not so many")


def test_keys_that_come_at_once_are_done_in_their_order(small_report: Path) -> None:
    """A save behind fast typing has all of it."""
    with _open(small_report.parent) as terminal:
        terminal.wait_for("Question 2")
        terminal.settle()
        terminal.type("all of these words\x13")  # ctrl+s
        terminal.wait_for("Saved")
        terminal.wait_for("✓ saved")
    assert Report.load(small_report).question(2).answer == "all of these words"


def test_another_editor_gets_the_terminal_and_gives_it_back(small_report: Path, tmp_path: Path) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\necho "inside the other editor"\nread line\necho "$line" >> "$1"\n', encoding="utf-8")
    script.chmod(0o755)
    with Terminal(
        [sys.executable, "-m", "exam_tui", "README.md"],
        folder=small_report.parent,
        env={"XDG_STATE_HOME": str(tmp_path / "state"), "VISUAL": str(script)},
    ) as terminal:
        terminal.wait_for("Question 2")
        terminal.settle()
        terminal.type("before ")
        terminal.press("ctrl+g")
        terminal.wait_for("inside the other editor")
        terminal.type("and after\r")
        terminal.wait_for("Answer updated from editor.sh")
        terminal.wait_for("and after")
        terminal.press("ctrl+s")
        terminal.wait_for("Saved")
    assert Report.load(small_report).question(2).answer == "before \nand after"


def test_a_letter_with_alt_is_a_key_while_an_answer_is_written(small_report: Path) -> None:
    """Most terminals send Esc and the letter; the letter is not typed."""
    with _open(small_report.parent) as terminal:
        words = _count(terminal.wait_for(r"words\s+\d+"))
        terminal.settle()
        terminal.press("\x1bo")
        terminal.wait_for("Overview")
        terminal.press("escape")
        terminal.wait_for(rf"words\s+{words}\b")
        terminal.press("\x1bx")
        assert _count(terminal.screen) == words


@pytest.mark.full
def test_saving_without_an_edit_writes_nothing(small_report: Path) -> None:
    before = small_report.stat()
    with _open(small_report.parent, small_report.name) as terminal:
        terminal.wait_for(r"words\s+\d+")
        terminal.press("ctrl+s")
        terminal.wait_for("Nothing to save")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    after = small_report.stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert not (small_report.parent / "report.html").exists()


@pytest.mark.full
def test_a_paste_arrives_once_and_whole(small_report: Path) -> None:
    text = "\n".join(f"line {number} of a long paste" for number in range(200))
    with _open(small_report.parent, small_report.name) as terminal:
        terminal.wait_for(r"words\s+\d+")
        terminal.settle()
        terminal.type(f"\x1b[200~{text}\x1b[201~")
        terminal.wait_for(r"words\s+1200\b")
        terminal.press("ctrl+s")
        terminal.wait_for("✓ saved")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert Report.load(small_report).question(2).answer == text


def test_a_paste_that_holds_keys_is_text_and_acts_on_nothing(small_report: Path) -> None:
    before = Report.load(small_report)
    with _open(small_report.parent, small_report.name, columns=120) as terminal:
        terminal.wait_for(r"words\s+\d+")
        terminal.settle()
        terminal.type("\x1b[200~one\x1b[1;5H\x01\x1b[3~\x1bg4\rtwo\x1b[31mthree\x13\x11 four\x1b[201~ five")
        terminal.wait_for(r"words\s+4\b")
        terminal.wait_for("Pasted without")
        terminal.type("\x13\x11")
        assert terminal.wait_exit() == 0
    after = Report.load(small_report)
    assert after.question(2).answer == "oneg4\ntwothree four five"
    assert after.question(4).answer == before.question(4).answer


@pytest.mark.full
def test_quitting_with_unsaved_words_asks_and_can_save(small_report: Path) -> None:
    with _open(small_report.parent, small_report.name) as terminal:
        terminal.wait_for(r"words\s+\d+")
        terminal.settle()
        terminal.type(" unsaved")
        terminal.wait_for("unsaved")
        terminal.press("ctrl+q")
        terminal.wait_for("Save and quit")
        terminal.press("enter")
        assert terminal.wait_exit() == 0
    assert " unsaved" in small_report.read_text(encoding="utf-8")


def _messages(terminal: Terminal) -> str:
    """Return what the list of messages shows of what was said so far."""
    terminal.press("\x1bl")
    shown = terminal.wait_for("Messages, newest first")
    terminal.press("escape")
    terminal.wait_for(r"words\s+\d+")
    return shown


@needs_git
def test_each_save_saves_at_once_and_the_page_is_kept_out_of_git(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing opens over the answer: what is typed right behind a save goes into it."""
    folder = small_report.parent
    own_settings_only(monkeypatch)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    with _open(folder, small_report.name) as terminal:
        terminal.wait_for(r"words\s+\d+")
        terminal.settle()
        terminal.type("one\x13 two\r\x13 three\x13")
        terminal.until(lambda: Report.load(small_report).question(2).answer == "one two\n three")
        terminal.until(lambda: "git ignores report.html (.git/info/exclude)" in _messages(terminal))
        terminal.wait_for("✓ saved")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    status = subprocess.run(
        ["git", "status", "--short"], cwd=folder, check=True, capture_output=True, encoding="utf-8"
    ).stdout
    assert Report.load(small_report).question(2).answer == "one two\n three"
    assert (folder / "report.html").exists()
    assert "report.html" not in status


def test_words_typed_right_behind_a_save_go_into_the_answer_and_answer_no_question(small_report: Path) -> None:
    """The question about a write-protected file waits for a pause, and a letter typed into it chooses nothing."""
    small_report.chmod(0o444)
    with _open(small_report.parent, small_report.name) as terminal:
        terminal.wait_for(r"words\s+\d+")
        terminal.settle()
        terminal.type("one two \x13")
        for word in ("three ", "four ", "five ", "six ", "seven ", "\r", "eight"):
            terminal.type(word)
            terminal.read(0.05)  # as hands do it, and never so long that it is a pause
        terminal.wait_for("Write it anyway")
        terminal.settle()
        terminal.type("nine")
        terminal.wait_for("is not a choice")
        terminal.press("escape")
        terminal.until(lambda: "Write it anyway" not in terminal.screen)
        terminal.type(" nine ten")
        terminal.wait_for(r"words\s+10\b")
        terminal.press("ctrl+s")
        terminal.wait_for("Write it anyway")
        terminal.press("right", "enter")
        terminal.wait_for("✓ saved")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert Report.load(small_report).question(2).answer == "one two three four five six seven \neight nine ten"


@pytest.mark.full
def test_nothing_of_a_hostile_report_reaches_the_terminal_raw(tmp_path: Path) -> None:
    payloads = ["\x1b]0;owned\x07", "\x1b[2J", "\x9b31m", "\x1bP+q\x1b\\", "\u202eevil", "[/]", "[@click=app.quit]x[/]"]
    hostile = " ".join(payloads)
    path = tmp_path / "README.md"
    path.write_bytes(
        (
            f"# T {hostile}\n\n### Week {hostile}\n\n* [ ] task {hostile}\n\n## Section {hostile}\n\n### Question 1\n"
            f"> **Ask {hostile}**\n>\n> Example:\n> *sample {hostile}*\n>\n> Answer:\n\nanswer {hostile}\x85\x0cx\n"
        ).encode()
    )
    lines = len(split_lines(path.read_bytes().decode()))
    with _open(tmp_path) as terminal:
        terminal.wait_for(r"words\s+\d+")
        terminal.type(" more")
        terminal.press("ctrl+r", "ctrl+t", "space", "escape", "ctrl+s")
        terminal.wait_for("✓ saved")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    for raw in (b"\x1b]0;owned", b"\xc2\x9b31m", b"\x1bP+q\x1b", "\u202e".encode(), b"\x1b[2J\x1b[2J"):
        assert raw not in terminal.output, raw
    assert len(split_lines(path.read_bytes().decode())) == lines


def test_an_outside_editor_that_fails_gives_the_terminal_back_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "fails"
    script.write_text('#!/bin/sh\necho other words > "$1"\nexit 3\n')
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    (tmp_path / "README.md").write_text(SMALL, encoding="utf-8")
    with _open(tmp_path, columns=120) as terminal:
        terminal.wait_for(r"words\s+\d")
        terminal.settle()
        terminal.type("mine")
        terminal.press("ctrl+g")
        terminal.wait_for("fails")
        terminal.settle()
        terminal.type(" stays")
        assert _count(terminal.wait_for("mine stays")) == 2


def test_a_terminal_without_utf_8_gets_a_sentence_and_can_be_written_in_line_by_line(small_report: Path) -> None:
    r"""Frames and signs would be `\u2502` all over."""
    locale = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
    # An editable install has its folder in a file that Python reads in this encoding, and may not start for an `ø`.
    locale["PYTHONPATH"] = os.pathsep.join([str(ROOT), sysconfig.get_path("purelib")])
    command = [sys.executable, "-S", "-m", "exam_tui"]
    folder, name = small_report.parent, small_report.name
    with Terminal([*command, name], folder=folder, columns=200, rows=24, env=locale) as terminal:
        assert terminal.wait_exit() == 2
        said = " ".join(terminal.screen.split())
        assert said.startswith("exam-tui: The editor needs a UTF-8 terminal; the locale says")
        assert (
            "If your terminal uses UTF-8, start the editor with LC_ALL=C.UTF-8 exam-tui; exam-tui edit --plain works"
            in said
        )
    with Terminal([*command, "edit", "--plain", name], folder=folder, columns=200, rows=24, env=locale) as terminal:
        terminal.wait_for("2> ")
        assert "\\u" not in terminal.screen
        terminal.type("quit\r")
        assert terminal.wait_exit() == 0


@pytest.mark.full
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_editor_stops_for_the_shell_goes_on_with_fg_and_draws_anew_what_was_spoilt(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(SMALL, encoding="utf-8")
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "PS1": "shell> "}
    with Terminal(["bash", "--norc", "--noprofile", "-i"], folder=tmp_path, env=state) as terminal:
        terminal.wait_for("shell> ")
        terminal.type(f"{sys.executable} -m exam_tui README.md\r")
        terminal.wait_for(r"words\s+\d+")
        terminal.settle()
        terminal.type("kept")
        terminal.wait_for("●")
        terminal.send(b"\x1bZ")
        terminal.wait_for("Stopped")
        terminal.type("fg\r")
        terminal.wait_for("●")
        terminal.settle()
        terminal.show(b"\x1b[2J\x1b[Hspoilt by another program")
        assert "●" not in terminal.screen
        terminal.send(b"\x1b[15~")
        terminal.wait_for("●")
        terminal.wait_for(r"words\s+\d+")
        terminal.settle()
        assert "spoilt" not in terminal.screen
        assert "kept" in terminal.screen


@pytest.mark.full
def test_without_a_shell_to_go_back_to_the_editor_does_not_stop(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(SMALL, encoding="utf-8")
    with _open(tmp_path) as terminal:
        terminal.wait_for(r"words\s+\d+")
        terminal.settle()
        terminal.send(b"\x1bZ")
        terminal.wait_for("There is no shell to return to")
        terminal.type("on")
        terminal.wait_for("●")
