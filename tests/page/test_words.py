"""Nothing of an answer is lost: every word of it is in the page's text."""

import html
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.report.report import Report
from exam_tui.core.text.lines import split_lines
from exam_tui.page.code_highlight import LANGUAGES
from exam_tui.page.html_page import render_page
from exam_tui.page.passes.html_allowlist import fit_for_html
from tests.conftest import FIXTURES, ROOT, files_of_both
from tests.page.samples import answers_in, question, tree

_WORD = re.compile(r"[^\W_]+")
# What is markup and not a word: numbers of list items, marks of tasks, a fence's known language, tags that work.
_MARKUP = re.compile(
    r"^(?:[ \t]*(?:>|(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t]|$)|\[[ xX]\](?=\s)))+"
    r"|(?<=[`~]{3})[ \t]*(?:" + "|".join(map(re.escape, LANGUAGES)) + r")[ \t]*$"
    r"|</?(?:br|sub|sup|kbd|details|summary|img)\b[^<>]*>",
    re.MULTILINE | re.IGNORECASE,
)


# Labels of definitions: each is to be read once at least, in a link or in its definition.
_LABELS = ("ref", "label", "more")


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def _typed(text: str) -> Counter[str]:
    """Return the words of a text but for its markup."""
    return _words(unquote(html.unescape(_MARKUP.sub(" ", fit_for_html(text)))))


def _shown(box: Element) -> Counter[str]:
    """Return the words of an answer's box, and of the addresses and titles of its links."""
    attributes = [element.get(name) or "" for element in box.iter() for name in ("href", "title", "alt", "src")]
    linked = " ".join(f"{text} {unquote(text)}" for text in attributes)
    # Markup ends a word in what was typed; colours in code do not.
    return (_words("".join(box.itertext())) | _words(" ".join(box.itertext()))) + _words(linked)


def _lost(report: Report) -> dict[int, Counter[str]]:
    """Return for each answer that lost words which they are."""
    boxes = answers_in(render_page(report, folder=Path("/nonexistent")).html)
    lost: dict[int, Counter[str]] = {}
    for asked, box in zip(report.questions, boxes, strict=True):
        shown = _shown(box)
        missing = _typed(asked.answer) - shown
        for label in filter(shown.__getitem__, _LABELS):
            del missing[label]
        if missing:
            lost[asked.index] = missing
    return lost


_FILES = [
    *sorted(FIXTURES.glob("*.md")),
    *sorted((ROOT / "examples").glob("*.md")),
    *files_of_both("reports/*.md"),
]


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_no_word_of_a_real_answer_is_lost(path: Path) -> None:
    """Fixtures, the example, and real hand-ins where they are."""
    assert _lost(Report.load(path)) == {}


@pytest.mark.parametrize(
    "path",
    [*_FILES, *files_of_both("templates/*.md"), *files_of_both("editions/*.md")],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_no_word_of_a_whole_file_is_lost(path: Path) -> None:
    """Front matter, instructions, checklist, headings, prompts, answers: all but markers and placeholders."""
    report = Report.load(path)
    body = next(tree(render_page(report, folder=Path("/nonexistent")).html).iter("body"))
    for contents in body.findall("nav"):
        body.remove(contents)
    placeholders = {line.index for place in report.template.questions for line in place.lines if line.is_placeholder}
    lines = [line for index, line in enumerate(split_lines(report.text)) if index not in placeholders]
    missing = _typed("\n".join(lines)) - _shown(body)
    assert set(missing) <= {"Answer", "answer"}
    assert missing.total() <= len(report.questions)


_PIECES = [
    "alpha", "beta gamma", "delta", "x1", "øl ", "\n", "\n\n", " ", "  ", "    ", "- ", "1. ", "> ", "# ", "### ",
    "---\n", "===\n", "* [ ] ", "- [x] ", "[/] ", "```\n", "```python\n", "```we ran\n", "~~~\n", "`", "``", "*",
    "**", "_", "~~", "~", "|", "| a | b |\n|---|---|\n", "| one | two | three |\n", "[", "]", "](", ")", "(",
    "[text](address)", "![alt](picture.png)", "[ref]: target\n", '[label]: other "title"\n', "[^1]: Note\n", "[^1]",
    "[more]: https://example.org\n", "[//]: # (comment)\n", "[ref]", "[more][label]",
    "<", ">", "<!-- ", "-->", "<script>", "</script>", "<div>\n", "</div>", "<details>\n", "</details>\n",
    "<summary>", "</summary>", "<sub>", "</sub>", "<br>", "<kbd>", "</kbd>", "<weblink>", "<u>", "&amp;", "&", ";",
    "https://example.org/path", "www.example.org", "me@example.org", "\\", "\\|", ":", "\t", "!", "\r\n",
    "<img src=picture.png>", "<a href='target'>", "<https://example.org>",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_no_word_is_lost_however_it_is_marked_up(text: str) -> None:
    """Unclosed, crossed and nested: what the parser does not read as markup is text."""
    source = f"# T\n\n{question(1, text)}"
    assert _lost(Report.from_bytes(source.encode())) == {}
