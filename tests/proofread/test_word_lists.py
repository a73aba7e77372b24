"""Lists of words: one word a line, sorted, each once; what a stranger put in their place is refused."""

import os
import re
from pathlib import Path

import pytest

from exam_tui.errors import ExamTuiError, ProofreadError
from exam_tui.proofread.word_lists import add_to_list, read_list


def test_a_word_is_added_in_its_place_and_once(tmp_path: Path) -> None:
    """Lines end in LF, whatever they ended in; the possessive is no part of a word."""
    path = tmp_path / "words"
    assert read_list(path) == ()
    assert add_to_list(path, "zsh")
    assert add_to_list(path, "Hydra’s")
    assert not add_to_list(path, "hydra")
    assert path.read_bytes() == b"Hydra\nzsh\n"
    path.write_bytes(b"zsh\r\n\r\nHydra\r\nHYDRA\r\n")
    assert add_to_list(path, "mlflow")
    assert path.read_bytes() == b"Hydra\nmlflow\nzsh\n"


@pytest.mark.parametrize("word", ["", " ", "two words", "12", "a\nb", "x" * 61, "\udc80a", "'s"])
def test_what_is_no_word_is_not_added(tmp_path: Path, word: str) -> None:
    with pytest.raises(ProofreadError, match="Not a word"):
        add_to_list(tmp_path / "words", word)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_list_that_is_a_link_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("a\n", encoding="utf-8")
    (tmp_path / "words").symlink_to(other)
    for use in (lambda path: read_list(path, tmp_path), lambda path: add_to_list(path, "b", tmp_path)):
        with pytest.raises(ExamTuiError, match="is a link"):
            use(tmp_path / "words")
    assert other.read_text(encoding="utf-8") == "a\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"word\n" * 20_001, "larger than 100 kB"), (b"\xff\xfe\n", "is not UTF-8"), (None, "is not a regular file")],
)
def test_a_list_that_is_none_is_refused_in_a_sentence(tmp_path: Path, data: bytes | None, message: str) -> None:
    path = tmp_path / "words"
    if data is None:
        path.mkdir()
    else:
        path.write_bytes(data)
    for use in (read_list, lambda path: add_to_list(path, "b")):
        with pytest.raises(ProofreadError, match=re.escape(message)):
            use(path)


def test_a_full_list_takes_no_more(tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_bytes(b"".join(b"%019d\n" % number for number in range(5_000)))
    with pytest.raises(ProofreadError, match="larger than 100 kB"):
        add_to_list(path, "more")
