"""The clean form: how a new answer is written into whatever stood in its slot."""

import re

import pytest
from hypothesis import given, note

from exam_tui import Report
from exam_tui.core.findings.consequences import consequences
from exam_tui.core.report.placeholder import answer_of, placeholder
from tests.core.build import question, read_again, report_of
from tests.core.strategies import edits

# What stands behind the marker, and what stands there once "New" is the answer: three rules, a blank
# line after the marker, the text, a blank line before the next heading; blank lines that are there stay.
FORMS = {
    "placeholder": ("\n\n--- question 1 fill here ---\n\n", "\n\nNew\n\n"),
    "answered": ("\n\nOld\n\n", "\n\nNew\n\n"),
    "more blank lines": ("\n\n\n\nOld\n\n\n", "\n\n\n\nNew\n\n\n"),
    "no blank lines": ("\nOld\n", "\n\nNew\n\n"),
    "no blank line above": ("\nOld\n\n", "\n\nNew\n\n"),
    "no blank line below": ("\n\nOld\n", "\n\nNew\n\n"),
    "on the marker line": (" Old\n\n", "\n\nNew\n\n"),
    "glued to the marker": ("Old\n", "\n\nNew\n\n"),
    "spaces after the marker": ("   \n\nOld\n\n", "   \n\nNew\n\n"),
    "in the quote": ("\n> Old\n\n", "\n\nNew\n\n"),
    "in the quote, marks around": ("\n>\n> Old\n>\n> \n\n", "\n>\n\nNew\n\n"),
    "in the quote and lazy": ("\n> Old\nlazy\n\n", "\n\nNew\n\n"),
    "quote and placeholder": ("\n> Old\n\n--- question 1 fill here ---\n\n", "\n\nNew\n\n"),
    "marker line and placeholder": (" Old\n\n--- question 1 fill here ---\n\n", "\n\nNew\n\n"),
    "wrapped in dashes": ("\n\n---\nOld\n---\n\n", "\n\nNew\n\n"),
    "in dashes, the last ones a heading": ("\n\n--- Old\n\n# ---\n\n", "\n\nNew\n\n"),
    "dashes alone": ("\n\n---  ---\n\n", "\n\nNew\n\n"),
    "dashes in two lines": ("\n\n---\n\n---\n\n", "\n\nNew\n\n"),
    "placeholder above": ("\n\n--- question 1 fill here ---\nOld\n\n", "\n\nNew\n\n"),
    "later quote": ("\n\n> Old\n\n", "\n\nNew\n\n"),
    "nothing": ("\n", "\n\nNew\n\n"),
    "one blank line": ("\n\n", "\n\nNew\n\n"),
    "two blank lines": ("\n\n\n", "\n\nNew\n\n"),
    "three blank lines": ("\n\n\n\n", "\n\nNew\n\n\n"),
    "quote marks only": ("\n>\n> \n", "\n>\n> \n\nNew\n\n"),
    "quote marks and a blank line": ("\n>\n\n", "\n>\n\nNew\n\n"),
    "lines that only look blank": ("\n\n\u00a0\nOld\n\u00a0\n", "\n\n\u00a0\n\nNew\n\n\u00a0\n"),
    "white lines of spaces": ("\n  \n\t\n", "\n  \nNew\n\t\n"),
    "lines that only look blank, lazy in the quote": ("\n\u00a0\nOld\n\u00a0\n", "\n\u00a0\n\nNew\n\n"),
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("form", FORMS)
def test_writes_the_clean_form(form: str, line_end: str) -> None:
    """Every form becomes the same clean one, in the file's own line ends; all around it stays."""
    old, new = FORMS[form]
    report = report_of(question(1, old), question(2), line_end=line_end)
    report.set_answer(1, "New")
    assert report.to_bytes() == report_of(question(1, new), question(2), line_end=line_end).original


# The same at the end of the file: no heading follows, so nothing is added below.
LAST_FORMS = {
    "answered": ("\n\nOld\n", "\n\nNew\n"),
    "no final line end": ("\n\nOld", "\n\nNew"),
    "on the marker line, no final line end": (" Old", "\n\nNew"),
    "in the quote, no final line end": ("\n> Old", "\n\nNew"),
    "nothing, no line end": ("", "\n\nNew"),
    "spaces, no line end": ("  ", "  \n\nNew"),
    "nothing": ("\n", "\n\nNew\n"),
    "one blank line": ("\n\n", "\n\nNew\n"),
    "more blank lines": ("\n\n\n", "\n\nNew\n\n"),
    "a quote mark": ("\n>", "\n>\n\nNew"),
    "blank lines stay": ("\n\nOld\n\n\n", "\n\nNew\n\n\n"),
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("form", LAST_FORMS)
def test_writes_the_clean_form_at_the_end_of_the_file(form: str, line_end: str) -> None:
    """With a final line end where there was one, and without where there was none."""
    old, new = LAST_FORMS[form]
    report = report_of(question(1), question(2, old), line_end=line_end)
    report.set_answer(2, "New")
    assert report.to_bytes() == report_of(question(1), question(2, new), line_end=line_end).original


def test_a_section_heading_ends_a_slot_as_a_question_does() -> None:
    """The blank line goes before the section."""
    report = report_of(question(1, "\n\nOld\n"), "## Next\n", question(2))
    report.set_answer(1, "New")
    assert b"\n\nNew\n\n## Next\n### Question 2" in report.to_bytes()


def test_emptying_puts_the_placeholder_back() -> None:
    """With the question's own number, in the place of the answer."""
    report = report_of(question(1), question(12, "\nOld\n"), question(3))
    report.set_answer(12, " \n\t\n")
    assert report.to_bytes() == report_of(question(1), question(12, f"\n\n{placeholder(12)}\n\n"), question(3)).original
    assert read_again(report).question(12).state == "unanswered"


def test_unchanged_lines_keep_their_line_ends() -> None:
    """In a slot of mixed line ends; new lines take the one that the file uses most."""
    report = Report.from_bytes(
        b"# T\n\n### Question 1\n> Answer:\n\none\r\ntwo\nthree\rfour\r\n\n### Question 2\n> Answer:\n"
    )
    report.set_answer(1, "zero\none\nTWO\nthree\nfour\nfive")
    assert b"Answer:\n\nzero\none\r\nTWO\nthree\rfour\r\nfive\n\n### Q" in report.to_bytes()
    report.set_answer(1, "one\nthree")
    assert b"Answer:\n\none\r\nthree\n\n### Q" in report.to_bytes()


def test_line_ends_side_by_side_do_not_merge() -> None:
    """A kept CR before an added LF would be one line end, and a blank line would be lost."""
    inside = Report.from_bytes(b"\n\n\n### Question 1\n> Answer:\n\none\rtwo\n")
    inside.set_answer(1, "one\n\ntwo")
    assert read_again(inside).question(1).answer == "one\n\ntwo"
    above = Report.from_bytes(b"\n\n\n### Question 1\n> Answer:\rOld\n")
    above.set_answer(1, "New")
    assert above.to_bytes().endswith(b"> Answer:\r\rNew\n")
    below = Report.from_bytes(b"\r\r\r### Question 1\r> Answer:\r\rOld\n\n### Question 2\r> Answer:\r")
    below.set_answer(1, "New")
    assert below.to_bytes().endswith(b"New\n\n### Question 2\r> Answer:\r")


def test_many_lines_of_mixed_ends_are_written_as_they_are_pasted() -> None:
    """Hundreds of equal lines, of which each is like many that stood there."""
    old = b"x\r\n" * 300 + b"y\n" * 300
    report = Report.from_bytes(b"\n\n\n### Question 1\n> Answer:\n\n" + old)
    report.set_answer(1, "y\nx\n" * 500)
    assert read_again(report).question(1).answer == ("y\nx\n" * 500).rstrip()


def test_placeholders_are_no_answer() -> None:
    """A line that is nothing but the template's placeholder, of whatever number, in whatever case."""
    assert (
        answer_of(["", "--- question 3 fill here ---", " a", "  ---- QUESTION 7  fill here ----  ", "b", ""]) == " a\nb"
    )
    assert answer_of(["--- question 3 fill here --- a"]) == "--- question 3 fill here --- a"
    assert answer_of(["-- question 3 fill here --"]) == "-- question 3 fill here --"


def as_typed(text: str) -> str:
    """Return a text with LF and without outer blank lines. On purpose not by the code under test."""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    lines = re.sub("\r\n?", "\n", text).split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines)


def as_read(text: str) -> str:
    """Return what a typed answer reads as: placeholder lines are no part of it, with or without their words.

    Without its words a placeholder is one or two runs of dashes with nothing else in the answer, perhaps as a heading,
    or two in a line of their own above or below it.
    """
    filler = re.compile(r"[ \t]*-{3,}[ \t]*question[ \t]+[0-9]+[ \t]+fill[ \t]+here[ \t]*-{3,}[ \t]*", re.IGNORECASE)
    lines = as_typed("\n".join(line for line in as_typed(text).split("\n") if not filler.fullmatch(line))).split("\n")
    pieces = [piece for piece in " ".join(lines).split() if not re.fullmatch("#{1,6}", piece)]
    if 1 <= len(pieces) <= 2 and all(re.fullmatch("--+", piece) for piece in pieces):
        return ""
    for at, beside in ((0, 1), (-1, -2)):
        if len(lines) > 1 and re.fullmatch(r"[ \t]*--+[ \t]+--+[ \t]*", lines[at]) and not lines[beside].strip():
            del lines[at]
    return as_typed("\n".join(lines))


@pytest.mark.nightly
@given(edits())
def test_an_answer_is_read_back_or_a_consequence_says_why_not(edit: tuple[Report, int, str]) -> None:
    """Whatever the text and the report: all answers, lines, limits, sections and tasks are as expected."""
    report, index, text = edit
    note(repr(report.original))
    question = report.set_answer(report.questions[index], text)
    assert question.answer == as_read(text)
    saved = read_again(report)
    if not consequences(report, saved):
        assert [(q.number, q.answer, q.line, q.section, q.limits, q.prompt) for q in saved.questions] == [
            (q.number, q.answer, q.line, q.section, q.limits, q.prompt) for q in report.questions
        ]
        assert [(t.text, t.mark, t.group, t.line) for t in saved.tasks] == [
            (t.text, t.mark, t.group, t.line) for t in report.tasks
        ]


@pytest.mark.nightly
@given(edits())
def test_an_edit_changes_only_its_own_slot(edit: tuple[Report, int, str]) -> None:
    """The bytes before the marker's end and from the next heading on are those of the file."""
    report, index, text = edit
    note(repr(report.original))
    slot = report.template.questions[index].slot
    mark = len(report.original) - len(report.source.encode("utf-8", "surrogateescape"))
    head = mark + len(report.source[: slot.start].encode("utf-8", "surrogateescape"))
    tail = len(report.source[slot.end :].encode("utf-8", "surrogateescape"))
    report.set_answer(report.questions[index], text)
    new = report.to_bytes()
    assert new[:head] == report.original[:head]
    assert new[len(new) - tail :] == report.original[len(report.original) - tail :]
    assert len(new) >= head + tail


@pytest.mark.nightly
@given(edits())
def test_setting_back_restores_the_bytes(edit: tuple[Report, int, str]) -> None:
    """Whatever was written in between, also after emptying."""
    report, index, text = edit
    note(repr(report.original))
    answer = report.questions[index].answer
    for change in (text, "", answer):
        report.set_answer(report.questions[index], change)
    assert report.to_bytes() == report.original
    assert not report.is_edited


@pytest.mark.nightly
@given(edits())
def test_an_edited_slot_has_the_clean_form(edit: tuple[Report, int, str]) -> None:
    """A blank line after the marker, the answer in one piece, a blank line before what follows."""
    report, index, text = edit
    note(repr(report.original))
    question = report.set_answer(report.questions[index], text)
    saved = read_again(report)
    if not question.edited or consequences(report, saved):
        return
    place = saved.template.questions[index]
    lines = re.sub("\r\n?", "\n", saved.source[place.slot.start : place.slot.end]).split("\n")
    written = (as_typed(text) if question.answer else placeholder(question.number)).split("\n")
    last = place.slot.end == len(saved.source)
    assert any(
        not lines[at - 1].strip(" \t")
        and lines[at : at + len(written)] == written
        and not any(line.strip() for line in lines[at + len(written) :])
        and (last or any(not line.strip(" \t") for line in lines[at + len(written) : -1]))
        for at in range(1, len(lines))
    )


def test_the_prompt_is_as_it_was() -> None:
    """Limits are read from the same prompt before and after."""
    report = report_of(question(1, " Old\n"), question(2))
    prompt = report.question(1).prompt
    assert report.set_answer(1, "New").prompt == prompt == read_again(report).question(1).prompt
