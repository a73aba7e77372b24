"""Commands for a student to paste into a shell: names are quoted, paths begin at the shell's folder."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from exam_tui.git.shell_language import Language, language_here
from exam_tui.storage.disk.real_path import real_path

_PATTERN: Final = frozenset("*?[\\")
"""What git takes for a pattern in the name of a file."""


class Shell:
    """Makes commands for one repository; names of files are relative to its root, with `/`."""

    def __init__(self, root: Path, here: Path, language: Language | None = None) -> None:
        self._language = language or language_here()
        self._root = root
        self._here = Path(real_path(here))
        self._is_inside = self._here.is_relative_to(root)

    def git(self, *words: str) -> str:
        """Return a call of git; `words` that are names of files have passed `name` or `pattern`."""
        elsewhere = [] if self._is_inside else ["-C", str(self._root)]
        return self.line("git", *elsewhere, *words)

    def git_in(self, folder: str, *words: str) -> str:
        """Return a call of git in another folder."""
        return self.line("git", "-C", folder, *words)

    def steps(self, *commands: str) -> str:
        """Return one line that runs each command where the ones before it went well.

        Only the last may consist of several steps itself.
        """
        return self._language.steps(commands)

    def commit(self, *names: str, force: bool = False, merging: bool = False) -> str:
        """Return the call that commits files and nothing else; while `merging` it ends the merge."""
        files = [self.pattern(name) for name in names]
        add = self.git("add", *(["--force"] if force else []), "--", *files)
        if merging:
            return self.steps(add, self.git("commit", "--no-edit"))
        return self.steps(add, self.git("commit", "-m", "Update the report", "--", *files))

    def make_folder(self, name: str) -> str:
        """Return what makes a folder and those above it, unless it is there."""
        return self._language.make_folder(self.path(name))

    def move(self, name: str, target: str) -> str:
        """Return what moves a file that git does not know."""
        return self._language.move(self.path(name), self.path(target))

    def remove_link(self, name: str) -> str:
        """Return what removes a link, if it is there."""
        return self._language.remove_link(self.path(name))

    def append(self, lines: Sequence[str], name: str) -> str:
        """Return what adds lines at the end of a file."""
        return self._language.append(lines, self.path(name))

    def name(self, name: str) -> str:
        """Return a file's name as git takes it where it wants a plain name."""
        return Path(os.path.relpath(self._root / name, self._here)).as_posix() if self._is_inside else name

    def path(self, name: str) -> str:
        """Return a file's path as any other program takes it."""
        return self.name(name) if self._is_inside else str(self._root / name)

    def pattern(self, name: str) -> str:
        """Return a file's name as git takes it where it wants a pattern."""
        seen = self.name(name)
        return f":(literal){seen}" if seen.startswith(":") or not _PATTERN.isdisjoint(seen) else seen

    def line(self, *words: str) -> str:
        """Return a command of words, each so that the shell reads it back."""
        return " ".join(self._language.quoted(word) for word in words)
