"""The path of an image, completed as a shell does."""

from pathlib import Path

import pytest

from exam_tui.storage.images.path_completion import Completed, complete_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "figures/mast.png", "figures/mast-2.jpg", "figures/notes.txt", "figures/Old boats/keel.png", ".hidden/sail.png",
        "Harbour.PNG", "øre.jpeg", "bad\x1b]0;x.png",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "text", "choices"),
    [
        ("fig", "figures/", ("figures/",)),
        ("figures/m", "figures/mast", ("mast-2.jpg", "mast.png")),
        ("figures/mast.", "figures/mast.png", ("mast.png",)),
        ("figures/", "figures/", ("Old boats/", "mast-2.jpg", "mast.png")),
        ("figures/old", "figures/Old boats/", ("Old boats/",)),
        ("figures/Old boats/", "figures/Old boats/keel.png", ("keel.png",)),
        ("har", "Harbour.PNG", ("Harbour.PNG",)),
        ("ø", "øre.jpeg", ("øre.jpeg",)),
        (".h", ".hidden/", (".hidden/",)),
        ("./fig", "./figures/", ("figures/",)),
        ("../", "../", None),
        ("figures/notes", "figures/notes", ()),
        ("nowhere/x", "nowhere/x", ()),
        ("bad", "bad", ()),
        ("a\0b/c", "a\0b/c", ()),
        ("~nobody-is-called-so/x", "~nobody-is-called-so/x", ()),
        ("~", "~/", ("~/",)),
    ],
)
def test_a_path_is_completed_as_far_as_there_is_no_choice(
    folder: Path, typed: str, text: str, choices: tuple[str, ...] | None
) -> None:
    found = complete_path(typed, folder)
    assert found.text.startswith(text) if choices is None else found == Completed(text, choices)


def test_an_absolute_path_and_one_from_home_are_completed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    assert (
        complete_path(f"{folder.as_posix()}/figures/mast.", Path("elsewhere")).text
        == f"{folder.as_posix()}/figures/mast.png"
    )
    assert complete_path("~/figures/mast.", Path("elsewhere")).text == "~/figures/mast.png"
