"""The languages of shells that commands are pasted into: POSIX, and PowerShell as Windows brings it."""

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final, Protocol

from exam_tui.core.text.escape import display
from exam_tui.core.text.patterns import lazy_pattern

_BARE: Final = lazy_pattern(r"(?!-[^-]*[.:])[A-Za-z0-9_./\\:=+-]+")
"""A word that PowerShell takes as it is; one like `-a.b` it would cut in two."""
_EXPANDED: Final = lazy_pattern('["`$\u201c\u201d\u201e]')
"""What has a meaning in double quotes; PowerShell takes typographic quotes for quotes too."""
_SINGLE: Final = lazy_pattern("(['\u2018\u2019\u201a\u201b])")


class Language(Protocol):
    """How words are quoted and steps are put together. Paths come as they are, lines without their ends."""

    def quoted(self, word: str) -> str:
        """Return a word so that the shell reads it back, with nothing in it that a terminal would act on."""

    def steps(self, commands: Sequence[str]) -> str:
        """Return one line that runs each command where the ones before it went well.

        Only the last may have been made by this method.
        """

    def make_folder(self, path: str) -> str:
        """Return what makes a folder and those above it, unless it is there."""

    def move(self, path: str, target: str) -> str:
        """Return what gives a file another name."""

    def remove_link(self, path: str) -> str:
        """Return what removes a link, if it is there; its target stays."""

    def append(self, lines: Sequence[str], path: str) -> str:
        """Return what adds lines at the end of a file."""


class Posix:
    """Of sh, bash and zsh."""

    def quoted(self, word: str) -> str:
        """Quote a word, with a notation that sh itself does not know only where it would act on the terminal."""
        if display(word) == word:
            return shlex.quote(word)
        pieces = (f"\\{char}" if char in "\\'" else char if display(char) == char else _bytes(char) for char in word)
        return f"$'{''.join(pieces)}'"

    def steps(self, commands: Sequence[str]) -> str:
        """Join commands."""
        return " && ".join(commands)

    def make_folder(self, path: str) -> str:
        """Call mkdir."""
        return f"mkdir -p {self.quoted(path)}"

    def move(self, path: str, target: str) -> str:
        """Call mv."""
        return f"mv {self.quoted(path)} {self.quoted(target)}"

    def remove_link(self, path: str) -> str:
        """Call rm."""
        return f"rm -f {self.quoted(path)}"

    def append(self, lines: Sequence[str], path: str) -> str:
        """Call printf."""
        return f"printf '%s\\n' {' '.join(map(self.quoted, lines))} >> {self.quoted(path)}"


class PowerShell:
    """Of Windows PowerShell 5.1 and newer: 5.1 has no `&&`, and no notation for a character by its number."""

    def quoted(self, word: str) -> str:
        """Quote a word: in double quotes, which cmd.exe knows as well, where nothing in them has a meaning."""
        if _BARE.fullmatch(word):
            return word
        if display(word) == word:
            return f'"{word}"' if word and not _EXPANDED.search(word) else _in_single_quotes(word)
        pieces = [_in_single_quotes(word[:0])]
        for is_shown, run in groupby(word, lambda char: display(char) == char):
            text = "".join(run)
            pieces += [_in_single_quotes(text)] if is_shown else _units(text)
        return f"({' + '.join(pieces)})"

    def steps(self, commands: Sequence[str]) -> str:
        """Nest commands, each in the block that runs where the one before went well."""
        line = commands[-1]
        for command in reversed(commands[:-1]):
            line = f"{command}; if ($?) {{ {line} }}"
        return line

    def make_folder(self, path: str) -> str:
        """Call New-Item, and leave out what it prints."""
        return f"New-Item -ItemType Directory -Force -Path {self.quoted(path)} | Out-Null"

    def move(self, path: str, target: str) -> str:
        """Call Move-Item."""
        return f"Move-Item -LiteralPath {self.quoted(path)} -Destination {self.quoted(target)}"

    def remove_link(self, path: str) -> str:
        """Call Delete, as Remove-Item may go through a link to a folder."""
        name = self.quoted(path)
        return f"if (Test-Path -LiteralPath {name}) {{ (Get-Item -Force -LiteralPath {name}).Delete() }}"

    def append(self, lines: Sequence[str], path: str) -> str:
        """Call Add-Content, which puts a mark before UTF-8 in a new file: only where it is needed."""
        encoding = "Ascii" if all(line.isascii() for line in lines) else "UTF8"
        values = ", ".join(map(_in_single_quotes, lines))
        return f"Add-Content -Encoding {encoding} -LiteralPath {self.quoted(path)} -Value {values}"


def language_here(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Language:
    """Return the language of the shell that commands are pasted into: on Windows PowerShell's, but in Git Bash."""
    return PowerShell() if platform == "win32" and not environment.get("MSYSTEM") else Posix()


def _bytes(char: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(char))


def _in_single_quotes(text: str) -> str:
    doubled = _SINGLE.sub(r"\1\1", text)
    return f"'{doubled}'"


def _units(text: str) -> list[str]:
    """Return characters by the numbers of their UTF-16 units."""
    data = text.encode("utf-16-be", "surrogatepass")
    return [f"[char]0x{data[at : at + 2].hex()}" for at in range(0, len(data), 2)]
