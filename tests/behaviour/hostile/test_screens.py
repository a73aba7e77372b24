"""Nothing of a file, of its name, or of what git says of it reaches the terminal raw, whatever the editor shows."""

import os
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("a pty is a Unix thing", allow_module_level=True)

from exam_tui import Report
from exam_tui.storage.history import recovery
from exam_tui.tui.keys.actions import ACTIONS
from tests.hostile import (
    PAYLOADS,
    as_text,
    assert_harmless,
    hostile_report,
    hostile_repository,
    is_harmless,
    leaks,
    seen,
    shares,
    tagged,
)
from tests.repos import needs_git, own_settings_only
from tests.terminal import Terminal
from tests.tui.conftest import SMALL

assert sys.platform != "win32"  # for mypy, which stops here on Windows

ALL = set(range(len(PAYLOADS)))
MARKUP = {at for at in ALL if b"[" in PAYLOADS[at] and not {0x1B, ord(" ")} & set(PAYLOADS[at])}
EDITOR = r"words\s+\d"
"""What is on the screen while the answer is, and nothing over it."""


def _open(path: Path, folder: Path, *, columns: int = 206, rows: int = 50, **env: str) -> Terminal:
    """Start the editor in a window so wide that all of a long line is on the screen."""
    command = [sys.executable, "-m", "exam_tui", "--no-html", str(path)]
    return Terminal(command, folder=folder, columns=columns, rows=rows, env=env)


def _look_at(terminal: Terminal, key: str, word: str, *keys: str) -> None:
    """Open something by a key, wait for a word that stands in it alone, press keys in it, and close it again."""
    terminal.press(key)
    terminal.wait_for(word)
    terminal.press(*keys, "escape")
    terminal.until(lambda: word not in terminal.screen)
    terminal.wait_for(EDITOR)


def _quit_without_saving(terminal: Terminal) -> None:
    terminal.press("ctrl+q")
    terminal.wait_for("Quit without saving")
    terminal.press("right", "enter")
    assert terminal.wait_exit() == 0


def test_there_are_more_than_150_payloads_and_a_careless_program_would_be_caught() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 150
    harmless = {at for at in ALL if is_harmless(PAYLOADS[at].decode("utf-8", "replace"))}
    for at in ALL - harmless:
        assert leaks(b"\x1b[1;5Hfine " + tagged("x", [at]) + b"\r\n"), PAYLOADS[at]
    assert not leaks(b"\x1b[?2026h\x1b[1;5H\x1b[38;5;32;48;5;233mfine \xe2\x9c\x93\x1b[0m\r\n\x1b[?2026l")


