"""The images beside a report, listed."""

import os
from pathlib import Path

import pytest

from exam_tui.storage.images import figures
from exam_tui.storage.images.copy_image import copy_into_figures
from exam_tui.storage.images.figures import figures_folder, list_figures
from tests.storage.images.conftest import JPEG, PNG, posix_only, put
from tests.systems import make_pipe


def test_images_are_listed_newest_first(report: Path) -> None:
    """Those of folders below too; with path, size and time; by name where the time is the same."""
    put(report, "figures/old.png", PNG, 100)
    put(report, "figures/week 2/new.JPG", JPEG, 300)
    put(report, "figures/b.jpeg", JPEG, 200)
    put(report, "figures/a.jpeg", JPEG + b".", 200)
    for other in ("notes.md", "a.gif", ".hidden.png", ".git/a.png", "._a.png"):
        put(report, f"figures/{other}")
    listed = list_figures(report)
    assert [figure.name for figure in listed] == ["week 2/new.JPG", "a.jpeg", "b.jpeg", "old.png"]
    assert [figure.target for figure in listed][:2] == ["figures/week 2/new.JPG", "figures/a.jpeg"]
    assert (listed[1].size, listed[1].modified) == (len(JPEG) + 1, 200)
    assert listed[1].path == report / "figures" / "a.jpeg"


def test_what_is_not_what_its_name_says_is_listed_with_what_it_is(report: Path) -> None:
    """A PNG named jpg is fine: everybody looks at the first bytes."""
    for name, data in {
        "a.png": PNG,
        "b.jpg": PNG,
        "c.png": JPEG,
        "d.png": b"GIF89a",
        "e.png": b"",
        "f.png": b"x",
    }.items():
        put(report, f"figures/{name}", data)
    assert [figure.fault for figure in list_figures(report)] == [
        "", "", "", "is really GIF", "is empty", "does not contain a PNG or JPEG image",
    ]  # fmt: skip


def test_without_a_folder_there_is_nothing(report: Path) -> None:
    """No error, and nothing is made."""
    assert list_figures(report) == ()
    assert list_figures(report / "none") == ()
    assert not (report / "figures").exists()


def test_a_folder_that_differs_in_case_is_the_same(report: Path, source: Path) -> None:
    """On macOS and Windows there can be no second one; its real name goes into the link."""
    put(report, "Figures/a.png")
    assert [figure.target for figure in list_figures(report)] == ["Figures/a.png"]
    assert copy_into_figures(source, report).parent == figures_folder(report) == report / "Figures"
    if not (report / "figures").exists():
        (report / "figures").mkdir()
        assert figures_folder(report) == report / "figures"


@posix_only
def test_what_is_no_regular_file_is_not_listed(report: Path, tmp_path: Path) -> None:
    """Links, pipes, folders named like images, names that are no text, what may not be read."""
    put(report, "figures/a.png")
    put(tmp_path, "outside.png")
    (report / "figures" / "link.png").symlink_to(tmp_path / "outside.png")
    (report / "figures" / "folder").symlink_to(tmp_path)
    (report / "figures" / "folder.png").mkdir()
    make_pipe(report / "figures" / "pipe.png")
    Path(os.fsdecode(bytes(report / "figures") + b"/\xff.png")).write_bytes(PNG)
    assert [figure.name for figure in list_figures(report)] == ["a.png"]


def test_an_image_that_goes_meanwhile_is_passed_over(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the listing and the look at it."""
    put(report, "figures/a.png")

    def gone(_path: Path) -> os.stat_result:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "lstat", gone)
    assert list_figures(report) == ()


def test_the_list_of_a_huge_folder_ends(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data set in figures does not keep the editor waiting."""
    monkeypatch.setattr(figures, "_ENTRIES", 3)
    for number in range(9):
        put(report, f"figures/{number}.png")
    put(report, "figures/1/2/3/4/5/deep.png")
    assert len(list_figures(report)) <= 3
    monkeypatch.setattr(figures, "_ENTRIES", 1_000)
    assert len(list_figures(report)) == 9
