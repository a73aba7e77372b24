"""A report that git left in the middle of a merge: what is asked, and what is in the report then."""

from pathlib import Path

import pytest

from exam_tui.cli.plain.dialogue import drive
from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.report import Report
from exam_tui.session.dialogue import SyncState
from exam_tui.session.merging import external_changes
from exam_tui.session.merging.conflicted_file import MARK
from exam_tui.session.merging.other_side import OtherSide
from exam_tui.storage.history import versions
from tests.cli.conftest import report_text
from tests.repos import Repo, needs_git, own_settings_only
from tests.session.opened_report import Open, Told

BASE = {1: "roses", 2: "peas and beans", 3: "one bed"}


class Choosing(Told):
    """Decides as it was told, and notes what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[str] = []
        self.conflicts: list[Conflict] = []
        self.labels: list[str] = []

    async def resolve(self, conflict: Conflict, other: OtherSide) -> str | None:
        self.conflicts.append(conflict)
        self.labels.append(other.label)
        choice = self.choices.pop(0) if self.choices else "later"
        return {"ours": conflict.ours, "theirs": conflict.theirs, "later": None}.get(choice, choice)


class Opened(Open):
    """A report that is open, and who decides."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.choosing = Choosing()
        self.flows.mid_merge._dialogue = self.choosing

    def resolve(self, *choices: str) -> None:
        self.choosing.choices = [*choices]
        drive(self.flows.mid_merge.resolve())

    @property
    def answers(self) -> list[str]:
        return [question.answer for question in self.session.report.questions]


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(external_changes, "_SETTLE_SECONDS", 0.0)
    own_settings_only(monkeypatch)


def _diverged(folder: Path, ours: str, theirs: str, base: str = "") -> tuple[Repo, Path]:
    """Return a repository and its report, which the branch `anna` and the present one, `main`, have changed."""
    repo = Repo.init(folder / "project")
    path = repo.write("README.md", base or report_text(BASE))
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "anna")
    repo.write("README.md", theirs)
    repo.commit("hers")
    repo.git("checkout", "--quiet", "main")
    repo.write("README.md", ours)
    repo.commit("mine")
    return repo, path


def _merged(folder: Path, ours: str, theirs: str, *command: str, base: str = "") -> Path:
    """Return the report of a repository in which git stopped in the middle of a merge."""
    repo, path = _diverged(folder, ours, theirs, base)
    with pytest.raises(AssertionError):
        repo.git(*(command or ("merge", "anna")))
    return path


@needs_git
def test_each_conflict_is_asked_about_with_whole_answers(tmp_path: Path) -> None:
    """In order; what both sides changed elsewhere is there already. A save writes it, and no marker is left."""
    ours, theirs = report_text({**BASE, 1: "tulips", 2: "peas"}), report_text({1: "lilies", 2: "beans", 3: "two beds"})
    opened = Opened(_merged(tmp_path, ours, theirs))
    opened.resolve("ours", "beans or peas")
    assert opened.choosing.conflicts == [
        Conflict(1, 0, "roses", "tulips", "lilies"),
        Conflict(2, 0, "peas and beans", "peas", "beans"),
    ]
    assert all(label.startswith("A, ") for label in opened.choosing.labels)
    assert opened.answers == ["tulips", "beans or peas", "two beds"]
    assert opened.choosing.said[-1] == ("All merge conflicts are resolved. Save the report, then commit it.", "success")
    assert not opened.flows.mid_merge.has_conflicts
    assert opened.save() is SyncState.TOGETHER
    assert opened.path.read_text(encoding="utf-8") == report_text({1: "tulips", 2: "beans or peas", 3: "two beds"})
    assert any(b"<<<<<<<" in version.data for version in versions.history_of(opened.path))


@needs_git
def test_in_a_rebase_the_users_own_version_is_theirs_to_git(tmp_path: Path) -> None:
    path = _merged(tmp_path, report_text({**BASE, 1: "tulips"}), report_text({**BASE, 1: "lilies"}), "rebase", "anna")
    opened = Opened(path)
    opened.resolve("ours")
    assert opened.choosing.conflicts == [Conflict(1, 0, "roses", "tulips", "lilies")]
    assert opened.answers[0] == "tulips"


