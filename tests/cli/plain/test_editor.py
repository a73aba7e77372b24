"""`exam-tui edit --plain`: a report by lines in and lines out."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.cli.main import main
from exam_tui.cli.output import Output
from exam_tui.cli.plain import reading
from exam_tui.cli.plain import writing as plain_writing
from exam_tui.cli.plain.commands import COMMANDS
from exam_tui.cli.plain.editor import PlainEditor, plain_function
from exam_tui.desktop import external_editor
from exam_tui.session.report_writer import SaveJob
from exam_tui.session.session import Session
from exam_tui.storage.history.versions import history_of
from tests.cli.conftest import Write, report_text
from tests.cli.plain.conftest import wait_until_kept
from tests.conftest import GIVE_UP, ROOT
from tests.repos import needs_git, own_settings_only
from tests.systems import SIGHUP
from tests.terminal import Terminal

posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX system")

Talk = Callable[..., str]


@pytest.fixture
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    own_settings_only(monkeypatch)


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Talk:
    """Return a function that types lines and returns all that is said: `talk("next", "quit", code=0)`.

    What is said before the first command is left out. The file is `a.md`.
    """

    def say(*lines: str, code: int = 0, options: tuple[str, ...] = ("--no-html",), file: str = "a.md") -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert main(["edit", "--plain", *options, file]) == code
        shown = capsys.readouterr()
        return (shown.out + shown.err).partition("> ")[2]

    return say


def answer(number: int, path: str = "a.md") -> str:
    """Return an answer in the file."""
    return Report.load(path).question(number).answer


def test_it_begins_with_the_first_unfinished_question(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """How far the report is, the question, its limits, how far the answer is."""
    write("a.md", {1: "roses", 2: "peas"})
    monkeypatch.setattr(sys, "stdin", io.StringIO("quit\n"))
    assert main(["edit", "a.md", "--plain"]) == 0
    assert capsys.readouterr().out == (
        "a.md: 1 of 3 questions done, 1 of 2 tasks done. 2 problems: type problems all. Type help for the commands.\n"
        "Question 2 of 3. The garden.\n"
        "What grows in bed 2?\n"
        "Limits: 3 to 5 words.\n"
        "Now: 1 word, 2 more words.\n"
        "2> "
    )


def test_one_walks_through_the_questions(write: Write, talk: Talk) -> None:
    """Step by step, to a number, to what is in progress; at the ends it is said."""
    write("a.md", {1: "roses", 2: "peas and beans"})
    said = talk("1", "back", "next", "n", "next", "go 2", "go", "g 99", "07", "u", "unfinished", "q")
    heads = [line.removeprefix("> ")[:15] for line in said.replace("> ", "\n> ").split("\n") if "Question " in line]
    assert [head[9:10] for head in heads] == ["1", "2", "3", "2", "3", "3"]
    assert "This is the first question." in said
    assert "This is the last question." in said
    assert "Which question?" in said
    assert "No question 99." in said
    assert "No question 07." in said
    assert "This is the last unfinished question." in said
    write("a.md", {1: "roses", 2: "peas and beans", 3: "see the ![picture of it](bed.png)"})
    assert "All questions are done." in talk("u", "q")


def test_limits_and_images_are_told_in_words(write: Write, talk: Talk) -> None:
    """No signs that a screen reader stumbles over."""
    write("a.md", {3: "see the ![picture of it](bed.png)"})
    said = talk("3", "q")
    assert "Limits: 3 to 5 words and 1 to 2 images." in said
    assert "Now: 5 words, 1 image, fine." in said


@pytest.mark.parametrize(
    ("line", "limits", "now"),
    [
        ("at least 5 words", "at least 5 words", "1 word, 4 more words"),
        ("up to 5 words", "at most 5 words", "1 word, fine"),
        ("about 300 words", "about 300 words", "1 word, fine"),
        ("3-5 words + exactly one figure", "3 to 5 words and 1 image", "1 word, no images, 2 more words, 1 more image"),
    ],
)
def test_open_limits_and_targets_are_told_in_words(line: str, limits: str, now: str, write: Write, talk: Talk) -> None:
    """What there is of a limit, and nothing to do for a target."""
    path = write("a.md", {2: "peas"})
    path.write_text(path.read_text("utf-8").replace("Answer length: 3-5 words.", f"Answer length: {line}."), "utf-8")
    said = talk("2", "q")
    assert f"Limits: {limits}." in said
    assert f"Now: {now}." in said


def test_an_answer_is_typed_until_a_line_with_a_dot(write: Write, talk: Talk) -> None:
    """Blank lines in it stay; saving says where it is."""
    write("a.md")
    said = talk("2", "type", "peas", "", "and ..", ".", "read", "save", "quit")
    assert "Question 2: 3 words, fine. Not saved yet." in said
    assert "2> peas\n\nand ..\n2> Saved." in said
    assert answer(2) == "peas\n\nand .."


@pytest.mark.parametrize(
    ("choice", "expected"), [("1", "roses\n\ntulips"), ("2", "tulips"), ("replace it", "tulips"), ("3", "roses")]
)
def test_an_answer_that_is_there_is_asked_about(write: Write, talk: Talk, choice: str, expected: str) -> None:
    """By number or word, until it is understood."""
    write("a.md", {1: "roses"})
    said = talk("1", "type", "yes", choice, "tulips", ".", "save", "quit")
    assert "There is an answer.\n1 Add to it\n2 Replace it\n3 Cancel\n1 to 3> Type a number from 1 to 3.\n" in said
    assert answer(1) == expected


def test_typing_nothing_changes_nothing(write: Write, talk: Talk) -> None:
    """Nor do blank lines."""
    write("a.md", {1: "roses"})
    assert "Nothing was typed. The answer is unchanged." in talk("1", "type", "2", "", ".", "quit")
    assert answer(1) == "roses"


def test_a_change_is_taken_back_wherever_one_is_now(write: Write, talk: Talk) -> None:
    """One after the other."""
    write("a.md", {1: "roses"})
    said = talk("1", "type", "2", "tulips", ".", "2", "type", "peas", ".", "undo", "z", "undo", "read", "quit")
    assert "Question 2 is back to: no answer." in said
    assert "Question 1 is back to: 1 word, fine." in said
    assert "Nothing to undo.\n1> roses" in said


def test_tasks_are_listed_and_ticked_by_number(write: Write, talk: Talk) -> None:
    """From 1; what is no task is said to be none."""
    write("a.md", tasks=" x/")
    said = talk("tasks", "tick 1 2", "tick 9 x", "tick", "save", "quit")
    listed = "1. open: water the plants\n2. done: cut the hedge\n3. open: feed the cat (marked /)\n"
    assert f"Checklist:\n{listed}" in said
    assert "1. done: water the plants\n2. open: cut the hedge\n" in said
    assert "No task 9: tasks go from 1 to 3.\nNo task x: tasks go from 1 to 3." in said
    assert "Which task?" in said
    assert [task.mark for task in Report.load("a.md").tasks] == ["x", " ", "/"]
    write("a.md", tasks="")
    assert "This report has no tasks.\n1> There are no tasks." in talk("tasks", "tick 1", "quit")


def test_one_goes_to_a_question_by_its_name(write: Write, talk: Talk) -> None:
    """Its words, in any case; a name that none has is said."""
    write("a.md", {1: "roses", 2: "peas and beans"})
    said = talk("go bed 3", "g BED 2", "go swamp", "q")
    assert [line[9:10] for line in said.replace("> ", "\n").split("\n") if line.startswith("Question ")] == ["3", "2"]
    assert "No question swamp. Type list to see them all." in said


def test_all_questions_are_listed_below_their_section(write: Write, talk: Talk) -> None:
    """With how far each is."""
    write("a.md", {2: "peas"})
    assert talk("list", "quit").startswith("The garden:\n1. bed 1: no answer\n2. bed 2: 1 word, 2 more words\n")


def test_problems_are_those_of_the_question_or_of_the_report(write: Write, talk: Talk) -> None:
    """As the answers are now; a remedy is said once, and what the course's check says at the end."""
    write("a.md", {1: "roses"}, course=True)
    said = talk("1", "problems", "2", "p", "problems all", "quit")
    assert "1> No problems in question 1.\n" in said
    here, everything = said.partition("2> Line ")[2].split("2> ")[:2]
    assert here.count("question 2 has no answer. Write the answer") == 1
    assert everything.count("has no answer") == 2
    assert everything.count("Write the answer in place") == 1
    assert everything.rstrip("\n").split("\n")[-1].startswith("The course's check ")


