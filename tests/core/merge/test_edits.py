"""Edits by question and task: they find their place again, and take nothing away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui import Report
from exam_tui.core.merge.edits import (
    AnswerEdit,
    Edits,
    TickEdit,
    apply_edits,
    edits_of,
    offers_of,
    open_ticks,
    ticked_since,
)
from exam_tui.core.report.save_guard import prove
from tests.core.build import question, read_again, report_of
from tests.core.strategies import hostile_texts, reports

CHECKLIST = "## Checklist\n\n### Week 1\n\n* [ ] water\n* [x] dig\n* [ ] water\n\n### Week 2\n\n* [ ] water\n\n"


def garden() -> Report:
    """Return a report with a checklist that repeats itself and three questions, the last one twice."""
    slots = ["\n\nroses\n\n", "\n\n--- question 2 fill here ---\n\n", "\n\npeas\n\n", "\n\nbeans\n"]
    return report_of(CHECKLIST, "## Work\n\n", *map(question, (1, 2, 3, 3), slots))


def answers(report: Report) -> list[str]:
    """Return all answers."""
    return [question.answer for question in report.questions]


def moved(report: Report) -> tuple[Edits, bytes]:
    """Return a report's edits and the bytes that they belong to."""
    return edits_of(report, report.original), report.original


@st.composite
def edited_reports(draw: st.DrawFn) -> Report:
    """Return reports with any edits: answers set, cleaned and set back, tasks ticked."""
    report = draw(reports())
    edit(report, draw)
    return report


def edit(report: Report, draw: st.DrawFn) -> None:
    """Make any edits in a report."""
    for place in report.questions:
        match draw(st.sampled_from(["set", "clean", "clean with text", "leave"])):
            case "set":
                report.set_answer(place, draw(hostile_texts(4)))
            case "clean":
                report.clean_answer(place)
            case "clean with text":
                report.clean_answer(place, draw(hostile_texts(4)))
    for task in report.tasks:
        report.set_task(task.index, draw(st.booleans()))


@pytest.mark.nightly
@given(edited_reports())
def test_any_edits_made_again_give_the_same_bytes(report: Report) -> None:
    """In the file that they were made to."""
    again = Report.from_bytes(report.original)
    applied = apply_edits(*moved(report), again)
    assert again.to_bytes() == report.to_bytes()
    assert (applied.left, applied.left_ticks) == ((), ())
    assert {place.index for place in applied.questions} <= set(report.edited_answers)
    prove(again, again.to_bytes())


@st.composite
def reports_edited_after_a_save(draw: st.DrawFn) -> tuple[Report, bytes]:
    """Return reports with any edits, and the bytes as they were saved in between."""
    report = draw(edited_reports())
    saved = report.to_bytes()
    edit(report, draw)
    return report, saved


@pytest.mark.nightly
@given(reports_edited_after_a_save())
def test_what_was_typed_after_a_save_is_made_again_in_the_saved_file(edited: tuple[Report, bytes]) -> None:
    """Or is left over, where what was saved hides its question: no answer is lost either way."""
    report, saved = edited
    edits = edits_of(report, saved)
    again = Report.from_bytes(saved)
    applied = apply_edits(edits, saved, again)
    for offer in offers_of(edits, saved, again):
        assert offer.is_done or offer.edit in applied.left
    assert set(edits_of(again, saved).ticks) == set(edits.ticks) - set(applied.left_ticks)


def test_edits_say_what_they_are_made_to() -> None:
    """The number and the heading, and which of several."""
    report = garden()
    report.set_answer(report.questions[3], "peas and beans")
    report.set_answer(1, "")
    report.set_task(2, done=True)
    report.set_task(1, done=False)
    assert edits_of(report, report.original) == Edits(
        (AnswerEdit(1, 0, ""), AnswerEdit(3, 1, "peas and beans")),
        (TickEdit("Week 1", "dig", 0, done=False), TickEdit("Week 1", "water", 1, done=True)),
    )
    assert not edits_of(garden(), report.original)


def test_edits_are_those_since_the_last_save() -> None:
    """What was saved before is none, what was set back to before that is one."""
    report = garden()
    report.set_answer(1, "tulips")
    report.set_answer(2, "carrots")
    report.set_task(0, done=True)
    report.set_task(3, done=True)
    saved = report.to_bytes()
    assert not edits_of(report, saved)
    report.set_answer(1, "roses")
    report.set_task(3, done=False)
    assert edits_of(report, saved) == Edits((AnswerEdit(1, 0, "roses"),), (TickEdit("Week 2", "water", 0, done=False),))


def test_ticks_are_told_apart_by_task_group_and_order() -> None:
    """In a version with other tasks between them, too; new ones are no ticks."""
    before = Report(b"## Week\n* [ ] dig\n* [ ] sow\n* [x] dig\n### Question 1\n> Answer:\n")
    later = Report(b"## Week\n* [x] rest\n* [ ] dig\n* [x] sow\n* [ ] dig\n### Question 1\n> Answer:\n")
    assert ticked_since(before, before) == ()
    assert [task.index for task in ticked_since(before, later)] == [2, 3]


