"""Which task is which in another version of the checklist."""

import difflib

import pytest

from exam_tui.core.report.task_identity import begun_task, same_tasks, task_key


@pytest.mark.parametrize(
    ("ours", "theirs", "places"),
    [
        (["water", "weed"], ["weed", "water"], [1, 0]),
        (["water", "water"], ["water", "weed", "water"], [0, 2]),
        (["water", "water"], ["water"], [0, None]),
        (["water daily and at night"], ["water daily"], [0]),
        (["water dai"], ["water daily", "weed"], [0]),
        (["water"], ["water daily", "water weekly"], [None]),
        (["water all the beds daily"], ["water all beds daily", "weed"], [0]),
        (["water daily", "water daily ok"], ["water daily"], [0, None]),
        (["dance"], ["water", ""], [None]),
        ([""], ["water"], [None]),
        ([], ["water"], []),
        (["water"], [], [None]),
    ],
)
def test_a_task_is_found_by_its_words(ours: list[str], theirs: list[str], places: list[int | None]) -> None:
    """The same ones first, each once; then with a note, without its end, reworded."""
    assert same_tasks(ours, theirs) == places


def test_what_a_task_says_is_its_words_without_the_module() -> None:
    """Modules move from year to year, and notes in other brackets are words."""
    assert task_key("**Water** the beds, (M10+M2)  daily! (if dry)") == "water the beds daily if dry"


def test_the_beginning_of_a_task_is_that_task_where_no_other_begins_so() -> None:
    """The whole of one is one too."""
    tasks = ["water daily", "water weekly", "weed"]
    assert [begun_task(key, tasks) for key in ("water d", "water", "weed", "", "x")] == [
        "water daily",
        "",
        "weed",
        "",
        "",
    ]


def test_of_thousands_of_tasks_only_the_first_are_compared_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a stranger must not hold anything up."""
    compared: list[int] = []

    def compare(_key: str, others: list[str], **_: object) -> list[str]:
        compared.append(len(others))
        return []

    monkeypatch.setattr(difflib, "get_close_matches", compare)
    ours, theirs = ([f"{word} {number}" for number in range(3000)] for word in ("sow", "reap"))
    assert same_tasks(ours, theirs) == [None] * 3000
    assert len(compared) <= 200
    assert max(compared) <= 200
