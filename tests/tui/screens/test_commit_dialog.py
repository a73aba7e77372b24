"""The dialog that shows what is about to be committed and pushed: what its keys answer."""

from dataclasses import replace
from pathlib import Path

from exam_tui.git.commit.commit_plan import CommitPlan, Push
from exam_tui.git.commit.contents import CommitContents
from exam_tui.session.dialogue import Agreed
from exam_tui.tui.screens.dialogs.commit import CommitScreen
from tests.tui.editing import opened

_PLAN = CommitPlan(
    root=Path("project"),
    branch="main",
    contents=CommitContents(files=("README.md",), new=(), others=(), left_out=()),
    is_merging=False,
    message="Answer question 4",
    push=Push(("push",), "origin/main", 0),
    commit_hooks=(),
    push_hooks=(),
    notes=(),
)


async def test_it_says_what_will_be_done_and_enter_in_the_message_does_it(small_report: Path) -> None:
    """With no message it stays; without a remote, Enter commits and no more."""
    async with opened(small_report) as editor:
        answers: list[Agreed | None] = []
        editor.app.push_screen(CommitScreen(_PLAN), answers.append)
        await editor.until(lambda: editor.is_open(CommitScreen))
        shown = "\n".join(editor.lines())
        assert "Will be committed on main" in shown
        assert "Will be pushed to origin/main" in shown
        await editor.press("ctrl+u", "enter")
        assert editor.is_open(CommitScreen)
        await editor.write("Beans\n")
        await editor.until(lambda: bool(answers))
        editor.app.push_screen(CommitScreen(replace(_PLAN, push=None)), answers.append)
        await editor.until(lambda: editor.is_open(CommitScreen))
        await editor.press("enter")
        await editor.until(lambda: len(answers) > 1)
        assert answers == [Agreed("Beans", push=True), Agreed("Answer question 4", push=False)]
