"""An image is copied beside a report, under a clean name that nothing else has."""

import errno
import os
import string
import unicodedata
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.editing.image_link import image_link
from exam_tui.core.report.image_links import Lookup, image_links
from exam_tui.errors import ExamTuiError, LinkError, ReportNotFoundError, UnreadableFileError, WriteError
from exam_tui.storage.images import copy_image as figure_copy
from exam_tui.storage.images.copy_image import FigureError, copy_into_figures, free_image_name, store_in_figures
from exam_tui.storage.images.figures import list_figures
from exam_tui.storage.images.lookup import FolderFiles
from exam_tui.storage.images.types import LARGEST_IMAGE
from tests.conftest import GIVE_UP
from tests.storage.images.conftest import JPEG, PNG, posix_only, put
from tests.systems import make_pipe

# Names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loss.png", "loss.png"),
        ("Loss Curve (final).PNG", "Loss-Curve-final.png"),
        ("Screenshot 2026-01-05 at 3.41.12\u202fPM.png", "Screenshot-2026-01-05-at-3.41.12-PM.png"),
        ("cafe\u0301 æøå.JPEG", "caf\u00e9-æøå.jpeg"),
        ("a/b\\c.jpg", "c.jpg"),
        ("../../etc/passwd", "passwd.png"),
        ("photo", "photo.png"),
        ("photo.webp", "photo.webp.png"),
        (".png", "image.png"),
        ("", "image.png"),
        ("...", "image.png"),
        ("-rf.png", "rf.png"),
        ("a - b ..c.png", "a-b.c.png"),
        ("![x](y).png", "x-y.png"),
        ("con.png", "image-con.png"),
        ("NUL.tar.jpg", "image-NUL.tar.jpg"),
        ("com\u00b9.png", "image-com\u00b9.png"),
        ("console.png", "console.png"),
        ("日本.png", "日本.png"),
        ("x" * 300 + ".png", "x" * 50 + ".png"),
    ],
)
def test_clean_names(tmp_path: Path, name: str, expected: str) -> None:
    """No spaces, nothing that a shell, Windows or a link would stumble over; letters of all languages stay."""
    assert free_image_name(tmp_path, name) == expected


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    """Also where only the case or the composition of its letters differs, and whatever has it."""
    for name in ("loss.png", "LOSS-2.png", "cafe\u0301.png", "Straße.png"):
        (tmp_path / name).touch()
    (tmp_path / "folder.png").mkdir()
    assert free_image_name(tmp_path, "Loss.PNG") == "Loss-3.png"
    assert free_image_name(tmp_path, "CAF\u00c9.png") == "CAF\u00c9-2.png"
    assert free_image_name(tmp_path, "STRASSE.png") == "STRASSE-2.png"
    assert free_image_name(tmp_path, "folder.png") == "folder-2.png"
    assert free_image_name(tmp_path, "loss.jpg") == "loss.jpg"
    assert free_image_name(tmp_path / "none", "loss.png") == "loss.png"
    assert free_image_name(tmp_path, "photo", ".jpg") == "photo.jpg"


@pytest.mark.nightly
@given(st.lists(st.text(st.sampled_from("aAéÉe\u0301ß sS-._()conCON1/"), max_size=4), max_size=12))
def test_a_free_name_is_free_and_clean(names: list[str]) -> None:
    """Name after name in one folder: a file of each can be made, and none equals another but for case."""
    with TemporaryDirectory() as folder:
        made = set()
        for name in names:
            free = free_image_name(Path(folder), f"{name}.png")
            with Path(folder, free).open("xb"):
                made.add(unicodedata.normalize("NFC", free).casefold())
            assert all(letter.isalnum() or letter in "-_." for letter in free)
            assert free[0] not in ".-"
            assert free.endswith(".png")
            assert unicodedata.is_normalized("NFC", free)
        assert len(made) == len(names)


@pytest.mark.nightly
@given(st.text(max_size=80))
def test_every_name_becomes_one_that_the_disk_takes(name: str) -> None:
    """Whatever it holds, and short enough."""
    with TemporaryDirectory() as folder:
        free = free_image_name(Path(folder), name)
        Path(folder, free).write_bytes(b"")
        assert Path(free).name == free
        assert len(os.fsencode(free)) < 250
        assert not set(free) & set(string.whitespace)


# Copying


