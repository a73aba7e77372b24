"""The hand-in check: whether all linked images are committed under the names that the report writes."""

import hashlib
import sys
from itertools import product
from pathlib import Path

import pytest

from exam_tui.git.shell_language import Posix
from tests.conftest import sampled
from tests.git.hand_in.asking import image_line, image_lines, lines, link, mended, only, wrong
from tests.repos import IMAGE, PNG, Repo, needs_git

quoted = Posix().quoted

pytestmark = [needs_git, pytest.mark.skipif(sys.platform == "win32", reason="its commands are run by bash here")]


def _remove(repo: Repo) -> None:
    repo.git("rm", "--quiet", "--cached", IMAGE)
    repo.git("commit", "--quiet", "--message=away")


def test_an_image_is_not_committed(repo: Repo) -> None:
    """Unknown, staged, changed, left out on purpose."""
    _remove(repo)
    for _ in range(2):
        assert image_line(repo).text == "An image is not committed: figures/tomatoes.png"
        repo.git("add", IMAGE)
    repo.git("rm", "--quiet", "--cached", IMAGE)
    repo.write(".gitignore", "*.png\n")
    assert image_line(repo).text == "An image is not committed (git ignores such files): figures/tomatoes.png"
    assert "--force" in image_line(repo).command
    repo.shell(image_line(repo).command)
    assert not [line for line in wrong(repo) if "image" in line.text]
    repo.write(IMAGE, PNG + b"more")
    assert image_line(repo).text == "An image is not committed: figures/tomatoes.png"
    repo.write(IMAGE, PNG + b"less")  # of the same size
    assert image_line(repo).text == "An image is not committed: figures/tomatoes.png"
    repo.shell(image_line(repo).command)
    assert [line.text for line in wrong(repo)] == ["3 commits are not pushed (origin/main as last seen just now)"]


def test_many_images(repo: Repo) -> None:
    """One line for each kind, not for each image."""
    names = [f"figures/a {number}.png" for number in range(6)]
    link(repo, *(name.replace(" ", "%20") for name in names[:3]), *(f"<{name}>" for name in names[3:]))
    for name in names:
        repo.write(f"reports/{name}", PNG)
    line = image_line(repo)
    assert line.text == (
        "6 images are not committed: figures/a 0.png, figures/a 1.png, figures/a 2.png, figures/a 3.png and 2 more"
    )
    repo.shell(line.command)
    said = [found.text for found in lines(repo)]
    assert "All 6 linked images are committed" in said
    link(repo, "<figures/a 0.png>", "<figures/a 1.png>", "figures/tomatoes.png#top")
    assert "All 3 linked images are committed" in [found.text for found in lines(repo)]
    link(repo, "<figures/a 0.png>", "<figures/a 1.png>")
    assert "Both linked images are committed" in [found.text for found in lines(repo)]
    link(repo, text="none")
    assert "No image is linked" in [found.text for found in lines(repo)]


def test_images_in_code_are_not_looked_for_and_tags_are(repo: Repo) -> None:
    """What a reader sees counts."""
    repo.write("reports/figures/a.png", PNG)
    repo.commit("image")
    link(repo, "figures/none.png", text='`![x]({})` <img src="figures/a.png">')
    assert "The linked image is committed" in [line.text for line in lines(repo)]


def test_an_image_that_is_nowhere(repo: Repo) -> None:
    """There is no command for that; nor for one on the web, outside, in a folder's place."""
    (repo.root / "reports" / "figures" / "folder.png").mkdir()
    link(repo, "figures/none.png", "figures/folder.png", "https://example.com/a.png", "../../a.png", "/a.png", "")
    assert [(line.text, line.command) for line in image_lines(repo)] == [
        ("figures/none.png, figures/folder.png, an image without a name are missing", ""),
        ("https://example.com/a.png is on the web, not in the repository", ""),
        ("../../a.png, /a.png lie outside the repository", ""),
    ]


