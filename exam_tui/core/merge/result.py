"""The result of a merge: what is resolved, and the conflicts that are open, to be resolved one by one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Conflict:
    """What each side changed in another way: an answer, or lines outside answers.

    Attributes:
        number: the question's number; None for lines outside answers, or of a file that is not a report.
        occurrence: how many questions before it have the same number, or how many other such lines are before it.
        base: the answer, or the lines, before both changes; LF line ends, "" for none.
        ours: the same on our side, whole.
        theirs: the same on their side, whole.

    """

    number: int | None
    occurrence: int
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Hole:
    """A conflict's place in the result: what stands there with markers, and how another text is written there."""

    conflict: Conflict
    text: str
    write: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge.

    Attributes:
        pieces: the result in order; conflicts that are still open are holes.
        by_question: whether it was merged question by question, not by lines alone.
        taken: the questions whose answer differs from our side's, open conflicts left out.
        notes: what was decided that somebody may want to know, in plain words without a dot.

    """

    pieces: Sequence[str | Hole]
    by_question: bool
    taken: Sequence[int] = ()
    notes: Sequence[str] = ()

    @property
    def data(self) -> bytes:
        """The result's bytes; conflicts that are open are in it between markers."""
        return "".join(self._texts()).encode("utf-8", "surrogateescape")

    @property
    def conflicts(self) -> Sequence[Conflict]:
        """The conflicts that are open, in the order of the file."""
        return tuple(piece.conflict for piece in self.pieces if isinstance(piece, Hole))

    def with_choice(self, conflict: Conflict, text: str) -> "Merged":
        """Return the result with one of its conflicts resolved: `text` (any line ends, "" for nothing) is there then.

        Raises:
            UnencodableTextError: the text holds a surrogate that stands for no byte of a file.

        """
        pieces = [
            piece.write(text) if isinstance(piece, Hole) and piece.conflict == conflict else piece
            for piece in self.pieces
        ]
        return replace(self, pieces=pieces)

    def _texts(self) -> Iterator[str]:
        last = ""
        for piece in self.pieces:
            text = piece if isinstance(piece, str) else piece.text
            # A CR and an LF that come to stand side by side stay two line ends.
            text = "\r" + text[1:] if last == "\r" and text.startswith("\n") else text
            last = text[-1:] or last
            yield text
