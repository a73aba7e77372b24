"""What of an answer is read as English: a text of the same length, with names, code and links put aside."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.proofread.prose import names_in, prose

WORDS = re.compile(r"[a-z]{2,}")


def words(text: str) -> list[str]:
    """Return the words that are read."""
    return WORDS.findall(re.sub("`x*`", "", prose(text)))


@pytest.mark.parametrize(
    "text",
    [
        "`code`",
        "``two ` ticks``",
        "`over\nlines`",
        "```bash\nfenced\n```",
        "~~~\nfenced\n~~~",
        "    indented",
        "![an image](figures/a.png)",
        "[![an image](figures/a.png)](https://a.b)",
        "<https://example.com/path>",
        "https://example.com/path?some=thing",
        "<img src='figures/a.png' alt='some words'>",
        "<!-- a comment\nover lines -->",
        "[label]: https://example.com 'with words'",
        "me@example.com",
        "src/models/train.py",
        "train.py",
        "C:\\folder\\file",
        "snake_case",
        "camelCase",
        "CamelCase",
        "CAPITALS",
        "ResNet",
        "s123456",
        "x86",
        "n1-standard-1",
        "--option",
        "-o",
        "key=value",
        "localhost:8000",
        "$variable",
        "&nbsp;&amp;",
        "--- question 3 fill here ---",
        "question 3 fill here ---",
        '"quoted"',
        "“quoted”",
        "'quoted'",
        "*emphasis*",
        "x" * 41,
        "<<<<<<< ours",
    ],
)
def test_what_is_no_english_is_put_aside(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We used it.", "used it"),
        ("[the words of a link](https://a.b/c)", "the words of link"),
        ("[the words of a link][label]", "the words of link"),
        ("**two words** and _three more words_", "two words and three more words"),
        ("- a list\n  - nested\n1. numbers", "list nested numbers"),
        ("> a quote", "quote"),
        ("# A heading", "heading"),
        ("| cell | other |", "cell other"),
        ("well-known, we're (really) fine!", "well known we re really fine"),
        ("“two words”", "two words"),
        ("a stray ` backquote", "stray backquote"),
        ("before `code` after", "before after"),
        ("![image](a.png) after", "after"),
    ],
)
def test_what_is_english_stays(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


def test_something_stands_for_names_in_a_sentence() -> None:
    """Or words on both sides would be neighbours, and be taken for the same word twice."""
    assert prose("the `x.y` the") == "the `xxx` the"
    assert prose("in src/data in") == "in `xxxxxx` in"
    assert names_in("in src/data in") == "   src/data   "


@given(st.text(alphabet=st.sampled_from("ab`*_<>![]()-#|&;. \n\\/'\"~=\x00\ud800😀É"), max_size=80))
def test_every_text_keeps_its_length_and_nothing_is_added(text: str) -> None:
    """Whatever is there, a place in what is read is the same place in the text."""
    found = prose(text)
    assert len(found) == len(text)
    for was, now in zip(text, found, strict=True):
        assert now in (was, " ", "`", "x")
