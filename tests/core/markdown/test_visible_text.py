"""What a reader sees of an answer's lines as text."""

import pytest

from exam_tui.core.markdown.visible_text import Scan


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("a `b` c", "a     c"),
        ("a <!-- b --> c", "a            c"),
        ("`a`<!-- b -->c", " " * 13 + "c"),
        ("x <!-- a -->`b`c", "x" + " " * 14 + "c"),
        ("<!-- a -->`b`c", " " * 10 + "`b`c"),  # a block of HTML has no code spans
        ("<!-- a --><!-- b -->c", " " * 20 + "c"),
        ("`<!-- a` b -->", "         b -->"),
        ("a <!-- `b` --> c", "a" + " " * 14 + "c"),
        ("a <!-- b", "a <!-- b"),
        ("a `b", "a `b"),
        ("a \\`b` c", "a \\`b` c"),
        ("``a`b`` c", "        c"),
    ],
)
def test_code_spans_and_comments_are_spaces_also_right_after_one_another(line: str, shown: str) -> None:
    """As long as they were; what is not closed is text."""
    assert Scan(["x", line]).shown == ["x", shown]
