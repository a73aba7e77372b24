"""Words of a text, and a number with its word."""

from exam_tui.core.text.words import plural, words_in


def test_words_are_the_same_whatever_stands_between_them() -> None:
    """Capitals, marks and white space say nothing."""
    assert words_in("> **Who** dug,\tand  WHO watered?") == words_in("who dug and who\nwatered")
    assert words_in("---") == []


def test_a_number_is_said_with_its_word() -> None:
    """One alone is not many."""
    assert [plural(number, "image") for number in (0, 1, 2)] == ["0 images", "1 image", "2 images"]
