"""A recovery survives the sudden death of the program that writes it."""

import os
import random
import time
from pathlib import Path

import pytest

from exam_tui.storage.history.recovery import damaged_recoveries, declined_recoveries, read_recovery
from tests.behaviour.kills.killed_programs import killed_at_every_call, run, start

pytestmark = pytest.mark.skipif(os.name == "nt", reason="nothing is killed like this there")

_WRITE = """
from exam_tui.core.report.report import Report
from exam_tui.storage.history.recovery import recovery_of, write_recovery
from tests.core.build import question, report_of
report = report_of(question(1))
def write(text):
    report.set_answer(1, text)
    write_recovery(path, recovery_of(report, report.original))
"""


def text_of(path: Path) -> str:
    """Return the answer in a recovery."""
    recovery = read_recovery(path)
    assert recovery is not None
    (edit,) = recovery.edits.answers
    return edit.text


def test_killed_at_any_call_the_old_or_the_new_one_is_there(path: Path, state: Path) -> None:
    """Whole, and no word of either is lost when the old one was another program's."""
    run(_WRITE + "write('old')", path, state)
    seen = []
    for _ in killed_at_every_call(_WRITE + "start_dying(); write('new')", path, state):
        texts = {edit.text for kept in declined_recoveries(path) for edit in kept.edits.answers}
        recovery = read_recovery(path)
        texts |= {edit.text for edit in recovery.edits.answers} if recovery else set()
        assert "old" in texts
        seen.append("new" in texts)
        assert damaged_recoveries(path) == []
    assert len(seen) > 5
    assert set(seen) == {False, True}
    assert text_of(path) == "new"


def _killed_while_typing(path: Path, state: Path, times: int) -> None:
    chance = random.Random(1)
    for turn in range(times):
        code = f"""
for number in range(100_000):
    write('turn {turn} word %d' % number)
    print(number, flush=True)
"""
        with start(_WRITE + code, path, state) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(chance.random() / 20)
            process.kill()
            said = process.stdout.read().count("\n")
        name, _, word = text_of(path).rpartition(" ")
        assert name == f"turn {turn} word"
        assert said <= int(word) <= said + 1
        assert damaged_recoveries(path) == []


def test_killed_at_any_moment_nothing_that_was_written_is_lost(path: Path, state: Path) -> None:
    """What `write_recovery` came back from is there; `make nightly` kills 1,000 times."""
    _killed_while_typing(path, state, 4)


@pytest.mark.nightly
@pytest.mark.skipif("config.getoption('markexpr') != 'nightly'", reason="1,000 kills take long: `make nightly`")
def test_killed_a_thousand_times_nothing_is_lost(path: Path, state: Path) -> None:
    """The same, longer."""
    _killed_while_typing(path, state, 1000)
