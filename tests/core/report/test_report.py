"""The public model: reading, the one door for edits, and bytes out."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui import Limit, Limits, Report
from exam_tui.core.checker import verdict_of
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.report.answer_slot import normalise_answer
from exam_tui.core.report.counting import Counts
from exam_tui.core.report.save_guard import prove
from exam_tui.errors import (
    ReportNotFoundError,
    UnencodableTextError,
    UnknownQuestionError,
    UnreadableFileError,
)
from tests.conftest import CORPUS, FIXTURES, OWN, sampled
from tests.core.build import question, read_again, report_of
from tests.core.strategies import edits, hostile_texts, reports

CHECKLIST = "## Checklist\n\n* [ ] one\n* [x] two\n* [X] three\n* [/] four\n\n"


def report_with_all() -> Report:
    """Return a report with a checklist and three questions: answered, empty, too short."""
    return report_of(
        CHECKLIST,
        "## Work\n\n",
        question(1, "\n\none two three four five\n\n"),
        question(2, "\n\n--- question 2 fill here ---\n\n"),
        question(3, " ![a](b) short\n"),
    )


# Bytes in, bytes out


@pytest.mark.nightly
@given(st.binary())
def test_bytes_come_out_as_they_went_in(data: bytes) -> None:
    """Decodable or not, report or not."""
    assert Report.from_bytes(data).to_bytes() == data


@pytest.mark.nightly
@given(st.one_of(st.binary(), hostile_texts().map(lambda text: text.encode("utf-8", "surrogateescape"))))
def test_everything_may_be_asked_of_any_bytes(data: bytes) -> None:
    """No readable input raises, whatever is looked at."""
    report = Report.from_bytes(data)
    for q in report.questions:
        assert (q.state == "unanswered") == (not q.answer)
        assert q.answer or (q.visible_words, q.counts.words, q.counts.images) == (0, 0, 0)
        assert "\n" not in q.parts.plain
    assert all(len(task.mark) == 1 for task in report.tasks)
    verdict = verdict_of(report)
    assert (verdict.passed is None) == (verdict.total is None) == (verdict.error is not None)
    assert verdict.passed is None or verdict.passed + len({one.question for one in verdict.failures}) == verdict.total
    findings = findings_of(report)
    assert [one.line for one in findings] == sorted(one.line for one in findings)
    assert not (report.is_course_report and not report.questions)
    assert report.reparsed() is report


def set_all_to_themselves(report: Report) -> None:
    """Set every answer and every task to what it is."""
    for q in report.questions:
        report.set_answer(q, q.answer)
    for task in report.tasks:
        report.set_task(task.index, task.done)


@pytest.mark.nightly
@given(reports())
def test_setting_all_to_itself_changes_no_byte(report: Report) -> None:
    """Whatever form the answers have."""
    set_all_to_themselves(report)
    assert report.to_bytes() == report.original
    assert not report.is_edited


@pytest.mark.nightly
@given(edits())
def test_setting_to_itself_after_an_edit_changes_nothing_more(edit: tuple[Report, int, str]) -> None:
    """What was written is read unchanged, in every slot: saved again it is the same file."""
    report, index, text = edit
    report.set_answer(report.questions[index], text)
    saved = read_again(report)
    set_all_to_themselves(saved)
    assert saved.to_bytes() == report.to_bytes()


ODD_BYTES = [b"\0", b"\x0c", "\u2028".encode(), b"\xff", b"\xe2\x80", b"\r", b"\x85", "\ufeff".encode()]


def disturbed(data: bytes, seed: str) -> bytes:
    """Return a file with a BOM, without a final line end, and odd bytes at random places."""
    chance = random.Random(seed)
    for odd in ODD_BYTES * 3:
        at = chance.randrange(len(data) + 1)
        data = data[:at] + odd + data[at:]
    return b"\xef\xbb\xbf" + data.rstrip(b"\r\n")


@pytest.mark.parametrize("part", sampled(range(8), 1))
@pytest.mark.parametrize("variant", ["as it is", "CRLF", "CR", "disturbed"])
def test_real_reports_keep_their_bytes(corpus: Path, variant: str, part: int) -> None:
    """Every file of the corpus, in other line ends and with odd bytes put in at random places."""
    paths = sorted(corpus.rglob("*.md"))
    assert len(paths) > {OWN: 50, CORPUS: 200}[corpus]
    for path in paths[part::8]:
        data = path.read_bytes()
        if variant in {"CRLF", "CR"}:
            data = re.sub(rb"\r\n|\r|\n", {"CRLF": b"\r\n", "CR": b"\r"}[variant], data)
        elif variant == "disturbed":
            data = disturbed(data, str(path.relative_to(corpus)))
        report = Report.from_bytes(data)
        assert report.to_bytes() == data, path
        set_all_to_themselves(report)
        assert report.to_bytes() == data, path
        assert not report.is_edited, path


def test_line_ends_do_not_change_what_is_read(corpus: Path) -> None:
    """The same questions, answers and tasks in LF, CRLF and CR."""
    for path in sorted((corpus / "reports").glob("*.md")):
        data = re.sub(rb"\r\n|\r|\n", b"\n", path.read_bytes())
        plain = Report.from_bytes(data)
        for line_end in (b"\r\n", b"\r"):
            other = Report.from_bytes(data.replace(b"\n", line_end))
            assert (other.questions, other.tasks) == (plain.questions, plain.tasks), path


# Reading


def test_questions_tell_all_about_themselves() -> None:
    """The documented attributes."""
    first, second, third = report_with_all().questions
    assert (first.index, first.number, first.section, first.line) == (0, 1, "Work", 12)
    assert first.prompt == "**What did you do?**\n\nRecommended answer length: 5-10 words."
    assert first.parts.ask == "**What did you do?**"
    assert (first.answer, first.limits) == ("one two three four five", Limits(Limit(5, 10)))
    assert (first.counts, first.visible_words) == (Counts(5, 0), 5)
    assert (first.edited, first.recovered) == (False, False)
    assert [q.state for q in (first, second, third)] == ["passing", "unanswered", "failing"]
    assert (third.counts, third.visible_words, third.answer) == (Counts(2, 1), 1, "![a](b) short")


def test_tasks_tell_all_about_themselves() -> None:
    """Only x and X are done."""
    tasks = report_with_all().tasks
    assert [(t.index, t.text, t.done, t.mark, t.group, t.line) for t in tasks] == [
        (0, "one", False, " ", "Checklist", 5),
        (1, "two", True, "x", "Checklist", 6),
        (2, "three", True, "X", "Checklist", 7),
        (3, "four", False, "/", "Checklist", 8),
    ]


def test_a_question_is_found_by_its_number() -> None:
    """The first of that number; an unknown one is named in the error, which is a LookupError too."""
    report = report_of(question(2, "\n\nfirst\n\n"), question(2, "\n\nsecond\n\n"))
    assert report.question(2).answer == "first"
    with pytest.raises(UnknownQuestionError, match="No question 3") as caught:
        report.question(3)
    assert isinstance(caught.value, LookupError)


@pytest.mark.parametrize(
    ("text", "is_course"),
    [
        (f"# Report for 02476\n\n{question(1)}", True),
        (f"# Report\n\n{question(1, chr(10) * 2 + 'We took 02476.' + chr(10))}", False),
        ("".join(question(number) for number in range(1, 21)), True),
        ("".join(question(number) for number in range(1, 20)), False),
        ("# 02476 without questions", False),
    ],
)
def test_a_report_of_the_course_names_it_or_has_twenty_questions(text: str, is_course: bool) -> None:  # noqa: FBT001 - a column of the table
    """Named before the first question, not in an answer."""
    assert Report.from_bytes(text.encode()).is_course_report is is_course


def test_loads_from_a_path(tmp_path: Path) -> None:
    """A str or a Path; what cannot be read is said in our own errors."""
    path = tmp_path / "report.md"
    path.write_bytes(b"\xff" + question(1).encode())
    assert Report.load(path).to_bytes() == Report.load(str(path)).to_bytes() == path.read_bytes()
    with pytest.raises(ReportNotFoundError, match="No such file"):
        Report.load(tmp_path / "none.md")
    with pytest.raises(UnreadableFileError, match="cannot be read"):
        Report.load(tmp_path)
    with pytest.raises(UnreadableFileError, match="null"):
        Report.load("a\0b")


# The door for edits


def test_set_answer_takes_a_number_or_a_question_and_returns_it_as_it_is_then() -> None:
    """The snapshot from before does not change."""
    report = report_with_all()
    before = report.question(2)
    after = report.set_answer(before, "a b c d e")
    assert (before.answer, before.edited, before.state) == ("", False, "unanswered")
    assert (after.answer, after.edited, after.state) == ("a b c d e", True, "passing")
    assert report.set_answer(2, "x").answer == report.question(2).answer == "x"
    assert report.is_edited


def test_a_question_object_names_the_second_of_a_number() -> None:
    """The number would mean the first."""
    report = report_of(question(2, "\n\nfirst\n\n"), question(2, "\n\nsecond\n\n"))
    report.set_answer(report.questions[1], "changed")
    assert [q.answer for q in report.questions] == ["first", "changed"]


def test_a_question_of_another_report_is_looked_up_by_its_number() -> None:
    """Its position need not be the same, and it may not be there at all."""
    report = report_of(question(3), question(2), question(1))
    other = report_of(question(1), question(2), question(3), question(4))
    report.set_answer(other.question(3), "changed")
    assert report.question(3).answer == "changed"
    with pytest.raises(UnknownQuestionError):
        report.set_answer(other.question(4), "changed")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\n \n\ta\n\nb  \n\t\n", "\ta\n\nb  "),
        (" \n\u2028\t", ""),
        ("caf\udcc3\udca9", "café"),
        ("\udcff", "\udcff"),
        ("a\u2028b\x0cc", "a\u2028b\x0cc"),
    ],
)
def test_normalises_text(text: str, kept: str) -> None:
    """LF, no outer blank lines, blank is empty; escaped bytes that make a character are that character."""
    assert normalise_answer(text) == kept


@pytest.mark.parametrize("code", [0xD800, 0xDBFF, 0xDC7F, 0xDD00, 0xDFFF])
def test_refuses_surrogates_that_no_file_can_hold(code: int) -> None:
    """With their place; the answer stays what it was."""
    char = chr(code)
    report = report_with_all()
    with pytest.raises(UnencodableTextError, match=f"U\\+{code:04X}") as caught:
        report.set_answer(1, f"one\r\n\rthr{char}ee")
    assert (caught.value.line, caught.value.column) == (3, 4)
    assert isinstance(caught.value, ValueError)
    assert not report.is_edited


@pytest.mark.parametrize("byte", [0x80, 0xFF])
def test_keeps_surrogates_of_undecodable_bytes(byte: int) -> None:
    """They are the file's own bytes."""
    report = report_with_all()
    report.set_answer(1, f"a{chr(0xDC00 + byte)}b")
    assert bytes([ord("a"), byte, ord("b")]) in report.to_bytes()


