"""The question above the answer, and the answer found again whatever was done to the question."""

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.text.lines import drop_outer_blank_lines, is_blank
from exam_tui.desktop.answer_file import AnswerFile, answer_file, answer_in

PROMPT = "**Did you use a framework?** See `a --> b`\n\nIf so which,\n> and how did it help?"
LIMITS = "Limits: 100 – 200 words."
ANSWER = "We used one.\n\n<!-- mine -->\n<!--\nand mine\n-->\nIt --> helped."


@pytest.fixture
def file() -> AnswerFile:
    """Return the file of an answer that has comments and arrows of its own."""
    return answer_file(14, PROMPT, LIMITS, ANSWER)


def test_the_question_is_above_the_answer_in_comments_that_end_with_the_scissors(file: AnswerFile) -> None:
    """They say what becomes of them; nothing in the question begins or ends one."""
    assert file.text == (
        "<!-- Question 14. These comments are dropped when you close the editor; write below the scissors. -->\n"
        "<!-- **Did you use a framework?** See `a -- > b` -->\n"
        "<!-- If so which, -->\n"
        "<!-- > and how did it help? -->\n"
        "<!-- Limits: 100 – 200 words. -->\n"
        "<!-- ------------------------ >8 ------------------------ -->\n"
        f"\n{ANSWER}\n"
    )
    assert file.text.split("\n")[file.last_line - 1] == "It --> helped."
    assert answer_file(1, "", "", "").last_line == 4


def test_how_to_leave_the_editor_is_right_above_the_scissors_and_no_part_of_the_answer() -> None:
    file = answer_file(14, PROMPT, LIMITS, ANSWER, "Ctrl+X returns to exam-tui.")
    assert file.header[-2] == "<!-- Ctrl+X returns to exam-tui. -->"
    assert answer_in(file.text, file) == ANSWER


@pytest.mark.parametrize("bracket", ["-->", "--!>", "--->", "a-->b --> c", "<!--", "<!-->", "a<!--b -->"])
def test_no_prompt_begins_or_ends_a_comment(bracket: str) -> None:
    """Whatever it quotes: each line is one comment."""
    for line in answer_file(1, f"one {bracket}\n{bracket}", bracket, "").header:
        assert (line.count("<!--"), line.count("-->"), line.count("--!>")) == (1, 1, 0)
        assert line.startswith("<!-- ")
        assert line.endswith(" -->")


def _lines(change: Callable[[list[str]], list[str]]) -> Callable[[str], str]:
    return lambda text: "\n".join(change(text.split("\n")))


def _wrapped(width: int, indent: str = "") -> Callable[[str], str]:
    def wrap(text: str) -> str:
        lines = text.split("\n")
        comment = " ".join(" ".join(lines[:6]).split())
        return "\n".join([*textwrap.wrap(comment, width, subsequent_indent=indent), *lines[6:]])

    return wrap


UNTOUCHED: dict[str, Callable[[str], str]] = {
    "as it was": lambda text: text,
    "no comment": _lines(lambda lines: lines[6:]),
    "no first line": _lines(lambda lines: lines[1:]),
    "no scissors": _lines(lambda lines: lines[:5] + lines[6:]),
    "neither": _lines(lambda lines: lines[1:5] + lines[6:]),
    "the scissors alone": _lines(lambda lines: lines[5:]),
    "a line in the middle alone": _lines(lambda lines: lines[2:3] + lines[6:]),
    "below the answer": _lines(lambda lines: [*lines[7:-1], "", *lines[:6]]),
    "a line of it below the answer": _lines(lambda lines: [*lines[:2], *lines[3:-1], lines[2]]),
    "the scissors below the answer": _lines(lambda lines: [*lines[:5], *lines[6:-1], lines[5]]),
    "the scissors in the answer": _lines(lambda lines: [*lines[:5], *lines[6:9], lines[5], *lines[9:]]),
    "twice": lambda text: text.replace("<!-- If so which, -->\n", "<!-- If so which, -->\n" * 2),
    "indented": _lines(lambda lines: [*(f"\t {line}" for line in lines[:6]), *lines[6:]]),
    "spaces at line ends": lambda text: text.replace(" -->\n", " -->  \n", 6),
    "empty lines in it": lambda text: text.replace("\n<!-- If", "\n\n<!-- If"),
    "wrapped at 72": _wrapped(72),
    "wrapped at 72 with an indent": _wrapped(72, "     "),
    "wrapped at 40": _wrapped(40),
    "on one line": _wrapped(1000),
    "in another encoding": lambda text: text.replace("–", "\udc96"),
}


