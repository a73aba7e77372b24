"""The command that moves the report to where the course reads it, its images with it, and loses no other file."""

import os
from collections.abc import Collection, Iterator
from enum import Enum, auto
from pathlib import Path
from typing import Final, NamedTuple

from exam_tui.core.course import COURSE
from exam_tui.git.hand_in.line import listed
from exam_tui.git.hand_in.repository_state import RepositoryState
from exam_tui.git.tree import committed, ignored, is_same, staged
from exam_tui.storage.disk.real_path import folded, real_path

WANTED: Final = COURSE.report_path
_FOLDER, _FILE = WANTED.split("/")


class Move(NamedTuple):
    """How the report gets to its place.

    Attributes:
        command: what to paste; "" where somebody has to decide something first.
        note: what else there is to know, as the end of a sentence; or "".

    """

    command: str
    note: str = ""


def move(repo: RepositoryState, images: list[str]) -> Move:
    """Return how a report that is elsewhere is moved. `images` are the paths of its images, from the root."""
    return _Mover(repo).move(images)


class _Mover:
    """Collects the commands, each to be run where the ones before it went well."""

    def __init__(self, repo: RepositoryState) -> None:
        self._repo = repo
        self._shell = repo.shell
        self._folder, _, self._file = repo.name.rpartition("/")
        self._target = repo.root / _FOLDER
        self._is_link = self._target.is_symlink()
        self._exists = not self._is_link and self._target.exists()
        self._steps: list[str] = []
        self._made: set[str] = set()

    def move(self, images: list[str]) -> Move:
        if self._exists and not self._target.is_dir():
            return Move("", f", and {_FOLDER} is a file: rename it first")
        repo, shell = self._repo, self._shell
        self._add(repo.name)
        if self._is_link:  # in the repository or beside it
            self._steps.append(shell.git("rm", "--quiet", "--ignore-unmatch", "--", shell.name(_FOLDER)))
            self._steps.append(shell.remove_link(_FOLDER))
        if self._takes_folder():
            self._move_folder()
            note = "" if self._file == _FILE else self._put(f"{self._folder}/{_FILE}", f"{_FOLDER}/{self._file}")
        else:
            self._make(_FOLDER)
            note = self._put(WANTED, repo.name)
            in_the_way = list(dict.fromkeys(self._move_images(images)))
            if in_the_way:
                text = f", and {listed(in_the_way)} {'is' if len(in_the_way) == 1 else 'are'} in the way of its images"
                remedy = "move that away first, or give the images other names, also in the report"
                return Move("", f"{text}: {remedy}")
        self._steps.append(shell.git("commit", "-m", "Move the report"))
        return Move(shell.steps(*self._steps), note)

    def _takes_folder(self) -> bool:
        """Return whether the report's whole folder is moved to where it belongs."""
        if not self._folder:
            return False
        here = self._repo.root / self._folder
        if self._exists:
            return is_same_file(here, self._target)
        is_linked = self._is_link and real_path(self._target) == str(here)
        return is_linked or folded(self._folder).split("/")[-1] == _FOLDER

    def _move_folder(self) -> None:
        if self._folder == _FOLDER:
            return
        between = self._folder
        if folded(self._folder) == _FOLDER:
            # Not in one step: a system that does not tell upper and lower case apart takes it for the same folder.
            between = free_name(self._repo.root, f"{_FOLDER}.new", [])
            self._git_mv(self._folder, between)
        self._git_mv(between, _FOLDER)

    def _put(self, place: str, name: str) -> str:
        """Move the report in its folder; return what to say of another file that was in its `place`."""
        repo = self._repo
        is_behind_link = self._is_link and place == WANTED  # which is gone by then
        other = Occupant.FREE if is_behind_link else occupant_of(repo.root, place, repo.name)
        if other is Occupant.FREE:
            # Where upper and lower case are one, the report itself is in its own way.
            self._git_mv(
                name, WANTED, *(["--force"] if not is_behind_link and os.path.lexists(repo.root / place) else [])
            )
            return ""
        if other is Occupant.COMMITTED:
            self._git_mv(name, WANTED, "--force")
            return ", where another file is"
        beside = place.rpartition("/")[0]
        file = free_name(repo.root, f"{beside}/README.other.md", [*repo.index]).rpartition("/")[2]
        aside = f"{_FOLDER}/{file}"
        if other is Occupant.ONLY_STAGED:
            # First of all, as git moves no folder that lacks a file.
            self._steps.insert(0, self._shell.git("restore", "--", self._shell.pattern(place)))
        if other is Occupant.UNTRACKED:
            self._steps.append(self._shell.move(WANTED, aside))
        else:
            self._git_mv(WANTED, aside)
        self._git_mv(name, WANTED)
        return f", where another, uncommitted file is (it becomes {aside})"

    def _move_images(self, images: list[str]) -> Iterator[str]:
        """Move the images below the report's folder; yield the paths of what is in their way."""
        start = f"{self._folder}/" if self._folder else ""
        inside = [name.removeprefix(start) for name in images if name.startswith(start)]
        parts: dict[str, list[str]] = {}
        for name in inside:
            parts.setdefault(name.split("/")[0], []).append(name)
        if not self._folder:
            parts.pop(_FOLDER, None)  # where they belong already
        for part, names in parts.items():
            if self._is_link or not os.path.lexists(self._target / part):
                self._add(*(start + name for name in names))
                self._git_mv(start + part, f"{_FOLDER}/{part}")
                continue
            for name in names:
                yield from self._move_image(start + name, f"{_FOLDER}/{name}")

    def _move_image(self, old: str, new: str) -> Iterator[str]:
        """Move one image into a folder that is there; yield the path of what is in its way."""
        root = self._repo.root
        if blocked := _blocked(root, new):
            yield blocked
        elif os.path.lexists(root / new) or occupant_of(root, new, "") is not Occupant.FREE:
            if not _is_same_content(root / old, root / new):
                yield new
        else:
            self._make(new.rpartition("/")[0])
            self._add(old)
            self._git_mv(old, new)

    def _add(self, *names: str) -> None:
        """Make git know files: it moves no others."""
        unknown = [name for name in names if name not in self._repo.index and (self._repo.root / name).exists()]
        out = ignored(self._repo.root, unknown)
        for some, force in (([name for name in unknown if name not in out], []), (sorted(out), ["--force"])):
            if some:
                files = [self._shell.pattern(name) for name in some]
                self._steps.append(self._shell.git("add", *force, "--", *files))

    def _make(self, folder: str) -> None:
        is_there = (self._repo.root / folder).is_dir() and not (self._is_link and folder == _FOLDER)
        if not is_there and folder not in self._made:
            self._made.add(folder)
            self._steps.append(self._shell.make_folder(folder))

    def _git_mv(self, old: str, new: str, *options: str) -> None:
        self._steps.append(self._shell.git("mv", *options, "--", self._shell.name(old), self._shell.name(new)))


