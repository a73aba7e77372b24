"""A word that is not known: misspelt, or a name."""

import pytest

from exam_tui.proofread.spelling import letters_apart, near_words

KNOWN = frozenset(
    {
        *("problem", "problems", "latency", "restart", "current", "key", "time", "source", "open", "worry", "worrying"),
        *(
            "between",
            "in",
            "run",
            "carrying",
            "containing",
            "English",
            "speed",
            "don't",
            "everyone",
            "everyone's",
            "wandb",
        ),
    }
)


def near(word: str, *replacements: str, before: str = "We use ") -> tuple[str, ...]:
    text = f"{before}{word} now"
    return near_words(text, len(before), len(before) + len(word), replacements, KNOWN.__contains__)


@pytest.mark.parametrize(
    ("word", "replacements", "expected"),
    [
        ("enviroment", ["environments", "environment"], ("environment", "environments")),
        ("acutally", ["acutely", "actually"], ("actually", "acutely")),
        ("acces", ["aces", "access", "abacus"], ("access", "aces")),
        ("dont", ["dent", "don't"], ("don't",)),
        ("everyones", ["everyone's", "overtones"], ("everyone's",)),
        ("opensource", ["open source", "resource"], ("open source",)),
        ("inbetween", ["between"], ("in between",)),
        ("worying", ["wording"], ("worrying", "wording")),
        ("containg", ["contains"], ("containing", "contains")),
        ("carying", ["caring"], ("carrying", "caring")),
    ],
)
def test_a_misspelt_word_has_near_ones_the_nearest_first(
    word: str, replacements: list[str], expected: tuple[str, ...]
) -> None:
    assert near(word, *replacements) == expected


@pytest.mark.parametrize(
    ("word", "replacements"),
    [
        ("streamlit", ["stream", "spotlit"]),
        ("uvx", ["ux"]),
        ("mlops", []),
        ("zenml", ["zonal"]),
        ("subproblems", ["subprograms", "problems"]),
        ("latencies", ["latency's", "agencies"]),
        ("restartable", ["respectable"]),
        ("noncurrent", ["concurrent"]),
        ("keyless", ["eyeless"]),
        ("timesource", ["timescores"]),
        ("speeded", ["seeded"]),
        ("english", ["enlist"]),
        ("Wandb", ["Wand"]),
        ("wandb's", ["wand's"]),
        ("Kasper", ["Jasper"]),
        ("naïve", ["nave"]),
        ("ab1cd", ["abcd"]),
    ],
)
def test_a_name_has_none_and_neither_has_what_english_builds_regularly(word: str, replacements: list[str]) -> None:
    assert near(word, *replacements) == ()


def test_a_word_with_a_capital_is_misspelt_at_the_start_of_a_sentence_alone() -> None:
    """Elsewhere it is a name."""
    assert near("Therfore", "Therefore", before="It works. ") == ("Therefore",)
    assert near("Therfore", "Therefore", before="- ") == ("Therefore",)
    assert near("Therfore", "Therefore", before="It works ") == ()


def test_letters_that_are_wrong_are_counted() -> None:
    pairs = {
        ("abc", "abc"): 0,
        ("abc", "ab"): 1,
        ("abc", "acb"): 1,
        ("abc", "axc"): 1,
        ("dont", "don't"): 0,
        ("", "ab"): 2,
    }
    assert {pair: letters_apart(*pair) for pair in pairs} == pairs
