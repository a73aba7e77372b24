"""What is left of the template's placeholder: no answer where nothing else is there, not counted beside one."""

import pytest

from exam_tui.core.course import COURSE
from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.report import placeholder as module
from exam_tui.core.report.counting import visible_words
from exam_tui.core.report.placeholder import answer_of, end_of_words
from exam_tui.core.text.fingerprint import text_fingerprint
from tests.core.build import question, read_again, report_of

WHOLE = "--- question 1 fill here ---"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "slot",
    [
        "---  ---",
        "------",
        "---",
        "--",
        "----------",
        "---\n\n---",
        "---\n---",
        "  ---\t---  ",
        "# ---",
        "--- \n\n# ---",
        f"{WHOLE}\n\n---",
        f"---\n{WHOLE}\n---",
        "> ---  ---",
    ],
)
def test_dashes_without_a_word_are_no_answer(slot: str, line_end: str) -> None:
    """The words of the placeholder were taken out: unanswered, and an answer takes the place of all of it."""
    opening = "\n" if slot.startswith(">") else "\n\n"
    report = report_of(question(1, f"{opening}{slot}\n\n"), question(2), line_end=line_end)
    first = report.questions[0]
    assert (first.answer, first.state, first.counts.words, first.visible_words) == ("", "unanswered", 0, 0)
    report.set_answer(1, "New")
    written = report_of(question(1, "\n\nNew\n\n"), question(2), line_end=line_end)
    assert report.to_bytes() == written.original
    report.set_answer(1, "")
    assert report.to_bytes() == report.original


@pytest.mark.parametrize(
    "slot", ["-", "- -", "--- -- ---", "---\n---\n---", "--- no ---", "***", "#", "--- 0 ---", "—"]
)
def test_what_a_student_may_mean_is_an_answer(slot: str) -> None:
    """A dash for "none", three rules, stars."""
    report = report_of(question(1, f"\n\n{slot}\n\n"), question(2))
    assert report.questions[0].answer == slot


def test_typed_dashes_are_no_answer_either() -> None:
    """The placeholder is put back, as for an answer that is emptied."""
    report = report_of(question(1), question(2))
    assert report.set_answer(1, "---  ---").state == "unanswered"
    assert WHOLE in report.to_bytes().decode()
    assert read_again(report).questions[0].answer == ""


@pytest.mark.parametrize(
    ("slot", "answer"),
    [
        ("---  ---\n\nWords.", "Words."),
        ("Words.\n\n--- ---", "Words."),
        ("--- ---\n\nWords.\n\n---  ---", "Words."),
        ("---\n\nWords.", "---\n\nWords."),
        ("------\n\nWords.", "------\n\nWords."),
        ("Words.\n\n---  ---\n\nMore.", "Words.\n\n---  ---\n\nMore."),
        ("bed  height\n---  ------\n1    20", "bed  height\n---  ------\n1    20"),
        ("---  ------\n1    20\n---  ------", "---  ------\n1    20\n---  ------"),
    ],
)
def test_beside_an_answer_only_both_pairs_of_dashes_are_a_placeholder(slot: str, answer: str) -> None:
    """A single run is a rule, and in a pasted table pairs are its lines."""
    report = report_of(question(1, f"\n\n{slot}\n\n"), question(2))
    assert report.questions[0].answer == answer


def test_stray_text_that_a_template_was_handed_out_with_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """However its lines are broken; with a word more it is an answer."""
    stray = "asdf jkl\n asd\n  f"
    own = COURSE._replace(stray_texts=frozenset({text_fingerprint("asdf jkl asd f")}), longest_stray=40)
    monkeypatch.setattr(module, "COURSE", own)
    for slot in (stray, "asdf\njkl asd\n\nf", f"{WHOLE}\n{stray}"):
        assert answer_of(slot.split("\n")) == ""
    assert answer_of(["asdf jkl asd f g"]) == "asdf jkl asd f g"
    assert answer_of(["asdf jkl asd", *["f" * 40]]).startswith("asdf")


@pytest.mark.parametrize(
    "answer",
    [
        "--- Beans| ---",
        "---Beans|---",
        "---\nBeans|\n---",
        "---\n\nBeans\nand peas| \n\n---",
        "-- Beans| ---",
        "--- Beans| --",
        "--Beans|--",
        "--- Beans|\n# ---",
        "--- Beans|",
        "---Beans---\n\nPeas|",
        "Beans ---|",
        "----|",
        "Beans\n\n---|",
        "---\n\nBeans|",
        "--- Beans\n\n```\n---\n```|",
        "|",
    ],
)
def test_more_words_belong_inside_the_dashes(answer: str) -> None:
    """The bar is where the words end: the end of the answer where no dashes close it."""
    lines = answer.replace("|", "").split("\n")
    row, column = end_of_words(lines, Scan(lines).kinds)
    assert "\n".join([*lines[:row], lines[row][:column]]) == answer[: answer.index("|")]


@pytest.mark.parametrize(
    ("answer", "words"), [("--- Beans and peas ---", 3), ("-- Beans --", 1), ("--- Beans\n# ---", 1), ("Beans --", 2)]
)
def test_dashes_around_an_answer_are_not_read(answer: str, words: int) -> None:
    """However many they are."""
    assert visible_words(answer) == words
