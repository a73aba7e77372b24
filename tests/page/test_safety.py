"""Nothing in a report runs, loads or leaks, whatever is in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exam_tui.core.report.report import Report
from exam_tui.page.html_page import render_page
from exam_tui.page.passes.html_allowlist import may_link
from tests.page.payloads import MARKUP, SCHEMES, payloads
from tests.page.policy import check_link, check_page
from tests.page.samples import answers_in, page_of, png, texts

_PIECES = [
    "<", ">", "</", "/>", "<!--", "-->", "<script>", "</script>", "<img src=", "<img src='a.png' ", "onerror=x ",
    '"', "'",
    "<details>", "</details>", "<summary>", "</summary>", "<sub>", "</sub>", "<kbd>", "<br>", "`", "```\n",
    "```python\n",
    "*", "**", "_", "~~", "[", "]", "(", ")", "![", "](", "[x]: ", "javascript:", "https://", "www.", "a@b.org",
    ":", "//",
    "\n", "\n\n", "\r\n", "\r", " ", "    ", "\t", "# ", "### Question 1\n", "> ", "> Answer:", "Answer:", "- ", "1. ",
    "- [x] ", "|", "|-|\n", "---\n", "===\n", "&", "&#0;", "&lt;", "&#x202e;", "\\", "\x00", "\x1b", "\x0c", "\x85",
    "\ud800", "\udcff", "\ufdd0", "\uffff", "\u2028", "\ufeff", "\U0001fffe", "a", "B", "é", "☃",
]  # fmt: skip
_MARKDOWN = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the image that some payloads name."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "figures").mkdir()
    (folder / "figures" / "boat.png").write_bytes(png())
    return folder


def test_there_are_enough_payloads() -> None:
    """A list that lost some of its items would still pass."""
    assert len(set(payloads())) >= 150


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_harmless_in_an_answer(folder: Path, text: str) -> None:
    """Only what `policy.py` allows is in the tree."""
    check_page(page_of(text, folder=folder).html)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_harmless_on_top_in_headings_prompts_and_facts(folder: Path, text: str) -> None:
    """Every place that a report's text goes to."""
    line = " ".join(text.split("\n"))
    source = (
        f"---\ntitle: {line}\n---\n# {line}\n\n{text}\n\n## {line}\n\n- [x] {line}\n\n"
        f"### Question 1\n> {line} group number\n>\n> Answer: {line}\n\n### Question 2\n> {line}\n\nAnswer:\n{text}"
    )
    check_page(render_page(Report.from_bytes(source.encode()), folder=folder).html)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_addresses_are_harmless_in_every_form(folder: Path, scheme: str) -> None:
    """In links, images, definitions and tags."""
    for text in payloads():
        if scheme in text:
            check_page(page_of(text, folder=folder).html)


@given(_MARKDOWN)
def test_no_text_breaks_the_page(text: str) -> None:
    """As an answer, on top, and as the whole file."""
    check_page(page_of(text, text, folder=Path("/nonexistent"), top=text).html)
    report = Report.from_bytes(text.encode("utf-8", "surrogatepass"))
    check_page(render_page(report, folder=Path("/nonexistent")).html)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_page(data: bytes) -> None:
    """A report may be any file."""
    check_page(render_page(Report.from_bytes(data), folder=Path("/nonexistent")).html)


@given(st.lists(st.sampled_from([*SCHEMES, ":", "/", "\\", "\t", " ", "a", "?", "#", "http:", "mailto:"])).map("".join))
def test_an_address_that_may_be_linked_is_harmless(url: str) -> None:
    """Whatever markdown-it made of it before."""
    if may_link(url):
        check_link(url)


@given(
    st.lists(st.sampled_from([piece for piece in _PIECES if "x]: " not in piece] + ["Qz"]), max_size=50).map("".join)
)
def test_no_word_is_lost(text: str) -> None:
    """A word typed into an answer is on the page as often as in the answer, or more.

    Link definitions are left out: CommonMark does not show them. `Qz` may also be in an attribute.
    """
    report = Report.from_bytes(b"# T\n\n### Question 7\n> Answer:\n\n" + text.encode("utf-8", "surrogatepass") + b"\n")
    assume(not any("]:" in question.answer for question in report.questions))
    html = render_page(report, folder=Path("/nonexistent")).html
    assert html.count("Qz") + html.count("qz") >= sum(question.answer.count("Qz") for question in report.questions)


NESTING: dict[str, Callable[[int], str]] = {
    "quotes": lambda size: ">" * size, "quotes apart": lambda size: ("> " * size + "\n") * 20,
    "brackets": lambda size: "[" * 10 * size, "images": lambda size: "![" * (size // 2),
    "ends": lambda size: "](" * 5 * size, "links": lambda size: "[a](" * (5 * size // 2),
    "emphasis": lambda size: "*a **b " * (5 * size // 2), "items": lambda size: "- " * size,
    "lists": lambda size: "".join("  " * depth + "- a\n" for depth in range(size // 7)),
    "colons": lambda size: ":" * 15 * size, "at": lambda size: "@" * 15 * size,
    "addresses": lambda size: "http://a" * 2 * size, "www": lambda size: "www.a" * 2 * size,
    "mail": lambda size: "a@b." * (5 * size // 2), "ticks": lambda size: "`" * 10 * size,
    "tags": lambda size: "<a " * 4 * size, "comments": lambda size: "<!--" * (5 * size // 2),
    "details": lambda size: "<details>" * size, "sub": lambda size: "<sub>" * 2 * size,
    "details apart": lambda size: "<details>\n\n" * size, "cells": lambda size: "|" * 5 * size + "\n|-|",
    "entities": lambda size: "&" * 5 * size, "code": lambda size: "```python\n" + "(" * 9 * size,
    "definitions": lambda size: "[x]: y\n" * 2 * size, "opened": lambda size: "https://a." + "(" * 10 * size,
    "closed": lambda size: "https://a." + ")" * 10 * size, "headings": lambda size: "# a\n" * 2 * size,
    "struck": lambda size: "~a" * 5 * size, "backslashes": lambda size: "\\" * 10 * size,
}  # fmt: skip
"""Texts that nest or nearly nest; `benchmarks` has the time of larger ones."""


def nested_report(name: str, size: int) -> Report:
    """Return a report with such a text as its answer, counted: that is the core's own business."""
    report = Report.from_bytes(
        f"# T\n\n### Question 1\n> Answer:\n\n{NESTING[name](size)}\n\n### Question 2\n> Answer:\n\nb\n".encode()
    )
    assert report.questions
    return report


@pytest.mark.parametrize("name", NESTING)
def test_hostile_nesting_stays_in_its_answer(name: str) -> None:
    """No matter how deep it is: the page is whole, and so is the next answer where the text lets it be one."""
    report = nested_report(name, 200)
    answers = answers_in(render_page(report, folder=Path("/nonexistent")).html)
    assert len(answers) == len(report.questions)
    assert len(answers) == 1 or texts(answers[1]) == "Answer b"
