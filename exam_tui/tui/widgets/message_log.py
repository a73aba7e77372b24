"""What the editor says: in which tone, how long it stays, and what it said before."""

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from exam_tui.session.dialogue import Tone

STYLES: dict[Tone, str] = {
    "success": "$text-success",
    "info": "$text",
    "warning": "$text-error",
    "error": "$text-error bold",
    "critical": "$text-error bold",
}

STANDING: frozenset[Tone] = frozenset({"error", "critical"})
"""The tones of what stays; the rest passes: `warning` is what could not be done, `success` what was."""

_KEPT = 200
_MOST_STANDING = 3
"""At most so many messages at a time say that work is not safe: the newest."""
_SECONDS = 8.0
_LETTERS_A_SECOND = 12.0
"""Slow reading: a long message stays for longer."""


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """Something that was said. Two of them are never the same, even with the same text.

    Attributes:
        text: what was said, as it is shown; it may have several lines.
        tone: how it sounds.
        time: when, in seconds since 1970.

    """

    text: str
    tone: Tone
    time: float

    @property
    def seconds(self) -> float:
        """How long it takes to read, if nothing removes it before."""
        return max(_SECONDS, len(self.text) / _LETTERS_A_SECOND)


class MessageLog:
    """What was said, and what of it is shown now: the critical on top, and what goes away over what stays."""

    def __init__(self) -> None:
        self._log: deque[Message] = deque(maxlen=_KEPT)
        self.passing: Message | None = None
        """What passes after a while."""
        self.standing: tuple[Message, ...] = ()
        """What stays, each for its own reason: work is not safe. The critical one first; there is at most one."""

    @property
    def shown(self) -> Sequence[Message]:
        """What is to be shown now, from the top."""
        critical = [message for message in self.standing if message.tone == "critical"]
        return [*critical, self.passing] if self.passing else self.standing

    @property
    def said(self) -> Sequence[Message]:
        """What was said, the newest last; a message repeated in a row is there once."""
        return tuple(self._log)

    def add(self, message: Message) -> None:
        """Show a message from now on, and keep it."""
        if message.tone not in STANDING:
            self.passing = message
        elif message.text not in {other.text for other in self.standing}:
            self.passing = None
            self._stand(message)
        if self._log and self._log[-1].text == message.text:
            self._log.pop()
        self._log.append(message)

    def _stand(self, message: Message) -> None:
        critical = [other for other in self.standing if other.tone == "critical"]
        errors = [other for other in self.standing if other.tone != "critical"]
        first = [message] if message.tone == "critical" else [*critical, message]  # the newest first among its own
        self.standing = (*first, *errors)[:_MOST_STANDING]

    def dismiss(self, messages: Collection[Message]) -> None:
        """Stop showing messages: something else was done since, or the work that they spoke of is safe."""
        if self.passing in messages:
            self.passing = None
        self.standing = tuple(message for message in self.standing if message not in messages)

    def retract(self, text: str) -> None:
        """Stop showing what was said with this text: it is no longer true."""
        self.dismiss([message for message in (self.passing, *self.standing) if message and message.text == text])