def test_a_question_with_a_blocking_problem_is_unfinished(write: Write, fine: dict[int, str], talk: Talk) -> None:
    """In what is said of it, and where one goes next; mended, it is fine."""
    write("a.md", {**fine, 3: "see the ![picture of it](gone.png)"})
    said = talk("list", "1", "unfinished", "type", "2", fine[3], ".", "unfinished", "save", "quit")
    assert "5 words, 1 image, missing image\n" in said
    assert "Now: 5 words, 1 image, missing image." in said
    assert "Question 3: 5 words, 1 image, fine. Not saved yet." in said
    assert "All questions are done." in said


def test_the_greeting_counts_no_question_with_a_blocking_problem(
    write: Write, fine: dict[int, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.md", {**fine, 3: "see the ![picture of it](gone.png)"})
    monkeypatch.setattr(sys, "stdin", io.StringIO("quit\n"))
    assert main(["edit", "--plain", "--no-html", "a.md"]) == 0
    said = capsys.readouterr().out
    assert "2 of 3 questions done" in said
    assert "\n3> " in said, "it begins there"


def test_the_sample_answer_is_read_without_its_marks(write: Write, talk: Talk) -> None:
    """Where there is one."""
    path = write("a.md")
    text = path.read_text(encoding="utf-8")
    example = "> Example:\n> *We grew **many** roses.*\n> *And more.*\n>\n> Answer:"
    path.write_text(text.replace("> Answer:", example, 1), encoding="utf-8")
    said = talk("1", "example", "2", "x", "quit")
    assert "1> We grew many roses.\nAnd more.\n1> " in said
    assert "This question has no sample answer." in said


def test_the_help_lists_every_command(write: Write, talk: Talk) -> None:
    """Each has a method, a word and a letter of its own."""
    write("a.md")
    said = talk("help", "quit")
    for command in COMMANDS:
        assert f"{command.title}." in said
        assert callable(plain_function(command))
    names = [name for command in COMMANDS for name in (command.name, command.letter)]
    assert len(names) == len(set(names))
    assert "read this list" in talk("?", "quit")


@pytest.mark.parametrize(
    ("platform", "keys"), [("win32", "Ctrl+z and Enter"), ("darwin", "Ctrl+d"), ("linux", "Ctrl+d")]
)
def test_the_help_says_which_keys_end_the_input_here(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], platform: str, keys: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    path = write("a.md")
    reading.do_help(PlainEditor(Session.open(path), Output()))
    assert f"{keys} saves and quits." in capsys.readouterr().out


def test_a_command_is_known_by_its_beginning(write: Write, talk: Talk) -> None:
    """One that fits several or none is asked back; capitals do not matter."""
    write("a.md")
    said = talk("EX", "un", "frobnicate", "", "next 3", "qui")
    assert "This question has no sample answer." in said
    assert "Did you mean unfinished or undo?" in said
    assert "Unknown command: frobnicate. Type help for the commands." in said
    assert "next takes no argument." in said


# Leaving


@pytest.mark.parametrize(
    ("choices", "expected", "is_left"), [(["1"], "peas", True), (["2"], "", True), (["3", "quit", "2"], "", True)]
)
def test_leaving_asks_where_something_is_not_saved(
    write: Write,
    talk: Talk,
    choices: list[str],
    expected: str,
    is_left: bool,  # noqa: FBT001 - a parameter
) -> None:
    """To save, to drop, to stay."""
    write("a.md")
    said = talk("2", "type", "peas", ".", "quit", *choices)
    assert "You have unsaved changes.\n1 Save and quit\n2 Quit without saving\n3 Stay\n" in said
    assert answer(2) == expected
    assert ("The input has ended" not in said) is is_left


@pytest.mark.parametrize("lines", [["type", "peas"], ["type", "peas", "."], ["type", "peas", ".", "quit"]])
def test_the_end_of_the_input_saves_what_was_typed(write: Write, talk: Talk, lines: list[str]) -> None:
    """In the midst of an answer, at a command, at a question."""
    write("a.md")
    assert "The input has ended. Saved." in talk("2", *lines)
    assert answer(2) == "peas"


def test_the_end_of_the_input_without_a_change_writes_nothing(write: Write, talk: Talk) -> None:
    """Not even the file's time."""
    path = write("a.md")
    before = path.stat().st_mtime_ns
    assert "Saved" not in talk("next")
    assert path.stat().st_mtime_ns == before


def test_where_the_same_answer_changed_meanwhile_the_end_of_the_input_saves_beside_it(
    write: Write, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both versions stay, and it is no success."""
    path = write("a.md")
    monkeypatch.setattr(reading, "do_list", lambda _: path.write_text(report_text({2: "theirs"}), encoding="utf-8"))
    said = talk("2", "type", "peas", ".", "list", code=2)
    assert "Your version is in a.mine.md." in said
    assert answer(2, "a.mine.md") == "peas"
    assert answer(2) == "theirs"


@posix
def test_where_nothing_beside_the_report_can_be_written_the_end_of_the_input_keeps_it_elsewhere(
    write: Write, talk: Talk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In the user's own folder."""
    path = write("folder/a.md")
    monkeypatch.setattr(reading, "do_list", lambda _: path.parent.rename(tmp_path / "gone"))
    said = talk("2", "type", "peas", ".", "list", code=2, file=str(path))
    kept = Path(said.partition("Your version is in ")[2].rstrip("\n")[:-1])
    assert kept.is_relative_to(tmp_path / "state")
    assert answer(2, str(kept)) == "peas"


def test_where_another_answer_changed_meanwhile_the_end_of_the_input_saves_both(
    write: Write, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing has to be decided."""
    path = write("a.md")
    monkeypatch.setattr(reading, "do_list", lambda _: path.write_text(report_text({1: "theirs"}), encoding="utf-8"))
    said = talk("2", "type", "peas", ".", "list")
    assert "Merged from the file: question 1." in said
    assert (answer(1), answer(2)) == ("theirs", "peas")


@pytest.mark.parametrize(("times", "is_saved"), [(1, True), (9, False)])
def test_a_file_that_changes_in_the_moment_of_a_save_is_taken_in_and_saved(
    write: Write,
    talk: Talk,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    is_saved: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Where it does so again and again, one is asked."""
    path = write("a.md")
    left = list(range(times))
    write_job = SaveJob.write

    def write_late(self: SaveJob, **settings: bool) -> object:
        if left:
            path.write_text(report_text({1: f"theirs {left.pop()}"}), encoding="utf-8")
        return write_job(self, **settings)  # type: ignore[arg-type] # handed on

    monkeypatch.setattr(SaveJob, "write", write_late)
    said = talk("2", "type", "peas", ".", "save", *([] if is_saved else ["2"]), "quit", "2")
    assert "Merged from the file: question 1." in said
    assert ("Saved." in said) is is_saved
    assert ("Not saved. Your text is kept in the editor." in said) is not is_saved
    assert answer(1).startswith("theirs")
    assert answer(2) == ("peas" if is_saved else "")


@pytest.mark.parametrize(("choice", "words"), [("1", "Saved."), ("2", "in a.mine.md."), ("3", "Not saved. Your text")])
def test_a_file_that_holds_something_else_by_now_is_asked_about(
    write: Write, talk: Talk, monkeypatch: pytest.MonkeyPatch, choice: str, words: str
) -> None:
    """One that is no report any more: the report put back, a file beside it, or go on writing. Nothing is lost."""
    path = write("a.md")
    monkeypatch.setattr(reading, "do_list", lambda _: path.write_text("theirs\n", encoding="utf-8"))
    said = talk("2", "type", "peas", ".", "list", "save", choice, "quit", "2")
    assert "a.md now holds something else: your text has no place in it." in said
    assert words in said
    assert Path("a.mine.md").exists() is (choice == "2")
    if choice == "1":
        assert answer(2) == "peas"
        assert b"theirs\n" in [version.data for version in history_of(path)]
    else:
        assert path.read_text(encoding="utf-8") == "theirs\n"
        assert any(b"peas" in version.data for version in history_of(path))


@posix
@pytest.mark.parametrize(("choice", "expected"), [("1", "peas"), ("2", "")])
def test_a_report_that_is_read_only_is_asked_about(write: Write, talk: Talk, choice: str, expected: str) -> None:
    """It stays read-only."""
    path = write("a.md")
    path.chmod(0o444)
    said = talk("2", "type", "peas", ".", "save", choice, "quit", "2")
    assert "Write it anyway?" in said
    assert answer(2) == expected
    assert path.stat().st_mode & 0o777 == 0o444


def test_an_error_is_one_line_and_the_text_stays(write: Write, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One may go on."""
    write("a.md")
    monkeypatch.setenv("VISUAL", "nosuch-editor")
    said = talk("edit", "2", "type", "peas", ".", "save", "quit")
    assert said.count("exam-tui: Program not found: nosuch-editor (from $VISUAL). Set VISUAL") == 1
    assert answer(2) == "peas"


def test_what_a_save_changes_besides_is_said(write: Write, talk: Talk) -> None:
    """An answer that swallows the next question."""
    write("a.md")
    said = talk("1", "type", "```", ".", "save", "quit")
    assert "But line " in said


@needs_git
@pytest.mark.usefixtures("_own_git")
def test_the_page_is_written_behind_a_save_and_kept_out_of_git_unless_asked(write: Write, talk: Talk) -> None:
    """As in the editor; not where --no-html was given."""

    def status() -> str:
        return subprocess.run(["git", "status", "--short"], check=True, capture_output=True, encoding="utf-8").stdout

    write("a.md")
    subprocess.run(["git", "init", "--quiet"], check=True)
    said = talk("1", "type", "roses", ".", "save", "type", "2", "tulips", ".", "save", "quit", options=())
    assert said.count("git ignores report.html") == 1
    assert "tulips" in Path("report.html").read_text(encoding="utf-8")
    assert "report.html" not in status()
    assert "git now sees report.html" in talk("page git", "page what", "quit")
    assert "report.html" in status()
    Path("report.html").unlink()
    talk("1", "type", "2", "roses", ".", "save", "quit")
    assert not Path("report.html").exists()


@needs_git
@pytest.mark.usefixtures("_own_git")
def test_a_page_that_git_tracks_is_replaced_by_a_command(write: Write, talk: Talk) -> None:
    """The report is saved all the same."""
    write("a.md")
    Path("report.html").write_text("old", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], check=True)
    subprocess.run(["git", "add", "report.html"], check=True)
    said = talk("1", "type", "roses", ".", "save", "quit", options=())
    assert "Page: report.html is tracked by git and was not replaced; type page to replace it." in said
    assert answer(1) == "roses"
    assert "report.html written." in talk("page", "quit")
    assert "roses" in Path("report.html").read_text(encoding="utf-8")


class _Keys(io.StringIO):
    """Lines that are typed; `^C` is an interrupt."""

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override] # typeshed mixes it with that of bytes
        line = super().readline(size)
        if line == "^C\n":
            raise KeyboardInterrupt
        return line


@pytest.mark.parametrize(
    ("lines", "expected", "words"),
    [
        (["^C"], "roses", "Nothing was typed. The answer is unchanged."),
        (["tulips", "^C", "2"], "roses", "The answer is unchanged."),
        (["tulips", "^C", "keep it"], "tulips", "1 word, fine. Not saved yet."),
        (["tulips", "^C", "^C"], "tulips", "1 word, fine. Not saved yet."),
        (["tulips", "^C"], "tulips", "The input has ended. Saved."),
    ],
)
def test_an_interrupt_in_an_answer_asks_what_becomes_of_it(
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    lines: list[str],
    expected: str,
    words: str,
) -> None:
    """Where nobody answers it is kept."""
    write("a.md", {1: "roses"})
    typed = ["1", "type", "^C", "type", "2", *lines]
    monkeypatch.setattr(sys, "stdin", _Keys("".join(f"{line}\n" for line in typed)))
    assert main(["edit", "--plain", "--no-html", "a.md"]) == 0
    assert words in capsys.readouterr().out
    assert answer(1) == expected


def test_a_line_that_the_terminal_may_have_cut_is_told(
    write: Write, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes no more than so many bytes."""
    write("a.md")
    monkeypatch.setattr(plain_writing, "_TERMINAL_LINE", 10)
    assert "may have been cut" not in talk("1", "type", "four five", ".", "save", "q")
    assert "may have been cut" in talk("1", "type", "2", "four fivæ", ".", "save", "q")


@posix
def test_an_editor_of_its_own_may_change_nothing_or_be_left_when_all_ends(
    write: Write, talk: Talk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What was written in it by then is named."""
    write("a.md", {1: "roses"})
    script = tmp_path / "ed"
    script.write_text("#!/bin/sh\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    monkeypatch.setattr(external_editor, "_AT_ONCE", 0.0)
    assert "Opening ed.\nNothing was changed." in talk("1", "edit", "quit")
    kept_meanwhile = 'until grep -qrs more "$XDG_STATE_HOME"; do :; done'  # by then it is waited for
    script.write_text(f'#!/bin/sh\necho more >> "$1"\n{kept_meanwhile}\nkill -TERM $PPID\nsleep 5\n', encoding="utf-8")
    said = talk("1", "edit")
    kept = Path(said.partition("Your text is in ")[2].split("\n", maxsplit=1)[0][:-1])
    assert kept.read_text(encoding="utf-8").endswith("roses\nmore\n")


# The program as a process


@posix
def test_no_escape_sequence_and_nothing_of_the_file_raw_is_sent_to_a_terminal(write: Write, tmp_path: Path) -> None:
    """Lines alone."""
    path = write("a.md", {1: "\x1b]0;title\x07 \u202eroses"})
    command = [sys.executable, "-W", "error", "-m", "exam_tui", "edit", "--plain", str(path)]
    with Terminal(command, folder=tmp_path, env={"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for("^2> ")
        for word in ("1", "read", "tasks", "list", "problems all", "help"):
            terminal.type(f"{word}\r")
            terminal.settle()
        terminal.type("quit\r")
        assert terminal.wait_exit() == 0
        assert b"\x1b" not in terminal.output
        assert "␛]0;title␇" in terminal.output.decode()


@posix
def test_ctrl_c_comes_back_to_the_command_and_ctrl_d_saves_and_leaves(write: Write, tmp_path: Path) -> None:
    """In the midst of an answer it asks first."""
    path = write("a.md")
    command = [sys.executable, "-W", "error", "-m", "exam_tui", "edit", "--plain", "--no-html", str(path)]
    with Terminal(command, folder=tmp_path, env={"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for("^1> ")
        terminal.settle()  # Python hears of ctrl+c in the next line, if it comes just before one is waited for
        terminal.press("ctrl+c")
        terminal.wait_for("Stopped. Type quit to leave.")
        terminal.type("type\r")
        terminal.wait_for("Type the answer")
        terminal.type("tulips\r")
        terminal.settle()  # a terminal forgets at ctrl+c what nobody has read yet
        terminal.press("ctrl+c")
        terminal.wait_for(r"Keep what you typed(?s:.*)1 to 2>")
        terminal.type("1\r")
        terminal.wait_for("Question 1: 1 word, fine")
        terminal.press("ctrl+d")
        assert terminal.wait_exit() == 0
        assert "The input has ended. Saved." in terminal.output.decode()
    assert answer(1) == "tulips"


@posix
def test_the_answer_is_edited_in_the_users_editor(write: Write, tmp_path: Path) -> None:
    """Which has the terminal meanwhile."""
    path = write("a.md", {1: "roses"})
    script = tmp_path / "my editor"
    script.write_text('#!/bin/sh\nread word\necho "and $word" >> "$1"\n', encoding="utf-8")
    script.chmod(0o755)
    command = [sys.executable, "-W", "error", "-m", "exam_tui", "edit", "--plain", "--no-html", str(path)]
    with Terminal(command, folder=tmp_path, env={"PYTHONPATH": str(ROOT), "VISUAL": f"'{script}'"}) as terminal:
        terminal.wait_for("^2> ")
        terminal.type("1\redit\r")
        terminal.wait_for("Opening my editor")
        terminal.type("tulips\r")
        terminal.wait_for("Question 1: 3 words, fine. Not saved yet.")
        terminal.type("save\rquit\r")
        assert terminal.wait_exit() == 0
    assert answer(1) == "roses\nand tulips"


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(SIGHUP, marks=pytest.mark.full)])
def test_a_program_that_is_asked_to_end_saves_first(write: Write, tmp_path: Path, number: int) -> None:
    """Half an answer too."""
    path = write("a.md")
    command = [sys.executable, "-W", "error", "-m", "exam_tui", "edit", "--plain", "--no-html", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, encoding="utf-8", bufsize=0, **streams) as process:  # type: ignore[call-overload] # handed on as they are
        process.stdin.write("2\ntype\npeas\n")
        said = ""
        while "Type the answer" not in said:
            said += os.read(process.stdout.fileno(), 1000).decode()
        wait_until_kept(path, "peas")
        process.send_signal(number)
        said, errors = process.communicate(timeout=GIVE_UP)
    assert "The input has ended. Saved." in said
    assert not errors
    assert answer(2) == "peas"


def test_bytes_that_are_no_text_end_nothing(
    write: Write, run: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    """They are kept as they are."""
    path = write("a.md")
    done = run(
        "edit", "--plain", "--no-html", "a.md", stdin=None, input=b"2\ntype\ncaf\xe9 and tea\n.\nread\nsave\nq\n"
    )
    assert done.returncode == 0
    assert b"caf\xe9 and tea" in path.read_bytes()
    assert "caf\ufffd and tea".encode() in done.stdout
    assert not done.stderr


def test_a_closed_input_is_its_end(write: Write, run: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    """As some programs start others."""
    write("a.md")
    done = run("edit", "--plain", "a.md")
    assert done.returncode == 0
    assert b"Question 1 of 3" in done.stdout
    assert not done.stderr


# The command


def test_edit_is_the_editor_and_plain_works_without_the_word(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`exam-tui edit` opens what `exam-tui` opens; what is wrong with a file is one line."""
    write("a.md")
    assert main(["edit", "a.md"]) == 2
    assert "edit --plain" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.StringIO("q\n"))
    monkeypatch.setattr("exam_tui.cli.edit.find_report", lambda _out: Path("a.md"))
    assert main(["--plain"]) == 0
    assert "Question 1 of 3" in capsys.readouterr().out
    Path("b.md").write_text("nothing\n", encoding="utf-8")
    assert main(["edit", "--plain", "b.md"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["edit", "-h"]) == 0
    assert "--plain" in capsys.readouterr().out


def test_the_plain_mode_loads_neither_textual_nor_rich(write: Write, tmp_path: Path) -> None:
    """It starts at once."""
    write("a.md")
    code = "import sys; from exam_tui.cli.main import main; main(['edit', '--plain', 'a.md']); print(*sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, env=environment, cwd=tmp_path, input=b"q\n")
    assert not {"textual", "rich", "exam_tui.tui", "exam_tui.page.html_page", "markdown_it", "readline"} & set(
        done.stdout.decode().split()
    )
