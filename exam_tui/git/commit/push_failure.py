"""What git said of what went wrong, and why a push failed: by those words that are the same in every language."""

import re
from collections.abc import Sequence
from typing import Final

from exam_tui.core.text.patterns import lazy_pattern

_MARKS: Final = lazy_pattern(r"^ ! \[(rejected|remote rejected)\].*\(([^()\n]*)\)\s*$", re.MULTILINE)
"""What git says of a branch that it could not push. The pattern is linear: each part has an end of its own."""
_BEHIND: Final = frozenset({"fetch first", "non-fast-forward", "stale info", "needs force"})
_LAST: Final = lazy_pattern(r"^(?:fatal|error|ERROR|remote): *(\S[^\n\r]*)", re.MULTILINE)
_COLOURS: Final = lazy_pattern(r"\x1b\[[0-9;:?]{0,40}[@-~]")
_LONGEST: Final = 200
_MOST_LINES: Final = 6
_MOST: Final = 20_000
"""Characters at the end of git's words that are looked at."""
_ALWAYS: Final = "failed to push some refs"
"""What git says of every push that failed."""


def push_failure(said: str, target: str, hooks: Sequence[str]) -> tuple[str, str]:
    """Return why a push to `target` failed, and what to do about it, in whole sentences.

    `hooks` are the names of the hooks that ran. The words come from git and from the remote: they are for `display`.
    """
    said = _plain(said)
    marks = _MARKS.search(said)
    if marks and marks[1] == "rejected" and marks[2] in _BEHIND:
        return (
            f"{target} has commits that you do not have: somebody pushed first.",
            "Run git pull --no-rebase, then push again: where both changed an answer, exam-tui shows both.",
        )
    if marks:
        remedy = (
            "If the branch is protected, push to another one (git push origin HEAD:BRANCH) and open a pull request."
        )
        return f"The remote rejected it ({marks[2]}). Its message is in the terminal.", remedy
    words = last_words(said)
    if hooks and not words:
        return f"The hook {hooks[0]} refused it.", "Its message is in the terminal."
    return (f"git says: {words}." if words else "git says why in the terminal."), "Fix that, then push again."


def last_words(said: str) -> str:
    """Return what git said last of what went wrong, "" for nothing."""
    found = [words for words in _LAST.findall(_plain(said)) if _ALWAYS not in words]
    return found[-1].strip().rstrip(".")[:_LONGEST] if found else ""


def last_lines(said: str) -> list[str]:
    """Return the last lines of what git and its hooks said, without colours: what they went wrong with."""
    lines = [line.rpartition("\r")[2].rstrip()[:_LONGEST] for line in _plain(said).replace("\r\n", "\n").split("\n")]
    return [line for line in lines if line.strip()][-_MOST_LINES:]


def _plain(said: str) -> str:
    """Return the end of what was said, without colours."""
    return _COLOURS.sub("", said[-_MOST:])
