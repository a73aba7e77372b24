"""The measuring itself: what is not linear or takes too long fails, and what is not does not."""

from functools import partial

import pytest

from benchmarks.ratios import Ratios, piece_of_python


def _quadratic(size: int) -> int:
    return sum(one < other for one in range(size) for other in range(size))


def test_work_that_grows_with_the_square_fails(ratios: Ratios) -> None:
    """And a sum of twice as many numbers does not."""
    with pytest.raises(AssertionError, match="times the time of 400 for 800"):
        Ratios().linear(lambda size: partial(_quadratic, size), 400)
    ratios.linear(lambda size: partial(sum, range(size)), 400_000)


def test_work_that_takes_as_long_as_several_pieces_of_python_fails(ratios: Ratios) -> None:
    """And one piece does not."""
    with pytest.raises(AssertionError, match="times the piece of Python"):
        Ratios().beside_python(lambda: [piece_of_python() for _ in range(3)], 2)
    ratios.beside_python(piece_of_python, 2)
