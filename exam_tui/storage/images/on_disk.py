"""Files of a repository as their folders list them: under the very name, also where the system takes others for it."""

from functools import cache
from pathlib import Path

from exam_tui.storage.disk.real_path import folded


class OnDisk:
    """The files below the repository's root. Listings are kept: make a new one to look again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._listing = cache(_listing)

    def has(self, name: str) -> bool:
        """Tell whether a file is here under the very name, a path from the root."""
        folder = self._root
        for part in name.split("/"):
            if part not in self._listing(folder):
                return False
            folder /= part
        return folder.is_file()

    def spelt(self, name: str) -> str:
        """Return the path of a file whose name differs in upper and lower case at most, "" where there is none."""
        found = [self._root]
        for part in name.split("/"):
            found = [
                folder / entry
                for folder in found
                for entry in sorted(self._listing(folder))
                if folded(entry) == folded(part)
            ]
        return next((path.relative_to(self._root).as_posix() for path in found if path.is_file()), "")


def _listing(folder: Path) -> frozenset[str]:
    try:
        return frozenset(entry.name for entry in folder.iterdir())
    except OSError:
        return frozenset()
