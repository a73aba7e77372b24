"""The checklist in a merge: a conflict is one task, whatever was changed in the lines beside it."""

import pytest

from exam_tui import Report
from exam_tui.core.merge.reports import Merged, merge_reports
from tests.core.build import question

BASE = ("* [ ] water the plants", "* [ ] cut the hedge", "* [ ] feed the cat (M5)", "* [ ] paint the old fence")
WATER, CUT, FEED, PAINT = BASE


def _report(*lines: str) -> bytes:
    tasks = "\n".join(lines)
    return f"# A report for 02476\n\n## Checklist\n\n{tasks}\n\n## Garden\n\n{question(1)}".encode()


def _merge(base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]) -> Merged:
    return merge_reports(_report(*base), _report(*ours), _report(*theirs))


def _result(merged: Merged) -> list[str]:
    lines = [line for line in merged.data.decode().split("\n") if line]
    return lines[lines.index("## Checklist") + 1 : lines.index("## Garden")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_conflict_is_one_task(line_end: str) -> None:
    """Both sides reworded the second one; the others, each changed on one side, are merged around it."""
    ours = ("* [ ] water all plants", "* [ ] cut the long hedge", FEED, PAINT)
    theirs = (WATER, "* [ ] trim the hedge", "* [ ] feed the cat twice (M5)", PAINT)
    old, mine, other = (_report(*lines).replace(b"\n", line_end.encode()) for lines in (BASE, ours, theirs))
    for merged, sides in ((merge_reports(old, mine, other), (1, 2)), (merge_reports(old, other, mine), (2, 1))):
        (conflict,) = merged.conflicts
        found = {1: conflict.ours, 2: conflict.theirs} if sides == (1, 2) else {1: conflict.theirs, 2: conflict.ours}
        assert found == {1: "* [ ] cut the long hedge", 2: "* [ ] trim the hedge"}
        assert conflict.base == CUT
        settled = merged.with_choice(conflict, CUT)
        assert settled.data.decode().split(line_end)[4:8] == [ours[0], CUT, theirs[2], PAINT]


def test_neighbouring_tasks_that_one_side_changed_are_merged() -> None:
    """Without a conflict, also where one side changed all of them and the other one."""
    ours = tuple(line.replace("the", "our") for line in BASE)
    theirs = (WATER, CUT, "* [ ] feed the cat (M6)", PAINT)
    (conflict,) = _merge(BASE, ours, theirs).conflicts
    assert (conflict.ours, conflict.theirs) == ("* [ ] feed our cat (M5)", "* [ ] feed the cat (M6)")
    assert not _merge(BASE, (*ours[:2], FEED, ours[3]), theirs).conflicts
    assert _result(_merge(BASE, (*ours[:2], FEED, ours[3]), theirs)) == [*ours[:2], theirs[2], ours[3]]


def test_a_task_taken_out_or_added_beside_one_that_was_changed() -> None:
    """Each is where it belongs."""
    ours = ("* [ ] water all plants", FEED, PAINT)
    theirs = (WATER, CUT, "* [ ] feed the cat twice (M5)", "* [ ] feed the dog", PAINT)
    merged = _merge(BASE, ours, theirs)
    assert not merged.conflicts
    assert _result(merged) == [ours[0], *theirs[2:]]


def test_ticks_stay_with_tasks_that_the_other_side_reworded() -> None:
    """On both sides at once."""
    ours = ("* [x] water the plants", "* [ ] cut the long hedge", FEED, PAINT)
    theirs = ("* [ ] water all plants", "* [x] cut the hedge", "* [x] feed the cat (M5)", PAINT)
    merged = _merge(BASE, ours, theirs)
    assert not merged.conflicts
    assert _result(merged) == ["* [x] water all plants", "* [x] cut the long hedge", "* [x] feed the cat (M5)", PAINT]


def test_a_task_over_two_lines_is_one() -> None:
    """Its second line goes with it."""
    base = ("* [ ] water the plants", "    every evening", CUT, FEED)
    ours = ("* [ ] water the plants", "    every morning", "* [ ] cut our hedge", FEED)
    theirs = ("* [ ] water the plants", "    twice a week", CUT, "* [ ] feed the cat twice (M5)")
    (conflict,) = _merge(base, ours, theirs).conflicts
    assert (conflict.ours.split("\n")[-1], conflict.theirs.split("\n")[-1]) == ("    every morning", "    twice a week")
    assert _result(_merge(base, ours, theirs))[-2:] == ["* [ ] cut our hedge", "* [ ] feed the cat twice (M5)"]


def test_headings_between_tasks_are_lines_of_their_own() -> None:
    """A week that one side renamed, between tasks that the other reworded."""
    base = (WATER, "### Week 2", CUT)
    ours = ("* [ ] water our plants", "### The second week", CUT)
    theirs = ("* [ ] water all plants", "### Week 2", "* [ ] cut all hedges")
    merged = _merge(base, ours, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.ours, conflict.theirs) == (ours[0], theirs[0])
    assert _result(merged)[-2:] == [ours[1], theirs[2]]


def test_where_nothing_tells_which_is_which_the_lines_conflict_together() -> None:
    """Other tasks, and another number of them: neither side's words are lost."""
    ours, theirs = ("* [ ] build a shed",), ("* [ ] sow grass", "* [ ] buy a mower", "* [ ] sell it")
    merged = _merge((WATER, CUT), ours, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.ours, conflict.theirs) == ("\n".join(ours), "\n".join(theirs))
    assert Report.from_bytes(merged.data).questions


def test_a_task_added_between_two_that_both_sides_reworded_is_there_without_a_conflict() -> None:
    """So is a blank line between them; the two conflict, each by itself."""
    base = (WATER, "", CUT)
    ours = ("* [ ] water all the plants", "", "* [ ] mow the lawn", "* [ ] cut the long hedge")
    theirs = ("* [ ] water the plants twice", "", "* [ ] cut the hedge low")
    merged = _merge(base, ours, theirs)
    found = [(conflict.ours, conflict.theirs) for conflict in merged.conflicts]
    assert found == [(ours[0], theirs[0]), (ours[3], theirs[2])]
    for conflict in merged.conflicts:
        merged = merged.with_choice(conflict, conflict.ours)
    assert _result(merged) == [line for line in ours if line]


def test_a_task_that_both_sides_moved_is_there_once() -> None:
    """Among others that each of them added."""
    ours = (CUT, WATER, "* [ ] build a shed")
    theirs = (CUT, WATER, "* [ ] sow some grass")
    merged = _merge((WATER, CUT), ours, theirs)
    assert [(conflict.ours, conflict.theirs) for conflict in merged.conflicts] == [(ours[2], theirs[2])]
    (conflict,) = merged.conflicts
    assert _result(merged.with_choice(conflict, conflict.ours)) == list(ours)
