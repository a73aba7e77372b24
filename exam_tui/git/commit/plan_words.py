"""A plan to commit and push in words, the same on every screen."""

from collections.abc import Sequence
from typing import Final

from exam_tui.core.text.words import plural
from exam_tui.git.commit.commit_plan import CommitPlan

_MOST: Final = 12


def plan_sections(plan: CommitPlan) -> list[tuple[str, list[str]]]:
    """Return what a plan says, as headings with the lines below each; names in it are for `display`."""
    contents = plan.contents
    files = [f"{name} (new)" if name in contents.new and not plan.is_merging else name for name in contents.files]
    hooks = [
        f"{', '.join(names)} ({when})"
        for names, when in ((plan.commit_hooks, "commit"), (plan.push_hooks if plan.push else (), "push"))
        if names
    ]
    sections = [
        (f"Will be committed on {plan.branch}", files),
        ("Also committed, since a merge includes everything staged", _few(contents.others)),
        (f"Will be pushed to {plan.push.target}" if plan.push else "", _pushed(plan)),
        ("Left out", list(contents.left_out)),
        ("Before you start", [f"{line.text}{f': {line.command}' if line.command else ''}" for line in plan.notes]),
        ("Hooks of this repository that will run", hooks),
    ]
    if plan.is_merging and not files:
        sections[0] = (f"Will be committed on {plan.branch}", ["completes the merge"])
    return [(heading, lines) for heading, lines in sections if lines]


def _pushed(plan: CommitPlan) -> list[str]:
    push = plan.push
    if push is None:
        return []
    if push.waiting is None:
        return [f"{plan.branch}, for the first time"]
    if not push.waiting:
        return ["this commit"]
    return [f"{plural(push.waiting, 'commit')} from before{' and this one' if plan.has_commit else ''}"]


def _few(names: Sequence[str]) -> list[str]:
    more = len(names) - _MOST
    return [*names[:_MOST], *([f"and {more} more"] if more > 0 else [])]
