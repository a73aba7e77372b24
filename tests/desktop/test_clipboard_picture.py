"""A picture on the clipboard, by programs that stand in for the system's."""

import os
import shlex
from pathlib import Path

import pytest

from exam_tui.desktop.clipboard_picture import clipboard_picture, needed_programs
from exam_tui.storage.images.types import LARGEST_IMAGE
from tests.repos import PNG

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs that stand in are scripts of a POSIX shell")

JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}
X = {"DISPLAY": ":0"}
WAYS = {
    "wl-paste": (WAYLAND, "linux", "--type image/png"),
    "xclip": (X, "linux", "-selection clipboard -target image/png -out"),
    "pngpaste": ({}, "darwin", "-"),
}


def _install(folder: Path, name: str, lines: str) -> dict[str, str]:
    """Put a program on a PATH of its own, and return that PATH."""
    program = folder / "bin" / name
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\ncd {shlex.quote(str(folder))}\n{lines}\n", encoding="utf-8")
    program.chmod(0o755)
    return {"PATH": str(program.parent)}


@pytest.mark.parametrize("name", WAYS)
def test_the_picture_comes_from_the_program_that_is_there(tmp_path: Path, name: str) -> None:
    names, platform, arguments = WAYS[name]
    (tmp_path / "picture").write_bytes(PNG)
    path = _install(tmp_path, name, 'echo "$@" > arguments\ncat picture')
    assert clipboard_picture({**path, **names}, platform) == PNG
    assert (tmp_path / "arguments").read_text(encoding="utf-8").strip() == arguments
    assert clipboard_picture(names, platform) is None or "PATH" not in names


def test_a_jpeg_is_taken_where_there_is_no_png(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(JPEG)
    path = _install(tmp_path, "wl-paste", 'case "$2" in image/jpeg) cat picture;; *) exit 1;; esac')
    assert clipboard_picture({**path, **WAYLAND}, "linux") == JPEG


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("exit 1", WAYLAND),
        ("echo text", WAYLAND),
        (f"cat picture; head -c {LARGEST_IMAGE} /dev/zero", WAYLAND),
        ("cat picture", {}),
        ("cat picture", {**WAYLAND, "SSH_CONNECTION": "1 2 3 4"}),
    ],
    ids=["fails", "no picture", "too large", "no screen", "the screen of another computer"],
)
def test_whatever_else_is_there_is_no_picture(tmp_path: Path, lines: str, names: dict[str, str]) -> None:
    (tmp_path / "picture").write_bytes(PNG)
    assert clipboard_picture({**_install(tmp_path, "wl-paste", lines), **names}, "linux") is None


def test_no_program_of_the_present_folder_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "picture").write_bytes(PNG)
    _install(tmp_path, "wl-paste", "cat picture")
    monkeypatch.chdir(tmp_path / "bin")
    for path in ("", ".", "bin"):
        assert clipboard_picture({"PATH": path, **WAYLAND}, "linux") is None


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_what_a_system_is_said_to_need_is_what_brings_the_picture(platform: str) -> None:
    named = needed_programs(platform).split(" or ")
    assert named == [name for name, (_, where, _) in WAYS.items() if where == platform]
    assert needed_programs("win32") == "", "nothing brings it there"
