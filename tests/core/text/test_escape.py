"""Nothing that a terminal would act on leaves `display`."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.text.escape import display, display_lines

_PARTS = "\ufe0f\u203c-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
EMOJI = re.compile(f"(?<=[{_PARTS}])\u200d(?=[{_PARTS}])")
"""The joiners of emoji."""
_ACTIVE = {"Cc", "Cs", "Zl", "Zp"}
_BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_ZERO_WIDTH = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\U000e0001\U000e0041"
)


def is_active(char: str) -> bool:
    """Return whether a terminal would act on a character, reorder text by it, or show nothing for it."""
    return unicodedata.category(char) in _ACTIVE or unicodedata.bidirectional(char) in _BIDI or char in _ZERO_WIDTH


def test_every_active_character_is_mapped_to_a_harmless_one() -> None:
    """All control, C1, surrogate, separator, bidi and zero-width characters, one by one."""
    active = [chr(code) for code in range(0x110000) if is_active(chr(code))]
    assert len(active) > 2_000
    for char in active:
        shown = display(f"a{char}b")
        assert (len(shown), shown[0], shown[2]) == (3, "a", "b")
        assert not is_active(shown[1]), hex(ord(char))


def test_all_other_characters_stay() -> None:
    """Letters of any script, marks that belong to letters, emoji and their variation selectors."""
    text = "Blåbærgrød – naïve e\u0301 → ✓ 日本 ❤\ufe0f 👩 [/] [bold]"
    assert display(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb", "a b"),
        ("a\nb", "a␊b"),
        ("\x1b]52;c;x\x07", "␛]52;c;x␇"),
        ("\x9b31m", "\ufffd31m"),
        ("\x7f", "␡"),
        ("\udcff", "\ufffd"),
        ("user\u202etxt.exe", "user·txt.exe"),
    ],
)
def test_shows_what_stood_there(text: str, shown: str) -> None:
    """A control character becomes its picture, a hidden one a dot, an undecodable byte a replacement mark."""
    assert display(text) == shown


def test_line_feeds_stay_in_a_text_of_several_lines() -> None:
    """LF alone is a line end there; a carriage return would move the cursor."""
    assert display_lines("a\tb\nc\r\x1b\u2028") == "a b\nc␍␛·"


@pytest.mark.parametrize(
    "emoji", ["👩\u200d💻", "👨🏽\u200d🚀", "❤\ufe0f\u200d🔥", "👨\u200d👩\u200d👧\u200d👦", "🏃\u200d♀\ufe0f"]
)
def test_an_emoji_of_several_characters_is_shown_whole(emoji: str) -> None:
    """Its joiners hide nothing; elsewhere they are shown."""
    assert display(f"a{emoji}b") == f"a{emoji}b"
    assert display_lines(f"{emoji}\n{emoji}\u200d.") == f"{emoji}\n{emoji}·."
    assert display(f"\u200d{emoji}\u200d\u200d{emoji}") == f"·{emoji}··{emoji}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200d👩", "a·👩"),
        ("👩\u200da", "👩·a"),
        ("🇩\u200d🇰", "🇩·🇰"),
        ("─\u200d─", "─·─"),
        ("👩\u200d\u202e\u200d👩", "👩···👩"),
        ("👩\u200d" * 9 + "👩", "·".join(["👩\u200d👩\u200d👩\u200d👩"] * 2 + ["👩\u200d👩"])),
    ],
)
def test_a_joiner_that_is_in_no_emoji_is_shown(text: str, shown: str) -> None:
    """Nor does a run of emoji that is longer than any that there is become one sign."""
    assert display(text) == shown


@pytest.mark.nightly
@given(st.text(alphabet=st.characters()))
def test_keeps_the_length(text: str) -> None:
    """Columns fit: one character for one."""
    assert len(display(text)) == len(text) == len(display_lines(text))
    assert not any(map(is_active, EMOJI.sub("", display(text))))
    assert display_lines(text).split("\n") == [display(line) for line in text.split("\n")]
