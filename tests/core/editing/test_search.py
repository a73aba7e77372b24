"""Find and replace: right places whatever the letters, and nothing else changed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.editing import search
from exam_tui.core.editing.search import LONGEST_QUERY, Match, Query, QueryError, matches, replace, search_report
from tests.core.build import question, report_of

# Letters that change their length without case, that combine, that no case fold leaves alone.
_LETTERS = "aAbsSßẞ eéEÉ\u0301\u0327İıﬁfiΣσςᾳ\u0345가ᄀ\u1161Å\u212b\n_-.1"
TEXTS = st.text(_LETTERS, max_size=12)
QUERIES = st.builds(
    Query, st.text(_LETTERS, max_size=3), st.sampled_from([None, True, False]), st.sampled_from([True, False, False])
)


def found(answer: str, query: Query) -> list[str]:
    """Return the texts of the matches, cut out of the answer by line and column."""
    lines = answer.split("\n")
    texts = []
    for match in matches(answer, query):
        parts = lines[match.start_line : match.end_line + 1]
        parts[-1] = parts[-1][: match.end_column]
        parts[0] = parts[0][match.start_column :]
        texts.append("\n".join(parts))
    return texts


def test_a_match_says_where_it_is() -> None:
    """Line and column from 0, with the line to show in a list."""
    assert matches("first line\nthe second line", Query("second")) == (Match(1, 4, 1, 10, "the second line"),)
    assert matches("a b\nc d\n", Query("b\nc d\n")) == (Match(0, 2, 2, 0, "a b"),)


@pytest.mark.parametrize(
    ("answer", "query", "expected"),
    [
        ("Docker docker DOCKER", Query("docker"), ["Docker", "docker", "DOCKER"]),
        ("Docker docker DOCKER", Query("Docker"), ["Docker"]),
        ("Docker docker", Query("Docker", ignore_case=True), ["Docker", "docker"]),
        ("Docker docker", Query("docker", ignore_case=False), ["docker"]),
        ("Æble æble", Query("Æ"), ["Æ"]),
        ("ǅ ǆ", Query("ǅ"), ["ǅ"]),
        ("aaaa", Query("aa"), ["aa", "aa"]),
        ("anything", Query(""), []),
        ("", Query("a"), []),
        ("a.c abc", Query("a.c"), ["a.c"]),
        ("one\r", Query("e\r\n"), []),
        ("one\ntwo", Query("e\r\nt"), ["e\nt"]),
    ],
)
def test_case_is_ignored_until_a_capital_is_typed(answer: str, query: Query, expected: list[str]) -> None:
    """The text is plain, whatever it holds."""
    assert found(answer, query) == expected


@pytest.mark.parametrize(
    ("answer", "query", "expected"),
    [
        ("STRASSE Straße", Query("straße"), ["STRASSE", "Straße"]),
        ("ßx STRASSEN x", Query("x"), ["x", "x"]),
        ("Straße", Query("s"), ["S"]),
        ("ßß", Query("sss"), []),
        ("ﬁle File", Query("file"), ["ﬁle", "File"]),
        ("ﬁle", Query("f"), []),
        ("caf\u00e9 cafe\u0301", Query("caf\u00e9"), ["caf\u00e9", "cafe\u0301"]),
        ("caf\u00e9 cafe\u0301 cafe", Query("cafe"), ["cafe"]),
        ("caf\u00e9", Query("cafe\u0301", ignore_case=False), ["caf\u00e9"]),
        ("x\u0323 x", Query("x"), ["x"]),
        ("\u212b", Query("å"), ["\u212b"]),
        ("ΣΑΣ σας", Query("σας"), ["ΣΑΣ", "σας"]),
        ("İstanbul", Query("stanbul"), ["stanbul"]),
        ("😀 ß 😀", Query("😀"), ["😀", "😀"]),
    ],
)
def test_letters_of_all_kinds_are_found_at_their_place(answer: str, query: Query, expected: list[str]) -> None:
    """Never a half of one, and in composed and decomposed form alike."""
    assert found(answer, query) == expected


@pytest.mark.parametrize(
    ("answer", "text", "expected"),
    [
        ("cat category concat cat_1 (cat)", "cat", 2),
        ("cafe\u0301 cafe", "cafe", 1),
        ("éa a", "a", 1),
        ("e\u0301a a", "a", 1),
        ("x--help -- help", "--", 2),
        ("C++ C++11", "c++", 2),
        ("kitten kit", "kit", 1),
    ],
)
def test_whole_words_only(answer: str, text: str, expected: int) -> None:
    """No word runs over an end of the match; where the query ends in a sign, none can."""
    assert len(matches(answer, Query(text, whole_word=True))) == expected


@pytest.mark.nightly
@given(TEXTS, QUERIES)
def test_a_match_is_what_was_asked_for(answer: str, query: Query) -> None:
    """By Unicode's own rule for two texts that are the same without case; matches are in order and apart."""

    def key(text: str) -> str:
        text = unicodedata.normalize("NFD", text)
        return unicodedata.normalize("NFD", text.casefold()) if query.is_caseless else text

    places = matches(answer, query)
    assert all(key(text) == key(query.text) for text in found(answer, query))
    ends = [(-1, -1), *((match.end_line, match.end_column) for match in places)]
    assert all((match.start_line, match.start_column) >= end for match, end in zip(places, ends, strict=False))


