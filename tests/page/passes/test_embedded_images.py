"""Images: what is embedded, what is refused and how that is said."""

import base64
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui.core.report.image_links import Lookup
from exam_tui.page.html_page import Page, render_page
from exam_tui.page.passes import embedded_images
from exam_tui.storage.images.lookup import FolderFiles
from tests.page.samples import JPEG, answer_of, page_of, png, report_of, texts
from tests.systems import make_pipe

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a report's folder with images, and a secret beside it."""
    here = tmp_path / "reports"
    (here / "figures").mkdir(parents=True)
    (here / "figures" / "boat.png").write_bytes(png())
    (here / "figures" / "two words.png").write_bytes(png())
    (here / "figures" / "really-png.jpg").write_bytes(png())
    (here / "figures" / "photo.jpeg").write_bytes(JPEG)
    (here / "figures" / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    (here / "figures" / "notes.png").write_text("<script>alert(1)</script>")
    (here / "figures" / "empty.png").write_bytes(b"")
    (here / "figures" / "pointer.png").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    (tmp_path / "secret.png").write_bytes(png())
    return here


def sources(page: Page) -> list[str]:
    """Return the addresses of the images in the first answer, cut after their type."""
    return [(image.get("src") or "").split(",")[0] for image in answer_of(page.html).iter("img")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("![x](figures/boat.png)", "png"),
        ("![x](./figures/../figures/boat.png)", "png"),
        ("![x](figures/two%20words.png)", "png"),
        ("![x](<figures/two words.png>)", "png"),
        ("![x](figures/really-png.jpg)", "png"),
        ("![x](figures/photo.jpeg)", "jpeg"),
        ("![x](figures/boat.png?raw=true#top)", "png"),
        ('![x](figures/boat.png "A title")', "png"),
        ("![x][r]\n\n[r]: figures/boat.png", "png"),
        ("<img src='figures/boat.png'>", "png"),
        ('text <IMG alt=x SRC="figures/boat&#46;png" /> text', "png"),
        ("<p><img src=figures/boat.png></p>", "png"),
        ("![x](/reports/figures/boat.png)", "png"),
        ("![x](reports/figures/boat.png)", "png"),
        ("![x](<../reports/figures/two words.png>)", "png"),
        ("<img src='/reports/figures/boat.png'>", "png"),
    ],
)
def test_an_image_in_the_folder_is_embedded(folder: Path, text: str, kind: str) -> None:
    """By its first bytes, whatever the name says."""
    page = page_of(text, folder=folder)
    assert sources(page) == [f"data:image/{kind};base64"]
    assert page.notices == ()


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("../secret.png", "outside"),
        ("figures/../../secret.png", "outside"),
        ("%2e%2e/secret.png", "outside"),
        ("/etc/passwd", "only files in the report's folder"),
        ("file:///etc/passwd", "only files in the report's folder"),
        ("//host/share/x.png", "only files in the report's folder"),
        ("C:/x.png", "only files in the report's folder"),
        ("C%3A/x.png", "only files in the report's folder"),
        ("%5C%5Chost%5Cshare%5Cx.png", "only files in the report's folder"),
        ("%2F%2Fhost/share/x.png", "only files in the report's folder"),
        ("data:image/png;base64,AAAA", "only files in the report's folder"),
        ("figures/gone.png", "there is no such file."),
        ("figures/Boat.PNG", "but figures/boat.png: upper and lower case differ"),
        ("figures%5Cboat.png", "write / instead of \\"),
        ("figures/drawing.svg", "not a PNG or JPEG"),
        ("figures/notes.png", "not a PNG or JPEG"),
        ("figures/empty.png", "it is empty"),
        ("figures/pointer.png", "it is a Git LFS pointer"),
        ("/reports/secret.png", "only files in the report's folder are embedded"),
        ("figures", "not a regular file"),
        ("figures/boat.png/x", "there is no such file."),
        ("figures/Boat.PNG/x", "there is no such file."),
        ("figures/%00.png", "there is no such file."),
        ("figures/" + "x" * 5000 + ".png", "there is no such file"),
        ("https://example.org/x.png", "on the web"),
        ("figures/two words.png", "needs brackets"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="names and messages are those of a case-sensitive disk")
def test_any_other_image_is_refused_by_name(folder: Path, target: str, reason: str) -> None:
    """One notice that names it, and its text and address in its place."""
    page = page_of(f"![The picture]({target})", folder=folder)
    assert sources(page) == []
    assert len(page.notices) == 1
    assert reason in page.notices[0]
    assert "picture" in texts(answer_of(page.html))


