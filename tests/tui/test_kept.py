"""What an editor keeps of keys, questions and saves does not grow with their number."""

import gc
import statistics
from asyncio import TimerHandle
from collections.abc import Awaitable, Callable, Iterator
from contextvars import Context
from functools import _lru_cache_wrapper
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from textual.cache import FIFOCache, LRUCache

from exam_tui.tui.keys import key_order
from tests.tui.editing import Editor, opened

_ROUNDS = 5
"""Of so many equal rounds the middle one counts: what is made once falls into one of them."""
_SAVES = 20
_TIMERS = (TimerHandle, Context)
"""Of a timer that was stopped; asyncio drops them a hundred at a time."""


class Kept(NamedTuple):
    """What is in memory: objects besides those of caches with a bound, and entries of caches without one."""

    objects: int
    entries: int


@pytest.fixture
def caches(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Return the caches there are, and count nothing that is there by now: other tests leave a million objects."""
    found = _caches()
    gc.freeze()
    monkeypatch.setattr(gc, "freeze", lambda: None)  # what the editor freezes after its first frame may change later
    yield found
    gc.unfreeze()


def _caches() -> list[Any]:
    kinds = {LRUCache, FIFOCache, _lru_cache_wrapper}
    return [made for made in gc.get_objects() if type(made) in kinds]


def _kept(caches: list[Any]) -> Kept:
    entries = 0
    for cache in [*caches, *_caches()]:
        if not isinstance(cache, _lru_cache_wrapper):
            cache.clear()
        elif cache.cache_info().maxsize is not None:
            cache.cache_clear()
        else:
            entries += cache.cache_info().currsize
    gc.collect()
    return Kept(sum(type(made) not in _TIMERS for made in gc.get_objects()), entries)


async def _type_a_paragraph(editor: Editor) -> None:
    await editor.write("words " * 16 + "\n\n")


async def _go_through_the_questions(editor: Editor) -> None:
    await editor.press(*["alt+down", "alt+down", "alt+up", "alt+up"] * 10)


async def _save(editor: Editor) -> None:
    for _ in range(_SAVES):
        await editor.press("x", "ctrl+s")
        await editor.until(lambda: not editor.screen.session.is_dirty)


@pytest.mark.parametrize(
    ("work", "most"),
    [
        (_type_a_paragraph, 98),  # fewer than one a key
        (_go_through_the_questions, 40),  # fewer than one each
        (_save, 10 * _SAVES),  # fewer than ten each; the model of these four questions alone has more
    ],
)
async def test_what_was_done_is_not_kept(
    small_report: Path,
    monkeypatch: pytest.MonkeyPatch,
    caches: list[Any],
    work: Callable[[Editor], Awaitable[None]],
    most: int,
) -> None:
    """Each of these rounds would add to it; what is typed is in the answer, and in few steps to undo."""
    monkeypatch.setattr(key_order, "_KEYS", 8)  # so many are kept: more than that are pressed before the first count
    async with opened(small_report) as editor:
        await editor.go_to(2)
        await editor.press("enter")
        counts = []
        for _ in range(_ROUNDS + 1):
            await work(editor)
            await editor.let_time_pass()
            counts.append(_kept(caches))
    grown = [Kept(more.objects - less.objects, more.entries - less.entries) for less, more in pairwise(counts)]
    assert statistics.median(one.objects for one in grown) < most, grown
    assert statistics.median(one.entries for one in grown) < _SAVES, grown