def test_addresses_that_are_not_on_the_web(repo: Repo) -> None:
    """A file of one's own computer, and an image that is written into the link."""
    link(repo, "file:///home/me/a.png", "data:image/png;base64,iVBO")
    assert [line.text for line in image_lines(repo)] == [
        "file:///home/me/a.png lies outside the repository",
        "1 image is written into its link (`data:`): save it as a file, link that",
    ]


def test_names_that_no_file_can_have(repo: Repo) -> None:
    """They stop nothing."""
    link(repo, "../a%00b.png", f"../{'a' * 300_000}.png", "figures/tomatoes.png/x.png")
    first, second = image_lines(repo)
    assert first.text == "../a%00b.png, figures/tomatoes.png/x.png are missing"
    assert len(second.text) < 200


def test_of_very_many_missing_images_a_few_are_named(repo: Repo) -> None:
    """And the others counted."""
    link(repo, *(f"figures/{number}.png" for number in range(1_000)))
    assert image_line(repo).text.endswith("figures/3.png and 996 more are missing")


def test_a_repository_with_other_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of SHA-256 are longer."""
    repo = Repo.init(tmp_path / "new", "--object-format=sha256")
    monkeypatch.chdir(repo.root)
    repo.answer({})
    repo.write(IMAGE, PNG)
    repo.commit("first")
    assert only(repo).text == "There is no remote: only you have the report"


def test_an_image_beside_the_reports_folder(repo: Repo) -> None:
    """It is in the repository, but only the report's folder is handed in."""
    repo.write("docs/a.png", PNG)
    repo.write("b.png", PNG)
    repo.commit("images")
    copy = "outside the report's folder: copy"
    link(repo, "../docs/a.png")
    assert image_line(repo).text == f"../docs/a.png lies {copy} it into figures beside the report and link that"
    repo.write("c.png", PNG)  # not even committed
    link(repo, "../docs/a.png", "../b.png", "../c.png")
    assert image_line(repo).text.startswith(f"../docs/a.png, ../b.png, ../c.png lie {copy} them")


@pytest.mark.parametrize(
    "start", sampled(["/reports/", "reports/", "../reports/", "/", "./reports/", "/reports//./"], 2)
)
def test_an_image_linked_from_above_the_reports_folder(repo: Repo, start: str) -> None:
    """It is there and committed; what is wrong is where the path starts."""
    link(repo, f"{start}figures/tomatoes.png")
    wanted = f"{start}figures/tomatoes.png starts above the report's folder: write figures/tomatoes.png in the report"
    assert image_line(repo).text == wanted
    _remove(repo)
    first, second = image_lines(repo)
    assert (first.text, second.text) == ("An image is not committed: figures/tomatoes.png", wanted)


@pytest.mark.parametrize("is_ignored", [True, False])
def test_an_image_that_the_next_commit_would_leave_out(repo: Repo, *, is_ignored: bool) -> None:
    """After `git rm --cached` it is committed and here, and gone with the next commit."""
    repo.git("rm", "--quiet", "--cached", IMAGE)
    if is_ignored:
        (repo.root / ".git" / "info" / "exclude").write_text("*.png\n", encoding="utf-8")
    line = image_line(repo)
    assert line.text == "The next commit would leave out figures/tomatoes.png"
    repo.shell(line.command)
    assert image_lines(repo) == []


@pytest.mark.parametrize("name", ["reports/figures/beans.png.dvc", "reports/figures.dvc"])
def test_an_image_that_dvc_keeps(repo: Repo, name: str) -> None:
    """Only the file of DVC is here."""
    repo.write(name, b"outs:\n- path: beans.png\n")
    link(repo, "figures/beans.png")
    assert image_line(repo).text == (
        "figures/beans.png is kept by DVC and missing here: `dvc pull`, then commit the image itself"
    )


