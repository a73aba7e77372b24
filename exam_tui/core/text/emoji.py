"""Emoji that are written with several characters: joined people, skin tones, flags, keycaps, variation selectors."""

from typing import Final

from exam_tui.core.text.patterns import lazy_pattern

TONES: Final = "\U0001f3fb-\U0001f3ff"
"""The skin tones, for a class of a pattern."""
EMOJI: Final = (
    "\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d"
    "\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
)
"""The blocks in which Unicode has emoji, without what only belongs to one before it, for a class of a pattern."""
JOINER: Final = "\u200d"
_LETTERS = "\U0001f1e6-\U0001f1ff"
_JOINED = f"{JOINER}[{EMOJI}][\ufe0f{TONES}]{{0,2}}"
# Unicode joins four at most. A longer run would be a place to hide text in terminals that draw it as one sign.
_MOST_JOINED = 3

CLUSTERS: Final = (
    f"[{EMOJI}](?:\ufe0e|[\ufe0f{TONES}]{{1,2}}(?:{_JOINED}){{0,{_MOST_JOINED}}}|(?:{_JOINED}){{1,{_MOST_JOINED}}})"
    f"|[{_LETTERS}]{{2}}|[0-9#*]\ufe0f?\u20e3|[\u00a9\u00ae][\ufe0e\ufe0f]"
)
"""One emoji of two characters or more, as a pattern to be part of others."""
CLUSTER: Final = lazy_pattern(CLUSTERS)
SEVERAL: Final = lazy_pattern(f"[{JOINER}\ufe0e\ufe0f\u20e3{_LETTERS}{TONES}]")
"""What every such emoji has in it, to tell soon that a text has none."""
