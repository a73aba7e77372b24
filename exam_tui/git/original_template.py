"""The template that a report was made from, where only the file's own history knows it.

The order is: the file that is named, fingerprints of known templates, the history. Which version of it serves, and how
far it is to be trusted, is decided in `core/template/original.py`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, overload

from exam_tui.core.report.report import Report
from exam_tui.core.template.original import Pristine, choose
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.errors import GitError, NotTrustedError
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.repository_root import repository_root

if TYPE_CHECKING:
    from exam_tui.git.log import CommittedVersion

__all__ = ["FileVersions", "Pristine", "TemplateFinder", "find_template"]

_SECONDS_FOR_ONCE: Final = 1.0
"""For a question that was answered a moment ago, or never will be."""
_MOST_READ: Final = 64_000_000
_MOST_PARSED: Final = 6_000_000
"""Bytes of versions that are read, and that are parsed: a history has hundreds, and 50 kB take 10 ms. Not seconds: the
same history has the same template on any machine."""
# What differs between two versions where the template does, cheaply: headings and quotes, and all above the questions.
_SKELETON: Final = lazy_pattern(rb"^ {0,3}[>#][^\r\n]*", re.MULTILINE)
_FIRST_QUESTION: Final = lazy_pattern(rb"^#+[ \t]+question[ \t]", re.MULTILINE | re.IGNORECASE)
_TICK: Final = lazy_pattern(rb"\[[ xX]\]")


class FileVersions(Sequence[tuple[Report, str]]):
    """The versions of a file in git whose template differs from the one before, the oldest first, and their sources.

    Each is parsed when it is asked for. Empty without a repository or git, and for a file that git does not know.
    """

    def __init__(self, path: Path) -> None:
        real = Path(real_path(path))
        self._data: list[tuple[bytes, str]] = []
        self._parsed: dict[int, Report] = {}
        self._is_whole = False
        if repository_root(real.parent) is None:
            return
        from exam_tui.git.log import file_history, is_shallow  # noqa: PLC0415 - most runs need no git

        history = file_history(real)
        if history:
            found = _distinct(real.parent, history)
            self._data = [(data, _source(version, is_first=version is history[0])) for version, data in found]
            # A partial clone may lack the content of the first one.
            self._is_whole = bool(found) and found[0][0] is history[0] and not is_shallow(real.parent)

    def __len__(self) -> int:
        return len(self._data)

    @overload
    def __getitem__(self, at: int) -> tuple[Report, str]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[Report, str]]: ...
    def __getitem__(self, at: int | slice) -> tuple[Report, str] | list[tuple[Report, str]]:
        """Return a version, parsed."""
        if isinstance(at, slice):
            return [self[index] for index in range(*at.indices(len(self)))]
        data, source = self._data[at]
        index = at % len(self)
        if index not in self._parsed:
            self._parsed[index] = Report.from_bytes(data)
        return self._parsed[index], source

    def template_of(self, report: Report) -> Pristine | None:
        """Return the template of a reparsed report, None where no version can serve."""
        return choose(report, self, whole=self._is_whole)


def find_template(path: Path, report: Report) -> Pristine | None:
    """Return the template of a reparsed report as a version of its file in git has it; None where none can serve.

    That is so without a repository or git, for a file that git does not know, and mostly in a shallow clone. Takes
    milliseconds, at worst a few seconds. Never raises.
    """
    return FileVersions(path).template_of(report)


class TemplateFinder:
    """Looks for the template of the report in one file, when first asked, and remembers it; without a file for none."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._found: list[Pristine | None] = []
        self.refusal = ""
        """Why git was not asked, with its remedy, where it takes the repository for somebody else's."""

    def __call__(self, report: Report) -> Pristine | None:
        """Return what `find_template` returned for the first report; edits to answers and ticks do not change it."""
        if self._path is None:
            return None
        if not self._found:
            self._found.append(find_template(self._path, report))
            self.refusal = _refusal(self._path) if self._found[0] is None else ""
        return self._found[0]


def _refusal(path: Path) -> str:
    """Return git's refusal of the repository that a file is in, "" where it has none."""
    folder = Path(real_path(path)).parent
    if repository_root(folder) is None:
        return ""
    from exam_tui.git.run import accepted  # noqa: PLC0415 - most runs need no git

    try:
        accepted(folder, _SECONDS_FOR_ONCE)
    except NotTrustedError as error:
        return str(error)
    except GitError:
        return ""
    return ""


def _distinct(folder: Path, history: "Sequence[CommittedVersion]") -> "list[tuple[CommittedVersion, bytes]]":
    """Return the versions with their contents, the oldest first.

    Of those that differ in answers and ticks alone that is the oldest. Of a history that is too long, only the first
    version and the newest ones.
    """
    from exam_tui.git.log import committed_contents  # noqa: PLC0415 - as above

    found: dict[int, tuple[CommittedVersion, bytes]] = {}
    read = 0
    for version, data in committed_contents(folder, history[:0:-1]):
        read += len(data)
        if read > _MOST_READ:
            break
        found[_skeleton(data)] = version, data  # in the place of a later one that is alike
    kept: dict[int, tuple[CommittedVersion, bytes]] = {}
    parsed = 0
    for skeleton, one in found.items():
        parsed += len(one[1])
        if parsed <= _MOST_PARSED:
            kept[skeleton] = one
    kept |= {_skeleton(data): (version, data) for version, data in committed_contents(folder, history[:1])}
    places = {version: place for place, version in enumerate(history)}
    return sorted(kept.values(), key=lambda one: places[one[0]])


def _source(version: "CommittedVersion", *, is_first: bool) -> str:
    which = "the file's first version" if is_first else "an earlier version of the file"
    return f"{which} in git ({version.commit[:7]}, {version.date})"


def _skeleton(data: bytes) -> int:
    first = _FIRST_QUESTION.search(data)
    head = data[: first.start()] if first else b""
    return hash((_TICK.sub(b"[ ]", head), *_SKELETON.findall(data)))
