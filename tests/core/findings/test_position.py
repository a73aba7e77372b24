"""Lines of the file as places in answers."""

from hypothesis import given
from hypothesis import strategies as st

from exam_tui import Report
from exam_tui.core.findings.position import AnswerPlaces
from exam_tui.core.text.lines import is_blank
from tests.core.build import question, report_of
from tests.core.strategies import reports


def _line(report: Report, text: str) -> int:
    return next(index for index in range(len(report.template.lines)) if text in report.template.lines[index]) + 1


def test_a_line_of_an_answer_is_a_row_of_it() -> None:
    report = report_of(question(1, "\n\nFirst row.\n\nThird row.\n\n"), question(2))
    place = AnswerPlaces(report).at(_line(report, "Third"), 4)
    assert place is not None
    assert (place.index, place.row, place.column, place.is_inside) == (0, 2, 3, True)


def test_a_column_is_counted_behind_quote_marks_and_the_marker() -> None:
    report = report_of(question(1, " on the marker line\n> and in the quote\n\n"), question(2))
    marker = _line(report, "on the marker")
    first = AnswerPlaces(report).at(marker, len("> Answer: on ") + 1)
    second = AnswerPlaces(report).at(marker + 1, len("> and ") + 1)
    assert first is not None
    assert second is not None
    assert (first.row, first.column) == (0, len("on "))
    assert (second.row, second.column) == (1, len("and "))


def test_a_column_outside_its_line_is_the_nearest_end_of_it() -> None:
    report = report_of(question(1, "\n\nShort.\n\n"))
    place = AnswerPlaces(report).at(_line(report, "Short."), 999)
    assert place is not None
    assert place.column == len("Short.")


def test_a_placeholder_beside_an_answer_is_the_nearest_row() -> None:
    filler = "--- question 1 fill here ---"
    above = report_of(question(1, f"\n\n{filler}\nText.\n\n"))
    below = report_of(question(1, f"\n\nText.\nMore.\n{filler}\n\n"))
    alone = report_of(question(1, f"\n\n{filler}\n\n"))
    rows = []
    for report in (above, below, alone):
        place = AnswerPlaces(report).at(_line(report, filler))
        assert place is not None
        assert place.column == 0
        rows.append(place.row)
    assert rows == [0, 1, 0]


def test_a_line_of_the_prompt_belongs_to_the_question_but_not_to_its_answer() -> None:
    report = report_of(question(1), question(2))
    place = AnswerPlaces(report).at(_line(report, "### Question 2") + 1)
    assert place is not None
    assert (place.index, place.is_inside) == (1, False)


def test_lines_before_the_first_question_and_of_a_section_title_are_no_ones() -> None:
    report = report_of(question(1), "## The second section\n\n", question(2))
    assert AnswerPlaces(report).at(1) is None
    assert AnswerPlaces(report).at(_line(report, "second section")) is None
    assert AnswerPlaces(Report.from_bytes(b"")).at(1) is None


@given(reports(), st.data())
def test_every_line_of_every_answer_is_found_again(report: Report, data: st.DataObject) -> None:
    filled = [question for question in report.questions if question.answer]
    if not filled:
        return
    chosen = data.draw(st.sampled_from(filled))
    place = report.template.questions[chosen.index]
    for line in place.lines:
        if line.is_placeholder or is_blank(line.text):
            continue
        found = AnswerPlaces(report).at(line.index + 1, line.span.start - report.template.lines.start(line.index) + 1)
        assert found is not None
        assert (found.index, found.column, found.is_inside) == (chosen.index, 0, True)
        assert chosen.answer.split("\n")[found.row] == line.text
