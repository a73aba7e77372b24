"""Unsaved typing comes back, byte for byte; whatever is in its place is never an error."""

import errno
import json
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exam_tui import Report
from exam_tui.core.merge.edits import AnswerEdit, Edits, TickEdit, apply_edits
from exam_tui.errors import WriteError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.state_files import DAY
from exam_tui.storage.history.recovery import (
    KEPT_FOR,
    MOST_BYTES,
    clear_recovery,
    damaged_recoveries,
    decline_recovery,
    declined_recoveries,
    read_recovery,
    recovery_of,
    write_recovery,
)
from exam_tui.storage.history.recovery_format import Recovery
from tests.core.strategies import hostile_texts, reports
from tests.storage.history.recovering import garden, typed

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes and no links for everybody")


# There and back


@pytest.mark.nightly
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports().filter(lambda report: report.questions), st.data())
def test_any_report_with_any_edits_comes_back_byte_for_byte(path: Path, report: Report, data: st.DataObject) -> None:
    """Also what was typed on after a save."""
    saved = report.original
    for _ in range(2):
        report.set_answer(data.draw(st.sampled_from(report.questions)), data.draw(hostile_texts(4)))
        for task in report.tasks:
            report.set_task(task.index, data.draw(st.booleans()))
        recovery = recovery_of(report, saved)
        assert (recovery is None) == (report.to_bytes() == saved)
        if recovery is not None:
            write_recovery(path, recovery)
            found = read_recovery(path)
            assert found == recovery
            assert found.ours == report.to_bytes()
            assert found.base == saved
            again = Report.from_bytes(saved)
            apply_edits(found.edits, found.base, again)
            assert saved != report.original or again.to_bytes() == report.to_bytes()
        saved = report.to_bytes()


def test_it_says_what_was_typed_into_which_file_when_and_where(path: Path) -> None:
    """Enough to tell the user, and to merge."""
    report = garden()
    report.set_answer(2, "beans\r\nand \udcff")
    report.set_task(0, done=True)
    before = time.time()
    recovery = recovery_of(report, report.original)
    assert recovery is not None
    write_recovery(path, recovery)
    found = read_recovery(path)
    assert found is not None
    assert (found.base, found.ours) == (report.original, report.to_bytes())
    assert found.edits == Edits(
        (AnswerEdit(2, 0, "beans\nand \udcff"),), (TickEdit("Report for 02476", "water", 0, done=True),)
    )
    assert (found.pid, bool(found.host)) == (os.getpid(), True)
    assert before <= found.time <= time.time()


def test_nothing_unsaved_is_no_recovery(path: Path) -> None:
    """Nor an edit that was taken back."""
    report = garden()
    assert recovery_of(report, report.original) is None
    report.set_answer(1, "tulips")
    assert recovery_of(report, report.to_bytes()) is None
    report.set_answer(1, "roses")
    assert recovery_of(report, report.original) is None
    assert read_recovery(path) is None


def test_a_part_of_it_can_be_taken(path: Path) -> None:
    """Question by question; the rest is not in its bytes."""
    report = garden()
    report.set_answer(1, "tulips")
    report.set_answer(2, "beans")
    report.set_task(0, done=True)
    recovery = recovery_of(report, report.original)
    assert recovery is not None
    assert recovery.part(recovery.edits.answers, recovery.edits.ticks) is recovery
    part = recovery.part(recovery.edits.answers[:1], ())
    assert part.ours == report.original.replace(b"roses", b"tulips")
    assert part.edits == Edits(recovery.edits.answers[:1], ())
    write_recovery(path, part)
    assert read_recovery(path) == part


