"""Corpus, made and damaged reports: nothing raises, places exist, the checker's numbers are explained."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.checker import verdict_of
from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.fixes.plan import plan_fixes
from exam_tui.core.report.report import Report
from exam_tui.core.report.save_guard import prove
from tests.behaviour.hostile.mutate import TOKENS, mutated
from tests.conftest import CORPUS, files_of_both, sampled
from tests.core.findings import explained
from tests.core.findings.build import GOOD, PICTURE, report, template
from tests.core.findings.explained import STOPS, complaints_without_error, said_of, unexplained
from tests.core.findings.fixtures import FOUND, StubFiles

PRISTINE = Report.from_bytes(template().encode())


def check(data: bytes) -> None:
    """Assert what holds for every file there is."""
    check_report(Report.from_bytes(data))


def check_report(read: Report) -> None:
    """Assert it of a report without edits."""
    found = findings_of(read, StubFiles(), PRISTINE)
    lines = read.template.lines
    for finding in found:
        entry = CODES[finding.code]
        assert finding.severity in {entry.severity, *entry.otherwise}
        assert 1 <= finding.line <= max(1, len(lines))
        assert 1 <= finding.column <= (len(lines[finding.line - 1]) if len(lines) else 0) + 2
        assert finding.message
        assert finding.help
    assert list(found) == sorted(found, key=lambda finding: (finding.line, finding.column, finding.code))
    assert len({(finding.line, finding.column, finding.code) for finding in found}) == len(found)
    said = said_of(read)
    assert unexplained(said) == []
    assert complaints_without_error(said) == []
    plan = plan_fixes(CheckContext(read))
    prove(plan.report, plan.report.to_bytes())
    fixed = plan.report.reparsed()
    kept = [question.index for question in read.questions if question.state == "passing"]
    assert all(fixed.questions[index].state == "passing" for index in kept)
    if read.is_course_report and said.verdict.error is None:
        assert {(f.question, f.kind) for f in verdict_of(fixed).failures} <= {
            (f.question, f.kind) for f in said.verdict.failures
        }


@pytest.mark.parametrize("part", sampled(range(16), 1))
def test_whole_reports(part: int) -> None:
    """Reports, every version of some of them, merges and templates: our own, and real ones where they are at hand."""
    for path in files_of_both("**/*.md")[part::16]:
        check(path.read_bytes())


def test_truth(corpus: Path) -> None:
    """A report that stops the real checker has an error that says so, one that does not has none."""
    for line in (corpus / "checker-truth.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        truth = json.loads(line)
        codes = {finding.code for finding in findings_of(Report.load(corpus / truth["report"]))}
        assert bool(codes & STOPS) or truth["error"] is None, truth["report"]
        assert truth["error"] is not None or "checker-stops" not in codes, truth["report"]


def test_templates_are_silent(corpus: Path) -> None:
    """An blank template is unanswered and nothing else, also where stray letters stand in place of an answer."""
    paths = sorted([*(corpus / "templates").glob("*.md"), *(corpus / "editions").glob("*.md")])
    assert len(paths) == (17 if corpus == CORPUS else len(list(paths[0].parent.glob("*.md"))))
    for path in paths:
        read = Report.load(path)
        found = findings_of(read, StubFiles(), read)
        assert {finding.code for finding in found} == {"unanswered"}, path.name
        assert [finding.question for finding in found] == [question.number for question in read.questions]
        assert {question.counts.words for question in read.questions} == {0}


PIECES = st.sampled_from([*TOKENS, GOOD, PICTURE, "", "word", "\n", "## ", "Answer:", "\t", "s123456", "\udcff"])
ANSWERS = st.lists(PIECES, max_size=8).map("\n".join) | st.lists(PIECES, max_size=5).map(" ".join)


@given(st.dictionaries(st.integers(1, 27), ANSWERS, max_size=4), st.sampled_from([5, 27, 31]))
def test_made_reports(answers: dict[int, str], count: int) -> None:
    """Answers of odd pieces in a report that is fine otherwise."""
    check(report(answers, count=count).encode("utf-8", "surrogateescape"))


@given(
    st.binary(max_size=300)
    | st.lists(PIECES, max_size=30).map(lambda parts: "\n".join(parts).encode("utf-8", "surrogateescape"))
)
def test_any_bytes(data: bytes) -> None:
    """Files that are no report at all."""
    check(data)
    check(b"# 02476\n\n### Question 1\n\n> Answer:\n\n" + data)


@pytest.mark.parametrize("seed", sampled(range(200), 40))
def test_damaged_reports(seed: int) -> None:
    """Some dozens of them in every run."""
    rnd = random.Random(seed)
    check(mutated(rnd, rnd.choice([report(), template(), report(count=31)])))


@pytest.mark.parametrize("part", sampled(range(8), 1))
def test_damaged_whole_reports(part: int) -> None:
    """Longer than ours from here, and real ones where they are at hand."""
    files = files_of_both("reports/*.md")
    for seed in range(part, 200, 8):
        rnd = random.Random(seed)
        check(mutated(rnd, rnd.choice(files).read_bytes().decode("utf-8", "surrogateescape")))


def test_the_test_has_teeth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rules' findings the promise is broken by the fixtures, so it does test something."""
    cut = Report.from_bytes(FOUND["checker-cuts-answer"]().text.encode())
    assert unexplained(said_of(cut)) == []
    monkeypatch.setattr(explained, "findings_of", lambda _report: ())
    assert unexplained(said_of(cut)) != []
    stopped = Report.from_bytes(report({5: f"{GOOD}\n\n### x\n\nAnswer: y"}).encode())
    assert unexplained(said_of(stopped)) != []
    assert complaints_without_error(said_of(Report.from_bytes(report({5: "x"}).encode()))) != []