def test_a_mark_that_was_mended_is_a_tick() -> None:
    """Where it was a task already: so it is kept for recovery, and made again to the byte."""
    report = Report.from_bytes(garden().to_bytes().replace(b"* [ ] water", "* [✅] water".encode(), 1))
    report.mend_marks()
    edits, base = moved(report)
    assert edits.ticks == (TickEdit("Week 1", "water", 0, done=True),)
    again = Report.from_bytes(base)
    apply_edits(edits, base, again)
    assert again.to_bytes() == report.to_bytes() != base


def test_ticks_are_open_that_would_change_something_or_have_no_task() -> None:
    """What is ticked already is none."""
    report = Report(b"## Week\n* [ ] dig\n* [x] sow\n### Question 1\n> Answer:\n")
    dig, sow, gone = (TickEdit("Week", text, 0, done=True) for text in ("dig", "sow", "rest"))
    assert open_ticks((dig, sow, gone), report) == (dig, gone)


def test_edits_find_their_place_in_a_changed_file() -> None:
    """Questions and tasks before them came and went."""
    report = garden()
    report.set_answer(2, "carrots")
    report.set_task(3, done=True)
    changed = report_of("## Checklist\n\n### Week 2\n\n* [ ] water\n\n", question(2, "\n\n"), question(7))
    applied = apply_edits(*moved(report), changed)
    assert answers(changed) == ["carrots", "Some words."]
    assert [place.number for place in applied.questions] == [2]
    assert [(task.index, task.done) for task in applied.tasks] == [(0, True)]


def test_an_answer_that_is_another_by_now_is_left_alone() -> None:
    """Nor is one written twice that is there already; the rest is made."""
    report = garden()
    for number, text in ((1, "tulips"), (2, "carrots"), (3, "lentils")):
        report.set_answer(number, text)
    report.set_task(0, done=True)
    changed = garden()
    changed.set_answer(1, "daisies")
    changed.set_answer(2, "carrots")
    changed.set_task(0, done=True)
    changed = read_again(changed)
    before = changed.to_bytes()
    applied = apply_edits(*moved(report), changed)
    assert applied.left == (AnswerEdit(1, 0, "tulips"),)
    assert answers(changed) == ["daisies", "carrots", "lentils", "beans"]
    assert changed.to_bytes() == before.replace(b"peas", b"lentils")
    assert applied.tasks == ()


def test_what_was_typed_meanwhile_is_left_alone() -> None:
    """In the unchanged file too."""
    report = garden()
    report.set_answer(1, "tulips")
    again = garden()
    again.set_answer(1, "daisies")
    assert apply_edits(*moved(report), again).left == (AnswerEdit(1, 0, "tulips"),)
    assert answers(again)[0] == "daisies"


def test_edits_without_a_place_are_left_over() -> None:
    """With their text, so that they can be shown."""
    report = garden()
    report.set_answer(2, "carrots")
    report.set_task(1, done=False)
    applied = apply_edits(*moved(report), report_of(question(1)))
    assert applied.left == (AnswerEdit(2, 0, "carrots"),)
    assert applied.left_ticks == (TickEdit("Week 1", "dig", 0, done=False),)


def test_the_clean_form_alone_is_an_edit() -> None:
    """The same words, written as they should be; but not over somebody else's words."""
    source = report_of(question(1, " roses\n"), question(2, "\n\npeas\n"))
    source.clean_answer(1)
    again = Report.from_bytes(source.original)
    assert [place.number for place in apply_edits(*moved(source), again).questions] == [1]
    assert again.to_bytes() == source.to_bytes() != source.original
    changed = report_of(question(1, " roses\n"), question(2, "\n\nbeans\n"))
    before = changed.to_bytes()
    assert apply_edits(*moved(source), changed).questions == ()
    assert changed.to_bytes() == before


def test_a_form_that_is_clean_already_is_no_edit() -> None:
    """An edit that says what is there."""
    source = garden()
    edits = Edits((AnswerEdit(1, 0, "roses"),), (TickEdit("Week 1", "dig", 0, done=True),))
    applied = apply_edits(edits, source.original, source)
    assert (applied.questions, applied.tasks, applied.left, source.is_edited) == ((), (), (), False)


def test_offers_show_an_edit_beside_what_stands_there() -> None:
    """Free to take, done already, in conflict, without a place."""
    report = garden()
    for number, text in ((1, "tulips"), (2, "carrots"), (3, "lentils")):
        report.set_answer(number, text)
    report.set_answer(report.questions[3], "rye")
    now = report_of(question(1, "\n\nroses\n\n"), question(2, "\n\ncarrots\n\n"), question(3, "\n\noats\n\n"))
    offers = offers_of(*moved(report), now)
    assert [(offer.edit.text, offer.before, offer.is_free, offer.is_done) for offer in offers] == [
        ("tulips", "roses", True, False),
        ("carrots", "", False, True),
        ("lentils", "peas", False, False),
        ("rye", "beans", False, False),
    ]
    assert [offer.question and offer.question.answer for offer in offers] == ["roses", "carrots", "oats", None]
