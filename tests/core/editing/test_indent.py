"""List items and code go in and out by four; what four spaces would make code of stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.editing.indent import AT_MARGIN, FIRST_ITEM, PARAGRAPH, Indented, indent, outdent
from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.text.lines import split_lines


def _after(lines: list[str], done: Indented) -> list[str]:
    return [done.lines.get(row, line) for row, line in enumerate(lines)]


def _in(text: str, first: int, last: int | None = None) -> str:
    lines = text.split("\n")
    return "\n".join(_after(lines, indent(lines, first, first if last is None else last)))


def _out(text: str, first: int, last: int | None = None) -> str:
    lines = text.split("\n")
    return "\n".join(_after(lines, outdent(lines, first, first if last is None else last)))


IN = {
    "an item under another": ("- mast\n- sail", 1, 1, "- mast\n    - sail"),
    "a numbered item": ("1. mast\n2. sail", 1, 1, "1. mast\n    2. sail"),
    "a task": ("* [ ] mast\n* [x] sail", 1, 1, "* [ ] mast\n    * [x] sail"),
    "two items": ("- mast\n- sail\n- keel", 1, 2, "- mast\n    - sail\n    - keel"),
    "with what hangs on it": ("- mast\n- sail\n    - jib\n  of linen\n- keel", 1, 1,
                              "- mast\n    - sail\n        - jib\n      of linen\n- keel"),
    "from its second line": ("- mast\n- sail\n  of linen", 2, 2, "- mast\n    - sail\n      of linen"),
    "from a line below what hangs on it": ("- mast\n- sail\n    - jib\n  of linen", 3, 3,
                                           "- mast\n    - sail\n        - jib\n      of linen"),
    "under one with a line at the margin": ("- mast\nof oak\n- sail", 2, 2, "- mast\nof oak\n    - sail"),
    "under one with a line of its own": ("- mast\n  of oak\n- sail", 2, 2, "- mast\n  of oak\n    - sail"),
    "after an empty line": ("- mast\n\n- sail", 2, 2, "- mast\n\n    - sail"),
    "in a quote": ("> - mast\n> - sail", 1, 1, "> - mast\n>     - sail"),
    "a line in a fence": ("```\nmake\n\ntest\n```", 0, 4, "```\n    make\n\n    test\n```"),
    "two fences, one right after the other": ("```\na\n```\n~~~\nb\n~~~", 0, 5, "```\n    a\n```\n~~~\n    b\n~~~"),
    "a fence without an end": ("```\nmake", 1, 1, "```\n    make"),
    "an empty line in a fence": ("```\nmake\n\n```", 2, 2, "```\nmake\n    \n```"),
    "an empty line of a fence without an end": ("```\nmake\n\n", 3, 3, "```\nmake\n\n    "),
    "an empty line of a fence that is just begun": ("1. a\n\n    ```\n    ", 3, 3, "1. a\n\n    ```\n        "),
    "a line of indented code": ("Run\n\n    make", 2, 2, "Run\n\n        make"),
    "a sign of more in code": ("```\n> make\n```", 1, 1, "```\n    > make\n```"),
    "code in a quote": ("> ```\n> make\n> ```", 1, 1, "> ```\n>     make\n> ```"),
    "an item and a paragraph": ("- mast\n- sail\n\nKeel", 1, 3, "- mast\n    - sail\n\nKeel"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last", "after"), IN.values(), ids=IN.keys())
def test_tab_takes_in(text: str, first: int, last: int, after: str) -> None:
    assert _in(text, first, last) == after
    assert indent(text.split("\n"), first, last).reason == ""


STAYS = {
    "a paragraph": ("Mast and sail", 0, 0, PARAGRAPH),
    "an empty line": ("", 0, 0, PARAGRAPH),
    "the first item": ("- mast\n- sail", 0, 0, FIRST_ITEM),
    "the first item after a paragraph": ("- mast\n\nKeel\n\n- sail", 4, 4, FIRST_ITEM),
    "all items of a list": ("- mast\n- sail", 0, 1, FIRST_ITEM),
    "the first item of a level": ("- mast\n    - sail", 1, 1, FIRST_ITEM),
    "an item below a line across the page": ("- mast\n- sail\n* * *\n- keel", 1, 3, FIRST_ITEM),
    "an item of a quote below one of none": ("- mast\n> - sail", 1, 1, FIRST_ITEM),
    "a line across the page": ("- mast\n\n* * *", 2, 2, PARAGRAPH),
    "an empty line after a fence": ("```\nmake\n```\n", 3, 3, PARAGRAPH),
    "an empty line after a fence and a paragraph": ("```\nmake\n```\nMast\n", 4, 4, PARAGRAPH),
    "the marks of a fence": ("```\nmake\n```", 2, 2, PARAGRAPH),
    "a line of a paragraph under an item at the margin": ("- mast\nkeel", 1, 1, PARAGRAPH),
    "a line after a paragraph": ("Keel\n  and mast", 1, 1, PARAGRAPH),
    "a line that is in under nothing": ("  mast", 0, 0, PARAGRAPH),
}


@pytest.mark.parametrize(("text", "first", "last", "reason"), STAYS.values(), ids=STAYS.keys())
def test_tab_leaves_as_it_is_with_a_word(text: str, first: int, last: int, reason: str) -> None:
    assert indent(text.split("\n"), first, last) == Indented({}, reason)


OUT = {
    "an item": ("- mast\n    - sail", 1, 1, "- mast\n- sail"),
    "an item that is in by two": ("- mast\n  - sail", 1, 1, "- mast\n- sail"),
    "with what hangs on it": ("- a\n    - b\n        - c\n      d\n    - e", 1, 1, "- a\n- b\n    - c\n  d\n    - e"),
    "a tab": ("- mast\n\t- sail", 1, 1, "- mast\n- sail"),
    "two levels at once": ("- a\n    - b\n        - c", 1, 2, "- a\n- b\n    - c"),
    "a line of a fence": ("```\n        make\n  test\n```", 1, 2, "```\n    make\ntest\n```"),
    "no further than the mark of its fence": (
        "- a\n\n    ```\n      make\n    ```",
        3,
        3,
        "- a\n\n    ```\n    make\n    ```",
    ),
    "a line of indented code": ("Run\n\n        make", 2, 2, "Run\n\n    make"),
    "in a quote": ("> - mast\n>     - sail", 1, 1, "> - mast\n> - sail"),
}


@pytest.mark.parametrize(("text", "first", "last", "after"), OUT.values(), ids=OUT.keys())
def test_shift_tab_brings_back(text: str, first: int, last: int, after: str) -> None:
    assert _out(text, first, last) == after


@pytest.mark.parametrize("text", ["Mast", "- mast\n- sail", "", "```\nmake\n```", "  mast"])
def test_shift_tab_says_so_where_nothing_is_in(text: str) -> None:
    lines = text.split("\n")
    assert outdent(lines, 0, len(lines) - 1) == Indented({}, AT_MARGIN)


_lines = st.lists(
    st.sampled_from(
        ["- a", "- b", "1. c", "    - d", "  e", "f", "", "```", "        g", "> - h", ">     - i", "\t- j", "* * *"]
    ),
    min_size=1,
    max_size=8,
)


@given(_lines, st.data())
def test_words_and_empty_lines_stay_and_what_went_in_comes_back(lines: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(lines) - 1))
    last = data.draw(st.integers(first, len(lines) - 1))
    done = indent(lines, first, last)
    after = _after(lines, done)
    assert [line.split() for line in after] == [line.split() for line in lines]
    assert bool(done.lines) != bool(done.reason)
    text_before = [row for row, kind in enumerate(Scan(lines).kinds) if kind == "text"]
    assert not [row for row in text_before if Scan(after).kinds[row] == "code"], "nothing becomes code"
    assert all(line.replace("\t", "    ").count(" ") >= lines[row].count(" ") for row, line in enumerate(after))
    assert len(split_lines("\n".join(after))) == len(split_lines("\n".join(lines)))
