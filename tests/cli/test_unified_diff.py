"""What a command changes, shown line by line: nothing in it is invisible."""

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.cli.output import Output
from exam_tui.cli.unified_diff import print_diff


def shown(capsys: pytest.CaptureFixture[str], old: bytes, new: bytes) -> list[str]:
    """Return the lines of the difference, without its two heading lines."""
    print_diff("a.md", old, new, Output())
    head, *lines = capsys.readouterr().out.removesuffix("\n").split("\n")[1:] or [""]
    assert head in {"", "+++ a.md"}
    return lines


def test_the_same_bytes_show_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Not even the file's name."""
    print_diff("a.md", b"a\r\n", b"a\r\n", Output())
    assert capsys.readouterr().out == ""


def test_it_is_a_unified_diff(capsys: pytest.CaptureFixture[str]) -> None:
    """With three lines around, as git and patch have it."""
    old, new = b"1\n2\n3\n4\n5\n", b"1\n2\n3\n4\nfive\n"
    print_diff("a.md", old, new, Output())
    assert capsys.readouterr().out == "--- a.md\n+++ a.md\n@@ -2,4 +2,4 @@\n 2\n 3\n 4\n-5\n+five\n"


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (b"a\r\n", b"a\n", ["-a␍␊", "+a"]),
        (b"a\r", b"a\r\n", ["-a␍", "+a␍␊"]),
        (b"a\r\nb\r\n", b"a\r\nc\r\n", [" a", "-b", "+c"]),
        (b"a", b"a\n", ["-a", "\\ No newline at end of file", "+a"]),
        (b"a  \n", b"a\n", ["-a··", "+a"]),
        (b"\ta\n", b" a\n", ["-→a", "+ a"]),
        (b"\n", b"  \n", ["-", "+··"]),
        (b"", b"a\n", ["+a"]),
        (b"\xef\xbb\xbfa\n", b"a\n", ["-·a", "+a"]),
    ],
)
def test_what_nobody_sees_is_made_visible(
    old: bytes, new: bytes, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Line ends where there are several kinds, spaces at the end, tabs, a byte order mark."""
    assert shown(capsys, old, new)[1:] == lines


def test_hostile_text_reaches_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither from the file nor from its name; a form feed ends no line."""
    print_diff("n\x1b.md", b"\x1b[2J\xff\n", b"a\x0c\xe2\x80\xaeb\n", Output())
    text = capsys.readouterr().out
    assert not set("\x1b\x0c\u202e\udcff") & set(text)
    assert text.count("\n") == 5


def test_it_is_coloured_like_gits(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where colours are wanted; they mean nothing that the signs do not say."""
    monkeypatch.setattr("exam_tui.cli.output.is_terminal", lambda _stream: True)
    print_diff("a.md", b"a\nb\n", b"a\nc\n", Output())
    lines = capsys.readouterr().out.split("\n")
    assert lines[3:6] == [" a", "\x1b[31m-b\x1b[0m", "\x1b[32m+c\x1b[0m"]


def _applied(old: str, lines: list[str]) -> str:
    """Return what `patch` makes of a text: each hunk in the place that its heading names."""
    ours, new, at = old.splitlines(keepends=True), [], 0
    for line in lines:
        if line[0] == "@":
            start, length = (int(part) for part in f"{line[4:].split(' ')[0]},1".split(",")[:2])
            new += ours[at : start - (length > 0)]
            at = start - (length > 0)
        else:
            new += [] if line[0] == "-" else [f"{line[1:]}\n"]
            at += line[0] != "+"
    return "".join([*new, *ours[at:]])


@given(*2 * [st.lists(st.sampled_from("aabc\n"), max_size=40).map(lambda lines: "".join(f"{x}\n" for x in lines))])
def test_a_diff_makes_the_new_text_of_the_old_one(old: str, new: str) -> None:
    """Whatever changed, and however often the same line occurs."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        print_diff("a.md", old.encode(), new.encode(), Output())
    assert _applied(old, stream.getvalue().split("\n")[2:-1]) == new


KINDS = [1, 25, 95, 10_000]
"""How many different lines `many_lines` has."""


def many_lines(kinds: int, count: int) -> tuple[bytes, bytes]:
    """Return pairs of lines, and the same with a blank line in each, as `check --fix` adds it to lists."""
    pairs = [(f"w{number % kinds}\n", f"- a{number % (kinds - kinds // 9)}\n") for number in range(count)]
    old, new = ("".join(sep.join(pair) for pair in pairs).encode() for sep in ("", "\n"))
    return old, new


@pytest.mark.parametrize("kinds", KINDS)
def test_a_diff_of_hundreds_of_lines_that_are_alike_makes_the_new_text_of_the_old_one(
    kinds: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """However often the same line occurs."""
    old, new = many_lines(kinds, 300)
    print_diff("a.md", old, new, Output())
    shown = capsys.readouterr().out.split("\n")[2:-1]
    assert _applied(old.decode(), shown) == new.decode()


def test_a_file_of_unlikely_length_is_not_compared(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody would read it; that it changes is said."""
    old = b"\n".join(b"%d" % (number % 101) for number in range(200_000))
    print_diff("a.md", old, old.replace(b"7", b"8"), Output())
    shown = capsys.readouterr()
    assert shown.out == "--- a.md\n+++ a.md\n"
    assert "too long to show" in shown.err
