"""Counts in words."""

from exam_tui.core.text.words import plural


def number_of(count: int, thing: str) -> str:
    """Return `1 error`, `2 errors`, `no errors`."""
    return plural(count, thing) if count else f"no {thing}s"
