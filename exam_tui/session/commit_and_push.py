"""Handing in from inside: what is committed and pushed is shown, agreed to, run in the terminal, and told."""

import hashlib
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Final

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.report.report import Report
from exam_tui.core.text.escape import display
from exam_tui.core.text.words import plural
from exam_tui.desktop.terminal_program import EndedProgram, run_in_terminal
from exam_tui.errors import ExamTuiError, TerminalNotLentError
from exam_tui.git.commit.commit_plan import CommitPlan, plan_commit
from exam_tui.git.commit.contents import follow_hooks
from exam_tui.git.commit.own_git import own_command
from exam_tui.git.commit.push_failure import last_lines, push_failure
from exam_tui.git.hand_in.line import HandInLine, listed
from exam_tui.git.run import run_git
from exam_tui.session.dialogue import STAY, Agreed, Dialogue
from exam_tui.session.merging.external_changes import ExternalChanges
from exam_tui.session.session import Session
from exam_tui.storage.disk.read import read_file

_REFUSING: Final = ("pre-commit", "prepare-commit-msg", "commit-msg")
"""The hooks that can refuse a commit."""


@dataclass(slots=True)
class _Ran:
    """What came of the commands so far: the one that failed, and how, and whether the push was done."""

    failed: str = ""
    ended: EndedProgram | None = None
    is_pushed: bool = False


