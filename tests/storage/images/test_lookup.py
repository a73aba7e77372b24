"""The look-up of image files: below the report's folder, regular files only, case told apart."""

import os
import sys
from pathlib import Path

import pytest

from exam_tui.core.report.image_links import Content, ImageFile, LinkedFile, Lookup
from exam_tui.storage.images.lookup import FolderFiles
from tests.systems import make_pipe

PNG = b"\x89PNG\r\n\x1a\n...."
FOUND = ImageFile(Lookup.FOUND, Content.PNG)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a report's folder with some images, and one outside it."""
    figures = tmp_path / "reports" / "figures"
    figures.mkdir(parents=True)
    for name in ("a.png", "my bed.png", "é.png", "50%.png", "what?.png", "a(1).png", "a%20b.png"):
        if sys.platform != "win32" or "?" not in name:
            (figures / name).write_bytes(PNG)
    (figures / "photo.png").write_bytes(b"\xff\xd8\xff\xe0")
    (figures / "page.png").write_bytes(b"<html>")
    (figures / "empty.png").write_bytes(b"")
    (figures / "pointer.png").write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:4\nsize 12345\n")
    (figures / "sign_in.png").write_bytes(b"\xef\xbb\xbf\r\n  <!DOCTYPE html>\n<title>Sign in</title>")
    (figures / "words.png").write_bytes(b"<p>words")
    (figures / "a&b.png").write_bytes(PNG)
    (tmp_path / "outside.png").write_bytes(PNG)
    return tmp_path / "reports"


@pytest.mark.parametrize(
    "target",
    [
        "figures/a.png", "./figures/a.png", "figures//a.png", "figures/../figures/a.png", " figures/a.png ",
        '<figures/a.png> "title"', 'figures/a.png "title"', "figures/a.png 'a title'", "figures/a.png?raw=true",
        "figures/a.png#top", "figures/my%20bed.png", "figures/my bed.png", "<figures/my bed.png>", "figures/%C3%A9.png",
        "figures/50%.png", "figures/50%25.png", "figures/a(1).png", "figures/a%20b.png",
        "figures/a&amp;b.png", "figures/a&b.png", "figures/a&#38;b.png", "figures/a&#x26;b.png", "figures/a%26b.png",
        "<figures/a&amp;b.png>", "figures&sol;a.png", "figures/&#97;.png", r"figures/a\(1\).png", r"figures/a\.png",
        "figures/%61.png", "figures/a.png?\0", "figures/a.png#\0",
    ],
)  # fmt: skip
def test_found(folder: Path, target: str) -> None:
    """However the link is written."""
    assert FolderFiles(folder).lookup(target) == FOUND


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_question_mark_in_a_name(folder: Path) -> None:
    """It may belong to the name."""
    assert FolderFiles(folder).lookup("figures/what?.png") == FOUND


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("figures/none.png", Lookup.MISSING),
        ("none/a.png", Lookup.MISSING),
        ("figures/a.png/b.png", Lookup.MISSING),
        ("", Lookup.MISSING),
        ("  ", Lookup.MISSING),
        ("#top", Lookup.MISSING),
        ("a\0b.png", Lookup.MISSING),
        ("x" * 5000, Lookup.MISSING),
        ("figures/" + "x" * 300, Lookup.MISSING),
        ("\udcff.png", Lookup.MISSING),
        ("figures", Lookup.NOT_REGULAR),
        (".", Lookup.NOT_REGULAR),
        ("../outside.png", Lookup.OUTSIDE),
        ("figures/../../outside.png", Lookup.OUTSIDE),
        ("/etc/passwd", Lookup.OUTSIDE),
        ("\\\\server\\a.png", Lookup.OUTSIDE),
        ("C:/a.png", Lookup.OUTSIDE),
        ("c:\\a.png", Lookup.OUTSIDE),
        ("~/a.png", Lookup.OUTSIDE),
        ("%2e%2e/outside.png", Lookup.OUTSIDE),
        ("https://example.org/a.png", Lookup.REMOTE),
        ("//example.org/a.png", Lookup.REMOTE),
        ("data:image/png;base64,x", Lookup.REMOTE),
        ("file:///etc/passwd", Lookup.REMOTE),
    ],
)
def test_not_found(folder: Path, target: str, result: Lookup) -> None:
    """Why it is not, without an exception."""
    assert FolderFiles(folder).lookup(target).result is result


