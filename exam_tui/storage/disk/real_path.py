"""The one name of a file, however it was reached: links resolved, spelt as the disk has it."""

import os
import sys
from pathlib import Path


def real_path(path: str | Path, *, strict: bool = False) -> str:
    """Return the absolute path of a file without links, in the case and with the accents that its folders list.

    A Mac's disk takes names that differ in case or composition for the same, and does not say so; Windows does. The
    file need not exist unless `strict`, which raises OSError as os.path.realpath does.
    """
    real = os.path.realpath(path, strict=strict)
    return _as_listed(Path(real)) if sys.platform == "darwin" else real


def _as_listed(path: Path) -> str:
    here = Path(path.anchor)
    for part in path.parts[1:]:
        here /= _listed_name(here, part)
    return str(here)


def _listed_name(folder: Path, name: str) -> str:
    """Return the name that a folder lists for a given one, or the given one."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - no paths are needed
        alike = () if name in names else (other for other in names if folded(other) == folded(name))
        return next((other for other in alike if (folder / other).samefile(folder / name)), name)
    except OSError:  # there is none, or we may not look
        return name


def folded(name: str) -> str:
    """Return a key that two names share where some disk takes them for one: case and composition do not count."""
    if name.isascii():
        return name.lower()
    import unicodedata  # noqa: PLC0415 - for other letters alone

    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
