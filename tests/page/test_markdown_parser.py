"""Markdown as GitHub shows it."""

from xml.etree.ElementTree import Element

import pytest

from exam_tui.page.code_highlight import LANGUAGES, LONGEST_BLOCK
from tests.page.samples import answer_of, page_of, texts


def answer(text: str) -> Element:
    """Return the box of an answer."""
    return answer_of(page_of(text).html)


@pytest.mark.parametrize(
    ("text", "tag", "shown"),
    [
        ("~~gone~~ ~too~", "s", ["gone", "too"]),
        ("a **b** *c*", "strong", ["b"]),
        ("H<sub>2</sub>O", "sub", ["2"]),
        ("x<sup>2</sup>", "sup", ["2"]),
        ("<kbd>Ctrl</kbd>", "kbd", ["Ctrl"]),
        ("> quoted", "blockquote", ["quoted"]),
        ("1. a\n2. b", "ol", ["a b"]),
        ("a\n\n---\n\nb", "hr", [""]),
        ("one<br>two", "br", [""]),
        ("one<br/>two", "br", [""]),
    ],
)
def test_markup_becomes_its_element(text: str, tag: str, shown: list[str]) -> None:
    """CommonMark, GitHub's extensions, and the allowed tags."""
    assert [texts(element) for element in answer(text).iter(tag)] == shown


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see www.example.org.", ["http://www.example.org"]),
        ("see https://example.org/a_b_c, and", ["https://example.org/a_b_c"]),
        ("https://example.org/pkg/__init__.py", ["https://example.org/pkg/__init__.py"]),
        ("(https://example.org/a(b))", ["https://example.org/a(b)"]),
        ("http://localhost:8000/docs", ["http://localhost:8000/docs"]),
        ("**https://example.org**", ["https://example.org"]),
        ("https://example.org/?a=1&amp;b=2;", ["https://example.org/?a=1&amp;b=2"]),
        ("https://example.org/x&copy;", ["https://example.org/x"]),
        ("mail crew.one+x@example.org!", ["mailto:crew.one+x@example.org"]),
        ("[www.a.org](https://b.org)", ["https://b.org"]),
        ("<https://example.org>", ["https://example.org"]),
        ("`www.example.org`", []),
        ("xwww.example.org", []),
        ("foohttp://example.org", []),
        ("www.a_b.org www. http:// a@b @x.org a@b.c_", []),
        ("ftp://example.org", []),
        ("a@example.org-", []),
        ('say "https://example.org".', ["https://example.org"]),
        ("“https://example.org”", ["https://example.org"]),
        ("https://example.org/[x]", ["https://example.org/%5Bx%5D"]),
        ("[see https://example.org]", ["https://example.org"]),
        ("mailto:crew@example.org", ["mailto:crew@example.org"]),
        ("x:crew@example.org", ["mailto:crew@example.org"]),
    ],
)
def test_bare_addresses_are_links_where_github_makes_them_links(text: str, links: list[str]) -> None:
    """By the rules and examples of the GFM specification, section 6.9."""
    assert [link.get("href") for link in answer(text).iter("a")] == links


def test_a_table_is_aligned_by_classes_and_scrolls_in_its_own_box() -> None:
    """A narrow page does not scroll sideways."""
    box = next(element for element in answer("a|b|c\n:-|-:|:-:\n1|2|3").iter("div") if element.get("class") == "table")
    assert [cell.get("class") for cell in box.iter("td")] == ["left", "right", "center"]
    assert box.get("tabindex") == "0"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("|1|2|3|", ["1", "2 | 3"]),
        ("1|2|", ["1", "2"]),
        ("|1|2||", ["1", "2 |"]),
        ("|1\\|2|3|", ["1|2", "3"]),
        ("|1", ["1", ""]),
    ],
)
def test_a_row_keeps_the_words_beyond_the_last_column(row: str, cells: list[str]) -> None:
    r"""GitHub drops them; they come of a `|` that should have been `\|`."""
    assert [texts(cell) for cell in answer(f"|a|b|\n|-|-|\n{row}").iter("td")] == cells


def test_a_definition_that_no_link_uses_is_shown() -> None:
    """With its address as a link; the others are markup, and of two of one label the second one is never used."""
    shown = answer('See [one].\n\n[one]: https://a.org\n[two]: /b "B"\n[one]: https://c.org\n\n> [three]: d')
    assert texts(shown) == 'Answer See one. [two]: /b "B" [one]: https://c.org [three]: d'
    assert [link.get("href") for link in shown.iter("a")] == ["https://a.org", "/b", "https://c.org", "d"]


def test_a_comment_that_says_nothing_is_not_shown() -> None:
    """It parts two lists, as CommonMark's own text recommends."""
    assert [child.tag for child in answer("- a\n\n<!-- -->\n\n- b")] == ["p", "ul", "ul"]


def test_known_code_is_coloured_and_unknown_code_is_plain() -> None:
    """The text of the code is the same in both."""
    code = "def row(n):\n    return 'x' # & <b>\n"
    known, unknown = (next(answer(f"```{name}\n{code}```").iter("pre")) for name in ("Python", "brainwave"))
    assert "".join(known.itertext()) == "".join(unknown.itertext()) == code
    assert [span.get("class") for span in known.iter("span")][:2] == ["k", "nf"]
    assert not list(unknown.iter("span"))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_keeps_the_text(language: str) -> None:
    """Nothing of the text is lost, however odd it is."""
    code = "\n\n\ta = {'b': \"c\"} <!-- ` $( [ \ufeff ☃ -->\n%d\\\n  \n"
    assert "".join(next(answer(f"~~~{language}\n{code}~~~").iter("code")).itertext()) == code


