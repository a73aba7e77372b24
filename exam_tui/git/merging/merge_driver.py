"""Have git merge a report by question in one clone: what that takes is written, and removed again.

git asks a merge driver of its settings for the files that an attribute names (man gitattributes). Both are written into
the clone itself, `config` and `info/attributes`: no file of the group changes, nothing has to be committed.
"""

import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.errors import GitError
from exam_tui.git.clone_lists import append_line, attribute_pattern, remove_lines
from exam_tui.git.run import run_git, writable_common
from exam_tui.storage.disk.outputs import refuse_links
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.repository_root import repository_root

DRIVER: Final = "exam-tui"
_SECTION: Final = f"merge.{DRIVER}"
_ATTRIBUTE: Final = f" merge={DRIVER}"

# What sh is to do. git puts in: %O %A %B the three files, %L the marker's length, %P the report, and from 2.45 on
# %X %S %Y what the sides are called. git takes every exit code up to 128 for a conflict, the file %A for its result,
# whatever went wrong: so a result counts only where it was written; where there is none git merges by itself.
_COMMAND: Final = (
    '{start}() {{ "$@" merge -o %A.merged -L %X -L %S -L %Y -- %O %A %B %L %P; code=$?; '
    "if test -e %A.merged; then mv -f %A.merged %A && exit $code; fi; }}; "
    "if test -x {python}; then {start} {python} -P -m exam_tui; fi; "
    "if command -v exam-tui >/dev/null; then {start} exam-tui; fi; "
    "echo 'exam-tui was not found or failed, so git merges line by line.' >&2; "
    "git merge-file -L ours -L base -L theirs --marker-size=%L %A %O %B"
)


@dataclass(frozen=True, slots=True)
class Setup:
    """What git is told in one clone, and how much of it is there already.

    Attributes:
        root: the folder of the repository's files.
        report: the report, relative to it.
        attributes: the file of this clone's own attributes.
        line: the line in it that names the report.
        settings: names and values in the clone's `config`.
        has_line: whether git already merges the report that way.
        has_settings: whether the settings are there.

    """

    root: Path
    report: str
    attributes: Path
    line: str
    settings: tuple[tuple[str, str], ...]
    has_line: bool
    has_settings: bool


def setup_of(report: Path) -> Setup:
    """Return what it takes to have git merge a report by question; the report need not be committed.

    Raises:
        GitError: it is in no repository, or git is missing or refuses.

    """
    real = Path(real_path(report))
    root = repository_root(real.parent)
    if root is None:
        raise GitError(f"{report} is not in a git repository.", help="Clone the group's repository, or run git init.")
    name = real.relative_to(root).as_posix()
    settings = (
        (f"{_SECTION}.name", "exam reports, question by question"),
        (f"{_SECTION}.driver", driver_command(sys.executable)),
    )
    return Setup(
        root=root,
        report=name,
        attributes=_attributes(root),
        line=attribute_pattern(name) + _ATTRIBUTE,
        settings=settings,
        has_line=_merged_by(root, name) == DRIVER,
        has_settings=all(_setting(root, key) == value for key, value in settings),
    )


def driver_command(python: str) -> str:
    """Return the command that git runs: exam-tui by the Python given, else as it is on the path, else git itself.

    Without `-P` a file of the repository that is named like one of Python's modules would be run.
    """
    return _COMMAND.format(start="by", python=shlex.quote(python).replace("%", "%%"))


def install(setup: Setup) -> None:
    """Tell git. What is already there stays.

    Raises:
        GitError: git refuses, or another line keeps it from using this one.
        WriteError: the attributes cannot be written.

    """
    _refuse_linked_settings(setup.root)
    for name, value in setup.settings:
        if _setting(setup.root, name) != value and run_git(setup.root, "config", "--local", name, value) is None:
            raise GitError("git rejected the setting.", help=f"Check that this works: git config --local {name} x")
    if _merged_by(setup.root, setup.report) == DRIVER:
        return
    append_line(setup.attributes, os.fsencode(setup.line))
    if _merged_by(setup.root, setup.report) != DRIVER:
        raise GitError(f"git ignores the line added to {setup.attributes}.", help="Check that file.")


def uninstall(folder: Path) -> list[str]:
    """Remove what `install` wrote into the clone that a folder is in; return what was done, in plain words.

    Raises:
        GitError: there is no repository, or git is missing or refuses.
        WriteError: the attributes cannot be written.

    """
    root = repository_root(folder)
    if root is None:
        raise GitError(f"{folder} is not in a git repository.")
    _refuse_linked_settings(root)
    done: list[str] = []
    if run_git(root, "config", "--local", "--get-regexp", f"^merge\\.{DRIVER}\\."):
        if run_git(root, "config", "--local", "--remove-section", _SECTION) is None:
            raise GitError("git could not remove the setting.", help=f"git config --local --remove-section {_SECTION}")
        done.append(f"{_SECTION} removed from the clone's settings")
    attributes = _attributes(root)
    removed = remove_lines(attributes, lambda line: line.endswith(_ATTRIBUTE.encode()))
    done += (f"{os.fsdecode(line)} removed from {attributes}" for line in removed)
    return done


def _refuse_linked_settings(root: Path) -> None:
    """Refuse to let git write its settings through a link: it would follow it."""
    common = writable_common(root)
    refuse_links(common / "config", base=common)


def _attributes(root: Path) -> Path:
    attributes = writable_common(root) / "info" / "attributes"
    refuse_links(attributes, base=attributes.parent.parent)
    return attributes


def _merged_by(root: Path, name: str) -> str:
    """Return the driver that git's attributes name for a file, or git's word for none."""
    answer = run_git(root, "check-attr", "-z", "merge", "--", name, literal=False)
    return os.fsdecode(answer.split(b"\0")[2]) if answer else ""


def _setting(root: Path, name: str) -> str:
    answer = run_git(root, "config", "--local", "-z", "--get", name)
    return os.fsdecode(answer.removesuffix(b"\0")) if answer else ""
