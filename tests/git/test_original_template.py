"""The template of a report from the history of its file, asked of real repositories."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui.core.report.report import Report
from exam_tui.git import objects as git_objects
from exam_tui.git import original_template
from exam_tui.git.log import file_history
from exam_tui.git.original_template import FileVersions, Pristine, TemplateFinder, find_template
from tests.core.findings.build import GOOD, placeholder, report, template
from tests.core.findings.known import know
from tests.repos import NAME, Repo, needs_git, program_for

pytestmark = needs_git
posix = pytest.mark.skipif(os.name == "nt", reason="the programs are for a POSIX shell")
DAY = 86_400
FIRST = 1_700_000_000  # 2023-11-14


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return an empty repository."""
    return Repo.init(tmp_path / "project")


def found(repo: Repo, name: str = NAME) -> Pristine | None:
    """Return the template of a report."""
    path = repo.root / name
    return find_template(path, Report.load(path))


def source(repo: Repo, name: str = NAME) -> str:
    """Return where it comes from."""
    pristine = found(repo, name)
    assert pristine is not None
    return pristine.source


def test_the_first_version_serves(repo: Repo) -> None:
    """Named by its commit and day; the report of today need not be committed."""
    repo.write(NAME, template())
    commit = repo.commit("first", at=FIRST)
    repo.answer({})
    repo.commit("answers", at=FIRST + DAY)
    repo.write(NAME, report().replace("in bed 7", "in our bed"))
    pristine = found(repo)
    assert pristine is not None
    assert pristine.source == f"the file's first version in git ({commit[:7]}, 2023-11-14)"
    assert pristine.report.to_bytes().decode() == template()


def test_answers_and_ticks_of_that_version_are_taken_off(repo: Repo) -> None:
    """It was committed late."""
    repo.answer({5: "Beans\nand peas."})
    repo.commit("first")
    pristine = found(repo)
    assert pristine is not None
    assert pristine.report.question(5).answer == ""
    assert placeholder(5) in pristine.report.text
    assert pristine.report.to_bytes().decode() == template()


def test_a_report_that_was_copied_in_later(repo: Repo) -> None:
    """Over a file of another kind, or another report."""
    repo.write(NAME, "# reports\n")
    repo.commit("folder", at=FIRST)
    repo.write(NAME, template().replace("grew", "died"))
    repo.commit("last year's", at=FIRST + DAY)
    repo.write(NAME, template())
    commit = repo.commit("this year's", at=FIRST + 2 * DAY)
    repo.write(NAME, report().replace("in bed 7", "in our bed"))
    assert source(repo) == f"an earlier version of the file in git ({commit[:7]}, 2023-11-16)"


@pytest.mark.parametrize("name", ["reports/README.md", "-report ø.md", "two\nlines.md", "*.md", ":(top)x.md"])
def test_names_that_the_file_had_before(repo: Repo, name: str) -> None:
    """Renamed, moved, brought in by a merge; whatever it is called."""
    repo.write("exam template.md", template())
    commit = repo.commit("first")
    (repo.root / "reports").mkdir()
    repo.git("mv", "--", "exam template.md", name)
    repo.commit("moved")
    repo.git("switch", "--quiet", "--create", "side")
    repo.write("other.md", "x")
    repo.commit("side")
    repo.git("switch", "--quiet", "main")
    repo.write(name, report().replace("in bed 7", "in our bed"))
    repo.commit("answers")
    repo.git("merge", "--quiet", "--no-edit", "side")
    assert commit[:7] in source(repo, name)


def test_a_link_to_the_report(repo: Repo, tmp_path: Path) -> None:
    """The file that it leads to has the history."""
    repo.write(NAME, template())
    repo.commit("first")
    link = tmp_path / "link.md"
    link.symlink_to(repo.root / NAME)
    assert find_template(link, Report.load(link)) is not None


