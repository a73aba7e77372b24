"""Whatever happens to a report, in any order: no word that was acknowledged is lost. See `machine.py`."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from exam_tui.session.session import Session
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk import write as writing
from exam_tui.storage.disk.state_dir import file_mark, state_path
from exam_tui.storage.disk.write import WriteResult
from exam_tui.storage.history import recovery, versions
from tests.behaviour.stateful.machine import Reports
from tests.behaviour.stateful.scripted import ScriptedEditor

_keep_version = versions.add_version
WHAT_HAPPENS = {
    *("saved", "merged", "settled", "went back", "anew", "changed meanwhile", "refused"),
    *("brought back", "brought back beside another text", "brought back nowhere", "declined", "no place for it"),
    "put back",
}
"""Words of an editor's log: what enough runs come to."""


def _run(examples: int, steps: int, *, is_search: bool = False) -> None:
    """Run so many; a search is the same each time, and ends at the first that fails."""
    runs = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    if is_search:
        runs = settings(runs, derandomize=True, database=None, phases=[Phase.generate])
    run_state_machine_as_test(Reports, settings=runs)


@pytest.fixture(autouse=True)
def own_state_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each run have a state folder of its own, by the environment."""
    monkeypatch.undo()
    monkeypatch.setenv("XDG_STATE_HOME", "")  # each run sets it: here it is put back at the end
    monkeypatch.setattr(syscalls, "OS", syscalls.OS)
    Reports.happened.clear()


def test_no_word_is_lost_whatever_happens() -> None:
    """A few runs; `make test-all` has some dozens, `make nightly` 2,000 of 50 steps."""
    _run(8, 20)


@pytest.mark.full
def test_no_word_is_lost_in_some_dozens_of_runs() -> None:
    """Longer ones."""
    _run(60, 30)


@pytest.mark.nightly
@pytest.mark.skipif("config.getoption('markexpr') != 'nightly'", reason="2,000 runs take long: `make nightly`")
def test_no_word_is_lost_in_two_thousand_runs() -> None:
    """The environment's EXAM_TUI_RUNS says how many instead; `pytest -rP` shows what happened in them."""
    _run(int(os.environ.get("EXAM_TUI_RUNS", "2000")), 50)
    print(", ".join(f"{what} {times:,}" for what, times in Reports.happened.most_common()))  # noqa: T201
    assert set(Reports.happened) == WHAT_HAPPENS


def _nothing(*_: object, **__: object) -> bool:
    return True


def _forget(path: Path) -> None:
    (state_path("recovery") / f"{file_mark(path)}.json").unlink(missing_ok=True)


def _before_saves_only(path: Path, data: bytes, kind: versions.Kind = "saved") -> bool:
    return kind != "saved" or _keep_version(path, data, kind)


BREAKS: dict[str, tuple[object, str, object]] = {
    "typing is not kept": (ScriptedEditor, "keep", _nothing),
    "a recovery is forgotten when the editor starts": (recovery, "read_recovery", _forget),
    "versions are not kept": (versions, "add_version", _nothing),
    "what others take away is not kept": (versions, "add_version", _before_saves_only),
    "changes outside are not seen": (Session, "poll", lambda _: None),
    "a save writes nothing": (writing, "write_file", lambda *_, **__: WriteResult(durable=True)),
}
QUICKLY_FOUND = {"typing is not kept", "a save writes nothing"}
"""What the first few runs find."""


@pytest.mark.parametrize(
    "name", [name if name in QUICKLY_FOUND else pytest.param(name, marks=pytest.mark.full) for name in BREAKS]
)
def test_a_broken_promise_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the runs would prove nothing."""
    monkeypatch.setattr(*BREAKS[name])
    with pytest.raises(AssertionError):
        _run(2000, 50, is_search=True)
