"""The hand-in check on real repositories: where the report is, and what the check may not do."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.report.report import Report
from exam_tui.git.hand_in.move import _blocked
from exam_tui.git.hand_in.points import HandInLine, hand_in_points
from exam_tui.git.shell_language import Posix
from tests.conftest import sampled
from tests.core.findings.build import report
from tests.git.hand_in.asking import OTHER, lines, link, mended, only, side, wrong
from tests.repos import IMAGE, NAME, PNG, Repo, address_of, needs_git, program_for

quoted = Posix().quoted

pytestmark = [needs_git, pytest.mark.skipif(sys.platform == "win32", reason="its commands are run by bash here")]


def test_nothing_is_left_to_do(repo: Repo) -> None:
    """Each point has its line."""
    assert [(line.ok, line.command) for line in lines(repo)] == [(True, "")] * 7
    assert [line.text for line in lines(repo)] == [
        "The report is committed",
        "The linked image is committed",
        "The report is at reports/README.md",
        "You are on main, the branch to hand in",
        "Everything committed is pushed (origin/main as last seen just now)",
        "There are no other branches",
        "The course's check of the commit passes all 27 answers",
    ]


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is one line."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "README.md"
    path.write_text(report(), encoding="utf-8")
    assert hand_in_points(path, CheckContext(Report.load(path))) == (
        HandInLine(ok=False, text="The report is not in a git repository", command="git init"),
    )


def test_unanswered_questions_are_named_whatever_git_says(tmp_path: Path) -> None:
    """In no repository, and before the first commit; the name of the list is the caller's."""
    for repo in (Repo(tmp_path / "none"), Repo.init(tmp_path / "new")):
        repo.answer({5: "", 6: "Beans."}, name="README.md")
        found = [line for line in lines(repo, "README.md", listed_by="^l") if "not done" in line.text]
        said = "2 of 27 questions not done (1 unanswered): ^l shows where"
        assert found == [HandInLine(ok=False, text=said, about="report")]


def test_without_git(repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nor where git does not trust the folder or finds it broken."""
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        assert only(repo).text == "git is missing or does not respond"
    (repo.root / ".git" / "HEAD").write_text("nonsense\n", encoding="utf-8")
    assert only(repo).command == "git status"


@pytest.fixture
def partial(repo: Repo, tmp_path: Path) -> Callable[[str], Repo]:
    """Return what clones the repository without the contents that a filter names; a fetch would leave `ran`."""

    def clone(kind: str) -> Repo:
        origin = tmp_path / "project-origin.git"
        repo.git("-C", str(origin), "config", "uploadpack.allowFilter", "true")
        options = ("--quiet", "--no-checkout", f"--filter={kind}")
        repo.git("clone", *options, f"file://{origin}", str(tmp_path / "partial"))
        made = Repo(tmp_path / "partial")
        made.git("config", "protocol.ext.allow", "always")
        made.git("config", "remote.origin.url", address_of("touch", str(tmp_path / "ran")))
        return made

    return clone


def test_a_partial_clone(partial: Callable[[str], Repo], tmp_path: Path) -> None:
    """It lacks contents, and nobody fetches them: files are compared by the ids that git has."""
    clone = partial("blob:none")
    clone.git("reset", "--quiet")
    clone.answer({})
    clone.write(IMAGE, PNG)
    assert wrong(clone) == []
    clone.write(IMAGE, PNG + b"x")
    assert only(clone).about == "images"
    assert not (tmp_path / "ran").exists()


def test_a_clone_without_folders(partial: Callable[[str], Repo], tmp_path: Path) -> None:
    """Nothing can be said then of what was committed."""
    clone = partial("tree:0")
    clone.answer({})
    assert only(clone).text == "git cannot read all of the last commit: this may be a partial clone"
    assert not (tmp_path / "ran").exists()


def test_text_of_another_branch_counts_as_newer_only_where_the_text_before_it_is_there(
    repo: Repo, partial: Callable[[str], Repo]
) -> None:
    """Or what this side wrote since would seem to be the other's."""
    repo.git("checkout", "--quiet", "-b", "side")
    repo.answer({3: "Roses of the other side"})
    repo.commit("side")
    repo.git("push", "--quiet", "origin", "side")
    repo.git("checkout", "--quiet", "main")
    repo.answer({4: "Many more beds of peas"})
    repo.commit("main")
    repo.git("push", "--quiet", "origin", "main")
    assert any("side" in line.text for line in wrong(repo))
    clone = partial("blob:none")
    origin = (repo.root.parent / "project-origin.git").as_uri()
    clone.git("config", "remote.origin.url", origin)
    clone.git("checkout", "--quiet", "main")
    clone.git("cat-file", "-e", f"origin/side:{NAME}")
    assert not any("side" in line.text for line in wrong(clone))
    clone.git("cat-file", "-e", f"HEAD~1:{NAME}")
    assert any("side" in line.text for line in wrong(clone))


def test_a_repository_without_a_folder_of_files(repo: Repo) -> None:
    """It is called bare; what git can still say is said."""
    repo.git("config", "core.bare", "true")
    assert all(isinstance(line, HandInLine) for line in lines(repo))


@pytest.mark.parametrize(
    ("name", "image"),
    sampled(
        [
            ("README.md", "figures/tomatoes.png"),
            ("exam.md", "figures/tomatoes.png"),
            ("reports/exam.md", IMAGE),
            ("project/reports/README.md", "project/reports/figures/tomatoes.png"),
            ("project/reports/exam.md", "project/reports/figures/tomatoes.png"),
            ("Reports/README.md", "Reports/figures/tomatoes.png"),
            ("Reports/Exam.md", "Reports/figures/tomatoes.png"),
            ("the exam/-ø report.md", "the exam/figures/tomatoes.png"),
            ("$(touch x)/`id`'\".md", "$(touch x)/figures/tomatoes.png"),
            ("re[p]orts/*.md", "re[p]orts/figures/tomatoes.png"),
            ("two\nlines\x1b/a\\b\t.md", "two\nlines\x1b/figures/tomatoes.png"),
        ],
        4,
    ),
)
def test_in_the_wrong_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, image: str) -> None:
    """The report moves, and its images with it."""
    repo = Repo.with_report(tmp_path / "project", name=name, image=image)
    monkeypatch.chdir(repo.root)
    line = only(repo, name)
    assert line.text == f"The report is at {name}, but the course reads reports/README.md"
    assert "\n" not in line.command
    assert mended(repo, name) == ["1 commit is not pushed (origin/main as last seen just now)"]
    assert not (repo.root / "x").exists()


