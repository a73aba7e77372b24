"""What a terminal sends, read in any pieces: keys are keys, and a paste is text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, Paste

from exam_tui.tui.keys.terminal_reader import TerminalReader

if TYPE_CHECKING:
    from textual.message import Message

START, END = "\x1b[200~", "\x1b[201~"
TRICKY = [
    "\x1b",
    "\x1b[",
    "\x1b[20",
    START,
    "\x1b[A",
    "\x1bOP",
    "\x1b]0;title\x07",
    "\x13",
    "\x11",
    "\x00",
    "a\nb",
    "[",
]
# Only a whole end mark ends a paste.
_pasted = st.lists(st.one_of(st.text(max_size=5), st.sampled_from(TRICKY)), max_size=8).map("".join)
_pasted = _pasted.filter(lambda text: END not in text + END[:-1])
_typed = st.text(st.sampled_from("abc xyz"), max_size=4)


def _read(pieces: Sequence[str]) -> list[str]:
    """Return the keys' names, and pastes whole after a `paste: `."""
    reader = TerminalReader()
    events: list[Message] = [event for piece in pieces if piece for event in reader.feed(piece)]
    return [
        f"paste: {event.text}" if isinstance(event, Paste) else event.key
        for event in events
        if isinstance(event, Key | Paste)
    ]


def _keys(text: str) -> list[str]:
    return ["space" if letter == " " else letter for letter in text]


@given(_typed, st.lists(st.tuples(_pasted, _typed), max_size=3), st.lists(st.integers(1, 12), max_size=20))
def test_a_paste_is_one_text_whatever_stands_in_it_and_keys_around_it_are_keys(
    first: str, others: list[tuple[str, str]], sizes: list[int]
) -> None:
    sent = first + "".join(f"{START}{pasted}{END}{typed}" for pasted, typed in others)
    pieces: list[str] = []
    for size in sizes:
        pieces.append(sent[:size])
        sent = sent[size:]
    expected = _keys(first)
    for pasted, typed in others:
        expected += [f"paste: {pasted}", *_keys(typed)]
    assert _read([*pieces, sent]) == expected


def test_escape_and_then_the_letters_of_a_paste_s_mark_are_keys() -> None:
    times = iter((0.0, 0.0, 0.2, 0.2, 0.3, 0.3, 0.4, 0.4, 0.5, 0.5))
    reader = TerminalReader(clock=times.__next__)
    list(reader.feed("\x1b"))
    assert [event.key for event in reader.tick() if isinstance(event, Key)] == ["escape"]
    events = [*reader.feed("["), *reader.feed("200~"), *reader.feed("a")]
    assert [event.key for event in events if isinstance(event, Key)][-1] == "a"
    assert not any(isinstance(event, Paste) for event in events)


def test_arrows_and_the_mouse_are_read_as_ever() -> None:
    assert _read(["\x1b[A", "\x1b[", "B", "\x1b[<0;3;4M", "x"]) == ["up", "down", "x"]
