"""The noun phrases of prompts that nobody made a name for."""

import pytest

from exam_tui.core.naming.noun_phrases import LONGEST_NAME, noun_phrases


@pytest.mark.parametrize(
    ("prompt", "phrase"),
    [
        ("Which soil did you choose?", "soil"),
        ("Describe the watering plan of your garden.", "watering plan"),
        ("How did you grow carrots, and why?", "carrots"),
        ("Did you manage to plough the north field?", "north field"),
        ("Explain how you have used compost in your beds.", "compost"),
        ("What grew in bed 5?", "bed 5"),
        ("What garden tools did you buy?", "garden tools"),
        ("Draw the irrigation system.", "irrigation system"),
        ("Plough your field, and show the soil sample.", "field"),
        ("Upload 1 to 3 screenshots of your weather station.", "weather station"),
        ("Insert 1-2 images of the greenhouse.", "greenhouse"),
        ("Greenhouses are important. Did you build one?", "greenhouses"),
        ("Did you work with NASA data?", "NASA data"),
        ("Discuss Lake Garda. Is Lake Garda deep?", "Lake Garda"),
        ("List all anomaly detectors that you really tried.", "anomaly detectors"),
        ("See docs.garden.example.org and name the water depth.", "water depth"),
    ],
)
def test_a_prompt_is_about_its_first_telling_noun_phrase(prompt: str, phrase: str) -> None:
    """Not about a verb, an article, or a word that every prompt has."""
    assert noun_phrases(prompt)[0] == phrase


def test_a_noun_that_says_little_comes_last() -> None:
    """Alone it is better than none."""
    assert noun_phrases("Describe the project and the tomato house of your group.") == [
        "tomato house",
        "project",
        "group",
    ]
    assert noun_phrases("Describe your project.") == ["project"]


def test_a_phrase_is_short() -> None:
    """Its end is what it is about; one long word is cut."""
    assert noun_phrases("Describe the slow automatic greenhouse window opener.") == ["greenhouse window opener"]
    assert noun_phrases(f"Describe the extraordinary{'x' * 40} {'y' * 30}.") == ["y" * LONGEST_NAME]


@pytest.mark.parametrize("prompt", ["", "?!", "What did you do?", "What happened?", "Who went where?", "42"])
def test_a_prompt_without_a_noun_has_no_phrase(prompt: str) -> None:
    """Whoever asks for its name has to take its words."""
    assert noun_phrases(prompt) == []


def test_only_the_beginning_of_a_prompt_is_read() -> None:
    """A prompt of a megabyte takes no longer than one of a page."""
    assert noun_phrases("and " * 200_000 + "soil") == []