def test_every_screen_shows_a_hostile_report_as_text(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_bytes(hostile_report())
    with _open(path, tmp_path, columns=700, EXAM_TUI_EXAMPLE="1") as terminal:
        terminal.wait_for(EDITOR)
        terminal.settle()
        terminal.press("\x1bv")
        for number in range(2, 9):
            terminal.press("alt+down")
            terminal.wait_for(f"Question {number} ")
        for key, word, pages in (("ctrl+t", "Checklist", 3), ("ctrl+l", "Problems", 3), ("\x1bo", "Overview", 1)):
            _look_at(terminal, key, word, "\x1b[H", *["\x1b[6~"] * pages)
        terminal.press("ctrl+l")
        terminal.wait_for("Enter goes there")
        terminal.press("enter")
        terminal.wait_for(EDITOR)
        for key, word in (("\x1bOP", "Save the report"), ("ctrl+p", "Save the report")):
            _look_at(terminal, key, word)
        terminal.press("ctrl+f")
        terminal.type("pumpkin")
        terminal.press("\x1bw")
        terminal.wait_for("8 times in 8 answers")
        terminal.press("enter")
        terminal.wait_for(EDITOR)
        terminal.type("squash")
        terminal.press("\x1bu")
        terminal.wait_for("Earlier versions of answer 1")
        terminal.press("escape")
        terminal.settle()
        terminal.press("ctrl+s")
        terminal.wait_for("✓ saved")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert_harmless(terminal.output)
    for place in "kgspeab":
        # The first share has a lone CR, which ends a heading, and with it what is a section or a group.
        missing = ALL - seen(terminal.output, place)
        assert missing <= set(shares(8)[0] if place in "gs" else ()), (place, missing)
    # What reads like markup of Textual's is none; one with a blank may be on two lines.
    for place in "kab":
        assert as_text(terminal.output, place) >= MARKUP, place


def test_unsaved_text_and_two_versions_of_an_answer_are_shown_as_text(tmp_path: Path) -> None:
    """The offer of what was not saved, and the choice between what is here and what is in the file."""
    path = tmp_path / "README.md"
    path.write_text(SMALL, encoding="utf-8")
    _leave_unsaved(path, dict(zip((2, 4), shares(2), strict=True)))
    with _open(path, tmp_path) as terminal:
        terminal.wait_for("Unsaved work found")
        terminal.settle()
        terminal.press("down", "enter")
        terminal.wait_for("Brought back 2")
        report = Report.load(path)
        for number, share in zip((2, 4), shares(2), strict=True):
            report.set_answer(number, tagged("o", share).decode("utf-8", "surrogateescape"))
        path.write_bytes(report.to_bytes())
        terminal.press("ctrl+s")
        for number in (2, 4):
            terminal.wait_for(f"Question {number} has conflicting changes in README.md")
            terminal.settle()
            terminal.press("right", "right", "right", "enter")
        terminal.wait_for("✓ saved")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert_harmless(terminal.output)
    assert seen(terminal.output, "r") == ALL
    assert len(seen(terminal.output, "o")) > len(ALL) * 0.9
    kept = path.read_bytes()
    # All but a lone CR, which a new text of an answer has as a line end.
    assert {at for at in ALL for place in "ro" if tagged(place, [at]) not in kept} == {PAYLOADS.index(b"\r")}


@needs_git
def test_who_changed_an_answer_and_what_git_knows_is_shown_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names of the folder, the report, the author and the branch; the next test goes on from here."""
    own_settings_only(monkeypatch)
    repo, path = hostile_repository(tmp_path / "repo", SMALL)
    with _open(path, repo.root, rows=60) as terminal:
        terminal.wait_for(EDITOR)
        terminal.press("alt+down", "alt+down")
        terminal.wait_for("has another version, changed .* by")
        terminal.press("escape", "h")
        terminal.wait_for("Hand-in check")
        terminal.press("escape", "ctrl+q")
        assert terminal.wait_exit() == 0
    assert_harmless(terminal.output)
    assert len(seen(terminal.output, "n")) >= 100


@pytest.mark.full
def test_names_of_files_people_and_branches_are_shown_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_settings_only(monkeypatch)
    repo, path = hostile_repository(tmp_path / "repo", SMALL)
    with _open(path, repo.root, rows=60) as terminal:
        terminal.wait_for(EDITOR)
        terminal.press("alt+down", "alt+down")
        terminal.wait_for("has another version, changed .* by")
        terminal.press("\x1b[6;3~", "\x1b[6;3~")  # its names are longer than the room above the answer
        terminal.type(" ")  # so that the image comes into the line that is changed outside too
        terminal.press("\x1bi")
        terminal.wait_for("Insert an image")
        terminal.press(*["down"] * 13, "enter")
        terminal.wait_for("what the image shows")
        terminal.type("sails")
        terminal.press("enter")
        terminal.wait_for(r"!\[sails\]")
        terminal.press("escape")
        terminal.settle()
        terminal.press("h")
        terminal.wait_for("Hand-in check")
        terminal.press(*["\x1b[6~"] * 6, "escape")
        terminal.wait_for(EDITOR)
        path.write_text(SMALL.replace("Far too many", "Other"), encoding="utf-8")
        terminal.wait_for("changed outside")
        terminal.press("ctrl+s")
        terminal.wait_for("Question 4 has conflicting changes")
        terminal.settle()
        terminal.press("right", "right", "right", "enter")
        terminal.wait_for("✓ saved")
        path.chmod(0o444)
        terminal.press("enter")
        terminal.type("more")
        terminal.press("ctrl+s")
        terminal.wait_for("Write it anyway")
        terminal.press("enter")
        terminal.wait_for("is (read-only|write-protected)[.] Your text")
        path.unlink()
        terminal.wait_for("is gone")
        terminal.press("ctrl+s")
        terminal.wait_for("Write it again")
        terminal.press("right", "enter")
        terminal.wait_for("✓ saved")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert_harmless(terminal.output)
    # Not all payloads can be in every name, and a tag may be on two lines.
    for place, least in {"n": 190, "f": 16, "i": 160, "c": 100, "d": 100, "b": 80}.items():
        assert len(seen(terminal.output, place)) >= least, place


def _leave_unsaved(path: Path, answers: dict[int, range]) -> None:
    """Leave in the recovery file what a run of the editor would that could not save."""
    report = Report.load(path)
    for number, share in answers.items():
        report.set_answer(number, tagged("r", share).decode("utf-8", "surrogateescape"))
    found = recovery.recovery_of(report, report.original)
    assert found
    recovery.write_recovery(path, found)


@pytest.mark.full
def test_keys_that_the_settings_of_a_project_name_are_shown_as_text(tmp_path: Path) -> None:
    """A key of one hostile character for every action: in the bottom line, in the help and among the commands."""
    path = tmp_path / "README.md"
    path.write_text(SMALL, encoding="utf-8")
    single = dict.fromkeys(text for payload in PAYLOADS if len(text := payload.decode("utf-8", "replace").strip()) == 1)
    actions = (action for action in ACTIONS if action.where == "everywhere" and action.name not in {"help", "quit"})
    keys = (f"{action.name} = {_toml(f'alt+{key}')}" for action, key in zip(actions, [*single][::3], strict=False))
    (tmp_path / ".exam-tui.toml").write_text("\n".join(["[keys]", *keys]), encoding="utf-8")
    with _open(path, tmp_path, rows=80) as terminal:
        terminal.wait_for("Settings: ")
        for key, word in (("\x1bOP", "Save the report"), ("ctrl+p", "Save the report")):
            _look_at(terminal, key, word)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert_harmless(terminal.output)


def _toml(text: str) -> str:
    return '"' + "".join(f"\\U{ord(char):08X}" for char in text) + '"'


@pytest.mark.full
def test_what_is_selected_copied_and_looked_for_is_shown_as_text(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    text = b"\n".join(tagged("a", share) for share in shares(5))
    path.write_bytes(SMALL.encode().replace(b"Far too many words about two small sails", text))
    with _open(path, tmp_path) as terminal:
        terminal.wait_for(EDITOR)
        terminal.press("alt+down", "alt+down")
        terminal.wait_for("Question 4")
        terminal.press("ctrl+a", "ctrl+c", "ctrl+f")
        terminal.wait_for("Replace with")
        terminal.press("ctrl+v", "enter")
        terminal.wait_for("No match in this answer")
        terminal.press("escape")
        terminal.settle()
        terminal.type("more")
        _quit_without_saving(terminal)
    assert_harmless(terminal.output)


def test_what_is_pasted_into_a_line_is_shown_as_text(tmp_path: Path) -> None:
    """One of Textual's own, among the commands; what is pasted may come from anywhere."""
    path = tmp_path / "README.md"
    path.write_text(SMALL, encoding="utf-8")
    pasted = [at for at, payload in enumerate(PAYLOADS) if b"\x1b[201~" not in payload and "👩".encode() not in payload]
    with _open(path, tmp_path) as terminal:
        terminal.wait_for(EDITOR)
        terminal.press("ctrl+p")
        terminal.wait_for("Save the report")
        terminal.settle()
        terminal.send(b"\x1b[200~" + tagged("v", pasted) + b"\x1b[201~")
        terminal.settle()
        terminal.press("enter")
        terminal.settle()
    assert_harmless(terminal.output)
    assert seen(terminal.output, "v")


FAULTY = """
import sys
from exam_tui.cli.main import main
from exam_tui.session.session import Session

def fail(self):
    raise ValueError({text!r})

Session.save_job = fail
sys.exit(main(["README.md"]))
"""


def test_a_fault_of_ours_says_what_it_met_as_text(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(SMALL, encoding="utf-8")
    script = FAULTY.format(text=tagged("z").decode("utf-8", "surrogateescape"))
    with Terminal([sys.executable, "-c", script], folder=tmp_path, columns=200, rows=50) as terminal:
        terminal.wait_for(EDITOR)
        terminal.settle()
        terminal.type("words")
        terminal.press("ctrl+s")
        assert terminal.wait_exit() == 2
    assert leaks(terminal.output) == []
    assert seen(terminal.output, "z") == ALL
    found = recovery.read_recovery(path)
    assert found
    assert Report.from_bytes(found.ours).question(2).answer == "words"


def test_bytes_that_are_no_text_end_nothing(tmp_path: Path) -> None:
    """From a terminal that is set to another encoding, or reports its mouse in the oldest way."""
    path = tmp_path / "README.md"
    path.write_text(SMALL, encoding="utf-8")
    with _open(path, tmp_path) as terminal:
        terminal.wait_for(EDITOR)
        terminal.settle()
        terminal.type("kept ")
        terminal.send(b"gr\xf8d \x84\x9b\xff\xc0\x80")
        terminal.type("words")
        terminal.wait_for("words")
        terminal.press("ctrl+s")
        terminal.wait_for("✓ saved")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert_harmless(terminal.output)
    answer = Report.load(path).question(2).answer
    assert answer.startswith("kept gr")
    assert answer.endswith("words")


@pytest.mark.parametrize("size", [10_000, pytest.param(100_000, marks=pytest.mark.full)])
@pytest.mark.full
def test_very_long_lines_are_shown_cut(tmp_path: Path, size: int) -> None:
    """In every place at once: the report opens, its tasks and the overview come, and it can be saved."""
    path = tmp_path / "README.md"
    huge = ("\x1b[31;7;700m\u202e[/]\0" * 6_000)[:size]
    path.write_text(
        f"# T {huge}\n\n### Week {huge}\n\n* [ ] task {huge}\n\n## Section {huge}\n\n### Question 1\n> **Ask {huge}**\n"
        f">\n> Example:\n> *So {huge}*\n>\n> Answer:\n\nanswer {huge}\n",
        encoding="utf-8",
    )
    with _open(path, tmp_path, columns=80, rows=24, EXAM_TUI_EXAMPLE="1") as terminal:
        terminal.wait_for(EDITOR)
        terminal.settle()
        for key, word in (("ctrl+t", "Checklist"), ("\x1bo", "Overview")):
            _look_at(terminal, key, word)
        terminal.type("x")
        terminal.wait_for("unsaved")
        terminal.press("ctrl+s")
        terminal.wait_for("✓ saved")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert_harmless(terminal.output)
    assert path.read_text(encoding="utf-8").count(huge) == 7
