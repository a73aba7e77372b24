"""Words of a text, and a number with its word."""

from exam_tui.core.text.words import plural, wording, words_in


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
