"""Who changed an answer and when, as git knows it: one quiet line below the prompt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from exam_tui.core.report.report import Question, Report
from exam_tui.git.blame import Change, Other, change_words, last_changes, other_side, other_words


@dataclass(frozen=True, slots=True)
class History:
    """What git knows of the answers: the last changes by position, the other side's versions by number."""

    changes: Mapping[int, Change] = field(default_factory=dict)
    others: Mapping[int, Other] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path, report: Report) -> "History":
        """Ask git. Takes tenths of a second: for a thread."""
        return cls(last_changes(path, report), other_side(path, report))

    def line(self, question: Question, now: datetime) -> str:
        """Return the line for a question, "" where nothing is known."""
        parts: list[str] = []
        if question.number in self.others:  # first: it may be all that fits
            parts.append(other_words(self.others[question.number], now))
        if question.index in self.changes:
            parts.append(change_words(self.changes[question.index], now))
        return " · ".join(parts)
