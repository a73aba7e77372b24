"""Copy and paste: through the system's clipboard, through tmux, and what can be sent to the terminal instead.

Programs are run and waited for: not on the thread that draws.
"""

import base64
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Final, Literal, NamedTuple

from exam_tui.core.text.lines import normalise_line_ends
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk.run_program import UTF_8_ON_MACOS, output_of

Terminal = Literal["plain", "tmux", "screen"]
"""What is between us and the terminal: nothing, or a program that passes sequences on only when wrapped."""

MOST_BYTES: Final = 74_994
"""Bytes of text that one sequence may carry: hterm, and what is made of it, drops sequences above 100,000."""

_SECONDS: Final = 2.0
_WINDOWS_SECONDS: Final = 10.0  # PowerShell alone takes one to start
_SCREEN_BYTES: Final = 512  # screen prints what is above 768 bytes of a string
_SURROGATE: Final = lazy_pattern("[\ud800-\udfff]")


class TooLongToCopyError(ExamTuiError):
    """The text is longer than terminals take; programs of the system have no such limit."""


class Copied(Enum):
    """Which way a text went."""

    SYSTEM = "system"
    """To the system's clipboard."""
    TMUX = "tmux"
    """To tmux, which has handed it to the terminal; whether that one took it is not known."""
    NONE = "none"
    """None yet: `osc52` may still be sent to the terminal."""


class _Way(NamedTuple):
    """A pair of programs. `told` and `heard` translate between a text and what they read and print."""

    copy: tuple[str, ...]
    paste: tuple[str, ...] = ()
    seconds: float = _SECONDS
    told: Callable[[str], bytes] = str.encode
    heard: Callable[[bytes], str] = bytes.decode


