"""A pilot that goes on as soon as the app has nothing left to do, instead of after a fixed number of milliseconds.

Of the frames on the way to there nobody sees any: only the last one is drawn.
"""

import asyncio
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import pytest
from rich.console import RenderableType
from textual._compositor import Compositor
from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot, WaitForScreenTimeout
from typing_extensions import override

_TURNS = 3
"""So many turns of the loop in a row without anything to do: a thread that ends wakes it in the second one."""
_WINDOW, _IDLE = 0.004, 0.001
"""A thread that works uses the processor for more than the second within the first, in seconds."""
_PATIENCE = 1.0
"""Something may be at work all the time; so many seconds of the processor are enough for what a key does.

A clock would go on while the machine is busy with something else.
"""


class QuickPilot(Pilot[int]):
    """Textual's pilot, but that it looks at the app for what is left to do. Textual's own sleeps 20 ms or more."""

    @override
    async def press(self, *keys: str) -> None:
        for key in keys:
            self._send(key)
            await self._settle()
            await self.app._animator.wait_until_complete()
            await self._settle()

    async def press_at_once(self, *keys: str) -> None:
        """Send keys in one piece, as over a slow line."""
        for key in keys:
            self._send(key)
        await self._settle()

    @override
    async def pause(self, delay: float | None = None) -> None:
        if delay is not None:
            await asyncio.sleep(delay)
        await self._settle()

    def _send(self, key: str) -> None:
        """Send a key as the terminal does."""
        driver = self.app._driver
        assert driver is not None
        letter = key if len(key) == 1 else ""
        if letter and not letter.isalnum():
            key = _character_to_key(letter)
        elif not letter:
            with suppress(KeyError):  # a key that types nothing
                letter = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
        event = Key(key, letter or None)
        event.set_sender(self.app)
        driver.send_message(event)

    @override
    async def _wait_for_screen(self, timeout: float = 30.0) -> bool:
        """Wait until every widget has read its messages. Return False if the app ended before.

        Textual's own sends each widget a message of its own for that, which is more work than most keys make.
        """
        given_up = time.monotonic() + timeout
        end = time.process_time() + _PATIENCE
        while not self._has_ended():
            await _nothing_ready(end)
            widgets = self.app.screen.walk_children(with_self=True)
            if all(map(_has_read, (self.app, *widgets))) or time.process_time() > end:
                return True
            if time.monotonic() > given_up:
                raise WaitForScreenTimeout
            await asyncio.sleep(0.001)  # one waits for a thread, a file or a timer
        return False

    def _has_ended(self) -> bool:
        return self.app._exception is not None or self.app._closed or not self.app._screen_stack

    async def _settle(self) -> None:
        """Wait until every widget has read its messages, every change is drawn and no thread is at work."""
        end = time.process_time() + _PATIENCE
        while await self._wait_for_screen() and time.process_time() < end:
            if self.app._exit or not (
                self._resize() or self._draw() or await self._threads_work() or self._draw_put_off()
            ):
                return

    def _resize(self) -> bool:
        """Pass on a new size of the window, which Textual keeps for a moment. Return whether there was one."""
        is_due = self.app._resize_timer is not None
        if is_due:
            self.app._check_resize()
        return is_due

    def _draw(self) -> bool:
        """Draw at once what Textual draws within the next sixtieth of a second. Return whether there was anything."""
        screen = self.app.screen
        timer: Any = screen._update_timer  # a Timer, whose property mypy cannot read
        is_due = bool(timer._active.is_set())
        screen._on_timer_update()
        return is_due

    def _draw_put_off(self) -> bool:
        """Draw what was put off, in the screen's own turn, where a fault ends the app. Return whether anything was."""
        screen = self.app.screen
        is_due = bool(screen._compositor._dirty_regions)
        if is_due:
            screen.call_next(partial(_render_update, screen._compositor, screen_stack=self.app._background_screens))
        return is_due

    async def _threads_work(self) -> bool:
        if not any(worker._thread_worker and not worker.is_finished for worker in self.app.workers):
            return False
        used = time.process_time()
        await asyncio.sleep(_WINDOW)
        return time.process_time() - used > _IDLE


_render_update = Compositor.render_update


def _put_off(compositor: Compositor, full: bool = False, **settings: Any) -> RenderableType | None:  # noqa: FBT001, FBT002 - as Textual
    return _render_update(compositor, full=True, **settings) if full else None


@contextmanager
def frames_put_off() -> Iterator[None]:
    """Let an app draw only where a QuickPilot waits for it or somebody asks for all that is on the screen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", _put_off)
        yield


def _has_read(pump: MessagePump) -> bool:
    """Return whether a widget waits for a message, or for none any more."""
    queue: Any = pump._message_queue  # whose type has parameters that mypy cannot know
    return pump._closing or pump._closed or (bool(queue.ready_event._waiters) and not queue.ready_event.is_set())


async def _nothing_ready(end: float) -> None:
    """Let the loop turn until nothing in it is ready to run, or until the processor has worked for long enough."""
    loop = asyncio.get_running_loop()
    quiet = 0
    while quiet < _TURNS and time.process_time() < end:
        await asyncio.sleep(0)
        quiet = 0 if loop._ready else quiet + 1  # type: ignore[attr-defined] # asyncio has no other way to ask
