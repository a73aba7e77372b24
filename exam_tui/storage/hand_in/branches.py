"""Whether the branch is the one that is handed in, pushed, and no other holds newer text."""

from collections.abc import Iterator

from exam_tui.storage.git import run_git
from exam_tui.storage.git_refs import Branch, Branches, ahead_behind, last_seen
from exam_tui.storage.hand_in.line import HandInLine, ago, listed
from exam_tui.storage.hand_in.newer import newer_texts
from exam_tui.storage.hand_in.scene import Scene
from exam_tui.storage.shell import Shell


def branch_lines(scene: Scene, branches: Branches, now: float) -> Iterator[HandInLine]:
    """Say whether the branch is right, pushed and the newest; `now` in seconds since 1970."""
    head = branches.head
    counterpart = branches.counterpart(head) if head else None
    yield from _right_branch(scene, branches)
    if head:
        yield _pushed(scene, branches, head, counterpart, now)
    yield from _others(scene, branches, head, counterpart, now)


def _right_branch(scene: Scene, branches: Branches) -> Iterator[HandInLine]:
    head, default = branches.head, branches.default
    elsewhere = branches.get(f"refs/heads/{default}") if default else None
    if elsewhere and elsewhere.worktree and elsewhere != head:
        if not scene.unfinished:
            yield _in_another_folder(head, default, elsewhere.worktree, scene)
    elif head is None:
        if not scene.unfinished:  # a rebase leaves the branch for a while, and is named already
            text = "You are on no branch (“detached HEAD”): what you commit here is not handed in"
            back = scene.shell.git("switch", default or "main")
            yield HandInLine(ok=False, text=text, command=f"{back} && {scene.shell.git('merge', 'HEAD@{1}')}")
    elif not default:
        names = listed([branch.name for branch in branches.all if not branch.is_remote])
        text = f"You are on {head.name}; which branch is handed in cannot be told: {names}"
        yield HandInLine(
            ok=False, text=text, command=scene.shell.git("remote", "set-head", branches.remote or "origin", "--auto")
        )
    elif head.name != default:
        command = f"{scene.shell.git('switch', default)} && {scene.shell.git('merge', head.name)}"
        text = f"You are on {head.name}, what is handed in is {default}"
        yield HandInLine(ok=False, text=text, command=command)
    else:
        yield HandInLine(ok=True, text=f"You are on {default}, the branch that is handed in")


def _in_another_folder(head: Branch | None, default: str, folder: str, scene: Scene) -> HandInLine:
    """Say that the branch that is handed in is checked out in another worktree: git has it in one place only."""
    where = f"on {head.name}" if head else "on no branch (“detached HEAD”)"
    text = f"You are {where}, what is handed in is {default}, which is checked out in {folder}"
    commit = head.name if head else (run_git(scene.root, "rev-parse", "--short", "HEAD") or b"HEAD").decode().strip()
    return HandInLine(ok=False, text=text, command=Shell.at(folder, "merge", commit))


def _pushed(scene: Scene, branches: Branches, head: Branch, counterpart: Branch | None, now: float) -> HandInLine:
    shell = scene.shell
    if not branches.remote:
        text = "There is no remote: nobody but you has the report"
        first = shell.git("remote", "add", "origin", "ADDRESS")
        return HandInLine(ok=False, text=text, command=f"{first} && {shell.git('push', '-u', 'origin', head.name)}")
    push = shell.git("push", "-u", branches.remote, head.name)
    if counterpart is None:
        return HandInLine(ok=False, text=f"{head.name} was never pushed to {branches.remote}", command=push)
    if head.upstream == counterpart.ref and counterpart.name == f"{branches.remote}/{head.name}":
        push = shell.git("push")
    ahead, behind = ahead_behind(scene.root, counterpart.ref)
    seen = last_seen(scene.root, scene.git_folders, branches.remote, counterpart)
    as_of = "nobody knows how long ago" if seen is None else ago(now - seen)
    note = f"{counterpart.name} as last seen {as_of}"
    if ahead:
        commits = "1 commit is" if ahead == 1 else f"{ahead} commits are"
        pull = f"{shell.git('pull', '--no-rebase')} && " if behind else ""
        also = f", and {behind} there {'is' if behind == 1 else 'are'} not here" if behind else ""
        return HandInLine(ok=False, text=f"{commits} not pushed{also} ({note})", command=pull + push)
    return HandInLine(ok=True, text=f"Everything committed is pushed ({note})")


def _others(
    scene: Scene, branches: Branches, head: Branch | None, counterpart: Branch | None, now: float
) -> Iterator[HandInLine]:
    others = [branch for branch in branches.all if branch != head]
    found = list(newer_texts(scene, others))
    for newer in found:
        branch = newer.branch
        questions = ("question " if len(newer.questions) == 1 else "questions ") + listed(
            [str(number) for number in newer.questions]
        )
        text = f"{branch.name} has newer text in {questions} (from {ago(now - newer.time)})"
        if branch == counterpart:
            command = scene.shell.git("pull", "--no-rebase")
        else:
            command = scene.shell.git("merge", branch.name)
        yield HandInLine(ok=False, text=text, command=command)
    if not found:
        many = any(branch != counterpart for branch in others)
        yield HandInLine(ok=True, text="No other branch has newer text" if many else "There is no other branch")
