"""Where two texts differ; which lines are the same is tested where they are merged."""

import pytest

from exam_tui.core.text.diff import end_of_change


@pytest.mark.parametrize(
    ("before", "after", "end"),
    [
        ("", "We rowed.", (0, 9)),
        ("We rowed.", "We rowed. Then we sailed.", (0, 25)),
        ("One.\n\nThree.", "One.\n\nTwo.\n\nThree.", (2, 4)),
        ("One.\n\nTwo.", "1.\n\nTwo.", (0, 2)),
        ("One.\n\nTwo.", "One.", (0, 4)),
        ("Same", "Same", (0, 4)),
        ("One.\n\nTwo.", "One.\n\n", (0, 4)),
        ("", "", (0, 0)),
    ],
)
def test_the_end_of_what_is_not_as_before(before: str, after: str, end: tuple[int, int]) -> None:
    assert end_of_change(before, after) == end
