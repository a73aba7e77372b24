"""Looks up on disk what a report links: images below its folder only. Nothing is fetched, no device or pipe is opened.

The one place that says which file a link means: findings, the page and the hand-in check all ask here. Names are
compared with what the folders list, so that upper and lower case are told apart on systems that do not.
"""

import os
import posixpath
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache, cached_property
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from exam_tui.core.report.image_links import (
    Content,
    ImageFile,
    LinkedFile,
    Lookup,
    clean_target,
    file_part,
    is_remote,
    is_rooted,
)
from exam_tui.storage.disk.real_path import folded
from exam_tui.storage.disk.repository_root import repository_root
from exam_tui.storage.images.open_image import content_at

_LONGEST_NAME: Final = 4_000
_DVC_FOLDERS: Final = 8
"""So many levels, the file's own among them, may be what DVC keeps: a path of a thousand would be walked as often."""
_BEST_FIRST: Final = (
    *(Lookup.FOUND, Lookup.WRONG_FORM, Lookup.WRONG_CASE, Lookup.WRONG_START, Lookup.NOT_REGULAR),
    *(Lookup.OUTSIDE, Lookup.MISSING, Lookup.REMOTE),
)


class Located(NamedTuple):
    """Where a name leads.

    Attributes:
        result: what became of it.
        name: its path from the folder on as the disk lists it, with `/`; "" where there is no such file.
        path: the file itself, links resolved; "" unless it is a regular file in the folder.
        error: why the system does not say; None where it does.
        is_only: whether, of what is not found by its exact name, no other file can be meant.

    """

    result: Lookup
    name: str = ""
    path: str = ""
    error: OSError | None = None
    is_only: bool = True


class _Step(NamedTuple):
    """How far a name has been followed: the entries with their real paths, and how well they fit."""

    trail: tuple[tuple[str, str], ...] = ()
    result: Lookup = Lookup.FOUND


class FolderFiles:
    """The files below a folder. Listings and results are kept: make a new one to look again."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.path.realpath(folder)
        self._prefix = self._folder.rstrip(os.sep) + os.sep
        self._listing = cache(_listing)
        self._resolved = cache(_resolved)
        self._content = cache(content_at)
        self._located: dict[str, Located] = {}
        self._found: dict[str, ImageFile] = {}

    def lookup(self, target: str) -> ImageFile:
        """Return what a link target leads to, as it is written in the report. Never raises."""
        found = self._found.get(target)
        if found is None:
            cleaned = clean_target(target)
            result, name, path, _, is_only = self.find(cleaned)
            content = self._content(path) if path else Content.UNKNOWN
            if result is Lookup.MISSING and (of_dvc := self._of_dvc(cleaned)):
                content, name = Content.DVC, of_dvc
            found = self._found[target] = ImageFile(result, content, "" if result is Lookup.FOUND else name, is_only)
        return found

    def link(self, target: str) -> LinkedFile:
        """Return where a link leads; see `Files.link`. Never raises."""
        results = [self._linked(reading) for reading in readings(clean_target(target))]
        return min(results, key=lambda found: _BEST_FIRST.index(found.result))

    def _linked(self, reading: str) -> LinkedFile:
        top, here = self._repository
        is_from_top = reading.startswith("/")
        located = top.locate(reading.lstrip("/") if is_from_top else posixpath.join(here, reading))
        if isinstance(located.error, PermissionError) or (is_from_top and self._root is None):
            return LinkedFile(Lookup.OUTSIDE)
        if located.result is Lookup.MISSING and not is_from_top and top.locate(reading).name:
            return LinkedFile(Lookup.WRONG_START, posixpath.relpath(reading, here))
        is_other = located.result in {Lookup.WRONG_CASE, Lookup.WRONG_FORM}
        return LinkedFile(located.result, posixpath.relpath(located.name, here or ".") if is_other else "")

    @cached_property
    def _repository(self) -> tuple["FolderFiles", str]:
        """The files of the repository, and the folder's path in it; the folder's own where there is none."""
        if self._root is None or not self._above:
            return self, ""
        return FolderFiles(self._root), "/".join(self._above)

    def find(self, target: str) -> Located:
        """Return where a cleaned target leads, whichever way of reading it names a file. Never raises."""
        if is_remote(target):
            return Located(Lookup.REMOTE)
        results: list[Located] = []
        for reading in readings(target):
            results.append(self.locate(reading))
            if results[-1].result is Lookup.FOUND:
                break
        best = min(results, key=_rank)
        return best if best.path else self._from_above(target) or best

    def locate(self, name: str) -> Located:
        """Return where a path from the folder on leads, no longer percent-encoded. Never raises."""
        located = self._located.get(name)
        if located is None:
            try:
                located = self._follow(name)
            except (OSError, ValueError) as error:  # ValueError: a name that no file can have
                located = Located(Lookup.MISSING, error=error if isinstance(error, OSError) else None)
            self._located[name] = located
        return located

    def _from_above(self, target: str) -> Located | None:
        """Return the file that a target means if its path starts above the folder, as at the repository's root."""
        for reading in readings(target):
            for name in _below(reading, self._above):
                located = self.locate(name)
                if located.path:
                    return located._replace(result=Lookup.WRONG_START)
        return None

    @cached_property
    def _above(self) -> Sequence[str]:
        """The folder's path from the repository's root on; its name alone where there is no repository."""
        folder = Path(self._folder)
        return folder.parts[-1:] if self._root is None else folder.relative_to(self._root).parts

    @cached_property
    def _root(self) -> Path | None:
        """The root of the repository that the folder is in."""
        return repository_root(Path(self._folder))

    def _of_dvc(self, target: str) -> str:
        """Return the `.dvc` file that stands for a missing file or a folder that it is in, "" where there is none."""
        parts = readings(target)[0].split("/")
        names = ("/".join(parts[:end]) for end in range(len(parts), max(len(parts) - _DVC_FOLDERS, 0), -1))
        return next((name for part in names if (name := f"{part}.dvc") and self.locate(name).path), "")

    def _follow(self, name: str) -> Located:
        if not name.strip() or len(name) > _LONGEST_NAME:
            return Located(Lookup.MISSING)
        if is_rooted(name):
            return Located(Lookup.OUTSIDE)
        steps = [_Step()]
        for part in name.split("/"):
            if part in {"", "."}:
                continue
            if part == "..":
                steps = [step._replace(trail=step.trail[:-1]) for step in steps if step.trail]
            else:
                steps = [step for step in steps if self._is_inside(step)]
            if not steps:
                return Located(Lookup.OUTSIDE)
            if part != "..":
                steps = self._into(steps, part)
            if not steps:
                return Located(Lookup.MISSING)
        found = [self._at(step) for step in steps]
        best = min(found, key=_rank)
        return best._replace(is_only=best.result is Lookup.FOUND or sum(bool(one.path) for one in found) <= 1)

    def _into(self, steps: list[_Step], part: str) -> list[_Step]:
        """Follow a name into folders, the closest spelling first; no file is followed twice."""
        found: dict[str, _Step] = {}
        for step in steps:
            here = self._real(step)
            alike = sorted((_distance(entry, part), entry) for entry in self._listing(here).get(folded(part), ()))
            for distance, entry in alike:
                real = self._resolved(f"{here}{os.sep}{entry}")
                if real:
                    result = max(step.result, _SPELLINGS[distance], key=_BEST_FIRST.index)
                    found.setdefault(real, _Step((*step.trail, (entry, real)), result))
        return list(found.values())

    def _at(self, step: _Step) -> Located:
        if not self._is_inside(step):
            return Located(Lookup.OUTSIDE)
        real = self._real(step)
        name = "/".join(entry for entry, _ in step.trail)
        if not stat.S_ISREG(os.lstat(real).st_mode):
            return Located(Lookup.NOT_REGULAR, name)
        return Located(step.result, name, real)

    def _real(self, step: _Step) -> str:
        return step.trail[-1][1] if step.trail else self._folder

    def _is_inside(self, step: _Step) -> bool:
        """Return whether it is still below the folder: a link may lead out of it, and nothing is read there."""
        return (self._real(step) + os.sep).startswith(self._prefix)


