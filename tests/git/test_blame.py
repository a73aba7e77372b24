"""Who changed an answer, and what the other side has, asked of real repositories."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from exam_tui import Report
from exam_tui.git import run as git_run
from exam_tui.git.blame import Change, Commit, Other, change_words, last_changes, other_side, other_words

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

NOON = datetime(2026, 1, 12, 12, 0, tzinfo=UTC)
FILLER = "--- question {} fill here ---"


def report_text(*answers: str) -> str:
    """Return a report with these answers; "" is the template's placeholder."""
    parts = [
        f"### Question {number}\n> **Ask**\n>\n> Answer:\n\n{answer or FILLER.format(number)}\n\n"
        for number, answer in enumerate(answers, start=1)
    ]
    return "# Report\n\n" + "".join(parts)


class Repository:
    """A clone with a report in it, and commits at given times."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / "my reports" / "README.md"

    def git(self, *arguments: str, **names: str) -> str:
        command = ["git", "-C", str(self.root), *arguments]
        return subprocess.run(
            command, check=True, capture_output=True, encoding="utf-8", env={**os.environ, **names}
        ).stdout

    def write(self, *answers: str) -> None:
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_bytes(report_text(*answers).encode())

    def commit(self, author: str, hour: int, *answers: str) -> str:
        """Commit a report with these answers as an author, some hours after noon."""
        if answers:
            self.write(*answers)
        self.git("add", "--all")
        when = (NOON + timedelta(hours=hour)).isoformat()
        names = {"GIT_AUTHOR_NAME": author, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        self.git("commit", "--quiet", "--allow-empty", "--message=m", **names)
        return self.git("rev-parse", "HEAD").strip()

    def changes(self, *answers: str) -> dict[int, Change]:
        """Return the last changes, of the file or of a report with other answers in the editor."""
        report = Report.load(self.path)
        for number, answer in enumerate(answers, start=1):
            report.set_answer(number, answer)
        return last_changes(self.path, report)

    def said(self, *answers: str) -> dict[int, str]:
        """Return the last changes in words, said at midnight after the day of the commits."""
        now = NOON + timedelta(hours=11)
        return {index: change_words(change, now, UTC) for index, change in self.changes(*answers).items()}


@pytest.fixture
def mine(tmp_path: Path) -> Repository:
    """Return a repository without a commit."""
    root = tmp_path / "mine"
    root.mkdir()
    repository = Repository(root)
    repository.git("init", "--quiet", "--initial-branch=main")
    return repository


@pytest.fixture
def pair(mine: Repository, tmp_path: Path) -> tuple[Repository, Callable[..., None]]:
    """Return a clone that follows `origin/main`, and a function that commits there and fetches: as `commit`."""
    mine.commit("Ana", 0, "one", "two", "three\n\nmore", "")
    theirs = Repository(tmp_path / "theirs")
    subprocess.run(["git", "clone", "--quiet", str(mine.root), str(theirs.root)], check=True, capture_output=True)
    mine.git("remote", "add", "origin", str(theirs.root))
    mine.git("fetch", "--quiet")
    mine.git("branch", "--quiet", "--set-upstream-to=origin/main")

    def commit(author: str, hour: int, *answers: str) -> None:
        theirs.commit(author, hour, *answers)
        mine.git("fetch", "--quiet")

    return mine, commit


def test_each_answer_has_the_last_commit_that_changed_a_line_of_it(mine: Repository) -> None:
    """A commit that changes another answer, or lines around it, does not count."""
    mine.commit("Ana", 1, "one", "two\n\nmore", "")
    commit = mine.commit("Bo", 2, "one", "two\n\nmore and more", "three")
    mine.path.write_text(mine.path.read_text(encoding="utf-8").replace("**Ask**", "**Asked**"), encoding="utf-8")
    mine.commit("Cy", 3)
    assert mine.said() == {0: "changed 13:00 by Ana", 1: "changed 14:00 by Bo", 2: "changed 14:00 by Bo"}
    assert mine.changes()[2] == Change(Commit("Bo", NOON + timedelta(hours=2), commit))


def test_the_templates_placeholder_is_nobodys_answer(mine: Repository) -> None:
    """Also beside an answer."""
    mine.commit("Ana", 1, "", f"{FILLER.format(2)}\n\nanswer")
    mine.commit("Bo", 2, "", f"{FILLER.format(2)} \n\nanswer")
    assert mine.said() == {1: "changed 13:00 by Ana"}


def test_an_answer_that_is_not_committed_is_said_to_be_so(mine: Repository) -> None:
    """On disk or only in the editor; the others have their commit, wherever their lines are now."""
    mine.commit("Ana", 1, "one", "two", "")
    mine.write("one\n\nand\nmore", "two", "")
    assert mine.said() == {0: "not committed yet", 1: "changed 13:00 by Ana"}
    assert mine.said("one", "", "three") == {0: "changed 13:00 by Ana", 1: "not committed yet", 2: "not committed yet"}


def test_nothing_of_a_file_that_git_does_not_know_is_committed(mine: Repository) -> None:
    """With and without a commit in the repository."""
    mine.write("one", "")
    assert mine.said() == {0: "not committed yet"}
    mine.git("commit", "--quiet", "--allow-empty", "--message=m")
    assert mine.said() == {0: "not committed yet"}


def test_an_ignored_file_and_one_in_no_repository_have_no_changes(mine: Repository, tmp_path: Path) -> None:
    """There is nothing to say."""
    (mine.root / ".gitignore").write_text("*.md\n", encoding="utf-8")
    mine.write("one")
    assert mine.said() == {}
    path = tmp_path / "README.md"
    path.write_text(report_text("one"), encoding="utf-8")
    assert last_changes(path, Report.load(path)) == {}
    assert other_side(path) == {}


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_other_line_ends_and_a_byte_order_mark_do_not_move_the_lines(mine: Repository, line_end: str) -> None:
    """Git knows LF alone."""
    for author, hour, answers in (("Ana", 1, ("one", "two")), ("Bo", 2, ("one", "two and two"))):
        text = "\ufeff" + report_text(*answers).replace("\n", line_end)
        mine.path.parent.mkdir(exist_ok=True)
        mine.path.write_bytes(text.encode())
        mine.commit(author, hour)
    said = mine.said()
    assert said[1] == "changed 14:00 by Bo"
    assert said[0] == ("changed 13:00 by Ana" if line_end == "\r\n" else "changed 14:00 by Bo")


def test_questions_with_one_number_are_told_apart(mine: Repository) -> None:
    """By their order."""
    text = report_text("one") + report_text("other").removeprefix("# Report\n\n")
    mine.path.parent.mkdir()
    mine.path.write_text(text, encoding="utf-8")
    mine.commit("Ana", 1)
    mine.path.write_text(text.replace("other", "others"), encoding="utf-8")
    mine.commit("Bo", 2)
    assert mine.said() == {0: "changed 13:00 by Ana", 1: "changed 14:00 by Bo"}


def test_a_shallow_clone_ascribes_nothing_to_its_oldest_commit(mine: Repository, tmp_path: Path) -> None:
    """That need not have changed it; a worktree of such a clone is one too."""
    mine.commit("Ana", 1, "one", "two")
    mine.commit("Bo", 2, "one", "two", "three")
    mine.commit("Cy", 3, "one", "two", "three and more")
    source = f"file://{mine.root}"
    shallow = Repository(tmp_path / "shallow")
    command = ["git", "clone", "--quiet", "--depth=2", source, str(shallow.root)]
    subprocess.run(command, check=True, capture_output=True)
    assert shallow.said() == {2: "changed 15:00 by Cy"}
    shallow.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    assert Repository(tmp_path / "tree").said() == {2: "changed 15:00 by Cy"}


@pytest.mark.parametrize("author", ["Åsa Łukasz", "two\twords", "<>" * 3 + "x", "a \x1b[31mred b", "author-time 0"])
def test_authors_are_named_as_they_are(mine: Repository, author: str) -> None:
    """`display()` is the caller's business; no name is taken for another fact."""
    mine.commit(author, 1, "one")
    commit = mine.changes()[0].commit
    assert commit is not None
    assert commit.author == author.replace("<", "").replace(">", "")
    assert commit.when == NOON + timedelta(hours=1)


