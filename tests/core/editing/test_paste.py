"""What is pasted: characters that nobody sees go, everything else stays; paths of images are told apart."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui import Report
from exam_tui.core.editing.paste import Paste, PastedImage, filtered_paste, pasted_image
from tests.core.build import question

_FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
_WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
_HOSTILE = st.text(
    st.one_of(
        st.sampled_from("ab\t\n\r\0\x1b[200~31m\x9b\x85\u2028\ufeff\u200b\u200c\u200d\u200f\u202e\u00ad\ufe0f"),
        st.sampled_from("\u0645\u06cc\u0915\u05d0\U0001f469\U0001f3f4\U000e0067\U000e007f❤\udcff\ud800é"),
        st.characters(),
    ),
    max_size=14,
)


@pytest.mark.parametrize(
    "text",
    [
        "plain words", "", "a\tb\n\n\tc", "“quotes” – dashes … ‘here’", "æøå é e\u0301", "a\u00a0b\u202fc\u3000d",
        _FAMILY,
        "\u2764\ufe0f\u200d\U0001f525", "\U0001f642\u200d\u2194\ufe0f", "\U0001f44b\U0001f3fd\u200d\u2640\ufe0f",
        _WALES, "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937", "\u0647\u200d.",
        "\u05e9\u05dc\u05d5\u05dd \u200f(1)\u202a C:\\x\u202c", "[200~ is text without its escape", "\udcff",
    ],
)  # fmt: skip
def test_text_stays_as_it_is(text: str) -> None:
    """Typography, accents, spaces of all kinds, emoji, and the scripts that need joiners and marks of direction."""
    assert filtered_paste(text) == Paste(text)
    assert filtered_paste(f"before\n{text}\nbehind") == Paste(f"before\n{text}\nbehind")


@pytest.mark.parametrize(
    ("text", "kept", "control", "hidden"),
    [
        ("a\0b\x07c\x7f\x80", "abc", 4, 0),
        ("\x1b[200~text\x1b[201~", "text", 2, 0),
        ("\x1b[1;31mred\x1b[0m", "red", 2, 0),
        ("\x9b31mred", "red", 1, 0),
        ("\x1b]0;title\x07", "]0;title", 2, 0),
        ("\x1b\x1b[31m", "", 2, 0),
        ("bro\u00adken wo\u200brds\ufeff\u2060", "broken words", 0, 4),
        ("a\u200db\u200cc", "abc", 0, 2),
        ("\U0001f469\u200d\u200d\U0001f469", "\U0001f469\U0001f469", 0, 2),
        ("\U0001f469\u200d text", "\U0001f469 text", 0, 1),
        ("\u202aC:\\figure.png", "C:\\figure.png", 0, 1),
        ("left\u061cright", "leftright", 0, 1),
        ("hid\U000e0068\U000e0069den", "hidden", 0, 2),
        ("\U0001f3f4\U000e0067 no flag", "\U0001f3f4 no flag", 0, 1),
        ("a\ud800b", "ab", 1, 0),
        ("\0\u200b", "", 1, 1),
    ],
)
def test_what_nobody_sees_goes_and_is_counted(text: str, kept: str, control: int, hidden: int) -> None:
    """Control characters, a terminal's commands whole, characters without width, stray joiners and tags."""
    assert filtered_paste(text) == Paste(kept, control, hidden)


def test_line_ends() -> None:
    """Those of every system and program are LF, and no words run together."""
    text = "a\r\nb\rc\nd\x0be\x0cf\x85g\u2028h\u2029i"
    assert filtered_paste(text) == Paste("a\nb\nc\nd\ne\nf\ng\nh\ni")


def test_the_notice_says_how_many() -> None:
    """And nothing where nothing went."""
    assert filtered_paste("a").notice == ""
    assert filtered_paste("\0").notice == "Pasted without 1 control character."
    assert filtered_paste("\0\0\u200b").notice == "Pasted without 2 control characters and 1 invisible character."


@pytest.mark.nightly
@given(_HOSTILE)
def test_filtering_again_changes_nothing(text: str) -> None:
    """Once is enough, for every text."""
    once = filtered_paste(text)
    assert filtered_paste(once.text) == Paste(once.text)


@pytest.mark.nightly
@given(_HOSTILE)
def test_nothing_visible_is_lost(text: str) -> None:
    """Letters, signs and spaces stay, in their order; no control character is left; a report takes the text."""
    pasted = filtered_paste(text).text
    if "\x1b" not in text and "\x9b" not in text:
        visible = [letter for letter in text if unicodedata.category(letter)[0] in "LMNPS"]
        assert [letter for letter in pasted if unicodedata.category(letter)[0] in "LMNPS"] == [
            letter for letter in visible if letter != "\u034f"
        ]
    assert not any(unicodedata.category(letter) == "Cc" and letter not in "\t\n" for letter in pasted)
    Report.from_bytes(question(1).encode()).set_answer(1, pasted)


