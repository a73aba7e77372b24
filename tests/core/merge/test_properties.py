"""Merging in general: random edits of both sides of a report, and texts made to break it."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exam_tui import Report
from exam_tui.core.merge.reports import Merged, merge_reports
from exam_tui.core.report.placeholder import PLACEHOLDER
from tests.core.build import question
from tests.core.strategies import LINE_ENDS, hostile_texts, reports

QUESTIONS = 4
TASKS = 5
_NO_ANSWER = "--- question {} fill here ---"
_MARK = re.compile(r"\[.\][ \t]")
_WORD = re.compile(r"\w+")
_ANSWER = re.compile(r"[*_]{0,3}answer[*_]{0,3}[ \t]*:[*_]{0,3}", re.IGNORECASE)


class Case(NamedTuple):
    """A base, what each side does to it, and the line end that each side has."""

    base: Report
    ours: Sequence["Edit"]
    theirs: Sequence["Edit"]
    line_ends: tuple[str, str]

    def side(self, edits: Sequence["Edit"], line_end: str) -> bytes:
        """Return the base with edits, in a line end."""
        report = Report.from_bytes(self.base.original)
        for edit in edits:
            edit.make(report)
        return report.to_bytes().replace(b"\n", line_end.encode())

    def merged(self, *, turned: bool = False) -> Merged:
        """Merge it, or with the sides turned round."""
        ours, theirs = self.side(self.ours, self.line_ends[0]), self.side(self.theirs, self.line_ends[1])
        return merge_reports(self.base.original, *((theirs, ours) if turned else (ours, theirs)))


class Edit(NamedTuple):
    """A change of one answer, or the tick of a task; `word` is a word that nothing else holds."""

    number: int
    word: str
    make: Callable[[Report], None]


def _paragraphs(report: Report, number: int) -> list[str]:
    answer = report.question(number).answer
    return answer.split("\n\n") if answer else []


@st.composite
def _edits(draw: st.DrawFn, side: str) -> list[Edit]:
    made: list[Edit] = []
    for index in range(draw(st.integers(0, 4))):
        number, at = draw(st.integers(1, QUESTIONS)), draw(st.integers(0, 3))
        word = f"{side}{index}"
        kind = draw(st.sampled_from(["change", "insert", "remove", "rewrite", "tick"]))

        def make(report: Report, number: int = number, at: int = at, word: str = word, kind: str = kind) -> None:
            paragraphs = _paragraphs(report, number)
            match kind:
                case "change" if at < len(paragraphs):
                    paragraphs[at] = f"{paragraphs[at]} {word}"
                case "insert" | "change":
                    paragraphs.insert(at, f"Added {word}.")
                case "remove":
                    del paragraphs[at : at + 1]
                case "rewrite":
                    paragraphs = [f"All of it {word}."]
                case _:
                    report.set_task(number, done=not report.tasks[number].done)
                    return
            report.set_answer(number, "\n\n".join(paragraphs))

        made.append(Edit(number, "" if kind in {"remove", "tick"} else word, make))
    return made


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    marks = draw(st.lists(st.sampled_from(" x"), min_size=TASKS, max_size=TASKS))
    text = "# A report for 02476\n\n" + "".join(f"* [{mark}] task {at}\n" for at, mark in enumerate(marks)) + "\n"
    for number in range(1, QUESTIONS + 1):
        paragraphs = [f"Part {at} of {number}." for at in range(draw(st.integers(0, 4)))]
        text += question(number, f"\n\n{chr(10).join(paragraphs) or _NO_ANSWER.format(number)}\n\n")
        text = text.replace(".\nPart", ".\n\nPart")
    line_ends = draw(st.sampled_from(LINE_ENDS)), draw(st.sampled_from(LINE_ENDS))
    return Case(Report.from_bytes(text.encode()), draw(_edits("ours")), draw(_edits("theirs")), line_ends)


def _words(report: Report, number: int) -> set[str]:
    return set(_WORD.findall(report.question(number).answer))


@pytest.mark.nightly
@given(_cases())
def test_no_change_of_either_side_is_lost(case: Case) -> None:
    """Every word that a side has written in an answer is in the result's, or in a conflict; the questions stay."""
    merged = case.merged()
    result = Report.from_bytes(merged.data)
    assert merged.by_question
    assert [question.number for question in result.questions] == list(range(1, QUESTIONS + 1))
    conflicts = {conflict.number: conflict for conflict in merged.conflicts}
    for edits, line_end in ((case.ours, "\n"), (case.theirs, "\n")):
        side = Report.from_bytes(case.side(edits, line_end))
        for number in range(1, QUESTIONS + 1):
            added = _words(side, number) - _words(case.base, number)
            assert added <= _words(result, number)
            if number in conflicts:
                assert side.question(number).answer in {conflicts[number].ours, conflicts[number].theirs}


