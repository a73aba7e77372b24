"""The process that reads English: the same remarks, within a limit, and whatever the library does is a sentence."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam_tui.errors import ProofreadError
from exam_tui.proofread import read_english
from exam_tui.proofread.proofread_process import ProofreadProcess
from tests.proofread.conftest import needs_harper
from tests.systems import SIGSTOP

TEXT = "We use an enviroment for the the tests \ud800."


@pytest.fixture
def process() -> Iterator[ProofreadProcess]:
    """Return a process for one test."""
    process = ProofreadProcess()
    yield process
    process.stop()


@needs_harper
def test_remarks_are_the_same_as_those_that_are_made_here(process: ProofreadProcess) -> None:
    """Also of a text that no file can hold."""
    assert process.read(TEXT, "both") == read_english.read_english(TEXT)


@needs_harper
@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_what_takes_too_long_is_given_up_in_a_sentence_and_the_next_text_is_read(process: ProofreadProcess) -> None:
    process.start()
    process.limit = 0.001
    assert process._process is not None
    process._process.send_signal(SIGSTOP)
    with pytest.raises(ProofreadError, match=r"The answer was not proofread: it took longer than 0\.001 seconds\."):
        process.read(TEXT, "both")
    process.limit = 100
    assert process.read(TEXT, "both").remarks


def test_a_fault_of_the_library_is_a_sentence(process: ProofreadProcess, tmp_path: Path) -> None:
    """Here one whose linter cannot be made; another one ends the whole process."""
    for code, message in (
        ("", "could not be proofread (AttributeError"),
        ("import os; os._exit(3)", "its process ended"),
    ):
        (tmp_path / "harper.py").write_text(code, encoding="utf-8")
        process.stop()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", str(tmp_path))
            with pytest.raises(ProofreadError) as caught:
                process.read(TEXT, "both")
        assert message in str(caught.value)
