"""GitHub's runner reads all that a step prints, and acts on commands in it: a text of a file gives it none.

A command is a line that begins with `::name::`, or has `##[name]` anywhere (docs.github.com, "Workflow commands", and
the class ActionCommand of actions/runner).
"""

import os
import re
from typing import Final

_COMMAND: Final = re.compile(r":(?=:)|##(?=\w*\[)")


def is_runner() -> bool:
    """Return whether a runner of GitHub's reads what is printed."""
    return bool(os.environ.get("GITHUB_ACTIONS"))


def without_commands(text: str) -> str:
    """Return a text for people, each possible command in it broken by a space where a runner reads it."""
    return _COMMAND.sub(r"\g<0> ", text) if is_runner() else text


def json_without_commands(text: str) -> str:
    """Return a document of JSON that holds the same values, without commands where a runner reads it."""
    return (
        _COMMAND.sub(lambda found: "".join(f"\\u{ord(char):04x}" for char in found[0]), text) if is_runner() else text
    )
