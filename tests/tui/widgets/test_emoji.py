"""Emoji of several characters are one sign in the answer: shown, passed, deleted and found as one."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Key, Paste

from exam_tui.tui.keys.terminal_output import in_place, is_multiplexed
from exam_tui.tui.widgets.answer import textarea_text
from exam_tui.tui.widgets.answer.textarea_text import from_view, shown_in_view, to_view, with_emoji
from tests.tui.editing import Editor, opened

CODER, THUMB, FLAG, FAMILY = "👩\u200d💻", "👍🏽", "🇩🇰", "👨\u200d👩\u200d👧\u200d👦"
KEYCAP, HEART, BURNING, HAND, PLAIN = "1\ufe0f\u20e3", "❤\ufe0f", "❤\ufe0f\u200d🔥", "✌🏽", "❤\ufe0e"
TEXT = f"We {CODER} {THUMB} {FLAG} end {KEYCAP} {HEART} {FAMILY}!"
FOUR = "Far too many words about two small sails"


@pytest.fixture
def path(small_report: Path) -> Path:
    """Write a report with emoji in question 4."""
    text = small_report.read_text(encoding="utf-8").replace(FOUR, TEXT)
    small_report.write_text(text, encoding="utf-8")
    return small_report


@pytest.mark.parametrize(
    "emoji", [CODER, THUMB, FLAG, FAMILY, KEYCAP, HEART, BURNING, HAND, PLAIN, "1\u20e3", "©\ufe0f"]
)
def test_an_emoji_is_one_character_in_the_pane_and_the_same_in_the_answer(emoji: str) -> None:
    view = to_view(f"a{emoji}b")
    assert len(view) == 3
    assert from_view(view) == f"a{emoji}b"
    shown = shown_in_view(view)
    assert (cell_len(shown), len(shown)) == (3 if emoji == PLAIN else 4, 3)
    assert cell_len(with_emoji(shown)) == cell_len(shown)


def test_other_characters_stay_characters_of_their_own() -> None:
    assert [len(to_view(text)) for text in ("→✓", "é", "👩\u200d", "日本", "a\ufe0f")] == [2, 1, 2, 2, 2]


def test_a_character_that_could_stand_for_an_emoji_is_told_from_it() -> None:
    """Nothing is assigned there, but a file may hold it: it is kept, and shown in one cell."""
    taken = "".join(map(chr, range(0x3EFFF, 0x3F101)))
    text = f"{CODER}{taken}{CODER}\udb80"
    assert from_view(to_view(text)) == text
    assert shown_in_view(to_view("\U0003f000")) == "\ufffd"


def test_a_text_with_more_different_emoji_than_any_report_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that nothing is left to stand for stay several characters."""
    for name in ("_stand_ins", "_drawn", "_from_view"):
        monkeypatch.setattr(textarea_text, name, dict(getattr(textarea_text, name)))
    text = "".join(
        f"{chr(code)}\u200d{chr(other)}" for code in range(0x1F600, 0x1F620) for other in range(0x1F400, 0x1F410)
    )
    assert from_view(to_view(text)) == text
    assert "\u200d" not in shown_in_view(to_view(text))
    assert len(shown_in_view(to_view(text))) == len(to_view(text))


async def _type(editor: Editor, text: str) -> None:
    """Type as a terminal sends it: one key a character."""
    for character in text:
        editor.app.post_message(Key(f"U+{ord(character):X}", character))
        await editor.pilot.pause()


async def test_an_emoji_is_drawn_whole_and_the_frame_stays_straight(path: Path) -> None:
    async with opened(path, (80, 24)) as editor:
        await editor.go_to(4)
        for _ in range(5):
            await editor.until(lambda: any(TEXT in line for line in editor.lines()))
            await editor.press("left")
        assert {cell_len(line) for line in editor.lines()} == {80}


async def test_one_key_passes_and_one_deletes_an_emoji(path: Path) -> None:
    async with opened(path) as editor:
        await editor.go_to(4)
        await editor.press("end", "left", "backspace")
        assert editor.area.answer == TEXT.replace(FAMILY, "")
        await editor.press("ctrl+z")
        assert editor.area.answer == TEXT
        await editor.press("ctrl+home", "right", "right", "right", "delete")
        assert editor.area.answer == TEXT.replace(CODER, "")


