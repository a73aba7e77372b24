"""Edits as a certain user: `… edit_as_user UID FOLDER…` edits each `FOLDER/place/README.md`."""

import os
import sys
import tempfile
from pathlib import Path

import exam_tui.session.page  # noqa: F401 - a save imports it, when the new user may no longer read Python's own folder
from exam_tui.errors import ReadOnlyFileError, WriteError
from exam_tui.session.session import Session
from exam_tui.storage.disk.write_in_place import secured_copies
from exam_tui.storage.history.recovery import read_recovery, recovery_of, write_recovery
from tests.behaviour.kills.one_edit import OLD, TEXT, edit


def become(uid: int) -> None:
    """Become another user for good, without any group of ours. Only root can."""
    if sys.platform != "win32" and os.geteuid() == 0 and uid != 0:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)


def save(path: Path) -> str:
    """Edit a report, keep the edit for recovery, save it; return what is said, the cause alone where it is refused."""
    session = Session.open(path)
    session.set_answer(1, TEXT)
    session.set_task(0, done=True)
    found = recovery_of(session.report, session.saved_data)
    assert found
    write_recovery(path, found)
    said = "saved"
    try:
        session.save(page=False)
    except ReadOnlyFileError:
        said = "asked, then saved"
        try:
            session.save(page=False, override_read_only=True)
        except WriteError as error:
            assert session.is_dirty
            said = f"asked, then refused: {error.message.rpartition(': ')[2].rstrip('.')}"
    kept = read_recovery(path)
    assert kept
    assert kept.ours == session.report.to_bytes()
    assert secured_copies(path) == []
    return said


def main() -> None:
    """Become the user, edit, and print what was said, a line for each folder."""
    with tempfile.TemporaryDirectory() as name:  # what is imported when it is needed, an ordinary user may not read
        os.environ["XDG_STATE_HOME"] = name
        path = Path(name, "README.md")
        path.write_bytes(OLD)
        edit(path, lambda _: None)
    become(int(sys.argv[1]))
    for folder in sys.argv[2:]:
        os.chdir(folder)
        os.environ["XDG_STATE_HOME"] = f"{folder}/home"
        sys.stdout.write(f"{save(Path('place/README.md'))}\n")


if __name__ == "__main__":
    main()
