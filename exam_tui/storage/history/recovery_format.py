"""What a recovery is, and how it is written to a file.

The first line says what the file is, in which version, and the digest of the rest, a JSON object: the bytes that the
edits belong to and their hash, the bytes as they would have been saved, and the edits by question and task. So the file
is of use whatever has happened to the report: unchanged, it takes the edits; changed, the three versions are merged;
gone, every word is still here.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any, Final

from exam_tui.core.merge.edits import AnswerEdit, Edits, TickEdit, apply_edits
from exam_tui.core.report.report import Report
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.state_files import checked, checked_time
from exam_tui.storage.lock.process_identity import this_process

DISTRUST: Final = (ValueError, LookupError, TypeError, RecursionError)
"""What reading a file raises that is damaged, of another version or not ours."""

_MAGIC: Final = "exam-tui recovery"
_VERSION: Final = 1

_order = count(1)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was typed into a report but not saved.

    Attributes:
        base: the bytes of the file that it was typed into, as last read or saved.
        ours: the bytes that a save would have written.
        edits: what differs between them, by question and task.
        time: when it was taken, in seconds since 1970.
        pid: the process that it was typed in.
        host: the machine of that process.
        order: which of this process's recoveries it is: an older one never replaces a newer one.

    """

    base: bytes
    ours: bytes
    edits: Edits
    time: float
    pid: int
    host: str
    order: int = field(default_factory=_order.__next__, compare=False, repr=False)

    @property
    def is_ours(self) -> bool:
        """Whether this process wrote it."""
        here = this_process()
        return (self.pid, self.host) == (here.pid, here.host)

    def part(self, answers: Collection[AnswerEdit], ticks: Collection[TickEdit]) -> "Recovery":
        """Return a recovery of these of its answers and ticks alone."""
        edits = Edits(
            tuple(edit for edit in self.edits.answers if edit in answers),
            tuple(tick for tick in self.edits.ticks if tick in ticks),
        )
        if edits == self.edits:
            return self
        report = Report.from_bytes(self.base)
        apply_edits(edits, self.base, report)
        return replace(self, ours=report.to_bytes(), edits=edits)


def next_order() -> int:
    """Return the next place in the order of recoveries: for one of this moment that is made later."""
    return next(_order)


def encoded(path: Path, recovery: Recovery) -> bytes:
    """Return what is written to a file: the recovery of the report at `path`."""
    facts = {
        "path": real_path(path),
        "time": recovery.time,
        "pid": recovery.pid,
        "host": recovery.host,
        "answers": recovery.edits.answers,
        "ticks": recovery.edits.ticks,
        "base_hash": fingerprint(recovery.base),
        "base": _text(recovery.base),
        "ours": _text(recovery.ours),
    }
    body = json.dumps(facts, indent=0).encode("ascii")
    return f"{_MAGIC} {_VERSION} {fingerprint(body)}\n".encode("ascii") + body


def decoded(data: bytes) -> Recovery:
    """Return the recovery in a file. Raises what DISTRUST lists for everything that `encoded` does not make."""
    head, _, body = data.partition(b"\n")
    if head != f"{_MAGIC} {_VERSION} {fingerprint(body)}".encode("ascii"):
        raise ValueError
    facts: dict[str, Any] = checked(json.loads(body), dict)
    edits = Edits(
        tuple(_answer(*checked(edit, list)) for edit in checked(facts["answers"], list)),
        tuple(_tick(*checked(tick, list)) for tick in checked(facts["ticks"], list)),
    )
    base, ours = _bytes(facts["base"]), _bytes(facts["ours"])
    if facts["base_hash"] != fingerprint(base):
        raise ValueError
    return Recovery(
        base, ours, edits, checked_time(facts["time"]), checked(facts["pid"], int), checked(facts["host"], str)
    )


def _answer(number: object, occurrence: object, text: object) -> AnswerEdit:
    _bytes(text)  # what no file can hold is refused
    return AnswerEdit(checked(number, int), checked(occurrence, int), checked(text, str))


def _tick(group: object, text: object, occurrence: object, done: object) -> TickEdit:
    return TickEdit(checked(group, str), checked(text, str), checked(occurrence, int), checked(done, bool))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bytes(text: object) -> bytes:
    return checked(text, str).encode("utf-8", "surrogateescape")
