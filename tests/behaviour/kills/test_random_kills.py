"""Programs killed at random while they save: some dozens in every run, 10,000 at night or by `make kills`."""

import os
import subprocess
import sys

import pytest

from tests.behaviour.kills.random_kills import MANY
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="nothing is forked and killed like this there")

nightly = pytest.mark.skipif("config.getoption('markexpr') != 'nightly'", reason="they take long: `make nightly`")


def killed(kills: int, writer: str, *options: str) -> "subprocess.CompletedProcess[str]":
    """Kill as often, in a process of its own: it forks, which a process with threads must not."""
    return subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-m",
            "tests.behaviour.kills.random_kills",
            "--kills",
            str(kills),
            "--writer",
            writer,
            *options,
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("count", [12, pytest.param(30, marks=pytest.mark.full)])
@pytest.mark.parametrize("writer", ["exam-tui", "linked"])
def test_killed_at_random_moments_nothing_is_torn_or_lost(writer: str, count: int) -> None:
    """Neither what is replaced nor what is written in place."""
    done = killed(count, writer)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"{count} kills, ")
    assert ": 0 torn, 0 lost." in done.stdout


def test_a_file_that_is_half_written_when_its_writer_is_killed_is_counted_as_torn() -> None:
    """Or the kills would prove nothing. It is killed right there, so that chance has no say."""
    done = killed(1, "halting")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 torn" in done.stdout


@pytest.mark.full
def test_the_same_kills_tear_what_is_written_naively() -> None:
    """At random moments, one of so many is amid its write."""
    done = killed(3000, "naive", "--until-torn")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 torn" in done.stdout


@pytest.mark.nightly
@nightly
@pytest.mark.parametrize("writer", ["exam-tui", "linked"])
def test_killed_ten_thousand_times_nothing_is_torn_or_lost(writer: str) -> None:
    """The environment's EXAM_TUI_KILLS says how often instead."""
    done = killed(int(os.environ.get("EXAM_TUI_KILLS", MANY)), writer)
    print(done.stdout)  # noqa: T201 - pytest -rP shows it
    assert done.returncode == 0, done.stdout + done.stderr