@needs_git
def test_what_is_put_off_stays_between_markers(tmp_path: Path) -> None:
    """And is asked about again; what was decided before stays decided."""
    ours, theirs = report_text({**BASE, 1: "tulips", 3: "peas"}), report_text({**BASE, 1: "lilies", 3: "beans"})
    opened = Opened(_merged(tmp_path, ours, theirs))
    opened.resolve("theirs", "later")
    assert opened.choosing.said[-1][0].startswith("Question 3 still has a merge conflict.")
    assert opened.answers[0] == "lilies"
    assert opened.answers[2].startswith("<<<<<<< HEAD\npeas\n=======\nbeans\n>>>>>>> ")
    opened.resolve("ours")
    assert opened.answers == ["lilies", "peas and beans", "peas"]


@needs_git
def test_a_conflict_that_is_none_by_question_is_merged_unasked(tmp_path: Path) -> None:
    """As where tasks that stand below each other were ticked."""
    base = report_text(BASE, tasks=" x")
    path = _merged(tmp_path, report_text(BASE, tasks="xx"), report_text(BASE, tasks="  "), base=base)
    opened = Opened(path)
    opened.resolve()
    assert opened.choosing.conflicts == []
    assert opened.session.report.text == report_text(BASE, tasks="x ")
    assert "the two sides changed different text" in opened.choosing.said[-1][0]


@needs_git
def test_a_conflict_outside_of_the_answers_is_decided_too(tmp_path: Path) -> None:
    """Nothing else of the file changes by that."""
    base = report_text(BASE)
    ours, theirs = base.replace("The garden", "Our garden"), base.replace("The garden", "A garden")
    opened = Opened(_merged(tmp_path, ours, theirs))
    opened.resolve("## Our own garden")
    assert [conflict.number for conflict in opened.choosing.conflicts] == [None]
    assert opened.session.report.to_bytes().decode() == base.replace("The garden", "Our own garden")
    assert opened.session.is_dirty
    opened.save()
    assert opened.path.read_text(encoding="utf-8") == base.replace("The garden", "Our own garden")


# Merges that git begins while the report is open


def _arriving(folder: Path, ours: str, theirs: str) -> tuple[Opened, Repo]:
    """Return a report that is open, and its repository with a branch `anna` that git merges with a conflict."""
    repo, path = _diverged(folder, ours, theirs)
    opened = Opened(path)
    opened.flows.changes._dialogue = opened.choosing
    opened.flows.saving._dialogue = opened.choosing
    return opened, repo


def _stopped(repo: Repo, *command: str) -> None:
    with pytest.raises(AssertionError):
        repo.git(*command)


def _asked(opened: Opened, *choices: str) -> SyncState:
    opened.choosing.choices = [*choices]
    return drive(opened.flows.changes.merge_external(ask=False, ask_in_merge=True))


HERS = {1: "lilies", 2: "beans", 3: "two beds"}


@needs_git
@pytest.mark.parametrize("command", ["merge", "rebase"])
def test_a_merge_that_stops_while_the_report_is_open_is_asked_about(tmp_path: Path, command: str) -> None:
    """What the others alone changed is there, and what is not saved counts as ours; no version has a marker in it."""
    opened, repo = _arriving(tmp_path, report_text({**BASE, 1: "tulips", 2: "peas"}), report_text(HERS))
    opened.write(2, "peas of mine")
    _stopped(repo, command, "anna")
    assert _asked(opened, "ours", "theirs") is SyncState.TOGETHER
    assert opened.choosing.conflicts == [
        Conflict(1, 0, "roses", "tulips", "lilies"),
        Conflict(2, 0, "peas and beans", "peas of mine", "beans"),
    ]
    assert opened.choosing.labels[0].startswith("A, ")
    assert opened.answers == ["tulips", "beans", "two beds"]
    assert opened.choosing.said[-1] == ("All merge conflicts are resolved. Save the report, then commit it.", "success")
    assert opened.save() is SyncState.TOGETHER
    assert opened.path.read_text(encoding="utf-8") == report_text({**HERS, 1: "tulips"})
    assert any(b"peas of mine" in version.data for version in versions.history_of(opened.path))