ELSEWHERE = "only files in the report's folder are embedded"


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("C%3A/x.png", ELSEWHERE),
        ("%5C%5Chost%5Cx.png", ELSEWHERE),
        ("%2F%2Fhost/x.png", ELSEWHERE),
        ("NUL", "there is no such file"),
        ("figures/Con.png", "there is no such file"),
        ("figures%5Cboat.png", "there is no such file; write / instead of \\"),
    ],
)
def test_what_no_folder_lists_is_never_asked_of_the_system(
    folder: Path, target: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows would introduce itself to the server of a share, open a device, and take a backslash for a `/`.

    Where the repository is, is asked of the folders above.
    """
    looked: list[object] = []
    figures = folder.resolve() / "figures"
    for module, name in ((os.path, "realpath"), (os, "lstat"), (os, "stat"), (os, "open"), (os, "listdir")):
        monkeypatch.setattr(module, name, _noting(looked, getattr(module, name)))
    assert embedded_images.ImageEmbedder(folder).get(target) == embedded_images.Refused(reason)
    assert looked
    asked = [Path(str(path)) for path in looked]
    assert all(figures.is_relative_to(path.parent if path.name == ".git" else path) for path in asked)


def _noting(looked: list[object], call: Callable[..., object]) -> Callable[..., object]:
    def noted(path: object, *args: object, **settings: object) -> object:
        looked.append(path)
        return call(path, *args, **settings)

    return noted


@posix_only
@pytest.mark.parametrize("name", ["what?.png", "50%.png", "a%20b.png", "a#b.png", "back\\slash.png"])
def test_an_image_that_check_finds_is_in_the_page(folder: Path, name: str) -> None:
    """However odd its name: both ask the same look-up."""
    (folder / "figures" / name).write_bytes(png())
    target = f"figures/{name}"
    assert FolderFiles(folder).lookup(target).result is Lookup.FOUND
    assert sources(page_of(f"![x](<{target}>)", folder=folder)) == ["data:image/png;base64"]


def test_a_folder_that_may_not_be_listed_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no missing file to the page, and no error of the check."""

    def refuse(_path: object) -> list[str]:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    notice = page_of("![x](figures/boat.png)", folder=folder).notices[0]
    assert notice.endswith("it cannot be read (Permission denied).")
    assert FolderFiles(folder).lookup("figures/boat.png").result is Lookup.MISSING


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS takes both for the same name")
def test_letters_that_only_look_the_same_are_said(folder: Path) -> None:
    """As `check` says it."""
    (folder / "figures" / "\u00e9.png").write_bytes(png())
    notice = page_of("![x](figures/e\u0301.png)", folder=folder).notices[0]
    assert notice.endswith("but figures/\u00e9.png: its accented letters are different characters.")


@posix_only
@pytest.mark.parametrize("name", ["link.png", "folder/secret.png", "loop.png", "pipe.png", "null.png"])
def test_links_out_of_the_folder_pipes_and_devices_are_refused(folder: Path, name: str) -> None:
    """A pipe would make the editor wait forever."""
    (folder / "link.png").symlink_to("../secret.png")
    (folder / "folder").symlink_to("..")
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "null.png").symlink_to("/dev/zero")
    make_pipe(folder / "pipe.png")
    page = page_of(f"![x]({name})", folder=folder)
    assert sources(page) == []
    assert len(page.notices) == 1
    assert name in page.notices[0]


@posix_only
def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    """Its real path is what counts, also where the folder itself is a link."""
    (folder / "link.png").symlink_to("figures/boat.png")
    (folder.parent / "other").symlink_to("reports")
    assert sources(page_of("![x](link.png)", folder=folder.parent / "other")) == ["data:image/png;base64"]


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_image_is_named(folder: Path) -> None:
    """Not an error of the page."""
    (folder / "figures" / "boat.png").chmod(0)
    assert "cannot be read" in page_of("![x](figures/boat.png)", folder=folder).notices[0]


def test_an_image_above_the_cap_is_linked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And that is said."""
    monkeypatch.setattr(embedded_images, "LARGEST_IMAGE", len(png()) - 1)
    page = page_of("![x](figures/boat.png)", folder=folder)
    assert sources(page) == []
    assert [link.get("href") for link in answer_of(page.html).iter("a")] == ["figures/boat.png"]
    assert "larger than" in page.notices[0]


def test_images_above_the_cap_together_are_linked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that still fit are embedded, and one shown twice counts twice."""
    monkeypatch.setattr(embedded_images, "LARGEST_PAGE", len(png()) + 1)
    page = page_of("![x](figures/boat.png)\n\n![y](figures/boat.png)\n\n![z](figures/photo.jpeg)", folder=folder)
    assert sources(page) == ["data:image/png;base64"]
    assert [link.get("href") for link in answer_of(page.html).iter("a")] == ["figures/boat.png", "figures/photo.jpeg"]


