"""Copy and paste by programs that stand in for the system's, by a real tmux, and by sequences to the terminal."""

import base64
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exam_tui.desktop.clipboard import (
    Copied,
    TooLongToCopyError,
    clipboard_text,
    copied_words,
    copy,
    osc52,
    terminal_of,
    why_not,
)
from tests.conftest import ROOT
from tests.systems import kill_group, own_group
from tests.terminal import Terminal

posix = pytest.mark.skipif(os.name == "nt", reason="the programs that stand in are scripts of a POSIX shell")
pytestmark = posix

Install = Callable[[str, str], Path]
TEXT = "æøå 日本\nline two\n"
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}
X = {"DISPLAY": ":0"}
FORWARDED = {"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "1 2 3 4"}


@pytest.fixture
def install(tmp_path: Path) -> Install:
    """Return a function that puts a program on the PATH of these tests: its name, and its lines of shell.

    It notes its arguments in `<name>.arguments`; what it should keep goes to `$HERE`.
    """
    folder = tmp_path / "bin"
    folder.mkdir()

    def write(name: str, lines: str) -> Path:
        program = folder / name
        head = (
            f'#!/bin/sh\nPATH=/usr/bin:/bin\nHERE={shlex.quote(str(tmp_path))}\necho "$@" > "$HERE/{name}.arguments"\n'
        )
        program.write_text(f"{head}{lines}\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    return write


def environment(tmp_path: Path, **names: str) -> dict[str, str]:
    """Return an environment in which nothing but the programs of the test is found."""
    return {"PATH": str(tmp_path / "bin"), **names}


@pytest.mark.parametrize(
    ("program", "names", "arguments"),
    [
        ("wl-copy", WAYLAND, "--type text/plain"),
        ("xclip", X, "-selection clipboard -in"),
        ("xsel", X, "--clipboard --input"),
        ("xclip", FORWARDED, "-selection clipboard -in"),
    ],
)
def test_a_text_goes_to_the_program_of_the_display(
    tmp_path: Path, install: Install, program: str, names: dict[str, str], arguments: str
) -> None:
    """As UTF-8, the line end at its end included; a byte that is no text is marked, not sent."""
    install(program, 'cat > "$HERE/kept"')
    assert copy(f"{TEXT}\udcff", environment(tmp_path, **names)) is Copied.SYSTEM
    assert (tmp_path / "kept").read_text(encoding="utf-8") == f"{TEXT}\ufffd"
    assert (tmp_path / f"{program}.arguments").read_text(encoding="utf-8").strip() == arguments


@pytest.mark.parametrize(
    ("program", "names", "arguments"),
    [
        ("wl-paste", WAYLAND, "--no-newline --type text"),
        ("xclip", X, "-selection clipboard -out"),
        ("xsel", X, "--clipboard --output"),
    ],
)
def test_a_text_comes_from_the_program_of_the_display(
    tmp_path: Path, install: Install, program: str, names: dict[str, str], arguments: str
) -> None:
    """Its lines end in LF, whatever they ended in."""
    (tmp_path / "kept").write_bytes(TEXT.replace("\n", "\r\n").encode())
    install(program, 'cat "$HERE/kept"')
    assert clipboard_text(environment(tmp_path, **names)) == TEXT
    assert (tmp_path / f"{program}.arguments").read_text(encoding="utf-8").strip() == arguments


def test_macos_is_told_the_encoding(tmp_path: Path, install: Install) -> None:
    """Without a locale its programs would take UTF-8 for something else."""
    install("pbcopy", 'echo "$LC_ALL" > "$HERE/locale"; cat > "$HERE/kept"')
    install("pbpaste", 'cat "$HERE/kept"')
    names = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}
    assert copy(TEXT, names, "darwin") is Copied.SYSTEM
    assert clipboard_text(names, "darwin") == TEXT
    assert (tmp_path / "locale").read_text(encoding="utf-8") == "en_US.UTF-8\n"


@pytest.mark.parametrize(("platform", "names"), [("win32", {}), ("linux", {"WSL_DISTRO_NAME": "Ubuntu"})])
def test_windows_gets_the_text_past_its_code_page(
    tmp_path: Path, install: Install, platform: str, names: dict[str, str]
) -> None:
    """As base64, with line ends of Windows; also from the Linux in it."""
    install("powershell.exe", 'case "$*" in *Set-*) cat > "$HERE/kept";; *) cat "$HERE/kept"; echo;; esac')
    assert copy(TEXT, environment(tmp_path, **names), platform) is Copied.SYSTEM
    kept = base64.b64decode((tmp_path / "kept").read_bytes())
    assert kept.decode() == TEXT.replace("\n", "\r\n")
    assert clipboard_text(environment(tmp_path, **names), platform) == TEXT


def test_without_powershell_clip_gets_what_windows_calls_unicode(tmp_path: Path, install: Install) -> None:
    """It cannot paste."""
    install("clip.exe", 'cat > "$HERE/kept"')
    assert copy(TEXT, environment(tmp_path), "win32") is Copied.SYSTEM
    assert (tmp_path / "kept").read_bytes().decode("utf-16-le") == TEXT.replace("\n", "\r\n")
    assert clipboard_text(environment(tmp_path), "win32") is None


def test_a_program_that_fails_leaves_it_to_the_next(tmp_path: Path, install: Install) -> None:
    """A display may be named and not be there."""
    install("wl-copy", "exit 1")
    install("xclip", "exit 1")
    install("xsel", 'cat > "$HERE/kept"')
    assert copy(TEXT, environment(tmp_path, **WAYLAND, **X)) is Copied.SYSTEM
    assert (tmp_path / "kept").read_text(encoding="utf-8") == TEXT


def test_the_owner_of_the_selection_is_not_waited_for(tmp_path: Path, install: Install) -> None:
    """It still runs when the text is copied, has a session of its own, and leaves the folder we are in alone."""
    noted = 'pwd > "$HERE/folder"; echo $$ > "$HERE/group"; mv "$HERE/group" "$HERE/started"'  # there once it is whole
    install("xclip", f'cat > "$HERE/kept"; ({noted}; exec sleep 120) & exit 0')
    assert copy(TEXT, environment(tmp_path, **X)) is Copied.SYSTEM
    while not (tmp_path / "started").exists():
        time.sleep(0.01)
    assert (tmp_path / "folder").read_text(encoding="utf-8") == "/\n"
    group = int((tmp_path / "started").read_text(encoding="utf-8"))
    assert group != own_group()
    kill_group(group)  # raises where nothing of it lives


def test_a_program_that_hangs_is_given_up_and_ended(tmp_path: Path, never_ends: Callable[[str], Path]) -> None:
    """With all that it started; a long text in no pipe."""
    never_ends("xclip")
    for is_copied in (True, False):
        if is_copied:
            assert copy("x" * 1_000_000, environment(tmp_path, **X)) is Copied.NONE
        else:
            assert clipboard_text(environment(tmp_path, **X)) is None
        for number in (tmp_path / "begun").read_text(encoding="utf-8").split():
            while _lives(int(number)):
                time.sleep(0.01)
        (tmp_path / "begun").unlink()
    assert not (tmp_path / "ended").exists()


@pytest.mark.parametrize("lines", ["printf '\\377'", "exit 1", "exit 0", "head -c 1000001 /dev/zero"])
def test_what_is_no_text_is_not_pasted(tmp_path: Path, install: Install, lines: str) -> None:
    """Pictures, an empty clipboard, more than a report may have."""
    install("wl-paste", lines)
    assert clipboard_text(environment(tmp_path, **WAYLAND)) is None


@pytest.mark.parametrize(
    ("names", "program"),
    [
        ({"SSH_CONNECTION": "1 2 3 4", "WAYLAND_DISPLAY": "wayland-0"}, "wl-copy"),
        ({"SSH_TTY": "/dev/pts/3", "DISPLAY": ":0"}, "xclip"),
        ({}, "xclip"),
        ({}, "pbcopy"),
    ],
)
def test_over_ssh_the_screen_of_the_other_computer_is_left_alone(
    tmp_path: Path, install: Install, names: dict[str, str], program: str
) -> None:
    """And without a display nothing is tried."""
    install(program, 'cat > "$HERE/kept"')
    assert copy(TEXT, environment(tmp_path, **names), "linux") is Copied.NONE
    assert not (tmp_path / "kept").exists()


def test_nothing_is_no_text_to_copy(tmp_path: Path, install: Install) -> None:
    """The clipboard keeps what it has."""
    install("xclip", 'cat > "$HERE/kept"')
    assert copy("", environment(tmp_path, **X)) is Copied.NONE
    assert osc52("", "plain") == ""
    assert not (tmp_path / "kept").exists()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, check=False).stdout
    return not state.strip().startswith(b"Z")


