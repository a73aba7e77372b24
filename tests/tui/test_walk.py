"""Real reports gone through in the editor, long answers and short ones beside each other."""

import random
import shutil
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.tui.widgets.header import Header
from tests.findings.build import CORPUS
from tests.tui.editing import Editor, opened

# The reports by name, and a blank template.
FILES = [*sorted(CORPUS.glob("reports/*.md")), *sorted(CORPUS.glob("templates/2026-01.md"))]
SIZES = [(80, 24), (40, 12), (120, 40)]

pytestmark = pytest.mark.skipif(not FILES, reason=f"the corpus of real reports is not at {CORPUS}")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    shutil.copyfile(request.param, path)
    return path


async def _is_shown(editor: Editor, report: Report, number: int) -> None:
    await editor.pilot.pause()
    assert editor.number == number
    assert editor.area.answer == report.question(number).answer
    row, column = editor.area.cursor_location
    assert column <= len(editor.area.document.get_line(row))


async def test_every_question_is_gone_to_forward_and_back_and_none_is_changed(real: Path) -> None:
    """With the cursor at its end, where each one begins."""
    report = Report.load(real)
    numbers = [question.number for question in report.questions]
    rnd = random.Random(real.stat().st_size)
    numbers = [number for number in numbers if numbers.count(number) == 1]
    async with opened(real, size=rnd.choice(SIZES)) as editor:
        for number in [*numbers, *reversed(numbers), *rnd.sample(numbers, len(numbers))]:
            await editor.go_to(number)
            await _is_shown(editor, report, number)
        assert "✓ saved" in editor.line(Header)


@pytest.mark.parametrize("size", SIZES)
async def test_lines_typed_in_one_answer_are_left_for_one_without_a_line(tmp_path: Path, size: tuple[int, int]) -> None:
    """The scroll bar goes as the answer goes; what was typed is there when one comes back."""
    path = tmp_path / "README.md"
    shutil.copyfile(next(file for file in FILES if file.stem == "2026-01"), path)
    async with opened(path, size=size) as editor:
        await editor.go_to(4)
        for line in range(30):
            await editor.write(f"{line}\n")
        for key in ("ctrl+n", "alt+up", "alt+down", "alt+up", "alt+up"):
            await editor.press(key)
        await editor.go_to(4)
        assert editor.area.answer.startswith("0\n1\n2\n")
        assert editor.area.cursor_location == (30, 0)
        await editor.press("ctrl+z")
        assert editor.area.document.line_count < 31
