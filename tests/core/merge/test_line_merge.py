"""Ticks in a merge."""

import pytest

from exam_tui.core.merge.line_merge import LooseTick, merged_mark, placed


@pytest.mark.parametrize(
    ("before", "ours", "theirs", "expected"),
    [
        (" ", "x", " ", "x"),
        (" ", " ", "x", "x"),
        ("x", " ", "x", " "),
        ("x", "x", " ", " "),
        (" ", "x", "X", "x"),
        ("x", "X", " ", " "),
        (" ", "/", "x", "x"),
        (" ", "x", "/", "x"),
        (" ", "/", "%", "/"),
        ("x", "X", "x", "X"),
    ],
)
def test_the_side_that_changed_a_mark_has_it(before: str, ours: str, theirs: str, expected: str) -> None:
    """Where both did, done is done."""
    assert merged_mark(before, ours, theirs) == expected


def test_a_mark_goes_to_the_task_that_reads_most_alike() -> None:
    """The same words first; each task gets one mark; what reads like none is given back."""
    tasks = {"* [ ] set up the garden": 3, "* [ ] water all plants": 5}
    same = LooseTick("* [ ] set up the garden", " ", "x")
    alike = LooseTick("* [ ] water all the plants", " ", "x")
    lost = LooseTick("* [ ] buy a shovel", " ", "x")
    assert placed([same, alike, lost], tasks) == ([(3, same), (5, alike)], [lost])
    assert placed([same, same], tasks) == ([(3, same)], [same])


def test_more_marks_than_any_checklist_has_go_to_the_same_words_only() -> None:
    """Else a file made for it would keep us for hours."""
    tasks = {f"* [ ] task number {index}": index for index in range(300)}
    loose = [LooseTick(f"* [ ] task number {index}{'' if index else '!'}", " ", "x") for index in range(300)]
    found, lost = placed(loose, tasks)
    assert [at for at, _ in found] == list(range(1, 300))
    assert lost == loose[:1]
