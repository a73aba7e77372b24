"""Problems: the list, the way to one, the safe fixes."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from exam_tui.tui.editor.notes import Checked, Problem
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.keymap import main_key

if TYPE_CHECKING:
    from exam_tui.core.fixes.plan import FixPlan


@work(group="problems", exclusive=True)
async def problems(editor: EditorScreen) -> None:
    """List the problems, and go to the one that is chosen."""
    await editor.check_now()
    # Not opened by the worker itself: one that is cancelled at the wrong moment takes the screen's tasks with it.
    editor.call_later(_list_problems, editor)


def _list_problems(editor: EditorScreen) -> None:
    from exam_tui.tui.screens.problems import ProblemsScreen

    fixer, quick_fixer = partial(_fix, editor), partial(_fix_quickly, editor)
    screen = ProblemsScreen(editor.checked, editor.session.report.questions, editor.index, fixer, quick_fixer)
    editor.app.push_screen(screen, partial(_go_to, editor))


def _go_to(editor: EditorScreen, problem: Problem | None) -> None:
    """Go to the line and column of a problem, and say what it is."""
    if problem is None:
        return
    finding, place = problem.finding, problem.place
    if place is None:
        editor.show_message(
            f"Line {finding.line} of the file, outside the questions: {finding.message}. {finding.help}"
        )
        return
    editor.go_to(min(place.index, len(editor.session.report.questions) - 1))
    if place.is_inside:
        editor.answer.go_to(place.row, place.column)
    editor.show_message(f"{finding.message}. {finding.help}")


@work(group="problems", exclusive=True)
async def fix(editor: EditorScreen) -> None:
    """Apply the safe fixes to this answer; where nothing is, show what another fix would change, and ask."""
    checked = await editor.check_now()
    quick = next((problem for problem in checked.of(editor.index) if problem.quick), None)
    wanted = [problem for problem in checked.of(editor.index) if problem.fix or problem.held]
    plan = await _make(editor, wanted) if wanted else None
    await editor.check_now()
    if plan and plan.made:
        is_text = any(one.text != one.was for one in plan.made)  # what stands beside the text is not undone
        undo = f" ({main_key('undo')} to undo)" if is_text else ""
        editor.show_message(f"Fixed: {wanted[0].finding.message}{undo}.", "success")
    elif quick:
        await _fix_quickly(editor, quick)
    elif plan and plan.held:
        editor.show_message(f"Not fixed: {plan.held[0].reason}.")
    else:
        editor.show_message("No safe fix for this answer.")


async def _fix_quickly(editor: EditorScreen, problem: Problem) -> Checked:
    """Show the fix of a problem, make it in the pane if that is wanted, and check again. Only from a worker."""
    from exam_tui.tui.screens.dialogs.fix_preview import FixPreviewScreen

    fix, place = problem.quick, problem.place
    editor.keep()
    if fix and place and place.index < len(editor.session.report.questions):
        question = editor.session.report.questions[place.index]
        was = question.answer
        wanted = await editor.app.push_screen_wait(FixPreviewScreen(fix, question.number, was))
        editor.keep()
        if (
            wanted
            and not editor.is_read_only
            and editor.session.report.questions[place.index].answer == question.answer
        ):
            editor.go_to(place.index, write=False)
            editor.answer.replace_answer(fix.text)
            editor.follow()
            editor.show_message(f"Fixed ({main_key('undo')} to undo).", "success")
    return await editor.check_now()


async def _fix(editor: EditorScreen, problems: Sequence[Problem]) -> Checked:
    """Apply the safe fixes of some problems, in the pane, so that they can be undone there, and check again."""
    await _make(editor, problems)
    return await editor.check_now()


async def _make(editor: EditorScreen, problems: Sequence[Problem]) -> "FixPlan":
    editor.keep()
    plan = await asyncio.to_thread(editor.checker.plan, editor.session.report.copy(), problems)
    if plan.mended and not editor.is_read_only:
        editor.session.report.mend_marks()
        editor.safety.autosave.touched()
    for fix in plan.made:
        editor.keep()
        questions = editor.session.report.questions
        question = questions[fix.index] if fix.index < len(questions) else None
        if question is None or (question.number, question.answer) != (fix.number, fix.was):
            continue  # it reads otherwise by now
        editor.go_to(fix.index, write=False)
        if "marker-missing" in fix.codes:
            editor.session.restore_marker(editor.question)
        if fix.text == editor.answer.answer:  # a placeholder beside the answer: the answer itself stays
            editor.session.clean_answer(editor.question)
        else:
            editor.answer.replace_answer(fix.text)
    editor.follow()
    return plan
