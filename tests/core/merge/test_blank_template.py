"""A blank template over a report: the answers and ticks that were there are in it again."""

from itertools import product
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.core.merge.blank_template import moved_over
from tests.conftest import CORPUS, OWN
from tests.core.build import question, report_of

TASKS = "## Checklist\n\n* [{}] water\n* [{}] weed\n\n"
BLANK = "\n\n--- question {} fill here ---\n\n"


def _report(ticks: tuple[str, str], *answers: str) -> bytes:
    slots = (f"\n\n{text}\n\n" if text else BLANK.format(number) for number, text in enumerate(answers, 1))
    return report_of(TASKS.format(*ticks), *map(question, range(1, len(answers) + 1), slots)).to_bytes()


def test_answers_and_ticks_move_over() -> None:
    base, blank = _report(("x", " "), "roses", "", "peas"), _report((" ", " "), "", "", "", "")
    assert moved_over(base, blank) == _report(("x", " "), "roses", "", "peas", "")


def test_ticks_of_a_template_with_ticks_stay_as_they_are() -> None:
    moved = moved_over(_report(("x", " "), "roses", "peas"), _report((" ", "x"), "", ""))
    assert moved == _report((" ", "x"), "roses", "peas")


def test_an_answer_without_a_question_stays_out() -> None:
    assert moved_over(_report((" ", " "), "roses", "peas"), _report((" ", " "), "")) == _report((" ", " "), "roses")


@pytest.mark.parametrize(
    ("base", "theirs"),
    [
        (_report((" ", " "), "roses", "peas"), _report((" ", " "), "", "peas")),
        (_report((" ", " "), "roses", ""), _report((" ", " "), "", "")),
        (_report((" ", " "), "", ""), _report((" ", " "), "", "")),
        (_report((" ", " "), "roses", "peas"), b"no report\n"),
    ],
)
def test_what_was_emptied_by_somebody_or_is_no_template_is_left_alone(base: bytes, theirs: bytes) -> None:
    assert moved_over(base, theirs) is None


def test_every_answer_and_tick_stands_at_its_own_place_in_a_new_edition() -> None:
    """Where the template puts a question and a task between the others, and another one first."""
    base = _report(("x", " "), "roses", "", "peas", "beans").decode()
    more = base.replace("roses", "").replace("peas", "").replace("beans", "").replace("[x]", "[ ]")
    more = more.replace("* [ ] weed", "* [ ] dig\n* [ ] weed")
    more = more.replace("* [ ] water", "* [ ] plan\n\n### Week 2\n\n* [ ] water (M2)")
    moved = moved_over(base.encode(), more.encode())
    assert moved is not None
    after = Report.from_bytes(moved)
    assert [question.answer for question in after.questions] == ["roses", "", "peas", "beans"]
    assert [(task.text, task.done) for task in after.tasks] == [
        ("plan", False),
        ("water (M2)", True),
        ("dig", False),
        ("weed", False),
    ]


@pytest.mark.parametrize(
    ("corpus", "name", "template"),
    [
        *product([OWN], ("front-matter", "in-dashes", "in-work"), ("2023-01", "2024-10", "2026-01")),
        *product([CORPUS], ("report-03", "seed-0", "seed-4"), ("2023-01", "2024-12", "2026-01")),
    ],
    indirect=["corpus"],
)
def test_a_whole_report_moves_into_a_template(corpus: Path, name: str, template: str) -> None:
    file, blank = corpus / "reports" / f"{name}.md", corpus / "templates" / f"{template}.md"
    moved = moved_over(file.read_bytes(), blank.read_bytes())
    assert moved is not None
    before, after = Report.load(file), Report.from_bytes(moved)
    missing = {q.answer for q in before.questions} - {q.answer for q in after.questions}
    gone = {q.number for q in before.questions if q.answer in missing}
    assert len(gone) <= max(0, len(before.questions) - len(after.questions))
    same = {q.parts.ask: q.answer for q in after.questions}
    assert all(same[q.parts.ask] == q.answer for q in before.questions if q.answer and q.parts.ask in same)
    done = {task.text for task in after.tasks if task.done}
    assert {task.text for task in before.tasks if task.done} & {task.text for task in after.tasks} <= done
