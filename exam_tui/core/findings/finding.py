"""What a finding is. The rules that make findings are the other files here, the codes are in `catalog.py`."""

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]


class Finding(NamedTuple):
    """Something we report.

    Attributes:
        code: the stable code, as in `CODES`.
        severity: `error` is what the checker complains of or stops at, or what loses text.
        line: from 1.
        column: from 1, in code points.
        question: the number of the question it concerns, or None.
        message: what is wrong, in plain words, without a full stop.
        help: what to do about it, one sentence.
        replacements: what may stand there instead, the likeliest first; only of mistakes in English.

    """

    code: str
    severity: Severity
    line: int
    column: int
    question: int | None
    message: str
    help: str
    replacements: tuple[str, ...] = ()
