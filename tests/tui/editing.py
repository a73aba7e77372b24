"""Drives the editor through Textual's pilot, for tests."""

import gc
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.screen import Screen

from exam_tui import Report
from exam_tui.session.session import Session
from exam_tui.tui.app import ExamApp
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.header import Header
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.meter import Meter
from exam_tui.tui.widgets.navigator import Navigator
from tests.conftest import GIVE_UP
from tests.tui.quick_pilot import QuickPilot, frames_put_off
from tests.tui.quick_styles import styles_found_once


class Editor:
    """An editor under test."""

    def __init__(self, app: ExamApp, pilot: QuickPilot) -> None:
        self.app, self.pilot, self.path = app, pilot, app._session.path

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, what: Callable[[], bool], seconds: float = GIVE_UP) -> None:
        """Wait until something is true, however slow the machine is; else say what is on the screen."""
        await self.pilot.pause()
        end = time.monotonic() + seconds
        while not what():
            if time.monotonic() > end:
                shown = [type(self.app.screen).__name__, self.line(Header), self.line(KeyBar), *self.lines()]
                raise AssertionError("\n".join([f"not true after {seconds:g} seconds; what is shown:", *shown]))
            await self.pilot.pause(0.005)

    async def let_time_pass(self) -> None:
        """Do now what the editor has set itself to do once after a while, as if nobody had touched it for that long."""
        await self.pilot.pause()
        screen = self.app.screen_stack[0]
        assert isinstance(screen, EditorScreen)
        for pause in (screen._until_follow, screen._until_check):
            pause._due = 0.0
        for widget in screen.walk_children(with_self=True):
            for timer in [timer for timer in widget._timers if timer._repeat == 0]:
                timer.stop()
                if timer._callback:
                    widget.call_later(timer._callback)
        await self.pilot.pause()

    def is_open(self, kind: type[Screen[Any]]) -> bool:
        """Return whether a screen of a kind is on top, with all that is in it, and takes keys."""
        screen = self.app.screen
        return isinstance(screen, kind) and screen.is_mounted and (bool(screen.focused) or not screen.focus_chain)

    def is_busy(self, *groups: str) -> bool:
        """Return whether work of one of these groups is going on beside the keys."""
        return any(worker.group in groups and not worker.is_finished for worker in self.app.workers)

    async def write(self, text: str) -> None:
        await self.press(*("space" if letter == " " else "enter" if letter == "\n" else letter for letter in text))

    @property
    def screen(self) -> EditorScreen:
        """The editor's own screen, below whatever is open."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, EditorScreen)
        return screen

    @property
    def area(self) -> AnswerArea:
        return self.screen.query_one(AnswerArea)

    async def go_to(self, number: int) -> None:
        numbers = [question.number for question in self.screen.session.report.questions]
        self.screen.go_to(numbers.index(number))
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

    def lines(self) -> list[str]:
        """Return what is on the whole screen."""
        return ["".join(segment.text for segment in strip) for strip in self.app.screen._compositor.render_strips()]

    def on_disk(self) -> Report:
        return Report.load(self.path)


@asynccontextmanager
async def opened(
    path: Path, size: tuple[int, int] = (100, 30), *, page: bool = False, proofread: bool = False
) -> AsyncIterator[Editor]:
    async with opened_app(ExamApp(Session.open(path), page=page), size, proofread=proofread) as editor:
        yield editor


@asynccontextmanager
async def opened_app(
    app: ExamApp, size: tuple[int, int] = (100, 30), *, proofread: bool = False
) -> AsyncIterator[Editor]:
    """Open an app. Unless it is what a test is about, nothing is proofread: that takes a processor for seconds."""
    app._settings = replace(app._settings, proofread=proofread)
    try:
        with styles_found_once(), frames_put_off():
            async with app.run_test(size=size):
                pilot = QuickPilot(app)
                await pilot.pause()
                yield Editor(app, pilot)
    finally:
        gc.unfreeze()  # the app froze what there was: it is one of many here, and would stay in memory
