"""What terminals send besides keys is dropped whole, however it comes, and no bytes end the reading."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.events import Key, MouseEvent, Paste, Resize
from textual.message import Message

from exam_tui.tui.keys.terminal_reader import EscapeTakenBack, TerminalReader

REPLIES = {
    "colour of the text, BEL": "\x1b]10;rgb:c8c8/c8c8/c8c8\x07",
    "colour of the ground, ST": "\x1b]11;rgb:1e1e/2a2a/3030\x1b\\",
    "colour of the palette": "\x1b]4;12;rgba:00/11/22/ff\x1b\\",
    "clipboard": "\x1b]52;c;aGFyYm91cg==\x07",
    "title": "\x1b]lharbour - shell\x1b\\",
    "shell integration": "\x1b]133;A\x07",
    "device attributes": "\x1b[?62;22;52c",
    "second device attributes": "\x1b[>41;354;0c",
    "third device attributes": "\x1bP!|7E565445\x1b\\",
    "kitty's flags": "\x1b[?25u",
    "mode": "\x1b[?2031;2$y",
    "mode of ANSI": "\x1b[4;2$y",
    "size of the window": "\x1b[8;30;100t",
    "size in pixels": "\x1b[4;600;1000t",
    "place of the cursor": "\x1b[12;40R",
    "place of the cursor, as DEC has it": "\x1b[?12;40;1R",
    "colour scheme": "\x1b[?997;1n",
    "no fault": "\x1b[0n",
    "version": "\x1bP>|harbour 1.2(3)\x1b\\",
    "setting": "\x1bP1$r0;38:5:2m\x1b\\",
    "capability": "\x1bP1+r544e=787465726d\x1b\\",
    "no capability": "\x1bP0+r\x1b\\",
    "graphics": "\x1b_Gi=31;OK\x1b\\",
    "private message": "\x1b^what only the terminal knows\x1b\\",
    "start of a string": "\x1bXstart of a string\x1b\\",
    "an end that nobody knows": "\x1b[1;2;3z",
    "spaces before the end": "\x1b[2 q",
    "the oldest mouse": "\x1b[M !!",
    "the mouse as urxvt has it": "\x1b[32;10;20M",
    "with C1 characters": "\x9b?62c",
    "a text with C1 characters": "\x9d10;rgb:c8c8/c8c8/c8c8\x9c",
    "a text of thousands of letters": "\x1b]52;c;" + "YWhveQ" * 2_000 + "\x1b\\",
}


class Line:
    """A terminal's line, read piece by piece; time passes only where it is told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.events: list[Message] = []
        self._reader = TerminalReader(clock=lambda: self.now)

    def send(self, text: str) -> None:
        self.events += self._reader.feed(text)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.events += self._reader.tick()

    @property
    def keys(self) -> list[str]:
        return [event.key for event in self.events if isinstance(event, Key)]

    @property
    def typed(self) -> str:
        """What ends up in the answer."""
        return "".join(event.character or "" for event in self.events if isinstance(event, Key) and event.is_printable)


def _facts(events: list[Message]) -> list[tuple[object, ...]]:
    """Return what tells events apart, a run of letters as one."""
    facts: list[tuple[object, ...]] = []
    for event in events:
        match event:
            case Key():
                facts.append(("key", event.key, event.character))
            case Paste():
                facts.append(("paste", event.text))
            case MouseEvent():
                facts.append((type(event), event.x, event.y, event.button))
            case Resize():
                facts.append(("size", event.size))
            case _:
                facts.append((type(event),))
    return facts


def _pieces(text: str, sizes: list[int]) -> list[str]:
    pieces = []
    for size in sizes:
        pieces.append(text[:size])
        text = text[size:]
    return [piece for piece in (*pieces, text) if piece]