# The terminal


def _sent(output: bytes) -> list[str]:
    found = re.findall(rb"\x1b\]52;[a-z]*;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\)", output)
    return [base64.b64decode(text).decode() for text in found]


def test_a_plain_terminal_gets_one_sequence() -> None:
    """As xterm defines it."""
    assert osc52("hej", "plain") == "\x1b]52;c;aGVq\x07"
    assert _sent(osc52(f"{TEXT}\udcff", "plain").encode()) == [f"{TEXT}\ufffd"]


def test_screen_gets_pieces_that_it_does_not_print() -> None:
    """Joined they are the plain sequence."""
    text = "é" * 20_000
    sequence = osc52(text, "screen")
    pieces = re.findall("\x1bP(.*?)\x1b\\\\", sequence, re.DOTALL)
    assert max(len(piece) for piece in pieces) < 768
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == sequence
    assert "".join(pieces) == osc52(text, "plain")


def test_what_terminals_would_drop_is_refused() -> None:
    """With both numbers."""
    assert len(osc52("x" * 74_994, "plain")) <= 100_000
    with pytest.raises(TooLongToCopyError, match=r"74,996 bytes; the limit is 74,994.*in parts"):
        osc52("é" * 37_498, "plain")


@pytest.mark.parametrize(
    ("names", "terminal"),
    [
        ({"TERM": "xterm-256color"}, "plain"),
        ({"TERM": "xterm-256color", "TMUX": "/tmp/tmux-0/default,1,0"}, "tmux"),  # noqa: S108 - no file is used
        ({"TERM": "tmux-256color"}, "tmux"),
        ({"TERM": "screen.xterm-256color", "STY": "12.pts"}, "screen"),
        ({"TERM": "screen-256color", "TMUX": "x"}, "tmux"),
        ({}, "plain"),
    ],
)
def test_what_stands_before_the_terminal_is_known_by_the_environment(names: dict[str, str], terminal: str) -> None:
    """Over ssh by TERM alone."""
    assert terminal_of(names) == terminal


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"TERM": "linux"}, "the Linux console has no clipboard. You can still paste it here"),
        ({"TERM": "dumb", "DISPLAY": ":0"}, "Install xclip or xsel"),
        ({"TERM": "linux", "WAYLAND_DISPLAY": "w"}, "Install wl-clipboard"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "macOS Terminal"),
    ],
)
def test_where_nothing_can_work_it_is_said_why(names: dict[str, str], words: str) -> None:
    """And what to do."""
    assert words in why_not(names)
    assert copied_words(Copied.NONE, names) == why_not(names)
    assert copied_words(Copied.SYSTEM, names) == "Copied."