def test_case(folder: Path) -> None:
    """The real name is given, whatever the file system thinks."""
    files = FolderFiles(folder)
    assert files.lookup("Figures/A.PNG") == ImageFile(Lookup.WRONG_CASE, Content.PNG, "figures/a.png")
    assert files.lookup("figures/../FIGURES/a.png").result is Lookup.WRONG_CASE


def test_a_folder_in_another_case_is_looked_into_too(folder: Path) -> None:
    """The name that fits best need not be where the file is; of two files the closer spelling counts."""
    (folder / "Figures").mkdir(exist_ok=True)
    if (folder / "Figures" / "a.png").exists():
        pytest.skip("this system takes both names for the same folder")
    (folder / "Figures" / "b.png").write_bytes(PNG)
    (folder / "figures" / "A.png").write_bytes(PNG)
    files = FolderFiles(folder)
    assert files.lookup("figures/b.png") == ImageFile(Lookup.WRONG_CASE, Content.PNG, "Figures/b.png")
    assert files.lookup("figures/A.png") == FOUND
    assert files.lookup("figures/a.png") == FOUND
    result, *_, is_only = files.lookup("FIGURES/A.PNG")
    assert (result, is_only) == (Lookup.WRONG_CASE, False), "either may be meant"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_that_lead_back_to_their_folder_are_not_followed_over_and_over(folder: Path) -> None:
    """Two of them at each level would otherwise be more ways than anybody can walk."""
    (folder / "up").symlink_to(".")
    (folder / "Up").symlink_to(".")
    files = FolderFiles(folder)
    assert files.lookup("UP/" * 1000 + "figures/none.png").result is Lookup.MISSING
    assert files.lookup("UP/" * 100 + "figures/a.png").result is Lookup.WRONG_CASE


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS takes both for the same name")
def test_letters_that_only_look_the_same(folder: Path) -> None:
    """The file's letter is one character, the link has it as two: nothing but macOS finds it."""
    (folder / "figures" / "u\u0308.png").write_bytes(PNG)
    files = FolderFiles(folder)
    assert files.lookup("figures/e\u0301.png") == ImageFile(Lookup.WRONG_FORM, Content.PNG, "figures/\u00e9.png")
    assert files.lookup("figures/\u00fc.png") == ImageFile(Lookup.WRONG_FORM, Content.PNG, "figures/u\u0308.png")
    assert files.lookup("figures/E\u0301.png").result is Lookup.WRONG_CASE
    assert files.lookup("figures/u\u0308.png") == FOUND


def test_git_on_macos_composes_what_is_decomposed_on_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There the link has to be in composed form, whatever form the file system keeps."""
    (folder / "figures" / "u\u0308.png").write_bytes(PNG)
    monkeypatch.setattr(sys, "platform", "darwin")
    files = FolderFiles(folder)
    assert files.lookup("figures/\u00fc.png") == FOUND
    assert files.lookup("figures/u\u0308.png").result is Lookup.WRONG_FORM


def test_content(folder: Path) -> None:
    """By the first bytes, not by the name."""
    files = FolderFiles(folder)
    assert files.lookup("figures/photo.png").content is Content.JPEG
    assert files.lookup("figures/page.png").content is Content.WEB_PAGE
    assert files.lookup("figures/empty.png").content is Content.EMPTY
    assert files.lookup("figures/pointer.png").content is Content.LFS_POINTER
    assert files.lookup("figures/sign_in.png").content is Content.WEB_PAGE
    assert files.lookup("figures/words.png").content is Content.OTHER


@pytest.mark.parametrize("is_repository", [True, False])
@pytest.mark.parametrize(
    "target",
    [
        *("/reports/figures/a.png", "reports/figures/a.png", "../reports/figures/a.png", "/figures/a.png"),
        *("./reports//figures/a.png?raw=true", "<reports/figures/a.png>", "reports/figures/%61.png"),
        *("REPORTS/figures/a.png", "%2Freports/figures/a.png"),
    ],
)
def test_a_path_that_starts_above_the_folder(folder: Path, target: str, *, is_repository: bool) -> None:
    """As at the repository's root: the file is in the folder, under its own path."""
    if is_repository:
        (folder.parent / ".git").mkdir()
    assert FolderFiles(folder).lookup(target) == ImageFile(Lookup.WRONG_START, Content.PNG, "figures/a.png")


