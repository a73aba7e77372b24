"""What committing and pushing the report would do, to be shown before anything of it is done."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.report.report import Report
from exam_tui.core.text.words import plural
from exam_tui.errors import GitError
from exam_tui.git.branches import Branch, Branches, ahead_behind, branches_of, last_seen
from exam_tui.git.commit.contents import CommitContents, contents_of
from exam_tui.git.commit.default_message import default_message, merge_message
from exam_tui.git.commit.hooks import COMMIT_HOOKS, PUSH_HOOKS, hooks_among
from exam_tui.git.hand_in.branch_state import as_of, push_words, right_branch
from exam_tui.git.hand_in.line import HandInLine, listed, wrong
from exam_tui.git.hand_in.repository_state import RepositoryState, ask_git, no_answer
from exam_tui.git.hand_in.unfinished import end_command, in_conflict, marked_lines, unfinished_lines
from exam_tui.git.run import run_git
from exam_tui.git.shell_commands import Shell
from exam_tui.git.tree import ignored
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.repository_root import repository_root


@dataclass(frozen=True, slots=True)
class Push:
    """A push.

    Attributes:
        words: what follows `git`.
        target: the remote's branch, such as `origin/main`.
        waiting: how many commits are here that were not pushed; None where the branch never was.

    """

    words: tuple[str, ...]
    target: str
    waiting: int | None


@dataclass(frozen=True, slots=True)
class CommitPlan:
    """What is about to be committed and pushed.

    Attributes:
        root: the repository's folder, where the commands run.
        branch: the branch that is committed to.
        contents: what the commit takes.
        is_merging: whether the commit ends a merge.
        message: what its message may be.
        push: how it is pushed, None without a remote.
        commit_hooks: the names of the hooks that a commit runs.
        push_hooks: the names of the hooks that a push runs.
        notes: what somebody should know before, with the command that mends it, as the hand-in check has it.

    """

    root: Path
    branch: str
    contents: CommitContents
    is_merging: bool
    message: str
    push: Push | None
    commit_hooks: Sequence[str]
    push_hooks: Sequence[str]
    notes: Sequence[HandInLine]

    @property
    def has_commit(self) -> bool:
        """Whether there is anything to commit."""
        return bool(self.contents.files) or self.is_merging

    @property
    def has_push(self) -> bool:
        """Whether there is anything to push without a commit."""
        return self.push is not None and self.push.waiting != 0

    def commit_steps(self, message: str) -> list[tuple[str, ...]]:
        """Return the calls that commit, each as what follows `git`; none where there is nothing to commit."""
        if not self.has_commit:
            return []
        shell = Shell(self.root, self.root)
        files = [shell.pattern(name) for name in self.contents.files]
        new = [shell.pattern(name) for name in self.contents.new]
        add = [("add", "--", *new)] if new else []
        only = () if self.is_merging else ("--", *files)
        return [*add, ("commit", *(() if self.is_merging else ("--only",)), "-m", message, *only)]

    def push_steps(self) -> list[tuple[str, ...]]:
        """Return the calls that push."""
        return [self.push.words] if self.push else []

    def lines(self, message: str) -> list[str]:
        """Return all calls as they would be typed in the repository's folder."""
        shell = Shell(self.root, self.root)
        return [shell.line("git", *words) for words in (*self.commit_steps(message), *self.push_steps())]


def plan_commit(path: Path, context: CheckContext) -> CommitPlan | HandInLine:
    """Return what committing and pushing a report would do, or why it cannot be and what to do about that.

    `context` is of the report as it is on disk at `path`; commands are to be pasted in the current folder. Never
    raises; takes a tenth of a second, and runs nothing that came with the repository.
    """
    real = Path(real_path(path))
    root = repository_root(real.parent)
    shell = Shell(root or real.parent, Path.cwd())
    if root is None:
        return wrong("The report is not in a git repository", shell.git("init"))
    repo = ask_git(root, real, context, Path.cwd())
    if isinstance(repo, HandInLine):
        return repo
    try:
        branches = branches_of(root)
        refusals = () if branches is None else _refusals(repo, branches)
        return next(iter(refusals), None) or _plan(repo, branches or Branches((), "", ""))
    except GitError as error:
        return no_answer(error, shell)


