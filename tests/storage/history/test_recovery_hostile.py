"""Whatever is where a recovery should be: it is put aside, never an error, never written through."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.merge.edits import AnswerEdit, Edits, TickEdit, apply_edits
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.history.recovery import (
    MOST_BYTES,
    clear_recovery,
    damaged_recoveries,
    read_recovery,
    write_recovery,
)
from exam_tui.storage.history.recovery_format import Recovery
from tests.storage.history.recovering import garden, typed
from tests.systems import make_pipe

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no links for everybody, and no pipes in folders")


def signed(body: bytes, version: int = 1) -> bytes:
    """Return a recovery file with a body, with a digest that fits."""
    return f"exam-tui recovery {version} {fingerprint(body)}\n".encode() + body


def with_facts(**facts: object) -> bytes:
    """Return a recovery file with some facts changed."""
    good: dict[str, object] = {
        "path": "/x",
        "time": 1.0,
        "pid": 1,
        "host": "h",
        "answers": [[1, 0, "t"]],
        "ticks": [["g", "t", 0, True]],
        "base_hash": fingerprint(b"b"),
        "base": "b",
        "ours": "o",
    }
    return signed(json.dumps(good | facts).encode())


def test_the_pattern_of_the_hostile_files_is_a_good_one(path: Path, file: Path) -> None:
    """Otherwise the refusals below would prove nothing."""
    file.parent.mkdir(parents=True)
    file.write_bytes(with_facts())
    assert read_recovery(path) == Recovery(
        b"b", b"o", Edits((AnswerEdit(1, 0, "t"),), (TickEdit("g", "t", 0, done=True),)), 1.0, 1, "h"
    )


GOOD = with_facts()
HOSTILE = {
    "empty": b"",
    "NULs after a power cut": b"\0" * 500,
    "cut short": GOOD[:-20],
    "cut in the first line": GOOD[:30],
    "a flipped bit": GOOD[:-3] + bytes([GOOD[-3] ^ 1]) + GOOD[-2:],
    "more after it": GOOD + b" ",
    "a newer version": signed(GOOD.partition(b"\n")[2], version=2),
    "no JSON": signed(b"{"),
    "no object": signed(b"[]"),
    "a text": signed(b'"path"'),
    "not UTF-8": signed(b'{"base": "\xff"}'),
    "nested": signed(b"[" * 100_000),
    "nested facts": signed(b'{"answers": ' + b'{"a":' * 100_000),
    "ten megabytes": signed(b"[" + b"1," * 5_000_000 + b"1]"),
    "too large": signed(b" " * (MOST_BYTES + 1)),
    "a number too long": signed(b'{"time": ' + b"9" * 5_000 + b"}"),
    "no facts": signed(b"{}"),
    "bytes that are a number": with_facts(base=5),
    "bytes of another hash": with_facts(base="c"),
    "a hash that is a number": with_facts(base_hash=5),
    "text that no file can hold": with_facts(ours="\ud800"),
    "an answer that no file can hold": with_facts(answers=[[1, 0, "\ud800"]]),
    "answers by name": with_facts(answers={"1": "t"}),
    "an answer too short": with_facts(answers=[[1, 0]]),
    "an answer too long": with_facts(answers=[[1, 0, "t", "u"]]),
    "an answer that is a text": with_facts(answers=["abc"]),
    "a number that is true": with_facts(answers=[[True, 0, "t"]]),
    "a number that is none": with_facts(answers=[[1.5, 0, "t"]]),
    "a tick that is a number": with_facts(ticks=[["g", "t", 0, 1]]),
    "a process by name": with_facts(pid="1"),
    "a host that is none": with_facts(host=None),
    "no time": with_facts(time=float("nan")),
    "a time beyond all calendars": with_facts(time=1e300),
    "a time beyond the calendar of Windows": with_facts(time=3.3e10),
    "a time that is a text": with_facts(time="now"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_cannot_be_trusted_is_put_aside(path: Path, file: Path, data: bytes) -> None:
    """None, no error, and the next one works."""
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    assert read_recovery(path) is None
    assert not file.exists()
    assert [aside.read_bytes() for aside in damaged_recoveries(path)] == [data]
    recovery = typed()
    write_recovery(path, recovery)
    assert read_recovery(path) == recovery


def test_bytes_at_random_are_never_an_error(path: Path, file: Path) -> None:
    """Signed ones too: what the digest lets through is JSON of any shape."""
    file.parent.mkdir(parents=True)
    json_values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=6,
    )
    names = st.sampled_from(["time", "pid", "host", "answers", "ticks", "base", "base_hash", "ours"])

    @given(st.binary(max_size=60) | st.dictionaries(names, json_values).map(lambda facts: with_facts(**facts)))
    def check(data: bytes) -> None:
        file.write_bytes(data)
        found = read_recovery(path)
        if found is not None:
            apply_edits(found.edits, found.base, garden())

    check()


@posix
@pytest.mark.parametrize("kind", ["link", "dangling link", "second name", "folder", "pipe"])
def test_what_is_planted_in_its_place_is_neither_read_nor_written(
    path: Path, file: Path, tmp_path: Path, kind: str
) -> None:
    """Not through a link, not into a file with another name; nor is a pipe waited for."""
    victim = tmp_path / "victim"
    victim.write_bytes(GOOD)
    for _ in range(2):
        file.parent.mkdir(parents=True, exist_ok=True)
        match kind:
            case "link":
                file.symlink_to(victim)
            case "dangling link":
                file.symlink_to(tmp_path / "nothing")
            case "second name":
                file.hardlink_to(victim)
            case "folder":
                (file / "inside").mkdir(parents=True)
            case "pipe":
                make_pipe(file)
        if kind != "second name":
            assert read_recovery(path) is None
            assert not os.path.lexists(file)
        recovery = typed()
        write_recovery(path, recovery)
        assert read_recovery(path) == recovery
        assert victim.read_bytes() == GOOD
        assert not (tmp_path / "nothing").exists()
        clear_recovery(path)


@posix
@pytest.mark.parametrize("kind", ["link", "second name", "folder", "pipe"])
def test_what_is_planted_while_the_editor_runs_is_not_written_into(
    path: Path, file: Path, tmp_path: Path, kind: str
) -> None:
    """Between two writes."""
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    write_recovery(path, typed("first"))
    file.unlink()
    match kind:
        case "link":
            file.symlink_to(victim)
        case "second name":
            file.hardlink_to(victim)
        case "folder":
            file.mkdir()
        case "pipe":
            make_pipe(file)
    recovery = typed("second")
    write_recovery(path, recovery)
    assert read_recovery(path) == recovery
    assert victim.read_bytes() == b"precious"
