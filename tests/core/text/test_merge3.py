"""Sequences of lines merged over their base: who changed what, and where both did."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.merge.conflict_markers import are_parted
from exam_tui.core.text.diff import matching
from exam_tui.core.text.merge3 import Chunk, IsBreak, merge

_LINES = st.lists(st.sampled_from(["", "a", "b", "c", "d", "- e", "f"]), max_size=8)


def _merged(base: str, ours: str, theirs: str, is_break: IsBreak | None = are_parted) -> list[str]:
    """Return the merge of lines given with spaces between (`_` is a blank line); conflicts as `ours|theirs`."""
    sides = [["" if line == "_" else line for line in text.split()] for text in (base, ours, theirs)]
    found: list[str] = []
    for chunk in merge(sides[0], sides[1], sides[2], is_break):
        mine, other = _sides(sides, chunk)
        if chunk.kind == "conflict":
            found.append(f"{' '.join(mine)}|{' '.join(other)}")
        else:
            found += other if chunk.kind == "theirs" else mine
    return found


def _sides(sides: Sequence[Sequence[str]], chunk: Chunk) -> tuple[Sequence[str], Sequence[str]]:
    return sides[1][slice(*chunk.ours)], sides[2][slice(*chunk.theirs)]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("a b c", "x b c", "a b y", ["x", "b", "y"]),
        ("a _ b", "x _ b", "a _ b _ n", ["x", "", "b", "", "n"]),
        ("a _ b", "a _ n _ b", "a _ y", ["a", "", "n", "", "y"]),
        ("a b", "x b", "a y", ["x b|a y"]),
        ("-a |b", "-x |b", "-a |y", ["-x", "|y"]),
        ("a b c", "a c", "a b c d", ["a", "c", "d"]),
        ("a b c", "c", "a x c", ["|a x", "c"]),
        ("a", "x", "y", ["x|y"]),
        ("a", "x", "x", ["x"]),
        ("", "x _ y", "x _ y _ z", ["x", "", "y", "", "z"]),
        ("a _ b", "x _ b", "x _ y", ["x", "", "y"]),
        ("a _ b", "a _ y", "x _ y", ["x", "", "y"]),
        ("a b", "n a b", "n a y", ["n", "a", "y"]),
        ("d b", "c b", "c d y", ["c", "b|d y"]),
        ("a b", "n a", "n x y", ["n", "a|x y"]),
        ("a", "_ a", "a _ _", ["", "a", "", ""]),
        ("a b", "a _ b", "a _ _ b", ["a", "", "b"]),
        ("a b", "a _ b", "a n b", ["a", "n", "b"]),
        ("a b", "a n b", "a _ b", ["a", "n", "b"]),
        ("a", "a m", "a n", ["a", "m|n"]),
        ("a b c", "a c", "a c", ["a", "c"]),
        ("a _ b _ c _ d _ e", "a _ c _ d", "b _ c", ["c"]),
        ("a _ b", "b", "a", []),
        ("a b a", "a", "b a", ["a"]),
    ],
    ids=[
        "other lines",
        "a paragraph changed, another one added",
        "a paragraph added before one that changed",
        "lines of one paragraph",
        "rows and items",
        "taken out, added",
        "taken out and changed",
        "the same line",
        "alike",
        "one has more",
        "the same, and more on their side",
        "the same, and more on our side",
        "the same before, and more",
        "taken out on one side, moved on the other",
        "the same before, and not the same line",
        "blank lines at both ends",
        "other numbers of blank lines",
        "a blank line against words",
        "words against a blank line",
        "two additions",
        "taken out on both sides",
        "other lines taken out on both sides",
        "between them all of it taken out",
        "of the same lines another one",
    ],
)
def test_who_changed_what(base: str, ours: str, theirs: str, expected: list[str]) -> None:
    """Only changes of the same lines, or of neighbouring lines of one paragraph, are a conflict."""
    assert _merged(base, ours, theirs) == expected


def test_without_a_rule_for_borders_neighbouring_lines_never_conflict() -> None:
    """As the tasks of a checklist."""
    assert _merged("a b c", "x b c", "a y c", None) == ["x", "y", "c"]


@given(_LINES, _LINES, _LINES, st.sampled_from([None, are_parted]))
def test_the_chunks_are_all_of_each_sequence(
    base: list[str], ours: list[str], theirs: list[str], is_break: IsBreak | None
) -> None:
    """In order, and what is called the same is the same."""
    chunks = list(merge(base, ours, theirs, is_break))
    for index, lines in enumerate((base, ours, theirs), start=1):
        assert [line for chunk in chunks for line in lines[slice(*chunk[index])]] == lines
    for chunk in chunks:
        mine, other = _sides((base, ours, theirs), chunk)
        assert chunk.kind not in {"same", "both"} or mine == other
        assert chunk.kind != "same" or base[slice(*chunk.base)] == mine


@given(_LINES, _LINES)
def test_a_side_without_changes_leaves_the_other_as_it_is(base: list[str], changed: list[str]) -> None:
    """On whichever side it is, and with itself."""
    for ours, theirs in ((base, changed), (changed, base), (changed, changed)):
        chunks = list(merge(base, ours, theirs, are_parted))
        result = [line for chunk in chunks for line in _sides((base, ours, theirs), chunk)[chunk.kind == "theirs"]]
        assert result == changed
        assert all(chunk.kind != "conflict" for chunk in chunks)


@given(_LINES, _LINES, _LINES)
def test_the_sides_may_change_places(base: list[str], ours: list[str], theirs: list[str]) -> None:
    """Blank lines apart: there are as many conflicts, and what is no conflict reads the same."""
    one, other = list(merge(base, ours, theirs, are_parted)), list(merge(base, theirs, ours, are_parted))
    first = [_sides((base, ours, theirs), chunk)[chunk.kind == "theirs"] for chunk in one if chunk.kind != "conflict"]
    last = [_sides((base, theirs, ours), chunk)[chunk.kind == "theirs"] for chunk in other if chunk.kind != "conflict"]
    assert [line for part in first for line in part if line] == [line for part in last for line in part if line]
    assert sum(chunk.kind == "conflict" for chunk in one) == sum(chunk.kind == "conflict" for chunk in other)


@given(_LINES, _LINES)
def test_what_matches_is_the_same_and_in_order(old: list[str], new: list[str]) -> None:
    """Each line once."""
    pairs = matching(old, new)
    assert all(old[at] == new[to] for at, to in pairs)
    assert pairs == sorted(set(pairs))
    assert len({at for at, _ in pairs}) == len({to for _, to in pairs}) == len(pairs)


def test_moved_lines_match_as_far_as_they_are_in_order() -> None:
    """The most that is in order stays, the rest moved."""
    assert matching(list("xabcdy"), list("xdabcy")) == [(0, 0), (1, 2), (2, 3), (3, 4), (5, 5)]


def test_lines_that_stand_often_match_too() -> None:
    """A table's rules and the ends of code blocks, for example; where there are too many they count as changed."""
    assert matching(["a", "|", "|", "b"], ["c", "|", "|", "|", "d"]) == [(1, 1), (2, 2)]
    chance = random.Random(1)
    many = [[chance.choice("abc") for _ in range(2000)] for _ in range(2)]
    assert len(matching(*many)) < 2000