def test_a_path_through_several_folders_above(tmp_path: Path) -> None:
    """From the root of the repository or any folder between; never from above the repository."""
    figures = tmp_path / "top" / "course" / "reports" / "figures"
    figures.mkdir(parents=True)
    (tmp_path / "top" / ".git").mkdir()
    (figures / "a.png").write_bytes(PNG)
    files = FolderFiles(figures.parent)
    for start in ("course/reports/", "/course/reports/", "reports/", "../../course/reports/", "../reports/", "/"):
        assert files.lookup(f"{start}figures/a.png").result is Lookup.WRONG_START, start
    for start in ("top/course/reports/", "../course/reports/", "../../../top/course/reports/", "course/"):
        assert not files.lookup(f"{start}figures/a.png").name, start


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("/reports/figures/none.png", Lookup.OUTSIDE),
        ("reports/figures/none.png", Lookup.MISSING),
        ("reports/../outside.png", Lookup.MISSING),
        ("/reports/../../outside.png", Lookup.OUTSIDE),
        ("reports/figures", Lookup.MISSING),
        ("/outside.png", Lookup.OUTSIDE),
        ("../outside.png", Lookup.OUTSIDE),
    ],
)
def test_what_is_not_in_the_folder_is_not_found_from_above_either(folder: Path, target: str, result: Lookup) -> None:
    """The other way of reading a path finds files of the folder and nothing else."""
    assert FolderFiles(folder).lookup(target) == ImageFile(result)


@pytest.mark.parametrize("name", ["figures/beans.png.dvc", "figures.dvc"])
def test_an_image_that_dvc_keeps(folder: Path, name: str) -> None:
    """The file of DVC stands for the image or for its folder."""
    assert FolderFiles(folder).lookup("figures/beans.png") == ImageFile(Lookup.MISSING)
    (folder / name).write_bytes(b"outs:\n")
    assert FolderFiles(folder).lookup("figures/beans.png") == ImageFile(Lookup.MISSING, Content.DVC, name)
    assert FolderFiles(folder).lookup("figures/a.png") == FOUND


