"""Markdown in colour: what is which kind, and that git's marks of a conflict are none of Markdown's."""

import pytest

from exam_tui.tui.widgets.answer.highlight import marks_of

CONFLICT = ["We chose <oars>.", "<<<<<<< HEAD", "Oars and *sails*", "=======", "Sails", ">>>>>>> origin/main", "End"]


def _kinds(lines: list[str]) -> list[set[str]]:
    return [{kind for _, _, kind in marks} for marks in marks_of(lines)]


@pytest.mark.parametrize("lines", [CONFLICT, [*CONFLICT[:3], "||||||| 1a2b3c4", "Paddles", *CONFLICT[3:]]])
def test_marks_of_a_conflict_make_no_heading_and_no_quote(lines: list[str]) -> None:
    found = dict(zip(lines, _kinds(lines), strict=True))
    assert {kind for line in lines for kind in found[line]} == {"conflict", "emphasis", "comment"}
    assert [line for line in lines if "conflict" in found[line]] == [line for line in lines if line[0] * 7 in line]
    assert found["Oars and *sails*"] == {"emphasis"}


def test_outside_a_conflict_the_same_lines_are_markdown() -> None:
    assert _kinds(["Sails", "=======", "", ">>>>>>> oars"]) == [{"heading"}, {"heading"}, set(), {"mark"}]
