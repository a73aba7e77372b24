"""The editor as the flows of a session see it: questions are screens, and what waits for a disk is on a thread."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from exam_tui.session.dialogue import Agreed, Chosen, Hints, MergeOutcome, PendingRecovery, RecoveryOutcome, Tone
from exam_tui.tui.editor.protocol import EditorView
from exam_tui.tui.editor.refresh import refresh_answers
from exam_tui.tui.keys.keymap import main_key

if TYPE_CHECKING:
    from exam_tui.core.merge.result import Conflict
    from exam_tui.core.report.question import Question
    from exam_tui.git.commit.commit_plan import CommitPlan
    from exam_tui.session.merging.other_side import OtherSide
    from exam_tui.storage.lock.lock import LockHolder

P = ParamSpec("P")
T = TypeVar("T")


def set_read_only(editor: EditorView, *, read_only: bool) -> None:
    """Let nothing be changed in the editor, or everything again."""
    editor.keep()
    editor.is_read_only = editor.answer.read_only = read_only
    editor.follow()


class ScreenDialogue:
    """Asks and tells on the editor's screen; see `Dialogue`.

    `touched` is called when the report has changed, `lend_terminal` with what programs are to run in the terminal.
    """

    def __init__(
        self,
        editor: EditorView,
        *,
        touched: Callable[[], None],
        being_written: Callable[["tuple[Question, str] | None"], None],
        lend_terminal: Callable[[Callable[[], bool]], bool],
    ) -> None:
        self._editor = editor
        self.hints = Hints(
            decide="You will be asked when you save.",
            take_over=f"{main_key('take_over')} takes over.",
            replace_page=f"“Write report.html now” in {main_key('palette')} replaces it",
            hand_in=f"“Commit and push” in {main_key('palette')} does it.",
            resolve=f"{main_key('resolve_conflicts')} in the list, or {main_key('palette')} resolve.",
            bring_back=f"{main_key('restore')} in its question brings it back.",
            before_page="Saved.",
        )
        self._touched = touched
        self._being_written = being_written
        self._lend_terminal = lend_terminal
        self._is_kept = True
        """Whether the session has what is in the pane: some text cannot be kept in a file."""
        self._held_back = ""
        """Why nothing can be saved here, as it was said."""
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, question: str, choices: Sequence[tuple[str, str]]) -> str | None:
        """Put a question; whoever closes it takes the first choice."""
        from exam_tui.tui.screens.dialogs.confirm import Confirm

        await self._editor.typing.wait_for_rest()  # no key has asked for this
        dialog = Confirm(question, choices, gives_way=self._gives_way())
        answer = await self._editor.app.push_screen_wait(dialog)
        self._is_kept = self._editor.keep()
        return answer or choices[0][0]

    def _gives_way(self) -> Callable[[str], object] | None:
        """Return what takes the keys that were typed before a dialog is open; None where no answer is written."""
        return self._editor.answer.insert if self._editor.answer.has_focus else None

    async def resolve(self, conflict: "Conflict", other: "OtherSide") -> str | None:
        """Show both texts beside each other; what is written of them is kept meanwhile."""
        from exam_tui.tui.screens.dialogs.conflict import ConflictScreen

        editor = self._editor
        await editor.typing.wait_for_rest()
        question = next((found for found in editor.session.report.questions if found.number == conflict.number), None)

        def keep(text: str) -> None:
            if question:
                self._being_written((question, text))

        limits = question.limits if question else None
        try:
            screen = ConflictScreen(conflict, other, limits, typed=keep, gives_way=self._gives_way())
            return await editor.app.push_screen_wait(screen)
        finally:
            self._being_written(None)
            self._is_kept = editor.keep()
            editor.check()  # of what is decided, once that is in the report

    async def offer(self, found: PendingRecovery) -> Chosen | None:
        """Show each answer beside what is there now."""
        from exam_tui.tui.screens.dialogs.recovery import RecoveryScreen

        when = time.strftime("%d %b %H:%M", time.localtime(found.recovery.time))
        await self._editor.typing.wait_for_rest()
        screen = RecoveryScreen(found.offers, [*found.ticks, *found.lost_ticks], when, self._gives_way())
        chosen = await self._editor.app.push_screen_wait(screen)
        self._is_kept = self._editor.keep()
        return chosen

    async def propose(self, plan: "CommitPlan") -> Agreed | None:
        """Show it in a dialog: what is committed, the message to be changed, every command, and the choices."""
        from exam_tui.tui.screens.dialogs.commit import CommitScreen

        agreed = await self._editor.app.push_screen_wait(CommitScreen(plan))
        self._is_kept = self._editor.keep()
        return agreed

    async def in_terminal(self, run: Callable[[], bool]) -> None:
        """Leave the screen to the programs; where one of them fails, its words stay until they are read."""
        from exam_tui.desktop.terminal_program import wait_for_enter

        def run_and_wait() -> bool:
            is_fine = run()
            if not is_fine:
                wait_for_enter("\nPress Enter to return to exam-tui. ")
            return is_fine

        self._lend_terminal(run_and_wait)
        self._is_kept = self._editor.keep()

    def notify(self, message: str, tone: Tone = "info") -> None:
        """Say it in the line above the keys."""
        self._editor.show_message(message, tone)

    def set_holder(self, holder: "LockHolder | None", *, is_new: bool = False) -> None:  # noqa: ARG002 - said the same
        """Let nothing be changed, and say so: the header says read-only as long as it is so."""
        editor = self._editor
        set_read_only(editor, read_only=holder is not None)
        editor.key_bar.retract(self._held_back)
        if holder:
            since = time.strftime("%H:%M", time.localtime(holder.since))
            said = f"Read-only: open in another editor since {since} ({holder.where}). {self.hints.take_over}"
            # What was typed here cannot be saved until one writes again.
            editor.show_message(said, "error" if editor.session.is_dirty else "warning")
            self._held_back = said

    def retract(self, message: str) -> None:
        """Take it out of the line above the keys."""
        self._editor.key_bar.retract(message)

    async def off_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function on another thread; one goes on typing meanwhile."""
        try:
            return await asyncio.to_thread(function, *args, **kwargs)
        finally:
            self._is_kept = self._editor.keep()

    def in_background(self, coroutine: Coroutine[None, None, None]) -> None:
        """Run it in a task of its own: who no longer waits for it does not end it."""
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def refresh(self, outcome: MergeOutcome | RecoveryOutcome | None = None) -> None:
        """Bring pane, list and header up to date, and say what came from elsewhere."""
        editor, moved = self._editor, ""
        if self._is_kept:
            moved = refresh_answers(editor, outcome.before if isinstance(outcome, MergeOutcome) else None)
        if isinstance(outcome, MergeOutcome):
            if said := _merged_words(editor.session.path.name, moved, outcome):
                editor.show_message(said)
        elif outcome:
            if outcome.place:
                index, row, column = outcome.place
                editor.show(index)
                editor.answer.go_to(row, column)
            editor.show_message(_brought_back_words(outcome), "success")
        editor.follow()
        if outcome:
            editor.check()  # what came from elsewhere may have brought problems, or taken some away
        self._touched()


