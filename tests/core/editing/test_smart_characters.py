"""Typographic characters are pointed out where they break something, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.editing.smart_characters import PLAIN, Typographic, typographic_characters


def places(answer: str) -> list[tuple[int, int, str]]:
    """Return line, column and character of what is found; each really stands there."""
    lines = answer.split("\n")
    found = typographic_characters(answer)
    assert all(lines[place.line][place.column] == place.character for place in found)
    return [(place.line, place.column, place.character) for place in found]


def test_what_a_place_says() -> None:
    """What to type instead, and what it breaks."""
    assert typographic_characters("run `python –m x`") == (Typographic(0, 12, "–", "-", "code"),)
    assert typographic_characters("![a](figures/my–plot.png)") == (
        Typographic(0, 15, "–", "-", "target", "figures/my–plot.png"),
    )


@pytest.mark.parametrize(
    "answer",
    [
        "“Prose” – it’s … right", "", "plain `code`", "- “in a list”", "> “in a quote”", "| “in a table” |",
        "![“the plot” – ours](figures/a.png)", '![a](a.png "it’s a title")', "[it’s](https://example.org)",
        "<!-- “comment” -->", "text <!-- `“not code”` --> text", "\\`“no code”\\`", "a ` alone “x”", "``` “x” `` y",
        "<div>\n“html”\n</div>", "](“no link”", "```\n│\u00a0\u00a0 ├── src\n```", "`a` “b” `c`",
    ],
)  # fmt: skip
def test_in_prose_they_are_right(answer: str) -> None:
    """Also in link texts, titles, comments and tables, and in the drawings of `tree`."""
    assert places(answer) == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("```\nprint(“a”)\n```", [(1, 6, "“"), (1, 8, "”")]),
        ("text\n\n    x = ‘a’", [(2, 8, "‘"), (2, 10, "’")]),
        ("- item\n\n  ```\n  –v\n  ```", [(3, 2, "–")]),
        ("`a–b` “x” ``c`–d``", [(0, 2, "–"), (0, 14, "–")]),
        ("an open `code\nspan’s` end’s", [(1, 4, "’")]),
        ("a <!-- “x” --> `–`", [(0, 16, "–")]),
        ("a`” b\n\nc “d` e", []),
        ("[a](<b–c.md>) [d](“e”)", [(0, 6, "–"), (0, 18, "“"), (0, 20, "”")]),
        ("[![x](a–b.png)](c–d.md)", [(0, 7, "–"), (0, 17, "–")]),
        ("![a]( a.png “title”)", [(0, 12, "“"), (0, 18, "”")]),
        ("```\nx\u00a0=\u00a01 …\n```", [(1, 1, "\u00a0"), (1, 3, "\u00a0")]),
        ("```\n│ “x”\n```", [(1, 2, "“"), (1, 4, "”")]),
        ("`code “open", []),
    ],
)
def test_in_code_and_targets_they_are_found(answer: str, expected: list[tuple[int, int, str]]) -> None:
    """In fences, indented code, code spans over lines, and the targets of images and links."""
    assert places(answer) == expected


@pytest.mark.nightly
@given(st.text("`<!->“’–\n ]([)a~#\\", max_size=30))
def test_every_place_is_one(answer: str) -> None:
    """In order, each once, whatever the answer."""
    found = places(answer)
    assert found == sorted(set(found))
    assert all(character in PLAIN for _, _, character in found)


HOSTILE = {
    "`“": 150, "`“`": 300, "](“": 0, "](“)": 300, "<!-- “": 0, "[](": 0, "“\n": 0, "`“` <!-- ` -->": 300, "``“`": 149,
}  # fmt: skip
"""What is repeated, and how many characters are found in 300 of it."""


@pytest.mark.parametrize("piece", HOSTILE)
def test_they_are_found_in_one_thing_over_and_over(piece: str) -> None:
    """Code spans, targets and comments that end, and that never do."""
    assert len(places(piece * 300)) == HOSTILE[piece]
