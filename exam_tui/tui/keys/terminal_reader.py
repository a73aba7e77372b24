"""What a terminal sends, read into keys, mouse, pastes and its own messages; the rest is dropped whole.

A terminal answers questions (which colours, which version, where is the cursor) in the stream of the keys, in one piece
or in several, at once or late. None of that is typed, and no sequence of bytes ends the reading.
"""

import re
import time
from collections.abc import Callable, Generator, Iterator
from typing import Final

from textual import constants, messages
from textual._xterm_parser import IS_ITERM, XTermParser
from textual.events import AppBlur, AppFocus, CursorPosition, Key, Paste, Resize
from textual.keys import Keys
from textual.message import Message

from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.tui.keys.key_codes import alt_key, keys_of_sequence

_ESC: Final = "\x1b"
_PASTE_START: Final = "\x1b[200~"
_PASTE_END: Final = "\x1b[201~"
_STRINGS: Final = "]P_^X"
"""What follows Esc where a text comes (OSC, DCS, APC, PM, SOS), up to BEL or ST."""
_INTRODUCERS: Final = f"[O{_STRINGS}"
_C1: Final = {
    "\x9b": "\x1b[", "\x8f": "\x1bO", "\x9d": "\x1b]", "\x90": "\x1bP", "\x9f": "\x1b_", "\x9e": "\x1b^",
    "\x98": "\x1bX",
}  # fmt: skip
"""The same as one character."""
_STRING_TERMINATORS: Final = "\x07\x9c"
_STRING_END: Final = lazy_pattern("[\x00-\x1f\x7f\x9c]")
# Patterns are compiled when the first of their kind comes: no frame waits for them.
# What replies begin with. A text that begins otherwise and has no end was typed after Alt with one of _STRINGS.
_REPLY: Final = r"\x1b(?:\](?:[0-9]+(?:;|\Z)|[lLI])|P(?:[>!]\||[0-9]*[$+]r|(?:[>!]|[0-9]+[$+]?|[$+])\Z)|_G)"
# Replies that hold a text of any length: a line end or a tab in it is part of it. One without an end takes no key.
_LONG_REPLY: Final = r"\x1b(?:\](?:(?!(?:4|1[0-9]);)[0-9]+;|[lLI])|P(?:[>!]\||[0-9]*[$+]r)|_G)"
_LONG_REPLY_END: Final = "[\x07\x18\x1a\x1b\x9c]"
# How what a pause has cut off goes on, by what came before the pause, where nobody would have typed that at once.
_REST_OF_CSI: Final = r"[?>=<][0-9]|[0-9:;]+[$ ]*[A-Za-z~]|20[01]~|M...\Z"
_TO_END: Final = r"[^\x00-\x1f\x7f\x9c]*(?:[\x07\x9c]|\x1b\\)"
_REST_OF_STRING: Final = {
    "]": r"[0-9]+;|[lL].*\x1b\\", "P": rf"[>!]\||[0-9]*[$+]r|{_TO_END}", "_": f"G|{_TO_END}",
    "^": _TO_END, "X": _TO_END,
}  # fmt: skip
_REST: Final = {
    "\x1b": "|".join(
        [
            rf"\[(?:{_REST_OF_CSI}|[A-IOPQRSc]\Z)|O[A-Z]\Z",
            *(rf"{re.escape(kind)}(?:{rest})" for kind, rest in _REST_OF_STRING.items()),
        ]
    ),
    "\x1b[": _REST_OF_CSI,
    **{f"\x1b{kind}": rest for kind, rest in _REST_OF_STRING.items()},
}
_LATE_REST_OF_CSI: Final = r"[0-9:;]+[$ ]*[A-Za-z~]"
_PATIENCE: Final = 5.0
"""Seconds that a sequence may take, pauses and all; the end of it is dropped later too where it comes in one piece."""
_DOUBT: Final = 0.5
"""The same for what does not look like a reply."""
_STALLED: Final = 10.0
"""Seconds without a letter after which a paste is over: the mark of its end was lost."""
_COMMANDS: Final = frozenset("\x03\x11\x13")
"""^C, ^Q and ^S: alone and after a pause, one of them is a key, and a paste is over: its end was lost."""
_LONGEST: Final = 256
_LONGEST_STRING: Final = 4096
_MOUSE: Final = r"\x1b\[<[0-9]{1,4};-?[0-9]{1,6};-?[0-9]{1,6}[Mm]"
_CURSOR: Final = r"\x1b\[([0-9]{1,5});([0-9]{1,5})R"
_MODE: Final = r"\x1b\[\?([0-9]{1,5});([0-9])\$y"
_SIZE: Final = r"\x1b\[48;([0-9]{1,4})[:0-9]*;([0-9]{1,4})[:0-9]*;([0-9]{1,6})[:0-9]*;([0-9]{1,6})[:0-9]*t"
_OLD_MOUSE: Final = "\x1b[M"
"""Button and place follow as three characters."""
_CSI: Final = "\x1b["
_OSC: Final = "\x1b]"
_MOST_LINES, _MOST_COLUMNS = 1_000, 4_000
_FOCUS: Final[dict[str, type[Message]]] = {"\x1b[I": AppFocus, "\x1b[O": AppBlur}