def _blocked(root: Path, name: str) -> str:
    """Return the first folder of a path that is a link or a file, "" for none: nothing is put through it."""
    folders = ["/".join(name.split("/")[:end]) for end in range(1, name.count("/") + 1)]
    paths = [(folder, root / folder) for folder in folders]
    return next((name for name, path in paths if path.is_symlink() or (path.exists() and not path.is_dir())), "")


def _is_same_content(one: Path, other: Path) -> bool:
    try:
        return not other.is_symlink() and one.read_bytes() == other.read_bytes()
    except OSError:
        return False


class Occupant(Enum):
    """What is at a path."""

    FREE = auto()
    """Nothing, or the report itself."""
    COMMITTED = auto()
    """What the last commit has too, staged and here; or a link to the report. If overwritten, git has it."""
    CHANGED = auto()
    """A file that git knows, with text that is in no commit, here or staged."""
    ONLY_STAGED = auto()
    """Text that is staged, in no commit, and not here."""
    UNTRACKED = auto()
    """Something that git does not know."""


def occupant_of(root: Path, name: str, report: str) -> Occupant:
    """Return what is at a path from the root, where the report at the path `report` may go."""
    path = root / name
    is_here = os.path.lexists(path)
    if report and path.is_symlink() and real_path(path) == str(root / report):
        return Occupant.COMMITTED
    if folded(name) == folded(report) and is_same_file(path, root / report):
        return Occupant.FREE
    index = staged(root, [name]) or {}
    now, entry = index.get(name), (committed(root, [name]) or {}).get(name)
    is_committed = now is not None and entry is not None and not now.conflict and now.blob == entry.blob
    if not is_here:
        return Occupant.FREE if now is None or is_committed else Occupant.ONLY_STAGED
    if not index:
        return Occupant.UNTRACKED
    is_file = path.is_file() and not path.is_symlink()
    is_safe = is_committed and is_file and entry is not None and entry.kind == "file" and is_same(path, entry)
    return Occupant.COMMITTED if is_safe else Occupant.CHANGED


def is_same_file(one: Path, other: Path) -> bool:
    """Return whether two paths mean the same file, as they may in other upper and lower case."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def free_name(root: Path, wanted: str, known: Collection[str]) -> str:
    """Return a path like `wanted` that is free, on disk and among the paths that are `known`."""
    taken = {folded(name) for name in known}
    stem, dot, suffix = wanted.rpartition(".")
    name, number = wanted, 2
    while os.path.lexists(root / name) or folded(name) in taken:
        name = f"{stem}-{number}{dot}{suffix}"
        number += 1
    return name
