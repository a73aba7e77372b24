"""The plain line mode as the flows of a session see it: questions are lines with numbered answers."""

import time
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from exam_tui.cli.counted import number_of
from exam_tui.cli.plain.console import Console
from exam_tui.cli.plain.wording import difference_lines
from exam_tui.desktop.terminal_program import terminal_given_back
from exam_tui.git.commit.plan_words import plan_sections
from exam_tui.session.crash_recovery import KEPT_WORDS
from exam_tui.session.dialogue import STAY, Agreed, Chosen, Hints, MergeOutcome, PendingRecovery, RecoveryOutcome, Tone

if TYPE_CHECKING:
    from exam_tui.core.merge.edits import RecoveryOffer
    from exam_tui.core.merge.result import Conflict
    from exam_tui.core.report.report import Report
    from exam_tui.git.commit.commit_plan import CommitPlan
    from exam_tui.session.merging.other_side import OtherSide
    from exam_tui.session.session import Session
    from exam_tui.storage.lock.lock import LockHolder

P = ParamSpec("P")
T = TypeVar("T")


def drive(coroutine: Coroutine[None, None, T]) -> T:
    """Run a flow to its end: nothing is done meanwhile, so that it never suspends."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise AssertionError("a flow of the plain mode waits for somebody")


class Place(Protocol):
    """Where the user is in the report."""

    @property
    def session(self) -> "Session":
        """The report."""

    def resolve(self, conflict: "Conflict", other: "OtherSide") -> str | None:
        """Say both texts and return which to take; None to decide later."""

    def follow(self, before: "Report") -> None:
        """Stay at the same question of a report that was `before` another one."""

    def keep(self) -> None:
        """Keep for recovery what is not saved."""


class PlainDialogue:
    """Asks and tells line by line; see `Dialogue`."""

    hints = Hints(
        decide="Nothing is lost. Type decide to resolve it; save asks too.",
        take_over="Type takeover to take over.",
        replace_page="type page to replace it",
        hand_in="Type commit to do it.",
        resolve="Type decide to be asked again.",
    )

    def __init__(self, console: Console, place: Place) -> None:
        self._console = console
        self._place = place

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

    async def resolve(self, conflict: "Conflict", other: "OtherSide") -> str | None:
        """Say both texts and ask which to take."""
        return self._place.resolve(conflict, other)

    async def offer(self, found: PendingRecovery) -> Chosen | None:
        """Say each answer and all ticks, and ask whether to bring them back."""
        when = time.strftime("%d %b %H:%M", time.localtime(found.recovery.time))
        self._console.say(f"Unsaved work found, typed {when}.")
        answers = [offer.edit for offer in found.offers if self._is_wanted(offer)]
        return Chosen(answers, found.ticks if self._are_wanted(found) else ())

    def _is_wanted(self, offer: "RecoveryOffer") -> bool:
        number = offer.edit.number
        before = offer.question.answer if offer.question else ""
        self._console.say(f"Question {number}, {number_of(len(offer.edit.text.split()), 'word')}:")
        for line in difference_lines(before, offer.edit.text if offer.is_free else offer.merged or offer.edit.text):
            self._console.say(line)
        if offer.question is None:
            self._console.say(f"Question {number} is no longer in the file.")
            return False
        if not offer.is_free and offer.merged is not None:
            self._console.say("The answer also changed in the file. Both changes are merged.")
        elif not offer.is_free:
            self._console.say("The answer also changed in the file, in the same place. You will be asked.")
        return self._console.choose(f"Bring question {number} back?", ("Bring it back", "Skip it")) == 0

    def _are_wanted(self, found: PendingRecovery) -> bool:
        for tick in found.lost_ticks:
            self._console.say(f"A task is no longer in the file: {tick.text}")
        if not found.ticks:
            return False
        self._console.say(f"{number_of(len(found.ticks), 'tick')}:")
        for tick in found.ticks:
            self._console.say(f"{'done' if tick.done else 'open'}: {tick.text}")
        return self._console.choose("Bring the ticks back?", ("Bring them back", "Skip them")) == 0

    async def propose(self, plan: "CommitPlan") -> Agreed | None:
        """Say what is committed, and every command; ask whether to do it, and for another message."""
        message = plan.message
        for heading, lines in plan_sections(plan):
            self._console.say(f"{heading}: {'; '.join(lines)}.")
        while True:
            if plan.has_commit:
                self._console.say(f"Message: {message}")
            self._console.say(f"Commands to run in {plan.root}:")
            for line in plan.lines(message):
                self._console.say(line)
            choices = _choices(plan)
            chosen = self._console.choose("Run them?", [title for _, title in choices])
            key = "close" if chosen is None else choices[chosen][0]
            if key == "message":
                message = self._console.read("Message: ").strip() or message
            else:
                return None if key == "close" else Agreed(message, push=key == "push")

    async def in_terminal(self, run: Callable[[], bool]) -> None:
        """Run it here: what is said stays to be read."""
        with terminal_given_back():
            run()

    def notify(self, message: str, tone: Tone = "info") -> None:
        """Say what was done on stdout, and what is wrong on stderr."""
        if tone in {"info", "success"}:
            self._console.say(message)
        else:
            self._console.out.talk(message)

    def set_holder(self, holder: "LockHolder | None", *, is_new: bool = False) -> None:
        """Say who writes the report, where that is another editor."""
        if holder is None:
            return
        session = self._place.session
        where = f"({holder.where}, since {time.strftime('%H:%M', time.localtime(holder.since))})"
        said = f"{session.path.name} is open in another editor {where}."
        if is_new:
            said = f"Another editor took over {session.path.name} {where}."
            said += " Your unsaved text is kept for recovery." if session.is_dirty else ""
        self._console.say(f"{said} It is read-only here. {self.hints.take_over}")

    def retract(self, message: str) -> None:
        """Leave what was said: nobody takes back a line."""

    async def off_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function here: nobody types meanwhile."""
        return function(*args, **kwargs)

    def in_background(self, coroutine: Coroutine[None, None, None]) -> None:
        """Run it at once."""
        drive(coroutine)

    def refresh(self, outcome: MergeOutcome | RecoveryOutcome | None = None) -> None:
        """Stay at the same question, keep what is not saved, and say what came from elsewhere."""
        if isinstance(outcome, MergeOutcome):
            self._say_merged(outcome)
            self._place.follow(outcome.before)
        elif outcome:
            self._say_brought_back(outcome)
        self._place.keep()

    def _say_merged(self, merged: MergeOutcome) -> None:
        parts = [f"question {', '.join(map(str, merged.answers))}"] if merged.answers else []
        parts += [number_of(merged.ticks, "tick")] if merged.ticks else []
        parts += ["the template's text"] if merged.is_template else []
        if parts:
            self._console.say(f"Merged from the file: {', '.join(parts)}.")
        if merged.is_blank:
            self._console.say(
                "The file is now a blank template. Your answers and ticks were carried over; type save to write them."
            )
        if merged.is_template:
            self._console.say("The questions changed. Your answers stayed with theirs.")
        for note in merged.notes:
            self._console.say(f"{note[:1].upper()}{note[1:]}.")

    def _say_brought_back(self, outcome: RecoveryOutcome) -> None:
        parts = [number_of(outcome.answers, "answer")] if outcome.answers else []
        parts += [number_of(outcome.ticks, "tick")] if outcome.ticks else []
        if parts:
            self._console.say(f"Brought back: {', '.join(parts)}. Not saved yet.")
        if not outcome.is_all:
            self._console.say(f"{'The rest' if parts else 'It'} was not brought back. {KEPT_WORDS}")


def _choices(plan: "CommitPlan") -> list[tuple[str, str]]:
    """Return what can be done with a plan, the usual one first."""
    choices = [("push", "Commit and push" if plan.has_commit else "Push")] if plan.push else []
    if plan.has_commit:
        choices += [("commit", "Commit without pushing"), ("message", "Write another message")]
    return [*choices, ("close", "Not now")]
