"""What an OSError means, in plain words."""

import errno
from typing import Final

_WORDS: Final = {
    "EACCES": ("you do not have permission", "Check the permissions of the file and its folder."),
    "EBUSY": ("another program is using it", "Close that program and try again."),
    "EDQUOT": ("your disk quota is used up", "Delete files that you no longer need and try again."),
    "EEXIST": ("that name is already taken", "Use another name."),
    "EFBIG": ("it would be larger than the system allows", ""),
    "EINTR": ("the system interrupted it", "Try again."),
    "EIO": ("the disk reported an error", "Check the disk, or save on another one."),
    "EISDIR": ("it is a folder", "Name a file."),
    "ELOOP": ("the link leads back to itself", "Name the file itself, or repair the link."),
    "EMFILE": ("too many files are open", "Close some programs and try again."),
    "ENAMETOOLONG": ("the name is too long", "Use a shorter name."),
    "ENFILE": ("too many files are open", "Close some programs and try again."),
    "ENODEV": ("the disk is no longer there", "Connect it again and try again."),
    "ENOENT": ("the folder does not exist", "Create the folder first."),
    "ENOSPC": ("the disk is full", "Free some space and try again."),
    "ENOTDIR": ("a part of the path is not a folder", "Check the path."),
    "EPERM": ("the system does not allow it", "Check the permissions of the file and its folder."),
    "EROFS": ("the file system is read-only", "Use another place, or mount it for writing."),
    "ESTALE": ("the network folder is no longer there", "Connect it again and try again."),
    "ETIMEDOUT": ("the network folder does not answer", "Check the connection and try again."),
}

RIGHTS: Final = frozenset({errno.EACCES, errno.EPERM})
"""The system refuses: a right is missing."""

UNSUPPORTED: Final = frozenset({errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""The file system does not know what was asked for."""


_SHARED: Final = frozenset({32, 33})
"""What Windows says, as a missing right, of a file that another program has locked, whole or in part."""


class HeldFileError(PermissionError):
    """Windows does not replace a file: the right is missing, or another program has it open."""


def cause(error: OSError) -> str:
    """Return why the call failed, as the end of a sentence without a dot: `the disk is full`."""
    known = _words(error)
    return known[0] if known else (error.strerror or type(error).__name__)


def remedy(error: OSError) -> str:
    """Return what to do about it, as one sentence; empty where nothing is known."""
    known = _words(error)
    return known[1] if known else ""


def _words(error: OSError) -> tuple[str, str] | None:
    if isinstance(error, HeldFileError):
        return "another program has it open, or you do not have permission", _WORDS["EBUSY"][1]
    if getattr(error, "winerror", None) in _SHARED:
        return _WORDS["EBUSY"]
    return _WORDS.get(errno.errorcode.get(error.errno or 0, ""))
