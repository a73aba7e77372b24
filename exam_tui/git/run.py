"""Run git to look, not to change: on the repository found here, which git accepts, and without running anything else.

A repository may be a stranger's. We decide which one it is (`repository_at`). Git is asked once whether it accepts that
one, since naming the folder turns off its own test of the owner; from then on the folder is named.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from exam_tui.errors import GitError, NotTrustedError
from exam_tui.git.configuration import device_in
from exam_tui.git.shell_language import language_here
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.repository_root import Repository, is_of_its_common, repository_at
from exam_tui.storage.disk.run_program import end_program, find_program, search_path

_TIMEOUT: Final = 5.0
"""Seconds until git counts as not answering, as on a network folder that is gone."""

_ENVIRONMENT: Final = {
    "GIT_OPTIONAL_LOCKS": "0",  # nothing must take the index from a git that the user runs
    "GIT_TERMINAL_PROMPT": "0",
    # In a partial clone git would fetch what is missing: older ones know only the second of these.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
# In a hook, git's variables say which repository it is, whatever folder is asked about; others name programs. Those
# that stay say where the user's own settings are, who the user is, and where git is installed.
_KEPT: Final = frozenset(
    {
        *("GIT_EXEC_PATH", "GIT_TEST_ASSUME_DIFFERENT_OWNER"),
        *("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"),
    }
)
_KEPT_START: Final = "GIT_CONFIG_"

# A repository's own settings may name programs, to ask about changed files or signatures: looking must run none.
_SETTINGS: Final = (
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "log.showSignature=false"),
    *("-c", "log.diffMerges=off"),
)
_NOWHERE: Final = {"GIT_DIR": os.devnull}
"""For calls that concern no repository: none is looked for."""
_accepted: dict[Repository, object] = {}
"""The repositories that git has accepted, with what they were like then."""

_MISSING: Final = "git is missing or does not respond."
_NOT_OWNED: Final = ("fatal: detected dubious ownership", "fatal: unsafe repository")
"""How git says, newer and older, that another user owns a repository."""
_CHECK: Final = "Check that `git status` works there."


def run_git(
    folder: Path, *arguments: str, literal: bool = True, text: bytes = b"", timeout: float | None = None
) -> bytes | None:
    """Return what git prints, run in `folder` and given `text`; None when it is missing, fails or takes too long.

    Also None where the folder is in no repository that `accepted` takes. Not for commands that
    read changed files, as `status` and `diff` do: those run filters. git has no terminal and no network.
    """
    try:
        return answer_of_git(folder, *arguments, literal=literal, text=text, timeout=timeout)
    except GitError:
        return None


def answer_of_git(
    folder: Path, *arguments: str, literal: bool = True, text: bytes = b"", timeout: float | None = None
) -> bytes | None:
    """Return what git prints, as `run_git` does; None only where it answers that it fails.

    Raises:
        GitError: as `accepted`, and where git is missing or takes too long.

    """
    printed, is_whole = printed_by_git(folder, *arguments, literal=literal, text=text, timeout=timeout)
    return printed if is_whole else None


def printed_by_git(
    folder: Path, *arguments: str, literal: bool = True, text: bytes = b"", timeout: float | None = None
) -> tuple[bytes, bool]:
    """Return what git prints, and whether that is all: where it fails, it may have printed a part before.

    Raises:
        GitError: as `answer_of_git`.

    """
    repository = accepted(folder, timeout)
    told = {"GIT_DIR": str(repository.folder), "GIT_WORK_TREE": str(repository.root)}
    # A file may be called `*.md` or `:(top)`: names are names, not patterns.
    told["GIT_LITERAL_PATHSPECS"] = "1" if literal else "0"
    done = _call((*_SETTINGS, "-C", real_path(folder), *arguments), told, text, timeout or _TIMEOUT)
    if done is None:
        raise GitError(_MISSING, help=_CHECK)
    return done[1], done[0] == 0


def accepted(path: Path, timeout: float | None = None) -> Repository:
    """Return the repository that `path` is in, which git accepts as the user's own.

    Git is asked once, and again when folders or settings have changed.

    Raises:
        GitError: there is none, git is missing or refuses it, or its settings would have git read from a device.

    """
    repository = repository_at(path)
    if repository is None:
        raise GitError(f"{path} is not in a git repository.", help="Clone the group's repository, or run git init.")
    facts = (_identity(repository), _own_settings())
    if _accepted.get(repository) != facts:
        _judge(repository, timeout or _TIMEOUT)
        _accepted[repository] = facts
    return repository


def writable_common(path: Path) -> Path:
    """Return the folder that lists and settings of the clone around `path` are written into.

    Raises:
        GitError: as `accepted` raises it, or the repository it belongs to does not list it.

    """
    repository = accepted(path)
    if not is_of_its_common(repository):
        raise GitError(
            f"{repository.folder} says it belongs to {repository.common}, which does not list it: nothing was written.",
            help="If it is a worktree that was moved, run git worktree repair in it.",
        )
    return repository.common


def _judge(repository: Repository, timeout: float) -> None:
    """Let git find the repository itself, which tests its owner; raise unless it finds this very one."""
    device = device_in(repository, lambda file: _settings_in(file, timeout))
    if any(Path(device).is_relative_to(folder) for folder in (repository.folder, repository.common)):
        raise GitError(f"{device} is a device or a pipe.", help="Remove it, or clone the repository again.")
    if device:
        raise GitError(
            f"The settings of the repository {repository.root} make git read from {device}.",
            help="Remove that setting, or clone the repository again.",
        )
    around = {"GIT_CEILING_DIRECTORIES": str(repository.root.parent)}
    command = (*_SETTINGS, "-C", str(repository.root), "rev-parse", "--absolute-git-dir")
    done = _call(command, around, b"", timeout)
    if done is None:
        raise GitError(_MISSING, help=_CHECK)
    code, printed, complaint = done
    if code != 0:
        raise _refusal(repository.root, complaint.decode("utf-8", "surrogateescape"))
    if not _is_same(os.fsdecode(printed.rstrip(b"\r\n")), repository.folder):
        raise GitError(f"git uses a different folder as the repository, not {repository.folder}.", help=_CHECK)


def _is_same(one: str, other: Path) -> bool:
    """Return whether two paths mean one folder, as they may in other case and, on a Mac, with other accents."""
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def _settings_in(file: Path, timeout: float) -> Iterator[tuple[str, str]]:
    """Yield names and values of the settings in one file, those that it includes left out."""
    done = _call(("config", "--file", str(file), "--no-includes", "--null", "--list"), _NOWHERE, b"", timeout)
    for entry in done[1].split(b"\0")[:-1] if done else ():
        name, _, value = os.fsdecode(entry).partition("\n")
        yield name, value


def _refusal(root: Path, complaint: str) -> GitError:
    """Return git's refusal, with the remedy.

    Git names the remedy too, but a folder's name could hold a line like it.
    """
    lines = [line.strip() for line in complaint.split("\n")]
    if any(line.startswith(_NOT_OWNED) for line in lines):
        folder = root.as_posix()
        # On Windows git takes a folder of the network in this form alone.
        words = (
            "git",
            "config",
            "--global",
            "--add",
            "safe.directory",
            "%(prefix)/" * folder.startswith("//") + folder,
        )
        remedy = " ".join(map(language_here().quoted, words))
        return NotTrustedError(f"git refuses the repository {root} because another user owns it.", remedy)
    why = next((line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")), "it gives no reason")
    return GitError(f"git refuses the repository {root}: {why}.", help=_CHECK)


def _identity(repository: Repository) -> object:
    """Return what distinguishes these folders from others, or of another owner, that took their names."""
    known: list[object] = []
    for path in (repository.root, repository.root / ".git", repository.folder, repository.common):
        try:
            status = os.lstat(path)
        except OSError:
            known.append(None)
        else:
            known.append((status.st_dev, status.st_ino, status.st_uid, status.st_mode))
    for path in (repository.common / "config", repository.folder / "config.worktree"):
        try:
            status = os.lstat(path)
        except OSError:
            known.append(None)
        else:
            known.append((status.st_ino, status.st_size, status.st_mtime_ns, status.st_mode))
    return tuple(known)


def _own_settings() -> object:
    """Return what determines the user's own settings of git, and which git it is."""
    names = ("HOME", "XDG_CONFIG_HOME", "PATH", "USERPROFILE")
    return tuple(sorted((name, value) for name, value in os.environ.items() if name in names or _is_kept(name)))


def _is_kept(name: str) -> bool:
    return name in _KEPT or name.startswith(_KEPT_START)


def _call(
    arguments: tuple[str, ...], told: dict[str, str], text: bytes, seconds: float
) -> tuple[int, bytes, bytes] | None:
    """Return git's exit code and what it prints on stdout and stderr; None where it is missing or takes too long.

    It has a session of its own and no terminal, so that no setting can have it read the user's keys.
    """
    import subprocess  # noqa: PLC0415 - many milliseconds that `check` and the first frame can do without

    program = find_program("git")
    if program is None:
        return None
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _is_kept(name)}
    try:
        with subprocess.Popen(  # noqa: S603 - no shell, and names come after `--`
            [program, "--no-pager", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=os.sep,
            env=own | {"PATH": search_path()} | _ENVIRONMENT | told,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as process:
            try:
                printed, complaint = process.communicate(text, seconds)
            finally:
                end_program(process)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return process.returncode, printed, complaint