class CommitAndPush:
    """Commits and pushes the report of a session; `context_of` returns the check's context of a report."""

    def __init__(
        self,
        session: Session,
        dialogue: Dialogue,
        changes: ExternalChanges,
        context_of: Callable[[Report], CheckContext],
    ) -> None:
        self._context_of = context_of
        self._session = session
        self._dialogue = dialogue
        self._changes = changes

    async def pending(self, *, is_saved: bool) -> str:
        """Return what others do not have of the report, in one sentence; "" for nothing, or unknown.

        "" too where nothing can be done about it: in no repository, or where git refuses. What is not saved
        is in no commit.
        """
        plan = await self._dialogue.off_thread(self._plan)
        if isinstance(plan, HandInLine):
            return ""
        if plan.has_commit or not is_saved:
            return "The report is not committed."
        return f"The report is committed, but not pushed to {plan.push.target}." if plan.push and plan.has_push else ""

    async def run(self, save: Callable[[], Coroutine[None, None, bool]]) -> None:
        """Do it: save with `save` where something is not saved, show, ask, run, tell; again where that is wanted.

        `save` returns whether all words are in the file.
        """
        while True:
            if (self._session.is_dirty or self._changes.is_open) and not await save():
                return
            plan = await self._dialogue.off_thread(self._plan)
            if isinstance(plan, HandInLine):
                remedy = f": {plan.command}" if plan.command else "."
                self._dialogue.notify(f"{plan.text}{remedy}", "warning")
                return
            if not (plan.has_commit or plan.has_push):
                self._tell_nothing(plan)
                return
            agreed = await self._dialogue.propose(plan)
            if agreed is None:
                self._dialogue.notify(f"Nothing was {'committed' if plan.has_commit else 'pushed'}.")
                return
            if not await self._carry_out(plan, agreed):
                return

    def _plan(self) -> CommitPlan | HandInLine:
        path = self._session.path
        try:
            report = Report.from_bytes(read_file(path).data)
        except ExamTuiError as error:
            return HandInLine(ok=False, text=str(error).removesuffix("."))
        return plan_commit(path, self._context_of(report))

    def _tell_nothing(self, plan: CommitPlan) -> None:
        left_out = "".join(f" Left out: {text}." for text in plan.contents.left_out)
        if plan.push is None:
            note = next((line for line in plan.notes if line.command), None)
            self._dialogue.notify(
                f"Everything is committed.{left_out} {note.text}: {note.command}"
                if note
                else f"Everything is committed.{left_out}",
                "warning",
            )
        else:
            said = f"Everything is committed and pushed to {plan.push.target}.{left_out}"
            self._dialogue.notify(said, "warning" if left_out else "success")

    async def _carry_out(self, plan: CommitPlan, agreed: Agreed) -> bool:
        """Run the commands and tell what came of them; return whether to begin again."""
        before = await self._dialogue.off_thread(_commit_at, plan)
        files = await self._dialogue.off_thread(_contents, plan)
        ran = _Ran()
        try:
            await self._dialogue.in_terminal(lambda: _run(plan, agreed, ran))
        except TerminalNotLentError as error:
            commands = " && ".join(plan.lines(agreed.message))
            self._dialogue.notify(f"{error} You can run this yourself in {plan.root}: {commands}", "error")
            return False
        # A hook may have changed the report: its version is merged before anything is said.
        await self._changes.merge_external(ask=True)
        after = await self._dialogue.off_thread(_commit_at, plan)
        made = after if after != before else ""
        if plan.has_commit and not made:
            now = await self._dialogue.off_thread(_contents, plan)
            return await self._tell_refused(plan, ran, [name for name in files if now[name] != files[name]])
        await self._dialogue.off_thread(follow_hooks, plan.root, plan.contents.files)
        self._tell_done(plan, ran, made)
        return False

    async def _tell_refused(self, plan: CommitPlan, ran: _Ran, changed: list[str]) -> bool:
        """Say why nothing was committed; return whether to try again."""
        ended = ran.ended
        if ended is None:
            self._dialogue.notify("Not committed. Nothing is lost.", "error")
            return False
        hooks = [name for name in plan.commit_hooks if name in _REFUSING]
        if ended.is_interrupted:
            why = "it was stopped with Ctrl+C."
        elif ran.failed == "commit" and hooks:
            names = hooks[0] if len(hooks) == 1 else f"one of {', '.join(hooks)}"
            why = f"a hook of the repository rejected it ({names})."
        else:
            why = "git rejected it."
        if changed:
            why += (
                f" {listed(changed)} {'was' if len(changed) == 1 else 'were'} changed by the hook: review that first."
            )
        words = "" if ended.is_interrupted else "\n".join(map(display, last_lines(ended.said)))
        choice = await self._dialogue.ask(
            "\n\n".join(
                filter(None, [f"Not committed: {display(why)}", words, "Nothing is lost: the report is saved."])
            ),
            ((STAY, "Close"), ("again", "Try again")),
        )
        return choice == "again"

    def _tell_done(self, plan: CommitPlan, ran: _Ran, made: str) -> None:
        """Say what was committed and pushed, and what is left to do."""
        committed = f"Committed {made}" if made else ""
        target = plan.push.target if plan.push else ""
        also = [f"{line.text}: {line.command}" for line in plan.notes if line.command and line.about != "check"]
        if ran.is_pushed:
            text = f"{committed} and pushed to {target}." if made else f"Pushed to {target}."
            self._dialogue.notify(" ".join([text, *also]), "warning" if also else "success")
        elif ran.ended is None:  # nobody wanted it, or there is nowhere to
            left = also if plan.push is None else [f"It is not pushed yet. {self._dialogue.hints.hand_in}"]
            self._dialogue.notify(" ".join([f"{committed}.", *left]), "warning" if plan.push is None else "success")
        else:
            first = f"{committed}, but not pushed:" if made else "Not pushed:"
            if ran.ended.is_interrupted:
                why, remedy = "it was stopped with Ctrl+C.", "Nothing is lost."
            else:
                why, remedy = push_failure(ran.ended.said, target, plan.push_hooks)
            waits = plan.push.waiting if plan.push else None
            kept = "" if made or waits is None else f" {plural(waits, 'commit')} to push."
            said = f"{first} {display(why)} {remedy}{kept} {self._dialogue.hints.hand_in}"
            self._dialogue.notify(said, "warning")


def _run(plan: CommitPlan, agreed: Agreed, ran: _Ran) -> bool:
    """Run the commands in the terminal, each where the ones before it went well; return whether all did."""
    steps = plan.commit_steps(agreed.message) + (plan.push_steps() if agreed.push else [])
    for words in steps:
        try:
            command = own_command(plan.root, words)
            sys.stdout.write(f"$ {command.shown}\n")
            sys.stdout.flush()
            ended = run_in_terminal(command.arguments, command.folder, command.environment)
        except (ExamTuiError, OSError, ValueError) as error:
            ended = EndedProgram(1, f"fatal: {error}")
        if ended.code != 0:
            ran.failed, ran.ended = words[0], ended
            return False
        ran.is_pushed = words[0] == "push"
    return True


def _commit_at(plan: CommitPlan) -> str:
    """Return the short id of the last commit, "" where there is none."""
    return (run_git(plan.root, "rev-parse", "--short", "--verify", "--quiet", "HEAD") or b"").decode().strip()


def _contents(plan: CommitPlan) -> dict[str, str]:
    """Return a digest of each file that the commit takes, "" for one that cannot be read."""
    found: dict[str, str] = {}
    for name in plan.contents.files:
        try:
            with (plan.root / name).open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            found[name] = ""
    return found
