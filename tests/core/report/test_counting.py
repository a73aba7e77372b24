"""One count for all: the checker's words and images, and the words that a reader sees."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.report.counting import Counts, count, images, visible_words
from exam_tui.core.text.lines import Span


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("", 0, 0),
        ("one two\nthree", 3, 0),
        ("a\u00a0b\u2003c\u2028d\x0ce", 5, 0),
        ("--- question 1 fill here ---", 6, 0),
        ("| a | b |", 5, 0),
        ("![alt text](figures/x.png) seen", 3, 1),
        ("![a](b)![c](d)", 1, 2),
        ("![split\nalt](b)", 2, 0),
        ("![a](b (c) d)", 3, 1),
        ("![never closed](b", 2, 0),
        ("![no target] (b)", 3, 0),
        ("[no mark](x.png) <img src='x.png'>", 4, 0),
        ("![a][b] ![c](d)", 2, 1),
        ("![ ![c](d)", 2, 1),
        ("![a)](b", 1, 0),
        ("![a)](b)c)", 1, 1),
    ],
)
def test_counts_as_the_checker_does(text: str, words: int, found: int) -> None:
    """White-space separated pieces, and images by a literal pattern on one line."""
    assert count(text) == Counts(words, found)


@pytest.mark.nightly
@given(
    st.lists(st.sampled_from(["![", "](", ")", "[", "]", "(", "!", "a", "\n", "\r", "![a](b)"]), max_size=12).map(
        "".join
    )
)
def test_images_are_the_matches_of_the_checkers_pattern(text: str) -> None:
    """The linear search finds exactly what the checker's regular expression finds."""
    pattern = re.compile(r"!\[.*?\]\(.*?\)")
    assert list(images(text)) == [Span(*match.span()) for match in pattern.finditer(text)]


@pytest.mark.nightly
@given(st.lists(st.text(alphabet="![]()ab \t\f\u2028"), max_size=6))
def test_the_count_of_a_text_is_the_sum_of_its_lines(lines: list[str]) -> None:
    """So that a counter may recount only the lines that were touched, adding and taking away."""
    total = Counts()
    for line in lines:
        total += count(line)
    assert total == count("\n".join(lines))
    if lines:
        assert total - count(lines[0]) == count("\n".join(lines[1:]))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("plain words here", 3),
        ("", 0),
        ("[two words](https://example.org/a_(b)) more", 3),
        ("[two words][label] more", 3),
        ("see\n\n[label]: https://example.org 'title of it'", 1),
        ("before ![alt text](figures/x.png) after", 2),
        ("[![alt](a.png)](https://example.org) word", 1),
        ("a <!-- hidden\nwords --> b", 2),
        ("a <!-- never closed", 1),
        ("a<br>b <b>c</b>", 3),
        ("H<sub>2</sub>O <img src='x y z'>", 3),
        ("| a | b |\n|---|:-:|\n| c | d |", 4),
        ("a | b\n--- | ---\nc | d", 4),
        ("a | b, no table", 5),
        ("text\n\n---\n\nmore", 2),
        ("-----", 0),
        ("Name  Miss\n----------\na.py  1", 4),
        ("```python\nprint(1) # a\n```\nafter", 4),
        ("~~~\n``` b\n~~~", 2),
        ("- ```\n  code\n  ```", 1),
        ("> ```\n> a\n> ```", 2),
        ("```\nnever closed", 2),
        ("```\na\n\n<!-- b -->\n```", 4),
        ("````\n```\n[x y](z)\n````", 3),
        ("``` not`a fence", 3),
        ("use `a | b` and `<!-- c`", 7),
        ("``a ` b`` c", 4),
        ("--- wrapped words ---", 2),
        ("---\nwrapped\n\nwords\n---", 2),
        ("---glued---", 1),
        ("--- opened only", 3),
        ("closed only ---", 3),
        ("a\0b `c\0d`", 2),
    ],
)
def test_visible_words_are_what_a_reader_sees(answer: str, words: int) -> None:
    """No targets, image markup, comments, pipes of a table, rules, fence lines or wrapping dashes."""
    assert visible_words(answer) == words


@pytest.mark.nightly
@given(
    st.lists(
        st.sampled_from(["a", " ", "\n", "`", "```", "|", "---", "[", "](", ")", "<!--", "-->", "![", "\0", "<br>"])
    )
)
def test_visible_words_fail_on_nothing(pieces: list[str]) -> None:
    """Any heap of markup has a count; it shows no more words than it has runs of plain letters and marks."""
    assert visible_words("".join(pieces)) >= 0
