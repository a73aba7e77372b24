"""Committing and pushing from inside, with a script in place of the user, real git and a real remote."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from exam_tui.cli.plain.dialogue import drive
from exam_tui.core.findings.context import CheckContext
from exam_tui.errors import TerminalNotLentError
from exam_tui.git.commit.commit_plan import CommitPlan
from exam_tui.session.dialogue import STAY, Agreed, SyncState, Tone
from exam_tui.session.merging import external_changes
from exam_tui.session.open_report import OpenReport
from exam_tui.session.session import Session
from tests.behaviour.stateful.scripted import Script
from tests.git.commit.planning import files_of
from tests.git.hand_in.asking import OTHER
from tests.repos import NAME, Repo, needs_git, own_settings_only

pytestmark = needs_git
needs_sh = pytest.mark.skipif(os.name == "nt", reason="the hook is a shell script")


@dataclass
class Wishes:
    """What the user agrees to, time after time; nothing more once these are over."""

    agreed: list[Agreed | None] = field(default_factory=lambda: [Agreed("Mine", push=True)])
    again: bool = False


class Student(Script):
    """A script that agrees, and notes what it is shown, asked and told."""

    def __init__(self, wishes: Wishes) -> None:
        super().__init__([], lambda _: True)
        self.wishes = wishes
        self.shown: list[CommitPlan] = []
        self.asked: list[str] = []
        self.said: list[tuple[str, Tone]] = []
        self.has_terminal = True

    async def ask(self, question: str, choices: Sequence[tuple[str, str]]) -> str | None:
        self.asked.append(question)
        assert [key for key, _ in choices] == [STAY, "again"]
        return "again" if self.wishes.again else STAY

    async def propose(self, plan: CommitPlan) -> Agreed | None:
        self.shown.append(plan)
        return self.wishes.agreed.pop(0) if self.wishes.agreed else None

    async def in_terminal(self, run: Callable[[], bool]) -> None:
        if not self.has_terminal:
            raise TerminalNotLentError("This terminal cannot run another program.")
        run()

    def notify(self, message: str, tone: Tone = "info") -> None:
        self.said.append((message, tone))


class Open:
    """A report of a repository that is open, and the student before it."""

    def __init__(self, repo: Repo, wishes: Wishes | None = None, *, answer: str = "") -> None:
        self.repo = repo
        self.student = Student(wishes or Wishes())
        self.session = Session.open(repo.root / NAME)
        self.flows = OpenReport(self.session, self.student, page=False, in_git=False)
        drive(self.flows.ownership.begin())
        if answer:
            self.session.set_answer(4, answer)

    async def _save(self) -> bool:
        return await self.flows.saving.save() is SyncState.TOGETHER

    def hand_in(self) -> tuple[str, Tone]:
        """Commit and push; return what was said last."""
        drive(self.flows.commit_and_push(CheckContext).run(self._save))
        return self.student.said[-1]

    def pending(self) -> str:
        return drive(self.flows.commit_and_push(CheckContext).pending(is_saved=not self.session.is_dirty))


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    own_settings_only(monkeypatch)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(external_changes, "_SETTLE_SECONDS", 0.0)
    made = Repo.with_report(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made


def _head(repo: Repo) -> str:
    return repo.git("rev-parse", "--short", "HEAD").strip()


def _hook(repo: Repo, name: str, text: str) -> None:
    repo.write(f".git/hooks/{name}", f"#!/bin/sh\n{text}\n").chmod(0o755)


def _push_by_another(repo: Repo, answers: dict[int, str]) -> None:
    """Have somebody else push, of which nothing is known here."""
    other = Repo(repo.root.with_name("other"))
    repo.git("clone", "--quiet", str(repo.root.with_name("project-origin.git")), str(other.root))
    other.answer(answers)
    other.commit("theirs")
    other.git("push", "--quiet")


def test_what_is_not_saved_is_saved_committed_with_the_message_and_pushed(repo: Repo) -> None:
    opened = Open(repo, answer=OTHER)
    assert opened.pending() == "The report is not committed."
    assert opened.hand_in() == (f"Committed {_head(repo)} and pushed to origin/main.", "success")
    assert not opened.session.is_dirty
    assert (files_of(repo), repo.git("log", "-1", "--format=%s").strip()) == ([NAME], "Mine")
    assert repo.git("rev-parse", "origin/main") == repo.git("rev-parse", "HEAD")
    assert opened.pending() == ""
    assert opened.hand_in() == ("Everything is committed and pushed to origin/main.", "success")
    assert len(opened.student.shown) == 1, "there was nothing to show"


def test_nothing_is_done_where_nothing_is_agreed_to(repo: Repo) -> None:
    before = _head(repo)
    opened = Open(repo, Wishes([None]))
    opened.session.set_answer(4, OTHER)
    assert opened.hand_in() == ("Nothing was committed.", "info")
    assert _head(repo) == before
    assert repo.git("diff", "--cached", "--name-only") == ""


def test_a_commit_without_a_push_says_that_it_waits_and_the_next_time_the_push_alone_is_offered(repo: Repo) -> None:
    opened = Open(repo, Wishes([Agreed("Mine", push=False), Agreed("", push=True)]))
    opened.session.set_answer(4, OTHER)
    said, tone = opened.hand_in()
    assert (said.strip(), tone) == (f"Committed {_head(repo)}. It is not pushed yet.", "success")
    assert opened.pending() == "The report is committed, but not pushed to origin/main."
    assert opened.hand_in() == ("Pushed to origin/main.", "success")
    assert not opened.student.shown[1].has_commit


def test_what_is_not_saved_and_cannot_be_is_not_committed(repo: Repo) -> None:
    opened = Open(repo, answer=OTHER)
    (repo.root / NAME).unlink()
    opened.student.answers = opened.student.answers.__class__(anew=False)
    opened.student.wishes.agreed.clear()

    async def refuse() -> bool:
        return False

    drive(opened.flows.commit_and_push(CheckContext).run(refuse))
    assert not opened.student.shown
    assert opened.session.is_dirty


def test_a_refusal_is_said_with_what_to_do(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--detach")
    opened = Open(repo, answer=OTHER)
    said, tone = opened.hand_in()
    assert "not on a branch" in said
    assert said.endswith("git switch main && git merge 'HEAD@{1}'")
    assert tone == "warning"
    assert opened.pending() == ""


def test_without_a_remote_the_commit_is_made_and_the_way_on_is_said(repo: Repo) -> None:
    repo.git("remote", "remove", "origin")
    opened = Open(repo, answer=OTHER)
    said, tone = opened.hand_in()
    assert said == (
        f"Committed {_head(repo)}. There is no remote to push to: only you will have the report: "
        "git remote add origin ADDRESS"
    )
    assert tone == "warning"


def test_without_a_terminal_to_lend_the_commands_are_said(repo: Repo) -> None:
    opened = Open(repo)
    opened.student.has_terminal = False
    opened.session.set_answer(4, OTHER)
    said, _ = opened.hand_in()
    assert said.endswith(f"in {repo.root}: git commit --only -m Mine -- {NAME} && git push")


# Pushes that fail: the commit stays


def test_a_push_that_came_second_says_to_pull_and_works_after_that(repo: Repo) -> None:
    _push_by_another(repo, {5: "Theirs."})
    opened = Open(repo, Wishes([Agreed("Mine", push=True), Agreed("", push=True)]))
    opened.session.set_answer(4, OTHER)
    said, tone = opened.hand_in()
    assert said.startswith(
        f"Committed {_head(repo)}, but not pushed: origin/main has commits that you do not have: somebody pushed first."
        " Run git pull --no-rebase"
    )
    assert tone == "warning"
    repo.git("pull", "--quiet", "--no-rebase", "--no-edit")
    assert opened.hand_in() == ("Pushed to origin/main.", "success")
    assert opened.session.report.question(5).answer == "Theirs."


@needs_sh
def test_a_push_that_the_remote_forbids_gives_its_reason(repo: Repo) -> None:
    hook = repo.root.with_name("project-origin.git") / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no pushes after midnight >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    opened = Open(repo, answer=OTHER)
    said, _ = opened.hand_in()
    assert "but not pushed: The remote rejected it (pre-receive hook declined)." in said


def test_a_remote_that_is_not_there_is_told_in_gits_words(repo: Repo) -> None:
    shutil.rmtree(repo.root.with_name("project-origin.git"))
    opened = Open(repo, answer=OTHER)
    said, _ = opened.hand_in()
    assert "but not pushed: git says: Could not read from remote repository. Fix that, then push again." in said


@needs_sh
def test_a_hook_that_refuses_the_push_is_named(repo: Repo) -> None:
    _hook(repo, "pre-push", "exit 1")
    opened = Open(repo, answer=OTHER)
    said, _ = opened.hand_in()
    assert "but not pushed: The hook pre-push refused it." in said


# Hooks


@needs_sh
def test_a_hook_that_refuses_is_named_and_nothing_is_lost(repo: Repo) -> None:
    _hook(repo, "pre-commit", "echo 'a large file' >&2; exit 1")
    before = _head(repo)
    opened = Open(repo, answer=OTHER)
    opened.hand_in()
    (asked,) = opened.student.asked
    assert asked.startswith("Not committed: a hook of the repository rejected it (pre-commit).\n\na large file\n\n")
    assert _head(repo) == before
    assert Session.open(repo.root / NAME).report.question(4).answer == OTHER


@needs_sh
def test_what_a_refusing_hook_made_of_the_report_is_taken_in_and_committed_the_next_time(repo: Repo) -> None:
    """As pre-commit does, which formats the files and refuses once."""
    _hook(
        repo, "pre-commit", f"grep -q cooked {NAME} && exit 0; sed -i.bak s/raw/cooked/ {NAME}; rm {NAME}.bak; exit 1"
    )
    opened = Open(repo, Wishes([Agreed("Mine", push=True), Agreed("Mine", push=True)], again=True))
    opened.session.set_answer(4, OTHER)
    said, _ = opened.hand_in()
    (asked,) = opened.student.asked
    assert f"{NAME} was changed by the hook" in asked
    assert opened.session.report.question(4).answer == OTHER.replace("raw", "cooked")
    assert said == f"Committed {_head(repo)} and pushed to origin/main."
    assert "cooked" in repo.git("show", f"HEAD:{NAME}")


@needs_sh
def test_what_a_hook_stages_of_the_report_is_in_the_commit_and_in_the_next_one(repo: Repo) -> None:
    """Git's own list would take it back otherwise, as the commit names its files."""
    _hook(repo, "pre-commit", f"sed -i.bak s/raw/cooked/ {NAME}; rm {NAME}.bak; git add {NAME}")
    opened = Open(repo, answer=OTHER)
    said, _ = opened.hand_in()
    assert said == f"Committed {_head(repo)} and pushed to origin/main."
    assert "cooked" in repo.git("show", f"HEAD:{NAME}")
    assert "cooked" in opened.session.report.question(4).answer
    assert repo.git("status", "--porcelain") == ""


def test_gits_own_refusal_is_told_in_its_words(repo: Repo) -> None:
    repo.write(".git/index.lock", "")
    opened = Open(repo, answer=OTHER)
    opened.hand_in()
    (asked,) = opened.student.asked
    assert "index.lock" in asked


@needs_sh
def test_nothing_that_git_says_reaches_the_screen_raw(repo: Repo) -> None:
    hook = repo.root.with_name("project-origin.git") / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nprintf 'error: \\033]0;title\\007' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    opened = Open(repo, answer=OTHER)
    said, _ = opened.hand_in()
    assert "\x1b" not in said