SEQUENCES = [
    *list(REPLIES.values())[:-1], "\x1b", "\x1b[", "\x1bO", "\x1b]", "\x1bP", "\x1b_", "\x1b[A", "\x1b[1;3D", "\x1bOP",
    "\x1b[200~", "\x1b[201~", "\x1b[<0;3;4M", "\x1b[I", "\x1b[97;1:3u", "\x1b[97:65;2u", "\x1b[1114112u", "\x1b[1;1:1D",
    "\x1b[;;u", "\x1b[999999999999;2u", "\x1b[55296u", "\x1b[48;0;0;0;0t", "\x1b[?2048;1$y", "\x1b[48;24;80;0;0t",
    "\x1b[<35;1;1M", "\x1b[<999999999999;1;1M", "\x1b[27;5;13~", "\x1b[:u", "\x07", "\x1a", "\x18", "\x13", "\r",
    "\x7f", ";", "9", "a", "?", "é", "\U0001f6a2", "\ufffd",
]  # fmt: skip
_stream = st.lists(st.one_of(st.sampled_from(SEQUENCES), st.text(max_size=3)), max_size=12).map("".join)
_bytes = st.binary(max_size=60).map(lambda data: data.decode("utf-8", "replace"))
_sizes = st.lists(st.integers(1, 9), max_size=20)


@settings(max_examples=150, deadline=None)
@given(st.one_of(_stream, _bytes), _sizes)
def test_any_bytes_are_read_and_mean_the_same_in_whatever_pieces_they_come(sent: str, sizes: list[int]) -> None:
    whole, cut = Line(), Line()
    whole.send(sent)
    for piece in _pieces(sent, sizes):
        cut.send(piece)
    for line in (whole, cut):
        line.wait(20)
        line.wait(20)
    assert _facts(cut.events) == _facts(whole.events)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(_stream, _bytes),
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from([0.0, 0.05, 0.2, 1.0, 6.0, 11.0]))),
)
def test_any_bytes_are_read_with_any_pauses_and_the_next_key_is_read_too(
    sent: str, steps: list[tuple[int, float]]
) -> None:
    line = Line()
    for piece, seconds in zip(
        _pieces(sent, [size for size, _ in steps]), [*(wait for _, wait in steps), 0.0], strict=False
    ):
        line.send(piece)
        line.wait(seconds)
    line.wait(20)
    line.wait(20)
    line.send("z")
    assert line.keys[-1] == "z"


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_is_no_text_whole_in_two_pieces_or_letter_by_letter(name: str) -> None:
    reply = REPLIES[name]
    for cut in range(min(len(reply), 80)):
        line = Line()
        for piece in ("a", reply[:cut], reply[cut:], "b"):
            line.send(piece)
        assert line.keys == ["a", "b"], cut
    line = Line()
    for piece in f"a{reply}b":
        line.send(piece)
    assert line.keys == ["a", "b"]


# No terminal answers with one of these: after a pause their letters are taken for what somebody types.
@pytest.mark.parametrize("name", [name for name in REPLIES if name not in {"private message", "start of a string"}])
def test_a_reply_is_no_text_where_its_second_piece_is_late(name: str) -> None:
    """After Esc alone there is an Esc: it cannot be told from the key; what comes then is no text all the same."""
    reply = REPLIES[name]
    for cut in range(1, min(len(reply), 40)):
        line = Line()
        line.send(f"a{reply[:cut]}")
        line.wait(0.2)
        line.wait(1.5)
        line.send(f"{reply[cut:]}")
        line.send("b")
        line.wait(1.0)
        assert line.typed == "ab", (cut, line.keys)
        assert not any(key.startswith("ctrl+") for key in line.keys), (cut, line.keys)


