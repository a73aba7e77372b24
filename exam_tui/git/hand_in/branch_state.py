"""Whether the branch is the one that is handed in, pushed, and no other holds newer text."""

import os
from collections.abc import Iterator

from exam_tui.git.branches import Branch, Branches, ahead_behind, last_seen
from exam_tui.git.hand_in.line import HandInLine, ago, fine, listed, wrong
from exam_tui.git.hand_in.newer_answers import newer_texts
from exam_tui.git.hand_in.repository_state import RepositoryState
from exam_tui.git.run import run_git


def branch_lines(repo: RepositoryState, branches: Branches, now: float) -> Iterator[HandInLine]:
    """Say whether the branch is right, pushed and the newest; `now` in seconds since 1970."""
    head, elsewhere = branches.head, _elsewhere(branches)
    yield from right_branch(repo, branches)
    # What is merged into the branch that is handed in needs no push of its own.
    pushed = elsewhere if elsewhere and _holds_head(repo, elsewhere) else head
    if pushed:
        yield _pushed(repo, branches, pushed, now)
    yield from _others(repo, branches, now)


def _elsewhere(branches: Branches) -> Branch | None:
    """Return the branch that is handed in where it is checked out in another worktree: git has it in one place only."""
    default = branches.get(f"refs/heads/{branches.default}") if branches.default else None
    return default if default and default.worktree and default != branches.head else None


def _holds_head(repo: RepositoryState, branch: Branch) -> bool:
    """Return whether a branch has every commit that is here."""
    return run_git(repo.root, "merge-base", "--is-ancestor", "HEAD", branch.ref) is not None


def right_branch(repo: RepositoryState, branches: Branches) -> Iterator[HandInLine]:
    """Say whether the branch is the one that is handed in."""
    head, default, elsewhere = branches.head, branches.default, _elsewhere(branches)
    if elsewhere:
        if not repo.unfinished:
            yield _in_another_folder(head, elsewhere, repo)
    elif head is None:
        if not repo.unfinished:  # a rebase leaves the branch for a while, and is named already
            text = "You are not on a branch (“detached HEAD”): commits made here are not handed in"
            back = _switch(repo, default or "main")
            yield wrong(text, repo.shell.steps(back, repo.shell.git("merge", "HEAD@{1}")))
    elif not default:
        names = listed([branch.name for branch in branches.all if not branch.is_remote])
        text = f"You are on {head.name}; the branch to hand in is unclear: {names}"
        yield wrong(text, repo.shell.git("remote", "set-head", branches.remote or "origin", "--auto"))
    elif head.name != default:
        command = repo.shell.steps(_switch(repo, default), repo.shell.git("merge", _revision(repo, head)))
        text = f"You are on {head.name}, but {default} is handed in"
        yield wrong(text, command)
    else:
        yield fine(f"You are on {default}, the branch to hand in")


def _in_another_folder(head: Branch | None, default: Branch, repo: RepositoryState) -> HandInLine:
    """Say that the branch that is handed in is checked out in another worktree, and whether it has what is here."""
    where = f"on {head.name}" if head else "not on a branch (“detached HEAD”)"
    if _holds_head(repo, default):
        text = f"You are {where}; {default.name}, which is handed in, has everything ({default.worktree})"
        return fine(text)
    text = f"You are {where}, but {default.name} is handed in; it is checked out in {default.worktree}"
    short = run_git(repo.root, "rev-parse", "--short", "HEAD") or b"HEAD"
    commit = _revision(repo, head) if head else short.decode().strip()
    return wrong(text, repo.shell.git_in(default.worktree, "merge", commit))


def _switch(repo: RepositoryState, name: str) -> str:
    """Return the call that checks out a branch: git takes its plain name only."""
    return repo.shell.git("switch", *(["--"] if name.startswith("-") else []), name)


def _revision(repo: RepositoryState, branch: Branch) -> str:
    """Return a branch's name as git takes it for this branch: the full one where the plain one means something else.

    Git takes `-x` for an option, and a tag for what is meant where it has the same name.
    """
    if branch.name.startswith("-"):
        return branch.ref
    meant = run_git(repo.root, "rev-parse", "--symbolic-full-name", branch.name)
    return branch.name if os.fsdecode(meant or b"").strip() == branch.ref else branch.ref


def push_words(repo: RepositoryState, branches: Branches, branch: Branch) -> tuple[str, ...]:
    """Return what follows `git` to push a branch; to a remote called origin where there is none yet."""
    counterpart = branches.counterpart(branch)
    if counterpart is None or branch.upstream != counterpart.ref:
        is_usual = False
    else:
        is_usual = counterpart.name == f"{branches.remote}/{branch.name}"
    return ("push",) if is_usual else ("push", "-u", branches.remote or "origin", _revision(repo, branch))


def _pushed(repo: RepositoryState, branches: Branches, branch: Branch, now: float) -> HandInLine:
    """Say whether a branch is pushed, here or in the folder that it is checked out in."""

    def git(*words: str) -> str:
        return repo.shell.git(*words) if branch == branches.head else repo.shell.git_in(branch.worktree, *words)

    counterpart = branches.counterpart(branch)
    push = git(*push_words(repo, branches, branch))
    if not branches.remote:
        text = "There is no remote: only you have the report"
        return wrong(text, repo.shell.steps(git("remote", "add", "origin", "ADDRESS"), push))
    if counterpart is None:
        return wrong(f"{branch.name} has never been pushed to {branches.remote}", push)
    ahead, behind = ahead_behind(repo.root, branch.ref, counterpart.ref)
    seen = last_seen(repo.root, repo.git_folders, branches.remote, counterpart)
    note = f"{counterpart.name} as last seen {as_of(seen, now)}"
    if ahead:
        commits = "1 commit is" if ahead == 1 else f"{ahead} commits are"
        pull = [git("pull", "--no-rebase")] if behind else []
        also = f", and {behind} there {'is' if behind == 1 else 'are'} missing here" if behind else ""
        return wrong(f"{commits} not pushed{also} ({note})", repo.shell.steps(*pull, push))
    return fine(f"Everything committed is pushed ({note})")


def as_of(seen: float | None, now: float) -> str:
    """Return how long ago a remote's branch was seen; both in seconds since 1970, `seen` None where nobody knows."""
    return "at an unknown time" if seen is None else ago(now - seen)


def _others(repo: RepositoryState, branches: Branches, now: float) -> Iterator[HandInLine]:
    head = branches.head
    counterpart = branches.counterpart(head) if head else None
    others = [branch for branch in branches.all if branch != head]
    found = list(newer_texts(repo, others))
    for newer in found:
        branch = newer.branch
        questions = ("question " if len(newer.questions) == 1 else "questions ") + listed(
            [str(number) for number in newer.questions]
        )
        text = f"{branch.name} has newer text in {questions} (from {ago(now - newer.time)})"
        if branch == counterpart:
            command = repo.shell.git("pull", "--no-rebase")
        else:
            command = repo.shell.git("merge", _revision(repo, branch))
        yield wrong(text, command)
    if not found:
        many = any(branch != counterpart for branch in others)
        yield fine("No other branch has newer text" if many else "There are no other branches")