HOSTILE_PASTES = {
    "\x1b[": Paste("[" * 300, control=300), "\x1b[0;": Paste("[0;" * 300, control=300), "\0": Paste("", control=300),
    "\u200d": Paste("", hidden=300), "\U000e0067": Paste("", hidden=300), "\r": Paste("\n" * 300),
    "\U0001f3f4\U000e0067": Paste("\U0001f3f4" * 300, hidden=300), "'": Paste("'" * 300),
}  # fmt: skip
"""What is repeated, and what remains of 300 of it."""


@pytest.mark.parametrize("piece", HOSTILE_PASTES)
def test_one_thing_over_and_over_is_filtered_and_is_no_image(piece: str) -> None:
    """Sequences that never end, marks of an emoji that never was."""
    assert filtered_paste(piece * 300) == HOSTILE_PASTES[piece]
    assert pasted_image(piece * 300) is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/home/me/plot.png", "/home/me/plot.png"),
        ("/home/me/My pictures/plot 1.PNG\n", "/home/me/My pictures/plot 1.PNG"),
        ("'/home/me/my plot.jpg' ", "/home/me/my plot.jpg"),
        ('"/home/me/my plot.jpeg"', "/home/me/my plot.jpeg"),
        ("'/home/me/it'\\''s.png'", "/home/me/it's.png"),
        ("& 'C:\\Users\\me\\it''s.png'", "C:\\Users\\me\\it's.png"),
        ("/home/me/my\\ plot\\ \\(1\\).png", "/home/me/my plot (1).png"),
        ("my\\ plot.png", "my plot.png"),
        ("file:///home/me/my%20pl%C3%B8t.png", "/home/me/my pl\u00f8t.png"),
        ("file://localhost/a.png", "/a.png"),
        ("file:/a.png", "/a.png"),
        ("FILE:///C:/Users/me/a%20b.png", "C:/Users/me/a b.png"),
        ("file://server/share/a.png", "//server/share/a.png"),
        ("file:///a%FF.png", "/a\udcff.png"),
        ("C:\\Users\\me\\My plots\\a.png", "C:\\Users\\me\\My plots\\a.png"),
        ("\u202aC:\\a.png", "C:\\a.png"),
        ("\\\\server\\share\\a b.png", "\\\\server\\share\\a b.png"),
        ("figures\\a.png", "figures\\a.png"),
        ("~/Desktop/my plot.png", "~/Desktop/my plot.png"),
        ("~me/a b.png", "~me/a b.png"),
        ("./my plot.png", "./my plot.png"),
        ("figures/a.png", "figures/a.png"),
        ("plot.v2.png", "plot.v2.png"),
        ("Shot\u202fPM.png", "Shot\u202fPM.png"),
    ],
)
def test_a_path_of_an_image(text: str, path: str) -> None:
    """As file managers, shells and terminals of all systems give it."""
    assert pasted_image(text) == PastedImage(path, is_taken=True)


@pytest.mark.parametrize("name", ["a.gif", "/x/a.SVG", "'my photo.heic'", "file:///a.webp", "plot.pdf"])
def test_an_image_of_another_type_is_told_apart(name: str) -> None:
    """So that the editor can say what the course takes."""
    image = pasted_image(name)
    assert image is not None
    assert not image.is_taken


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "words", "We saved it as plot.png", "/a.png\n/b.png", "'/a.png' '/b.png'", "https://example.org/a.png",
        "data:image/png", "![alt](figures/a.png)", "[a](a.png)", "/a.txt", ".png", "/home/.jpg", "a\0.png", "a\tb.png",
        "file:///a%00.png", "file:a.png", "''", "Note: a.png", "x" * 5000 + ".png", "\x7f.png",
        "'a.png", "figures/a.png, figures/b.png",
    ],
)  # fmt: skip
def test_everything_else_is_text(text: str) -> None:
    """Prose, links, several paths, names that no image has."""
    assert pasted_image(text) is None


@pytest.mark.nightly
@given(
    st.text(
        st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"], exclude_characters="/\\"),
        min_size=1,
        max_size=12,
    )
)
def test_a_quoted_path_is_read_back(name: str) -> None:
    """As a POSIX shell quotes it, for every name."""
    path = f"/pictures/{name}.png"
    quoted = "'" + path.replace("'", "'\\''") + "'"
    assert pasted_image(quoted) == PastedImage(path, is_taken=True)