def test_there_is_none(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a repository, before the first commit, for a file that git does not know, without git."""
    path = tmp_path / "README.md"
    path.write_text(report(), encoding="utf-8")
    assert find_template(path, Report.load(path)) is None
    repo.answer({})
    assert found(repo) is None
    repo.write("other.md", "x")
    repo.git("add", "other.md")
    repo.git("commit", "--quiet", "--message=other")
    assert found(repo) is None
    repo.commit("report")
    assert found(repo) is not None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert found(repo) is None


def test_a_shallow_clone(repo: Repo, tmp_path: Path) -> None:
    """A known edition is found in the versions that were cloned; the oldest of them proves nothing else."""
    repo.write(NAME, template())
    repo.commit("first")
    repo.write(NAME, report().replace("in bed 7", "in our bed"))
    repo.commit("answers")
    for depth, is_found in ((1, False), (2, True)):
        repo.git("clone", "--quiet", f"--depth={depth}", f"file://{repo.root}", str(tmp_path / f"clone-{depth}"))
        assert (found(Repo(tmp_path / f"clone-{depth}")) is not None) == is_found
    repo.git("clone", "--quiet", str(repo.root), str(tmp_path / "whole"))
    assert "first version" in source(Repo(tmp_path / "whole"))


def test_versions_that_cannot_be_read_are_passed_over(repo: Repo) -> None:
    """Too large, deleted, a link, lost."""
    repo.write(NAME, "x" * 1_100_000)
    repo.commit("too large")
    repo.git("rm", "--quiet", NAME)
    repo.commit("deleted")
    (repo.root / "reports").mkdir()
    (repo.root / NAME).symlink_to("elsewhere")
    repo.commit("link")
    (repo.root / NAME).unlink()
    repo.write(NAME, template() + "\n")
    repo.commit("lost")
    blob = repo.git("rev-parse", f"HEAD:{NAME}").strip()
    repo.write(NAME, template())
    commit = repo.commit("template")
    (repo.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert commit[:7] in source(repo)


def test_a_version_that_is_larger_than_a_report_may_be_is_not_read(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """One as large as that is."""
    monkeypatch.setattr(git_objects, "MAX_BYTES", 10)
    for size in (10, 11):
        repo.write(f"{size}.md", "x" * size)
    repo.commit("sizes")
    ids = [repo.git("rev-parse", f"HEAD:{size}.md").strip() for size in (10, 11)]
    assert git_objects.read_blobs(repo.root, ids) == [b"x" * 10, None]


def test_a_long_history_takes_little_time(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions that differ in answers and ticks alone are one to us."""
    texts = [f"{report({5: GOOD * number}).replace('grew', 'died')}" for number in range(60)]
    for text in texts:
        repo.write(NAME, text)
        repo.commit("more")
    repo.write(NAME, template())
    commit = repo.commit("template")
    repo.answer({})
    seen: list[bytes] = []

    class Counting(Report):
        def __init__(self, data: bytes) -> None:
            seen.append(data)
            super().__init__(data)

    monkeypatch.setattr(original_template, "Report", Counting)
    now = Report.load(repo.root / NAME)
    assert commit[:7] in getattr(find_template(repo.root / NAME, now), "source", "")
    assert len(seen) == 1
    now = Report.from_bytes(report(count=28).encode())
    assert find_template(repo.root / NAME, now) is None
    assert len(seen) == 3


def test_of_a_history_that_is_too_long_the_first_version_and_the_newest_serve(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what they hold, never by the time that it takes: the same history has the same template everywhere."""
    for number in range(1, 5):
        repo.write(NAME, template().replace("in bed 7", f"in the bed of house {number}"))
        repo.commit(str(number))
    path = repo.root / NAME
    size = path.stat().st_size

    def houses() -> list[str]:
        versions = FileVersions(path)
        return [versions[at][0].text.partition("of house ")[2][0] for at in range(len(versions))]

    assert houses() == ["1", "2", "3", "4"]
    monkeypatch.setattr(original_template, "_MOST_PARSED", 2 * size)
    assert houses() == ["1", "3", "4"]
    monkeypatch.setattr(original_template, "_MOST_READ", size)
    assert houses() == ["1", "4"]
    assert [text.partition("'s")[0] for _, text in FileVersions(path)] == [
        "the file",
        "an earlier version of the file in git ("
        + repo.git("rev-parse", "--short=7", "HEAD").strip()
        + ", "
        + repo.git("log", "-1", "--format=%as").strip()
        + ")",
    ]


@posix
def test_git_that_takes_too_long_is_given_up(repo: Repo, tmp_path: Path, never_ends: Callable[[str], Path]) -> None:
    """The check must not hang."""
    repo.answer({})
    never_ends("git")
    assert found(repo) is None
    assert (tmp_path / "begun").exists()
    assert not (tmp_path / "ended").exists()


@posix
def test_looking_runs_nothing_and_changes_nothing(repo: Repo, tmp_path: Path) -> None:
    """Whatever the repository's settings name."""
    repo.write(NAME, template())
    repo.commit("first")
    program = repo.write(".git/evil", f"#!/bin/sh\ntouch '{tmp_path / 'ran'}'\ncat\n")
    program.chmod(0o755)
    for name in (
        "core.fsmonitor",
        "core.pager",
        "gpg.program",
        "diff.external",
        "diff.evil.textconv",
        "filter.evil.clean",
    ):
        repo.git("config", name, program_for(name, program))
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "diff.orderFile", "nowhere")
    repo.write(".git/info/attributes", "* filter=evil diff=evil\n")
    repo.answer({})
    before = {path: path.stat().st_mtime_ns for path in repo.root.rglob("*")}
    find_template(repo.root / NAME, Report.load(repo.root / NAME))
    assert {path: path.stat().st_mtime_ns for path in repo.root.rglob("*")} == before
    assert not (tmp_path / "ran").exists()


def test_the_history_is_asked_once(repo: Repo) -> None:
    """For the editor, which looks again after every edit."""
    repo.write(NAME, template())
    repo.commit("first")
    find = TemplateFinder(repo.root / NAME)
    first = find(Report.load(repo.root / NAME))
    assert first is not None
    shutil.rmtree(repo.root / ".git")
    assert find(Report.load(repo.root / NAME)) is first


def test_the_history_of_a_file(repo: Repo) -> None:
    """Oldest first; only what changed it."""
    path = repo.write(NAME, "one")
    first = repo.commit("one", at=FIRST)
    repo.write("other", "x")
    repo.commit("other", at=FIRST + DAY)
    repo.write(NAME, "two")
    second = repo.commit("two", at=FIRST + 2 * DAY)
    assert [(version.commit, version.date) for version in file_history(path)] == [
        (first, "2023-11-14"),
        (second, "2023-11-16"),
    ]
    assert file_history(Path(os.path.realpath(repo.root / "none.md"))) == []
