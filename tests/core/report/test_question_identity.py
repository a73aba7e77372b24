"""Which question is which, when a new edition of a template has moved them."""

from exam_tui import Report
from exam_tui.core.merge.reports import merge_reports
from exam_tui.core.report.question_identity import QuestionKey, keys_after, places_after, question_keys
from tests.core.build import question, report_of

ASKED = {
    "plot": "Which plot did you rent, and why did you take that one?",
    "seeds": "Where did you buy the seeds that you have sown this year?",
    "birds": "Did birds eat what you had sown? If yes, what did you do against them?",
    "costs": "How much money did all of it cost, and what was the most expensive of it?",
}


def named(keys: list[QuestionKey]) -> list[str]:
    """Return keys as short texts."""
    return [f"{'new ' if key.is_new else ''}{key.number}.{key.occurrence}" for key in keys]


def _report(*asked: str, answers: dict[str, str] | None = None) -> Report:
    """Return a report that asks these questions, by their words above or in words of its own."""
    texts = answers or {}
    return report_of(
        *(
            question(
                number,
                f"\n\n{texts.get(ask, f'--- question {number} fill here ---')}\n\n",
                f"> **{ASKED.get(ask, ask)}**\n>\n> Answer length: 5-10 words.\n>\n> Answer:",
            )
            for number, ask in enumerate(asked, start=1)
        )
    )


def test_questions_are_the_same_by_their_numbers() -> None:
    """Whatever they ask, as long as it is not what another one asked."""
    base = _report("plot", "seeds", "birds")
    assert named(keys_after(base, base)) == named(question_keys(base)) == ["1.0", "2.0", "3.0"]
    assert named(keys_after(base, _report("plot", "And what now?", "birds", "costs"))) == [
        "1.0",
        "2.0",
        "3.0",
        "new 4.0",
    ]
    assert named(keys_after(base, _report("plot", "seeds"))) == ["1.0", "2.0"]


def test_a_question_that_moved_is_the_same_by_its_words() -> None:
    """Also where some of them are others now."""
    base = _report("plot", "seeds", "birds", "costs")
    later = _report("plot", "Who are you?", "seeds", ASKED["birds"].replace("eat", "take"), "What else?", "costs")
    assert named(keys_after(base, later)) == ["1.0", "new 2.0", "2.0", "3.0", "new 5.0", "4.0"]
    assert named(keys_after(base, _report("seeds", "plot", "birds", "costs"))) == ["2.0", "1.0", "3.0", "4.0"]


def test_a_question_is_found_again_in_a_later_version() -> None:
    """One that is gone is nowhere."""
    base = _report("plot", "seeds", "birds")
    assert places_after(base, base) == [0, 1, 2]
    assert places_after(base, _report("plot", "Who are you?", "seeds", "birds")) == [0, 2, 3]
    assert places_after(base, _report("plot", "seeds")) == [0, 1, None]


def test_repeated_numbers_are_told_apart() -> None:
    """By how many are before them; questions without a prompt are the same by their numbers."""
    base = report_of(question(1), question(1), question(2, prompt="> Answer:"))
    assert named(question_keys(base)) == ["1.0", "1.1", "2.0"]
    assert named(keys_after(base, report_of(question(1), question(2, prompt="> What?\n>\n> Answer:")))) == [
        "1.0",
        "2.0",
    ]


def test_more_questions_than_any_report_has_are_the_same_by_their_numbers() -> None:
    """Else a file made for it would keep us for hours."""
    base = report_of(*(question(number, prompt=f"> One {number}?\n> Answer:") for number in range(101)))
    later = report_of(*(question(number, prompt=f"> Two {number}?\n> Answer:") for number in range(101)))
    assert keys_after(base, later) == question_keys(base)


def test_answers_move_on_with_their_questions() -> None:
    """One side has the new edition, with its answers moved by hand; the other has gone on answering in the old one."""
    old = {"plot": "the one in the sun", "birds": "none came"}
    base = _report("plot", "birds", "costs", answers=old)
    ours = _report("plot", "birds", "costs", answers=old | {"birds": "sparrows came", "costs": "12 crowns"})
    theirs = _report("plot", "seeds", "birds", "costs", answers=old | {"seeds": "from the market"})
    expected = old | {"seeds": "from the market", "birds": "sparrows came", "costs": "12 crowns"}
    merged = merge_reports(base.original, ours.original, theirs.original)
    assert not merged.conflicts
    assert merged.taken == [2]
    assert merged.data == _report("plot", "seeds", "birds", "costs", answers=expected).original
    turned = merge_reports(base.original, theirs.original, ours.original)
    assert turned.data == merged.data
    assert turned.taken == [3, 4]


def test_a_conflict_has_the_number_that_its_question_has_now() -> None:
    """As it stands in the result."""
    base = _report("plot", "birds")
    ours = _report("plot", "birds", answers={"birds": "sparrows came"})
    theirs = _report("plot", "seeds", "birds", answers={"birds": "none came"})
    merged = merge_reports(base.original, ours.original, theirs.original)
    [conflict] = merged.conflicts
    assert (conflict.number, conflict.ours, conflict.theirs) == (3, "sparrows came", "none came")
    chosen = Report.from_bytes(merged.with_choice(conflict, "sparrows came").data)
    assert [q.answer for q in chosen.questions] == ["", "", "sparrows came"]
