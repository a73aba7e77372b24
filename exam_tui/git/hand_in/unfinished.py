"""What git is in the middle of, a merge above all, and the one command that ends it."""

import os
from collections.abc import Iterator

from exam_tui.core.findings.context import CheckContext
from exam_tui.git.hand_in.line import HandInLine, listed, wrong
from exam_tui.git.hand_in.repository_state import RepositoryState
from exam_tui.git.run import run_git


def unfinished_lines(repo: RepositoryState) -> Iterator[HandInLine]:
    """Yield what git is in the middle of, if anything: what is left to decide, and what ends it then."""
    if not repo.unfinished:
        return
    left = in_conflict(repo) if repo.commits_in_the_end else []
    others = [name for name in left if name != repo.name]
    todo = ["resolve the report's conflicts (R in the editor's list of questions) and save"] * bool(
        marked_lines(repo.context) and repo.name in left
    )
    todo += [f"resolve the conflicts in {listed(others)}"] * bool(others)
    then = f": {', '.join(todo)}, then" if todo else ""
    yield wrong(f"A {repo.unfinished[0]} is in progress{then}", end_command(repo, left))


def end_command(repo: RepositoryState, left: list[str]) -> str:
    """Return what ends what git is in the middle of; `left` are the files that are in conflict by its list."""
    _, words = repo.unfinished or ("", ())
    shell = repo.shell
    own = [repo.name] if repo.name in repo.index else []
    names = list(dict.fromkeys([*own, *left])) if repo.commits_in_the_end else []
    end = shell.git("commit", "--no-edit") if repo.is_merging else shell.git(*words)
    return shell.steps(shell.git("add", "--", *map(shell.pattern, names)), end) if names else end


def in_conflict(repo: RepositoryState) -> list[str]:
    """Return the files, anywhere in the repository, that a merge has left in conflict."""
    answer = run_git(repo.root, "ls-files", "-u", "-z") or b""
    return list(dict.fromkeys(os.fsdecode(line.partition(b"\t")[2]) for line in answer.split(b"\0")[:-1]))


def marked_lines(context: CheckContext) -> list[str]:
    """Return the lines of conflict markers, from 1; those that a code block shows on purpose left out."""
    found: list[str] = []
    for span in context.conflicts:
        start = context.report.template.lines.start(span.start)
        inside = (answer for answer in context.answers if answer.place.slot.start <= start < answer.place.slot.end)
        if not any(answer.in_closed_fence(span.start, span.end) for answer in inside):
            found.append(str(span.start + 1))
    return found