KEYS: dict[str, list[str]] = {
    "\x1b[97;1:3u": [],  # let go
    "\x1b[97;1:2u": ["a"],  # held down
    "\x1b[97;1:1;97u": ["a"],
    "\x1b[97:65;2u": ["A"],
    "\x1b[97;2u": ["A"],
    "\x1b[1114112u": [],
    "\x1b[55296u": [],
    "\x1b[1;1:1D": ["left"],
    "\x1b[1;1:3D": [],
    "\x1b[1;3D": ["alt+left"],
    "\x1b[3;5~": ["ctrl+delete"],
    "\x1b[32u": ["space"],
    "\x1b[32;2u": ["space"],
    "\x1b[13;2u": ["shift+enter"],
    "\x1b[13;5u": ["ctrl+enter"],
    "\x1b[127;2u": ["shift+backspace"],
    "\x1b[27u": ["escape"],
    "\x1b[9;2u": ["shift+tab"],
    "\x1b[27;5;13~": ["ctrl+enter"],
    "\x1b[27;2;9~": ["shift+tab"],
    "\x1b[115;5u": ["ctrl+s"],
    "\x1b[115;69u": ["ctrl+s"],  # with caps lock
    "\x1b[1089::115;5u": ["ctrl+s"],  # on a Cyrillic keyboard
    "\x1b[111;3u": ["alt+o"],
    "\x1b[113;7;64u": ["at"],  # AltGr
    "\x1b[57441u": [],  # Shift alone
    "\x1b[57400;129u": ["1"],  # the keypad's 1
    "\x1b[57414u": ["enter"],
    "\x1b[229;;229u": ["å"],
    "\x1b[0;;945:946u": ["α", "β"],
    "\x1b[99~": [],
    "\x1bo": ["alt+o"],
    "\x1bO\x1b": ["alt+shift+o", "escape"],
    "\x1bG": ["alt+shift+g"],
    "\x1b\r": ["alt+enter"],
    "\x1b\x7f": ["ctrl+w"],  # a word to the left goes
    "\x1bOA": ["up"],
    "\x1b[[A": ["f1"],
    "\x1b\x1b[A": ["escape", "up"],
}


@pytest.mark.parametrize("sent", KEYS, ids=ascii)
def test_a_key_is_read_with_all_its_parts(sent: str) -> None:
    line = Line()
    line.send(sent)
    line.wait(0.2)
    assert line.keys == KEYS[sent]


def test_an_esc_that_a_pause_has_cut_off_is_taken_back_and_one_that_was_pressed_is_not() -> None:
    line = Line()
    line.send("\x1b")
    line.wait(0.2)
    line.send("[?62;22;52c")
    assert _facts(line.events)[1:] == [(EscapeTakenBack,)]
    line = Line()
    for letter in "\x1b[?6":
        line.send(letter)
        line.wait(0.2)
    assert line.keys == ["escape", "left_square_bracket", "question_mark", "6"]
    assert all(isinstance(event, Key) for event in line.events)


def test_letters_behind_alt_with_a_bracket_are_typed() -> None:
    """The key begins like a reply; after a pause it is one."""
    for begun in ("\x1b[", "\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x1bO"):
        line = Line()
        line.send(begun)
        line.wait(0.2)
        for letter in "5 masts":
            line.send(letter)
            line.wait(0.15)
        assert line.typed == "5 masts", begun


def test_a_reply_without_an_end_takes_no_keys_with_it() -> None:
    line = Line()
    line.send("\x1b]10;rgb:c8c8")
    line.wait(6)
    line.send("sails\x13")
    assert line.keys == [*"sails", "ctrl+s"]
    line.send("\x1b]11;rgb:\r")
    assert line.keys[-1] == "enter"


def test_a_paste_whose_end_is_lost_is_text_and_the_keys_work_again() -> None:
    line = Line()
    line.send("\x1b[200~a harbour")
    line.wait(11)
    line.send("\x13")
    assert _facts(line.events) == [("paste", "a harbour"), ("key", "ctrl+s", "\x13")]


