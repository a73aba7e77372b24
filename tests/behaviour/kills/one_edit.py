"""What the editor does with a report, once through: opened, typed into, kept for recovery, saved, given back.

Run as a program, it waits for orders and does each in a child process, which begins when somebody watches it: so that
thousands can be watched or killed without starting Python each time. Orders and answers are lines, see `main`.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from exam_tui.core.report.report import Report
from exam_tui.errors import WriteError
from exam_tui.session.session import Session
from exam_tui.storage.disk import write as writing
from exam_tui.storage.disk.write import WriteResult
from exam_tui.storage.history.recovery import clear_recovery, recovery_of, write_recovery
from exam_tui.storage.history.versions import store_first
from exam_tui.storage.lock.lock import Lock, acquire
from tests.core.build import question, report_of
from tests.systems import fork

OLD = report_of("* [ ] water\n\n", question(1, "\n\nroses\n\n"), question(2, "\n\npeas\n\n")).to_bytes()
TEXT = "tulips and beans"
Say = Callable[[str], None]


def new() -> bytes:
    """Return what a save makes of OLD."""
    report = Report.from_bytes(OLD)
    report.set_answer(1, TEXT)
    report.set_task(0, done=True)
    return report.to_bytes()


def write_unlike_a_new_file(path: Path, data: bytes) -> None:
    """Write a file whose mode, owner and attributes are not those of a new one: saving it needs every call."""
    path.write_bytes(data)
    path.chmod(0o640)
    if sys.platform != "win32" and os.geteuid() == 0:
        os.chown(path, 65534, 65534)
    if sys.platform == "linux":
        os.setxattr(path, "user.note", b"mine")


def naive_write(path: Path, data: bytes, **_: object) -> WriteResult:
    """Write a file as most programs do, to show that what kills or watches programs here can tell the difference."""
    with path.open("wb") as file:
        file.write(data)
    return WriteResult(durable=True)


def edit(path: Path, say: Say) -> None:
    """Go once through it and `say` each step that is done; a save that fails is tried a second time."""
    lock = acquire(path)
    assert isinstance(lock, Lock)
    session = Session.open(path)
    store_first(path, session.saved_data)
    session.set_answer(1, TEXT)
    session.set_task(0, done=True)
    found = recovery_of(session.report, session.saved_data)
    assert found
    write_recovery(path, found)
    say("kept")
    job = session.save_job()
    try:
        result, _ = job.write()
    except WriteError as error:
        say(f"failed {error}")
        assert session.is_dirty
        assert session.report.to_bytes() == new()
        result, _ = job.write()
    assert result
    session.saved(job)
    say("saved" if result.durable else f"saved, {result.note}")
    clear_recovery(path)
    lock.release()
    say("done")


def _line() -> str:
    """Read a line and not a byte more: the rest is for the child, or for the next order."""
    letters = b""
    while not letters.endswith(b"\n"):
        letter = os.read(0, 1)
        if not letter:
            sys.exit()
        letters += letter
    return letters.decode().strip()


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main() -> None:
    """For each order, `{"path": …, "state": …, "is_naive": …}`, say `child <pid>`; at the next line let it begin.

    The child says its steps, and at last it is said how it has ended: `end <code, or minus the signal>`.
    """
    with tempfile.TemporaryDirectory() as folder:  # what is imported and found out once is known before the first fork
        os.environ["XDG_STATE_HOME"] = folder
        path = Path(folder, "README.md")
        path.write_bytes(OLD)
        edit(path, lambda _: None)
    _say("ready")
    while True:
        order = _line()
        if not order.startswith("{"):
            continue  # meant for a child that was dead already
        facts = json.loads(order)
        pid = fork()
        if pid == 0:
            code = 1
            try:
                os.environ["XDG_STATE_HOME"] = facts["state"]
                if facts["is_naive"]:
                    vars(writing)["write_file"] = naive_write
                _say(f"child {os.getpid()}")
                _line()
                edit(Path(facts["path"]), _say)
                code = 0
            finally:
                os._exit(code)
        _say(f"end {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}")


if __name__ == "__main__":
    main()
