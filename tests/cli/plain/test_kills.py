"""`exam-tui edit --plain` killed at random moments: what was acknowledged is in the file or in the recovery."""

import random
import sys
import threading
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.storage.history.recovery import damaged_recoveries, read_recovery
from tests.cli.conftest import Write
from tests.cli.plain.conversation import NothingAskedError, Plain

assert sys.platform != "win32"  # for mypy, which stops here on Windows


def _type_until_killed(path: Path, chance: random.Random, acknowledged: set[str]) -> None:
    """Add to answers, tick and save; note each line once the program has said that it has it."""
    with Plain(path) as plain:
        timer = threading.Timer(chance.uniform(0.0, 0.3), plain.kill)
        timer.start()
        try:
            said = plain.greeting
            while "ring " in said and said.endswith("1 to 2> "):
                said = plain.say("1")
            while True:
                said = plain.say(chance.choice("123"), "type")
                if said.endswith("1 to 3> "):
                    plain.say("1")
                lines = [f"{chance.randrange(10**12):012}" for _ in range(chance.randrange(1, 4))]
                plain.send(*lines)
                assert "Not saved yet." in plain.say(".")
                acknowledged |= {*lines}
                plain.say(chance.choice(["save", "tick 1", "again"]))
        except (OSError, NothingAskedError):  # it was killed
            return
        finally:
            timer.join()


def _kill(path: Path, times: int) -> None:
    """Kill so many runs one after the other, or more until as many lines were acknowledged: each of them is kept."""
    chance = random.Random(7)
    acknowledged: set[str] = set()
    kills = 0
    while kills < times or len(acknowledged) <= times:
        assert kills < 20 * times, f"only {len(acknowledged)} lines were acknowledged"
        kills += 1
        _type_until_killed(path, chance, acknowledged)
        found = read_recovery(path)
        lines = {line for data in (path.read_bytes(), found.ours if found else b"") for line in data.decode().split()}
        assert acknowledged <= lines
        assert not damaged_recoveries(path)
        assert [question.number for question in Report.load(path).questions] == [1, 2, 3]


def test_killed_at_random_moments_every_line_that_was_acknowledged_is_kept(write: Write) -> None:
    """Typing, adding, ticking, saving, bringing back what the run before could not save."""
    _kill(write("a.md"), 4)


@pytest.mark.full
def test_killed_fifteen_times_every_line_that_was_acknowledged_is_kept(write: Write) -> None:
    """The same for longer."""
    _kill(write("a.md"), 15)


@pytest.mark.nightly
@pytest.mark.skipif("config.getoption('markexpr') != 'nightly'", reason="1,000 kills take long: `make nightly`")
def test_killed_a_thousand_times_every_line_that_was_acknowledged_is_kept(write: Write) -> None:
    """The same for some minutes."""
    _kill(write("a.md"), 1_000)