def _merged_words(name: str, moved: str, merged: MergeOutcome) -> str:
    """Return what was merged from a file; `moved` is the sentence about the question shown."""
    from exam_tui.core.text.words import plural
    from exam_tui.session.merging.change import question_words

    parts = [question_words(merged.answers)] if merged.answers else []
    parts += [plural(merged.ticks, "tick")] if merged.ticks else []
    parts += ["the template's text"] if merged.is_template else []
    came = f"Merged from {name}: {', '.join(parts)}." if parts else ""
    if merged.is_blank:
        came = (
            f"{name} is now a blank template. Your answers and ticks were carried over: save with {main_key('save')}."
        )
    return " ".join(filter(None, [came, moved, *(f"{note[:1].upper()}{note[1:]}." for note in merged.notes)]))


def _brought_back_words(outcome: RecoveryOutcome) -> str:
    from exam_tui.core.text.words import plural

    counted = ((outcome.answers, "answer"), (outcome.ticks, "tick"))
    brought = " and ".join(plural(count, name) for count, name in counted if count)
    notes = [f"Brought back {brought}." if brought else ""]
    notes.append(f"{plural(outcome.left_out, 'answer')} not brought back." if outcome.left_out else "")
    notes.append(f"{outcome.gone} no longer had a place in the file." if outcome.gone else "")
    notes.append(f"Save with {main_key('save')}." if brought else "")
    notes.append("" if outcome.is_all else "exam-tui history has the rest.")
    return " ".join(filter(None, notes))