@needs_git
def test_text_that_is_not_saved_and_what_others_changed_there_alone_is_asked_about(tmp_path: Path) -> None:
    """Git took theirs: it knew nothing of what was typed."""
    opened, repo = _arriving(tmp_path, report_text({**BASE, 1: "tulips"}), report_text(HERS))
    opened.write(3, "three beds")
    _stopped(repo, "merge", "anna")
    assert _asked(opened, "ours", "three beds, or two") is SyncState.TOGETHER
    assert opened.choosing.conflicts[1] == Conflict(3, 0, "one bed", "three beds", "two beds")
    assert opened.answers == ["tulips", "beans", "three beds, or two"]


@needs_git
def test_a_save_that_meets_a_stopped_merge_saves_also_where_it_is_put_off(tmp_path: Path) -> None:
    """The message of the save says what is left; nothing is asked again by itself, and all is there when one asks."""
    opened, repo = _arriving(tmp_path, report_text({**BASE, 1: "tulips", 2: "peas"}), report_text(HERS))
    opened.write(2, "peas of mine")
    _stopped(repo, "merge", "anna")
    opened.choosing.choices = ["theirs", "later"]
    assert opened.save() is SyncState.TOGETHER
    assert "Question 2 still has a merge conflict." in opened.choosing.said[-1][0]
    assert opened.answer(1) == "lilies"
    assert opened.answer(2).startswith("<<<<<<< HEAD\npeas of mine\n=======\nbeans\n>>>>>>> ")
    assert opened.answer(3) == "two beds"
    assert len(opened.choosing.conflicts) == 2
    assert _asked(opened) is SyncState.TOGETHER
    opened.path.write_bytes(opened.path.read_bytes().replace(b"two beds", b"three beds"))
    assert _asked(opened) is SyncState.TOGETHER
    assert len(opened.choosing.conflicts) == 2
    assert opened.answers[2] == "three beds"
    opened.resolve("ours")
    assert opened.answers == ["lilies", "peas of mine", "three beds"]


@needs_git
def test_a_conflict_that_others_end_is_no_conflict_here(tmp_path: Path) -> None:
    """Neither where one decided it here and has not saved, nor where it was put off: no marker is offered."""
    opened, repo = _arriving(tmp_path, report_text({**BASE, 1: "tulips", 2: "peas"}), report_text(HERS))
    _stopped(repo, "merge", "anna")
    assert _asked(opened, "tulips and lilies", "later") is SyncState.TOGETHER
    opened.path.write_text(report_text({**HERS, 1: "violets"}), encoding="utf-8")
    assert _asked(opened) is SyncState.OPEN
    opened.choosing.choices = ["ours"]
    assert opened.save() is SyncState.TOGETHER
    assert opened.choosing.conflicts[-1] == Conflict(1, 0, "tulips", "tulips and lilies", "violets")
    assert opened.answers == ["tulips and lilies", "beans", "two beds"]


@needs_git
def test_what_was_decided_is_not_asked_again_where_the_file_changes_elsewhere(tmp_path: Path) -> None:
    opened, repo = _arriving(tmp_path, report_text({**BASE, 1: "tulips", 2: "peas"}), report_text(HERS))
    _stopped(repo, "merge", "anna")
    _asked(opened, "tulips and lilies", "later")
    opened.path.write_bytes(opened.path.read_bytes().replace(b"two beds", b"three beds"))
    assert _asked(opened) is SyncState.TOGETHER
    assert len(opened.choosing.conflicts) == 2
    assert (opened.answers[0], opened.answers[2]) == ("tulips and lilies", "three beds")


@needs_git
def test_a_merge_that_is_broken_off_outside_leaves_no_marker(tmp_path: Path) -> None:
    opened, repo = _arriving(tmp_path, report_text({**BASE, 1: "tulips"}), report_text(HERS))
    _stopped(repo, "merge", "anna")
    assert _asked(opened) is SyncState.TOGETHER
    assert MARK in opened.answers[0]
    repo.git("merge", "--abort")
    assert _asked(opened) is SyncState.TOGETHER
    assert opened.answers == ["tulips", "peas and beans", "one bed"]
    assert not opened.session.is_dirty


@needs_git
def test_where_nobody_may_be_asked_a_stopped_merge_is_only_said(tmp_path: Path) -> None:
    opened, repo = _arriving(tmp_path, report_text({**BASE, 1: "tulips"}), report_text(HERS))
    opened.write(1, "tulips of mine")
    _stopped(repo, "merge", "anna")
    assert drive(opened.flows.changes.merge_external(ask=False)) is SyncState.OPEN
    assert opened.answers[0] == "tulips of mine"
    assert "also changed outside the editor: question 1." in opened.choosing.said[-1][0]


