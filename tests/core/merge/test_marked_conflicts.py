"""Conflicts between git's markers: where they are, and the versions that they came from."""

import pytest

from exam_tui.core.merge.conflict_markers import Markers
from exam_tui.core.merge.marked_conflicts import MarkedConflict, common_of, marked_conflicts, versions_of
from exam_tui.core.text.lines import Lines

ONE = "above\n<<<<<<< HEAD\nbeans\n=======\npeas\nleeks\n>>>>>>> anna\nbelow\n"


def _found(text: str) -> list[tuple[int, int, int, int]]:
    return [(one.begin, one.base, one.middle, one.end) for one in marked_conflicts(text, Lines(text))]


def test_a_conflict_is_from_its_first_to_its_last_marker() -> None:
    assert _found(ONE) == [(1, 3, 3, 6)]
    assert _found(ONE * 2) == [(1, 3, 3, 6), (9, 11, 11, 14)]
    assert _found(ONE.replace("\n", "\r\n")) == [(1, 3, 3, 6)]
    assert _found(ONE.replace("=======", "||||||| base\nseeds\n=======")) == [(1, 3, 5, 8)]


@pytest.mark.parametrize(
    "text",
    [
        "beans\n=======\npeas\n>>>>>>> anna\n",
        "<<<<<<< HEAD\nbeans\n>>>>>>> anna\n",
        "<<<<<<< HEAD\nbeans\n=======\npeas\n",
        "<<<<<<<HEAD\nbeans\n=======\npeas\n>>>>>>> anna\n",
    ],
)
def test_markers_that_are_not_all_there_are_no_conflict(text: str) -> None:
    assert _found(text) == []


def test_a_conflict_that_begins_anew_is_the_last_one() -> None:
    """As where somebody has deleted the end of the one before."""
    assert _found(f"<<<<<<< HEAD\nseeds\n=======\n{ONE}") == [(4, 6, 6, 9)]


def test_both_versions_are_read_back() -> None:
    """With all that stands around the conflicts, and the last line without an end."""
    lines = Lines(ONE)
    found = versions_of(ONE, lines, marked_conflicts(ONE, lines))
    assert found == (None, "above\nbeans\nbelow\n", "above\npeas\nleeks\nbelow\n", Markers("HEAD", "anna"))
    assert common_of(ONE, lines, marked_conflicts(ONE, lines)) == "above\nbelow\n"
    bare = ONE.removesuffix("\nbelow\n")
    lines = Lines(bare)
    assert versions_of(bare, lines, marked_conflicts(bare, lines)).theirs == "above\npeas\nleeks\n"


def test_the_version_before_both_is_read_back_where_git_wrote_it() -> None:
    """All conflicts have it then."""
    text = ONE.replace("=======", "||||||| base\nseeds\n=======")
    lines = Lines(text)
    found = versions_of(text, lines, marked_conflicts(text, lines))
    assert (found.base, found.ours) == ("above\nseeds\nbelow\n", "above\nbeans\nbelow\n")
    lines = Lines(text + ONE)
    assert versions_of(text + ONE, lines, marked_conflicts(text + ONE, lines)).base is None


def test_conflicts_that_are_not_meant_stay() -> None:
    lines = Lines(ONE * 2)
    [_, second] = marked_conflicts(ONE * 2, lines)
    assert isinstance(second, MarkedConflict)
    assert versions_of(ONE * 2, lines, [second]).ours == f"{ONE}above\nbeans\nbelow\n"
