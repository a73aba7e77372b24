"""`check` as a student reads it."""

import re
from pathlib import Path

import pytest

from exam_tui.cli.check.checked_file import CheckedFile, CheckedReport
from exam_tui.cli.check.text import TextFormat
from exam_tui.cli.main import main
from exam_tui.cli.output import Output
from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.finding import Finding
from exam_tui.core.naming.short_names import short_names
from exam_tui.core.report.report import Report
from tests.cli.conftest import Write, report_text

PROBLEM = re.compile(r"a\.md:(\d+):(\d+): ([a-z-]+) \S.*")


def _check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    code = main(["check", *arguments])
    return code, capsys.readouterr().out.split("\n")[:-1]


def test_a_problem_is_path_line_column_code_message(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Editors jump to such lines; the place is the answer's or its heading's."""
    write("a.md", {1: "roses", 2: "peas"})
    code, lines = _check(capsys, "a.md")
    problems = [match for match in map(PROBLEM.fullmatch, lines) if match]
    assert code == 1
    assert "too-short" in [match[3] for match in problems]
    assert all(int(match[1]) > 1 for match in problems)


def test_a_problem_names_its_question(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A student knows questions, not lines."""
    write("a.md", {2: "peas"})
    _, lines = _check(capsys, "-q", "a.md")
    assert any("too-short" in line and line.endswith("(question 2)") for line in lines)


def test_a_remedy_stands_below_its_problem_once(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Of two problems with one remedy the second has none."""
    write("a.md", {2: "peas and beans"})
    _, lines = _check(capsys, "a.md")
    unanswered = [index for index, line in enumerate(lines) if " unanswered " in line]
    assert len(unanswered) > 1
    assert lines[unanswered[0] + 1].startswith("    ")
    assert len([line for line in lines if line == lines[unanswered[0] + 1]]) == 1


def test_every_question_shows_state_words_and_limits(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Below its section's heading, with what is to do in plain words."""
    write("a.md", {1: "roses", 2: "one two three four five six", 3: "see ![a](bed.png)"})
    _, lines = _check(capsys, "a.md")
    shown = [re.sub(" +", " ", line.strip()) for line in lines]
    assert "The garden" in shown
    assert "✓ 1 1 word fine bed 1" in shown
    assert "▲ 2 6 words 3–5 1 word too many bed 2" in shown
    assert "▼ 3 2 words 3–5 1 image 1–2 1 more word bed 3" in shown


def test_questions_are_called_as_the_editor_calls_them(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """By their short names, no two alike, never by their whole prompts."""
    path = write("a.md", {1: "roses"})
    names = short_names(Report.load(path).questions)
    _, lines = _check(capsys, "a.md")
    assert [line.rpartition("  ")[2] for line in lines if line.startswith("  ") and line.strip()[0] in "✓▲▼○!"] == [
        *names
    ]


def test_an_unanswered_question_and_a_missing_image_have_their_own_signs(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """A state is never a colour alone."""
    write("a.md", {3: "no image at all"})
    _, lines = _check(capsys, "a.md")
    assert any(line.strip().startswith("○ 1") and "no answer" in line for line in lines)
    assert any(line.strip().startswith("! 3") and "1 more image" in line for line in lines)


def test_a_long_name_is_cut_to_the_width(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each question stays on its line; where there is no room the name is left out."""
    path = write("a.md", {1: "roses"})
    path.write_bytes(path.read_bytes().replace(b"What grows", b"What, in your own words and many of them, grows"))
    for width in (50, 60, 80):
        monkeypatch.setenv("COLUMNS", str(width))
        _, lines = _check(capsys, "a.md")
        questions = [line for line in lines if "bed" in line or "no answer" in line or "…" in line]
        assert len(questions) >= 3
        assert all(len(line) <= width for line in questions if ".md:" not in line)


def test_a_report_of_another_course_gets_no_verdict_of_the_checker(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Limits and problems work all the same."""
    write("a.md")
    _, lines = _check(capsys, "a.md")
    assert lines[-1] == "0 of 3 questions done, 3 unanswered, 1 of 2 tasks done, " + lines[-1].split("tasks done, ")[1]
    assert not any("course's check passes" in line for line in lines)


def test_the_last_line_is_the_verdict(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Question 2 and 3 hold six words of placeholder, the limits are 5."""
    write("a.md", {1: "roses"}, count=27, course=True)
    _, lines = _check(capsys, "a.md")
    assert lines[-1] == "The course's check passes 25 of 27 answers."


def test_a_checker_that_would_stop_is_said_to(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Three questions are no template of the course."""
    write("a.md", course=True)
    code, lines = _check(capsys, "a.md")
    assert code == 1
    assert lines[-1].startswith("The course's check would stop: it finds 3 answers")


def test_a_report_that_passes_is_clean(write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0, and it says so."""
    write("a.md", {**dict.fromkeys(range(1, 28), "lilies"), **fine}, count=27, course=True)
    code, lines = _check(capsys, "a.md")
    assert code == 0
    assert lines[-1] == "The course's check passes all 27 answers."


def test_quiet_leaves_the_problems_alone(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """No questions, no remedies, no summary; nothing at all for a clean report."""
    write("a.md", {1: "roses", 2: "one two three", 3: "four"})
    _, lines = _check(capsys, "-q", "a.md")
    assert lines
    assert all(PROBLEM.fullmatch(line) for line in lines)
    write("a.md", {1: "roses", 2: "one two three", 3: "four five ![six](bed.png)"})
    assert _check(capsys, "-q", "a.md") == (0, [])


def test_strict_makes_warnings_errors(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """An answer where nothing is asked for may be left out: a warning."""
    write("a.md", {2: "one two three", 3: "four five ![six](bed.png)"})
    assert _check(capsys, "-q", "a.md")[0] == 0
    assert _check(capsys, "-q", "--strict", "a.md")[0] == 1


def test_options_may_stand_between_files(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """As everywhere else."""
    write("a.md")
    write("-b.md")
    code, lines = _check(capsys, "a.md", "-q", "a.md", "--", "-b.md")
    assert code == 1
    assert any(line.startswith("-b.md:") for line in lines)


def test_a_template_names_what_was_changed(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """`--template` is the one handed out."""
    write("template.md")
    path = write("a.md")
    path.write_bytes(path.read_bytes().replace(b"What grows in bed 2?", b"What do you like?"))
    assert not any("template-changed" in line for line in _check(capsys, "-q", "a.md")[1])
    assert any("template-changed" in line for line in _check(capsys, "-q", "--template", "template.md", "a.md")[1])


@pytest.mark.parametrize("content", [None, b"# no report\n"])
def test_a_template_that_is_none_is_exit_2(
    content: bytes | None, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is checked against nothing."""
    write("a.md")
    if content is not None:
        (tmp_path / "template.md").write_bytes(content)
    assert main(["check", "--template", "template.md", "a.md"]) == 2
    shown = capsys.readouterr()
    assert "template.md" in shown.err
    assert not shown.out


def test_hostile_text_of_a_finding_and_a_name_is_shown_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters of a file never reach the terminal."""
    report = Report.from_bytes(report_text({1: "\x1b[31m"}).replace("The garden", "The \x1b]0;x\x07").encode())
    finding = Finding("unanswered", "error", 1, 1, None, "a\x1b[2Jb", "c\u202ed")
    TextFormat(Output(), several=False, quiet=False).add(
        CheckedFile("n\x1b.md", CheckedReport(report.tasks, None, (finding,), report.questions))
    )
    shown = capsys.readouterr().out
    assert not set("\x1b\x07\u202e") & set(shown)
    assert "a␛[2Jb" in shown


@pytest.mark.parametrize("name", ["too-short", "checker-stops", "unanswered"])
def test_explain_says_what_a_code_means_and_what_to_do(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """From the one table of findings."""
    code, lines = _check(capsys, "--explain", name)
    assert code == 0
    assert lines[0].startswith(name)
    assert any(line.startswith("What to do: ") for line in lines)
    assert all(len(line) <= 120 for line in lines)


def test_explain_all_lists_every_code(capsys: pytest.CaptureFixture[str]) -> None:
    """One line each."""
    code, lines = _check(capsys, "--explain", "all")
    assert code == 0
    assert [line.split()[0] for line in lines] == list(CODES)
    assert len({line.split()[0] for line in lines}) == len(lines)


@pytest.mark.parametrize(("name", "hint"), [("images", "too-few-images"), ("nonsense", "--explain all"), ("", "all")])
def test_explain_of_an_unknown_code_says_how_to_go_on(name: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2."""
    assert main(["check", "--explain", name]) == 2
    assert hint in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("see the ![picture of it](gone.png)", "missing image"),
        ("see the ![picture of it](../bed.png)", "image outside the folder"),
        ("see the ![picture of it](a.txt)", "neither PNG nor JPEG"),
        ("see ![picture](bed.png)\n<<<<<<< HEAD\n=======\n>>>>>>> theirs", "merge conflict"),
    ],
)
def test_a_question_with_a_blocking_problem_is_not_fine(
    write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str], answer: str, words: str
) -> None:
    """In its line, in the counts, and in the table of several files."""
    write("a.md", {**fine, 3: answer})
    Path("a.txt").write_text("no image", encoding="utf-8")
    main(["check", "a.md"])
    shown = capsys.readouterr().out
    (row,) = [line for line in shown.split("\n") if line.startswith("  ! 3  ")]
    assert words in row
    assert "fine" not in row
    assert "2 of 3 questions done" in shown
    write("b.md", fine)
    main(["check", "b.md", "a.md"])
    assert "2 of 3 done" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "github"])
def test_a_blank_report_has_one_line_for_its_questions(
    write: Write, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """Its help is said once, and the line is counted as one."""
    write("a.md", count=7)
    assert main(["check", "--format", form, "a.md"]) == 1
    shown = capsys.readouterr().out
    assert shown.count("questions 1–7 have no answer") == 1
    assert "question 4 has no answer" not in shown
    assert "7 unanswered, 1 of 2 tasks done, 1 error, no warnings." in shown


def test_in_json_each_unanswered_question_has_its_finding(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md", count=7)
    main(["check", "--format", "json", "a.md"])
    assert capsys.readouterr().out.count('"code": "unanswered"') == 7


def test_two_unanswered_questions_have_a_line_each(
    write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.md", {2: fine[2]})
    main(["check", "a.md"])
    shown = capsys.readouterr().out
    assert "question 1 has no answer" in shown
    assert "question 3 has no answer" in shown
