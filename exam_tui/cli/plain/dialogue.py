"""The plain line mode as the flows of a session see it: questions are lines with numbered answers."""

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from exam_tui.cli.counted import number_of
from exam_tui.cli.plain.state import PlainState
from exam_tui.session.dialogue import STAY, Hints, Tone

if TYPE_CHECKING:
    from exam_tui.core.merge.result import Conflict
    from exam_tui.session.dialogue import MergeOutcome

P = ParamSpec("P")
T = TypeVar("T")


def run(coroutine: Coroutine[None, None, T]) -> T:
    """Run a flow to its end: nothing is done meanwhile, so that it never suspends."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise AssertionError("a flow of the plain mode waits for somebody")


class PlainDialogue:
    """Asks and tells line by line; see `Dialogue`."""

    hints = Hints(
        decide="Nothing is lost. Type decide to choose; save asks too.", replace_page="type page to replace it"
    )

    def __init__(self, state: PlainState) -> None:
        self._state = state
        self._console = state.console

    async def ask(self, question: str, choices: Sequence[tuple[str, str]]) -> str | None:
        """Put a question; what leaves all as it is comes last, and does so where nothing is chosen."""
        listed = sorted(choices, key=lambda choice: choice[0] == STAY)
        keys: list[str | None] = [key for key, _ in listed]
        titles = [title for _, title in listed]
        if STAY not in keys:
            keys.append(None)
            titles.append("Later")
        chosen = self._console.choose(question.replace("\n\n", "\n"), titles)
        return keys[-1 if chosen is None else chosen]

    async def resolve(self, conflict: "Conflict", where: str) -> str | None:
        """Say both texts and ask which to take."""
        return self._state.resolve(conflict, where)

    def notify(self, message: str, tone: Tone = "info") -> None:
        """Say what was done on stdout, and what is wrong on stderr."""
        if tone in {"info", "success"}:
            self._console.say(message)
        else:
            self._console.out.talk(message)

    def retract(self, message: str) -> None:
        """Leave what was said: nobody takes back a line."""

    async def off_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function here: nobody types meanwhile."""
        return function(*args, **kwargs)

    def in_background(self, coroutine: Coroutine[None, None, None]) -> None:
        """Run it at once."""
        run(coroutine)

    def refresh(self, merged: "MergeOutcome | None" = None) -> None:
        """Stay at the same question, keep what is not saved, and say what came from outside."""
        if merged:
            self._say_merged(merged)
            self._state.follow(merged.before)
        self._state.keep()

    def _say_merged(self, merged: "MergeOutcome") -> None:
        parts = [f"question {', '.join(map(str, merged.answers))}"] if merged.answers else []
        parts += [number_of(merged.ticks, "tick")] if merged.ticks else []
        self._console.say(f"Changed outside, and taken in: {', '.join(parts) or 'other text'}.")
        if merged.is_blank:
            self._console.say("It is a blank template now. Your answers and ticks moved over; type save to write them.")
        if merged.is_template:
            self._console.say("The questions are others now. Your answers are at the same questions as before.")
        for note in merged.notes:
            self._console.say(f"{note[:1].upper()}{note[1:]}.")