def copy(text: str, environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Copied:
    """Put a text on the clipboard and return which way it went; undecodable bytes become U+FFFD. Never raises.

    Takes seconds at worst. What runs on as the owner of a selection outlives us, and ctrl+z as well.
    """
    if not text:
        return Copied.NONE
    text = _SURROGATE.sub("\ufffd", text)
    for way in _ways(environment, platform):
        if output_of(way.copy, environment, given=way.told(text), seconds=way.seconds) is not None:
            return Copied.SYSTEM
    if environment.get("TMUX"):
        # -w, from 3.2 on, asks the terminal too; in tmux itself it can be pasted whatever the terminal does.
        command = ("tmux", "load-buffer", "-w", "-")
        if output_of(command, environment, given=text.encode(), seconds=_SECONDS) is not None:
            return Copied.TMUX
    return Copied.NONE


def clipboard_text(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str | None:
    """Return the text on the system's clipboard, its lines ending in LF; None where there is none. Never raises.

    What is larger than a report may be counts as no text.
    """
    for way in _ways(environment, platform):
        printed = output_of(way.paste, environment, seconds=way.seconds) if way.paste else None
        if printed:
            try:
                return normalise_line_ends(way.heard(printed)) or None
            except ValueError:  # no UTF-8, or no base64
                return None
    return None


def terminal_of(environment: Mapping[str, str] = os.environ) -> Terminal:
    """Return what is between us and the terminal; where tmux or screen run on another computer, TERM says so."""
    name = environment.get("TERM", "")
    if environment.get("TMUX") or name.startswith("tmux"):
        return "tmux"
    return "screen" if environment.get("STY") or name.startswith("screen") else "plain"


def osc52(text: str, terminal: Terminal) -> str:
    """Return the sequence that asks a terminal to put a text on its clipboard; "" for no text.

    Raises:
        TooLongToCopyError: terminals would drop it.

    """
    if not text:
        return ""
    data = _SURROGATE.sub("\ufffd", text).encode()
    if len(data) > MOST_BYTES:
        raise TooLongToCopyError(
            f"Too long to copy through the terminal: {len(data):,} bytes; the limit is {MOST_BYTES:,}.",
            help="Copy it in parts.",
        )
    encoded = base64.b64encode(data).decode("ascii")
    plain = f"\x1b]52;c;{encoded}\x07"
    if terminal == "tmux":
        # tmux takes the plain one where `set-clipboard` is on, the wrapped one where `allow-passthrough` is,
        # and drops what it does not take.
        wrapped = plain.replace("\x1b", "\x1b\x1b")
        return f"{plain}\x1bPtmux;{wrapped}\x1b\\"
    if terminal == "screen":
        # screen joins the pieces. The head is one of its own: a tmux that is taken for screen sees an empty text.
        pieces = [encoded[at : at + _SCREEN_BYTES] for at in range(0, len(encoded), _SCREEN_BYTES)]
        return "".join(f"\x1bP{piece}\x1b\\" for piece in ["\x1b]52;c;", *pieces, "\x07"])
    return plain


def why_not(environment: Mapping[str, str] = os.environ) -> str:
    """Return why a copy through the terminal cannot arrive either, with a remedy; "" where nobody can know."""
    name, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if name == "linux":
        reason = "the Linux console has no clipboard"
    elif name == "dumb":
        reason = "this terminal does not support copying"
    elif program == "Apple_Terminal" and not is_over_ssh(environment):
        reason = "the macOS Terminal does not support copying"
    else:
        return ""
    if environment.get("WAYLAND_DISPLAY"):
        remedy = "Install wl-clipboard."
    elif environment.get("DISPLAY"):
        remedy = "Install xclip or xsel."
    else:
        remedy = "You can still paste it here."
    return f"Not copied to the clipboard: no clipboard program was found, and {reason}. {remedy}"


def copied_words(copied: Copied, environment: Mapping[str, str] = os.environ) -> str:
    """Return what to say after a copy, in one line; for NONE, after `osc52` was sent if `why_not` is empty."""
    if copied is Copied.SYSTEM:
        return "Copied."
    if copied is Copied.TMUX:
        return "Copied in tmux and sent to the terminal."
    return why_not(environment) or "Sent to the terminal, which does not confirm copies."


def is_over_ssh(environment: Mapping[str, str]) -> bool:
    """Return whether this runs over ssh, so that this computer's screen is not the one that the user sits at."""
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


def _ways(environment: Mapping[str, str], platform: str) -> Iterator[_Way]:
    """Yield the ways that may work here, the best first.

    Over ssh the screen of this computer is not the one that the user sits at; a forwarded X display is.
    """
    remote = is_over_ssh(environment)
    if platform == "darwin" and not remote:
        yield _Way((*UTF_8_ON_MACOS, "pbcopy"), (*UTF_8_ON_MACOS, "pbpaste"))
    if environment.get("WAYLAND_DISPLAY") and not remote:
        # Without a type wl-copy guesses one from the text.
        yield _Way(("wl-copy", "--type", "text/plain"), ("wl-paste", "--no-newline", "--type", "text"))
    display = environment.get("DISPLAY", "")
    if display and not (remote and display.startswith(":")):
        yield _Way(("xclip", "-selection", "clipboard", "-in"), ("xclip", "-selection", "clipboard", "-out"))
        yield _Way(("xsel", "--clipboard", "--input"), ("xsel", "--clipboard", "--output"))
    if (platform == "win32" or environment.get("WSL_DISTRO_NAME")) and not remote:
        yield _Way(_powershell(_SET), _powershell(_GET), _WINDOWS_SECONDS, _to_base64, _from_base64)
        yield _Way(("clip.exe",), told=lambda text: _windows_lines(text).encode("utf-16-le"))


# The console of Windows has a code page of its own: the text goes through it as base64.
_SET: Final = (
    "Set-Clipboard -Value ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadToEnd())))"
)
_GET: Final = "[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes([string](Get-Clipboard -Raw)))"


def _powershell(script: str) -> tuple[str, ...]:
    return "powershell.exe", "-NoProfile", "-NonInteractive", "-Command", f"$ErrorActionPreference='Stop';{script}"


def _to_base64(text: str) -> bytes:
    return base64.b64encode(_windows_lines(text).encode())


def _from_base64(printed: bytes) -> str:
    return base64.b64decode(printed).decode()


def _windows_lines(text: str) -> str:
    return normalise_line_ends(text).replace("\n", "\r\n")
