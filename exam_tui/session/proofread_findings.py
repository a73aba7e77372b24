"""Mistakes in English as findings, each with its place in the file: for `check`."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.context import Answer, CheckContext
from exam_tui.core.findings.finding import Finding
from exam_tui.core.text.words import questions_of
from exam_tui.errors import ProofreadError
from exam_tui.proofread.remark import Remark, Remarks
from exam_tui.session.proofreading import Proofreader


class Proofread(NamedTuple):
    """What proofreading a report came to: findings by position, and what was not read and why, a sentence each."""

    findings: Sequence[Finding]
    notes: Sequence[str]


def proofread(reader: Proofreader, context: CheckContext) -> Proofread:
    """Read the answers of a report. Raises nothing: a fault of the library is a note, and ends the reading."""
    findings: list[Finding] = []
    foreign: list[int] = []
    cut: list[int] = []
    notes: list[str] = []
    for answer in context.answers:
        try:
            found = reader.remarks(_text(answer))
        except ProofreadError as error:
            notes.append(str(error))
            break
        findings += _findings(answer, found)
        if found.language_note:
            foreign.append(answer.question.number)
        if found.cut:
            cut.append(answer.question.number)
    if foreign:
        notes.append(f"Not proofread, because not in English: {questions_of(foreign)}.")
    if cut:
        notes.append(f"Not proofread to the end, because too long: {questions_of(cut)}.")
    return Proofread(findings, (*reader.problems, *notes))


def _text(answer: Answer) -> str:
    """Return the lines of a slot, those of placeholders empty."""
    return "\n".join("" if line.is_placeholder else line.text for line in answer.place.lines)


def _findings(answer: Answer, found: Remarks) -> Iterator[Finding]:
    text = _text(answer)
    row = start = 0
    for remark in found.remarks:
        while (end := text.find("\n", start, remark.start)) >= 0:
            row, start = row + 1, end + 1
        finding = answer.find(remark.kind, row, remark.message, _help(remark), column=remark.start - start)
        yield finding._replace(replacements=remark.replacements)


def _help(remark: Remark) -> str:
    """Say what may stand there instead."""
    quoted = [f"“{text}”" for text in remark.replacements if text.strip()]
    if not quoted:
        return "Delete it." if "" in remark.replacements else CODES[remark.kind].remedy
    *others, last = quoted
    return f"Write {', '.join(others)} or {last}." if others else f"Write {last}."
