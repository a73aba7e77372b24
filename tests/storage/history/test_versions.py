"""Earlier versions of a report: the first one forever, later ones within bounds, all of them whole."""

import errno
import os
import stat
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from exam_tui.errors import WriteError
from exam_tui.storage.disk.state_dir import file_mark
from exam_tui.storage.disk.write import write_file
from exam_tui.storage.history import versions
from exam_tui.storage.history.recovery import decline_recovery, write_recovery
from exam_tui.storage.history.versions import add_version, history_of, store_first
from tests.behaviour.kills.killed_programs import killed_at_every_call, run
from tests.storage.history.recovering import typed

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes, and nothing is killed like this there")


@pytest.fixture
def folder(path: Path, state: Path) -> Path:
    """Return where the versions of `path` are."""
    return state / "versions" / file_mark(path)


def kept(path: Path) -> list[tuple[str, bytes]]:
    """Return what is kept, without the times."""
    return [(version.kind, version.data) for version in history_of(path)]


def test_the_file_as_first_opened_is_kept_once(path: Path) -> None:
    """Whatever it holds when it is opened again."""
    assert kept(path) == []
    before = time.time()
    assert store_first(path, b"first")
    assert store_first(path, b"second")
    assert kept(path) == [("opened", b"first")]
    assert before - 1 < history_of(path)[0].time <= time.time()


def test_what_it_held_before_each_save_is_kept(path: Path) -> None:
    """The same content once, dated when it was last there."""
    store_first(path, b"one")
    for data in (b"one", b"two"):
        assert add_version(path, data)
    assert add_version(path, b"three", "merged")
    assert add_version(path, b"two")
    assert add_version(path, b"", "restored")
    assert kept(path) == [("opened", b"one"), ("merged", b"three"), ("saved", b"two"), ("restored", b"")]


def test_any_bytes_come_back(path: Path) -> None:
    """Plain files: they can be copied by hand."""
    data = b"\xef\xbb\xbf# R\r\n\0\xff" * 100
    add_version(path, data)
    assert kept(path) == [("saved", data)]


def test_the_file_itself_may_be_gone(path: Path) -> None:
    """Or has come back in another way."""
    path.write_bytes(b"x")
    store_first(path, b"x")
    path.unlink()
    assert kept(path) == [("opened", b"x")]
    assert kept(path.parent / "other.md") == []


@posix
def test_only_the_user_can_read_them(path: Path, folder: Path) -> None:
    """They are the user's words."""
    store_first(path, b"x")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600]


# Bounds