def test_where_nobody_can_know_it_is_said_to_be_sent() -> None:
    """Terminals do not answer."""
    names = {"TERM": "xterm-256color", "SSH_TTY": "/dev/pts/1"}
    assert why_not(names) == ""
    assert "Sent to the terminal" in copied_words(Copied.NONE, names)
    assert copied_words(Copied.TMUX, names) == "Copied in tmux and sent to the terminal."


# A real tmux


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Yield a function that starts tmux with settings in a terminal; `tmux("set -s set-clipboard on")`."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    socket = tmp_path / "socket"
    opened: list[Terminal] = []

    def start(*settings: str) -> Terminal:
        configuration = tmp_path / "tmux.conf"
        configuration.write_text("\n".join(settings), encoding="utf-8")
        command = ["tmux", "-S", str(socket), "-f", str(configuration), "new-session", "sh"]
        terminal = Terminal(command, folder=tmp_path, env={"PS1": "ready> ", "DISPLAY": "", "WAYLAND_DISPLAY": ""})
        opened.append(terminal)
        terminal.wait_for("ready>|#|[$]")
        return terminal

    yield start
    subprocess.run(["tmux", "-S", str(socket), "kill-server"], check=False, capture_output=True)
    for terminal in opened:
        terminal.__exit__()


def test_tmux_takes_the_text_and_asks_the_terminal(tmp_path: Path, tmux: Callable[..., Terminal]) -> None:
    """With no settings at all, where it drops the sequences of programs."""
    terminal = tmux()
    code = f"from exam_tui.desktop.clipboard import copy; print(repr(copy({TEXT!r})))"
    script = tmp_path / "try_it.py"
    script.write_text(code, encoding="utf-8")
    program = shlex.join(["env", f"PYTHONPATH={ROOT}", sys.executable, str(script)])
    terminal.type(f"{program}\r")
    terminal.wait_for("Copied.(TMUX|NONE)")
    if "NONE" in terminal.screen:
        pytest.skip("this tmux is older than 3.2")
    terminal.settle()
    assert _sent(terminal.output) == [TEXT]
    shown = subprocess.run(["tmux", "-S", str(tmp_path / "socket"), "show-buffer"], check=True, capture_output=True)
    assert shown.stdout.decode() == TEXT


@pytest.mark.parametrize("setting", ["set -s set-clipboard on", "set -g allow-passthrough on"])
def test_tmux_passes_the_sequence_on_by_either_setting(
    tmp_path: Path, tmux: Callable[..., Terminal], setting: str
) -> None:
    """Once or twice, always whole, and prints nothing of it."""
    text = "é" * 30_000
    (tmp_path / "sequence").write_text(osc52(text, "tmux"), encoding="utf-8")
    terminal = tmux("set -s set-clipboard external", setting)
    terminal.type("clear; cat sequence; echo en''d\r")
    terminal.wait_for("^end")
    terminal.settle()
    assert set(_sent(terminal.output)) == {text}
    assert "w6n" not in terminal.screen
