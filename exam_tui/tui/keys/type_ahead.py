"""Keys that come faster than what an earlier key opens: over a slow line they come many at once.

Textual hands each key to the widget that has the focus as the key comes in, and looks for its action later. A letter
after a key that opens a line or a dialog would then be typed into the answer.
"""

import asyncio
import contextlib
import time
from collections.abc import Collection, Sequence
from typing import Any

from textual.app import App
from textual.widget import Widget
from textual.worker import Worker

_STEP, _STEPS = 0.005, 200
_PAUSE, _PAUSES = 0.05, 400
# Workers that look at files in a thread before they open what their key is for.
_LOOKING = frozenset({"hand-in", "images", "mistakes", "problems", "restore"})
# Nobody types blindly for longer than this without a key.
_REST = 0.8


class Typing:
    """When the last key came: what opens unasked waits for a pause in typing, or it would swallow what is typed."""

    def __init__(self) -> None:
        self._last = 0.0

    def note(self) -> None:
        """Note that a key came just now."""
        self._last = time.monotonic()

    async def wait_for_rest(self) -> None:
        """Wait until no key has come for a moment, twenty seconds at most."""
        for _ in range(_PAUSES):
            if time.monotonic() - self._last >= _REST:
                return
            await asyncio.sleep(_PAUSE)


async def wait_until_open(app: App[int]) -> None:
    """Wait, a second at most, until the screen on top takes keys: a dialog that was just asked for."""
    for _ in range(_STEPS):
        screen = app.screen
        if screen.focused is not None or (screen.is_mounted and not screen.focus_chain):
            return
        await asyncio.sleep(_STEP)


async def wait_until_handled(widgets: Sequence[Widget]) -> None:
    """Wait, a second at most for each, until widgets have taken one after the other what they were given before."""
    for widget in widgets:
        done = asyncio.Event()
        if widget.call_later(done.set):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), _STEP * _STEPS)


async def wait_until_started(app: App[int], before: Collection[Worker[Any]]) -> None:
    """Let the workers that a key started, those not in `before`, reach their first pause: the dialog they open.

    One that looks at files first has a second to open it.
    """
    for _ in range(3):
        await asyncio.sleep(0)
    screen = app.screen
    looking = [worker for worker in app.workers if worker.group in _LOOKING and worker not in before]
    for _ in range(_STEPS):
        if app.screen is not screen or all(worker.is_finished for worker in looking):
            return
        await asyncio.sleep(_STEP)