@pytest.mark.parametrize(("target", "has_command"), [("figures/Tomatoes.PNG", True), ("Figures/tomatoes.png", False)])
def test_upper_and_lower_case(repo: Repo, target: str, *, has_command: bool) -> None:
    """It is another file where case counts."""
    link(repo, target)
    line = image_line(repo)
    assert line.text.startswith(f"{target} is figures/tomatoes.png in git: write that in the report")
    assert bool(line.command) == has_command
    if has_command:
        repo.shell(line.command)
        assert "The linked image is committed" in [found.text for found in lines(repo)]


@pytest.mark.parametrize(
    ("target", "state"),
    sampled(list(product(["figures/Beans.PNG", "Figures/beans.png"], ["untracked", "staged", "ignored"])), 3),
)
def test_upper_and_lower_case_of_an_image_that_is_not_committed(repo: Repo, target: str, state: str) -> None:
    """It is said before the image is committed, with how to commit it."""
    repo.write("reports/figures/beans.png", PNG)
    if state == "staged":
        repo.git("add", "reports/figures/beans.png")
    if state == "ignored":
        (repo.root / ".git" / "info" / "exclude").write_text("beans.png\n", encoding="utf-8")
    link(repo, target)
    line = image_line(repo)
    assert line.text == f"{target} is figures/beans.png on disk: write that in the report, and commit the image"
    repo.shell(line.command)
    link(repo, "figures/beans.png")
    assert "The linked image is committed" in [found.text for found in lines(repo)]


def test_a_folder_in_another_case_is_no_image(repo: Repo) -> None:
    """There is nothing to write in the report."""
    (repo.root / "reports" / "Beans.png").mkdir()
    link(repo, "beans.png")
    assert image_line(repo).text == "beans.png is missing"


def test_both_cases_are_here_and_one_is_committed(repo: Repo) -> None:
    """The one that is linked is here, so that is what to commit."""
    repo.write("reports/figures/Tomatoes.png", PNG)
    if len(list((repo.root / "reports" / "figures").iterdir())) == 1:
        pytest.skip("this system takes both names for the same file")
    link(repo, "figures/Tomatoes.png")
    assert image_line(repo).text == "An image is not committed: figures/Tomatoes.png"


def test_an_image_that_is_gone_here(repo: Repo) -> None:
    """It comes back; one that a sparse checkout leaves out is fine."""
    (repo.root / IMAGE).unlink()
    assert image_line(repo).text == "figures/tomatoes.png is committed but deleted here"
    assert mended(repo) == []
    repo.git("update-index", "--skip-worktree", IMAGE)
    (repo.root / IMAGE).unlink()
    assert wrong(repo) == []


@pytest.mark.parametrize("change", [("rm", "--quiet", "--cached"), ("rm", "--quiet"), ("mv",)])
def test_an_image_that_the_next_commit_would_lose(repo: Repo, change: tuple[str, ...]) -> None:
    """The index has lost it, or knows it by another name."""
    repo.git(*change, IMAGE, *(["reports/figures/other.png"] if change == ("mv",) else []))
    (repo.root / IMAGE).unlink(missing_ok=True)
    line = image_line(repo)
    assert line.text == "figures/tomatoes.png is committed but deleted here"
    repo.shell(line.command)
    assert wrong(repo) == []
    assert f"D  {IMAGE}" not in repo.git("status", "--porcelain")


def test_one_file_under_two_spellings_is_one_image(repo: Repo) -> None:
    """Named and counted once, committed by one command."""
    link(repo, "figures/tomatoes.png", "./figures/tomatoes.png", "figures/tom%61toes.png")
    assert "The linked image is committed" in [line.text for line in lines(repo)]
    repo.write(IMAGE, PNG + b"more")
    assert image_line(repo).text == "An image is not committed: figures/tomatoes.png"
    (repo.root / IMAGE).unlink()
    repo.git("rm", "--quiet", "--cached", IMAGE)
    repo.git("commit", "--quiet", "--message=away")
    assert image_line(repo).text == "figures/tomatoes.png is missing"


