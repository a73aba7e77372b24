"""A file that another program writes all the time: said, never waited for without end, and no word is lost."""

from itertools import count
from pathlib import Path

import pytest

from exam_tui.storage.disk import syscalls
from tests.tui.editing import Editor, opened

pytestmark = pytest.mark.usefixtures("hurried")


def _shown(editor: Editor) -> str:
    return "\n".join(editor.lines())


def _change(path: Path, text: str) -> None:
    before = path.read_text(encoding="utf-8")
    _, mark, rest = before.partition("\n\n### Question 2")
    head = before.partition("> Answer:")[0]
    path.write_text(f"{head}> Answer:\n\n{text}{mark}{rest}", encoding="utf-8")


async def test_a_file_that_is_written_all_the_time_is_said_and_saved_to_once_it_rests(small_report: Path) -> None:
    async with opened(small_report, (160, 30)) as editor:
        await editor.until(lambda: not editor.is_busy("begin", "default"))
        await editor.write("ours")
        with pytest.MonkeyPatch.context() as patch:
            numbers = count()
            patch.setattr(syscalls.OS, "sleep", lambda _: _change(small_report, f"theirs {next(numbers)}"))
            _change(small_report, "theirs")
            await editor.press("ctrl+s")
            said = "Another program keeps rewriting README.md. Save again once it has stopped."
            await editor.until(lambda: said in _shown(editor) and not editor.is_busy("save"))
            await editor.write(" goes on")
            assert editor.area.answer == "ours goes on"
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.on_disk().question(2).answer == "ours goes on")
        await editor.until(lambda: said not in _shown(editor))
    assert editor.on_disk().question(1).answer.startswith("theirs ")
