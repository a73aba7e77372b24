"""The message that a commit has unless its author writes another one."""

from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.git.commit.default_message import default_message, merge_message
from tests.core.findings.build import GOOD, placeholder, report

OTHER = "We grew beans on the south side this time and ate all of them raw."


def _message(before: dict[int, str], after: dict[int, str], images: int = 0) -> str:
    was, now = (Report.from_bytes(report(answers).encode()) for answers in (before, after))
    return default_message(was, now, images)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([3], "Answer question 3"),
        ([3, 4], "Answer questions 3 and 4"),
        ([3, 4, 9], "Answer questions 3, 4 and 9"),
        (list(range(3, 10)), "Answer 7 questions"),
    ],
)
def test_questions_that_had_no_answer_are_named_up_to_six_of_them(numbers: list[int], said: str) -> None:
    assert _message({number: placeholder(number) for number in numbers}, {}) == said


def test_answers_that_were_changed_alone_are_edited() -> None:
    assert _message({}, {4: OTHER, 9: OTHER}) == "Edit questions 4 and 9"
    assert _message({3: placeholder(3)}, {9: OTHER}) == "Answer questions 3 and 9"


def test_an_answer_that_was_emptied_is_edited() -> None:
    assert _message({}, {4: placeholder(4)}) == "Edit question 4"


def test_ticks_images_and_other_text_are_said_where_no_answer_changed() -> None:
    was = Report.from_bytes(report({}).encode())
    ticked, unticked = was.copy(), was.copy()
    ticked.set_task(0, done=True)
    source = was.to_bytes()
    assert default_message(was, Report.from_bytes(ticked.to_bytes()), 1) == "Tick 1 task"
    assert default_message(Report.from_bytes(ticked.to_bytes()), unticked, 0) == "Update the checklist"
    assert default_message(was, was, 2) == "Add 2 images"
    assert default_message(was, Report.from_bytes(source.replace(GOOD.encode()[:0] + b"# ", b"#  ", 1)), 0)
    assert default_message(None, was, 3) == "Add the report"


def test_a_merge_keeps_the_first_line_of_gits_own_message(tmp_path: Path) -> None:
    assert merge_message(tmp_path) == "Merge"
    (tmp_path / "MERGE_MSG").write_bytes(b"Merge branch 'side'\n\n# Conflicts:\n#\ta\n")
    assert merge_message(tmp_path) == "Merge branch 'side'"
