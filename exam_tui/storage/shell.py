"""Commands for a student to paste into a shell: names are quoted, paths are seen from where the shell stands."""

import os
import shlex
from pathlib import Path
from typing import Final

from exam_tui.core.display import display

_PATTERN: Final = frozenset("*?[\\")
"""What git takes for a pattern in the name of a file."""


class Shell:
    """Makes commands for one repository; names of files are relative to its root, with `/`."""

    def __init__(self, root: Path, here: Path) -> None:
        self._root = root
        self._here = Path(os.path.realpath(here))
        self._is_inside = self._here.is_relative_to(root)

    def git(self, *words: str) -> str:
        """Return a call of git; `words` that are names of files have passed `name` or `pattern`."""
        elsewhere = [] if self._is_inside else ["-C", str(self._root)]
        return " ".join(quoted(word) for word in ("git", *elsewhere, *words))

    @staticmethod
    def at(folder: str, *words: str) -> str:
        """Return a call of git in another folder."""
        return " ".join(quoted(word) for word in ("git", "-C", folder, *words))

    def commit(self, *names: str, force: bool = False, merging: bool = False) -> str:
        """Return the call that commits files and nothing else; while `merging` it ends the merge."""
        files = [self.pattern(name) for name in names]
        add = self.git("add", *(["--force"] if force else []), "--", *files)
        if merging:
            return f"{add} && {self.git('commit', '--no-edit')}"
        return f"{add} && {self.git('commit', '-m', 'Update the report', '--', *files)}"

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


def quoted(word: str) -> str:
    """Return a word as a POSIX shell, and mostly PowerShell too, reads it back; nothing a terminal would act on."""
    if display(word) == word:
        return shlex.quote(word)
    pieces = (f"\\{char}" if char in "\\'" else char if display(char) == char else _escaped(char) for char in word)
    return f"$'{''.join(pieces)}'"


def _escaped(char: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(char))