def _listing(folder: str) -> dict[str, list[str]]:
    """Return a folder's entries by what those share that some disk takes for one. Raises PermissionError."""
    names: list[str] = []
    with suppress(NotADirectoryError, FileNotFoundError):
        names = sorted(os.listdir(folder))  # noqa: PTH208 - no paths are needed
    listing: dict[str, list[str]] = {}
    for name in names:
        listing.setdefault(folded(name), []).append(name)
    return listing


def _resolved(path: str) -> str:
    """Return the real path of an entry; "" for a link that leads nowhere or back to itself. Raises PermissionError."""
    try:
        return os.path.realpath(path, strict=True)
    except PermissionError:
        raise
    except OSError:
        return ""


_SPELLINGS: Final = (Lookup.FOUND, Lookup.WRONG_FORM, Lookup.WRONG_CASE)


def _distance(entry: str, part: str) -> int:
    """Return how a listed name differs from a linked one: not at all, in composed letters, in upper and lower case."""
    if _committed(entry) == part:
        return 0
    return 1 if _composed(entry) == _composed(part) else 2


def _rank(located: Located) -> int:
    return _BEST_FIRST.index(located.result)


def readings(target: str) -> list[str]:
    """Return what a cleaned link target may mean as a name; the first of them that names a file counts.

    A `#` or `?` may be part of the name itself, and a `%` too.
    """
    return list(dict.fromkeys([unquote(file_part(target)), file_part(target), unquote(target), target]))


def _below(reading: str, above: Sequence[str]) -> Iterator[str]:
    """Yield what a path may mean from a folder on if it starts above it.

    `above` are the folders above and the folder itself: the path goes through the last of them, by their names, or
    begins at a root.
    """
    parts = [part for part in reading[:_LONGEST_NAME].split("/") if part not in {"", "."}]
    ups = len(list(takewhile(lambda part: part == "..", parts)))
    parts = parts[ups:]
    names, folders = [folded(part) for part in parts[: len(above)]], [folded(part) for part in above]
    for size in [ups] if ups else range(len(above), 0, -1):
        if size <= len(above) and names[:size] == folders[len(folders) - size :]:
            yield "/".join(parts[size:])
    if reading.startswith("/") and not ups:
        yield "/".join(parts)


def _composed(name: str) -> str:
    """Return a name in composed form: macOS decomposes letters such as `é`."""
    if name.isascii():
        return name
    import unicodedata  # noqa: PLC0415 - for other letters alone

    return unicodedata.normalize("NFC", name)


def _committed(name: str) -> str:
    """Return a name of a listing as git has it: on macOS it composes what the file system may have decomposed."""
    return _composed(name) if sys.platform == "darwin" else name
