"""Text that would act on a terminal, or on what draws there, and how to tell that it did.

Each payload is known by a tag in front of it, `qa017x`, with a letter for the place it was put in. Control sequences
hold a number of their own, which no program that draws in a terminal would print, so that what comes out can be told
from what the program itself prints.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from tests.repos import PNG, Repo

_CONTROLS = [bytes([code]) for code in range(0x20) if code != ord("\n")] + [b"\x7f"]
_C1 = [chr(code).encode() for code in range(0x80, 0xA0)]
_C1_BYTES = [b"\x84", b"\x85", b"\x90", b"\x9b", b"\x9d", b"\x9f"]
_SEQUENCES = (
    # Colours, cursor, screen, modes, keys, reports, size and title of the window.
    "\x1b[31;7;%dm", "\x1b[38;2;1;2;%dm", "\x1b[4:%dm", "\x1b[%d;2H", "\x1b[%dA", "\x1b[%d;3r", "\x1b[2;%dJ",
    "\x1b[1;%dK", "\x1b[%dL", "\x1b[%d@", "\x1b[?%dh", "\x1b[?1049;%dl", "\x1b[?47;%dh", "\x1b[>%du", "\x1b[<%du",
    "\x1b[%d;6n", "\x1b[0;%dc", "\x1b[>4;%dm", "\x1b[8;5;%dt", "\x1b[21;%dt", "\x1b[%d q", "\x1b[!%dp", "\x1b[%dS",
    "\x1b[%di", "\x1b[200;%d~", "\x1b7%d", "\x1bc%d", "\x1bD%d", "\x1bM%d", "\x1b#8%d", "\x1b(0%d", "\x1bZ%d",
    "\x1b\\%d", "\x1bk%d\x1b\\", "\x1b[%d",
    # Operating system commands: title, colours, folder, links, notices, clipboard, marks, files.
    "\x1b]0;%d\x07", "\x1b]0;%d\x1b\\", "\x1b]2;%d\x07", "\x1b]1;%d\x07", "\x1b]4;1;#%d\x07", "\x1b]7;file://h/%d\x07",
    "\x1b]8;;https://example.org/%d\x1b\\x\x1b]8;;\x1b\\", "\x1b]9;%d\x07", "\x1b]10;%d\x07", "\x1b]11;?%d\x07",
    "\x1b]22;%d\x07", "\x1b]52;c;eA%d\x07", "\x1b]52;p;?%d\x1b\\", "\x1b]104;%d\x07", "\x1b]133;A;%d\x07",
    "\x1b]633;E;%d\x07", "\x1b]777;notify;a;%d\x07", "\x1b]1337;File=name=%d:eA==\x07", "\x1b]1337;SetUserVar=a=%d\x07",
    "\x1b]0;%d",
    # Strings to the device, the program and nobody, whole and unclosed; kitty's and sixel's images; tmux.
    "\x1bP+q%d\x1b\\", "\x1bP$q%d\x1b\\", "\x1bP0;1q#%d\x1b\\", "\x1bPtmux;\x1b\x1b]0;%d\x07\x1b\\", "\x1bP%d",
    "\x1b_Ga=q,i=%d;eA\x1b\\", "\x1b_%d", "\x1b^%d\x1b\\", "\x1b^%d", "\x1bX%d\x1b\\", "\x1bX%d",
    # The same by single characters of C1.
    "\x9b31;%dm", "\x9d0;%d\x9c", "\x9d52;c;eA%d\x07", "\x90+q%d\x9c", "\x9f%d\x9c", "\x9e%d\x9c", "\x98%d\x9c",
)  # fmt: skip
_HIDDEN = (
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u200c\u200d\u2060\u2061\ufeff\u00ad"
    "\u180e\u034f\u2028\u2029\ufff9\U000e0041\U000e0001"
)
_BYTES = [b"\xff", b"\xc0\x80", b"\xe0\x80\x9b", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80", b"\xf0\x9f\x92"]
# Characters that Markdown makes out of ASCII, which are no less hidden then.
_ENTITIES = ["&#x202e;", "&rlm;", "&lrm;", "&ZeroWidthSpace;", "&shy;", "&#8232;", "&#12;", "&#13;", "&#27;", "&#x9b;"]
_MARKUP = (
    "[/]", "[red]", "[/red]", "[bold", "[b]x[/b]", "[@click=app.quit]x[/]", "[@click='app.quit']", "\\[/]", "\\\\[/]",
    "\\[@click=app.quit]x[/]", "[on red]", "[$error]", "[link=https://example.org/x]x[/link]", "[#ff0000]",
    "[not bold]", "[auto 50%]", "[blink]", "[reverse]", "[[", "]]", "[]", "[ ]", "[x=(]", "[@click=screen.nothing(']",
    "[%d]", "%s%n", "{0}", "$HOME", ":smile:", "[/@click]", "\\",
)  # fmt: skip
_EMOJI = (
    "👩\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈", "❤\ufe0f", "👍🏽", "🇩🇰", "1\ufe0f\u20e3", "e" + "\u0301" * 40, "﷽", "日本",
    # Near misses: joiners that are doubled, at a letter, around a mark of direction, and in a run that is too long.
    "👩\u200d\u200d👩a\u200d👩\u200da👩\u200d\u202e\u200d👩\u200d", "👩\u200d" * 8 + "👩",
)  # fmt: skip

PAYLOADS: Sequence[bytes] = (
    *_CONTROLS, *_C1, *_C1_BYTES, *((shape % (700 + at)).encode() for at, shape in enumerate(_SEQUENCES)),
    *(char.encode() for char in _HIDDEN), *_BYTES, *(text.encode() for text in (*_ENTITIES, *_MARKUP, *_EMOJI)),
)  # fmt: skip

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|.?)", re.DOTALL)
# What Textual draws with, as it is in a run on a harmless report, and what the command line colours with.
_OWN = re.compile(
    r"\x1b\[(?:[0-9;]*m|[0-9]+;[0-9]+H)"
    r"|\x1b\[\?(?:1000|1003|1004|1006|1015|1016|1049|2004|2026|2048|25|7)[hl]"
    r"|\x1b\[\?20(?:26|48)\$p|\x1b\[>25u|\x1b\[<u|\x1b\]22;[a-z-]+\x07"
    r"|\x1b\]52;c;[A-Za-z0-9+/]{8,}={0,2}\x07"  # what the user copies
)
# An emoji of several characters is shown whole: of all that is not seen, the joiner alone, and only between at most
# four parts that are signs by themselves. On the screen its cells are emptied first, and the cursor is put after it.
_PART = "[\u203c-\u24ff\u25a0-\u2bff\u3030-\u303d\u3297\u3299\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]{0,2}"
_JOINED = f"{_PART}(?:\u200d{_PART}){{1,3}}"
_FLAG, _KEYCAP, _SIGN = "[\U0001f1e6-\U0001f1ff]{1,2}", "[0-9#*](?:\ufe0f?\u20e3)?", "[\u00a9\u00ae][\ufe0e\ufe0f]?"
_SEVERAL = f"(?:{_JOINED}|{_PART}\ufe0e?|{_FLAG}|{_KEYCAP}|{_SIGN})"
_WHOLE_EMOJI = re.compile(f"\x1b7 {{1,2}}\x1b8\x1b7{_SEVERAL}\x1b8\x1b\\[[12]C|{_JOINED}")
PROGRESS_AGAIN = "\r\x1b[K"
"""Over the line that says how many files are checked, another one is written."""
_ACTIVE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_TAG = re.compile(r"q[a-z][0-9]{3}x")


def tagged(place: str, payloads: Iterable[int] = range(len(PAYLOADS)), between: bytes = b" ") -> bytes:
    """Return payloads by their positions, each behind its tag and in front of a dot."""
    return between.join(b"q%b%03dx%b." % (place.encode(), at, PAYLOADS[at]) for at in payloads)


def shares(count: int) -> list[range]:
    """Return the positions of all payloads in so many parts, which are about equal."""
    bounds = [len(PAYLOADS) * at // count for at in range(count + 1)]
    return [range(start, end) for start, end in pairwise(bounds)]


def seen(output: bytes, place: str) -> set[int]:
    """Return the payloads of a place whose tags were printed."""
    return {int(tag) for tag in re.findall(rb"q%b([0-9]{3})x" % place.encode(), output)}


def leaks(output: bytes) -> list[str]:
    """Return what was printed raw: a line each, with the last tag before it and what stands around it.

    That is every sequence that is not one of the program's own, every control, hidden or undecodable character but
    the line ends CR LF, and every payload that holds a sequence, whatever the program's own sequences look like.
    """
    text = output.decode("utf-8", "surrogateescape")
    return [
        f"{what} behind {_TAG.findall(text[max(at - 400, 0) : at])[-1:]}: {text[max(at - 30, 0) : at + 30]!r}"
        for at, what in _found(text)
    ]


def assert_harmless(output: bytes) -> None:
    """Assert that nothing was printed raw, and that the program found no fault in itself."""
    found = leaks(output)
    assert not found, "\n".join(found[:20])
    assert b"Traceback" not in output
    assert b"bug in exam-tui" not in output


def as_text(output: bytes, place: str) -> set[int]:
    """Return the payloads of a place that stand there as they are typed, behind their tags: those of plain ASCII."""
    text = _SEQUENCE.sub("", output.decode("utf-8", "surrogateescape"))
    plain = [(at, payload.decode()) for at, payload in enumerate(PAYLOADS) if payload.isascii()]
    return {at for at, payload in plain if payload.isprintable() and f"q{place}{at:03d}x{payload}." in text}


def hostile_report(count: int = 8) -> bytes:
    """Return a report of `count` questions with all payloads in each place, each question with its share.

    Places: `t` title, `g` group of tasks, `k` task, `s` section, `p` prompt, `e` sample answer, `a` and `b` answer, `i`
    image of an answer.
    """
    parts = [b"# Report on 02476 %b\n\n## Tasks\n" % tagged("t")]
    for share in shares(count):
        tasks = (b"* [ ] %b\n" % tagged("k", share[at : at + 6]) for at in range(0, len(share), 6))
        parts.append(b"### Week %b\n\n%b" % (tagged("g", share), b"".join(tasks)))
    for number, share in enumerate(shares(count), 1):
        lines = tagged("a", share, b"\n")
        image = b"![picture](figures/%b)" % tagged("i", share[:6], b"")
        parts.append(
            b"## Section %b\n\n### Question %d\n> **Ask %b**\n>\n> Answer length: 3-5 words.\n>\n"
            b"> Example:\n> *So %b*\n>\n> Answer:\n\n%b\n\nthe word pumpkin %b\n%b\n"
            % (tagged("s", share), number, tagged("p", share), tagged("e", share), lines, tagged("b", share), image)
        )
    return b"\n".join(parts)


def names(place: str, payloads: Iterable[int], *, without: bytes = b"/\0", longest: int = 240) -> list[bytes]:
    """Return names, each with as many payloads as fit; payloads with bytes that a name cannot hold are left out."""
    found = [b""]
    for at in payloads:
        if not any(byte in PAYLOADS[at] for byte in without):
            name = tagged(place, [at]).removesuffix(b".")
            if len(found[-1]) + len(name) > longest:
                found.append(b"")
            found[-1] += name
    return found


def hostile_repository(root: Path, text: str) -> tuple[Repo, Path]:
    """Make a repository with folders, images and a branch of hostile names, committed by people who are called so.

    Places: `n` folders, `f` the report, `i` images, `c` who committed it, `d` who changed `Far` in it on the branch,
    `b` the branch, which is the upstream. Return it with the report, which holds `text`.
    """
    repo = Repo.init(root)
    # In its own name the report has some of every kind: some notices say less of it.
    folders = [*names("n", range(len(PAYLOADS)))[:-1], names("f", range(1, 220, 14))[0]]
    path = repo.root.joinpath(*map(os.fsdecode, folders))
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    first, second = shares(2)
    _commit(repo, names("c", first, without=b"\0<>", longest=9_000)[0])
    (path.parent / "figures").mkdir()
    for name in names("i", range(len(PAYLOADS))):
        (path.parent / "figures" / os.fsdecode(name + b".png")).write_bytes(PNG + b"0" * 100)
    branch = b"/".join(names("b", range(len(PAYLOADS)), without=bytes(range(0x21)) + b"\x7f~^:?*[\\{/"))
    repo.git("switch", "--quiet", "--create", os.fsdecode(branch))
    path.write_text(text.replace("Far", "Not so"), encoding="utf-8")
    _commit(repo, names("d", second, without=b"\0<>", longest=9_000)[0])
    repo.git("switch", "--quiet", "main")
    repo.git("branch", f"--set-upstream-to={os.fsdecode(branch)}")
    return repo, path


def _commit(repo: Repo, author: bytes) -> None:
    repo.git("add", "--update" if (repo.root / ".git" / "index").exists() else "--all")
    repo.git("commit", "--quiet", "--message=text", f"--author={os.fsdecode(author)} <a@example.org>")


def is_harmless(text: str) -> bool:
    """Return whether a text does nothing to a terminal, printed as it is."""
    return _WHOLE_EMOJI.sub("", text).isprintable()


def _found(output: str) -> Iterator[tuple[int, str]]:
    text = _WHOLE_EMOJI.sub(lambda match: "x" * len(match[0]), output).replace(
        PROGRESS_AGAIN, "x" * len(PROGRESS_AGAIN)
    )
    for match in _SEQUENCE.finditer(text):
        if not _OWN.fullmatch(match[0]):
            yield match.start(), "a sequence"
    plain = _SEQUENCE.sub(lambda match: "x" * len(match[0]), text).replace("\r\n", "xx")
    active = {char for char in set(plain) if not char.isprintable() and unicodedata.category(char) in _ACTIVE}
    for at, char in enumerate(plain) if active or "\u034f" in plain else ():
        if char == "\u034f" or char in active:
            yield at, f"U+{ord(char):04X}"
    for payload in PAYLOADS:
        raw = payload.decode("utf-8", "surrogateescape")
        if "\x1b" in raw and len(raw) > 1 and raw in text:
            yield text.index(raw), "a payload"
