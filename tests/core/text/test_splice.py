"""Splicing: replacements go in, everything else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.text.spans import Span, Splice, splice


def test_replaces_inserts_and_deletes_in_any_order() -> None:
    """The order in which splices are given does not matter."""
    edits = [Splice(Span(6, 7), ""), Splice(Span(0, 1), "A"), Splice(Span(3, 3), "--")]
    assert splice("abcdefg", edits) == "Abc--def"


def test_spans_may_touch() -> None:
    """Two spans side by side are no overlap."""
    assert splice("abcd", [Splice(Span(0, 2), "x"), Splice(Span(2, 4), "y")]) == "xy"


def test_overlapping_spans_are_refused() -> None:
    """An overlap is a fault of the caller, never half applied."""
    with pytest.raises(ValueError, match="overlapping spans at offset 0"):
        splice("abcd", [Splice(Span(0, 3), ""), Splice(Span(2, 4), "")])


@pytest.mark.nightly
@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3), st.text(max_size=3)), max_size=6))
def test_splicing_is_concatenation(pieces: list[tuple[str, str, str]]) -> None:
    """Text made of kept and replaced pieces comes out with the replacements and the kept pieces."""
    text, edits = "", []
    for kept, old, new in pieces:
        text += kept
        edits.append(Splice(Span(len(text), len(text) + len(old)), new))
        text += old
    if len({edit.span for edit in edits}) == len(edits):  # two insertions at one place have no order
        assert splice(text, edits) == "".join(kept + new for kept, _, new in pieces)