def test_the_users_settings_do_not_change_the_answer(mine: Repository, tmp_path: Path) -> None:
    """Nor do programs that a repository names for its files run."""
    mine.commit("Åsa", 1, "one")
    touch = shlex.join(["touch", str(tmp_path / "ran")])
    for name, value in {
        "blame.date": "relative",
        "diff.x.textconv": f"{touch}; cat",
        "diff.external": touch,
        "color.ui": "always",
        "i18n.logOutputEncoding": "latin-1",
    }.items():
        mine.git("config", name, value)
    (mine.root / ".git" / "info" / "attributes").write_text("*.md diff=x\n", encoding="utf-8")
    assert mine.said() == {0: "changed 13:00 by Åsa"}
    assert not (tmp_path / "ran").exists()


def test_git_is_asked_once_and_changes_nothing(mine: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another git may be at work."""
    mine.commit("Ana", 1, "one", "two")
    (mine.root / ".git" / "index.lock").touch()
    before = {path: path.stat().st_mtime_ns for path in (mine.root / ".git").rglob("*")}
    calls = _counted(monkeypatch)
    assert mine.said() == dict.fromkeys((0, 1), "changed 13:00 by Ana")
    assert len(calls) == 1
    assert {path: path.stat().st_mtime_ns for path in (mine.root / ".git").rglob("*")} == before


def test_without_git_nothing_is_said(mine: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing, or not answering."""
    mine.commit("Ana", 1, "one")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert mine.changes() == {}
    assert other_side(mine.path) == {}


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    from exam_tui.git import blame  # noqa: PLC0415 - for this alone

    calls: list[tuple[str, ...]] = []

    def counted(folder: Path, *arguments: str) -> bytes | None:
        calls.append(arguments)
        return git_run.run_git(folder, *arguments)

    monkeypatch.setattr(blame, "run_git", counted)
    return calls


# The other side


Pair = tuple[Repository, Callable[..., None]]


def _said(mine: Repository) -> dict[int, str]:
    now = NOON + timedelta(hours=11)
    return {number: other_words(other, now, UTC) for number, other in other_side(mine.path).items()}


def test_answers_that_the_other_side_changed_are_found(pair: Pair) -> None:
    """Not those that only we changed, nor those that are the same on both sides by now."""
    mine, push = pair
    push("Bo", 2, "one", "two and more", "three\n\nmore", "")
    push("Cy", 3, "one", "two and more", "three\n\nmore", "four")
    mine.commit("Ana", 4, "one, by us", "two", "three\n\nmore", "four")
    assert _said(mine) == {2: "origin/main has another version, changed 14:00 by Bo"}


def test_our_own_words_are_those_on_disk_or_in_the_editor(pair: Pair) -> None:
    """Whether they are committed is not asked."""
    mine, push = pair
    push("Bo", 2, "one", "two and more", "three\n\nmore", "")
    report = Report.load(mine.path)
    report.set_answer(2, "two and more")
    assert list(other_side(mine.path)) == [2]
    assert other_side(mine.path, report) == {}
    mine.write("one", "two and more", "three\n\nmore", "")
    assert other_side(mine.path) == {}


def test_lines_that_the_other_side_took_away_count(pair: Pair) -> None:
    """Though no line of theirs has that commit."""
    mine, push = pair
    push("Bo", 2, "one", "two", "three", "")
    push("Cy", 3, "", "two", "three", "")
    mine.commit("Ana", 4)
    assert _said(mine) == dict.fromkeys((1, 3), "origin/main has another version, changed 15:00 by Cy")


def test_a_merge_before_is_taken_into_account(pair: Pair) -> None:
    """What came from there and was changed by us since is ours."""
    mine, push = pair
    push("Bo", 2, "one", "two and more", "three\n\nmore", "")
    mine.git("merge", "--quiet", "origin/main")
    mine.commit("Ana", 3, "one", "two, shorter", "three\n\nmore", "")
    assert _said(mine) == {}
    push("Bo", 4, "one", "two and more", "three\n\nmore", "four")
    assert _said(mine) == {4: "origin/main has another version, changed 16:00 by Bo"}


def test_where_nothing_is_followed_or_nothing_differs_nothing_is_said(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two calls of git at most."""
    mine, push = pair
    calls = _counted(monkeypatch)
    assert other_side(mine.path) == {}
    assert len(calls) == 2
    mine.git("checkout", "--quiet", "-b", "other")
    assert other_side(mine.path) == {}
    assert len(calls) == 3
    mine.git("checkout", "--quiet", "--detach")
    assert other_side(mine.path) == {}
    mine.git("checkout", "--quiet", "main")
    push("Bo", 2, "one", "two and more", "three\n\nmore", "")
    calls.clear()
    assert list(other_side(mine.path)) == [2]
    assert len(calls) == 3


def test_a_report_that_the_other_side_deleted_or_that_is_gone_here_is_no_version(pair: Pair) -> None:
    """Nothing is raised."""
    mine, push = pair
    push("Bo", 2, "one", "two and more", "three\n\nmore", "")
    data = mine.path.read_bytes()
    mine.path.unlink()
    assert other_side(mine.path) == {}
    mine.path.write_bytes(data)
    mine.git("checkout", "--quiet", "-b", "away")
    mine.git("rm", "--quiet", str(mine.path))
    mine.git("commit", "--quiet", "--message=away")
    mine.git("checkout", "--quiet", "main")
    mine.git("branch", "--quiet", "--set-upstream-to=away")
    assert other_side(mine.path) == {}


def test_a_report_without_a_last_line_end_and_one_with_empty_context_are_read_whole(pair: Pair) -> None:
    """A diff has signs for both."""
    mine, push = pair
    mine.git("config", "diff.suppressBlankEmpty", "true")
    mine.git("config", "diff.noprefix", "true")
    text = report_text("one", "two", "three\n\n@@ -1 +1 @@\n-more\n+less\n\\ no end", "four").rstrip("\n")
    mine.path.write_text(text, encoding="utf-8")
    mine.commit("Ana", 1)
    mine.git("push", "--quiet", "--force", "origin", "main:side")
    mine.git("fetch", "--quiet")
    mine.git("branch", "--quiet", "--set-upstream-to=origin/side")
    mine.git("checkout", "--quiet", "-b", "there")
    mine.path.write_text(text + " and more", encoding="utf-8")
    mine.commit("Bo", 2)
    mine.git("push", "--quiet", "origin", "there:side")
    mine.git("checkout", "--quiet", "main")
    assert _said(mine) == {4: "origin/side has another version, changed 14:00 by Bo"}
    del push


# In words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (NOON, "changed 12:00 by Ana"),
        (NOON - timedelta(hours=12), "changed 00:00 by Ana"),
        (NOON - timedelta(hours=13), "changed yesterday 23:00 by Ana"),
        (NOON - timedelta(hours=37), "changed 10 Jan by Ana"),
        (NOON - timedelta(days=12), "changed 31 Dec 2025 by Ana"),
        (NOON + timedelta(days=1), "changed 13 Jan by Ana"),
    ],
)
def test_a_time_is_said_as_people_say_it(when: datetime, words: str) -> None:
    """The clock alone today, the day alone before yesterday."""
    assert change_words(Change(Commit("Ana", when, "a")), NOON, UTC) == words


def test_the_clock_is_that_of_the_place() -> None:
    """Its summer included; the day changes at its midnight."""
    summer = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    change = Change(Commit("Ana", summer, "a"))
    copenhagen = ZoneInfo("Europe/Copenhagen")
    assert change_words(change, summer, copenhagen) == "changed 00:30 by Ana"
    assert change_words(change, summer + timedelta(days=1), copenhagen) == "changed yesterday 00:30 by Ana"
    west = timezone(timedelta(hours=-5))
    assert change_words(change, summer + timedelta(hours=10), west) == "changed yesterday 17:30 by Ana"


def test_a_change_without_a_commit_and_another_side_have_their_words() -> None:
    """And a branch without a name."""
    assert change_words(Change(None), NOON, UTC) == "not committed yet"
    other = Other(Commit("", NOON, "a"), "origin/main")
    assert other_words(other, NOON, UTC) == "origin/main has another version, changed 12:00 by somebody"
