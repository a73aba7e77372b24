"""Problems: the list, the way to one, the safe fixes."""

import asyncio
from collections.abc import Sequence

from textual import work

from exam_tui.tui.checking import Checked, Problem
from exam_tui.tui.keymap import main_key
from exam_tui.tui.screens.desk import Desk


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
        fixable = [problem for problem in checked.of(self.index) if problem.fix]
        if fixable:
            await self.fix(fixable)
            self.say(f"Fixed: {fixable[0].finding.message}. {main_key('undo')} undoes it.", "good")
        else:
            self.say("Nothing here has a safe fix.")

    async def fix(self, problems: Sequence[Problem]) -> Checked:
        """Apply the safe fixes of some problems, in the pane, so that they can be undone there, and check again."""
        from exam_tui.tui.fixing import fix_question

        for index in sorted({problem.place.index for problem in problems if problem.place}):
            codes = {problem.finding.code for problem in problems if problem.place and problem.place.index == index}
            self.keep()
            report = self.session.report.copy()
            text = await asyncio.to_thread(fix_question, report, self.session.folder, index, codes)
            if text is None:
                continue
            self.go_to(index, write=False)
            if text == self.answer.answer:  # filler beside the answer: the answer itself stays
                self.session.clean_answer(self.question)
            else:
                self.answer.replace_answer(text)
        self.follow()
        return await self.check_now()
