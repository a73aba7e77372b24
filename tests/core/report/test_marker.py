"""The `Answer:` of a question: the rest of one that is gone, where the answer begins then, how it is put back."""

import pytest

from exam_tui import Report
from tests.core.build import question, read_again, report_of

ASK = "> **What did you do?**\n>\n> Recommended answer length: 5-10 words.\n>\n"
SAMPLE = f"{ASK}> Example:\n> *We did this,\n> and that.*\n>\n"


def lost(prompt: str, slot: str = "\n\nWords.\n\n") -> Report:
    """Return a report whose second question has a prompt without a marker."""
    return report_of(question(1), question(2, slot, prompt), question(3))


def restored(report: Report) -> str:
    """Return what stands between the headings of questions 2 and 3 once the marker is put back."""
    report.restore_marker(2)
    return report.to_bytes().decode().partition("### Question 2\n")[2].partition("### ")[0]


@pytest.mark.parametrize(
    ("prompt", "slot", "answer", "after"),
    [
        (ASK.removesuffix("\n"), "\n\nWords.\n\n", "Words.", f"{ASK}> Answer:\n\nWords.\n\n"),
        (ASK.removesuffix("\n>\n"), "\n\nWords.\n\n", "Words.", f"{ASK}> Answer:\n\nWords.\n\n"),
        (ASK.removesuffix("\n>\n"), "\nWords.\n", "Words.", f"{ASK}> Answer:\nWords.\n"),
        (ASK.removesuffix("\n"), "\n\n", "", f"{ASK}> Answer:\n\n"),
        (SAMPLE.removesuffix("\n"), "\n\nWords.\n\n", "Words.", f"{SAMPLE}> Answer:\n\nWords.\n\n"),
        ("> What?", "\n\n> As they say.\n\n", "> As they say.", "> What?\n>\n> Answer:\n\n> As they say.\n\n"),
        ("", "Words.\n\n", "Words.", "\n> Answer:\nWords.\n\n"),
        ("", "\n\nWords.\n\n", "Words.", "\n> Answer:\n\n\nWords.\n\n"),
    ],
)
def test_the_answer_begins_below_the_prompt(prompt: str, slot: str, answer: str, after: str) -> None:
    """Where there is none, below the heading; the marker comes back there and nothing else changes."""
    report = lost(prompt, slot)
    assert [(one.number, one.has_marker) for one in report.questions] == [(1, True), (2, False), (3, True)]
    assert report.question(2).answer == answer
    assert report.question(1).answer == "Some words."
    assert restored(report) == after
    assert read_again(report).question(2).answer == answer


@pytest.mark.parametrize(
    "rest", ["Answer", "answer", "Answe:", "Anwser:", "Answers:", "**Answer**", "Answr :", "Answer;", "  Answer."]
)
def test_what_a_hand_slipped_on_is_replaced(rest: str) -> None:
    """It is no part of the prompt, and no answer."""
    report = lost(f"{ASK}> {rest}")
    assert (report.question(2).prompt, report.question(2).answer) == (report.question(1).prompt, "Words.")
    assert restored(report).replace("   ", " ") == f"{ASK}> Answer:\n\nWords.\n\n"


@pytest.mark.parametrize("rest", ["Ans:", "An answer:", "Questions:", "Words"])
def test_other_words_are_no_rest_of_a_marker(rest: str) -> None:
    """They are kept."""
    assert f"> {rest}\n" in restored(lost(f"> What?\n>\n> {rest}"))


@pytest.mark.parametrize("prompt", [ASK, SAMPLE, "> **What?**\n>\n", "> __What?__\n>\n"])
def test_what_was_typed_over_the_marker_is_the_answer(prompt: str) -> None:
    """Below the limit or the sample in italics, or as a paragraph of its own below the bold question."""
    report = lost(f"{prompt}> We did a lot\n> of things.", "\n\nAnd more.\n\n")
    assert report.question(2).answer == "We did a lot\nof things.\n\nAnd more."
    assert "lot" not in report.question(2).prompt
    assert restored(report) == f"{prompt}> Answer:\n> We did a lot\n> of things.\n\nAnd more.\n\n"
    assert read_again(report).question(2).answer == "We did a lot\nof things.\n\nAnd more."


@pytest.mark.parametrize("prompt", [ASK, SAMPLE])
@pytest.mark.parametrize("typed", ["> We did it.", "> We did it.\n>\n> More of it."])
def test_it_may_stand_right_below_the_limit_or_the_sample(prompt: str, typed: str) -> None:
    """The quote's blank line was typed over too; it may be several paragraphs."""
    report = lost(prompt.removesuffix(">\n") + typed, "\n\n")
    assert report.question(2).answer == typed.replace("> ", "").replace(">", "")
    assert restored(report) == f"{prompt}> Answer:\n{typed}\n\n"


@pytest.mark.parametrize(
    "prompt",
    [
        "> What did you do?\n>\n> Say it in a few words.",
        "> **What did you do?**\n> Say it in a few words.",
        f"{ASK}> Example:\n> we did this",
        "> Example:\n>\n> we did this",
        "> **What did you do?**\n>\n> Say it in a few words.\n>\n> Or in many.",
        f"{SAMPLE}> _And more_ of it, **in bold**",
        "> **What did you do?**\n>\n> Answer length: 5 words",
    ],
)
def test_what_may_be_the_prompts_stays_in_it(prompt: str) -> None:
    """In a plain prompt nobody can tell; a sample, a limit and what is bold or in italics are the template's."""
    report = lost(prompt)
    assert report.question(2).answer == "Words."
    assert restored(report) == f"{prompt}\n>\n> Answer:\n\nWords.\n\n"


def test_an_answer_is_edited_in_place_without_its_marker() -> None:
    """An edit changes its own bytes alone: in the clean form, below a blank line. Set back it is the file as it was."""
    report = lost(ASK.removesuffix("\n>\n"), "\nWords.\n")
    report.set_answer(2, "Other words.")
    assert f"{ASK.removesuffix(f'>{chr(10)}')}\nOther words.\n\n### " in report.to_bytes().decode()
    again = read_again(report)
    assert (again.question(2).answer, again.question(2).has_marker) == ("Other words.", False)
    report.set_answer(2, "Words.")
    assert report.to_bytes() == report.original


def test_marker_and_answer_are_written_together() -> None:
    """At the end of a file, without a line end, too; in a copy too."""
    report = report_of(question(1), "### Question 2")
    report.set_answer(2, "Words.")
    report.restore_marker(2)
    assert report.copy().to_bytes().decode().endswith("### Question 2\n\n> Answer:\n\nWords.")
    assert report.is_edited
    other = report.copy()
    other.clean_answer(2, "")
    assert other.to_bytes().decode().endswith("### Question 2\n\n> Answer:\n\n--- question 2 fill here ---")


def test_lines_below_a_marker_that_comes_back_move_on() -> None:
    """Of questions and tasks."""
    report = report_of(question(1, prompt=ASK.removesuffix("\n>\n")), question(2), "# End\n\n", question(3))
    report.restore_marker(1)
    assert [one.line for one in report.questions] == [one.line for one in read_again(report).questions]


def test_a_marker_that_is_there_is_not_written_twice() -> None:
    """Not even one that is written otherwise."""
    report = report_of(question(1), question(2, prompt="> **Ask?** Answer:"))
    for number in (1, 2):
        report.restore_marker(number)
    assert not report.is_edited
    assert report.to_bytes() == report.original