def test_an_image_is_copied_under_a_clean_name(report: Path, source: Path) -> None:
    """The folder is made; the source stays; the link to the copy is found."""
    path = copy_into_figures(source, report)
    assert path == report / "figures" / "Screenshot-2026-01-05-at-3.41.12-PM.png"
    assert path.read_bytes() == source.read_bytes() == PNG
    assert os.listdir(report / "figures") == [path.name]  # noqa: PTH208 - names are enough
    (link,) = image_links(image_link("the runs", path.relative_to(report).as_posix()))
    assert FolderFiles(report).lookup(link.target).result is Lookup.FOUND


def test_another_image_of_the_same_name_gets_a_number(report: Path, tmp_path: Path) -> None:
    """Existing files are never replaced."""
    put(report, "figures/plot.png", b"old")
    put(tmp_path, "plot.png")
    assert copy_into_figures(tmp_path / "plot.png", report).name == "plot-2.png"
    assert (report / "figures" / "plot.png").read_bytes() == b"old"


def test_the_same_image_is_not_copied_twice(report: Path, source: Path) -> None:
    """Whatever its name; an image of the folder itself stays where it is, even where it has a twin."""
    put(report, "figures/week 1/runs.png", PNG)
    put(report, "figures/other.png", PNG[:-1] + b"x")
    assert copy_into_figures(source, report) == report / "figures" / "week 1" / "runs.png"
    put(report, "figures/z.png", PNG)
    assert copy_into_figures(report / "figures" / "z.png", report).name == "z.png"
    assert len(list_figures(report)) == 3


def test_the_suffix_is_that_of_the_name_or_of_the_content(report: Path, tmp_path: Path) -> None:
    """A JPEG may be named png; one without such a suffix gets its own."""
    put(tmp_path, "photo.png", JPEG + b"1")
    put(tmp_path, "download", JPEG + b"2")
    put(tmp_path, "download.webp", PNG + b"3")
    names = [copy_into_figures(tmp_path / name, report).name for name in ("photo.png", "download", "download.webp")]
    assert names == ["photo.png", "download.jpg", "download.webp.png"]


