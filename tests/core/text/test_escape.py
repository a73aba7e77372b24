"""Nothing that a terminal would act on leaves `display`."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.text.escape import display, display_lines

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


@pytest.mark.nightly
@given(st.text(alphabet=st.characters()))
def test_keeps_the_length(text: str) -> None:
    """Columns fit: one character for one."""
    assert len(display(text)) == len(text) == len(display_lines(text))
    assert not any(map(is_active, display(text)))
    assert display_lines(text).split("\n") == [display(line) for line in text.split("\n")]
