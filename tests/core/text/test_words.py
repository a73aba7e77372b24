"""Words of a text, and a number with its word."""

from collections.abc import Collection

import pytest

from exam_tui.core.text.words import plural, questions_of, wording, words_in


def test_words_are_the_same_whatever_stands_between_them() -> None:
    """Capitals, marks and white space say nothing."""
    assert words_in("> **Who** dug,\tand  WHO watered?") == words_in("who dug and who\nwatered")
    assert words_in("---") == []


def test_a_number_is_said_with_its_word() -> None:
    """One alone is not many."""
    assert [plural(number, "image") for number in (0, 1, 2)] == ["0 images", "1 image", "2 images"]


def test_the_wording_of_a_text_is_its_letters_and_digits() -> None:
    """Marks, emphasis and lines are not; a line of marks has none."""
    assert wording("Did *you*\n> use `my_tool`, Øl 3.11?") == "did you use my tool øl 3 11"
    assert wording("Did _you_ use **my_tool** (Øl 3.11)") == "did you use my tool øl 3 11"
    assert wording("--- ---") == ""


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([4], "question 4"),
        ([9, 4], "questions 4 and 9"),
        ([1, 2, 3, 7, 9], "questions 1–3, 7 and 9"),
        (range(1, 32), "questions 1–31"),
        ({2, 4, 5, 6, 7, 8, 9}, "questions 2 and 4–9"),
    ],
)
def test_numbers_of_questions_are_written_as_ranges(numbers: Collection[int], said: str) -> None:
    assert questions_of(numbers) == said