@pytest.mark.nightly
@given(_cases())
def test_edits_of_different_questions_and_tasks_are_all_made(case: Case) -> None:
    """The result is what one gets by making all of them in one file; it has our line ends."""
    ours = [edit for edit in case.ours if edit.number % 2]
    theirs = [edit for edit in case.theirs if not edit.number % 2]
    case = case._replace(ours=ours, theirs=theirs, line_ends=(case.line_ends[0], case.line_ends[0]))
    merged = case.merged()
    assert not merged.conflicts
    assert merged.data == case.side([*ours, *theirs], case.line_ends[0])


@pytest.mark.nightly
@given(_cases())
def test_the_sides_may_change_places(case: Case) -> None:
    """The same answers and ticks come out, and conflicts with their sides turned round."""
    one, other = case.merged(), case.merged(turned=True)
    first, second = Report.from_bytes(one.data), Report.from_bytes(other.data)
    turned = [conflict.number for conflict in other.conflicts]
    assert [conflict.number for conflict in one.conflicts] == turned
    assert [(c.ours, c.theirs) for c in one.conflicts] == [(c.theirs, c.ours) for c in other.conflicts]
    assert [task.mark for task in first.tasks] == [task.mark for task in second.tasks]
    for mine, their in zip(first.questions, second.questions, strict=True):
        assert mine.number in turned or mine.answer == their.answer


@pytest.mark.nightly
@given(_cases())
def test_a_choice_for_each_conflict_leaves_none(case: Case) -> None:
    """And the answers chosen stand in the file."""
    merged = case.merged()
    settled = merged
    for conflict in merged.conflicts:
        settled = settled.with_choice(conflict, conflict.theirs)
    assert not settled.conflicts
    result = Report.from_bytes(settled.data)
    for conflict in merged.conflicts:
        assert conflict.number is not None
        assert result.question(conflict.number).answer == conflict.theirs


@given(reports(), reports())
def test_a_side_without_changes_gives_way(base: Report, other: Report) -> None:
    """Byte for byte, whatever the files hold."""
    for ours, theirs in ((base, other), (other, base), (other, other)):
        merged = merge_reports(base.original, ours.original, theirs.original)
        assert merged.data == other.original
        assert not merged.conflicts


# Texts made to break it


@st.composite
def _hostile_sides(draw: st.DrawFn) -> tuple[bytes, bytes, bytes]:
    """Return a report and two versions of it, edited through the editor's door or anywhere at all."""
    base: Report = draw(reports())

    def side() -> bytes:
        report = Report.from_bytes(base.original)
        for _ in range(draw(st.integers(1, 3))):
            what = draw(st.sampled_from(["answer", "tick", "anything", "anything"]))
            if what == "answer" and report.questions:
                report.set_answer(draw(st.sampled_from(report.questions)), draw(hostile_texts()))
            elif what == "tick" and report.tasks:
                report.set_task(draw(st.integers(0, len(report.tasks) - 1)), draw(st.booleans()))
            else:
                text = report.to_bytes().decode("utf-8", "surrogateescape")
                start = draw(st.integers(0, len(text)))
                text = text[:start] + draw(hostile_texts(3)) + text[start + draw(st.integers(0, 20)) :]
                report = Report.from_bytes(text.encode("utf-8", "surrogateescape"))
        return report.to_bytes()

    return base.original, side(), side()


def _said(data: bytes) -> list[str]:
    """Return the words of each line, without what a form is made of: quotes, markers, marks of tasks, placeholders."""
    text = _ANSWER.sub("\n", data.decode("utf-8", "surrogateescape"))
    lines = [line.strip("> \t\ufeff") for line in re.split(r"[\r\n]", text)]
    found = [" ".join(_WORD.findall(_MARK.sub("", line))) for line in lines if not PLACEHOLDER.fullmatch(line)]
    return [words for words in found if words]


@pytest.mark.nightly
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(_hostile_sides())
def test_no_line_is_lost_of_files_that_are_made_to_break_it(sides: tuple[bytes, bytes, bytes]) -> None:
    """What a side says that was not said before is in the result, word after word."""
    base, ours, theirs = sides
    said = " ".join(_said(merge_reports(base, ours, theirs).data)).split()
    before = set(" ".join(_said(base)).split())
    for side in (ours, theirs):
        for line in _said(side):
            words = iter(said)
            assert before.issuperset(line.split()) or all(word in words for word in line.split()), line