def test_typing_the_placeholder_is_no_answer() -> None:
    """A placeholder alone empties the answer, and in an empty one it is no edit at all."""
    report = report_with_all()
    assert not report.set_answer(2, "\n--- question 9 fill here ---\n").edited
    report.set_answer(1, "--- question 9 fill here ---")
    assert b"--- question 1 fill here ---" in report.to_bytes()
    assert report.question(1).answer == read_again(report).question(1).answer == ""


def test_a_placeholder_typed_beside_an_answer_is_saved_but_no_part_of_it() -> None:
    """Words are never lost, and what is asked after is what will be read."""
    report = report_with_all()
    assert report.set_answer(1, "words\n--- question 1 fill here ---").answer == "words"
    assert b"words\n--- question 1 fill here ---\n" in report.to_bytes()


def test_an_answer_that_reads_as_before_is_written_in_the_clean_form() -> None:
    """Filler beside it goes; set to itself, it has the bytes of the file again."""
    report = report_of(question(1, "\n\nwords\n\n--- question 1 fill here ---\n\n"), question(2))
    clean = report_of(question(1, "\n\nwords\n\n"), question(2)).original
    assert not report.set_answer(1, "words").edited
    report.clean_answer(1)
    assert (report.to_bytes(), report.is_edited, report.question(1).edited) == (clean, True, True)
    assert (report.question(1).answer, report.question(2).line) == ("words", read_again(report).question(2).line)
    report.set_answer(1, "words")
    assert (report.to_bytes(), report.is_edited) == (report.original, False)


