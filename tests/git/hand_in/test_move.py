"""The command that moves the report to its place: what it may not overwrite, and images one by one."""

import filecmp
import os
import sys
from pathlib import Path

import pytest

from tests.conftest import sampled
from tests.core.findings.build import report
from tests.git.hand_in.asking import mended, wrong
from tests.repos import IMAGE, NAME, PNG, Repo, needs_git

pytestmark = [needs_git, pytest.mark.skipif(sys.platform == "win32", reason="its commands are run by bash here")]

PRECIOUS = "Words that were never committed.\n"
PUSH = "1 commit is not pushed (origin/main as last seen just now)"
ELSEWHERE = ["docs/exam.md", "README.md", "reports/exam.md", "project/reports/exam.md", "Reports/exam.md"]


def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, image: str = "figures/tomatoes.png") -> Repo:
    """Return a repository whose report is at `name`, with its image; its root is the current folder."""
    folder = name.rpartition("/")[0]
    repo = Repo.with_report(tmp_path / "project", name=name, image=f"{folder}/{image}".lstrip("/"))
    monkeypatch.chdir(repo.root)
    return repo


def other_place(name: str) -> str:
    """Return the path of a file that is where the report belongs, or will be once its folder is moved."""
    folder = name.rpartition("/")[0]
    return f"{folder}/README.md" if folder.lower().endswith("reports") else NAME


def texts(repo: Repo) -> list[str]:
    """Return the texts of all files here, and of the last commit's and the staged ones."""
    here = [path.read_text(encoding="utf-8", errors="replace") for path in repo.root.rglob("*.md") if path.is_file()]
    names = [line.split("\t")[0].split()[1] for line in repo.git("ls-files", "-s", "*.md").splitlines()]
    return here + [repo.git("cat-file", "blob", blob) for blob in names]


@pytest.mark.parametrize(
    "state", sampled(["untracked", "ignored", "changed", "staged", "staged and changed", "staged and gone"], 3)
)
@pytest.mark.parametrize("name", sampled(ELSEWHERE, 1))
def test_text_that_was_never_committed_is_put_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, state: str
) -> None:
    """A copy of another report, notes: whatever is where the report belongs."""
    repo = made(tmp_path, monkeypatch, name)
    other = other_place(name)
    if state == "ignored":
        repo.write(".git/info/exclude", f"/{other}\n")
    elif state != "untracked":
        repo.write(other, "Old words.\n")
        repo.commit("another file")
        repo.git("push", "--quiet")
    repo.write(other, PRECIOUS)
    if "staged" in state:
        repo.git("add", "--", other)
    if "and changed" in state:
        repo.write(other, f"More of that. {PRECIOUS}")
    if "gone" in state:
        (repo.root / other).unlink()
    (line,) = [one for one in wrong(repo, name) if "the course reads" in one.text]
    assert line.text.endswith("where another, uncommitted file is (it becomes reports/README.other.md)")
    before = {text for text in texts(repo) if "Old" not in text}
    repo.shell(line.command)
    assert before <= set(texts(repo))
    assert (repo.root / NAME).read_text(encoding="utf-8") == report()
    assert [one.text for one in wrong(repo)] == [PUSH]


@pytest.mark.parametrize("name", sampled(ELSEWHERE, 2))
def test_a_committed_file_is_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Its text is in the history."""
    repo = made(tmp_path, monkeypatch, name)
    repo.write(other_place(name), "Old words.\n")
    repo.commit("another file")
    repo.git("push", "--quiet")
    (line,) = wrong(repo, name)
    assert line.text.endswith(", where another file is")
    repo.shell(line.command)
    assert (repo.root / NAME).read_text(encoding="utf-8") == report()
    assert [one.text for one in wrong(repo)] == [PUSH]


def test_nothing_is_put_aside_onto_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is the report moved into a folder of that name."""
    repo = made(tmp_path, monkeypatch, "docs/exam.md")
    repo.write(f"{NAME}/notes.md", PRECIOUS)
    repo.write("reports/README.other.md", f"More of that. {PRECIOUS}")
    (line,) = wrong(repo, "docs/exam.md")
    assert "reports/README.other-2.md" in line.text
    before = set(texts(repo))
    repo.shell(line.command)
    assert before <= set(texts(repo))
    assert [one.text for one in wrong(repo)] == [PUSH]


