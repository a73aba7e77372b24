"""Bold, italic, code and links: around a selection or a word, on and off again, never into the spaces around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.editing.emphasis import Emphasis, Emphasised, Place, emphasise, make_link


def _places(marked: str) -> tuple[list[str], Place, Place]:
    """Return the lines of a text without its `‹` and `›`, and where these were; a `|` is both."""
    marked = marked.replace("|", "‹›")
    lines = marked.split("\n")
    places: list[Place] = []
    for sign in "‹›":
        row = next(row for row, line in enumerate(lines) if sign in line)
        places.append((row, lines[row].index(sign)))
        lines[row] = lines[row].replace(sign, "")
    return lines, places[0], places[1]


def _shown(lines: list[str], done: Emphasised) -> str:
    after = [done.lines.get(row, line) for row, line in enumerate(lines)]
    for (row, column), sign in ((done.end, "›"), (done.start, "‹")):
        after[row] = f"{after[row][:column]}{sign}{after[row][column:]}"
    return "\n".join(after).replace("‹›", "|")


def _after(marked: str, kind: Emphasis) -> str:
    lines, start, end = _places(marked)
    return _shown(lines, emphasise(lines, start, end, kind))


BOTH_WAYS: dict[Emphasis, list[tuple[str, str]]] = {
    "bold": [
        ("a ‹few words› here", "a **‹few words›** here"),
        ("a few wo|rds", "a few **wo|rds**"),
        ("the *‹word›* here", "the ***‹word›*** here"),
        ("- ‹one\n- two› and", "- **‹one**\n- **two›** and"),
        ("> 1. ‹one\n> 2. two›", "> 1. **‹one**\n> 2. **two›**"),
    ],
    "italic": [
        ("a ‹few words› here", "a *‹few words›* here"),
        ("un|likely", "*un|likely*"),
        ("**‹bold›**", "***‹bold›***"),
        ("well-kno|wn", "*well-kno|wn*"),
    ],
    "code": [("call ‹f(x)› twice", "call `‹f(x)›` twice"), ("ru|n it", "`ru|n` it")],
}


@pytest.mark.parametrize("kind", BOTH_WAYS)
def test_the_same_key_puts_marks_on_and_takes_them_off(kind: Emphasis) -> None:
    for plain, marked in BOTH_WAYS[kind]:
        assert _after(plain, kind) == marked
        assert _after(marked, kind) == plain


ONE_WAY: list[tuple[Emphasis, str, str]] = [
    ("bold", "a‹ few words ›here", "a **‹few words›** here"),
    ("bold", "‹- item›", "- **‹item›**"),
    ("bold", "- i‹te›m", "- i**‹te›**m"),
    ("bold", "‹one\n\n  \ntwo›", "**‹one**\n\n  \n**two›**"),
    ("bold", "‹**one**\ntwo›", "‹**one**\n**two›**"),
    ("bold", "‹**few words**›", "‹few words›"),
    ("bold", "__‹few›__", "‹few›"),
    ("bold", "‹- - -›", "**‹- - -›**"),
    ("italic", "_wo|rd_", "wo|rd"),
    ("italic", "***‹both›***", "**‹both›**"),
    ("italic", "‹*›", "*‹*›*"),
    ("code", "‹a ` b›", "`` ‹a ` b› ``"),
    ("code", "``‹a›``", "‹a›"),
    ("bold", "one |", "one **|**"),
    ("bold", "one **|**", "one |"),
    ("bold", "**new|**", "**new**|"),
    ("bold", "a |*b*", "a **|***b*"),
    ("code", "`new|` x", "`new`| x"),
    ("italic", "**|**", "***|***"),
    ("bold", "‹  \n ›", "‹  \n ›"),
]


@pytest.mark.parametrize(("kind", "before", "after"), ONE_WAY)
def test_marks_go_where_a_writer_wants_them(kind: Emphasis, before: str, after: str) -> None:
    assert _after(before, kind) == after


LINKS = {
    "see ‹the docs›.": "see [the docs](|).",
    "see do|cs": "see [docs](|)",
    "see |": "see [|]()",
    "‹https://dtu.dk/a?b=1›": "[|](https://dtu.dk/a?b=1)",
    "‹one\ntwo›": "[one](|)\ntwo",
    "‹ \n ›": "[|]() \n ",
}


@pytest.mark.parametrize("before", LINKS)
def test_a_link_leaves_the_cursor_where_the_rest_belongs(before: str) -> None:
    lines, start, end = _places(before)
    assert _shown(lines, make_link(lines, start, end)) == LINKS[before]


_LINES = st.lists(st.text("ab *_`->1. \t", max_size=12), min_size=1, max_size=4)


@given(_LINES, st.data(), st.sampled_from(["bold", "italic", "code"]))
def test_whatever_is_selected_no_other_character_is_lost_and_the_selection_stays_in_the_text(
    lines: list[str], data: st.DataObject, kind: Emphasis
) -> None:
    places = [(row, data.draw(st.integers(0, len(lines[row])))) for row in (0, len(lines) - 1)]
    start, end = sorted(places)
    done = emphasise(lines, start, end, kind)
    after = [done.lines.get(row, line) for row, line in enumerate(lines)]
    for old, new in zip(lines, after, strict=True):
        assert [letter for letter in new if letter not in "*_` "] == [letter for letter in old if letter not in "*_` "]
    for row, column in (done.start, done.end):
        assert 0 <= column <= len(after[row])
