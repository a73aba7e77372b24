"""A report that git left in the middle of a merge, opened in the editor: the first conflict is asked about at once."""

from pathlib import Path

import pytest
from textual.widgets import Button

from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.limits import Limits
from exam_tui.core.report.report import Report
from exam_tui.session.merging.other_side import OtherSide
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.screens.dialogs.conflict import ConflictScreen, VersionPane
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.header import Header
from exam_tui.tui.widgets.key_bar import KeyBar
from tests.repos import Repo, needs_git, own_settings_only
from tests.tui.conftest import SMALL
from tests.tui.editing import Editor, opened

pytestmark = pytest.mark.usefixtures("hurried")
SAILS = "Far too many words about two small sails"


@pytest.fixture
def merging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a report in mid-merge: questions 2 and 4 were answered by both, question 1 by the others alone."""
    own_settings_only(monkeypatch)
    repo = Repo.init(tmp_path / "project")
    path = repo.write("README.md", SMALL)
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "anna")
    repo.write("README.md", _answered("Anna likes it", "Two sails").replace("\n7\n", "\n8\n"))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Anna")
    repo.commit("hers")
    repo.git("checkout", "--quiet", "main")
    repo.write("README.md", _answered("We like it", "Three sails"))
    repo.commit("mine")
    with pytest.raises(AssertionError):
        repo.git("merge", "anna")
    return path


def _answered(two: str, four: str) -> str:
    return SMALL.replace("--- question 2 fill here ---", two).replace(SAILS, four)


def _shown(editor: Editor) -> str:
    return "\n".join(editor.lines())


def _titles(editor: Editor) -> list[str]:
    return [str(pane.border_title) for pane in editor.app.screen.query(VersionPane)]


@needs_git
async def test_a_report_in_mid_merge_opens_at_its_first_conflict(merging: Path) -> None:
    """Others' changes to other questions are there. What is put off is asked about again by the palette's command."""
    async with opened(merging) as editor:
        await editor.until(lambda: editor.is_open(ConflictScreen))
        assert [title.partition(" · ")[0] for title in _titles(editor)][:2] == ["Original", "Yours"]
        assert _titles(editor)[2].startswith("Theirs (Anna, ")
        first = editor.app.screen
        assert "Question 2 has conflicting changes in the merge" in _shown(editor)
        await editor.press("right", "enter")
        await editor.until(lambda: editor.app.screen is not first and editor.is_open(ConflictScreen))
        await editor.press("enter")
        await editor.until(lambda: "Question 4 still has a merge conflict." in editor.line(KeyBar))
        assert editor.number == 2
        assert editor.area.answer == "We like it"
        await editor.go_to(1)
        assert editor.area.answer == "8"
        await editor.press("escape", "R")
        await editor.until(lambda: editor.is_open(ConflictScreen))
        await editor.press("right", "right", "enter")
        await editor.until(lambda: "All merge conflicts are resolved." in editor.line(KeyBar))
        await editor.until(lambda: "✓  4" in editor.rows())
        await editor.press("ctrl+s")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
    assert [one.answer for one in Report.load(merging).questions][:2] == ["8", "We like it"]
    assert Report.load(merging).question(4).answer == "Two sails"
    assert "<<<<<<<" not in merging.read_text(encoding="utf-8")


@needs_git
async def test_an_enter_that_was_meant_for_the_answer_takes_nothing(merging: Path) -> None:
    async with opened(merging) as editor:
        await editor.until(lambda: editor.is_open(ConflictScreen))
        assert editor.app.screen.focused is editor.app.screen.query_one("#later", Button)
        await editor.press("enter")
        await editor.until(lambda: len(editor.app.screen_stack) == 1)
        assert editor.area.answer.startswith("<<<<<<< HEAD\nWe like it\n=======\n")


@needs_git
async def test_a_letter_moves_to_its_button_and_never_closes_the_dialog(merging: Path) -> None:
    """One that has none is answered there; none lands in the answer, but for those typed before the dialog was open."""
    async with opened(merging) as editor:
        await editor.until(lambda: editor.is_open(ConflictScreen))
        screen, before = editor.app.screen, editor.area.answer
        for letter, button in (("y", "choice-ours"), ("t", "choice-theirs"), ("b", "choice-both"), ("e", "edit")):
            await editor.press(letter)
            assert screen.focused is screen.query_one(f"#{button}")
        await editor.press("question_mark")
        assert "“?” is not a choice · y t b e l choose, Enter confirms" in _shown(editor)
        assert screen.focused is screen.query_one("#edit")
        await editor.press("L")
        assert screen.focused is screen.query_one("#later")
        assert "is not a choice" not in _shown(editor)
        await editor.press("e", "enter")
        await editor.write("y")
        assert "y" in screen.query_one(AnswerArea).answer
        assert editor.app.screen is screen
        assert editor.area.answer == before


@needs_git
async def test_a_merge_that_stops_while_the_editor_is_open_is_asked_about(merging: Path) -> None:
    """With text that is not saved as ours. What is put off is saved between markers, and said with the way back."""
    repo = Repo(merging.parent)
    repo.git("merge", "--abort")
    async with opened(merging) as editor:
        await editor.go_to(2)
        await editor.until(editor.is_writing)
        await editor.press("ctrl+end")
        await editor.write(" a lot")
        with pytest.raises(AssertionError):
            repo.git("merge", "anna")
        assert isinstance(editor.app.screen, EditorScreen)
        editor.app.screen.safety.look()
        await editor.until(lambda: editor.is_open(ConflictScreen))
        assert editor.area.answer == "We like it a lot"
        assert "We like it a lot" in _shown(editor)
        assert not any(mark in _shown(editor) for mark in ("<<<<", "====", ">>>>"))
        await editor.press("right", "enter")
        await editor.until(lambda: "Question 4 has conflicting changes" in _shown(editor))
        await editor.until(lambda: editor.is_open(ConflictScreen))
        await editor.press("enter")
        await editor.until(lambda: "Question 4 still has a merge conflict. R in the list" in editor.line(KeyBar))
        assert editor.area.answer == "We like it a lot"
        await editor.press("ctrl+s")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
        assert editor.on_disk().question(2).answer == "We like it a lot"
        assert editor.on_disk().question(1).answer == "8"
        await editor.press("escape", "R")
        await editor.until(lambda: editor.is_open(ConflictScreen))
        await editor.press("right", "enter")
        await editor.until(lambda: "All merge conflicts are resolved." in editor.line(KeyBar))
    assert Report.load(merging).question(4).answer.startswith("<<<<<<<")


async def test_the_dialog_has_its_layout_from_its_first_frame(small_report: Path) -> None:
    """Beside each other where there is room, each from where they differ; nothing moves once it is shown."""
    same = "\n".join(f"Line {number}" for number in range(60))
    conflict = Conflict(4, 0, f"{same}\nbase", f"{same}\nours", f"{same}\ntheirs")
    for width, is_wide in ((80, False), (120, True)):
        async with opened(small_report, size=(width, 30)) as editor:
            await editor.until(lambda: not editor.is_busy("begin", "default"))
            await editor.app.push_screen(ConflictScreen(conflict, OtherSide("in README.md"), Limits()))
            await editor.until(lambda: editor.is_open(ConflictScreen))
            panes = [*editor.app.screen.query(VersionPane)]
            assert (panes[0].region.y == panes[1].region.y) is is_wide
            await editor.until(lambda: "theirs" in _shown(editor))
            assert all(word in _shown(editor) for word in ("base", "ours"))
            assert all(button in _shown(editor) for button in ("Later", "Yours", "Theirs", "Both", "Edit…"))
