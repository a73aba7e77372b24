"""An edit and its save as root and as an ordinary user: what a file is stays, and what is not allowed is said.

Where the tests do not run as root, the ordinary user is who runs them, and what only root can set up is skipped.
"""

import contextlib
import os
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.behaviour.kills.one_edit import OLD, new
from tests.conftest import GIVE_UP, ROOT

if os.name == "nt":
    pytest.skip("Windows has no owners and modes like these", allow_module_level=True)
assert sys.platform != "win32"  # for mypy, which stops here on Windows

NOBODY = 65534
SOMEBODY = 12345
SAVED = "saved"
ASKED = "asked, then saved"
REFUSED = "asked, then refused: you do not have permission"


@dataclass(frozen=True)
class Case:
    """A report in a folder, and what becomes of a save.

    Attributes:
        owner: whose the report is; None for who saves it.
        mode: its permission bits.
        folder_owner: whose the folder is; None for who saves the report.
        folder_mode: the folder's permission bits.
        group: the report's group where new files have another one.
        user: what is said to an ordinary user.
        root: what is said to root.
        extra: what is odd about it besides: a second name, a link on the way, a note in its attributes.

    """

    owner: int | None = None
    mode: int = 0o644
    folder_owner: int | None = None
    folder_mode: int = 0o755
    group: int | None = None
    user: str = SAVED
    root: str = SAVED
    extra: str = ""


CASES = {
    "own file": Case(),
    "own file with odd rights": Case(mode=0o4750),
    "own file through a link": Case(extra="link"),
    "own file with a second name": Case(extra="second name"),
    "own file with a note": Case(extra="note"),
    "own file of another group": Case(group=SOMEBODY, mode=0o660),
    "own file in a folder that gives its group": Case(folder_mode=0o2755),
    "own file in a read-only folder": Case(folder_mode=0o555),
    "own file with a second name in a read-only folder": Case(folder_mode=0o555, extra="second name"),
    "own file in a foreign folder": Case(folder_owner=SOMEBODY),
    "read-only file": Case(mode=0o444, user=ASKED, root=ASKED),
    "read-only file in a read-only folder": Case(mode=0o444, folder_mode=0o555, user=ASKED, root=ASKED),
    "foreign file that all may write": Case(owner=SOMEBODY, mode=0o666),
    "foreign file that all may write, in a sticky folder": Case(
        owner=SOMEBODY, mode=0o666, folder_owner=SOMEBODY, folder_mode=0o1777
    ),
    "foreign file that all may write, in a foreign folder": Case(owner=SOMEBODY, mode=0o666, folder_owner=SOMEBODY),
    "foreign file": Case(owner=SOMEBODY, user=REFUSED),
    "foreign file in a foreign folder": Case(owner=SOMEBODY, folder_owner=SOMEBODY, user=REFUSED),
    "foreign read-only file": Case(owner=SOMEBODY, mode=0o444, user=REFUSED, root=ASKED),
}


Facts = tuple[object, ...]


def facts(path: Path) -> Facts:
    """Return what must stay of a file and of its folder, whoever saves it."""
    status = path.stat()
    notes: dict[str, bytes] = {}
    if sys.platform == "linux":
        notes = {name: os.getxattr(path, name) for name in os.listxattr(path)}
    names = sorted(entry.name for entry in path.parent.iterdir())
    return stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid, status.st_nlink, path.is_symlink(), notes, names


def can_be_set_up(case: Case) -> bool:
    return os.geteuid() == 0 or {case.owner, case.folder_owner, case.group} == {None}


def set_up(folder: Path, case: Case, uid: int) -> Path:
    """Make the report of a case for a user, in the folder `place`, and an empty home."""
    place = folder / "place"
    for made in (folder, place, folder / "far", folder / "home"):
        made.mkdir()
        made.chmod(0o755)
    path = place / "README.md"
    real = folder / "far" / "real.md" if case.extra == "link" else path
    real.write_bytes(OLD)
    if case.extra == "link":
        path.symlink_to("../far/real.md")
    if case.extra == "second name":
        (place / "second.md").hardlink_to(path)
    if case.extra == "note" and sys.platform == "linux":
        with contextlib.suppress(OSError):  # not every disk keeps such a thing
            os.setxattr(real, "user.note", b"mine")
    if os.geteuid() == 0:
        for made in (folder / "far", folder / "home", place):
            os.chown(made, uid, uid)
        os.chown(place, uid if case.folder_owner is None else case.folder_owner, uid)
        os.chown(real, uid if case.owner is None else case.owner, uid if case.group is None else case.group)
    real.chmod(case.mode)
    place.chmod(case.folder_mode)
    return path


@dataclass(frozen=True)
class Edited:
    """What was said of an edit, and the report before and after it."""

    said: str
    before: Facts
    after: Facts
    data: bytes


def all_edited(uid: int) -> dict[str, Edited]:
    """Let a user edit the report of every case that can be set up here."""
    with tempfile.TemporaryDirectory(prefix="exam-tui-") as name:
        root = Path(name).resolve()
        root.chmod(0o755)
        names = [name for name, case in CASES.items() if can_be_set_up(case)]
        paths = [set_up(root / name, CASES[name], uid) for name in names]
        before = [facts(path) for path in paths]
        done = subprocess.run(
            [
                sys.executable,
                "-W",
                "error",
                "-m",
                "tests.storage.disk.edit_as_user",
                str(uid),
                *(str(root / name) for name in names),
            ],
            cwd=ROOT,
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=GIVE_UP,
        )
        assert done.returncode == 0, done.stderr
        after = [(facts(path), path.read_bytes()) for path in paths]
        for path in paths:
            path.parent.chmod(0o755)
        said = done.stdout.rstrip("\n").split("\n")
        edits = [Edited(words, was, *now) for words, was, now in zip(said, before, after, strict=True)]
        return dict(zip(names, edits, strict=True))


@pytest.fixture(scope="module")
def users() -> dict[str, Edited]:
    """Return what became of the edits of an ordinary user."""
    return all_edited(NOBODY if os.geteuid() == 0 else os.geteuid())


@pytest.fixture(scope="module")
def roots() -> dict[str, Edited]:
    """Return what became of the edits of root."""
    if os.geteuid() != 0:
        pytest.skip("these tests do not run as root")
    return all_edited(0)


def check(edits: dict[str, Edited], name: str, said: str) -> None:
    if name not in edits:
        pytest.skip("only root can make files of another owner")
    edit = edits[name]
    assert edit.said == said
    assert edit.data == (OLD if said == REFUSED else new())
    assert edit.after == edit.before


@pytest.mark.parametrize("name", CASES)
def test_an_ordinary_user_saves_what_may_be_saved(name: str, users: dict[str, Edited]) -> None:
    """And is asked, or told why not; the text is in the recovery then."""
    check(users, name, CASES[name].user)


@pytest.mark.parametrize("name", CASES)
def test_root_takes_nothing_from_anybody(name: str, roots: dict[str, Edited]) -> None:
    """As in a container: what belongs to somebody else still does afterwards."""
    check(roots, name, CASES[name].root)
