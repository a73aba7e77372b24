"""Reports gone through in the editor, long answers and short ones beside each other."""

import random
import shutil
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.tui.widgets.header import Header
from tests.conftest import CORPUS
from tests.core.findings.build import GOOD, PICTURE, report
from tests.tui.editing import Editor, opened

# Real reports by name, and a blank template.
REAL = [*sorted(CORPUS.glob("reports/*.md")), *sorted(CORPUS.glob("templates/2026-01.md"))]
SIZES = [(80, 24), (40, 12), (120, 40)]
LONG = "\n\n".join(f"{number}. {GOOD * 4}" for number in range(20))
ANSWERS = {
    3: LONG,
    4: "",
    5: "",
    6: "",
    7: f"```python\n{'x = 1  # a line of code that is longer than the window ' * 3}\n```\n\n{PICTURE}",
    8: "Beans",
    9: f"{LONG}\n\n- one\n- two",
    10: "漢字 " * 60,
    12: "--- question 12 fill here ---",
    13: "\n".join(f"line {number}" for number in range(50)),
    14: "x",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Write a report whose answers differ in length, from none to more than the window holds."""
    path = tmp_path / "README.md"
    path.write_text(report(ANSWERS, count=15), encoding="utf-8")
    return path


async def _is_shown(editor: Editor, report: Report, number: int) -> None:
    assert editor.number == number
    assert editor.area.answer == report.question(number).answer
    row, column = editor.area.cursor_location
    assert column <= len(editor.area.document.get_line(row))


async def _walk(path: Path, size: tuple[int, int]) -> None:
    """Go to every question forward, back and in any order."""
    report = Report.load(path)
    numbers = [question.number for question in report.questions]
    numbers = [number for number in numbers if numbers.count(number) == 1]
    shuffled = random.Random(path.stat().st_size).sample(numbers, len(numbers))
    async with opened(path, size=size) as editor:
        for number in [*numbers, *reversed(numbers), *shuffled]:
            await editor.go_to(number)
            await _is_shown(editor, report, number)
        assert "✓ saved" in editor.line(Header)


@pytest.mark.parametrize("size", [pytest.param(size, marks=[pytest.mark.full] * (size != SIZES[0])) for size in SIZES])
async def test_every_question_is_gone_to_forward_and_back_and_none_is_changed(own: Path, size: tuple[int, int]) -> None:
    """With the cursor at its end, where each one begins."""
    await _walk(own, size)


@pytest.mark.full
@pytest.mark.skipif(not REAL, reason=f"the corpus of real reports is not at {CORPUS}")
@pytest.mark.parametrize("file", REAL, ids=lambda path: path.stem)
async def test_every_question_of_a_real_report_is_gone_to_and_none_is_changed(tmp_path: Path, file: Path) -> None:
    path = tmp_path / "README.md"
    shutil.copyfile(file, path)
    await _walk(path, random.Random(path.stat().st_size).choice(SIZES))


@pytest.mark.parametrize("size", [pytest.param(size, marks=[pytest.mark.full] * (size != SIZES[0])) for size in SIZES])
async def test_lines_typed_in_one_answer_are_left_for_one_without_a_line(own: Path, size: tuple[int, int]) -> None:
    """The scroll bar goes as the answer goes; what was typed is there when one comes back."""
    async with opened(own, size=size) as editor:
        await editor.go_to(5)
        for line in range(30):
            await editor.write(f"{line}\n")
        for key in ("ctrl+n", "alt+up", "alt+down", "alt+up", "alt+up"):
            await editor.press(key)
        await editor.go_to(5)
        assert editor.area.answer.startswith("0\n1\n2\n")
        assert editor.area.cursor_location == (30, 0)
        await editor.press("ctrl+z")
        assert editor.area.document.line_count < 31
