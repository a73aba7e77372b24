"""Drives the editor through Textual's pilot, for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from exam_tui import Report
from exam_tui.session import Session
from exam_tui.tui.app import ExamApp
from exam_tui.tui.screens.editor import EditorScreen
from exam_tui.tui.widgets.answer import AnswerArea
from exam_tui.tui.widgets.header import Header
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.meter import Meter
from exam_tui.tui.widgets.navigator import Navigator


class Editor:
    """An editor under test."""

    def __init__(self, app: ExamApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot, self.path = app, pilot, app._session.path

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def write(self, text: str) -> None:
        await self.press(*("space" if letter == " " else "enter" if letter == "\n" else letter for letter in text))

    @property
    def area(self) -> AnswerArea:
        return self.app.screen_stack[0].query_one(AnswerArea)

    async def go_to(self, number: int) -> None:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, EditorScreen)
        numbers = [question.number for question in screen.session.report.questions]
        screen.go_to(numbers.index(number))
        await self.pilot.pause()

    def is_writing(self) -> bool:
        return self.area.has_focus

    @property
    def number(self) -> int:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, EditorScreen)
        return screen.question.number

    def line(self, widget: type[Header | KeyBar]) -> str:
        return self.app.screen_stack[0].query_one(widget).render().plain

    def meter(self, line: int) -> str:
        return self.app.screen_stack[0].query_one(Meter).render_line(line).text

    def rows(self) -> str:
        navigator = self.app.screen_stack[0].query_one(Navigator)
        return "\n".join(str(option.prompt) for option in navigator.options)

    def on_disk(self) -> Report:
        return Report.load(self.path)


@asynccontextmanager
async def opened(path: Path, size: tuple[int, int] = (100, 30), *, page: bool = False) -> AsyncIterator[Editor]:
    async with opened_app(ExamApp(Session.open(path), page=page), size) as editor:
        yield editor


@asynccontextmanager
async def opened_app(app: ExamApp, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Editor]:
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Editor(app, pilot)
