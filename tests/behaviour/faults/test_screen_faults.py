"""Every call of a save fails in every way, on the screen: the cause is said, no word goes, the next save works."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exam_tui import Report
from exam_tui.storage.history.recovery import read_recovery
from exam_tui.tui.widgets.header import Header
from exam_tui.tui.widgets.key_bar import KeyBar
from tests.behaviour.kills.one_edit import OLD, write_unlike_a_new_file
from tests.conftest import sampled
from tests.storage.disk.test_write_faults import ERRORS, IN_PLACE, MATRIX, RETRIED, needed
from tests.tui.editing import opened

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows sets neither owner nor mode, nor syncs folders")

WORDS = "words that stay"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write a report whose file is unlike a new one, so that a save needs every call."""
    path = tmp_path / "README.md"
    write_unlike_a_new_file(path, OLD)
    return path


def _recovered(path: Path) -> str:
    found = read_recovery(path)
    return Report.from_bytes(found.ours).question(1).answer if found else ""


def _cases() -> list[object]:
    """Return each call with each error.

    In `make test` run some of these: for each call one error that it gets over, if it does, and one that it does not.
    """
    first: dict[tuple[str, bool], tuple[str, str]] = {}
    for case in MATRIX:
        first.setdefault((case[0], case in IN_PLACE | RETRIED), case)
    others = [case for case in MATRIX if case not in first.values()]
    return sampled(first.values(), 6) + [pytest.param(*case, marks=pytest.mark.full) for case in others]


@pytest.mark.parametrize(("call", "name"), _cases())
async def test_the_cause_is_on_the_screen_the_words_are_kept_and_the_next_save_works(
    path: Path, call: str, name: str, break_calls: Callable[..., Any]
) -> None:
    needed(call)
    async with opened(path, size=(160, 30)) as editor:
        await editor.go_to(1)
        await editor.until(lambda: not editor.is_busy("begin", "default"))
        editor.area.replace_answer(WORDS)
        await editor.let_time_pass()
        await editor.until(lambda: _recovered(path) == WORDS)
        where = f"{path.parent}" if call == "fsync_folder" else f"{path.parent}/."
        calls = break_calls(call, getattr(errno, name), where=where, times=1 if name == "EINTR" else sys.maxsize)
        await editor.press("ctrl+s")
        if call == "fsync_folder":
            await editor.until(lambda: f"but not confirmed to be on the disk: {ERRORS[name]}" in editor.line(KeyBar))
        elif (call, name) not in IN_PLACE | RETRIED:
            await editor.until(lambda: "Not saved" in editor.line(KeyBar))
            said = " ".join(editor.line(KeyBar).split())
            assert f"could not be saved: {ERRORS[name]}." in said
            assert "Your text is kept in the editor." in said
            assert "unsaved" in editor.line(Header)
            assert path.read_bytes() == OLD
            assert _recovered(path) == WORDS
        assert editor.area.answer == WORDS
        calls.times = 0
        await editor.press("end", "exclamation_mark", "ctrl+s")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
    assert Report.load(path).question(1).answer == f"{WORDS}!"
