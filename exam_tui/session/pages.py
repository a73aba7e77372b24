"""Which HTML files are this program's own: those it may write over."""

from pathlib import Path
from typing import Final

GENERATOR: Final = '<meta name="generator" content="exam-tui">'
"""What says in the head of a page that it was made here."""
_HEAD = 4096
"""Bytes of a file that hold a page's head, up to its title."""


def is_foreign(path: Path) -> bool:
    """Tell whether a file is there that was not made by this program and would be lost. Never raises."""
    try:
        if not path.is_file():
            return path.exists()
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return True
    return bool(head) and GENERATOR.encode() not in head