def test_a_link_to_the_report_is_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing in it."""
    repo = made(tmp_path, monkeypatch, "docs/exam.md")
    (repo.root / "reports").mkdir()
    (repo.root / NAME).symlink_to("../docs/exam.md")
    assert mended(repo, "docs/exam.md") == [PUSH]
    assert not (repo.root / NAME).is_symlink()


@pytest.mark.parametrize("is_tracked", [True, False])
@pytest.mark.parametrize("image", ["figures/tomatoes.png", "figures/deep/er/-ø $(x) [1]*'.png"])
@pytest.mark.parametrize("folder", sampled(["my docs", "", "docs"], 1))
def test_images_move_into_a_folder_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, image: str, *, is_tracked: bool
) -> None:
    """One by one, known to git or not, and what is there stays."""
    name = f"{folder}/README.md".lstrip("/")
    repo = made(tmp_path, monkeypatch, name, image)
    repo.write("reports/figures/.gitkeep", "")
    repo.write("reports/figures/own.png", PNG)
    repo.answer({4: f"![a plot](<{image}>)"}, name=name)
    repo.commit("a folder of figures")
    repo.git("push", "--quiet")
    where = f"{folder}/{image}".lstrip("/")
    if not is_tracked:
        repo.git("rm", "--quiet", "--cached", "--", f":(literal){where}")
        repo.git("commit", "--quiet", "--message=unknown")
        repo.git("push", "--quiet")
    (line,) = [one for one in wrong(repo, name) if "the course reads" in one.text]
    repo.shell(line.command)
    assert (repo.root / "reports" / image).read_bytes() == PNG
    assert not (repo.root / where).exists()
    assert (repo.root / "reports/figures/own.png").exists()
    assert [one.text for one in wrong(repo)] == [PUSH]


def test_all_commands_are_pasted_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that commits an image comes first, and the move takes it along."""
    repo = made(tmp_path, monkeypatch, "README.md")
    repo.write("reports/figures/.gitkeep", "")
    repo.commit("a folder of figures")
    repo.git("rm", "--quiet", "--cached", "figures/tomatoes.png")
    repo.write(".gitignore", "*.png\n")
    repo.commit("unknown")
    repo.git("push", "--quiet")
    assert len(wrong(repo, "README.md")) == 2
    assert mended(repo, "README.md") == ["2 commits are not pushed (origin/main as last seen just now)"]


def test_an_image_that_is_there_already_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same content under the same name is enough."""
    repo = made(tmp_path, monkeypatch, "docs/README.md")
    repo.write(IMAGE, PNG)
    repo.commit("twice")
    repo.git("push", "--quiet")
    assert mended(repo, "docs/README.md") == [PUSH]
    assert filecmp.cmp(repo.root / "docs/figures/tomatoes.png", repo.root / IMAGE, shallow=False)


@pytest.mark.parametrize("in_the_way", ["another image", "a link", "a file", "a deleted one"])
def test_what_is_in_the_way_of_an_image_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_the_way: str
) -> None:
    """There is no command: nothing is overwritten, and no report shows another picture than it did."""
    repo = made(tmp_path, monkeypatch, "docs/README.md")
    named = IMAGE
    if in_the_way == "another image":
        repo.write(IMAGE, PNG + b"of peas")
    elif in_the_way == "a link":
        (repo.root / "reports").mkdir()
        (repo.root / "reports/figures").symlink_to("../docs/figures")
        named = "reports/figures"
    elif in_the_way == "a file":
        repo.write("reports/figures", "a list")
        named = "reports/figures"
    else:
        repo.write("reports/figures/.gitkeep", "")
        repo.write(IMAGE, PNG + b"of peas")
        repo.git("add", ".")
        (repo.root / IMAGE).unlink()
    (line,) = wrong(repo, "docs/README.md")
    assert line.command == ""
    assert f", and {named} is in the way of its images: move that away first" in line.text


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has to get another name first."""
    repo = made(tmp_path, monkeypatch, "docs/README.md")
    repo.write("reports", "a list")
    (line,) = wrong(repo, "docs/README.md")
    assert (line.command, line.text.endswith("reports is a file: rename it first")) == ("", True)


@pytest.mark.skipif(sys.platform == "darwin", reason="upper and lower case are one there")
def test_two_folders_that_differ_in_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one is not moved into the other."""
    repo = made(tmp_path, monkeypatch, "Reports/README.md")
    repo.write("reports/figures/.gitkeep", "")
    repo.commit("both")
    repo.git("push", "--quiet")
    assert mended(repo, "Reports/README.md") == [PUSH]
    assert not os.path.lexists(repo.root / "reports/Reports")