def clock(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """Set the time at which versions are kept."""
    monkeypatch.setattr("time.time_ns", lambda: 1_700_000_000_000_000_000 + seconds * 1_000_000_000)


def test_too_many_are_thinned_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Evenly: the first, the newest and something of every hour stay."""
    monkeypatch.setattr(versions, "MOST_VERSIONS", 50)
    store_first(path, b"first")
    for minute in range(100):
        clock(monkeypatch, minute * 60)
        add_version(path, b"%d" % minute)
    minutes = [int(data) for kind, data in kept(path) if kind == "saved"]
    assert len(minutes) == 50
    assert ("opened", b"first") in kept(path)
    assert (minutes[0], minutes[-1]) == (0, 99)
    assert max(later - earlier for earlier, later in pairwise(minutes)) <= 8


def test_a_burst_of_saves_does_not_drive_out_older_ones(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Yesterday's stay when somebody saves every second."""
    monkeypatch.setattr(versions, "MOST_VERSIONS", 50)
    for hour in range(10):
        clock(monkeypatch, hour * 3600)
        add_version(path, b"hour %d" % hour)
    for second in range(60):
        clock(monkeypatch, 11 * 3600 + second)
        add_version(path, b"second %d" % second)
    names = [data for _, data in kept(path)]
    assert [name for name in names if name.startswith(b"hour")] == [b"hour %d" % hour for hour in range(10)]


def test_too_many_bytes_are_thinned_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But the first and the newest are kept, however large."""
    monkeypatch.setattr(versions, "MOST_BYTES", 1000)
    store_first(path, b"f" * 5000)
    for number in range(10):
        add_version(path, b"%d" % number * 300)
    assert sum(len(data) for kind, data in kept(path) if kind == "saved") == 900
    add_version(path, b"x" * 5000)
    assert [(kind, len(data)) for kind, data in kept(path)] == [("opened", 5000), ("saved", 5000)]


# What else is kept


def test_what_was_typed_and_never_saved_is_in_it(path: Path) -> None:
    """Declined, and not yet decided on."""
    first, second = typed("first"), typed("second")
    write_recovery(path, first)
    decline_recovery(path)
    write_recovery(path, second)
    assert kept(path) == [("declined", first.ours), ("unsaved", second.ours)]


def test_the_copy_of_an_interrupted_save_is_in_it(path: Path, break_calls: Callable[..., Any]) -> None:
    """Of a file that could only be written in place."""
    path.write_bytes(b"old")
    (path.parent / "second.md").hardlink_to(path)
    calls = break_calls("fsync", errno.EIO, where="README.md", skip=1)
    with pytest.raises(WriteError):
        write_file(path, b"new", expected=None)
    calls.times = 0
    assert ("interrupted", b"old") in kept(path)


# Faults


@pytest.mark.parametrize("name", ["ENOSPC", "EDQUOT", "EIO", "EACCES", "EROFS"])
@pytest.mark.parametrize("call", ["open", "write", "short write", "fsync", "close", "rename"])
def test_a_failing_call_keeps_nothing_and_says_so(
    path: Path, folder: Path, call: str, name: str, break_calls: Callable[..., Any]
) -> None:
    """No error: a save does not depend on it. The next one works."""
    store_first(path, b"first")
    calls = break_calls(call, getattr(errno, name), where=".tmp")
    assert not add_version(path, b"second")
    calls.times = 0
    assert kept(path) == [("opened", b"first")]
    assert len(list(folder.iterdir())) == 1
    assert add_version(path, b"second")


def test_without_a_state_folder_nothing_is_kept(path: Path, state: Path) -> None:
    """Nor an error."""
    state.parent.mkdir(parents=True)
    state.write_bytes(b"")
    assert not store_first(path, b"x")
    assert not add_version(path, b"x")
    assert history_of(path) == []


@posix
def test_killed_at_any_call_all_that_is_kept_is_whole(path: Path, state: Path) -> None:
    """What was kept before stays."""
    keep = "from exam_tui.storage.history.versions import store_first, add_version; "
    run(keep + "store_first(path, b'first')", path, state)
    seen = []
    for number in killed_at_every_call(keep + "start_dying(); add_version(path, sys.argv[1].encode())", path, state):
        versions = kept(path)
        assert versions[0] == ("opened", b"first")
        assert all(data.isdigit() for _, data in versions[1:])
        seen.append(("saved", b"%d" % number) in versions)
    assert set(seen) == {False, True}


# Hostile


def test_what_is_not_ours_is_left_out(
    path: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other names, another content than the name says, links, folders."""
    monkeypatch.setattr(versions, "MOST_VERSIONS", 20)
    store_first(path, b"first")
    (good,) = folder.iterdir()
    moment, _, rest = good.name.partition("-")
    (folder / f"{moment}-saved-{'0' * 32}.md").write_bytes(b"not what the name says")
    (folder / f"{moment}-other-{'0' * 32}.md").write_bytes(b"x")
    (folder / f"1-saved-{'0' * 32}.md").write_bytes(b"x")
    (folder / f"{'²' * 20}-saved-{'0' * 32}.md").write_bytes(b"x")
    (folder / f"{31 * 10**18:020}-{rest}").write_bytes(b"first")  # beyond the calendar of Windows
    (folder / "notes.txt").write_bytes(b"x")
    later = [f"{int(moment) + more:0{len(moment)}}-{rest}" for more in (1, 2)]
    (folder / later[0]).mkdir()
    if os.name != "nt":
        victim = tmp_path / "victim"
        victim.write_bytes(b"first")
        (folder / later[1]).symlink_to(victim)
    assert kept(path) == [("opened", b"first")]
    good.write_bytes(b"damaged")
    assert kept(path) == []
    assert add_version(path, b"first")
    assert kept(path) == [("saved", b"first")]
    for number in range(25):
        add_version(path, b"%d" % number)
    assert len(kept(path)) <= 20
