"""Lines end at CR LF, LF and CR, and nowhere else; splices go in, and everything else stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.text.lines import (
    Lines,
    Span,
    Splice,
    drop_outer_blank_lines,
    is_blank,
    line_ends,
    normalise_line_ends,
    splice,
    split_lines,
    usual_line_end,
)


def test_knows_the_three_line_ends_and_no_other() -> None:
    """Form feed, U+2028 and NEL, at which str.splitlines breaks, are part of a line."""
    lines = Lines("a\r\nb\rc\n\rd\x0ce\u2028f\x85g")
    assert [lines[index] for index in range(len(lines))] == ["a", "b", "c", "", "d\x0ce\u2028f\x85g"]
    assert [lines.start(index) for index in range(len(lines))] == [0, 3, 5, 7, 8]
    assert [lines.end(index) for index in range(len(lines))] == [1, 4, 6, 7, 15]


def test_a_final_line_end_opens_no_further_line() -> None:
    """As in markdown-it's source maps."""
    assert len(Lines("a\n")) == 1
    assert len(Lines("a\n\n")) == 2
    assert len(Lines("")) == 0
    assert Lines("ab").start(1) == 2


def test_positions_count_from_one_in_code_points() -> None:
    """Line and column of an offset, also behind the text and in none."""
    lines = Lines("ab\r\ncd\u00e9f")
    assert lines.position(0) == (1, 1)
    assert lines.position(4) == (2, 1)
    assert lines.position(7) == (2, 4)
    assert lines.position(8) == (2, 5)
    assert Lines("").position(0) == (1, 1)
    assert lines.index(3) == 0


@pytest.mark.nightly
@given(st.text(alphabet="ab\r\n\f\u2028"))
def test_lines_and_their_ends_make_the_text(text: str) -> None:
    """No character is lost or invented, and each offset lies on the line that the index names."""
    lines = Lines(text)
    pieces = [text[lines.start(index) : lines.start(index + 1)] for index in range(len(lines))]
    assert "".join(pieces) == text
    assert all(re.fullmatch(r"[^\r\n]*(?:\r\n|\r|\n)?", piece) for piece in pieces)
    for offset in range(len(text)):
        index = lines.index(offset)
        assert lines.start(index) <= offset < lines.start(index + 1)
    assert len(split_lines(text)) == len(line_ends(text)) + 1


def test_normalises_and_splits() -> None:
    """All line ends become LF; a text that ends in one has an empty last line."""
    assert normalise_line_ends("a\r\nb\rc\n") == "a\nb\nc\n"
    assert split_lines("a\r\nb\r") == ["a", "b", ""]
    assert line_ends("a\r\nb\r\r\n\n") == ["\r\n", "\r", "\r\n", "\n"]


def test_the_usual_line_end_is_the_most_frequent() -> None:
    """LF for a text without any; the earlier one in a draw."""
    assert usual_line_end("a\nb\r\nc\r\n") == "\r\n"
    assert usual_line_end("a\rb\nc") == "\r"
    assert usual_line_end("a") == "\n"


def test_outer_blank_lines_are_dropped_inner_ones_stay() -> None:
    """Blank is white space of any kind."""
    assert drop_outer_blank_lines(["", " \u2028", "a", "", "b", "\x0c"]) == ["a", "", "b"]
    assert drop_outer_blank_lines(["", "\t"]) == []
    assert is_blank("\u00a0\t")
    assert not is_blank("\u200b")


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
