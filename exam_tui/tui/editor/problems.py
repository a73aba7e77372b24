"""Problems: the list, the way to one, the safe fixes."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work

from exam_tui.tui.editor.notes import Checked, Problem
from exam_tui.tui.editor.screen import Desk
from exam_tui.tui.keys.keymap import main_key

if TYPE_CHECKING:
    from exam_tui.core.fixes.plan import FixPlan


class ProblemCommands(Desk):
    """What to do about problems."""

    @work(group="problems", exclusive=True)
    async def action_problems(self) -> None:
        """List the problems, and go to the one that is chosen."""
        await self.check_now()
        # Not opened by the worker itself: one that is cancelled at the wrong moment takes the screen's tasks with it.
        self.call_later(self._list_problems)

    def _list_problems(self) -> None:
        from exam_tui.tui.screens.problems import ProblemsScreen

        screen = ProblemsScreen(self.checked, self.session.report.questions, self.index, self.fix)
        self.app.push_screen(screen, self.go_to_problem)

    def go_to_problem(self, problem: Problem | None) -> None:
        """Go to the line and column of a problem, and say what it is."""
        if problem is None:
            return
        finding, place = problem.finding, problem.place
        if place is None:
            self.say(f"Line {finding.line} of the file, outside the questions: {finding.message}. {finding.help}")
            return
        self.go_to(min(place.index, len(self.session.report.questions) - 1))
        if place.is_inside:
            self.answer.go_to(place.row, place.column)
        self.say(f"{finding.message}. {finding.help}")

    @work(group="problems", exclusive=True)
    async def action_fix(self) -> None:
        """Fix what is safe to fix in this answer."""
        checked = await self.check_now()
        wanted = [problem for problem in checked.of(self.index) if problem.fix or problem.held]
        plan = await self._make(wanted) if wanted else None
        await self.check_now()
        if plan and plan.made:
            self.say(f"Fixed: {wanted[0].finding.message}. {main_key('undo')} undoes it.", "good")
        elif plan and plan.held:
            self.say(f"Left as it is: {plan.held[0].reason}.")
        else:
            self.say("Nothing here has a safe fix.")

    async def fix(self, problems: Sequence[Problem]) -> Checked:
        """Apply the safe fixes of some problems, in the pane, so that they can be undone there, and check again."""
        await self._make(problems)
        return await self.check_now()

    async def _make(self, problems: Sequence[Problem]) -> "FixPlan":
        self.keep()
        plan = await asyncio.to_thread(self.checker.plan, self.session.report.copy(), problems)
        for fix in plan.made:
            self.keep()
            questions = self.session.report.questions
            question = questions[fix.index] if fix.index < len(questions) else None
            if question is None or (question.number, question.answer) != (fix.number, fix.was):
                continue  # it reads otherwise by now
            self.go_to(fix.index, write=False)
            if fix.text == self.answer.answer:  # filler beside the answer: the answer itself stays
                self.session.clean_answer(self.question)
            else:
                self.answer.replace_answer(fix.text)
        self.follow()
        return plan