def _refusals(repo: RepositoryState, branches: Branches) -> Iterator[HandInLine]:
    """Yield what has to be done before anything can be committed."""
    shell = repo.shell
    if repo.unfinished and not (repo.is_merging and repo.unfinished[0] == "merge"):
        if marked_lines(repo.context):
            yield from unfinished_lines(repo)
        left = in_conflict(repo) if repo.commits_in_the_end else []
        yield wrong(f"A {repo.unfinished[0]} is in progress: finish it first, then commit", end_command(repo, left))
    elif repo.head is not None and branches.head is None:
        yield from (line for line in right_branch(repo, branches) if not line.ok)
    others = [name for name in in_conflict(repo) if name != repo.name]
    if others:
        add = shell.git("add", "--", *(shell.pattern(name) for name in others))
        yield wrong(f"Unresolved conflicts in {listed(others)}. Resolve each, then", add)
    own = repo.index.get(repo.name)
    marked = marked_lines(repo.context)
    if marked and (repo.is_merging or (own is not None and own.conflict)):
        yield wrong(f"{_marked(marked)}: resolve them, then save")
    if repo.name not in repo.index and ignored(repo.root, [repo.name]):
        force = shell.git("add", "--force", "--", shell.pattern(repo.name))
        yield wrong("git ignores the report (.gitignore)", force)
    if not all(run_git(repo.root, "var", f"GIT_{role}_IDENT") for role in ("AUTHOR", "COMMITTER")):
        name, mail = (
            shell.git("config", "--global", f"user.{what}", value)
            for what, value in (("name", "Your Name"), ("email", "you@example.com"))
        )
        yield wrong("git does not know who you are (“Please tell me who you are”)", shell.steps(name, mail))


def _plan(repo: RepositoryState, branches: Branches) -> CommitPlan:
    head = branches.head
    contents = contents_of(repo)
    name = head.name if head else _unborn(repo)
    before = Report.from_bytes(repo.head_data) if repo.head_data is not None else None
    images = len([file for file in contents.files if file != repo.name])
    message = default_message(before, repo.report, images)
    return CommitPlan(
        root=repo.root,
        branch=name,
        contents=contents,
        is_merging=repo.is_merging,
        message=merge_message(repo.git_folders[0]) if repo.is_merging else message,
        push=_push(repo, branches, head, name),
        commit_hooks=hooks_among(repo.root, COMMIT_HOOKS),
        push_hooks=hooks_among(repo.root, PUSH_HOOKS),
        notes=tuple(_notes(repo, branches, head)),
    )


def _unborn(repo: RepositoryState) -> str:
    """Return the branch that the first commit makes."""
    return os.fsdecode(run_git(repo.root, "symbolic-ref", "--short", "HEAD") or b"HEAD").strip()


def _push(repo: RepositoryState, branches: Branches, head: Branch | None, name: str) -> Push | None:
    remote = branches.remote
    if not remote:
        return None
    if head is None:
        return Push(("push", "-u", remote, name), f"{remote}/{name}", None)
    there = branches.counterpart(head)
    waiting = ahead_behind(repo.root, head.ref, there.ref)[0] if there else None
    return Push(push_words(repo, branches, head), there.name if there else f"{remote}/{name}", waiting)


def _marked(lines: Sequence[str]) -> str:
    """Return that the report has conflict markers, and in which lines."""
    return f"The report has conflict markers in {'line' if len(lines) == 1 else 'lines'} {listed(lines)}"


def _notes(repo: RepositoryState, branches: Branches, head: Branch | None) -> Iterator[HandInLine]:
    """Yield what to know before: conflict markers, another branch is handed in, others have pushed, no remote."""
    if marked := marked_lines(repo.context):
        yield wrong(f"{_marked(marked)}: resolve them first")
    if head is not None:
        yield from (line for line in right_branch(repo, branches) if not line.ok)
    there = branches.counterpart(head) if head else None
    if not branches.remote:
        command = repo.shell.git("remote", "add", "origin", "ADDRESS")
        yield wrong("There is no remote to push to: only you will have the report", command)
    elif head and there and not repo.is_merging:
        behind = ahead_behind(repo.root, head.ref, there.ref)[1]
        if behind:
            seen = as_of(last_seen(repo.root, repo.git_folders, branches.remote, there), time.time())
            is_, them = ("is", "it") if behind == 1 else ("are", "them")
            missing = f"{plural(behind, 'commit')} of {there.name} {is_} missing here (last fetched {seen})"
            yield wrong(f"{missing}: merge {them} first", repo.shell.git("pull", "--no-rebase"))