@pytest.mark.parametrize("change", UNTOUCHED.values(), ids=UNTOUCHED)
def test_whatever_was_done_to_the_comments_the_answer_is_what_it_was(
    file: AnswerFile, change: Callable[[str], str]
) -> None:
    """With comments of its own, and none of ours."""
    assert answer_in(change(file.text), file) == ANSWER


@pytest.mark.parametrize(
    ("old", "new", "answer"),
    [
        ("<!-- Question", "New.<!-- Question", f"New.\n\n{ANSWER}"),
        ("---- -->\n\nWe", "---- --> Yes, we", ANSWER.replace("We", "Yes, we")),
        ("scissors. -->\n", "scissors. --> New.\n", f"New.\n\n{ANSWER}"),
        ("\n<!-- ---", "\nWe typed it here,\ntoo.\n<!-- ---", f"We typed it here,\ntoo.\n\n{ANSWER}"),
        ("\n<!-- ---", "\n     We typed it here.\n<!-- ---", f"     We typed it here.\n\n{ANSWER}"),
        ("\n<!-- ---", "\nwhich,\n<!-- ---", f"which,\n\n{ANSWER}"),
        ("200 words. -->", "200 words. We typed it here. -->", None),
        ("\n<!-- If so which, -->", "\n<!-- If so\nWe typed it here.\nwhich, -->", None),
        ("---- >8 ----", "---- We typed it here. ----", None),
        ("\n\nWe used one.", "\n\nWe used one.\nWe used two.", ANSWER.replace("one.", "one.\nWe used two.")),
    ],
)
def test_no_word_that_was_typed_is_lost(file: AnswerFile, old: str, new: str, answer: str | None) -> None:
    """Also if it was typed between the comments, beside one, or into one, which then stays too."""
    assert file.text.count(old) == 1
    found = answer_in(file.text.replace(old, new), file)
    assert "We typed it here" in found and found.endswith(ANSWER) if answer is None else found == answer


def test_an_answer_that_quotes_such_comments_keeps_them() -> None:
    """Its lines are not those of the comments above it, which are others then, the scissors too."""
    quoted = answer_file(14, PROMPT, LIMITS, "").text
    file = answer_file(14, PROMPT, LIMITS, quoted)
    assert not set(file.header) & set(quoted.split("\n"))
    assert answer_in(file.text, file) == quoted.strip("\n")
    assert answer_in(f"{file.text}More.", file) == f"{quoted}\n\nMore.".replace("\n\n\n", "\n\n")


WORDS = st.sampled_from(
    ["<!--", "-->", "If so which,", "<!-- If so which, -->", "<!-- ------------------------ >8", "We", LIMITS, "a", ""]
)
ANSWERS = st.lists(st.lists(WORDS, max_size=3).map(" ".join), max_size=6).map(
    lambda lines: "\n".join(drop_outer_blank_lines(lines))
)


@given(ANSWERS, st.sets(st.integers(0, 5)), st.booleans())
def test_without_some_of_the_comments_or_with_all_of_them_moved_none_of_the_answer_is_taken(
    answer: str,
    without: set[int],
    below: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """Brackets, scissors and lines of the prompt may be in the answer too."""
    file = answer_file(14, PROMPT, LIMITS, answer)
    header = [line for at, line in enumerate(file.header) if at not in without]
    parts = [answer, *header] if below else [*header, "", answer]
    found = answer_in("\n".join(parts), file)
    assert [line for line in found.split("\n") if not is_blank(line)] == [
        line for line in answer.split("\n") if not is_blank(line)
    ]


@given(st.text(), st.text(max_size=80), ANSWERS | st.text())
def test_any_answer_comes_back_as_it_went(prompt: str, limits: str, answer: str) -> None:
    """Whatever the prompt holds."""
    answer = "\n".join(drop_outer_blank_lines(answer.replace("\r", "").split("\n")))
    file = answer_file(1, prompt, limits, answer)
    assert answer_in(file.text, file) == answer
    assert len(file.text.split("\n")) == len(file.header) + len(answer.split("\n")) + 2