class EscapeTakenBack(Message, bubble=False):
    """The last Esc was not a key: it began what has just come, after a pause."""


class TerminalReader(XTermParser):
    """Reads what a terminal sends, in any pieces, in the place of Textual's own parser.

    `clock` tells the time in seconds. What the terminal marks as pasted is text, whatever is in it.
    """

    def __init__(self, debug: bool = False, clock: Callable[[], float] = time.monotonic) -> None:  # noqa: FBT001, FBT002 - as Textual calls it
        super().__init__(debug)
        self._clock = clock
        self._sequence = ""
        """What has come of a sequence."""
        self._began = 0.0
        """When it began."""
        self._last = 0.0
        """When something came last."""
        self._cut = ""
        """The start of a sequence that was taken for a key after a pause; more of it may come yet."""
        self._is_cut_twice = False
        """Whether a pause came after Esc and another one after what followed it."""
        self._pasted: list[str] | None = None
        self._tail = ""
        """The end of what was pasted so far: the mark of its end may have begun."""
        self._reports_size = False

    def feed(self, data: str) -> Iterator[Message]:
        """Yield what `data`, any piece of what the terminal sends, means; "" is its end."""
        yield from self.tick()
        if data in _COMMANDS and self._clock() - self._last >= constants.ESCAPE_DELAY:
            yield from self._end_paste()
        self._last = self._clock()
        cut, self._cut = self._cut, ""
        if cut and re.match(_rest_of(cut), data):
            if cut == _ESC:
                yield EscapeTakenBack()
            # The mark of a paste in three pieces marks nothing: its letters are dropped, like a sequence without a key.
            is_mark = self._is_cut_twice and re.match("20[01]~", data)
            self._sequence, self._began = (f"{_CSI}=" if is_mark else cut), self._last
        self._is_cut_twice = cut == _ESC and cut + data in _REST
        if self._is_cut_twice:
            self._cut = cut + data
        at = 0
        while at < len(data):
            if self._pasted is not None:
                at = yield from self._read_paste(self._pasted, data, at)
            elif not self._sequence:
                yield from self._read_character(data[at])
                at += 1
            elif self._is_string:
                at = yield from self._read_string(data, at)
            else:
                at = yield from self._read_sequence(data, at)

    def tick(self) -> Iterator[Message]:
        """Yield what the time that has passed makes of what has begun: Esc alone is a key."""
        now = self._clock()
        if self._pasted is not None and now - self._last >= _STALLED:
            yield from self._end_paste()
        elif len(self._sequence) > len(_OSC):
            is_reply = not self._is_string or re.match(_REPLY, self._sequence)
            if now - self._began >= (_PATIENCE if is_reply else _DOUBT):
                self._cut = self._sequence.removesuffix(_ESC) if is_reply else ""
                yield from self._give_up()
        elif self._sequence and now - self._last >= constants.ESCAPE_DELAY:
            self._cut = self._sequence
            yield from self._give_up()

    @property
    def _is_string(self) -> bool:
        return len(self._sequence) > 1 and self._sequence[1] in _STRINGS

    def _read_character(self, character: str) -> Iterator[Message]:
        begun = _C1.get(character, character)
        if begun[0] == _ESC:
            self._sequence, self._began = begun, self._last
        else:
            yield from (key for key in self._sequence_to_key_events(character) if key.key != Keys.Ignore)

    def _read_paste(self, pasted: list[str], data: str, at: int) -> Generator[Message, None, int]:
        """Read on in a paste; return where it ends in `data`."""
        found = (self._tail + data[at:]).find(_PASTE_END)
        end = len(data) if found < 0 else at + found + len(_PASTE_END) - len(self._tail)
        pasted.append(data[at:end])
        self._tail = "" if found >= 0 else (self._tail + data[at:end])[1 - len(_PASTE_END) :]
        if found >= 0:
            self._pasted = None
            yield Paste("".join(pasted).removesuffix(_PASTE_END))
        return end

    def _end_paste(self) -> Iterator[Message]:
        """Yield what came of a paste whose end was lost, if there is one."""
        if self._pasted is not None:
            text, self._pasted = "".join(self._pasted), None
            yield Paste(text)

    def _read_string(self, data: str, at: int) -> Generator[Message, None, int]:
        """Read on in a text of the terminal's own; return where to go on in `data`."""
        if self._sequence[-1] == _ESC:
            if data[at] == "\\":
                self._sequence = ""
                return at + 1
            self._sequence = self._sequence[:-1]
            yield from self._give_up()
            self._sequence, self._began = _ESC, self._last
            return at
        match = self._string_end(data, at)
        end = match.start() if match else len(data)
        self._sequence = (self._sequence + data[at:end])[:_LONGEST_STRING]
        if not match:
            return end
        if match[0] == _ESC:
            self._sequence += _ESC
        elif match[0] in _STRING_TERMINATORS:
            self._sequence = ""
        else:  # a key: what was begun never ends
            yield from self._give_up()
            return end
        return end + 1

    def _string_end(self, data: str, at: int) -> re.Match[str] | None:
        """Find what ends the text, or comes where no such text goes on."""
        match = _STRING_END.search(data, at)
        if match and re.match(_LONG_REPLY, self._sequence + data[at : match.start()]):
            match = re.compile(_LONG_REPLY_END).search(data, match.start())
        return match

    def _read_sequence(self, data: str, at: int) -> Generator[Message, None, int]:
        """Read on in an escape sequence; return where to go on in `data`."""
        begun, character = self._sequence, data[at]
        if begun == _ESC:
            return at + (yield from self._read_after_escape(character))
        whole = begun + character
        if begun == _OLD_MOUSE[:-1] and character == "[":  # a function key of the Linux console
            self._sequence = whole
        elif begun.startswith(_OLD_MOUSE) and character >= " ":
            self._sequence = "" if len(whole) == len(_OLD_MOUSE) + 3 else whole
        elif " " <= character <= "?" and not begun.startswith("\x1b[[") and keys_of_sequence(whole) is None:
            self._sequence = whole if len(whole) <= _LONGEST else f"{_CSI}="  # which no key begins with
        elif whole == _OLD_MOUSE:
            self._sequence = whole
        elif " " <= character <= "~" and (
            begun[1] == "[" or keys_of_sequence(whole) is not None or len(begun) > len(_CSI)
        ):
            self._sequence = ""
            yield from self._read_whole(whole)
        else:  # no part of a sequence
            yield from self._give_up()
            return at
        return at + 1

    def _read_after_escape(self, character: str) -> Generator[Message, None, int]:
        """Read what follows Esc at once; return whether the character is read."""
        if character in _INTRODUCERS:
            self._sequence += character
            return 1
        yield from self._give_up() if character == _ESC else (alt_key(character),)
        self._sequence = _ESC if character == _ESC else ""
        return 1

    def _read_whole(self, sequence: str) -> Iterator[Message]:
        """Yield what a whole sequence means, if it means anything."""
        if sequence == _PASTE_START:
            self._pasted, self._tail = [], ""
        elif sequence in _FOCUS:
            yield _FOCUS[sequence]()
        elif match := re.fullmatch(_SIZE, sequence):
            yield from self._read_size(*map(int, match.groups()))
        elif match := re.fullmatch(_CURSOR, sequence):
            yield CursorPosition(int(match[2]) - 1, int(match[1]) - 1)
        elif match := re.fullmatch(_MODE, sequence):
            yield from self._read_mode(match[1], int(match[2]))
        elif re.fullmatch(_MOUSE, sequence):
            if event := self.parse_mouse_code(sequence):
                yield event
        else:
            yield from keys_of_sequence(sequence) or ()

    def _read_size(self, height: int, width: int, pixel_height: int, pixel_width: int) -> Iterator[Message]:
        if not (self._reports_size and 0 < height <= _MOST_LINES and 0 < width <= _MOST_COLUMNS):
            return
        event = Resize.from_dimensions((width, height), (pixel_width, pixel_height))
        self.terminal_size, self.terminal_pixel_size = event.size, event.pixel_size
        self.mouse_pixels = pixel_height > 0 and pixel_width > 0
        yield event

    def _read_mode(self, mode: str, setting: int) -> Iterator[Message]:
        if mode == "2026" and setting > 0:
            yield messages.TerminalSupportsSynchronizedOutput()
        elif mode == "2048" and constants.SMOOTH_SCROLL and not IS_ITERM:
            event = messages.InBandWindowResize.from_setting_parameter(setting)
            self._reports_size = event.supported
            yield event

    def _give_up(self) -> Iterator[Message]:
        """Yield what a sequence that never ends was: a key with Alt and what was typed after it, or nothing."""
        begun, self._sequence = self._sequence, ""
        if begun == _ESC:
            yield Key("escape", _ESC)
        elif len(begun) == len(_OSC) or (begun[1] in _STRINGS and not re.match(_REPLY, begun)):
            yield alt_key(begun[1])
            for character in begun[2:].removesuffix(_ESC) if len(begun) < _LONGEST_STRING else "":
                yield from self._read_character(character)
        if len(begun) > 1 and begun[-1] == _ESC:
            yield Key("escape", _ESC)


def _rest_of(cut: str) -> str:
    """Return the pattern of how a sequence that was given up goes on."""
    return _REST.get(cut) or (_TO_END if cut[1] in _STRINGS else _LATE_REST_OF_CSI)
