"""The proof before a save: nothing but the edited spans differs from the file as it was read."""

from collections.abc import Sequence

from exam_tui.core.report.report import Report
from exam_tui.core.text.lines import Splice, line_ends
from exam_tui.errors import GuardError


def prove(report: Report, new: bytes) -> None:
    """Check that `new` is the original with nothing but the report's edits in it.

    The bytes are walked from the front and compared piece by piece, on purpose not by the code that splices.

    Raises:
        GuardError: a byte outside the edits differs. That is our fault, and nothing may be written.

    """
    old = report.original
    edits = _byte_edits(report, report.splices())
    at_old = at_new = 0
    for start, end, text in edits:
        kept = old[at_old:start]
        if new[at_new : at_new + len(kept)] != kept:
            raise _refusal(report, at_old)
        at_new += len(kept)
        if new[at_new : at_new + len(text)] != text:
            raise _refusal(report, start)
        at_new += len(text)
        at_old = end
    if new[at_new:] != old[at_old:]:
        raise _refusal(report, at_old)


def _byte_edits(report: Report, splices: Sequence[Splice]) -> list[tuple[int, int, bytes]]:
    """Return the splices as (start, end, bytes) in the original bytes."""
    edits: list[tuple[int, int, bytes]] = []
    at_text, at_bytes = 0, len(report.original) - len(_encode(report.source))
    for edit in splices:
        at_bytes += len(_encode(report.source[at_text : edit.span.start]))
        start = at_bytes
        at_bytes += len(_encode(report.source[edit.span.start : edit.span.end]))
        edits.append((start, at_bytes, _encode(edit.text)))
        at_text = edit.span.end
    return edits


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _refusal(report: Report, offset: int) -> GuardError:
    line = len(line_ends(report.original[:offset].decode("utf-8", "surrogateescape"))) + 1
    return GuardError(
        "The file was not written: text outside the answers would have changed.",
        help="Your answers are kept. Please report this as a bug in exam-tui.",
        line=line,
    )
