"""Reports made to be slow or to confuse, small enough to be quick; `benchmarks` has their time."""

import pytest

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.rules.tasks import task_findings
from exam_tui.core.findings.rules.template_changes import with_template_changes
from exam_tui.core.repair.repair import repair
from exam_tui.core.report.report import Report
from exam_tui.core.template.original import choose
from tests.behaviour.hostile import fuzz
from tests.conftest import sampled
from tests.core.findings.build import report, template
from tests.core.findings.known import know

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


@pytest.mark.parametrize("name", sampled(PIECES, 12))
def test_one_thing_over_and_over_goes_through_everything(name: str) -> None:
    """Check, print, edit, fix, repair, page: in an answer, and as the whole file."""
    text = PIECES[name] * (2_000 // len(PIECES[name]))
    for data in (report({5: text}), text):
        fuzz.go_through(data.encode("utf-8", "surrogateescape"), seed=0)


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


def read(text: str) -> Report:
    """Read a report, undecodable bytes and all."""
    return Report.from_bytes(text.encode("utf-8", "surrogateescape"))


def with_more_lines(line: str, before: str, count: int, *, is_other: bool) -> Report:
    """Return a report with so many lines before a place, each the same or each another."""
    more = "".join(line.format(f" {number}" if is_other else "") for number in range(count))
    return read(report().replace(before, more + before, 1))


@MORE_LINES
@pytest.mark.parametrize("is_other", [False, True], ids=["repeated", "each another"])
def test_a_template_with_hundreds_of_lines_more_is_repaired(line: str, before: str, *, is_other: bool) -> None:
    """No answer loses a word, one may have what stood above its prompt; a second run changes nothing."""
    made = with_more_lines(line, before, 400, is_other=is_other)
    mended = Report.from_bytes(repair(made, read(template())).data)
    for old, new in zip(made.questions, mended.questions, strict=True):
        assert new.answer.startswith(old.answer)
    assert repair(mended, read(template())).data == mended.original


@pytest.mark.parametrize("is_other", [False, True], ids=["repeated", "each another"])
@pytest.mark.parametrize("earlier", [False, True], ids=["by fingerprints", "by an earlier version"])
@MORE_LINES
def test_hundreds_of_lines_more_in_a_template_are_named(
    monkeypatch: pytest.MonkeyPatch, line: str, before: str, *, earlier: bool, is_other: bool
) -> None:
    """As a change of the template, and as nothing else."""
    know(monkeypatch)
    made, pristine = with_more_lines(line, before, 400, is_other=is_other), read(template())
    context = CheckContext(made)
    found = with_template_changes(
        context,
        tuple(task_findings(context)),
        lambda now: choose(now, [(pristine, "git")], whole=True) if earlier else None,
    )
    assert {finding.code for finding in found} == {"template-changed"}
