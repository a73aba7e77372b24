"""An edit and its save, killed at every single system call, and with every one of them failing: strace does it.

`pytest -rP tests/behaviour/kills/test_every_call.py` prints how many there were; `make nightly` runs all of it.
"""

import errno
import itertools
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.core.merge.edits import apply_edits
from exam_tui.session.session import Session
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.write import write_file
from exam_tui.storage.disk.write_in_place import secured_copies
from exam_tui.storage.history import recovery, versions
from exam_tui.storage.lock import lock
from tests.behaviour.kills.crash_model import Disk, Recorded
from tests.behaviour.kills.one_edit import OLD, TEXT, edit, new
from tests.behaviour.kills.system_calls import Call, Program, Watched, needs_strace
from tests.conftest import sampled

if os.name == "nt":
    pytest.skip("there is no strace on Windows", allow_module_level=True)
assert sys.platform != "win32"  # for mypy, which stops here on Windows

WAYS = ["replaced", "behind a link", "in place"]
CHANGING = {
    *("write", "pwrite64", "writev", "ftruncate", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link"),
    *("linkat", "unlink", "unlinkat", "mkdir", "mkdirat", "fchmod", "chmod", "fchmodat", "fchown", "chown", "fchownat"),
    *("setxattr", "fsetxattr", "removexattr", "fremovexattr", "utimensat", "symlink", "symlinkat", "truncate"),
    *("copy_file_range", "sendfile", "creat", "mknod", "mknodat", "fallocate", "sync", "syncfs", "sync_file_range"),
}
"""Calls that change what is on a disk; `open` does with certain flags."""
FAULTS = {
    "ENOSPC": "the disk is full",
    "EDQUOT": "your disk quota is used up",
    "EIO": "the disk reported an error",
    "EACCES": "you do not have permission",
    "EROFS": "the file system is read-only",
    "EINTR": "",
}
_UNGUESSABLE = re.compile(r"\.[0-9a-f]{16}\b|\d{20}(?=-)")

nightly = [
    pytest.mark.nightly,
    pytest.mark.skipif("config.getoption('markexpr') != 'nightly'", reason="all calls take long: `make nightly`"),
]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """Yield the program that edits, waiting for orders."""
    needs_strace()
    program = Program(tmp_path_factory.mktemp("strace") / "log")
    yield program
    program.close()


Prepare = Callable[[], tuple[Path, Path]]


@pytest.fixture
def prepare(tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[Path, Path]]:
    """Return a function: make a report, written in a `way`, in a new folder, with a new state folder."""
    numbers = itertools.count()

    def run(way: str) -> tuple[Path, Path]:
        folder = tmp_path.resolve() / str(next(numbers))
        folder.mkdir()
        path = folder / "README.md"
        path.write_bytes(OLD)
        path.chmod(0o640)
        if sys.platform != "win32" and os.geteuid() == 0:
            os.chown(path, 65534, 65534)
        if way == "in place":
            (folder / "second.md").hardlink_to(path)
        if way == "behind a link":
            (folder / "link.md").symlink_to("README.md")
            path = folder / "link.md"
        own = folder / "home" / state.parent.name / state.name
        own.parents[1].mkdir()
        monkeypatch.setenv("XDG_STATE_HOME", str(own.parent))
        return path, own

    return run


def nothing_is_lost(path: Path, seen: Watched) -> None:
    """Hold what is on the disk against the steps that were said before the end, and go on as the user would."""
    data = path.read_bytes()
    if data not in {OLD, new()}:
        copies = secured_copies(path)
        assert [copy.read_bytes() for copy in copies] == [OLD], "torn, and the old text is nowhere"
        assert (path.parent / "second.md").samefile(path), "only what is written in place is ever torn"
        assert b"saved" not in " ".join(seen.said).encode()
        write_file(path, OLD, expected=fingerprint(data))  # what `exam-tui history --restore` does
    if "saved" in seen.said:
        assert data == new()
    found = recovery.read_recovery(path)
    if "kept" in seen.said:
        assert new() in {data, found.ours if found else b""}
        assert OLD in {version.data for version in versions.history_of(path) if version.kind == "opened"}
    assert recovery.damaged_recoveries(path) == []
    taken = lock.acquire(path)
    assert isinstance(taken, lock.Lock), "the dead one still keeps the next one out"
    session = Session.open(path)
    if found:
        assert not apply_edits(found.edits, found.base, session.report).left
    session.set_answer(2, "and it goes on")
    session.save(page=False)
    recovery.clear_recovery(path)
    after = Report.load(path)
    assert after.question(2).answer == "and it goes on"
    if "kept" in seen.said:
        assert after.question(1).answer == TEXT
        assert after.tasks[0].done
    taken.release()


def changes(calls: list[Call]) -> list[Call]:
    """Return the calls that change something on a disk."""
    return [
        call
        for call in calls
        if (call.name in CHANGING and "pipe:[" not in call.text)
        or (call.name in {"open", "openat"} and ("O_CREAT" in call.text or "O_TRUNC" in call.text))
    ]


def killed_at(calls: list[Call], way: str, program: Program, prepare: Callable[[str], tuple[Path, Path]]) -> int:
    """Kill the same edit at each of some calls; return how often that was."""
    kills = 0
    for name, number, _ in calls:
        path, state = prepare(way)
        seen = program.edit(path, state, f"trace={name}", f"inject={name}:signal=SIGKILL:when={number}")
        kills += seen.code == -9
        assert seen.code in {0, -9}
        nothing_is_lost(path, seen)
    assert kills >= len(calls) - 5, "hardly ever was the call made at which it was to be killed"
    return kills


@pytest.mark.parametrize("way", sampled(WAYS, 1))
def test_killed_at_every_call_that_changes_something_nothing_is_torn_or_lost(
    way: str, program: Program, prepare: Callable[[str], tuple[Path, Path]]
) -> None:
    """And who opens the report next has all of it; `make nightly` kills at the calls that only look, too."""
    seen = program.edit(*prepare(way))
    assert seen.said == ["kept", "saved", "done"]
    calls = changes(seen.calls)
    assert len(calls) > 30
    print(f"{way}: killed at {killed_at(calls, way, program, prepare)} calls")  # noqa: T201 - pytest -rP shows it


def test_the_same_kills_tear_what_is_written_naively(
    program: Program, prepare: Callable[[str], tuple[Path, Path]]
) -> None:
    """Or the tests above would prove nothing."""
    calls = changes(program.edit(*prepare("replaced"), is_naive=True).calls)
    (number,) = [call.number for call in calls if call.name == "write" and "/README.md>" in call.text]
    path, state = prepare("replaced")
    seen = program.edit(path, state, "trace=write", f"inject=write:signal=SIGKILL:when={number}", is_naive=True)
    assert seen.code == -9
    assert path.read_bytes() == b""
    with pytest.raises(AssertionError, match="torn"):
        nothing_is_lost(path, seen)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.nightly
@pytest.mark.skipif("config.getoption('markexpr') != 'nightly'", reason="all calls take long: `make nightly`")
def test_killed_at_every_call_nothing_is_torn_or_lost(
    way: str, program: Program, prepare: Callable[[str], tuple[Path, Path]]
) -> None:
    """All of them."""
    seen = program.edit(*prepare(way))
    print(f"{way}: killed at {killed_at(seen.calls, way, program, prepare)} calls")  # noqa: T201 - the same


def of_the_save(calls: list[Call]) -> list[Call]:
    """Return the calls by which a save makes the new file, puts it in its place and syncs the folder."""
    temporary = [at for at, call in enumerate(calls) if ".README.md." in call.text]
    wanted = {"openat", "write", "fchown", "fchmod", "fsync", "close", "rename", "fsetxattr"}
    # Behind the rename the folder is opened, synced and closed.
    return [call for call in calls[temporary[0] : temporary[-1] + 4] if call.name in wanted]


@pytest.mark.parametrize("name", sampled(FAULTS, 3))
def test_whichever_call_of_a_save_fails_the_file_is_whole_and_the_next_save_works(
    name: str, program: Program, prepare: Callable[[str], tuple[Path, Path]]
) -> None:
    """The cause is said, the text stays in the session and in recovery: all of that `once.edit` and this one check."""
    calls = of_the_save(program.edit(*prepare("replaced")).calls)
    assert {call.name for call in calls} >= {"openat", "write", "fchmod", "fsync", "close", "rename"}
    failed = []
    for call in calls:
        path, state = prepare("replaced")
        seen = program.edit(path, state, f"trace={call.name}", f"inject={call.name}:error={name}:when={call.number}")
        assert seen.code == 0, (call, seen)
        assert any("(INJECTED)" in made.text for made in seen.calls)
        kept, *steps, saved, done = seen.said
        assert (kept, saved.partition(",")[0], done) == ("kept", "saved", "done")
        failed += [step for step in (*steps, saved) if step != "saved"]
        assert all(FAULTS[name] in step for step in failed)
        assert path.read_bytes() == new()
        assert path.stat().st_mode & 0o777 == 0o640
        assert [entry.name for entry in path.parent.iterdir() if entry.name.startswith(".")] == []
        nothing_is_lost(path, seen)
    print(f"{name}: {len(calls)} calls, {len(failed)} of them said")  # noqa: T201 - pytest -rP shows it
    assert bool(failed) is (name != "EINTR"), "an interrupted call is made again, everything else is said"


def test_no_change_goes_past_the_calls_that_tests_can_see(
    program: Program, prepare: Callable[[str], tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the model of crashes looks at is all that the system was asked for, and in that order."""
    path, state = prepare("in place")
    seen = program.edit(path, state)
    asked = [(_kind(call), _place(call, path.parent)) for call in changes(seen.calls)]

    path, _ = prepare("in place")
    calls = Recorded(Disk(path.parent))
    monkeypatch.setattr(syscalls, "OS", calls)
    monkeypatch.setattr(os, "mkdir", calls.mkdir)
    edit(path, lambda _: None)
    recorded = [(kind, _named(place, path.parent)) for kind, place in calls.calls]
    assert asked == recorded


_KINDS = {"openat": "create", "open": "create", "ftruncate": "truncate", "fchmod": "chmod", "renameat": "rename"}


def _kind(call: Call) -> str:
    is_folder = (
        call.name == "fsync" and "." not in call.text.rpartition("/")[2]
    )  # only files have a dot in their names here
    return "fsync_folder" if is_folder else _KINDS.get(call.name, call.name)


def _place(call: Call, folder: Path) -> str:
    """Return the last path among a call's arguments, below a folder."""
    paths = re.findall(r'[<"](/[^>"]*)[>"]', call.text.partition(") = ")[0])
    return _named(paths[-1], folder)


def _named(path: str, folder: Path) -> str:
    """Return a path without what is another one every time: the digits of unguessable names, and the report's mark."""
    mark = fingerprint(os.fsencode(folder / "README.md"))
    text = Path(path).relative_to(folder).as_posix() if Path(path).is_relative_to(folder) else path
    return _UNGUESSABLE.sub("", text.replace(mark[:32], "MARK").replace(mark[:16], "MARK"))


def test_every_fault_is_one_that_the_system_knows() -> None:
    """Or strace would say so for each of them, and the tests be skipped."""
    assert all(hasattr(errno, name) for name in FAULTS)
