"""Opening a file that an image link leads to: only a regular one, also where another took its place; nothing waits."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from exam_tui.core.report.image_links import Content
from exam_tui.storage.images.types import LONGEST_MAGIC, content_of

# Windows has neither O_NONBLOCK nor O_NOFOLLOW, and wants O_BINARY. The file was a regular one a moment ago; should a
# pipe have taken its place, O_NONBLOCK keeps the open from waiting for a writer.
_FLAGS: Final = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_NOCTTY", "O_BINARY")
)


def content_at(path: str) -> Content:
    """Return what a regular file is by its first bytes; UNKNOWN where it may not be read."""
    data = first_bytes(path)
    return Content.UNKNOWN if data is None else content_of(data)


def first_bytes(path: str | Path) -> bytes | None:
    """Return as many bytes of a regular file as tell what it is; None where it may not be read."""
    try:
        with open_regular(path) as file:
            return file.read(LONGEST_MAGIC)
    except OSError:
        return None


def open_regular(path: str | Path) -> BinaryIO:
    """Open a file that was a regular one when it was looked at, and is not a link; nothing is waited for.

    Raises OSError, also where something else has taken its place.
    """
    file = os.fdopen(os.open(path, _FLAGS), "rb")
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(errno.EINVAL, "it is not a regular file")
