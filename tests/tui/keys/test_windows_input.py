"""Keys on Windows: Textual's own thread that reads them, with what takes the place of the system below it."""

import asyncio
import ctypes
import importlib
import os
import sys
import threading
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
from textual.events import Key
from textual.message import Message

from exam_tui.tui.keys.terminal_input import mend_windows_input
from exam_tui.tui.keys.terminal_reader import TerminalReader

_NAME = "textual.drivers.win32"


@pytest.fixture
def win32(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Textual's module as it is, on a system whose calls are set by the test."""
    if os.name == "nt":
        pytest.skip("Windows has the system itself")
    monkeypatch.setitem(sys.modules, "msvcrt", ModuleType("msvcrt"))
    monkeypatch.setattr(ctypes, "WinDLL", MagicMock(), raising=False)
    monkeypatch.delitem(sys.modules, _NAME, raising=False)
    yield importlib.import_module(_NAME)
    sys.modules.pop(_NAME, None)


def _read(win32: Any, chunks: list[str]) -> list[Message]:
    """Return what is made of characters that come from the console, as many at once as each text has."""
    events: list[Message] = []
    is_over = threading.Event()
    left = [chunk.encode("utf-16-le", "surrogatepass") for chunk in chunks]

    def wait(*_: object) -> object:
        if not left:
            is_over.set()
        return object() if left else None

    def read(_handle: object, records: Any, _most: int, count: Any) -> None:
        data = left.pop(0)
        units = [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
        for record, unit in zip(records._obj, units, strict=False):
            record.EventType = 1
            record.Event.KeyEvent.bKeyDown = 1
            record.Event.KeyEvent.wVirtualKeyCode = 1
            record.Event.KeyEvent.uChar.UnicodeChar = chr(unit)
        count._obj.value = len(units)

    win32.wait_for_handles = wait
    win32.KERNEL32.ReadConsoleInputW = read
    app = SimpleNamespace(log=MagicMock())
    monitor = win32.EventMonitor(asyncio.new_event_loop(), app, is_over, events.append)
    monitor.run()
    monitor.loop.close()
    return events


def test_the_same_filter_reads_the_keys_on_windows(win32: Any) -> None:
    win32.XTermParser = TerminalReader
    mend_windows_input(win32)
    events = _read(win32, ["a\x1b]10;rgb:", "d0d0/d0d0/d0d0\x07\x1b[98;1:3u\x1b[1200000u", "b"])
    assert [event.key for event in events if isinstance(event, Key)] == ["a", "b"]


def test_half_a_character_does_not_end_the_reading_on_windows(win32: Any) -> None:
    win32.XTermParser = TerminalReader
    mend_windows_input(win32)
    mend_windows_input(win32)
    events = _read(win32, ["a", "\ud83d", "\udea2", "b"])
    assert [event.key for event in events if isinstance(event, Key)] == ["a", "b"]
