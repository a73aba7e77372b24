"""Enter keeps the indentation of a line of code; a closing mark goes where it closes."""

import pytest

from exam_tui.core.editing.code_lines import closing_mark, next_code_line

GOES_ON = {
    "as far in as its line": ("```\n    make", 8, "    "),
    "no further than the cursor": ("```\n    make", 2, "  "),
    "below the opening mark": ("```python", 9, ""),
    "below an opening mark that is in": ("- a\n\n    ```python", 13, "    "),
    "below an opening mark after that of an item": ("- ```python", 11, "  "),
    "in a quote": ("> ```\n>     make", 10, ">     "),
    "what looks like a quote in code": ("```\n  > make", 8, "  "),
    "an empty line": ("```\n    ", 4, "    "),
    "tabs": ("```\n\tmake", 5, "\t"),
    "indented code": ("Run\n\n    make", 8, "    "),
    "an item's mark in code": ("~~~\n  - make", 8, "  "),
}
ENDS = {
    "text": ("make", 4),
    "an item": ("- make", 6),
    "a line that is in": ("Run\n    make", 8),
    "the closing mark": ("```\n    make\n```", 3),
    "text after a block": ("```\n    make\n```\nRun", 3),
    "an empty line after indented code": ("Run\n\n    make\n    ", 4),
    "before the opening mark": ("- a\n\n    ```", 1),
    "before the marks of a quote": ("> > ```\n> > make", 0),
}


@pytest.mark.parametrize(("text", "column", "lead"), GOES_ON.values(), ids=GOES_ON.keys())
def test_the_next_line_of_code_is_as_far_in(text: str, column: int, lead: str) -> None:
    lines = text.split("\n")
    assert next_code_line([*lines, "```"], len(lines) - 1, column) == lead, "what stands below does not matter"
    assert next_code_line(lines, len(lines) - 1, column) == lead


@pytest.mark.parametrize(("text", "column"), ENDS.values(), ids=ENDS.keys())
def test_after_anything_else_the_next_line_is_no_code(text: str, column: int) -> None:
    lines = text.split("\n")
    assert next_code_line(lines, len(lines) - 1, column) is None


@pytest.mark.parametrize(
    ("text", "typed", "becomes"),
    [
        ("```\n    make\n    ``", "`", "```"),
        ("~~~\n    make\n    ~~", "~", "~~~"),
        ("- a\n\n    ```\n        make\n        ``", "`", "    ```"),
        ("> ```\n>     make\n>     ``", "`", "> ```"),
        ("```\nmake\n``", "`", None),
        ("````\n    make\n    ``", "`", None),
        ("```\n    make\n    ~~", "~", None),
        ("```\n    make\n    a``", "`", None),
        ("    ``", "`", None),
    ],
)
def test_a_closing_mark_goes_where_it_closes(text: str, typed: str, becomes: str | None) -> None:
    """What is no mark of the block that is open, or well placed, stays."""
    lines = text.split("\n")
    assert closing_mark(lines, len(lines) - 1, typed) == becomes
