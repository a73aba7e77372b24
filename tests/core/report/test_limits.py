"""How many words or images an answer may have, and how that is said."""

import pytest

from exam_tui import Limit, Limits


def test_both_ends_of_a_limit_are_allowed() -> None:
    """Minimum and maximum are included; a limit that is not set allows all."""
    assert [Limit(2, 3).allows(count) for count in (1, 2, 3, 4)] == [False, True, True, False]
    both = Limits(Limit(2, 3), Limit(1, 1))
    assert both.allow(words=2, images=1)
    assert not both.allow(words=1, images=1)
    assert not both.allow(words=2, images=0)
    assert Limits().allow(words=0, images=9)


def test_an_open_end_and_a_target_allow_all_that_no_limit_forbids() -> None:
    """No answer is too long for `100+`, and none is outside of `about 300`."""
    assert [Limit(100).allows(count) for count in (0, 99, 100, 10_000)] == [False, False, True, True]
    assert [Limit(target=300).allows(count) for count in (0, 300, 10_000)] == [True, True, True]


def test_what_a_count_lacks_and_has_too_many() -> None:
    """Only outside a limit is either of them more than nothing."""
    counts = (1, 5, 20, 23)
    assert [Limit(5, 20).missing(count) for count in counts] == [4, 0, 0, 0]
    assert [Limit(5, 20).excess(count) for count in counts] == [0, 0, 0, 3]
    assert [Limit(5).excess(count) for count in counts] == [0, 0, 0, 0]
    assert [Limit(target=5).missing(count) + Limit(target=5).excess(count) for count in counts] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("limit", "shown", "words", "full"),
    [
        (Limit(5, 20), "5–20", "5 to 20 words", 20),
        (Limit(0, 250), "up to 250", "at most 250 words", 250),
        (Limit(0, 1), "up to 1", "at most 1 word", 1),
        (Limit(100), "100+", "at least 100 words", 100),
        (Limit(1, 1), "exactly 1", "1 word", 1),
        (Limit(target=300), "about 300", "about 300 words", 300),
    ],
)
def test_a_limit_is_said_in_the_shortest_words(limit: Limit, shown: str, words: str, full: int) -> None:
    """As the meter shows it, as a sentence says it, and the count that fills a bar."""
    assert (str(limit), limit.in_words("word"), limit.full) == (shown, words, full)


def test_a_target_is_no_limit() -> None:
    """A question that names only a target states none."""
    assert not Limits().are_stated
    assert not Limits(Limit(target=300), Limit(target=2)).are_stated
    assert Limits(Limit(target=300), Limit(2)).are_stated
    assert Limits(Limit(0, 200)).are_stated
