"""The safe fixes: an answer's text without template filler or wrapping dashes, with a forgotten `!` or blank line.

Nothing else is ever fixed by itself: these change no word of an answer.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from exam_tui.core.answers import Answer, Context
from exam_tui.core.finding import Finding
from exam_tui.core.images import Files, Lookup
from exam_tui.core.lines import usual_line_end
from exam_tui.core.report import Report
from exam_tui.core.rules_answers import CLOSING_DASHES, HALF_PLACEHOLDER, OPENING_DASHES, wrapped_in
from exam_tui.core.rules_images import Style, uncounted_images
from exam_tui.core.rules_text import glued_lists
from exam_tui.core.slot import answer_of, write_answer
from exam_tui.core.spans import splice

FIXABLE = ("placeholder-left", "wrapper-left", "image-not-counted", "course-page")
"""The codes that have a safe fix, each only for some of its causes."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What the safe fixes make of one answer.

    `index` is the question's position in `Report.questions`, `codes` are the codes that were fixed, `text` is the
    whole answer afterwards. Where only whole placeholders were left out, `text` is the answer as it was.
    """

    index: int
    number: int
    codes: tuple[str, ...]
    text: str


def fixes_of(report: Report, files: Files | None = None, codes: Collection[str] = FIXABLE) -> Sequence[Fix]:
    """Return the safe fixes of a report as it is now, one for each answer that has any.

    A `!` is put only before links whose image `files` finds; without `files` there are none.
    """
    found: list[Fix] = []
    for answer in Context(report.settled()).answers:
        if answer.question.state != "unanswered":
            fix = _fix(answer, files, codes)
            if fix:
                found.append(fix)
    return tuple(found)


def fix_of(report: Report, finding: Finding, files: Files | None = None) -> Fix | None:
    """Return the safe fix that removes a finding of `report.findings()`, None where it has none."""
    if finding.code not in FIXABLE:
        return None
    fixes = fixes_of(report, files, (finding.code,))
    lines = report.settled().template.questions
    for fix in fixes:
        place = lines[fix.index]
        if place.lines[0].index < finding.line <= place.lines[-1].index + 1:
            return fix
    return None


def apply_fixes(report: Report, fixes: Sequence[Fix]) -> bytes:
    """Return the bytes of a report as it is now with fixes applied; nothing but those answers' slots differs."""
    settled = report.settled()
    line_end = usual_line_end(settled.source)
    places = settled.template.questions
    edits = [write_answer(settled.source, places[fix.index], fix.text, line_end) for fix in fixes]
    bom = settled.original[:3] if settled.original.startswith(b"\xef\xbb\xbf") else b""
    return bom + splice(settled.source, edits).encode("utf-8", "surrogateescape")


def _fix(answer: Answer, files: Files | None, codes: Collection[str]) -> Fix | None:
    lines: list[str | None] = list(answer.lines)
    fixed: list[str] = []
    if "image-not-counted" in codes and files is not None and _mark_images(answer, files, lines):
        fixed.append("image-not-counted")
    if "wrapper-left" in codes and (wrapped := wrapped_in(answer)):
        _unwrap(lines, *wrapped)
        fixed.append("wrapper-left")
    if "placeholder-left" in codes and _drop_placeholders(answer, lines):
        fixed.append("placeholder-left")
    if "course-page" in codes and (glued := list(glued_lists(answer))):
        for index in glued:
            if lines[index] is not None:
                lines[index] = f"\n{lines[index]}"
        fixed.append("course-page")
    text = answer_of("\n".join(line for line in lines if line is not None).split("\n"))
    if not fixed or not text:
        return None
    return Fix(answer.question.index, answer.question.number, tuple(fixed), text)


def _mark_images(answer: Answer, files: Files, lines: list[str | None]) -> bool:
    """Put the forgotten `!` before links to images that are there, from the right."""
    links = [image for image in uncounted_images(answer) if image.style is Style.NO_MARK]
    found = [image for image in links if files.lookup(image.target).result is Lookup.FOUND]
    for image in sorted(found, key=lambda image: (image.index, -image.column)):
        line = lines[image.index] or ""
        lines[image.index] = f"{line[: image.column]}!{line[image.column :]}"
    return bool(found)


def _unwrap(lines: list[str | None], first: int, last: int) -> None:
    for index, pattern in ((last, CLOSING_DASHES), (first, OPENING_DASHES)):
        line = lines[index] or ""
        match = pattern.search(line) if pattern is CLOSING_DASHES else pattern.match(line)
        if match:
            rest = (line[: match.start()] + line[match.end() :]).rstrip()
            lines[index] = rest or None


def _drop_placeholders(answer: Answer, lines: list[str | None]) -> bool:
    """Drop the lines that hold nothing but the filler or what is left of it; those in code stay."""
    dropped = False
    for index, place in enumerate(answer.place.lines):
        text = place.text
        is_half = HALF_PLACEHOLDER.search(text) is not None and not HALF_PLACEHOLDER.sub("", text).strip(" \t-")
        if place.is_placeholder or (is_half and answer.scan.kinds[index] == "text"):
            lines[index] = None
            dropped = True
    return dropped
