"""What is done while somebody writes takes time that grows as the answer does."""

from functools import partial

import pytest

from benchmarks.ratios import Ratios, Work
from exam_tui.core.editing.list_continuation import continue_list
from exam_tui.core.editing.paste import filtered_paste, pasted_image
from exam_tui.core.editing.search import LONGEST_QUERY, Query, matches, replace
from exam_tui.core.editing.smart_characters import typographic_characters
from tests.core.editing.test_list_continuation import HOSTILE_LINES
from tests.core.editing.test_paste import HOSTILE_PASTES
from tests.core.editing.test_search import HOSTILE_ANSWERS
from tests.core.editing.test_smart_characters import HOSTILE


@pytest.mark.parametrize("piece", HOSTILE_PASTES)
def test_a_paste_is_filtered(ratios: Ratios, piece: str) -> None:
    """One thing over and over."""
    ratios.linear(lambda size: lambda: filtered_paste(piece * size), 20_000)
    ratios.linear(lambda size: lambda: pasted_image(piece * size), 1_000)


@pytest.mark.parametrize("piece", HOSTILE_ANSWERS)
@pytest.mark.parametrize("whole_word", [True, False])
def test_an_answer_is_searched(ratios: Ratios, piece: str, *, whole_word: bool) -> None:
    """For the same thing over and over, which is nearly found everywhere."""

    def searched(size: int, length: int) -> Work:
        answer = piece * (size // len(piece))
        text = answer[:length]
        return lambda: (
            matches(answer, Query(text, whole_word=whole_word)),
            matches(answer, Query(f"{text}b", whole_word=whole_word)),
            replace(answer, Query(text, whole_word=whole_word), "x"),
        )

    for length in (1, 7, LONGEST_QUERY - 1):
        ratios.linear(partial(searched, length=length), 20_000)


@pytest.mark.parametrize("piece", HOSTILE_LINES)
def test_a_list_is_continued(ratios: Ratios, piece: str) -> None:
    """By enter at the end of a line."""

    def continued(size: int) -> Work:
        line = piece * size + "x"
        return lambda: continue_list(line, len(line))

    ratios.linear(continued, 25_000)


@pytest.mark.parametrize("piece", HOSTILE)
def test_typographic_characters_are_found(ratios: Ratios, piece: str) -> None:
    """One thing over and over."""

    def found(size: int) -> Work:
        answer = piece * (size // len(piece))
        return lambda: list(typographic_characters(answer))

    ratios.linear(found, 45_000)