def test_a_path_may_begin_at_home(report: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is typed or pasted."""
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(source.parent))
    assert copy_into_figures(Path("~") / source.name, report).read_bytes() == PNG


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"version https://git-lfs.github.com/spec/v1\nsize 1", "is a Git LFS pointer, not the image"),
        (b"<!doctype html><p>Sign in", "is a web page, not an image"),
        (b"GIF89a", "is really GIF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "is really WebP"),
        (b"\0\0\0\x18ftypheic", "is really HEIC"),
        (b"%PDF-1.7", "is really PDF"),
        (b"words", "does not contain a PNG or JPEG image; the course accepts only png and jpg"),
    ],
)
def test_what_the_course_does_not_take_is_refused(report: Path, tmp_path: Path, data: bytes, said: str) -> None:
    """By its first bytes, with what it is and what to do."""
    put(tmp_path, "photo.png", data)
    with pytest.raises(FigureError, match=said) as caught:
        copy_into_figures(tmp_path / "photo.png", report)
    assert caught.value.help
    assert not (report / "figures").exists()


def test_too_large_an_image_is_refused(report: Path, tmp_path: Path) -> None:
    """What the page would not embed; one byte less is copied."""
    put(tmp_path, "photo.png", PNG.ljust(LARGEST_IMAGE + 1))
    with pytest.raises(FigureError, match=r"photo.png is 10.0 MB; the limit is 10 MB"):
        copy_into_figures(tmp_path / "photo.png", report)
    put(tmp_path, "photo.png", PNG.ljust(LARGEST_IMAGE))
    assert copy_into_figures(tmp_path / "photo.png", report).stat().st_size == LARGEST_IMAGE


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        ("none.png", ReportNotFoundError, "No such file"),
        ("reports/a.png/b.png", ReportNotFoundError, "No such file"),
        ("a\0.png", ReportNotFoundError, "ot a file name"),
        ("reports", UnreadableFileError, "a folder, not an image"),
    ],
)
def test_a_source_that_is_no_file(
    report: Path, tmp_path: Path, name: str, error: type[ExamTuiError], said: str
) -> None:
    """Each with what to do."""
    with pytest.raises(error, match=said) as caught:
        copy_into_figures(tmp_path / name, report)
    assert caught.value.help


@posix_only
@pytest.mark.timeout(GIVE_UP)  # who opens the pipe waits forever
def test_a_pipe_is_not_waited_for(report: Path, tmp_path: Path) -> None:
    """Nor a device opened."""
    make_pipe(tmp_path / "pipe.png")
    with pytest.raises(UnreadableFileError, match="a device or a pipe"):
        copy_into_figures(tmp_path / "pipe.png", report)
    with pytest.raises(ReportNotFoundError, match="ot a file name"):
        copy_into_figures(Path("~nobody-has-this-name/a.png"), report)


def test_a_source_that_may_not_be_read(report: Path, source: Path, break_calls: Callable[..., object]) -> None:
    """The system's cause in plain words."""
    break_calls("open", errno.EACCES, where="Screenshot")
    with pytest.raises(UnreadableFileError, match="you do not have permission"):
        copy_into_figures(source, report)


@pytest.mark.parametrize(
    ("call", "number"), [("write", errno.ENOSPC), ("short write", errno.ENOSPC), ("fsync", errno.EIO), ("close", 5)]
)
def test_a_copy_that_fails_leaves_nothing(
    report: Path, source: Path, break_calls: Callable[..., object], call: str, number: int
) -> None:
    """No half image is ever linked."""
    break_calls(call, number, where="figures")
    with pytest.raises(WriteError, match="cannot be written"):
        copy_into_figures(source, report)
    assert list((report / "figures").iterdir()) == []


def test_a_folder_that_cannot_be_made(report: Path, source: Path) -> None:
    """Something else has its name, or there is no report's folder."""
    (report / "figures").write_text("a file", encoding="utf-8")
    with pytest.raises(WriteError, match="cannot be written"):
        copy_into_figures(source, report)
    with pytest.raises(WriteError, match="the folder does not exist"):
        copy_into_figures(source, report / "none")


@posix_only
def test_a_figures_folder_that_leads_out_is_refused(report: Path, source: Path, tmp_path: Path) -> None:
    """Nobody who clones the repository would have the image."""
    (tmp_path / "elsewhere").mkdir()
    put(tmp_path, "elsewhere/a.png")
    (report / "figures").symlink_to(tmp_path / "elsewhere")
    assert list_figures(report) == ()
    with pytest.raises(WriteError, match="leads out of the report's folder"):
        copy_into_figures(source, report)
    assert not (tmp_path / "elsewhere" / source.name).exists()


@posix_only
@pytest.mark.parametrize("target", ["pictures", ".git/hooks"])
def test_nothing_is_copied_through_a_figures_folder_that_is_a_link(report: Path, source: Path, target: str) -> None:
    """A clone may bring it; the images that it leads to are listed, and found again, all the same."""
    (report / target).mkdir(parents=True)
    (report / "figures").symlink_to(target)
    with pytest.raises(LinkError, match="figures is a link and could lead anywhere: nothing was written"):
        copy_into_figures(source, report)
    assert list((report / target).iterdir()) == []
    put(report, f"{target}/a.png", source.read_bytes())
    assert [figure.name for figure in list_figures(report)] == ["a.png"]
    assert copy_into_figures(source, report) == report / "figures" / "a.png"


def test_a_name_that_is_taken_meanwhile_is_left_alone(
    report: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next free one is tried; where every one is taken, that is said."""
    takes = 1

    def late(folder: Path, name: str, suffix: str) -> str:
        nonlocal takes
        free = free_image_name(folder, name, suffix)
        if takes > 0:
            takes -= 1
            (folder / free).write_bytes(b"theirs")
        return free

    monkeypatch.setattr(figure_copy, "free_image_name", late)
    path = copy_into_figures(source, report)
    assert path.name == "Screenshot-2026-01-05-at-3.41.12-PM-2.png"
    takes = 1_000
    path.write_bytes(b"theirs")
    with pytest.raises(WriteError, match="changed by another program"):
        copy_into_figures(source, report)
    assert {path.read_bytes() for path in (report / "figures").iterdir()} == {b"theirs"}


def test_an_image_that_is_in_no_file_is_written_once_under_a_free_name(report: Path) -> None:
    first = store_in_figures(PNG, "screenshot-2026-01-20", report)
    assert first.name == "screenshot-2026-01-20.png"
    assert first.read_bytes() == PNG
    assert store_in_figures(PNG, "screenshot-2026-01-20", report) == first
    assert store_in_figures(PNG + b"other", "screenshot-2026-01-20", report).name == "screenshot-2026-01-20-2.png"
    with pytest.raises(FigureError):
        store_in_figures(b"text", "screenshot", report)
