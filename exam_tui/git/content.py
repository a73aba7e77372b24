"""Whether git would store a file as a content that it already has. git itself is not asked: it would run filters.

What git does by itself on the way in is done here: line ends, `$Id$`, another encoding, Git LFS. Of a file that goes
through a program, which is never run, the notes in the index say whether it was touched.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.git.objects import read_blobs
from exam_tui.git.run import run_git
from exam_tui.storage.images.types import LFS_POINTER

if TYPE_CHECKING:
    import hashlib

_OID: Final = lazy_pattern(rb"^oid sha256:([0-9a-f]{64})$", re.MULTILINE)
_SIZE: Final = lazy_pattern(rb"^size (\d+)$", re.MULTILINE)
_ID: Final = lazy_pattern(rb"\$Id:[^$\n]*\$")
_NUMBER: Final = lazy_pattern(rb"^  (?:mtime: (\d+):(\d+)|.*size: (\d+))", re.MULTILINE)

_ATTRIBUTES: Final = ("text", "crlf", "eol", "ident", "filter", "working-tree-encoding")
_NONE: Final = frozenset({"unspecified", "unset", ""})
_UNPRINTABLE: Final = bytes({*range(0x20), 0x7F} - set(b"\b\t\n\f\r\x1b"))
_SHARE: Final = 128
"""Git takes a file for binary that has more than one unprintable byte for so many printable ones."""


def is_stored_as(root: Path, name: str, blob: str) -> bool:
    """Return whether the file at the path `name` from the root is, to git, the content with the id `blob`.

    Raises:
        OSError: the file cannot be read.

    """
    path = root / name
    if is_content(path, blob):
        return True
    attributes = _attributes(root, name)
    if attributes["filter"] not in _NONE and _is_program(root, attributes["filter"]):
        pointer = (read_blobs(root, [blob])[0] or b"") if attributes["filter"] == "lfs" else b""
        return is_pointer_to(path, pointer) if pointer.startswith(LFS_POINTER) else _is_untouched(root, name)
    data = path.read_bytes()
    return any(blob_id(text, blob) == blob for text in _converted(data, attributes, root))


def is_content(path: Path, blob: str) -> bool:
    """Return whether a file is the content with the id `blob`, byte by byte. Raises OSError."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        digest = _digest(size, blob)
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest() == blob


def blob_id(data: bytes, like: str) -> str:
    """Return the id that git gives to a content, in the format of another id."""
    digest = _digest(len(data), like)
    digest.update(data)
    return digest.hexdigest()


def is_pointer_to(path: Path, pointer: bytes) -> bool:
    """Return whether a pointer of Git LFS means this file. Raises OSError."""
    import hashlib  # noqa: PLC0415 - as below

    oid, size = _OID.search(pointer), _SIZE.search(pointer)
    if oid is None or size is None or path.stat().st_size != int(size[1]):
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == oid[1].decode()


def _digest(size: int, like: str) -> "hashlib._Hash":
    import hashlib  # noqa: PLC0415 - it loads OpenSSL, which is not needed before a state is asked for

    name = "sha1" if len(like) == len("0" * 40) else "sha256"
    return hashlib.new(name, f"blob {size}\0".encode(), usedforsecurity=False)


def _attributes(root: Path, name: str) -> dict[str, str]:
    answer = run_git(root, "check-attr", "-z", *_ATTRIBUTES, "--", name, literal=False) or b""
    fields = [os.fsdecode(field) for field in answer.split(b"\0")[:-1]]
    return dict.fromkeys(_ATTRIBUTES, "") | dict(zip(fields[1::3], fields[2::3], strict=True))


def _is_program(root: Path, name: str) -> bool:
    """Return whether the settings have a program for a filter; git ignores a filter without one."""
    names = rf"^filter\.{re.escape(name)}\.(clean|process)$"
    return bool(run_git(root, "config", "--get-regexp", names))


def _is_untouched(root: Path, name: str) -> bool:
    """Return whether a file is as it was when git noted its size and time; False also where it cannot be told."""
    noted = run_git(root, "ls-files", "--debug", "--", name) or b""
    index = run_git(root, "rev-parse", "--path-format=absolute", "--git-path", "index") or b""
    numbers = {"seconds": -1, "nanoseconds": -1, "size": -1}
    for found in _NUMBER.finditer(noted):
        numbers |= {key: int(value) for key, value in zip(numbers, found.groups(), strict=True) if value is not None}
    status = (root / name).stat()
    seconds, nanoseconds = divmod(status.st_mtime_ns, 10**9)
    # Some builds of git note whole seconds.
    is_same_time = seconds == numbers["seconds"] and numbers["nanoseconds"] in {0, nanoseconds}
    # A file changed in the same moment in which the index was written may look untouched.
    is_older = status.st_mtime_ns < Path(os.fsdecode(index.rstrip(b"\r\n"))).stat().st_mtime_ns
    return is_same_time and is_older and status.st_size == numbers["size"]


def _converted(data: bytes, attributes: Mapping[str, str], root: Path) -> Iterator[bytes]:
    """Yield what git would make of a file's bytes."""
    encoding = attributes["working-tree-encoding"]
    if encoding not in _NONE:
        try:
            data = data.decode(encoding).encode("utf-8")
        except (LookupError, UnicodeError):
            return  # git refuses it too
    texts = [data, data.replace(b"\r\n", b"\n")] if _has_line_ends(data, attributes, root) else [data]
    for text in texts:  # CRLF stays where git has it in the file already
        yield _ID.sub(b"$Id$", text) if attributes["ident"] == "set" else text


def _has_line_ends(data: bytes, attributes: Mapping[str, str], root: Path) -> bool:
    """Return whether git turns CRLF into LF on the way in: man gitattributes, `text` and `eol`."""
    text = attributes["text"]
    if text == "unspecified":
        text = attributes["crlf"]
    if text == "unset":
        return False
    if text in {"set", "input"}:
        return True
    if text != "auto":
        if attributes["eol"] in {"lf", "crlf"}:
            return True
        setting = (run_git(root, "config", "--get", "core.autocrlf") or b"").strip().lower()
        if setting not in {b"true", b"input", b"yes", b"on", b"1"}:
            return False
    return not _is_binary(data)


def _is_binary(data: bytes) -> bool:
    """Return whether git takes bytes for binary. A ^Z at the end does not count."""
    text = data.removesuffix(b"\x1a")
    unprintable = len(text) - len(text.translate(None, _UNPRINTABLE))
    ends = text.count(b"\r") + text.count(b"\n")
    is_lone = text.count(b"\r") != text.count(b"\r\n")
    return is_lone or b"\0" in text or (len(text) - unprintable - ends) // _SHARE < unprintable