def test_a_path_of_very_many_folders_is_walked_a_few_times(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not once for each of them, to see whether DVC keeps it."""
    walks: list[str] = []
    follow = FolderFiles._follow

    def noted(files: FolderFiles, name: str) -> object:
        walks.append(name)
        return follow(files, name)

    monkeypatch.setattr(FolderFiles, "_follow", noted)
    assert FolderFiles(folder).lookup("figures/" * 400 + "none.png") == ImageFile(Lookup.MISSING)
    assert len(walks) < 20


def test_results_are_kept(folder: Path) -> None:
    """One listing a folder, one look a target."""
    files = FolderFiles(folder)
    assert files.lookup("figures/a.png") == FOUND
    (folder / "figures" / "a.png").unlink()
    assert files.lookup("figures/a.png") == FOUND


MANY_TARGETS = {
    "found": "figures/a.png?{}",
    "wrong case": "FIGURES/A.png?{}",
    "missing": "none/{}.png",
    "up and down": "figures/../figures/../figures/a{}.png",
    "outside": f"{'../' * 1200}{{}}",
}
"""What many links have as their target, each with a number of its own."""


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("found", Lookup.FOUND),
        ("wrong case", Lookup.WRONG_CASE),
        ("missing", Lookup.MISSING),
        ("up and down", Lookup.MISSING),
        ("outside", Lookup.OUTSIDE),
    ],
)
def test_very_many_links_are_looked_up_each_for_itself(folder: Path, name: str, result: Lookup) -> None:
    """However many there are and however they get there."""
    files = FolderFiles(folder)
    assert {files.lookup(MANY_TARGETS[name].format(number)).result for number in range(200)} == {result}


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """All is missing."""
    assert FolderFiles(tmp_path / "none").lookup("a.png").result is Lookup.MISSING


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there, pipes are no files")
def test_links_and_pipes(folder: Path, tmp_path: Path) -> None:
    """A link may stay inside; nothing outside is read; a pipe is not waited for."""
    (folder / "in.png").symlink_to("figures/a.png")
    (folder / "out.png").symlink_to(tmp_path / "outside.png")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "gone.png").symlink_to("none.png")
    make_pipe(folder / "pipe.png")
    files = FolderFiles(folder)
    expected = {
        "in.png": Lookup.FOUND,
        "out.png": Lookup.OUTSIDE,
        "up/outside.png": Lookup.OUTSIDE,
        "loop.png": Lookup.MISSING,
        "gone.png": Lookup.MISSING,
        "pipe.png": Lookup.NOT_REGULAR,
    }
    assert {target: files.lookup(target).result for target in expected} == expected


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such rights")
def test_what_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there, but nobody knows what it is; nor where it turns into a pipe between two looks."""

    def refuse(*_args: object) -> int:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        assert FolderFiles(folder).lookup("figures/a.png") == ImageFile(Lookup.FOUND, Content.UNKNOWN)
    opened = os.open
    make_pipe(folder / "pipe")
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", lambda _path, flags: opened(folder / "pipe", flags))
        assert FolderFiles(folder).lookup("figures/a.png") == ImageFile(Lookup.FOUND, Content.UNKNOWN)


@pytest.fixture
def repository(folder: Path) -> Path:
    """Return a report's folder in a repository with other files."""
    root = folder.parent
    (root / ".git").mkdir()
    (root / "src").mkdir()
    (root / "src" / "beds.py").write_bytes(b"")
    (root / "Makefile").write_bytes(b"")
    (folder / "plan.md").write_bytes(b"")
    return folder


@pytest.mark.parametrize(
    ("target", "result", "name"),
    [
        ("plan.md", Lookup.FOUND, ""),
        ("plan.md#beds", Lookup.FOUND, ""),
        ("../src/beds.py#L3", Lookup.FOUND, ""),
        ("../src/beds.py?plain=1", Lookup.FOUND, ""),
        ("/src/beds.py", Lookup.FOUND, ""),
        ("/reports/plan.md", Lookup.FOUND, ""),
        ("../src/", Lookup.NOT_REGULAR, ""),
        ("..", Lookup.NOT_REGULAR, ""),
        ("figures", Lookup.NOT_REGULAR, ""),
        ("src/beds.py", Lookup.WRONG_START, "../src/beds.py"),
        ("src", Lookup.WRONG_START, "../src"),
        ("reports/plan.md", Lookup.WRONG_START, "plan.md"),
        ("Plan.md", Lookup.WRONG_CASE, "plan.md"),
        ("../makefile", Lookup.WRONG_CASE, "../Makefile"),
        ("none.md", Lookup.MISSING, ""),
        ("/none.md", Lookup.MISSING, ""),
        ("../none/x.md", Lookup.MISSING, ""),
        ("../../issues", Lookup.OUTSIDE, ""),
        ("../../outside/x", Lookup.OUTSIDE, ""),
    ],
)
def test_a_link_leads_anywhere_in_the_repository(repository: Path, target: str, result: Lookup, name: str) -> None:
    """To files and folders; what is beyond nobody can tell."""
    assert FolderFiles(repository).link(target) == LinkedFile(result, name)


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("figures/a.png", Lookup.FOUND),
        ("../src/beds.py", Lookup.OUTSIDE),
        ("/src", Lookup.OUTSIDE),
        ("x", Lookup.MISSING),
    ],
)
def test_without_a_repository_a_link_is_looked_up_in_the_folder(folder: Path, target: str, result: Lookup) -> None:
    """What is beyond may be there or not."""
    assert FolderFiles(folder).link(target) == LinkedFile(result)


def test_a_report_at_the_root_of_its_repository(folder: Path) -> None:
    """Its links start there."""
    (folder / ".git").mkdir()
    files = FolderFiles(folder)
    assert [files.link(target).result for target in ("/figures/a.png", "figures/a.png", "../outside.png")] == [
        Lookup.FOUND,
        Lookup.FOUND,
        Lookup.OUTSIDE,
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_link_to_a_pipe_or_out_of_the_repository_opens_nothing(repository: Path) -> None:
    """It is looked at from outside alone."""
    make_pipe(repository / "pipe")
    (repository / "out").symlink_to("/etc/passwd")
    files = FolderFiles(repository)
    assert (files.link("pipe").result, files.link("out").result) == (Lookup.NOT_REGULAR, Lookup.OUTSIDE)