@pytest.mark.parametrize(("sent", "key"), [("\x13", "ctrl+s"), ("\x11", "ctrl+q"), ("\x03", "ctrl+c")])
def test_a_key_that_saves_leaves_or_copies_ends_a_paste_whose_end_is_lost(sent: str, key: str) -> None:
    """While one goes on typing: a paste itself brings no such character alone after a pause."""
    line = Line()
    line.send("\x1b[200~a harbour")
    for piece in (" ", "w", "a", "l", "l"):
        line.wait(0.3)
        line.send(piece)
    line.send(sent)
    line.wait(0.3)
    line.send(sent)
    assert _facts(line.events) == [("paste", f"a harbour wall{sent}"), ("key", key, sent)]


def test_a_paste_whose_start_mark_came_in_two_pieces_with_a_pause_is_a_paste() -> None:
    line = Line()
    line.send("\x1b")
    line.wait(0.2)
    line.send("[200~one\x07two\x1b[201~")
    assert _facts(line.events)[2:] == [("paste", "one\x07two")]


def test_a_size_is_believed_only_of_a_terminal_that_reports_sizes_and_only_a_possible_one() -> None:
    line = Line()
    line.send("\x1b[48;24;80;480;800t")
    assert line.events == []
    line.send("\x1b[?2048;2$y\x1b[48;0;80;0;0t\x1b[48;9999;9999;0;0t\x1b[48;24;80;0;0t\x1b[<0;3;4M")
    facts = _facts(line.events)
    assert [fact for fact in facts if fact[0] == "size"] == [("size", (80, 24))]
    assert facts[-1][1:] == (2.0, 3.0, 1)


def test_a_byte_that_is_no_utf_8_is_shown_as_such() -> None:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    line = Line()
    line.send(decoder.decode(b"a\xff\x9bb"))
    assert line.typed == "a\ufffd\ufffdb"


@pytest.mark.parametrize("reply", ["\x1b]52;c;AAA\nBBB\r\tCCC\x07", "\x1bP>|one\ntwo\x1b\\", "\x1b_Gi=31;OK\r\n\x1b\\"])
def test_a_line_end_in_a_long_reply_is_part_of_it(reply: str) -> None:
    for pieces in ([reply], list(reply)):
        line = Line()
        for piece in ("a", *pieces, "b"):
            line.send(piece)
        assert line.keys == ["a", "b"]


def test_a_text_that_begins_with_one_character_of_its_own_is_no_text() -> None:
    line = Line()
    line.send("a\x98abc\x9cb\u0098abc\x1b\\c")
    assert line.typed == "abc"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("\x1b", "[I"), ("\x1b", "[O"), ("\x1b", "_Xfoo\x1b\\"), ("\x1b_", "Xfoo\x07"),
        ("\x1b^", "foo\x07"), ("\x1b", "P1$u1;1\x1b\\"), ("\x1bX", "foo\x1b\\"), ("\x1b", "^foo\x1b\\"),
    ],
)  # fmt: skip
def test_what_no_one_types_at_once_is_no_text_behind_a_pause(first: str, second: str) -> None:
    line = Line()
    line.send(first)
    line.wait(0.2)
    before = line.keys
    line.send(second)
    line.send("b")
    line.wait(1.0)
    assert line.keys == [*before, "b"]


@pytest.mark.parametrize(("first", "rest"), [("]", "11;rgb:1/1/1\x07"), ("[", "?1;2c"), ("P", ">|harbour\x1b\\")])
def test_the_rest_of_a_reply_in_three_pieces_is_no_text(first: str, rest: str) -> None:
    line = Line()
    for piece in ("\x1b", first):
        line.send(piece)
        line.wait(0.2)
    before = line.keys
    line.send(f"{rest}b")
    line.wait(1.0)
    assert line.keys == [*before, "b"]


@pytest.mark.parametrize(
    ("first", "second"), [("\x1b]11;rgb:", "1e1e/1e1e\x1b\\"), ("\x1b[?", "62;4c"), ("\x1bP>|har", "bour\x1b\\")]
)
def test_the_rest_of_a_reply_is_no_text_however_late(first: str, second: str) -> None:
    line = Line()
    line.send(first)
    line.wait(6)
    line.send(f"{second}b")
    assert line.keys == ["b"]