@pytest.mark.parametrize("folder", ["notes", ".."])
def test_commands_fit_the_current_folder(repo: Repo, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """A folder of the repository, or one outside."""
    (repo.root / "notes").mkdir()
    (repo.root / "project").mkdir()
    monkeypatch.chdir(repo.root / folder)
    repo.git("mv", "reports", "project/reports")
    repo.commit("moved")
    repo.answer({5: OTHER}, name="project/reports/README.md")
    assert mended(repo, "project/reports/README.md", folder=repo.root / folder) == []


def test_another_file_is_where_it_should_be(repo: Repo) -> None:
    """That is said, since it is overwritten."""
    repo.write("README.md", report({5: OTHER}).replace("figures/", "reports/figures/"))
    repo.commit("two reports")
    line = wrong(repo, "README.md")[0]
    assert line.text.endswith(", where another file is")
    assert "--force" in line.command
    repo.shell(line.command)
    assert OTHER in (repo.root / NAME).read_text(encoding="utf-8")


def test_a_link_instead_of_the_report(repo: Repo) -> None:
    """Who downloads it gets the link."""
    repo.git("mv", NAME, "reports/real.md")
    (repo.root / NAME).symlink_to("real.md")
    repo.commit("link")
    line = wrong(repo)[0]
    assert line.text == "README.md is a link to reports/real.md: a download of the repository may contain only the link"
    repo.shell(line.command)
    assert not (repo.root / NAME).is_symlink()
    assert [found.text[:8] for found in wrong(repo)] == ["2 commit"]


def test_a_link_instead_of_the_report_is_seen_through_a_link_to_the_repository(repo: Repo, tmp_path: Path) -> None:
    """A home folder may be one: it is the report's own name that counts."""
    repo.git("mv", NAME, "reports/real.md")
    (repo.root / NAME).symlink_to("real.md")
    repo.commit("link")
    (tmp_path / "home").symlink_to(repo.root.parent)
    path = tmp_path / "home" / repo.root.name / NAME
    line = next(one for one in hand_in_points(path, CheckContext(Report.load(path))) if not one.ok)
    assert line.text == "README.md is a link to reports/real.md: a download of the repository may contain only the link"


@pytest.mark.parametrize("folder", ["docs", "elsewhere"])
def test_only_the_folder_that_the_link_leads_to_moves_as_a_whole(repo: Repo, folder: str) -> None:
    """From another folder the report goes with its images, and everything else stays."""
    repo.git("mv", "reports", "docs")
    repo.write("docs/notes.txt", "ours")
    (repo.root / "reports").symlink_to(folder)
    repo.commit("linked")
    repo.shell(wrong(repo, "docs/README.md")[0].command)
    assert (repo.root / "reports/notes.txt").exists() == (folder == "docs")
    assert (repo.root / "docs/notes.txt").exists() == (folder == "elsewhere")
    assert (repo.root / NAME).exists()


def test_what_is_in_the_way_is_a_folder_of_the_path_and_never_its_end(tmp_path: Path) -> None:
    """A file with that name is another matter: it is overwritten, or it is the same."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.png").touch()
    (tmp_path / "c").symlink_to("a")
    assert [_blocked(tmp_path, name) for name in ("a/b.png", "a/b.png/d", "c/b.png", "e/f/g")] == [
        "",
        "a/b.png",
        "c",
        "",
    ]


@pytest.mark.parametrize("is_tracked", [True, False])
@pytest.mark.parametrize("folder", sampled(["docs/exam", "project/reports", "", "elsewhere"], 2))
def test_a_link_instead_of_the_reports_folder(repo: Repo, folder: str, *, is_tracked: bool) -> None:
    """To the folder of the report, to one above all, or to another one; the link goes, the report takes its place."""
    name = f"{folder}/README.md".lstrip("/")
    for tracked in ("README.md", "figures"):
        (repo.root / folder).mkdir(parents=True, exist_ok=True)
        repo.git("mv", f"reports/{tracked}", f"{folder}/{tracked}".lstrip("/"))
    if (repo.root / "reports").exists():
        (repo.root / "reports").rmdir()
    (repo.root / "reports").symlink_to("notes" if folder == "elsewhere" else folder or ".")
    repo.git("add", "." if is_tracked else name)
    repo.git("commit", "--quiet", "--message=linked")
    line = wrong(repo, name)[0]
    assert line.text.startswith(f"reports is a link, and the report is at {name}: ")
    repo.shell(line.command)
    assert not (repo.root / "reports").is_symlink()
    assert [found.text[:8] for found in wrong(repo)] == ["2 commit"]


@pytest.mark.parametrize("is_tracked", [True, False])
def test_a_link_to_the_report_is_not_in_its_way(repo: Repo, *, is_tracked: bool) -> None:
    """The report itself is where it should be, by whatever name it is checked."""
    (repo.root / "README.md").symlink_to(NAME)
    if is_tracked:
        repo.commit("link")
        repo.git("push", "--quiet")
    assert wrong(repo, "README.md") == []


def test_a_link_to_a_report_in_another_place(repo: Repo) -> None:
    """The report is moved, not the link."""
    repo.git("mv", "reports", "docs")
    (repo.root / "README.md").symlink_to("docs/README.md")
    repo.commit("link")
    line = wrong(repo, "README.md")[0]
    assert line.text == "The report is at docs/README.md, but the course reads reports/README.md"
    repo.shell(line.command)
    assert [found.text[:8] for found in wrong(repo)] == ["2 commit"]


def test_a_folder_with_a_line_end_in_its_name_is_no_submodule(tmp_path: Path) -> None:
    """Git tells paths a line each."""
    assert wrong(Repo.with_report(tmp_path / "one\ntwo")) == []


def test_a_submodule_is_no_hand_in(repo: Repo, tmp_path: Path) -> None:
    """A worktree is one."""
    outer = Repo.init(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo.root), "inner")
    inside = Repo(outer.root / "inner")
    assert (
        wrong(inside)[0].text
        == f"This repository is a submodule of {outer.root}: a download of that one lacks the report"
    )
    repo.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "tree"))
    tree = Repo(tmp_path / "tree")
    tree.commit("of its own")
    assert [line.text for line in wrong(tree)] == [
        f"You are on side, but main is handed in; it is checked out in {repo.root}",
        "side has never been pushed to origin",
    ]


def test_the_committed_text_is_what_counts(repo: Repo) -> None:
    """Not what is here."""
    text = (repo.root / NAME).read_text(encoding="utf-8")
    repo.answer({5: "Too short."})
    repo.commit("short")
    repo.write(NAME, text)
    assert wrong(repo)[-1].text == (
        "The course's check of the commit passes 26 of 27 answers: `exam-tui check` shows where and why"
    )


def test_reports_of_other_courses_have_no_verdict(repo: Repo) -> None:
    """Theirs does not concern us."""
    repo.write(NAME, report(count=5, course=False))
    repo.commit("other")
    assert not any("course's check" in line.text for line in lines(repo))


# What it may not do

_PROGRAMS = (
    "core.fsmonitor",
    "core.pager",
    "pager.log",
    "gpg.program",
    "core.sshCommand",
    "core.askPass",
    "diff.external",
)


def test_nothing_of_the_repository_is_run_and_nothing_changes(repo: Repo, tmp_path: Path) -> None:
    """No hook, filter, monitor, pager, helper; no network; no file of git is written."""
    side(repo, {5: OTHER})
    marker = tmp_path / "ran"
    program = repo.write(".git/evil", f"#!/bin/sh\ntouch {quoted(str(marker))}\ncat\n")
    program.chmod(0o755)
    for name in _PROGRAMS:
        repo.git("config", name, program_for(name, program))
    for name in (
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.textconv",
        "diff.evil.command",
    ):
        repo.git("config", name, program_for(name, program))
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "alias.log", f"!{quoted(str(program))}")
    repo.git("config", "remote.origin.promisor", "true")
    repo.git("config", "remote.origin.url", address_of(str(program)))
    repo.git("config", "extensions.partialClone", "origin")
    repo.git("config", "core.repositoryFormatVersion", "1")
    repo.write(".git/info/attributes", "* filter=evil diff=evil\n")
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman", "pre-auto-gc"):
        (repo.root / ".git" / "hooks").mkdir(exist_ok=True)
        shutil.copy(program, repo.root / ".git" / "hooks" / hook)
    lost = repo.root / ".git" / "objects" / (blob := _blob(repo, f"side:{NAME}"))[:2] / blob[2:]
    lost.unlink()
    (repo.root / NAME).write_bytes(b"\n" + (repo.root / NAME).read_bytes())
    (repo.root / ".git" / "index.lock").touch()
    before = _state(repo.root)
    assert "The report has uncommitted changes" in [line.text for line in wrong(repo)]
    assert not marker.exists()
    assert _state(repo.root) == before


def _blob(repo: Repo, name: str) -> str:
    return repo.git("rev-parse", name).strip()


def _state(root: Path) -> dict[Path, tuple[bytes, int]]:
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}


def test_git_is_called_few_times(repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """However many branches and images there are."""
    names = [f"figures/{number}.png" for number in range(30)]
    for name in names:
        repo.write(f"reports/{name}", PNG)
    link(repo, *names)
    repo.commit("images")
    repo.git("push", "--quiet")
    for number in range(60):
        repo.git("branch", f"old-{number}", "HEAD~1")
    real = quoted(shutil.which("git") or "")
    counter = tmp_path / "bin" / "git"
    counter.parent.mkdir()
    calls = quoted(str(tmp_path / "calls"))
    counter.write_text(f'#!/bin/sh\necho >>{calls}\nexec {real} "$@"\n', encoding="utf-8")
    counter.chmod(0o755)
    monkeypatch.setenv("PATH", f"{counter.parent}{os.pathsep}{os.environ['PATH']}")
    assert [line for line in wrong(repo) if "check" not in line.text] == []
    assert len((tmp_path / "calls").read_text(encoding="utf-8")) <= 16


def test_the_remote_repository_is_no_place_for_a_report(tmp_path: Path) -> None:
    """A bare one holds no files: a report in its folder is in no repository."""
    bare = Repo.init(tmp_path / "bare.git", "--bare")
    bare.answer({}, name="README.md")
    assert only(bare, "README.md").text == "The report is not in a git repository"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (f"{OTHER}\n\n<<<<<<< HEAD\n=======\n>>>>>>> theirs", "merge conflict"),
        (f"{OTHER}\n\n## Later\n\nPeas.", "cut by the course's check"),
        (f"{OTHER} Answer: more peas", "dropped by the course's check"),
    ],
)
def test_an_answer_with_a_blocking_problem_is_not_ready(repo: Repo, answer: str, words: str) -> None:
    """What is committed counts; the question and what is wrong with it are named."""
    repo.answer({5: answer})
    assert not [line for line in wrong(repo) if "Not done" in line.text]
    repo.commit("answer")
    (line,) = [line for line in wrong(repo) if line.about == "report"]
    assert line.text == f"Not done in the commit: question 5 ({words}); `exam-tui check` shows where"


def test_an_image_of_another_kind_is_not_ready(repo: Repo) -> None:
    """It is committed, so the points on images have nothing to say."""
    repo.write(IMAGE, b"no image")
    repo.commit("image")
    (line,) = [line for line in wrong(repo) if line.about in {"report", "images"}]
    assert "question 4 (neither PNG nor JPEG)" in line.text


def test_a_missing_image_is_said_once(repo: Repo) -> None:
    """By the point on images."""
    link(repo, "figures/gone.png")
    (line,) = [line for line in wrong(repo) if line.about in {"report", "images"}]
    assert line.about == "images"