@pytest.mark.parametrize("is_committed", [True, False])
@pytest.mark.parametrize(
    ("targets", "text"),
    [
        (("figures/Plot.PNG", "figures/plot.png"), "figures/Plot.PNG is figures/plot.png"),
        (("figures/Plot.PNG", "figures/PLOT.png"), "figures/Plot.PNG, figures/PLOT.png are figures/plot.png"),
    ],
)
def test_a_file_that_is_linked_in_two_cases_is_not_renamed(
    repo: Repo, targets: tuple[str, ...], text: str, *, is_committed: bool
) -> None:
    """One of the links would be wrong then; each command can be pasted."""
    repo.write("reports/figures/plot.png", PNG)
    if is_committed:
        repo.commit("image")
    link(repo, *targets)
    found = image_lines(repo)
    where = "in git" if is_committed else "on disk"
    (line,) = [one for one in found if text in one.text]
    assert line.text.startswith(f"{text} {where}: write that in the report")
    assert "rename" not in line.text
    assert not (is_committed and line.command)
    for one in found:
        if one.command:
            repo.shell(one.command)
    link(repo, "figures/plot.png")
    assert "The linked image is committed" in [one.text for one in lines(repo)]


def test_links_and_submodules_instead_of_images(repo: Repo, tmp_path: Path) -> None:
    """A plain download lacks the image."""
    inner = Repo.init(tmp_path / "inner")
    inner.write("a.png", PNG)
    inner.commit("image")
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.root), "reports/sub")
    repo.write("pictures/b.png", PNG)
    (repo.root / "reports" / "figures" / "c.png").symlink_to("../../pictures/b.png")
    (repo.root / "reports" / "linked").symlink_to("../pictures")
    repo.commit("links")
    link(repo, "sub/a.png", "figures/c.png", "linked/b.png")
    assert [line.text for line in image_lines(repo)] == [
        "sub/a.png lies in a submodule: a plain download lacks it",
        "figures/c.png, linked/b.png: git has a link there, not the image",
    ]


def test_an_image_that_a_link_leads_out_of_the_repository_to_lies_outside(repo: Repo, tmp_path: Path) -> None:
    """Git adds nothing through a link, so there is no command."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.png").write_bytes(PNG)
    (repo.root / "reports" / "mine").symlink_to(tmp_path / "mine")
    link(repo, "mine/a.png")
    assert (image_line(repo).text, image_line(repo).command) == ("mine/a.png lies outside the repository", "")


def test_git_lfs(repo: Repo, tmp_path: Path) -> None:
    """Without it a download holds a pointer of three lines. Its part is played by a filter that makes the same ones."""
    name = 'reports/figures/my "b[i]g" one.png'
    image = PNG + b"tomatoes"
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n" % (
        hashlib.sha256(image).hexdigest().encode(),
        len(image),
    )
    (tmp_path / "pointer").write_bytes(pointer)
    repo.git(
        "config",
        "filter.lfs.clean",
        f"cat >{quoted(str(tmp_path / 'ran'))}; cat {quoted(str(tmp_path / 'pointer'))}",
    )
    repo.write(".gitattributes", "*.png filter=lfs diff=lfs merge=lfs -text\n")
    repo.write(name, image)
    link(repo, f"<{name.removeprefix('reports/')}>")
    repo.commit("big")
    assert repo.git("show", f"HEAD:{name}").encode() == pointer
    (tmp_path / "ran").unlink()
    line = image_line(repo)
    assert line.text.endswith("is kept by Git LFS: a plain download lacks it")
    assert not (tmp_path / "ran").exists()
    repo.shell(line.command)
    assert "The linked image is committed" in [found.text for found in lines(repo)]
    assert repo.git("show", f"HEAD:{name}").encode("utf-8", "surrogateescape") == image


def test_git_lfs_where_only_the_pointer_is_here(repo: Repo) -> None:
    """The image has to be fetched first."""
    repo.write(IMAGE, b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")
    repo.commit("pointer")
    assert image_line(repo).command.startswith("git lfs pull && ")
