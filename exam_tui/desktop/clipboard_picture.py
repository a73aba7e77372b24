"""A picture on the system's clipboard, by the programs that can bring it: wl-paste, xclip, pngpaste."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from exam_tui.desktop.clipboard import is_over_ssh
from exam_tui.storage.disk.run_program import output_of
from exam_tui.storage.images.types import LARGEST_IMAGE, content_of

_SECONDS: Final = 2.0
_TYPES: Final = ("image/png", "image/jpeg")


def needed_programs(platform: str = sys.platform) -> str:
    """Return what a system needs to bring the picture on its clipboard, "" where nothing does."""
    return {"win32": "", "darwin": "pngpaste"}.get(platform, "wl-paste or xclip")


def clipboard_picture(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bytes | None:
    """Return the picture on the clipboard, PNG or JPEG by its first bytes and LARGEST_IMAGE at most; None for none.

    Never raises. Takes seconds at worst: not on the thread that draws.
    """
    for command in _commands(environment, platform):
        data = output_of(command, environment, seconds=_SECONDS, most=LARGEST_IMAGE)
        if data and content_of(data).is_image:
            return data
    return None


def _commands(environment: Mapping[str, str], platform: str) -> Iterator[Sequence[str]]:
    remote = is_over_ssh(environment)
    if platform == "darwin" and not remote:
        yield "pngpaste", "-"
    if environment.get("WAYLAND_DISPLAY") and not remote:
        yield from (("wl-paste", "--type", kind) for kind in _TYPES)
    display = environment.get("DISPLAY", "")
    if display and not (remote and display.startswith(":")):
        yield from (("xclip", "-selection", "clipboard", "-target", kind, "-out") for kind in _TYPES)
