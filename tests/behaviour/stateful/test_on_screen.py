"""Whatever happens to a report that is open on the screen: no word that was acknowledged is lost."""

import os
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from exam_tui.session.merging import external_changes
from exam_tui.storage.disk import syscalls
from exam_tui.tui.editor import autosave, safety
from tests.behaviour.stateful.machine import Reports
from tests.behaviour.stateful.on_screen import OnScreen
from tests.behaviour.stateful.scripted import ScriptedEditor


class ScreenReports(Reports):
    """The runs of `tests/behaviour/stateful/machine.py` on the editor itself in place of a script."""

    editor_of: ClassVar[type[ScriptedEditor]] = OnScreen


@pytest.fixture(autouse=True)
def _no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing happen by itself, so that the runs know when it does; and wait for nobody who is still writing."""
    monkeypatch.setattr(syscalls, "OS", syscalls.OS)
    monkeypatch.setattr(safety, "_LOOK_SECONDS", 1e6)
    monkeypatch.setattr(autosave, "_RECOVER_SECONDS", 1e6)
    monkeypatch.setattr(external_changes, "_SETTLE_SECONDS", 0.001)


def _run(examples: int, steps: int) -> None:
    runs = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink such runs takes minutes
    )
    Reports.happened.clear()
    run_state_machine_as_test(ScreenReports, settings=runs)


def test_no_word_is_lost_whatever_happens() -> None:
    """A few runs; `make test-all` and `make nightly` have more of them, and longer ones."""
    _run(3, 8)


@pytest.mark.full
def test_no_word_is_lost_in_some_more_runs() -> None:
    _run(8, 12)


@pytest.mark.nightly
@pytest.mark.skipif("config.getoption('markexpr') != 'nightly'", reason="it takes long: `make nightly`")
def test_no_word_is_lost_in_many_runs() -> None:
    """The environment's EXAM_TUI_SCREEN_RUNS says how many instead; `pytest -rP` shows what happened in them."""
    _run(int(os.environ.get("EXAM_TUI_SCREEN_RUNS", "200")), 30)
    print(", ".join(f"{what} {times:,}" for what, times in Reports.happened.most_common()))  # noqa: T201
