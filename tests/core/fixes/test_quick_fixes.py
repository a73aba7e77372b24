"""Fixes that are shown first: headings in bold, tables as lists, code indented; what they cannot help is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.fixes.quick_fixes import quick_fix
from exam_tui.core.markdown.visible_text import Scan

HEADINGS = {
    "## Results ##": "**Results**",
    "We did.\n### Results\nThey are good.": "We did.\n\n**Results**\n\nThey are good.",
    "> ## Results\n> Good.": "> **Results**\n>\n> Good.",
    "## **Results**\n\n##\n\nGood.": "**Results**\n\n\nGood.",
    "a C## b": "a C#\\# b",
    "x\n\n    ## a comment": "x\n\n    # a comment",
    "```\n### a comment\n```": "```\n# a comment\n```",
}


@pytest.mark.parametrize("answer", HEADINGS)
def test_what_the_check_cuts_at_is_written_otherwise(answer: str) -> None:
    row = next(row for row, line in enumerate(answer.split("\n")) if "##" in line)
    for code in ("checker-cuts-answer", "checker-stops"):
        fix = quick_fix(answer, code, row)
        assert fix is not None
        assert fix.text == HEADINGS[answer]
        assert "##" not in fix.text


TABLES = {
    "| Name | Score |\n|---|:-:|\n| ResNet | 0.9 |\n| ViT | 1 |": "- Name: ResNet, Score: 0.9\n- Name: ViT, Score: 1",
    "See:\nModel | Score\n--- | ---\na\\|b | \nThe rest\n\nMore": "See:\n\n- Model: a|b\n- Model: The rest\n\nMore",
    "| | b |\n|-|-|\n| x | y | z |\n\n> end": "- x, b: y, z\n\n> end",
    "| a | b |\n|---|---|\n": "- a, b\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n```\nx\n```": "- a: 1, b: 2\n\n```\nx\n```",
}


@pytest.mark.parametrize("answer", TABLES)
def test_a_table_becomes_a_list(answer: str) -> None:
    row = next(row for row, line in enumerate(answer.split("\n")) if "|" in line)
    fix = quick_fix(answer, "course-page", row)
    assert fix is not None
    assert fix.text == TABLES[answer]


CODE = {
    "```python\nx = 1\n\ny = 2\n```": "    x = 1\n\n    y = 2",
    "Run:\n~~~\nmake\n~~~\nand see": "Run:\n\n    make\n\nand see",
    "  ```\n  a\n    b\n  ```": "        a\n          b",
    "```\n\na\n\n```\n\n```\nb\n```": "    a\n\n    b",
    "x\n```\n```\ny": "x\n\ny",
    "- item\n\n    ```\n    a\n    ```": "- item\n\n        a",
}


@pytest.mark.parametrize("answer", CODE)
def test_code_in_a_fence_is_indented(answer: str) -> None:
    row = next(row for row, line in enumerate(answer.split("\n")) if "```" in line or "~~~" in line)
    fix = quick_fix(answer, "course-page", row)
    assert fix is not None
    assert fix.text == CODE[answer]


NONE = [
    ("a `##` b", "checker-cuts-answer", 0),
    ("no marks", "checker-cuts-answer", 0),
    ("- item\n```\na\n```", "course-page", 1),
    ("```\nno end", "course-page", 0),
    ("```", "course-page", 0),
    ("> ```\n> a\n> ```", "course-page", 0),
    ("> | a |\n> |---|", "course-page", 0),
    ("a | b\n\n--- | ---", "course-page", 0),
    ("a | b\nc | d", "course-page", 0),
    ("a\n--- | ---", "course-page", 0),
    ("    a | b\n    --- | ---", "course-page", 0),
    ("a | b", "course-page", 0),
    ("## Results", "too-long", 0),
    ("", "course-page", 7),
]


@pytest.mark.parametrize(("answer", "code", "row"), NONE)
def test_what_cannot_be_helped_has_no_such_fix(answer: str, code: str, row: int) -> None:
    assert quick_fix(answer, code, row) is None


_LINES = ("", "text", "## head", "- item", "| a | b |", "|---|---|", "```", "    code", "> q", "C## x", "~~~")
_ANSWERS = st.lists(st.sampled_from(_LINES), max_size=8).map("\n".join)


@given(_ANSWERS, st.integers(0, 8), st.sampled_from(["checker-cuts-answer", "course-page"]))
def test_no_word_is_lost_and_a_second_fix_finds_nothing_of_the_same_kind(answer: str, row: int, code: str) -> None:
    fix = quick_fix(answer, code, row)
    if fix is None:
        return
    for word in ("text", "head", "item", "code", "q"):
        assert fix.text.count(word) == answer.count(word)
    if code == "checker-cuts-answer":
        assert "##" not in fix.text
    else:
        assert Scan(fix.text.split("\n")).kinds.count("fence") <= Scan(answer.split("\n")).kinds.count("fence")