def test_long_code_is_plain() -> None:
    """So that it is quick."""
    block = next(answer("```python\n" + "pass\n" * (LONGEST_BLOCK // 5 + 1) + "```").iter("pre"))
    assert not list(block.iter("span"))


@pytest.mark.parametrize(("lines", "blocks", "coloured"), [(100, 100, 100), (1_000, 8, 4)])
def test_so_much_code_of_a_page_is_coloured(lines: int, blocks: int, coloured: int) -> None:
    """Long blocks take longer than many short ones."""
    code = "```python\n" + "pass\n" * lines + "```\n\n"
    assert [bool(list(block.iter("span"))) for block in answer(code * blocks).iter("pre")] == [
        number < coloured for number in range(blocks)
    ]


def test_words_after_a_fence_are_shown() -> None:
    """They are lost on GitHub."""
    assert texts(answer("``` we ran this\nx\n```")) == "Answer we ran this x"


@pytest.mark.parametrize(
    "text",
    [
        ">" * 2000 + " deep", "> - " * 700 + "deep", "".join("  " * n + "- a\n" for n in range(200)) + "\ndeep",
        "[" * 5000 + "deep", "![" * 5000 + "deep", "*a **b " * 2000 + "deep", "<sub>" * 2000 + "deep",
        "<details>" * 500 + "deep", "(" * 5000 + "deep", "`" * 5000 + "deep", "<!--" * 2000 + "deep",
        "> " * 30 + "```\n" + "> " * 30 + "deep", "| a " * 2000 + "deep",
    ],
)  # fmt: skip
def test_nothing_is_lost_in_what_is_nested_too_deep(text: str) -> None:
    """A parser that protects itself by dropping text would lose words."""
    html = page_of(text).html
    assert "deep" in "".join(answer_of(html).itertext())


@pytest.mark.parametrize(
    ("deep", "inside"),
    [("> " * 60 + "deep", ["deep"]), ("- " * 60 + "deep\n\n" + "  " * 60 + "deeper", ["deep", "deeper"])],
)
def test_what_follows_something_nested_too_deep_reads_as_ever(deep: str, inside: list[str]) -> None:
    """The one ends where its nesting does."""
    html = answer_of(page_of(f"before *a*\n\n{deep}\n\nafter *b*\n\n- item").html)
    assert [texts(one) for one in html.iter("em")] == ["a", "b"]
    assert texts(list(html.iter("li"))[-1]) == "item"
    (code,) = (texts(one) for one in html.iter("pre"))
    assert [word for word in ("deep", "deeper", "after", "item") if word in code.split()] == inside


def test_details_fold_blocks() -> None:
    """With Markdown inside, and a summary of their own where the report has none."""
    first, second = answer(
        "<details open>\n<summary>More *here*</summary>\n\n- x\n\n</details>\n\n<details>y</details>"
    ).iter("details")
    assert [child.tag for child in first] == ["summary", "ul"]
    assert first.get("open") == ""
    assert [texts(child) for child in second] == ["Details", "y"]
    assert second.get("open") is None


def test_details_with_a_very_long_attribute_fold_too() -> None:
    """Each of its characters is looked at once: otherwise this would take the better part of an hour."""
    (box,) = answer(f"<details {'a' * 400_000} open>x</details>").iter("details")
    assert box.get("open") == ""


@pytest.mark.parametrize(
    "text",
    [
        "<details>\n\nnever closed", "</details>", "<summary>alone</summary>", "- <details>\n\n</details>",
        "*<details>*</details>", "<sub>x", "x</sub>", "*<sub>*</sub>", "<br", "</br>",
        "<weblink>", "<learn.inside.dtu.dk>", "<p align=center>",
        "<!-- hidden -->", "a <!-- hidden --> b", "<?php ?>", "<!DOCTYPE x>", "<![CDATA[x]]>", "<a href='x'>y</a>",
        "[x](javascript:y)", "[x](//host/y)", "[x](data:text/html,y)", "<javascript:x>", "<kbd-x>", "<br-x>",
    ],
)  # fmt: skip
def test_markup_that_is_not_allowed_is_shown_as_it_was_written(text: str) -> None:
    """Every character of it but spaces and Markdown's own marks."""
    shown = "".join(texts(answer(text)).split()).removeprefix("Answer")
    assert shown.replace("*", "") == "".join(text.split()).removeprefix("-").replace("*", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<sub><sup></sub></sup>", "<sup></sup>"),
        ("<details><summary>x</details></summary>", "Details<summary>x</summary>"),
    ],
)
def test_of_tags_that_cross_one_pair_works_and_the_other_is_text(text: str, shown: str) -> None:
    """The page's elements are always closed where they were opened."""
    assert "".join(texts(answer(text)).split()) == f"Answer{shown}"


@pytest.mark.parametrize(
    "target", ["page.md", "../up.md#x", "#question-1", "?q", "mailto:a@b.org", "HTTPS://example.org/x", "a/b:c"]
)
def test_harmless_links_work(target: str) -> None:
    """Web, mail, relative, fragment."""
    assert [link.get("href") for link in answer(f"[x]({target})").iter("a")] == [target.replace("HTTPS", "HTTPS")]
