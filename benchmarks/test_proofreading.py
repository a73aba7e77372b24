"""Proofreading: what is put aside in linear time, and an answer read in a bounded one."""

import pytest

from benchmarks.ratios import Ratios, Work
from exam_tui.proofread.prose import prose
from tests.proofread.conftest import needs_harper

HOSTILE = ("`", "![", "[a](", "<!--", "<", "&", "*a ", "- ", "> ", "--- question ", "[x]: y\n", "😀", "a", "a_")


@pytest.mark.parametrize("piece", HOSTILE)
def test_what_is_no_english_is_put_aside_in_linear_time(ratios: Ratios, piece: str) -> None:
    """Whatever is repeated, up to twice the characters of an answer that are read."""

    def put_aside(size: int) -> Work:
        text = piece * (size * 1_000 // len(piece))
        return lambda: prose(text)

    ratios.linear(put_aside, 25)


@needs_harper
def test_an_answer_of_three_hundred_words(ratios: Ratios) -> None:
    """With ten words that are not known: each of them takes as long as fifty that are."""
    from exam_tui.proofread.read_english import read_english  # noqa: PLC0415 - where the library is installed

    sentences = "We wrote the code for the model and ran it on the cluster of the group. " * 20
    wrong = "The enviroment has an architechture. " * 5

    def read() -> None:
        assert read_english(sentences + wrong).remarks

    read()  # once the library is loaded
    ratios.beside_python(read, 0.6)  # measured: 0.15
