"""Nothing in a report runs, loads or leaks, whatever is in it."""

import time
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exam_tui.core.report import Report
from exam_tui.export import render_page
from exam_tui.export.links import may_link
from tests.export.payloads import MARKUP, SCHEMES, payloads
from tests.export.policy import check_link, check_page
from tests.export.samples import page_of, png

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
    """Issue 6 asks for 150."""
    assert len(set(payloads())) >= 150


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_harmless_in_an_answer(folder: Path, text: str) -> None:
    """Only what DESIGN section 7 allows is in the tree."""
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


@settings(max_examples=300, deadline=None)
@given(_MARKDOWN)
def test_no_text_breaks_the_page(text: str) -> None:
    """As an answer, on top, and as the whole file."""
    check_page(page_of(text, text, folder=Path("/nonexistent"), top=text).html)
    report = Report.from_bytes(text.encode("utf-8", "surrogatepass"))
    check_page(render_page(report, folder=Path("/nonexistent")).html)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_page(data: bytes) -> None:
    """A report may be any file."""
    check_page(render_page(Report.from_bytes(data), folder=Path("/nonexistent")).html)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*SCHEMES, ":", "/", "\\", "\t", " ", "a", "?", "#", "http:", "mailto:"])).map("".join))
def test_an_address_that_may_be_linked_is_harmless(url: str) -> None:
    """Whatever markdown-it made of it before."""
    if may_link(url):
        check_link(url)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([piece for piece in _PIECES if "x]: " not in piece] + ["Qz"]), max_size=50).map("".join)
)
def test_no_word_is_lost(text: str) -> None:
    """A word typed into an answer is on the page as often as in the answer, or more.

    Link definitions are left out: CommonMark does not show them. `Qz` may also stand in an attribute.
    """
    report = Report.from_bytes(b"# T\n\n### Question 7\n> Answer:\n\n" + text.encode("utf-8", "surrogatepass") + b"\n")
    assume(not any("]:" in question.answer for question in report.questions))
    html = render_page(report, folder=Path("/nonexistent")).html
    assert html.count("Qz") + html.count("qz") >= sum(question.answer.count("Qz") for question in report.questions)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 2000, ("> " * 2000 + "\n") * 20, "[" * 20_000, "![" * 1000, "](" * 10_000, "[a](" * 5000,
        "*a **b " * 5000,
        "- " * 2000, "".join("  " * n + "- a\n" for n in range(300)), ":" * 30_000, "@" * 30_000, "http://a" * 4000,
        "www.a" * 4000, "a@b." * 5000, "`" * 20_000, "<a " * 8000, "<!--" * 5000, "<details>" * 2000, "<sub>" * 4000,
        "<details>\n\n" * 2000, "|" * 10_000 + "\n|-|", "&" * 10_000, "```python\n" + "(" * 19_000, "[x]: y\n" * 4000,
        "https://a." + "(" * 20_000, "https://a." + ")" * 20_000, "# a\n" * 4000, "~a" * 10_000, "\\" * 20_000,
    ],
)  # fmt: skip
def test_hostile_nesting_takes_no_time(text: str) -> None:
    """DESIGN wants a page on every save; the bound is wide, since other tests run beside this one."""
    report = Report.from_bytes(f"# T\n\n### Question 1\n> Answer:\n\n{text}\n".encode())
    _ = report.questions  # counting is the core's own business
    start = time.process_time()
    render_page(report, folder=Path("/nonexistent"))
    assert time.process_time() - start < 2


def test_a_report_of_a_megabyte_takes_seconds_at_most() -> None:
    """The largest that exam-tui reads, of ordinary text."""
    paragraph = "We rowed **far** with `oars` and a [sail](https://example.org), www.example.org and *wind*. " * 8
    answer = f"{paragraph}\n\n- one\n- two\n\n```python\nx = 1\n```\n\n" * 30
    report = Report.from_bytes(b"# T\n\n" + b"".join(
        f"### Question {number}\n> Answer:\n\n{answer}".encode() for number in range(1, 41)
    ))  # fmt: skip
    assert len(report.original) > 900_000
    start = time.process_time()
    render_page(report, folder=Path("/nonexistent"))
    assert time.process_time() - start < 4
