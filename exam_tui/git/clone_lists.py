"""Git's lists of one clone, such as `info/exclude`: their lines, and patterns that match one path alone."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from exam_tui.errors import ReportNotFoundError, WriteError
from exam_tui.storage.disk.os_errors import cause, remedy
from exam_tui.storage.disk.outputs import write_output
from exam_tui.storage.disk.read import MISSING, read_file

_SPECIAL: Final = str.maketrans({char: f"\\{char}" for char in "\\*?["})


def lines_of_list(listing: Path) -> list[bytes]:
    """Return the lines of a list without their ends; a missing one is empty. Raises what reading it raises."""
    return [line.removesuffix(b"\r") for line in _read(listing)[0].split(b"\n")]


def append_line(listing: Path, line: bytes) -> None:
    """Add a line at the end of a list, which need not exist; raises what reading and writing it raise."""
    try:
        listing.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{listing.parent} cannot be created: {cause(error)}.", help=remedy(error)) from error
    data, fingerprint = _read(listing)
    end = b"" if not data or data.endswith(b"\n") else b"\n"
    write_output(listing, data + end + line + b"\n", expected=fingerprint, base=listing.parent.parent)


def remove_lines(listing: Path, is_ours: Callable[[bytes], bool]) -> list[bytes]:
    """Remove lines from a list and return them; raises what reading and writing it raise."""
    data, fingerprint = _read(listing)
    lines = data.split(b"\n") if data else []
    kept = [line for line in lines if not is_ours(line.removesuffix(b"\r"))]
    if kept != lines:
        write_output(listing, b"\n".join(kept), expected=fingerprint, base=listing.parent.parent)
    return [line.removesuffix(b"\r") for line in lines if line not in kept]


def _read(listing: Path) -> tuple[bytes, str]:
    """Return a list's bytes and its fingerprint; a missing one is empty."""
    try:
        before = read_file(listing)
    except ReportNotFoundError:
        return b"", MISSING
    return before.data, before.fingerprint


def ignore_line(name: str) -> bytes:
    """Return the line of a list such as `.gitignore` for one path from the root: man gitignore."""
    # A line cannot hold these two; `?` is any one character.
    text = name.translate(_SPECIAL).replace("\n", "?").replace("\r", "?")
    bare = text.rstrip(" ")
    return os.fsencode("/" + bare + "\\ " * (len(text) - len(bare)))


def attribute_pattern(name: str) -> str:
    """Return the pattern of a list such as `.gitattributes` for one path from the root: man gitattributes."""
    pattern = "/" + name.translate(_SPECIAL)
    if not any(char.isspace() or char == '"' or not char.isprintable() for char in pattern):
        return pattern
    quoted = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_quoted(char) for char in quoted) + '"'


def _quoted(char: str) -> str:
    """Return a character as it is written between quotes: control characters by the number of each byte."""
    if char.isprintable() or char == " ":
        return char
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(char))
