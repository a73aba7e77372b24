"""The editor as the flows of a session see it: questions are screens, and what waits for a disk is on a thread."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from exam_tui.session.dialogue import Hints, Tone
from exam_tui.session.saving import Saving
from exam_tui.tui.editor.autosave import RecoveryCommands

if TYPE_CHECKING:
    from exam_tui.core.merge.result import Conflict
    from exam_tui.session.dialogue import MergeOutcome

P = ParamSpec("P")
T = TypeVar("T")

# So long a hook may hold back what was saved before anything is said: the file comes back when it has ended.
_HOOK_SECONDS = 10.0


class ScreenDialogue:
    """Asks and tells on the editor's screen; see `Dialogue`."""

    hints = Hints(
        decide="You are asked when you save.",
        replace_page="“Write report.html now” in ^p replaces it",
        before_page="Saved.",
    )

    def __init__(self, editor: RecoveryCommands) -> None:
        self._editor = editor
        self._is_kept = True
        """Whether the session has what is in the pane: some text cannot be kept in a file."""
        self._tasks: set[asyncio.Task[None]] = set()
        settings = editor.settings
        self.saving = Saving(
            editor.session, self, page=settings.html, in_git=settings.html_in_git, patience=_HOOK_SECONDS
        )

    async def ask(self, question: str, choices: Sequence[tuple[str, str]]) -> str | None:
        """Put a question; whoever closes it, or goes on typing, takes the first choice."""
        answer = await self._editor.ask_by_itself(question, choices)
        self._is_kept = self._editor.keep()
        return answer or choices[0][0]

    async def resolve(self, conflict: "Conflict", where: str) -> str | None:
        """Show both texts beside each other."""
        text = await self._editor.decided(conflict, where)
        self._is_kept = self._editor.keep()
        return text

    def notify(self, message: str, tone: Tone = "info") -> None:
        """Say it in the line above the keys."""
        self._editor.show_message(message, tone)

    def retract(self, message: str) -> None:
        """Take it out of that line."""
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

    def refresh(self, merged: "MergeOutcome | None" = None) -> None:
        """Bring pane, list and header up to date, and say what came from outside."""
        editor = self._editor
        editor.is_file_other = self.saving.changes.is_open
        moved = ""
        if self._is_kept:
            moved = editor.refresh_answers(merged.before if merged else None)
        editor.follow()
        editor.touched()
        if merged and (said := " ".join(filter(None, _merged_words(editor.session.path.name, moved, merged)))):
            editor.show_message(said)


def _merged_words(name: str, moved: str, merged: "MergeOutcome") -> Sequence[str]:
    """Return sentences on what was taken from a file; `moved` is what is said of the question that is shown."""
    from exam_tui.core.text.words import plural
    from exam_tui.session.external_changes import question_words

    parts = [question_words(merged.answers)] if merged.answers else []
    parts += [plural(merged.ticks, "tick")] if merged.ticks else []
    parts += ["the template's text"] if merged.is_template else []
    came = f"Taken from {name}, changed outside: {', '.join(parts)}." if parts else ""
    if merged.is_blank:
        came = f"{name} is a blank template now. Your answers and ticks moved over: save with ^s."
    return [came, moved, *(f"{note[:1].upper()}{note[1:]}." for note in merged.notes)]
