"""A report on standard input, for the commands that only read one: `-` in the place of a file."""

import sys
from typing import TYPE_CHECKING, Final

from exam_tui.errors import UnreadableFileError

if TYPE_CHECKING:
    from exam_tui.storage.disk.read import Snapshot

STDIN: Final = "-"
"""In the place of a file that is read: standard input."""

_NAME: Final = "Standard input"


def read_standard_input() -> "Snapshot":
    """Return what is on standard input, as bytes.

    Raises:
        UnreadableFileError: it was closed before the program started, or cannot be read as text.
        TooLargeError: it is above 1 MB.

    """
    from exam_tui.storage.disk.read import read_stream  # noqa: PLC0415 - the help reads no report

    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise UnreadableFileError(f"{_NAME} is closed.", help="Name a file, or pipe a report into it.")
    return read_stream(stream, _NAME)
