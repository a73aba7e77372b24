"""What the editor says: how it sounds, how long it stays, and what it said before."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "plain", "wrong", "bad"]
"""`bad` is for work that is not safe: it stays until that is over. The others pass by: `wrong` is what could not be
done, `good` what was."""

STYLES: dict[Tone, str] = {
    "good": "$text-success",
    "plain": "$text",
    "wrong": "$text-error",
    "bad": "$text-error bold",
}

_KEPT = 200
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
        """How long it is to be read, if nothing takes it away before."""
        return max(_SECONDS, len(self.text) / _LETTERS_A_SECOND)


class MessageLog:
    """What was said, and what of it is shown now: what passes by over what stays."""

    def __init__(self) -> None:
        self._log: deque[Message] = deque(maxlen=_KEPT)
        self.passing: Message | None = None
        """What goes away by itself."""
        self.standing: Message | None = None
        """What stays: work is not safe."""

    @property
    def shown(self) -> Message | None:
        """What is to be shown now."""
        return self.passing or self.standing

    @property
    def said(self) -> Sequence[Message]:
        """What was said, the newest last; the same several times in a row once."""
        return tuple(self._log)

    def add(self, message: Message) -> None:
        """Show a message from now on, and keep it."""
        if message.tone == "bad":
            self.passing, self.standing = None, message
        else:
            self.passing = message
        if self._log and self._log[-1].text == message.text:
            self._log.pop()
        self._log.append(message)

    def take_back(self, text: str) -> None:
        """Show what was said with this text no more: it is not true any longer."""
        if self.passing and self.passing.text == text:
            self.passing = None
        if self.standing and self.standing.text == text:
            self.standing = None