async def test_an_emoji_that_is_typed_part_by_part_becomes_one(path: Path) -> None:
    typed = [CODER, THUMB, FLAG, FAMILY, KEYCAP, HEART]
    async with opened(path) as editor:
        await editor.go_to(2)
        for emoji in typed:
            await _type(editor, emoji)
        assert editor.area.answer == "".join(typed)
        for count in range(len(typed) - 1, 0, -1):
            await editor.press("backspace")
            assert editor.area.answer == "".join(typed[:count])


async def test_what_the_keys_make_of_a_line_with_emoji_keeps_them(path: Path) -> None:
    """Bold, indenting, and a list that goes on: they work on the pane's text."""
    async with opened(path) as editor:
        await editor.go_to(2)
        await _type(editor, f"- {CODER} ox")
        await editor.press("ctrl+b", "end", "enter", *"cow", "tab")
        assert editor.area.answer == f"- {CODER} **ox**\n    - cow"


async def test_what_comes_after_an_emoji_is_found_and_replaced_in_its_place(path: Path) -> None:
    async with opened(path) as editor:
        await editor.go_to(4)
        await editor.press("ctrl+f", *"end")
        await editor.until(lambda: editor.area.selected_text == "end")
        await editor.press("alt+r")
        assert editor.area.answer == TEXT.replace("end", "")


async def test_the_parts_of_an_emoji_stand_by_themselves_in_a_line_to_type_into(path: Path) -> None:
    """The cursor goes over them one by one there, and what follows them stays where it belongs."""
    async with opened(path, (80, 24)) as editor:
        await editor.go_to(4)
        await editor.press("ctrl+f")
        await editor.until(lambda: bool(editor.app.screen.query("#find-text")))
        editor.app.post_message(Paste(CODER))
        await editor.until(lambda: any("👩·💻" in line for line in editor.lines()))
        await _type(editor, f" {THUMB}")
        await editor.until(lambda: editor.area.selected_text == f"{CODER} {THUMB}")
        await editor.press("end", *["backspace"] * 5)
        await _type(editor, CODER[1:])
        await editor.until(lambda: editor.area.selected_text == CODER)
        for _ in range(6):
            await editor.press("left")
            assert {cell_len(line) for line in editor.lines()} == {80}


def test_what_a_terminal_is_sent_after_an_emoji_has_a_place_of_its_own() -> None:
    """However wide the terminal draws it: its cells are emptied, and the cursor goes back and on by two cells."""
    rest = "\x1b[31m and\x1b[0m more│"
    for emoji in (CODER, THUMB, FLAG, KEYCAP, HEART, BURNING):
        assert in_place(f"│{emoji}{rest}") == f"│\x1b7  \x1b8\x1b7{emoji}\x1b8\x1b[2C{rest}"
    assert in_place("│ → ✓ 日本 ❤ ─") == "│ → ✓ 日本 ❤ ─"


def test_the_first_sign_is_sent_where_a_wider_emoji_would_stay_over_something_else() -> None:
    """At the end of what is written in a row, where nothing would be written over the rest of it."""
    for end in ("", "│", "abc\x1b[5;1H and more", "\n and more"):
        assert in_place(f"{FAMILY}{end}") == f"\x1b7  \x1b8\x1b7👨\x1b8\x1b[2C{end}"
    assert in_place(f"{FAMILY}abcdef").startswith(f"\x1b7  \x1b8\x1b7{FAMILY}")


def test_a_joiner_that_was_cut_off_from_its_emoji_is_not_sent() -> None:
    assert in_place("👩\x1b[0m\u200d💻…\u200d") == "👩\x1b[0m…"


def test_tmux_is_sent_narrow_signs_without_a_selector() -> None:
    """It counts one cell for them, where the terminal around it may use two."""
    rest = " and more"
    for emoji, sent in ((HEART, "❤"), (KEYCAP, "1"), (CODER, CODER), (FLAG, FLAG), ("🏳\ufe0f\u200d🌈", "🏳")):
        assert in_place(emoji + rest, in_multiplexer=True) == f"\x1b7  \x1b8\x1b7{sent}\x1b8\x1b[2C{rest}"
    for environment in ({"TMUX": "x"}, {"STY": "x"}, {"TERM": "screen-256color"}, {"TERM": "tmux"}):
        assert is_multiplexed(environment)
    assert not is_multiplexed({"TERM": "xterm-256color"})