def test_an_answer_is_cleaned_as_it_is_now_or_as_it_is_told() -> None:
    """What is in the clean form already is no edit."""
    report = report_of(question(1, " on the marker line\n"), question(2))
    report.clean_answer(2)
    assert not report.is_edited
    report.set_answer(1, "typed")
    report.clean_answer(1)
    assert b"> Answer:\n\ntyped\n\n###" in report.to_bytes()
    report.clean_answer(1, "told\r\n\r\n")
    assert b"> Answer:\n\ntold\n\n###" in report.to_bytes()
    report.clean_answer(1, "--- question 1 fill here ---")
    assert b"> Answer:\n\n--- question 1 fill here ---\n\n###" in report.to_bytes()
    with pytest.raises(UnknownQuestionError):
        report.clean_answer(9)
    with pytest.raises(UnencodableTextError):
        report.clean_answer(1, "\ud800")


@pytest.mark.nightly
@given(edits())
def test_the_clean_form_of_an_answer_is_its_own(edit: tuple[Report, int, str]) -> None:
    """Whatever the slot holds: other answers stay, and cleaned again nothing differs."""
    report, index, _ = edit
    was = report.questions
    report.clean_answer(was[index])
    assert [q.answer for q in report.questions] == [q.answer for q in was]
    prove(report, report.to_bytes())
    saved = read_again(report)
    if [q.answer for q in saved.questions] == [q.answer for q in was]:
        saved.clean_answer(saved.questions[index])
        assert saved.to_bytes() == report.to_bytes()
    report.set_answer(was[index], was[index].answer)
    assert report.to_bytes() == report.original


