"""A page takes about a second at most: what is longer than any report is shown as it was typed, and said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui.core.report.report import Report
from exam_tui.page.html_page import Page, render_page
from tests.page.samples import answer_of, page_of, report_of, texts

LONG = "too long to be read as Markdown"


def boxes(page: Page, tag: str) -> list[str]:
    """Return what the elements of a name show in the answers."""
    return [texts(element) for element in answer_of(page.html).iter(tag)]


def test_a_long_answer_of_many_paragraphs_is_read_as_markdown() -> None:
    """A hundred thousand words, some in bold."""
    page = page_of("one *two* three four five six seven eight nine ten\n\n" * 10_000)
    assert page.notices == ()
    assert page.html.count("<em>two</em>") == 10_000


@pytest.mark.parametrize("line", ["- a *b*", "a | b | c", "> a", "**a**"], ids=["items", "cells", "quotes", "lines"])
def test_an_answer_of_very_many_lines_is_shown_as_typed(line: str) -> None:
    """No word is lost, the other answers are as ever, and the notice names the line."""
    page = page_of(f"{line}\n" * 26_000, "*well*")
    assert [notice for notice in page.notices if LONG in notice] == list(page.notices)
    assert page.notices[0].startswith("What begins at line 10 is")
    assert texts(answer_of(page.html)).count(line) == 26_000
    assert "<em>well</em>" in page.html


def test_a_paragraph_of_very_much_markup_is_shown_as_typed() -> None:
    """The others of the answer are not."""
    page = page_of("*a* " * 30_000 + "\n\n*well*", "*well*")
    assert boxes(page, "em") == ["well"]
    assert page.html.count("<em>well</em>") == 2
    assert page.notices == (f"What begins at line 10 is {LONG}: shown as typed.",)


def test_a_paragraph_of_very_many_brackets_is_shown_as_typed() -> None:
    """Each is matched with the rest of the paragraph: their number is bounded for itself."""
    page = page_of("[a](b) " * 1_100 + "\n\n[well](b)")
    assert boxes(page, "a") == ["well"]
    assert "shown as typed" in page.notices[0]


def test_several_places_are_one_notice() -> None:
    """It names the first and counts the others."""
    assert page_of("[" * 1_100, "[" * 1_100).notices[0].endswith("shown as typed. The same at 1 other place.")
    assert page_of(*["[" * 1_100] * 4).notices[0].endswith("shown as typed. The same at 3 other places.")


HOSTILE: dict[str, Callable[[int], str]] = {
    "items": lambda size: "* [ ] a (M5)\n" * (24 * size),
    "cells": lambda size: f"|{'a|' * 500}\n|{'-|' * 500}\n" + f"|{'a|' * 500}\n" * (8 * size // 10),
    "emphasis": lambda size: "**a** " * (160 * size),
    "underscores": lambda size: "_ " * (450 * size),
    "brackets": lambda size: f"{'[a](' * 999}\n\n" * (23 * size // 100),
    "addresses": lambda size: "www.a " * (150 * size),
    "mail": lambda size: "@" * (900 * size),
    "code spans": lambda size: "`` ` " * (180 * size),
    "nested quotes": lambda size: "".join(f"{'> ' * (depth % 40)}a\n" for depth in range(20 * size)),
    "headings": lambda size: "# a\n" * (24 * size),
    "dashes": lambda size: "-" * (900 * size) + " a",
}
"""Texts of about so many kilobytes that would take long; `benchmarks` has the time of whole reports."""


def hostile_reports(name: str, size: int) -> list[Report]:
    """Return a report with such a text in one answer, and one where a section's prompt is made of it."""
    text = HOSTILE[name](size)
    return [report_of(text), report_of("b", section=f"## Boats\n\n> {text}")]


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_that_would_take_long_is_lost(name: str) -> None:
    """Be it shown as Markdown or as typed."""
    in_answer, in_prompt = (render_page(report, folder=Path("/nonexistent")) for report in hostile_reports(name, 5))
    assert texts(answer_of(in_answer.html)).count("a") == HOSTILE[name](5).count("a")
    assert texts(answer_of(in_prompt.html)) == "Answer b"
