"""Files of 1 MB made to be slow: an answer within two seconds."""

import time

import pytest

from exam_tui.core.fixes import fixes_of
from exam_tui.core.pristine import choose, with_template_changes
from exam_tui.core.repair import repair
from exam_tui.core.report import Report
from tests.findings.build import report, template
from tests.findings.fixtures import StubFiles
from tests.findings.known import know

SIZE = 1_000_000
PIECES = {
    "images without end": "![",
    "images": "![a bed of very tall beans](figures/bed-of-beans-in-may.png) ",
    "image lines": "![a](b(.png)\n",
    "brackets": "[",
    "links": "[a](",
    "links to pictures": "[a](b.png) ",
    "dashes": "-",
    "dashes and blanks": "--- ",
    "backticks": "`",
    "code spans": "` `` ",
    "comments": "<!-- ",
    "tags": "<img ",
    "tags without end": "<img src   ",
    "answers": "Answer:",
    "conflicts": "<<<<<<< a\n=======\n>>>>>>> b\n",
    "lists": "x\n- y\n",
    "inner lists": "1. x\n  - y\n",
    "elements": "<div>\n<div>\n</div>\n\n",
    "struck words": "~~x",
    "tables": "a|b\n-|-\n",
    "titles": "x\n---\n\n",
    "hashes": "### x\n",
    "filler": "question 5 fill here ",
    "half filler": "question 5 fill\n",
    "placeholders": "--- question 5 fill here ---\nx\n",
    "filler in code": "```\n--- question 5 fill here ---\n```\n",
    "dashes at words": "---x ---\n",
    "references": "![a][b]\n",
    "definitions": "[a]: b\n![a]\n",
    "study numbers": "s123456 ",
    "hidden twins": "<!-- ![a](b.png) -->\n<img src='c.png'>\n",
    "quotes in targets": "![a](b 'c",
    "fences": "```\n# x\n```\n",
    "blanks": " ",
    "zeros": "\x00",
    "bytes": "\udcff",
}


@pytest.mark.timed
@pytest.mark.parametrize("name", PIECES)
def test_findings_take_little_time(name: str) -> None:
    """Processor time of the findings themselves, in an answer and in place of the report; parsing is not theirs."""
    piece = PIECES[name]
    for text in (report({5: piece * (SIZE // len(piece))}), piece * (SIZE // len(piece))):
        read = Report.from_bytes(text.encode("utf-8", "surrogateescape"))
        assert read.questions is not None
        start = time.process_time()
        read.findings(StubFiles())
        assert time.process_time() - start < 2
        start = time.process_time()
        fixes_of(read, StubFiles())
        assert time.process_time() - start < 2


MORE_LINES = pytest.mark.parametrize(
    ("line", "before"),
    [
        ("a line more{}\n", "# Report"),
        ("a line of more than twenty letters{}\n", "# Report"),
        ("> more{}\n", "> **What grew in bed 5?**"),
        ("* [ ] Rent a plot{} (M1)\n", "* [ ] Rent a plot (M1)"),
        ("* [x] Rent a plot{} (M1)\n", "* [ ] Rent a plot (M1)"),
        ("a line more{}\n", "> **What grew in bed 5?**"),
    ],
    ids=["above the title", "long above the title", "in a prompt", "in the checklist", "ticked", "above a prompt"],
)


@pytest.mark.timed
@MORE_LINES
@pytest.mark.parametrize("is_other", [False, True], ids=["repeated", "each another"])
def test_repairing_a_template_with_thousands_of_lines_more_takes_little_time(
    line: str,
    before: str,
    is_other: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """As many lines as a report may have."""
    more = "".join(line.format(f" {number}" if is_other else "") for number in range(38_000))
    read = Report.from_bytes(report().replace(before, more + before, 1).encode())
    start = time.process_time()
    repair(read, Report.from_bytes(template().encode()))
    assert time.process_time() - start < 3


@pytest.mark.timed
@pytest.mark.parametrize("is_other", [False, True], ids=["repeated", "each another"])
@pytest.mark.parametrize("earlier", [False, True], ids=["by fingerprints", "by an earlier version"])
@MORE_LINES
def test_a_template_with_thousands_of_lines_more_takes_little_time(
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    before: str,
    earlier: bool,  # noqa: FBT001 - a parameter of the test
    is_other: bool,  # noqa: FBT001 - the same
) -> None:
    """As many lines as a report may have."""
    know(monkeypatch)
    more = "".join(line.format(f" {number}" if is_other else "") for number in range(38_000))
    read = Report.from_bytes(report().replace(before, more + before, 1).encode())
    pristine = Report.from_bytes(template().encode())
    start = time.process_time()
    found = with_template_changes(
        read, (), lambda now: choose(now, [(pristine, "git")], whole=True) if earlier else None
    )
    assert time.process_time() - start < 2
    assert {finding.code for finding in found} == {"template-changed"}
