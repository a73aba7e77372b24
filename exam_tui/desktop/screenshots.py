"""The newest pictures where the desktop keeps screenshots."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import Final

from exam_tui.core.report.image_links import IMAGE_SUFFIXES
from exam_tui.core.text.escape import display
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.storage.images.figures import Figure, picture_at

_OFFERED: Final = 5
_MOST: Final = 5_000
"""Entries of a folder that are looked at."""
_USER_DIRS_BYTES: Final = 10_000
_USER_DIR: Final = lazy_pattern(r'^XDG_(PICTURES|DESKTOP)_DIR="\$HOME/([^"\n]*)"', re.MULTILINE)
_FOLDERS: Final = ("Screenshots", "Skærmbilleder")
_NAMES: Final = lazy_pattern("screen ?shot|skærmbillede|bildschirmfoto|spectacle", re.IGNORECASE)
"""How desktops name what they put among other pictures."""


def newest_screenshots(environment: Mapping[str, str] = os.environ) -> Sequence[Figure]:
    """Return the newest screenshots, the newest first; their `target` is empty: they are not beside a report yet.

    Regular files alone, no link; below the user's own home folder. Raises nothing.
    """
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or "")
    if not home.is_absolute():
        return ()
    found = {path: modified for folder, only_named in _places(home) for path, modified in _files(folder, only_named)}
    newest = nlargest(_OFFERED, found, key=lambda path: (found[path], path.name))
    pictures = (picture_at(path, f"{path.parent.name}/{path.name}", "") for path in newest)
    return [picture for picture in pictures if picture]


def _places(home: Path) -> Iterator[tuple[Path, bool]]:
    """Yield the folders, and whether only what is named as a screenshot is one there."""
    named = {"PICTURES": "Pictures", "DESKTOP": "Desktop"} | _user_dirs(home)
    for pictures in dict.fromkeys((home / named["PICTURES"], home / "OneDrive" / "Pictures")):
        yield from ((pictures / name, False) for name in _FOLDERS)
        yield pictures, True
    yield home / named["DESKTOP"], True


def _user_dirs(home: Path) -> dict[str, str]:
    """Return the folders as the desktop calls them in the user's language, from the home folder on."""
    with suppress(OSError), (home / ".config" / "user-dirs.dirs").open(encoding="utf-8", errors="replace") as file:
        return {name: folder for name, folder in _USER_DIR.findall(file.read(_USER_DIRS_BYTES)) if folder}
    return {}


def _files(folder: Path, only_named: bool) -> Iterator[tuple[Path, float]]:  # noqa: FBT001 - as `_places` yields it
    """Yield the images of a folder, by their names, and when each was written."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in islice(entries, _MOST):
            name = entry.name
            is_image = name.lower().endswith(IMAGE_SUFFIXES) and name[0] != "." and display(name) == name
            if is_image and (not only_named or _NAMES.search(name)) and entry.is_file(follow_symlinks=False):
                yield folder / name, entry.stat(follow_symlinks=False).st_mtime
