"""Repair puts back an `Answer:` that is gone, and what was typed over it is the answer."""

import pytest

from exam_tui.core.repair.repair import repair
from exam_tui.core.report.report import Report
from tests.core.findings.build import placeholder, report, template

PRISTINE = Report.from_bytes(template().encode())
AGAIN = "`Answer:` line restored."
FIVE = "Five had beans and nothing but beans."


def lacking(*numbers: int, line: str = "> Answer:\n", by: str = "", plain: bool = False) -> tuple[str, str]:
    """Return a report, and the same without a part of some questions, from their markers on, or with another there."""
    whole = report({5: FIVE})
    if plain:
        whole = without_form(whole)
    text = whole
    for number in numbers:
        head, mark, rest = text.partition(f"### Question {number}\n")
        assert line in rest
        text = head + mark + rest.replace(line, by, 1)
    return whole, text


def without_form(text: str) -> str:
    """Return a report, or a template, whose prompts are plain text."""
    form = "> Recommended answer length: 5-20 words.\n>\n> Example:\n> *In bed ... grew ...*\n>\n"
    return text.replace(form, "").replace("**", "")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("by", ["", "> Answr\n"])
@pytest.mark.parametrize("numbers", [(1,), (3,), (5,), (27,), (4, 5, 6), (1, 2), (26, 27)])
def test_a_marker_comes_back(numbers: tuple[int, ...], by: str, line_end: str) -> None:
    """And the rest of the report stays as it is."""
    whole, text = lacking(*numbers, by=by)
    result = repair(Report.from_bytes(text.replace("\n", line_end).encode()), PRISTINE)
    assert result.data.decode() == whole.replace("\n", line_end)
    lines = [text[: text.index(f"### Question {number}\n")].count("\n") + 1 for number in numbers]
    pairs = zip(numbers, lines, strict=True)
    assert list(result.notes) == [f"Question {n} (line {line}): `Answer:` line restored." for n, line in pairs]
    assert result.left == ()


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    ("line", "by"),
    [
        (f"> Answer:\n\n{FIVE}", f"> {FIVE}"),
        (f"> Answer:\n\n{FIVE}", f"> {FIVE}\n\n{placeholder(5)}"),
        (f">\n> Answer:\n\n{FIVE}", f"> {FIVE}"),
        (f">\n> Answer:\n\n{FIVE}", f">\n{FIVE}"),
    ],
)
def test_what_was_typed_over_a_marker_is_the_answer(line: str, by: str, *, plain: bool) -> None:
    """Whether or not the prompt tells by its form where it ends: the template does."""
    whole, text = lacking(5, line=line, by=by, plain=plain)
    pristine = Report.from_bytes((without_form(template()) if plain else template()).encode())
    result = repair(Report.from_bytes(text.encode()), pristine)
    question = Report.from_bytes(result.data).question(5)
    assert question.answer.removeprefix("> ") == FIVE
    assert question.prompt == Report.from_bytes(whole.encode()).question(5).prompt
    assert repair(Report.from_bytes(result.data), pristine).data == result.data


@pytest.mark.parametrize("by", ["", "> Answr\n"])
def test_a_marker_comes_back_where_the_template_is_not_sure(by: str) -> None:
    """Nothing else does before that answer."""
    whole, text = (part.replace("bed 5?", "bed 5 now?") for part in lacking(5, by=by))
    result = repair(Report.from_bytes(text.encode()), PRISTINE, sure=[1, 2, 3])
    assert result.data.decode() == whole
    assert result.notes == (f"Question 5 (line {text[: text.index('### Question 5')].count(chr(10)) + 1}): {AGAIN}",)
