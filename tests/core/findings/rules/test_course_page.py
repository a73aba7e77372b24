"""What the course's page shows wrongly is named, and the remedy mends it: Python-Markdown itself is asked."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from exam_tui.core.findings.engine import findings_of
from exam_tui.core.fixes.safe_fixes import apply_fixes
from exam_tui.core.report.report import Report
from tests.conftest import files_of_both, sampled
from tests.core.findings.build import GOOD, report
from tests.core.findings.fixtures import fixes_of
from tests.page.samples import answer_of, page_of

_TEXT = "the course's page shows this {} as running text"
_LIST, _CODE, _TABLE = _TEXT.format("list"), _TEXT.format("code block"), _TEXT.format("table")
_TITLE = "the course's page shows this comment in code as a heading"
_FLAT = "the course's page shows this nested list at the outer level"
_MIXED = "the course's page joins this list to the one above"
_RESTARTED = "the course's page counts this list from 1"
_LINE = "the course's page shows this line as a heading"
_BREAK = r"the course's page shows this `\` instead of a new line"
_STRUCK = "the course's page does not strike these words through"

# An answer, what is said of it, the line of the answer, a piece that is in the page when it is shown rightly, and the
# answer as the remedy makes it.
CASES = [
    (f"{GOOD}\n\n```\n# dig\n```", _TITLE, 4, "<pre><code># dig", f"{GOOD}\n\n    # dig"),
    (f"{GOOD}\n\n~~~\ndig\n~~~", _CODE, 3, "<pre><code>dig", f"{GOOD}\n\n    dig"),
    (f"{GOOD}\n\n```\n  # dig\n```", _CODE, 3, "<pre><code>", f"{GOOD}\n\n      # dig"),
    (f"{GOOD}\n\nBed | Peas\n--- | ---\nA | 1", _TABLE, 3, "<li>A", f"{GOOD}\n\n- A, peas: 1"),
    (f"{GOOD}\n1. beans", _LIST, 2, "<li>beans", f"{GOOD}\n\n1. beans"),
    (f"{GOOD}\n- `beans`\n- peas", _LIST, 2, "<li><code>", f"{GOOD}\n\n- `beans`\n- peas"),
    (f"{GOOD}\n\n> peas\n- beans", _LIST, 4, "<li>beans", f"{GOOD}\n\n> peas\n\n- beans"),
    (f"- {GOOD}\n\n  in\n- peas", _LIST, 4, "<li>peas", f"- {GOOD}\n\n  in\n\n- peas"),
    (f"{GOOD}\n\n1) beans\n2) peas", _LIST, 4, "<li>peas", f"{GOOD}\n\n1. beans\n2. peas"),
    (f"{GOOD}\n1) beans", _LIST, 2, "<li>beans", f"{GOOD}\n\n1. beans"),
    (f"- {GOOD}\n  - beans", _FLAT, 2, "<ul>\n<li>beans", f"- {GOOD}\n    - beans"),
    (f"- {GOOD}\n\n    - beans\n      - peas", _FLAT, 4, "<ul>\n<li>peas", f"- {GOOD}\n\n    - beans\n        - peas"),
    (f"1. {GOOD}\n   - beans", _FLAT, 2, "<ul>\n<li>beans", f"1. {GOOD}\n    - beans"),
    (f"1. {GOOD}\n- beans", _MIXED, 2, "<ul>\n<li>beans", f"1. {GOOD}\n\nAnd\n\n- beans"),
    (f"1. {GOOD}\n\nAnd\n\n2. beans", _RESTARTED, 5, "And</p>\n</li>", f"1. {GOOD}\n\n    And\n\n2. beans"),
    (f"{GOOD}\n\n2031. A year.", _RESTARTED, 3, "2031.", f"{GOOD}\n\n2031\\. A year."),
    (f"{GOOD}\n#3 is best", _LINE, 2, "#3", f"{GOOD}\n\\#3 is best"),
    (f"{GOOD}\n\n- #3 is best", _LINE, 3, "#3", f"{GOOD}\n\n- \\#3 is best"),
    (f"{GOOD}\\\nAnd so on", _BREAK, 1, "day.<br />", f"{GOOD}  \nAnd so on"),
    (f"{GOOD} ~~We did not.~~", _STRUCK, 1, "day.</p>", GOOD),
    (f"{GOOD} See <url>", "the course's page does not show <url>", 1, "&lt;url&gt;", f"{GOOD} See `<url>`"),
    (
        f"{GOOD} <bed/{'x' * 80}>",
        f"the course's page does not show <bed/{'x' * 53}…>",
        1,
        "&lt;bed/",
        f"{GOOD} `<bed/{'x' * 80}>`",
    ),
    (
        f"<details>\n\n- **beans**\n\n</details>\n\n{GOOD}",
        "the course's page shows the Markdown in <details> as plain text",
        1,
        "<strong>beans",
        f"- **beans**\n\n{GOOD}",
    ),
    (
        f"<div>\n<div>\n</div>\n\n{GOOD}",
        "the course's page shows everything after this as plain text: <div> is not closed",
        1,
        "<p>We grew",
        GOOD,
    ),
]  # fmt: skip


def _found(answer: str) -> list[tuple[str, int]]:
    """Return what is said of an answer to question 5, with the line of the answer."""
    text = report({5: answer})
    first = text[: text.index(answer)].count("\n")
    findings = findings_of(Report.from_bytes(text.encode()))
    return [(finding.message, finding.line - first) for finding in findings if finding.code == "course-page"]


@pytest.mark.parametrize(("answer", "message", "line", "piece", "mended"), CASES)
def test_what_will_look_wrong_is_named_and_mended(
    answer: str, message: str, line: int, piece: str, mended: str
) -> None:
    """The piece is in the real page of the mended answer alone."""
    assert _found(answer) == [(message, line)]
    assert [said for said, _ in _found(mended)] == []
    markdown = pytest.importorskip("markdown", reason="Python-Markdown is not installed")
    assert piece not in markdown.markdown(answer)
    assert piece in markdown.markdown(mended)


@pytest.mark.parametrize(
    "answer",
    [
        f"- {GOOD}\n- beans\n  many\n- peas",
        f"# Beds\n- {GOOD}",
        f"Beds\n====\n- {GOOD}",
        f"{GOOD}\n***\n- beans",
        f"{GOOD}\n2. beans",
        f"{GOOD}\n-\nbeans",
        f"{GOOD}\n    - beans",
        f"{GOOD}\n\n1) beans\n\n2) peas",
        f"1. {GOOD}\n\n2. beans\n\n    more\n\n3. peas",
        f"- {GOOD}\n\n        code\n\n- beans",
        f"- {GOOD}\n* beans",
        "Bed | Beans\n\n--- | ---\nA | 1 for us",
        "Bed | Beans\n--- | x\nA | 1 for us",
        f"{GOOD} ``` and ```",
        f"{GOOD} C:\\\\\nand a path \\",
        f"{GOOD} \\\n\n> quoted",
        f"{GOOD} <br> <IMG src='figures/tomatoes.png'> <https://example.org> <a@example.org> 3 < 4 > 2 `<x>`",
        f"{GOOD} [plot](<two words>)\n\n[r]: <two words>",
        f"<details>\n<summary>More</summary>\nbeans\n</details>\n\n{GOOD}",
        f"<div>\n\nplain beans\n\n</div>\n\n{GOOD}",
        f"{GOOD} ~~~ and ~/beds and ~~",
        f"{GOOD} #3 and\n####### too many",
    ],
)
def test_what_looks_right_is_not_named(answer: str) -> None:
    """Lists in lists, below headings and rules; pipes that make no table; tags that browsers know."""
    assert _found(answer) == []


def test_a_place_is_named_once() -> None:
    """A list right below a paragraph whose first words would be a heading, and the next problem of each kind."""
    assert _found(f"{GOOD}\n- #3 is best\n- #4 too\n- ~~beans~~\n- ~~peas~~") == [(_LIST, 2), (_STRUCK, 4)]


@pytest.mark.parametrize("marker", ["> Answer:", "> **Answer:**", "> Answer:  ", "Answer:", "> Answer: Two:"])
@pytest.mark.parametrize("items", ["- beans\n- peas", "1. beans\n2. peas", "* beans\n    * peas", "+ beans, peas"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_list_right_below_the_marker_is_running_text_there(marker: str, items: str, line_end: str) -> None:
    """However the marker is written; the safe fix is one blank line."""
    text = report({5: "@"}).replace("> Answer:\n\n@", f"{marker}\n{items}").replace("\n", line_end)
    read = Report.from_bytes(text.encode())
    (found,) = [one for one in findings_of(read) if one.code == "course-page"]
    assert (found.message, found.question, found.severity) == (_LIST, 5, "info")
    assert text.split("\n")[found.line - 1].rstrip() == items.split("\n", maxsplit=1)[0]
    apply_fixes(read, fixes_of(read))
    mended = read.to_bytes().decode()
    if "Two" not in marker:
        wanted = f"{marker}\n{items}".replace("\n", line_end)
        assert mended == text.replace(wanted, wanted.replace(line_end, line_end * 2, 1))
    assert [one for one in findings_of(Report.from_bytes(mended.encode())) if one.code == "course-page"] == []


@pytest.mark.parametrize(
    "below",
    ["> - beans\n> - peas", "\n- beans\n- peas", "beans - and peas", "2. beans\n3. peas", "    - beans", "-\nbeans"],
)
def test_what_is_no_list_of_its_own_right_below_the_marker_is_not_named(below: str) -> None:
    """In the quote, below a blank line, or more of the paragraph on every page."""
    text = report({5: "@"}).replace("> Answer:\n\n@", f"> Answer:\n{below}")
    assert [one.message for one in findings_of(Report.from_bytes(text.encode())) if one.code == "course-page"] == []


def test_an_inner_list_that_begins_as_running_text_is_one_problem() -> None:
    """Its items are on one level; one that is deeper is another problem."""
    assert _found(f"{GOOD}\n\n- beds:\n\n  inside\n  + beans\n  + peas\n  + leeks") == [(_LIST, 6)]
    assert [line for _, line in _found(f"{GOOD}\n\n- beds:\n\n  inside\n  + beans\n    + peas")] == [6]
    assert [line for _, line in _found(f"{GOOD}\n\n- beds:\n\n  inside\n  + beans\n      + peas")] == [6]


def test_a_list_that_begins_as_running_text_is_one_problem() -> None:
    """What follows is counted from 1 only because of its beginning."""
    assert _found(f"{GOOD}\n1. beans\n\n2. peas") == [(_LIST, 2)]
    assert _found(f"{GOOD}\n\n1. beans\n\n2. peas") == []


def test_only_the_glued_list_has_a_fix() -> None:
    """Other causes in the same answer stay as they are."""
    read = Report.from_bytes(report({5: f"{GOOD}\n- beans\n  - peas\n\n#3 is best"}).encode())
    [fix] = fixes_of(read)
    assert (fix.codes, fix.text) == (("course-page",), f"{GOOD}\n\n- beans\n  - peas\n\n#3 is best")
    assert fixes_of(Report.from_bytes(report({4: "[beds](figures/tomatoes.png)"}).encode())) == ()


# Real answers that the two pages show otherwise and that are not named: lines of nothing but many `#`, which that page
# leaves out; an escaped `%`, which it shows with its `\`; one tilde, which strikes through on GitHub alone; an address
# of an image in a registry, which reads as a mail address there. HTML works on that page, and is text on ours.
_LEFT = re.compile(r"^#{7,}|\\%|(?<!~)~(?!~)|<\S+@\S+>|</?(?:h4|span)\b|<!--", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img[^>]*>")
_COUNTED = {"ul", "ol", "li", "pre", "table", "br", "h1", "h2", "h3", "h4", "h5", "h6"}


def _shape(root: Element) -> tuple[list[str], str]:
    """Return the elements that a reader sees the difference of, in order, and the text without white space."""
    tags = [
        element.tag[:1] if element.tag[:1] == "h" else element.tag for element in root.iter() if element.tag in _COUNTED
    ]
    return tags, "".join("".join(root.itertext()).split())


@pytest.mark.parametrize("path", sampled(files_of_both("reports/*.md"), 10), ids=lambda path: path.stem)
def test_every_answer_of_whole_reports_that_will_look_wrong_is_named(path: Path) -> None:
    """And no other: Python-Markdown's page of each answer is compared with ours."""
    markdown = pytest.importorskip("markdown", reason="Python-Markdown is not installed")
    read = Report.load(path)
    findings = findings_of(read)
    named = {finding.question for finding in findings if finding.code == "course-page"}
    said_already = {finding.question for finding in findings if finding.code in {"conflict-marker", "undecodable"}}
    for question in read.questions:
        if question.state == "unanswered" or question.number in said_already or _LEFT.search(question.answer):
            continue
        answer = _IMAGE.sub("image", question.answer)  # there are none here to show
        lines = read.template.questions[question.index].lines
        if lines[1].text.strip() and not lines[1].in_quote:
            answer = f"> Answer:\n{answer}"  # unchanged: right below the marker
        ours = answer_of(page_of(answer).html)
        ours.remove(ours[0])  # the label
        theirs = html5lib.parse(f"<!DOCTYPE html>{markdown.markdown(answer)}", namespaceHTMLElements=False)
        assert (_shape(ours) != _shape(theirs)) == (question.number in named), question.number
