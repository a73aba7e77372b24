"""Two changed versions of a report merged over the one that both were made from, question by question.

Each answer is merged on its own, each task has its own tick, and the template's text is merged line by line around
them. The result is read again and compared with what was meant. Where they differ, or a side is not a report, the
files are merged by lines alone. Nothing that a side has written is left out of the result: where both wrote something
else in one place, both stand there between git's markers, and in `conflicts`.
"""

from collections.abc import Sequence
from dataclasses import replace

from exam_tui.core.merge.conflict_markers import Markers, are_parted, mergeable_lines
from exam_tui.core.merge.line_merge import merge_lines
from exam_tui.core.merge.questions import QuestionMerge, line_pieces
from exam_tui.core.merge.result import Conflict, Merged
from exam_tui.core.merge.slots import read_side
from exam_tui.core.report.placeholder import answer_of
from exam_tui.core.report.question_identity import keys_after, question_keys
from exam_tui.core.report.report import Report
from exam_tui.core.text.lines import BOM, usual_line_end

__all__ = ["Conflict", "Markers", "Merged", "merge_reports"]


def merge_reports(base: bytes, ours: bytes, theirs: bytes, markers: Markers | None = None) -> Merged:
    """Merge two versions of a report, or of any text. Never fails on content.

    Where one side changed nothing the other is the result, byte for byte. Else the result has our line ends.
    """
    if ours in (base, theirs) or theirs == base:
        data = theirs if ours == base else ours
        taken = _taken(Report.from_bytes(ours), Report.from_bytes(data)) if data != ours else ()
        return Merged([data.decode("utf-8", "surrogateescape")], by_question=True, taken=taken)
    versions = [Report.from_bytes(data) for data in (base, ours, theirs)]
    markers = markers or Markers()
    merged = _by_question(versions, markers) or _by_line(versions, markers)
    had, has, others = (version.bom for version in versions)
    return replace(merged, pieces=[BOM, *merged.pieces]) if (others if has == had else has) else merged


def _by_question(versions: Sequence[Report], markers: Markers) -> Merged | None:
    """Merge by question and prove it; None where that cannot be."""
    base, ours, theirs = versions
    line_end = usual_line_end(ours.source)
    if not (ours.template.questions and theirs.template.questions):
        return None
    sides = [read_side(report, keys_after(base, report), line_end) for report in versions]
    merge = QuestionMerge(sides[0], sides[1], sides[2], markers, line_end)
    found: Merged | None = None
    # Half a code block between markers hides what follows: then each side's answer is needed as it is.
    for whole in (False, True):
        pieces = merge.pieces(whole=whole)
        if pieces is None:
            return None
        merged = Merged(pieces, by_question=True, notes=merge.notes)
        result = Report.from_bytes(merged.data)
        if _answers(result) == merge.answers:
            conflicts = {conflict.number for conflict in merged.conflicts}
            taken = [number for number in _taken(ours, result) if number not in conflicts]
            found = found or replace(merged, taken=taken)
            if not (conflicts and any(place.recovered for place in result.template.questions)):
                return replace(merged, taken=taken)
    return found


def _by_line(versions: Sequence[Report], markers: Markers) -> Merged:
    base, ours, theirs = (mergeable_lines(report.source) for report in versions)
    line_end = usual_line_end(versions[1].source)
    if usual_line_end(versions[2].source) != line_end:
        theirs = [line._replace(end=line_end if line.end else "") for line in theirs]
    items = merge_lines(base, ours, theirs, are_parted).lines
    return Merged(list(line_pieces(items, markers, line_end)), by_question=False)


def _answers(report: Report) -> list[tuple[int, str]]:
    return [(place.number, answer_of([line.text for line in place.lines])) for place in report.template.questions]


def _taken(ours: Report, result: Report) -> Sequence[int]:
    """Return the numbers of the questions whose answer is another one than on our side."""
    before = dict(zip(question_keys(ours), _answers(ours), strict=True))
    now = zip(keys_after(ours, result), _answers(result), strict=True)
    return tuple(dict.fromkeys(number for key, (number, answer) in now if before.get(key, (0, ""))[1] != answer))
