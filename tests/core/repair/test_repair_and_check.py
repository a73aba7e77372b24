"""What `check` finds changed in a template is what `repair` mends or names: both mean the same template."""

from difflib import get_close_matches
from pathlib import Path

import pytest

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.template_changes import with_template_changes
from exam_tui.core.repair.repair import repair
from exam_tui.core.repair.template_lines import words_of
from exam_tui.core.repair.unplaced import still_otherwise
from exam_tui.core.report.question import Task
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import Fingerprints
from exam_tui.core.template.original import Pristine, blanked, choose
from tests.conftest import OWN, files_of_both, sampled
from tests.core.findings.build import report, template
from tests.core.findings.known import know, know_all_of

REPORTS = files_of_both("reports/*.md")
STRUCTURE = {"template-changed", "question-missing", "question-duplicate", "question-order"}


def changes(read: Report, pristine: Report) -> list[Finding]:
    """Return what `check --template` says of the template's text."""
    return [finding for finding in findings_of(read, None, pristine) if finding.code in STRUCTURE]


def said(task: Task) -> str:
    """Return the words of a task, without what a group noted behind it."""
    return words_of(task.text.partition("(")[0])


@pytest.mark.parametrize("path", sampled(REPORTS, 8), ids=lambda path: path.stem)
def test_what_check_finds_changed_in_a_report_is_repaired_or_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With each template; answers and ticks are untouched, and what is clean needs no repair."""
    corpus = path.parents[1]
    know_all_of(monkeypatch, corpus)
    read = Report.load(path)
    for name in sorted((corpus / "templates").glob("*.md")):
        pristine = Report.load(name)
        result = repair(read, blanked(pristine), exact=True)
        mended = Report.from_bytes(result.data)
        if result.left and result.left[0].startswith("Nothing was repaired: "):
            assert result.data == read.original
            lacks_tasks = read.tasks and not pristine.tasks and ": the task “" in result.left[0]
            assert lacks_tasks or "it is probably another year's" in result.left[0]
            assert changes(read, pristine)
            continue
        own = [text for text in result.left if "of your own, not in the template" in text]
        said_so = "this is not in the template: “* [" if own else "this is not"
        assert all(own and finding.message.startswith(said_so) for finding in changes(mended, pristine)), name
        if not changes(read, pristine):
            assert result.data == read.original
            assert not result.left
        answers = {question.number: question.answer for question in mended.questions}
        known = words_of(pristine.text) + words_of(mended.text)
        for question in read.questions:
            if question.answer != answers[question.number]:  # text of the template had strayed into it
                assert answers[question.number]
                assert all(words_of(line) in known for line in question.answer.split("\n"))
        done = [said(task) for task in mended.tasks if task.done]
        if not any("without a task in the template" in text for text in result.left):
            ticked = [said(task) for task in read.tasks if task.done]
            assert all(get_close_matches(task, done) for task in ticked)


def test_a_report_of_an_edition_between_two_templates_reads_as_the_named_one(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without `exact` it is left alone: it was handed out so. The edition is named where it is known as a whole."""
    know_all_of(monkeypatch, corpus)
    name, like = ("between-two-templates", "") if corpus == OWN else ("seed-3", "2023-09-27")
    read, pristine = Report.load(corpus / f"reports/{name}.md"), Report.load(corpus / "templates/2023-01.md")
    assert [finding.question for finding in changes(read, pristine)] == [4]
    assert repair(read, pristine).data == read.original
    result = repair(read, pristine, exact=True)
    likely = f" The report is closest to that of {like}." if like else ""
    assert result.notes == (f"Question 4 had the text of another edition of the template.{likely}",)
    assert not result.left
    assert [question.answer for question in Report(result.data).questions] == [q.answer for q in read.questions]


def test_the_edition_is_not_named_where_none_is_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of one question alone is known."""
    know(monkeypatch, short=template())
    text = report(count=5).replace("bed 5?**", "bed five?**")
    pristine = Report.from_bytes(template(count=5).replace("in bed 3", "in bed three").encode())
    result = repair(Report.from_bytes(text.encode()), pristine, exact=True)
    assert "Question 3 had the text of another edition of the template." in result.notes


FIRST = report({7: "Ours."}).replace("in bed 7", "in our bed").replace("in bed 8", "in bed eight")
"""A first version that is the group's work already."""


def test_what_is_not_known_to_be_handed_out_is_left_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `check` does, which names a line of no edition there."""
    know(monkeypatch, short=template())
    now = Report.from_bytes(FIRST.replace("in our bed", "in our beds").replace("### Question 8", "### Q 8").encode())

    def find(read: Report) -> Pristine | None:
        return choose(read, [(Report.from_bytes(FIRST.encode()), "first")], whole=True)

    found = find(now)
    assert found is not None
    result = repair(now, found.report, sure=found.handed_out)
    mended = Report(result.data)
    still = with_template_changes(CheckContext(mended), findings_of(mended), find)
    named = [finding.question for finding in still if finding.code in STRUCTURE]
    assert named == [7, 8]
    assert result.left == ("Questions 7, 8 could not be repaired: git does not show the original text.",)
    assert "in our beds" in mended.text


def test_text_of_the_template_in_an_answer_is_named() -> None:
    """Nobody but the group can take it out."""
    texts = (report().replace("bed 7?", "7?"), template())
    mended, pristine = (Fingerprints(Report.from_bytes(text.encode())) for text in texts)
    (left,) = still_otherwise(mended, pristine, exact=True, sure=pristine.hashes.keys())
    assert left == "Question 7 could not be repaired: the template's text is in the answer. Remove it by hand."
