"""Runners of CI read all that a step prints, and act on commands in it: a text of a file gives them none.

GitHub's runner takes a line that begins with `::name::`, or has `##[name]` anywhere (docs.github.com, "Workflow
commands", and the class ActionCommand of actions/runner); Azure Pipelines takes `##vso[name]`, TeamCity
`##teamcity[name]`.
"""

import os
from typing import Final

from exam_tui.core.text.patterns import lazy_pattern

_COMMAND: Final = lazy_pattern(r":(?=:)|##(?=\w*\[)")

_RUNNERS: Final = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
"""What GitHub, Azure Pipelines and TeamCity set."""


def is_runner() -> bool:
    """Return whether a runner that takes commands reads what is printed."""
    return any(os.environ.get(name) for name in _RUNNERS)


def without_commands(text: str) -> str:
    """Return a text for people, each possible command in it broken by a space where a runner reads it."""
    return _COMMAND.sub(r"\g<0> ", text) if is_runner() else text


def json_without_commands(text: str) -> str:
    """Return a document of JSON that holds the same values, without commands where a runner reads it."""
    return (
        _COMMAND.sub(lambda found: "".join(f"\\u{ord(char):04x}" for char in found[0]), text) if is_runner() else text
    )
