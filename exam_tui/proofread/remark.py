"""What proofreading says of a text: remarks, each on a span of it."""

from typing import Literal, NamedTuple

Kind = Literal["spelling", "grammar"]


class Remark(NamedTuple):
    """A mistake in a text.

    Attributes:
        start: where it begins, in code points from 0, of the text that was given.
        end: where it ends, the first code point after it.
        kind: `spelling` is one word that is not known, `grammar` what is wrong between words.
        message: what is wrong, in plain words, without a full stop.
        replacements: what may stand there instead, the likeliest first; "" takes it out. May be empty.
        rule: the name of the rule that found it, as the list of rules in docs/proofreading.md has it.

    """

    start: int
    end: int
    kind: Kind
    message: str
    replacements: tuple[str, ...]
    rule: str


class Remarks(NamedTuple):
    """What proofreading says of one text.

    Attributes:
        remarks: the mistakes in order of their position; none overlaps another.
        language_note: why nothing is marked: the text is not English. None where it is, or where it is too short to
            judge.
        cut: whether the text is longer than what is read, so that its end was not looked at.

    """

    remarks: tuple[Remark, ...] = ()
    language_note: str | None = None
    cut: bool = False
