"""Branches, here and as the remote had them when last seen. The network is never used."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.git.run import run_git

_HEADS: Final = "refs/heads/"
_REMOTES: Final = "refs/remotes/"
_USUAL: Final = ("main", "master")
_FIELDS: Final = (
    "%(HEAD)%00%(refname)%00%(objectname)%00%(committerdate:unix)%00%(upstream)%00%(symref)%00%(worktreepath)"
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch, or what a remote's branch was when last seen.

    Attributes:
        ref: the full name, `refs/heads/main` or `refs/remotes/origin/main`.
        commit: the id of its last commit.
        time: when that was made, in seconds since 1970.
        upstream: the full name of the branch that it follows, or "".
        is_head: whether it is the one that is checked out.
        worktree: the folder that it is checked out in, "" for none.

    """

    ref: str
    commit: str
    time: int
    upstream: str = ""
    is_head: bool = False
    worktree: str = ""

    @property
    def name(self) -> str:
        """The name that a user types: `main`, `origin/main`."""
        return self.ref.removeprefix(_HEADS).removeprefix(_REMOTES)

    @property
    def is_remote(self) -> bool:
        """Whether it belongs to a remote."""
        return self.ref.startswith(_REMOTES)


@dataclass(frozen=True, slots=True)
class Branches:
    """All branches of a repository.

    Attributes:
        all: here and of remotes.
        remote: the name of the remote that counts, "" where there is none.
        default: the name, without the remote's, of the branch that is handed in; "" where that is not known.

    """

    all: Sequence[Branch]
    remote: str
    default: str

    @property
    def head(self) -> Branch | None:
        """The branch that is checked out; None on no branch, and before the first commit."""
        return next((branch for branch in self.all if branch.is_head), None)

    def get(self, ref: str) -> Branch | None:
        """Return the branch with a full name."""
        return next((branch for branch in self.all if branch.ref == ref), None)

    def counterpart(self, branch: Branch) -> Branch | None:
        """Return what a branch here is pushed to, as last seen: the default branch to its own name."""
        same = self.get(f"{_REMOTES}{self.remote}/{branch.name}")
        if branch.name == self.default:
            return same
        return self.get(branch.upstream) or same


def branches_of(root: Path) -> Branches | None:
    """Return the branches of a repository; None where git does not answer."""
    answer = run_git(root, "for-each-ref", f"--format={_FIELDS}", _HEADS, _REMOTES)
    if answer is None:
        return None
    found: list[Branch] = []
    defaults: dict[str, str] = {}
    for line in answer.decode("utf-8", "surrogateescape").split("\n")[:-1]:
        mark, ref, commit, time, upstream, target, worktree, *_ = [*line.split("\0"), "", "", "", "", "", "", ""]
        if target:
            if ref.startswith(_REMOTES) and ref.endswith("/HEAD"):
                remote = ref.removeprefix(_REMOTES).removesuffix("/HEAD")
                defaults[remote] = target.removeprefix(f"{_REMOTES}{remote}/")
        elif time:  # a ref to anything but a commit has none
            found.append(Branch(ref, commit, int(time), upstream, mark == "*", worktree))
    remote = _remote(root, found)
    return Branches(tuple(found), remote, defaults.get(remote) or _default(found, remote))


def _remote(root: Path, found: Sequence[Branch]) -> str:
    """Return the remote that counts: origin, the one that the branch here follows, or the only one."""
    names = (run_git(root, "remote") or b"").decode("utf-8", "surrogateescape").split()
    followed = next((branch.upstream for branch in found if branch.is_head), "").removeprefix(_REMOTES)
    wanted = ["origin", *(name for name in names if followed.startswith(f"{name}/")), *names[:1]]
    return next((name for name in wanted if name in names), "")


def _default(found: Sequence[Branch], remote: str) -> str:
    there = f"{_REMOTES}{remote}/"
    for start in (there, _HEADS) if remote else (_HEADS,):
        names = [branch.ref.removeprefix(start) for branch in found if branch.ref.startswith(start)]
        usual = [name for name in _USUAL if name in names]
        if usual or len(names) == 1:
            return (usual or names)[0]
    return ""


def ahead_behind(root: Path, ref: str, other: str) -> tuple[int, int]:
    """Return how many commits a ref has that another has not, and the reverse; (0, 0) where git does not say."""
    answer = run_git(root, "rev-list", "--left-right", "--count", f"{ref}...{other}")
    ahead, behind = answer.split() if answer else (0, 0)
    return int(ahead), int(behind)


def last_seen(root: Path, git_folders: Sequence[Path], remote: str, branch: Branch) -> float | None:
    """Return when a remote's branch was last seen, by fetching or pushing, in seconds since 1970; None: not known.

    `git_folders` are the folders where git keeps what it fetched last.
    """
    times: list[float] = []
    name = branch.ref.removeprefix(f"{_REMOTES}{remote}/")
    for folder in git_folders:
        fetched = folder / "FETCH_HEAD"
        try:
            if f"branch '{name}' of " in fetched.read_text("utf-8", "replace"):
                times.append(fetched.stat().st_mtime)
        except OSError:
            continue  # nothing was fetched yet, only cloned or pushed
    # A clone notes its time only in HEAD's own log.
    for ref in (branch.ref, f"{_REMOTES}{remote}/HEAD"):
        answer = run_git(root, "log", "-g", "-1", "--format=%gd", "--date=unix", ref, "--")
        number = (answer or b"").rpartition(b"@{")[2].rstrip(b"}\n")
        if number.isdigit():
            times.append(float(number))
            break
    return max(times, default=None)
