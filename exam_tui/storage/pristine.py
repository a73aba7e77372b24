"""The template that a report was made from, where only the file's own history can tell.

The order is: the file that is named, fingerprints of known templates, the history. Which version of it serves, and how
far it is to be trusted, is decided in `core.pristine`.
"""

import os
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exam_tui.core.pristine import Pristine, choose
from exam_tui.core.report import Report
from exam_tui.storage.repository import repository_root

if TYPE_CHECKING:
    from exam_tui.storage.git_history import Version

__all__ = ["Pristine", "TemplateFinder", "find_template"]

_SECONDS: Final = 1.5
"""How long versions are looked at: a history has hundreds, and each that differs in its prompts takes 10 ms."""
# What differs between two versions where the template does, cheaply: headings and quotes, and all above the questions.
_SKELETON: Final = re.compile(rb"^ {0,3}[>#][^\r\n]*", re.MULTILINE)
_FIRST_QUESTION: Final = re.compile(rb"^#+[ \t]+question[ \t]", re.MULTILINE | re.IGNORECASE)
_TICK: Final = re.compile(rb"\[[ xX]\]")


def find_template(path: Path, report: Report) -> Pristine | None:
    """Return the template of a report (settled) as a version of its file in git has it; None where none can serve.

    That is so without a repository or git, for a file that git does not know, and mostly in a shallow clone. Takes
    milliseconds, at worst a few seconds. Never raises.
    """
    real = Path(os.path.realpath(path))
    if repository_root(real.parent) is None:
        return None
    from exam_tui.storage.git_history import file_history, is_shallow  # noqa: PLC0415 - most runs need no git

    history = file_history(real)
    if not history:
        return None
    return choose(report, _reports(real.parent, history), whole=not is_shallow(real.parent))


class TemplateFinder:
    """Looks for the template of the report in one file, when first asked, and remembers it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: list[Pristine | None] = []

    def __call__(self, report: Report) -> Pristine | None:
        """Return what `find_template` returned for the first report; edits to answers and ticks do not change it."""
        if not self._found:
            self._found.append(find_template(self._path, report))
        return self._found[0]


def _reports(folder: Path, history: "Sequence[Version]") -> Iterator[tuple[Report, str]]:
    """Yield the versions whose template's text is another than before, the oldest first, with where they are from."""
    from exam_tui.storage.git_history import contents  # noqa: PLC0415 - as above

    behind = time.monotonic() + _SECONDS
    seen: set[int] = set()
    for version, data in contents(folder, history):
        skeleton = _skeleton(data)
        if skeleton in seen:
            continue
        seen.add(skeleton)
        report = Report.from_bytes(data)
        if report.questions:
            which = "the file's first version" if version is history[0] else "an earlier version of the file"
            yield report, f"{which} in git ({version.commit[:7]}, {version.date})"
        if time.monotonic() > behind:
            return


def _skeleton(data: bytes) -> int:
    first = _FIRST_QUESTION.search(data)
    head = data[: first.start()] if first else b""
    return hash((_TICK.sub(b"[ ]", head), *_SKELETON.findall(data)))