@pytest.mark.nightly
@given(TEXTS, TEXTS, st.sampled_from(["straße", "docker", "caf\u00e9"]))
def test_what_stands_there_is_found(before: str, behind: str, word: str) -> None:
    """In whatever company."""
    assert matches(f"{before} {word} {behind}", Query(word))


@pytest.mark.nightly
@given(TEXTS, QUERIES)
def test_the_quick_way_finds_the_same(answer: str, query: Query) -> None:
    """Character by character, where a text allows it, as by comparing one cluster after the other."""
    expected = matches(answer, query)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_is_composed", lambda _text: False)
        assert matches(answer, query) == expected


def test_a_report_is_searched_answer_by_answer() -> None:
    """In file order, with what is needed to go there; prompts are not searched."""
    report = report_of(question(1, "\n\nWe used words.\n\n"), question(2), question(3, "\n\nNone.\n\n"))
    hits = search_report(report, Query("words"))
    assert [(hit.index, hit.number, hit.match.start_column) for hit in hits] == [(0, 1, 8), (1, 2, 5)]


def test_replacing_all_or_one() -> None:
    """The replacement is not searched again; a match that is not there changes nothing."""
    assert replace("a A a", Query("a"), "aa") == ("aa aa aa", 3)
    assert replace("a A a", Query("a"), "b", which=1) == ("a b a", 1)
    assert replace("a A a", Query("a"), "b", which=3) == ("a A a", 0)
    assert replace("a A a", Query("a"), "b", which=-1) == ("a A a", 0)
    assert replace("a b", Query(" "), "\r\n") == ("a\nb", 1)


@pytest.mark.nightly
@given(TEXTS, QUERIES, st.text(_LETTERS, max_size=3))
def test_replacing_leaves_everything_between_as_it_is(answer: str, query: Query, replacement: str) -> None:
    """And putting a match itself in its place changes nothing."""
    texts = found(answer, query)
    replaced, number = replace(answer, query, "\0")
    assert number == len(texts)
    parts = replaced.split("\0")
    assert "".join(part + text for part, text in zip(parts, [*texts, ""], strict=True)) == answer
    assert replace(answer, query, replacement)[0] == replacement.join(parts)
    for which, text in enumerate(texts):
        assert replace(answer, query, text, which) == (answer, 1)


def test_too_long_a_query_is_refused() -> None:
    """With what to do instead."""
    Query("x" * LONGEST_QUERY)
    with pytest.raises(QueryError, match="Search for part"):
        Query("x" * (LONGEST_QUERY + 1))


HOSTILE_ANSWERS = ["a", "ß", "ab ", "aß ", "e\u0301", "\u0301"]


@pytest.mark.parametrize("piece", HOSTILE_ANSWERS)
@pytest.mark.parametrize("whole_word", [True, False])
def test_one_thing_over_and_over_is_found_and_replaced(piece: str, *, whole_word: bool) -> None:
    """By a query of the same; one that is longer by a letter nearly fits everywhere, and is found nowhere."""
    answer = piece * (600 // len(piece))
    for length in (1, 7, LONGEST_QUERY - 1):
        query = Query(answer[:length], whole_word=whole_word)
        texts = found(answer, query)
        assert texts == [answer[:length]] * len(texts)
        assert replace(answer, query, answer[:length]) == (answer, len(texts))
        assert not matches(answer, Query(f"{answer[:length]}zz", whole_word=whole_word))