def test_every_way_to_the_report_finds_it(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link, another folder to start from; not another report."""
    path.write_bytes(b"")
    write_recovery(path, typed())
    monkeypatch.chdir(tmp_path)
    assert read_recovery(Path("README.md")) is not None
    if os.name != "nt":
        (tmp_path / "link.md").symlink_to(path)
        assert read_recovery(tmp_path / "link.md") is not None
    assert read_recovery(tmp_path / "other.md") is None


@posix
def test_only_the_user_can_read_it(path: Path, file: Path) -> None:
    """Whatever the umask says."""
    old = os.umask(0)
    try:
        write_recovery(path, typed())
    finally:
        os.umask(old)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (file.parent, file.parent.parent)] == [0o700, 0o700]


def test_it_can_be_read_without_the_program(path: Path, file: Path) -> None:
    """One line, then JSON with the words in it."""
    write_recovery(path, typed("tulips, lots of them"))
    head, _, body = file.read_text(encoding="ascii").partition("\n")
    assert head.startswith("exam-tui recovery 1 ")
    assert json.loads(body)["answers"] == [[1, 0, "tulips, lots of them"]]


# One file, many writers


def test_an_older_one_never_replaces_a_newer_one(path: Path) -> None:
    """A thread that was slow."""
    older, newer = typed("first"), typed("second")
    write_recovery(path, newer)
    write_recovery(path, older)
    assert read_recovery(path) == newer
    write_recovery(path, newer)
    assert read_recovery(path) == newer


def test_what_a_signal_brought_in_between_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its handler runs in the middle of a write, on the same thread."""
    older, newer = typed("first"), typed("second")

    class Interrupted(syscalls.Syscalls):
        """The real calls, with a signal right before the first rename."""

        def rename(self, source: str, target: str) -> None:
            monkeypatch.setattr(syscalls, "OS", syscalls.Syscalls())
            write_recovery(path, newer)
            super().rename(source, target)

    monkeypatch.setattr(syscalls, "OS", Interrupted())
    write_recovery(path, older)
    assert read_recovery(path) == newer


def test_threads_do_not_disturb_each_other(path: Path) -> None:
    """The last one that was taken is there at the end, and nothing else is."""
    recoveries = [typed(f"answer {number}") for number in range(20)]
    threads = [Thread(target=write_recovery, args=(path, recovery)) for recovery in reversed(recoveries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read_recovery(path) == recoveries[-1]
    assert declined_recoveries(path) == []


def left_by_another(path: Path, file: Path, recovery: Recovery) -> None:
    """Put a recovery where another run of the editor would have left it."""
    write_recovery(path, recovery)
    data = file.read_bytes()
    file.unlink()
    file.write_bytes(data)


def test_one_that_nobody_decided_on_is_kept(path: Path, file: Path) -> None:
    """Typing on without an answer to the question loses nothing."""
    left_by_another(path, file, typed("another's words"))
    write_recovery(path, typed("tulips"))
    found = read_recovery(path)
    assert found is not None
    assert found.edits.answers[0].text == "tulips"
    assert [kept.edits.answers[0].text for kept in declined_recoveries(path)] == ["another's words"]
    write_recovery(path, typed("tulips, more"))
    assert len(declined_recoveries(path)) == 1


def test_one_that_was_taken_is_replaced(path: Path, file: Path) -> None:
    """All its words are in the new one."""
    left_by_another(path, file, typed("tulips"))
    report = garden()
    report.set_answer(1, "tulips")
    report.set_answer(2, "beans")
    recovery = recovery_of(report, report.original)
    assert recovery is not None
    write_recovery(path, recovery)
    assert read_recovery(path) == recovery
    assert declined_recoveries(path) == []


def test_a_damaged_one_that_was_never_read_is_kept(path: Path, file: Path) -> None:
    """Somebody may be able to make sense of it."""
    file.parent.mkdir(parents=True)
    file.write_bytes(b"half a recov")
    write_recovery(path, typed())
    assert [kept.read_bytes() for kept in damaged_recoveries(path)] == [b"half a recov"]


# Saved, declined, forgotten


def test_it_is_forgotten_once_saved(path: Path, file: Path) -> None:
    """And nothing is left to decline."""
    write_recovery(path, typed())
    clear_recovery(path)
    clear_recovery(path)
    decline_recovery(path)
    assert read_recovery(path) is None
    assert list(file.parent.iterdir()) == []


def test_what_another_run_left_is_not_forgotten(path: Path, file: Path) -> None:
    """As far as this run knows, it was saved nowhere."""
    recovery = typed()
    left_by_another(path, file, recovery)
    clear_recovery(path)
    assert read_recovery(path) is None
    assert declined_recoveries(path) == [recovery]


def test_a_declined_one_is_no_longer_offered_and_kept_a_month(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted from when it was declined, and until it was found too old twice."""
    first, second = typed("first"), typed("second")
    for recovery in (first, second):
        write_recovery(path, recovery)
        decline_recovery(path)
    assert read_recovery(path) is None
    assert declined_recoveries(path) == [first, second]
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + KEPT_FOR - 60)
    read_recovery(path)
    assert declined_recoveries(path) == [first, second]
    for seconds in (KEPT_FOR + 60, KEPT_FOR + 6 * DAY):
        monkeypatch.setattr("time.time", lambda seconds=seconds: now + seconds)
        read_recovery(path)
        assert declined_recoveries(path) == [first, second]
    monkeypatch.setattr("time.time", lambda: now + KEPT_FOR + 8 * DAY)
    read_recovery(path)
    assert declined_recoveries(path) == []


@pytest.mark.parametrize("ahead", [40, 400, 36_500])
def test_a_clock_that_was_ahead_for_a_while_deletes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    """Even at several starts in a day, and again after it was right."""
    recovery = typed()
    write_recovery(path, recovery)
    decline_recovery(path)
    now = time.time()
    for day in (ahead, ahead + 1, 1, ahead + 9, 10, ahead + 20, ahead + 19):
        monkeypatch.setattr("time.time", lambda day=day: now + day * DAY)
        read_recovery(path)
        assert declined_recoveries(path) == [recovery]


def test_what_was_put_aside_while_the_clock_was_ahead_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not too old once the clock is right again."""
    now = time.time()
    monkeypatch.setattr("time.time_ns", lambda: int((now + 40 * DAY) * 1e9))
    recovery = typed()
    write_recovery(path, recovery)
    decline_recovery(path)
    read_recovery(path)
    assert declined_recoveries(path) == [recovery]


def test_unfinished_files_of_a_crash_go_after_a_day(path: Path, file: Path) -> None:
    """Others stay."""
    write_recovery(path, typed())
    old, new = file.with_name(".old.tmp"), file.with_name(".new.tmp")
    old.write_bytes(b"")
    new.write_bytes(b"")
    os.utime(old, (0, 0))
    assert read_recovery(path) is not None
    assert (old.exists(), new.exists()) == (False, True)


# Failing disks

ERRORS = ["ENOSPC", "EDQUOT", "EIO", "EACCES", "EROFS"]


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("call", ["open", "write", "short write", "fsync", "close", "rename"])
def test_a_failing_call_leaves_the_one_before(
    path: Path, file: Path, call: str, name: str, break_calls: Callable[..., Any]
) -> None:
    """The cause is said, the next one works, and no other file is left."""
    first, second = typed("first"), typed("second")
    write_recovery(path, first)
    calls = break_calls(call, getattr(errno, name), where=".tmp")
    with pytest.raises(WriteError) as caught:
        write_recovery(path, second)
    assert caught.value.help
    calls.times = 0
    assert read_recovery(path) == first
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]
    write_recovery(path, second)
    assert read_recovery(path) == second


@pytest.mark.parametrize("call", ["open", "write", "short write", "close", "rename"])
def test_an_interrupted_call_is_made_again(path: Path, call: str, break_calls: Callable[..., Any]) -> None:
    """EINTR."""
    break_calls(call, errno.EINTR, where=".tmp", times=1)
    recovery = typed()
    write_recovery(path, recovery)
    assert read_recovery(path) == recovery


@pytest.mark.parametrize("call", ["open", "rename", "unlink"])
def test_a_disk_that_answers_nothing_stops_nobody(
    path: Path, file: Path, call: str, break_calls: Callable[..., Any]
) -> None:
    """What is there stays there, and is found once the disk is well again."""
    recovery = typed()
    write_recovery(path, recovery)
    calls = break_calls(call, errno.EIO)
    assert read_recovery(path) == (None if call == "open" else recovery)
    if call == "rename":
        decline_recovery(path)
    if call == "unlink":
        clear_recovery(path)
    calls.times = 0
    assert file.exists()
    assert read_recovery(path) == recovery


def test_without_a_state_folder_the_cause_is_said(path: Path, state: Path) -> None:
    """A file in its place."""
    state.parent.mkdir(parents=True)
    state.write_bytes(b"")
    with pytest.raises(WriteError, match="state folder"):
        write_recovery(path, typed())
    assert read_recovery(path) is None
    assert declined_recoveries(path) == []
    clear_recovery(path)
    decline_recovery(path)


def test_more_than_can_be_read_back_is_not_written(path: Path) -> None:
    """It is said while there is still time to save."""
    with pytest.raises(WriteError, match="too large"):
        write_recovery(path, typed("x" * MOST_BYTES))
    assert read_recovery(path) is None
