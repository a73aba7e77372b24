"""A file that git left in the middle of a merge, read as the two versions that git was merging.

They are read back from the file, so that what was merged or mended in it already is in both. The version before both
is asked of git, which still has it.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.merge.conflict_markers import Markers
from exam_tui.core.merge.marked_conflicts import MarkedConflict, common_of, marked_conflicts, versions_of
from exam_tui.core.merge.reports import merge_reports
from exam_tui.core.merge.result import Conflict, Merged
from exam_tui.core.report.report import Report
from exam_tui.errors import UnknownQuestionError
from exam_tui.git.merging.sides import UnmergedFile

MARK: Final = "<<<<<<< "
_STASHED: Final = "Stashed changes"
"""What `git stash` calls what was put aside: it is the user's own."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The versions that a file with conflicts came from.

    Attributes:
        base: the version before both.
        first: the version with the first of both texts in each conflict.
        second: the version with the second.
        markers: what git calls both.
        is_replayed: whether the second is the user's own, which a rebase puts on top of the others'.

    """

    base: bytes
    first: bytes
    second: bytes
    markers: Markers
    is_replayed: bool

    @property
    def own(self) -> bytes:
        """The user's own version."""
        return self.second if self.is_replayed else self.first

    @property
    def others(self) -> bytes:
        """The version of the others."""
        return self.first if self.is_replayed else self.second

    def as_seen(self, conflict: Conflict) -> Conflict:
        """Return a conflict of both versions with the user's own as ours."""
        return replace(conflict, ours=conflict.theirs, theirs=conflict.ours) if self.is_replayed else conflict


@dataclass(frozen=True, slots=True)
class UnendedMerge:
    """What a file in the middle of a merge brings, laid over what is here.

    Attributes:
        sides: the versions that git was merging.
        merged: the user's version, unsaved text included, merged with the others'.
        is_new: whether some conflict has not been in the file before.

    """

    sides: Sides
    merged: Merged
    is_new: bool


def conflicts_in(report: Report, *, is_unmerged: bool = False) -> list[MarkedConflict]:
    """Return the conflicts in an unedited report; in code blocks only where a merge is known to have left them."""
    found = marked_conflicts(report.source, report.template.lines)
    if not found or is_unmerged:
        return list(found)
    answers = CheckContext(report).answers
    return [one for one in found if not any(answer.in_closed_fence(one.begin, one.end) for answer in answers)]


def sides_of(report: Report, conflicts: Sequence[MarkedConflict], file: UnmergedFile) -> Sides:
    """Return the versions that an unedited report came from, by some of its conflicts, at least one."""
    text, lines = report.source, report.template.lines
    found = versions_of(text, lines, conflicts)
    base = file.base
    if base is None:
        common = common_of(text, lines, conflicts) if found.base is None else found.base
        base = common.encode("utf-8", "surrogateescape")
    first, second = (f"{report.bom}{side}".encode("utf-8", "surrogateescape") for side in (found.ours, found.theirs))
    return Sides(base, first, second, found.markers, file.is_replayed or found.markers.theirs == _STASHED)


def own_version(data: bytes, file: UnmergedFile) -> bytes:
    """Return a file as it is on the user's own side; one without a conflict as it is."""
    sides = _sides(data, file)
    return sides.own if sides else data


def merge_unended(
    saved: bytes, here: bytes, outside: bytes, file: UnmergedFile, reverted_in: Callable[[bytes], Sequence[int]]
) -> UnendedMerge | None:
    """Merge what is here with both sides of a file outside that is in the middle of a merge; None where it is not.

    `saved` is what the file was before. `reverted_in` returns the questions that went back to an older answer in a
    version: there what was saved stays. No version in the conflicts has a marker of the file.
    """
    sides = _sides(outside, file)
    is_new = bool(set(_conflict_texts(outside)) - set(_conflict_texts(saved)))
    if sides is None or not (is_new or file.is_known):
        return None
    was = _sides(saved, file)
    before, now = was.own if was else saved, own_version(here, file)
    mine = merge_reports(before, now, _keeping(sides.own, before, reverted_in(sides.own)))
    if mine.conflicts and not mine.by_question:
        return None
    base = Report.from_bytes(sides.base)
    for conflict in mine.conflicts:  # what is not saved, and what git took from the others
        if conflict.number is not None:
            _set(base, conflict.number, conflict.base)
        mine = mine.with_choice(conflict, conflict.theirs if conflict.number is None else conflict.ours)
    if was:
        _take_as_known(base, was, here, before)
    first, second = (sides.first, mine.data) if sides.is_replayed else (mine.data, sides.second)
    merged = merge_reports(base.to_bytes(), first, second, sides.markers)
    if not Report.from_bytes(merged.data).questions:
        return None
    return UnendedMerge(sides, replace(merged, taken=_taken(now, merged)), is_new)


def _sides(data: bytes, file: UnmergedFile) -> Sides | None:
    if MARK.encode() not in data:
        return None
    report = Report.from_bytes(data)
    conflicts = conflicts_in(report, is_unmerged=file.is_known)
    return sides_of(report, conflicts, file) if conflicts else None


def _conflict_texts(data: bytes) -> list[str]:
    if MARK.encode() not in data:
        return []
    report = Report.from_bytes(data)
    lines = report.template.lines
    found = marked_conflicts(report.source, lines)
    return [report.source[lines.start(one.begin) : lines.start(one.end + 1)] for one in found]


def _keeping(data: bytes, before: bytes, numbers: Sequence[int]) -> bytes:
    """Return a version with the answers of some questions as they were before."""
    if not numbers:
        return data
    report, old = Report.from_bytes(data), _answers(before)
    for number in numbers:
        _set(report, number, old.get(number, ""))
    return report.to_bytes()


def _take_as_known(base: Report, was: Sides, here: bytes, before: bytes) -> None:
    """Take for the base of an answer what the others' was when a conflict in it was decided here."""
    own, others, now = _answers(before), _answers(was.others), _answers(here)
    for number, text in own.items():
        if others.get(number, text) != text and MARK not in now.get(number, MARK):
            _set(base, number, others[number])


def _set(report: Report, number: int, text: str) -> None:
    with suppress(UnknownQuestionError):
        report.set_answer(number, text)


def _taken(now: bytes, merged: Merged) -> list[int]:
    """Return the questions that a merge gave another answer than they have here."""
    here, undecided = _answers(now), {conflict.number for conflict in merged.conflicts}
    found = _answers(merged.data)
    return [number for number, text in found.items() if number not in undecided and here.get(number, "") != text]


def _answers(data: bytes) -> dict[int, str]:
    """Return the answers by number in order, the first one where a number occurs twice."""
    answers: dict[int, str] = {}
    for question in Report.from_bytes(data).questions:
        answers.setdefault(question.number, question.answer)
    return answers


def still_in_conflict(conflict: Conflict) -> str:
    """Return the sentence for a conflict that was put off."""
    where = "The text outside the answers" if conflict.number is None else f"Question {conflict.number}"
    return f"{where} still has a merge conflict."


def is_merged_words(*, was_asked: bool) -> str:
    """Return what is said once no conflict is left."""
    what = (
        "All merge conflicts are resolved."
        if was_asked
        else "git's conflict is merged: the two sides changed different text."
    )
    return f"{what} Save the report, then commit it."
