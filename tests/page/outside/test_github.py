"""Markdown as GitHub's own renderer shows it: cmark-gfm, where it is installed."""

import re
from pathlib import Path

import pytest

from exam_tui.core.report.report import Report
from exam_tui.page.passes.html_allowlist import fit_for_html
from tests.conftest import CORPUS, FIXTURES, ROOT
from tests.page.outside.canonical import canonical, ours

cmarkgfm = pytest.importorskip("cmarkgfm", reason="cmarkgfm is not installed: it is in the extra `dev`")

SAME = (
    # Tables
    "|a|b|\n|-|-|\n|1|2|", "a | b\n- | -\n1 | 2", "|a|\n|:-:|\n\n|b|", "|l|c|r|\n|:-|:-:|-:|\n|1|2|3|",
    "|a|b|\n|-|-|\n|1|", "|a|\n|--|--|", "|a|\n|-|\n|`x\\|y`|", "a | b\n- | -\n`x | y` | z",
    "a|b\n-|-\nc|d\n> q", "a|b\n-|-\nc\n\nd", "|a|\n|-|\n# h", "x\n|a|\n|-|",
    "- |a|\n  |-|\n  |b|",
    "|a|\n-\n|b|", "Name    Stmts   Miss\n--------------------\nmain.py    10      2",
    # Strikethrough
    "~~gone~~", "~gone~", "~~~not~~~ this", "a~b~c", "~~a\n\nb~~", "~ a~", "~~a ~~", "~~a~", "~a~~", "2 ~ 3 ~ 4",
    # Task lists
    "- [ ] a\n- [x] b\n- [X] c", "1. [x] a", "1) [ ] a", "* [ ] a\n  - [x] b", "- [ ]", "- [ ]\n  a", "- [ ]\ta",
    "- [ ]a",
    "- [x] **b** `c`", "+ [x] a\n\n  b", "- [/] a", "- [x ] a", "- [ ] a\n- b",
    # Addresses
    "www.example.org", "see www.example.org/a.", "WWW.example.org", "www.x", "www.", "(www.example.org)",
    "**www.example.org**", "xwww.example.org", "https://example.org", "Http://Example.org", "https://example.org/a_b_c",
    "_https://example.org_", "~https://example.org~", "https://example.org/*a*", "https://localhost:8000/docs",
    "http://127.0.0.1:80", "https://user@example.org/x", "https://example.org/?a=b&c=d", "https://example.org/?a=b&amp;c",
    "https://example.org/x&copy;", "https://example.org/a(b)", "(https://example.org/(a)b)", "https://example.org);",
    '"https://example.org"', "'https://example.org/a/'", "-https://example.org", "ahttps://example.org",
    "https://example.org/a'b", "https://example.org/{x}", "https://example.org/ü", "https://example.org/%20x",
    "https://example.org/`x`", "https://example.org`x`", "`https://example.org`", "[https://example.org](u)",
    "[a](https://example.org) https://example.com", "https://example.org/x]y", "https://example.org/[x]",
    "http://a_b.c", "http://a.b_c", "http://.a", "https://", "gs://bucket/x",
    "| www.example.org |\n|---|\n| https://a.b |",
    "<https://example.org>https://example.com",
    "a@example.org", "a+b.c-d@example.org.", "a@example.org-", "a@example.org_", "a@b.1", "[a@example.org",
    ":a@example.org",
    "x/a@example.org", "mailto:a@example.org", "see mailto:a@example.org/x", "amailto:a@example.org", "é@example.org",
    "a.@example.org", "a@b_c.org", "(a@example.org)",
    # All of it together
    "# T\n\n1. a\n   - b `c`\n\n     d\n2. > e\n\n```python\nx = 1\n```\n\n    code\n\n***\n\n| a |\n|---|\n| [b](c) |",
)  # fmt: skip

OTHERWISE = {
    "[see https://example.org]": "a link there is as good in brackets as without; GitHub makes none",
    "“https://example.org”": "a closing quotation mark is no part of an address; on GitHub it is, and the link is dead",
    "ftp://example.org": "links go to http, https and mailto only",
    "> - [ ] task": "a task in a quote has a box, as on GitHub's site, but not in its renderer",
    "|a|\n|-|\n|1|2|": "a row's words beyond the last column stay in its last cell",
    "a\n:-:\nb": "a table of one column needs a `|` here",
}
"""What differs, and why that may be."""


def github(text: str) -> str:
    """Return a Markdown text as GitHub renders it."""
    extensions = ["table", "strikethrough", "tasklist", "autolink"]
    html: str = cmarkgfm.markdown_to_html_with_extensions(text, extensions=extensions)
    return html


@pytest.mark.parametrize("text", SAME)
def test_what_github_adds_to_markdown_looks_the_same(text: str) -> None:
    """Tables, struck words, tasks and addresses."""
    assert canonical(ours(text)) == canonical(github(text))


@pytest.mark.parametrize("text", OTHERWISE)
def test_what_differs_is_known(text: str) -> None:
    """Six things, none of which loses a word."""
    assert canonical(ours(text)) != canonical(github(text))


def _answers(folder: Path, pattern: str) -> list[tuple[str, str]]:
    return [
        (f"{path.stem} {question.number}", fit_for_html(question.answer))
        for path in sorted(folder.glob(pattern))
        for question in Report.load(path).questions
        if question.state != "unanswered"
    ]


@pytest.mark.parametrize(
    ("folder", "pattern", "least"),
    [(FIXTURES, "*.md", 30), (ROOT / "examples", "*.md", 10), (CORPUS, "reports/*.md", 500)],
    ids=["fixtures", "example", "corpus"],
)
def test_whole_answers_look_the_same(folder: Path, pattern: str, least: int) -> None:
    """All but those with HTML, which is text on our page."""
    answers = _answers(folder, pattern)
    if not answers:
        pytest.skip(f"there is no report at {folder}")
    compared = [(name, text) for name, text in answers if not re.search(r"<(?!https?:)", text)]
    assert len(compared) >= least
    assert [name for name, text in compared if canonical(ours(text)) != canonical(github(text))] == []
