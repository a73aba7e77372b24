"""What git knows of a file. Nothing here writes to a repository but `exclude` and `include`, to its list."""

import os
from enum import Enum, auto
from pathlib import Path
from typing import Final

from exam_tui.errors import GitError, ReportNotFoundError, WriteError
from exam_tui.storage.causes import cause, remedy
from exam_tui.storage.files import read_file
from exam_tui.storage.repository import repository_root
from exam_tui.storage.write import write_file

_TIMEOUT: Final = 5.0
"""Seconds until git counts as not answering, as on a network folder that is gone."""

_ENVIRONMENT: Final = {
    "GIT_OPTIONAL_LOCKS": "0",  # status must not take the index from a git that the user runs
    "GIT_TERMINAL_PROMPT": "0",
    # In a partial clone git would fetch what is missing: older ones know only the second of these.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
# In a hook these say which repository it is, whatever folder is asked about: git rev-parse --local-env-vars.
_OF_ANOTHER_REPOSITORY: Final = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)


class FileState(Enum):
    """What git knows of one file."""

    NO_REPOSITORY = auto()
    """It lies in none."""
    UNTRACKED = auto()
    """git does not know it and would show it."""
    IGNORED = auto()
    """git is told to leave it out."""
    MODIFIED = auto()
    """It differs from the last commit, staged or not, or is in none yet."""
    COMMITTED = auto()
    """It is as in the last commit."""
    UNKNOWN = auto()
    """git is missing, does not answer, refuses, or there is no such file."""


def file_state(path: Path) -> FileState:
    """Return what git knows of the file that `path` leads to. Never raises; takes seconds at worst."""
    real = Path(os.path.realpath(path))
    if repository_root(real.parent) is None:
        return FileState.NO_REPOSITORY
    status = run_git(
        real.parent,
        *("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignored=matching"),
        *("--", real.name),
    )
    if status is None:
        return FileState.UNKNOWN
    if status:
        return {b"??": FileState.UNTRACKED, b"!!": FileState.IGNORED}.get(status[:2], FileState.MODIFIED)
    # Nothing to say: either all is committed, or there is no such file.
    return FileState.COMMITTED if run_git(real.parent, "ls-files", "-z", "--", real.name) else FileState.UNKNOWN


def is_ignored(path: Path) -> bool:
    """Tell whether git is told to leave a path out, also one where no file is yet. False where git does not say."""
    folder = Path(os.path.realpath(path.parent))
    # This command refuses literal pathspecs, and takes its arguments literally but for a colon in front.
    return bool(run_git(folder, "check-ignore", "--", f"./{path.name}", literal=False))


def exclude(path: Path) -> Path:
    """Have git leave out this one path in this clone alone; return the list that says so, `info/exclude`.

    The file need not exist. A path that is listed already is not listed twice. Files that git tracks stay
    tracked. Raises GitError (no repository, git missing or refusing) and what reading and writing the list
    raise.
    """
    listing, line = _listing(path)
    try:
        listing.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{listing.parent} cannot be created: {cause(error)}.", help=remedy(error)) from error
    try:
        before = read_file(listing)
    except ReportNotFoundError:
        write_file(listing, line + b"\n", expected=None)
        return listing
    lines = before.data.split(b"\n")
    if line not in (known.removesuffix(b"\r") for known in lines):
        separator = b"" if lines[-1] == b"" else b"\n"
        write_file(listing, before.data + separator + line + b"\n", expected=before.fingerprint)
    return listing


def include(path: Path) -> None:
    """Take back what `exclude` did. Raises as it does."""
    listing, line = _listing(path)
    try:
        before = read_file(listing)
    except ReportNotFoundError:
        return
    lines = before.data.split(b"\n")
    kept = [known for known in lines if known.removesuffix(b"\r") != line]
    if kept != lines:
        write_file(listing, b"\n".join(kept), expected=before.fingerprint)


def _listing(path: Path) -> tuple[Path, bytes]:
    """Return the list of what git leaves out in this clone alone, and the line of this path in it."""
    # A link is left out itself, not what it leads to: the folder is resolved, the name is not.
    folder = Path(os.path.realpath(path.parent))
    root = repository_root(folder)
    if root is None:
        raise GitError(f"{path} is in no git repository.")
    answer = run_git(root, "rev-parse", "--git-path", "info/exclude")
    if not answer:
        raise GitError("git is missing or does not answer.", help="Check that `git status` works there.")
    # Relative to the folder that git was called in, unless absolute; one line end of git's own.
    listing = root / os.fsdecode(answer.removesuffix(b"\n").removesuffix(b"\r"))
    return listing, _pattern((folder / path.name).relative_to(root))


def _pattern(relative: Path) -> bytes:
    """Return the line that matches this path alone, from the root on: man gitignore."""
    text = relative.as_posix()
    for special in "\\*?[":
        text = text.replace(special, f"\\{special}")
    # A line cannot hold these two; `?` is any one character.
    text = text.replace("\n", "?").replace("\r", "?")
    bare = text.rstrip(" ")
    return os.fsencode("/" + bare + "\\ " * (len(text) - len(bare)))


def run_git(
    folder: Path, *arguments: str, literal: bool = True, text: bytes = b"", timeout: float | None = None
) -> bytes | None:
    """Return what git prints, run in `folder` and given `text`; None when it is missing, fails or takes too long.

    For commands that only read: no program that the repository's settings name is run, and no network is used, as
    long as the command takes no look at contents of changed files (`status` and `diff` may run filters on them).
    """
    import subprocess  # noqa: PLC0415 - many milliseconds that `check` and the first frame can do without

    environment = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
    # A repository's own settings may name programs to ask about changed files or signatures: looking must run none.
    settings = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
    command = ["git", *settings, "-C", str(folder), *arguments]
    # A file may be called `*.md` or `:(top)`: names are names, not patterns.
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and names come after `--`
            command,
            input=text,
            capture_output=True,
            check=False,
            env=environment | _ENVIRONMENT | {"GIT_LITERAL_PATHSPECS": "1" if literal else "0"},
            timeout=timeout or _TIMEOUT,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