def test_markers_that_were_committed_are_decided_without_git(tmp_path: Path) -> None:
    """The version before both is not known then."""
    path = tmp_path / "README.md"
    answer = "We grew\n<<<<<<< HEAD\nbeans\n=======\npeas\n>>>>>>> anna\nthere"
    path.write_text(report_text({1: "roses", 2: answer, 3: "one"}), encoding="utf-8")
    opened = Opened(path)
    opened.resolve("theirs")
    [conflict] = opened.choosing.conflicts
    assert (conflict.number, conflict.ours, conflict.theirs) == (2, "We grew\nbeans\nthere", "We grew\npeas\nthere")
    assert opened.choosing.labels == [""]
    assert opened.answers == ["roses", "We grew\npeas\nthere", "one"]


def test_a_conflict_that_is_shown_in_a_code_block_is_none(tmp_path: Path) -> None:
    """An answer may be about conflicts."""
    path = tmp_path / "README.md"
    shown = "```\n<<<<<<< HEAD\nbeans\n=======\npeas\n>>>>>>> anna\n```"
    path.write_text(report_text({2: shown}), encoding="utf-8")
    opened = Opened(path)
    assert not opened.flows.mid_merge.has_conflicts
    before = opened.session.report.to_bytes()
    opened.resolve()
    assert (opened.choosing.conflicts, opened.session.report.to_bytes()) == ([], before)


def test_without_a_conflict_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(report_text(BASE), encoding="utf-8")
    opened = Opened(path)
    opened.resolve()
    assert opened.choosing.said == [("This report has no merge conflicts.", "info")]


def test_others_changes_elsewhere_come_in_while_one_answer_is_undecided(tmp_path: Path) -> None:
    """A save asks about that one alone, and replaces nothing before."""
    path = tmp_path / "README.md"
    path.write_text(report_text(BASE), encoding="utf-8")
    opened = Opened(path)
    opened.write(1, "tulips")
    path.write_text(report_text({1: "lilies", 2: "leeks", 3: "one bed"}, tasks="xx"), encoding="utf-8")
    assert drive(opened.flows.changes.merge_external(ask=False)) is SyncState.OPEN
    assert opened.answers == ["tulips", "leeks", "one bed"]
    assert all(task.done for task in opened.session.report.tasks)
    assert "question 1" in opened.told.said[-1][0]
    opened.write(3, "two beds")
    path.write_text(report_text({1: "lilies", 2: "onions", 3: "one bed"}, tasks="xx"), encoding="utf-8")
    assert drive(opened.flows.changes.merge_external(ask=False)) is SyncState.OPEN
    assert opened.answers == ["tulips", "onions", "two beds"]
    assert opened.save() is SyncState.TOGETHER
    assert opened.told.asked == ["conflict 1"]
    saved = [question.answer for question in Report.load(path).questions]
    assert saved == ["tulips\n\nlilies", "onions", "two beds"]


def test_others_changes_that_came_in_go_again_where_the_file_goes_back(tmp_path: Path) -> None:
    """What was typed here stays."""
    path = tmp_path / "README.md"
    path.write_text(report_text(BASE), encoding="utf-8")
    opened = Opened(path)
    opened.write(1, "tulips")
    path.write_text(report_text({1: "lilies", 2: "leeks", 3: "one bed"}), encoding="utf-8")
    drive(opened.flows.changes.merge_external(ask=False))
    path.write_text(report_text(BASE), encoding="utf-8")
    assert drive(opened.flows.changes.merge_external(ask=False)) is SyncState.TOGETHER
    assert opened.answers == ["tulips", "peas and beans", "one bed"]
    assert opened.save() is SyncState.TOGETHER
    assert (opened.told.asked, opened.answer(1), opened.answer(2)) == ([], "tulips", "peas and beans")


def test_the_other_side_is_called_by_name_and_time() -> None:
    assert OtherSide("in README.md").label == ""
    assert OtherSide("in README.md", "Anna").label == "Anna"
    assert OtherSide("in README.md", "Anna", 1_000_000_000).label.startswith("Anna, 0")
