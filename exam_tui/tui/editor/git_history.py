"""What git knows of the answers: who changed them and when, asked in the background."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from textual import work

from exam_tui.core.report.question import Question
from exam_tui.core.report.report import Report
from exam_tui.git.blame import Change, Other, change_words, last_changes, other_side, other_words
from exam_tui.tui.editor.screen import EditorScreen


@work(group="history", exclusive=True)
async def look_up_history(editor: EditorScreen) -> None:
    """Show above each answer who changed it and when."""
    report = editor.session.report.copy()
    history = await asyncio.to_thread(History.of, editor.session.path, report)
    editor.prompt.set_history(lambda question: history.line(question, datetime.now().astimezone()))


class History(NamedTuple):
    """What git knows of the answers: the last changes by position, the other side's versions by number."""

    changes: Mapping[int, Change] = MappingProxyType({})
    others: Mapping[int, Other] = MappingProxyType({})

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
