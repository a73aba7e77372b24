"""Enter in lists and quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.editing.list_continuation import Continuation, break_line, continue_list, in_fence


def enter(text: str, above: str = "") -> str | None:
    """Return a line after Enter, `|` standing for the cursor before and after it; None for a plain line break."""
    column = text.index("|")
    line = text[:column] + text[column + 1 :]
    done = continue_list(line, column, above)
    if done is None:
        return None
    return f"{line[: done.start]}{done.text}|{line[done.end :]}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- one|", "- one\n- |"),
        ("* one|", "* one\n* |"),
        ("+ one|", "+ one\n+ |"),
        ("1. one|", "1. one\n2. |"),
        ("9) one|", "9) one\n10) |"),
        ("01. one|", "01. one\n02. |"),
        ("999. one|", "999. one\n1000. |"),
        ("  - one|", "  - one\n  - |"),
        ("\t1. one|", "\t1. one\n\t2. |"),
        ("-   one|", "-   one\n-   |"),
        ("-\tone|", "-\tone\n-\t|"),
        ("-      code|", "-      code\n- |"),
        ("- [ ] one|", "- [ ] one\n- [ ] |"),
        ("1. [x] one|", "1. [x] one\n2. [ ] |"),
        ("- [x](a.md)|", "- [x](a.md)\n- |"),
        ("> one|", "> one\n> |"),
        (">one|", ">one\n>|"),
        ("> > one|", "> > one\n> > |"),
        ("> - one|", "> - one\n> - |"),
        ("- **one**|", "- **one**\n- |"),
        ("> - - -|", "> - - -\n> |"),
    ],
)
def test_the_next_item(before: str, after: str) -> None:
    """Same mark or next number, same indentation, an open task for a task."""
    assert enter(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- one |two", "- one \n- |two"),
        ("- one| two", "- one\n- |two"),
        ("1. |one", "1. \n2. |one"),
        ("1.| one", "1. \n2. |one"),
        ("> o|ne", "> o\n> |ne"),
        ("- [x] do|ne", "- [x] do\n- [ ] |ne"),
    ],
)
def test_an_item_is_split_at_the_cursor(before: str, after: str) -> None:
    """Blanks in front of the second half go."""
    assert enter(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- |", "|"),
        ("-| ", "|"),
        ("1. |", "|"),
        ("    - |", "|"),
        ("- [ ] |", "|"),
        ("- [ ]|", "|"),
        ("> |", "|"),
        (">|", "|"),
        ("> > |", "> |"),
        ("> - |", "> |"),
    ],
)
def test_an_empty_item_ends_the_list(before: str, after: str) -> None:
    """Its mark goes; of quotes the innermost."""
    assert enter(before) == after
    assert enter(before, "> ") == after, "a line above without text needs no other blank one"


@pytest.mark.parametrize(
    ("above", "before", "after"),
    [
        ("- one", "- |", "\n|"),
        ("1. one", "2. |", "\n|"),
        ("  - [ ] one", "  - [ ] |", "\n|"),
        ("> one", "> |", "\n|"),
        ("> > one", "> > |", ">\n> |"),
        ("> - one", "> - |", ">\n> |"),
    ],
)
def test_a_blank_line_stands_between_a_list_and_what_follows(above: str, before: str, after: str) -> None:
    """Without one it would be read as part of the last item, or of the quote."""
    assert enter(before, above) == after


@pytest.mark.parametrize(
    "line",
    [
        "text|", "|", "|- one", " |- one", "|> one", "--- question 1 fill here ---|", "-one|", "**one**|", "- - -|",
        "* * *|", "---|", "2024. was a year|", "1.5 is less|", "-|", "1.|", "    > code|", "a - b|", "|1. one",
        "1|. one",
    ],
)  # fmt: skip
def test_elsewhere_enter_is_a_line_break(line: str) -> None:
    """In prose, before a mark, in rules and years."""
    assert enter(line) is None


@pytest.mark.nightly
@given(st.text("-*+1.) \t>[x]ab", max_size=12), st.integers(0, 12))
def test_no_text_is_lost(line: str, column: int) -> None:
    """Whatever the line, a continuation drops marks and spaces alone, and stays inside the line."""
    done = continue_list(line, min(column, len(line)))
    if done is not None:
        assert 0 <= done.start <= done.end <= len(line)
        assert not line[done.start : done.end].strip("-*+0123456789.) \t>[x]")
        assert done.start in {0, column} or line[: done.start].rstrip() == line[:column].rstrip()
        assert done == Continuation(done.start, done.end, done.text)


LINES = ["text", "- item", "```python", "- x = 1", "```", "- item", "  ~~~", "  - code", "  ~~~", "> ```", "> - code"]


def test_lines_of_code_are_told_apart() -> None:
    """Fences in lists and quotes too; one that is still open runs to the row."""
    rows = [in_fence(LINES, row) for row in range(len(LINES))]
    assert rows == [False, False, True, True, True, False, True, True, True, True, True]
    assert not in_fence(["- a", "- b"], 1)
    assert not in_fence(["- a", "```"], 0)


HOSTILE_LINES = {
    "> ": "> " * 500, ">  ": ">  " * 499 + "> ", "- ": "- ", "1. ": "2. ", "\t": None, ">": ">" * 500, "[ ] ": None,
    "- [ ] ": "- [ ] ",
}  # fmt: skip
"""What is repeated, and how the line after 500 of it begins, if enter continues anything."""


@pytest.mark.parametrize("piece", HOSTILE_LINES)
def test_a_line_of_one_thing_over_and_over_is_continued(piece: str) -> None:
    """Quotes as deep as they are, of a list the first mark."""
    after = HOSTILE_LINES[piece]
    line = piece * 500 + "x"
    done = Continuation(len(line), len(line), f"\n{after}") if after else None
    assert continue_list(line, len(line)) == done


@pytest.mark.parametrize(
    ("line", "column", "begun"),
    [
        ("- mast", 6, "\n  "),
        ("10. mast", 8, "\n    "),
        ("    - [ ] mast", 14, "\n          "),
        ("> - mast", 8, "\n>   "),
        ("> mast", 6, "\n> "),
        ("    goes on", 11, "\n    "),
        ("mast", 4, "\n"),
        ("- mast", 0, "\n"),
        ("- - -", 5, "\n"),
    ],
)
def test_a_new_line_of_the_same_item_stands_below_its_text(line: str, column: int, begun: str) -> None:
    assert break_line([line], 0, column) == begun


def test_a_new_line_in_code_is_nothing_else() -> None:
    assert break_line(["```", "- mast"], 1, 6) == "\n"