def test_the_same_image_under_many_names_is_kept_once_and_one_without_room_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However its address is written: a page of few lines takes no memory without bound."""
    encoded: list[int] = []
    encode = base64.b64encode

    def counted(data: bytes) -> bytes:
        encoded.append(len(data))
        return encode(data)

    monkeypatch.setattr(base64, "b64encode", counted)
    monkeypatch.setattr(embedded_images, "LARGEST_PAGE", 3 * len(png()))
    (folder / "figures" / "other.png").write_bytes(png() + b"!")
    lines = [f"![x](figures/boat.png?{number})" for number in range(9)]
    page = page_of("\n\n".join([*lines, "![y](figures/other.png)", "![z](figures/../figures/boat.png)"]), folder=folder)
    assert sources(page) == ["data:image/png;base64"] * 3
    assert len(page.notices) == 8
    assert encoded == [len(png())]


def test_an_image_alone_in_its_paragraph_is_a_figure_with_its_text_as_caption(folder: Path) -> None:
    """Several in one paragraph are several figures; one within a sentence is none."""
    text = (
        "![One](figures/boat.png)\n![Two](figures/boat.png)\n\n[![Three](figures/boat.png)](https://example.org)\n\n"
        "![](figures/boat.png)\n\nsee ![Five](figures/boat.png)"
    )
    answer = answer_of(page_of(text, folder=folder).html)
    assert [texts(figure) for figure in answer.iter("figure")] == ["One", "Two", "Three", ""]
    assert [image.get("alt") for image in answer.iter("img")] == ["One", "Two", "Three", "", "Five"]
    assert len(list(answer.iter("figcaption"))) == 3


def test_the_title_of_an_image_is_in_its_caption(folder: Path) -> None:
    """Under the mouse alone nobody would see it on paper."""
    answer = answer_of(
        page_of('![Ida](figures/boat.png "at dusk")\n\n![](figures/boat.png "dawn")', folder=folder).html
    )
    assert [texts(caption) for caption in answer.iter("figcaption")] == ["Ida – at dusk", "dawn"]


def test_an_image_that_is_not_embedded_stays_between_the_figures_of_its_paragraph(folder: Path) -> None:
    """In the order of the file."""
    text = "![One](figures/boat.png)\n![Two](figures/gone.png)\n![Three](figures/boat.png)"
    answer = answer_of(page_of(text, folder=folder).html)
    assert [element.tag for element in answer][1:] == ["figure", "p", "figure"]
    assert texts(answer).startswith("Answer One Image: Two figures/gone.png (there is no such file) Three")


def test_an_img_tag_keeps_only_its_size_and_text(folder: Path) -> None:
    """Percent of the width are a class, since the policy forbids style attributes."""
    text = '<img src="figures/boat.png" width="52%" height="20px" style="x" onload="x" id="x" srcset="x" alt="A">'
    image = next(answer_of(page_of(text, folder=folder).html).iter("img"))
    assert sorted(image.keys()) == ["alt", "class", "height", "src"]
    assert (image.get("class"), image.get("height")) == ("w50", "20")


def test_the_name_of_an_attribute_is_taken_whole(folder: Path) -> None:
    """`data-src` is no `src`; the first of two counts, as in a browser."""
    assert "<img data-src=figures/boat.png>" in texts(
        answer_of(page_of("<img data-src=figures/boat.png>", folder=folder).html)
    )
    page = page_of("<img alt src=figures/boat.png alt=B title=x>", folder=folder)
    assert next(answer_of(page.html).iter("img")).get("alt") == ""


@pytest.mark.parametrize(
    "inside",
    ["a" * 400_000, "a" * 400_000 + "=", "a " * 200_000, "a-" * 200_000, " " * 400_000, f"a{' ' * 400_000}b=c"],
    ids=["name", "open end", "names", "hyphens", "spaces", "spaces after a name"],
)
def test_a_tag_of_almost_half_a_megabyte_is_shown_as_it_is(folder: Path, inside: str) -> None:
    """Each of its characters is looked at once: otherwise this would take the better part of an hour."""
    shown = " ".join(f"<img {inside}>".split())
    assert shown in texts(answer_of(page_of(f"<img {inside}>", folder=folder).html))


def test_an_img_tag_without_a_file_is_shown(folder: Path) -> None:
    """Nothing of the text is lost."""
    page = page_of("<img alt=x>", folder=folder)
    assert "<img alt=x>" in texts(answer_of(page.html))


def test_a_missing_image_in_a_prompt_is_not_complained_of(folder: Path) -> None:
    """The template's own links dangle in most repositories."""
    report = report_of("x", section="## Boats")
    text = report.source.replace("What did you do?", "Like ![this](figures/sample.png)?")
    page = render_page(type(report).from_bytes(text.encode()), folder=folder)
    assert page.notices == ()
    assert "figures/sample.png" in page.html


def test_notices_are_plain_single_lines(folder: Path) -> None:
    """Whatever the image is called."""
    for notice in page_of("![x](a%0A%1b[31m%E2%80%AEb.png)\n\n![y](%F0%9F%98%80%ff.png)", folder=folder).notices:
        assert "\n" not in notice
        assert "\x1b" not in notice
        notice.encode()


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    """The images are missing, that is all."""
    assert len(page_of("![x](a.png)", folder=tmp_path / "gone" / "deeper").notices) == 1
