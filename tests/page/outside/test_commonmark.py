"""The examples of the CommonMark specification, which `make page-tools` brings; they are not a part of this project."""

import re
from typing import NamedTuple

import pytest

from tests.page.outside.canonical import canonical, ours
from tests.page.outside.tools import npm_file
from tests.page.policy import check_page
from tests.page.samples import answer_of, page_of

# Examples that look otherwise on the page, all for one of three reasons.
RAW_HTML = frozenset({
    21, 31, *range(148, 192), 201, 344, 475, 476, 477, 491, 494, 524, 536, *range(613, 618), 623, *range(625, 632),
    642, 643,
})  # fmt: skip
"""Raw HTML is text."""
SCHEMES = frozenset({596, 598, 599, 601})
"""Links go to http, https and mailto only (the same)."""
ADDRESSES = frozenset({602, 608, 611, 612})
"""Bare addresses are links, as on GitHub."""
ALL = 652

_FENCE = "`" * 32

_TAG = re.compile(r"</?(?!img|br|del|details)[a-zA-Z][^<>`*]*>")


class Example(NamedTuple):
    """An example of the specification."""

    number: int
    markdown: str
    html: str


@pytest.fixture(scope="session")
def examples() -> list[Example]:
    """Return the examples of version 0.31.2, in order."""
    text = npm_file("commonmark-spec/spec.txt").read_text("utf-8").replace("→", "\t")
    found = re.findall(rf"^{_FENCE} example\n(.*?)^\.\n(.*?)^{_FENCE}$", text, re.MULTILINE | re.DOTALL)
    return [Example(number, *pair) for number, pair in enumerate(found, 1)]


def test_every_example_is_as_the_specification_says_but_for_three_reasons(examples: list[Example]) -> None:
    """And no example is excused that needs no excuse."""
    assert len(examples) == ALL
    other = {
        example.number
        for example in examples
        if canonical(ours(example.markdown, definitions=False)) != canonical(example.html)
    }
    assert sorted(other) == sorted(RAW_HTML | SCHEMES | ADDRESSES)


def test_in_examples_with_raw_html_every_character_is_shown(examples: list[Example]) -> None:
    """Each tag and comment as it was typed, but for the few tags that work; the page stays a valid one."""
    for example in examples:
        if example.number in RAW_HTML:
            page = page_of(example.markdown).html
            check_page(page)
            shown = "".join("".join(answer_of(page).itertext()).split())
            for tag in _TAG.findall(example.markdown):
                assert "".join(tag.split()) in shown, example.number