def test_ticking_changes_one_byte() -> None:
    """And unticking restores it, also where it was another character."""
    report = report_with_all()
    assert report.set_task(0, done=True) == report.tasks[0]
    assert report.tasks[0].done
    assert report.to_bytes() == report.original.replace(b"[ ] one", b"[x] one")
    report.set_task(3, done=True)
    assert b"[x] four" in report.to_bytes()
    report.set_task(0, done=False)
    report.set_task(3, done=False)
    assert report.to_bytes() == report.original
    assert report.tasks[3].mark == "/"


def test_a_mark_that_says_so_already_stays() -> None:
    """`X` is not made `x`; unticking makes it a blank."""
    report = report_with_all()
    report.set_task(2, done=True)
    assert not report.is_edited
    assert report.set_task(2, done=False).mark == " "
    assert report.to_bytes() == report.original.replace(b"[X] three", b"[ ] three")
    report.set_task(2, done=True)
    assert report.to_bytes() == report.original


@pytest.mark.parametrize("index", [-1, 4])
def test_an_unknown_task_is_refused(index: int) -> None:
    """The error says how many there are."""
    with pytest.raises(UnknownQuestionError, match="has 4"):
        report_with_all().set_task(index, done=True)


def test_lines_follow_the_edits() -> None:
    """As they are in the saved file: of questions below, of tasks in between, not of what stands above."""
    tasks_between = "## More\n\n> * [ ] late\n\n"
    report = report_of(CHECKLIST, question(1, "\n"), tasks_between, question(2), question(3))
    report.set_answer(1, "one\n\nthree")
    report.set_answer(2, "a\nb\nc")
    report.set_task(0, done=True)
    saved = read_again(report)
    assert [q.line for q in report.questions] == [q.line for q in saved.questions]
    assert [t.line for t in report.tasks] == [t.line for t in saved.tasks]


def test_lines_follow_an_answer_that_is_put_in_right_before_the_next_heading() -> None:
    """An empty slot ends where the next question begins: what is written there stands above it."""
    report = report_of(question(1, "\n"), question(2))
    report.set_answer(1, "words")
    assert [q.line for q in report.questions] == [q.line for q in read_again(report).questions]


def test_a_mark_alone_moves_no_line() -> None:
    """And text is what was typed, in the file's line ends, without the byte order mark."""
    report = Report.from_bytes(b"\xef\xbb\xbf" + report_with_all().original.replace(b"\n", b"\r\n"))
    lines = [q.line for q in report.questions]
    report.set_task(0, done=True)
    assert [q.line for q in report.questions] == lines
    assert report.text == report.to_bytes().decode("utf-8-sig")
    assert report.source == report.original.decode("utf-8-sig")


def test_a_copy_is_independent() -> None:
    """For another thread: later edits reach neither the other nor its answers."""
    report = report_with_all()
    report.set_answer(1, "mine")
    copy = report.copy()
    copy.set_answer(1, "theirs")
    copy.set_task(0, done=True)
    assert (report.question(1).answer, report.tasks[0].done) == ("mine", False)
    assert (copy.question(1).answer, copy.tasks[0].done) == ("theirs", True)
    assert copy.original == report.original


def test_settled_is_the_report_after_saving() -> None:
    """Read again from its own bytes, without an edit."""
    report = report_with_all()
    assert report.reparsed() is report
    report.set_answer(1, "changed")
    settled = report.reparsed()
    assert (settled.original, settled.is_edited) == (report.to_bytes(), False)


def test_findings_are_asked_of_the_report() -> None:
    """The model is the door to them; what they are is tested with findings."""
    report = Report.load(FIXTURES / "blank.md")
    assert any(finding.code == "unanswered" for finding in findings_of(report))
