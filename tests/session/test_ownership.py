"""Who writes a report, and what one who does not learns of it."""

import asyncio
from collections.abc import Callable

import pytest

from exam_tui.cli.plain.dialogue import drive
from exam_tui.session.dialogue import SyncState
from exam_tui.storage.lock import lock
from tests.behaviour.stateful.scripted import happening_before_the_write
from tests.session.opened_report import Open


def test_who_is_taken_over_from_in_the_moment_of_a_save_does_not_write(opened: Open) -> None:
    opened.write(2, "beans")
    taken: list[lock.Lock | lock.LockHolder] = []

    def take_over() -> None:
        taken.append(lock.acquire(opened.path, instead_of=lock.holder_of(opened.path)))

    with happening_before_the_write(take_over):
        assert opened.save() is SyncState.TOLD
    assert opened.answer(2) == "peas"
    assert opened.told.said[-1] == (
        "Not saved: The report is now open in another editor. Your text is kept in the editor.",
        "critical",
    )
    assert not drive(opened.flows.ownership.is_writer())
    assert opened.told.holders[-1] is not None
    assert isinstance(taken[0], lock.Lock)
    taken[0].release()


def test_a_lock_that_somebody_removed_is_had_again(opened: Open) -> None:
    held = opened.flows.ownership.lock
    assert held is not None
    held.file.unlink()
    assert drive(opened.flows.ownership.is_writer())
    assert opened.told.holders == []
    assert lock.holder_of(opened.path) is not None


def test_a_lock_that_is_missed_twice_at_once_is_had_again_once(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is kept out by themselves."""
    held = opened.flows.ownership.lock
    assert held is not None
    held.file.unlink()

    async def slowly(function: Callable[..., object], *args: object, **kwargs: object) -> object:
        done = function(*args, **kwargs)
        await asyncio.sleep(0)
        return done

    async def both() -> tuple[bool, bool]:
        first, second = await asyncio.gather(opened.flows.ownership.is_writer(), opened.flows.ownership.is_writer())
        return first, second

    monkeypatch.setattr(opened.told, "off_thread", slowly)
    assert asyncio.run(both()) == (True, True)
    assert opened.told.holders == []
    assert opened.flows.ownership.lock is not None
    assert opened.flows.ownership.lock.is_held
