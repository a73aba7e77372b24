"""Every call of a save fails in every way: the text stays in the session and in recovery, and the next save works."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exam_tui.errors import WriteError
from exam_tui.session.session import Session
from exam_tui.storage.history.recovery import (
    clear_recovery,
    damaged_recoveries,
    read_recovery,
    recovery_of,
    write_recovery,
)
from exam_tui.storage.history.versions import history_of, store_first
from tests.behaviour.kills.one_edit import OLD, TEXT, new, write_unlike_a_new_file
from tests.conftest import sampled
from tests.storage.disk.test_write_faults import ERRORS, IN_PLACE, MATRIX, RETRIED, needed

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows sets neither owner nor mode, nor syncs folders")

MORE = "and more of it"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Return one with an edit that was kept for recovery; its file is unlike a new one, which needs every call."""
    path = tmp_path / "README.md"
    write_unlike_a_new_file(path, OLD)
    session = Session.open(path)
    store_first(path, session.saved_data)
    session.set_answer(1, TEXT)
    session.set_task(0, done=True)
    keep(session)
    return session


def keep(session: Session) -> None:
    """Do what the editor does within a second after a key."""
    found = recovery_of(session.report, session.saved_data)
    assert found
    write_recovery(session.path, found)


def recovered(session: Session) -> bytes:
    found = read_recovery(session.path)
    assert found
    assert damaged_recoveries(session.path) == []
    return found.ours


def saves_all(session: Session) -> None:
    """Save what is there, and look whether all of it is in the file, and what was before in the history."""
    assert session.save(page=False).written
    clear_recovery(session.path)
    assert session.path.read_bytes() == session.report.to_bytes()
    assert not session.is_dirty
    assert OLD in {version.data for version in history_of(session.path)}


def complaint(call: Callable[[], object]) -> str:
    """Return what is said of a call's failure, nothing where it works."""
    try:
        call()
    except WriteError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("call", "name"), MATRIX)
def test_a_save_that_fails_keeps_the_text_and_the_next_one_works(
    session: Session, call: str, name: str, break_calls: Callable[..., Any]
) -> None:
    """The disk of the report fails, the state folder's does not."""
    needed(call)
    folder = f"{session.path.parent}"
    where = folder if call == "fsync_folder" else f"{folder}/."
    calls = break_calls(call, getattr(errno, name), where=where, times=1 if name == "EINTR" else sys.maxsize)
    if call == "fsync_folder":
        assert session.save(page=False).message == f"saved, but not confirmed to be on the disk: {ERRORS[name]}"
    elif (call, name) in IN_PLACE | RETRIED:
        assert session.save(page=False).message.startswith("Saved")
    else:
        with pytest.raises(WriteError) as caught:
            session.save(page=False)
        assert caught.value.message == f"{session.path} could not be saved: {ERRORS[name]}."
        assert caught.value.help
        assert session.path.read_bytes() == OLD
        assert session.is_dirty
    assert session.report.to_bytes() == recovered(session) == new()
    session.set_answer(2, MORE)
    keep(session)
    assert recovered(session) == session.report.to_bytes()

    calls.times = 0
    saves_all(session)


@pytest.mark.parametrize(("call", "name"), sampled(MATRIX, 18))
def test_where_every_disk_fails_the_text_is_in_the_session_and_what_was_kept_stays(
    session: Session, call: str, name: str, break_calls: Callable[..., Any]
) -> None:
    """Both causes are said: why it was not saved, and why what was typed since is not kept."""
    needed(call)
    calls = break_calls(call, getattr(errno, name))
    if name == "EINTR":  # for ever it would be tried again for ever
        calls.times = 1
    said = complaint(lambda: session.save(page=False))
    assert ERRORS[name] in said or not said
    assert session.is_dirty is bool(said)
    assert session.path.read_bytes() == (OLD if said else new())
    session.set_answer(2, MORE)
    text = session.report.to_bytes()
    said = complaint(lambda: keep(session))
    assert ERRORS[name] in said or not said
    assert session.report.to_bytes() == text

    calls.times = 0
    assert recovered(session) in {new(), text}
    saves_all(session)
