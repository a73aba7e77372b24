"""Going from question to question, and to the other screens."""

from collections.abc import Callable

from exam_tui.tui.editor.screen import Desk
from exam_tui.tui.widgets.navigator import ListFilter


class MovingCommands(Desk):
    """Where to go."""

    def action_next_unfinished(self) -> None:
        """Go to the next question that does not pass, from here on and round."""
        self._to_next(self._is_unfinished, 1, "unfinished question", "Every question is inside its limits.")

    def action_previous_unfinished(self) -> None:
        """Go back to the question before this one that does not pass."""
        self._to_next(self._is_unfinished, -1, "unfinished question", "Every question is inside its limits.")

    def action_next_failing(self) -> None:
        """Go to the next answer that is outside a limit."""
        self._to_next(self._is_failing, 1, "answer outside a limit", "No answer is outside its limits.")

    def action_previous_failing(self) -> None:
        """Go back to the answer before this one that is outside a limit."""
        self._to_next(self._is_failing, -1, "answer outside a limit", "No answer is outside its limits.")

    def action_next_problem(self) -> None:
        """Go to the next question with problems."""
        self._to_next(self._has_problems, 1, "question with problems", "No question has problems.")

    def action_previous_problem(self) -> None:
        """Go back to the question before this one with problems."""
        self._to_next(self._has_problems, -1, "question with problems", "No question has problems.")

    def _is_unfinished(self, index: int) -> bool:
        return self.session.report.questions[index].state != "passing"

    def _is_failing(self, index: int) -> bool:
        return self.session.report.questions[index].state == "failing"

    def _has_problems(self, index: int) -> bool:
        return index in self.checked.questions

    def _to_next(self, test: Callable[[int], bool], step: int, what: str, none: str) -> None:
        """Go to the nearest question of a kind in one direction, round the ends; stay in the list if one is there."""
        self.follow()
        count = len(self.session.report.questions)
        write = not self.navigator.has_focus
        for index in ((self.index + step * distance) % count for distance in range(1, count + 1)):
            if test(index):
                if index == self.index:
                    self.say(f"This is the only {what}.")
                self.go_to(index, write=write)
                return
        self.say(none, "good")

    def action_previous_question(self) -> None:
        """Go to the question above."""
        self.go_to(max(self.index - 1, 0))

    def action_next_question(self) -> None:
        """Go to the question below."""
        self.go_to(min(self.index + 1, len(self.session.report.questions) - 1))

    def action_toggle_focus(self) -> None:
        """Go from the answer to the list of questions, and back."""
        to_list = self.answer.has_focus
        self.set_class(to_list, "-listing")  # a narrow terminal shows the list or the question
        self.give_keys_to(self.navigator if to_list else self.answer)

    async def action_go_to_number(self) -> None:
        """Ask for the number of a question, and go there."""
        await self.ask_line("Go to question ", done=self._go_to_number)

    def _go_to_number(self, text: str, taken: bool) -> None:  # noqa: FBT001 - what the line calls back with
        self.give_keys_to(self.answer)
        if not taken or not text.strip():
            return
        numbers = [question.number for question in self.session.report.questions]
        wanted = text.strip()
        if wanted.isdecimal() and int(wanted) in numbers:
            self.go_to(numbers.index(int(wanted)))
        else:
            self.say(f"There is no question {wanted}: they go from {min(numbers)} to {max(numbers)}.", "wrong")

    def action_narrow(self) -> None:
        """Show the next kind of questions in the list: all, unfinished, outside a limit, with problems."""
        kinds = list(ListFilter)
        self.navigator.narrow(show=kinds[(kinds.index(self.navigator.show_kind) + 1) % len(kinds)])

    def action_fold(self) -> None:
        """Fold the section of this question in the list, or unfold it."""
        self.navigator.fold()

    def action_fold_all(self) -> None:
        """Fold all sections of the list, or unfold them."""
        self.navigator.fold_all()

    async def action_filter_questions(self) -> None:
        """Type words; the list shows the questions that have all of them."""
        self.add_class("-listing")
        await self.ask_line("Show questions with ", self.navigator.words, changed=self._filter, done=self._filtered)

    def _filter(self, words: str) -> None:
        self.navigator.narrow(words=words)

    def _filtered(self, words: str, taken: bool) -> None:  # noqa: FBT001 - what the line calls back with
        self.navigator.narrow(words=words if taken else "")
        self.give_keys_to(self.navigator)

    def action_toggle_example(self) -> None:
        """Show or hide the sample answer."""
        self.prompt.toggle_example()

    def action_checklist(self) -> None:
        """Open the checklist."""
        from exam_tui.tui.screens.checklist import ChecklistScreen

        if self.session.report.tasks:
            on_toggle = None if self.is_read_only else self.tick
            self.app.push_screen(ChecklistScreen(self.session.report.tasks, on_toggle))
        else:
            self.say("This report has no checklist.")

    def tick(self, index: int, done: bool) -> None:  # noqa: FBT001 - what the checklist calls back with
        """Tick or untick a task."""
        if self.is_read_only:  # since the checklist was opened
            self.refuse()
            return
        self.session.set_task(index, done=done)
        self.touched()
        self.follow()

    def action_palette(self) -> None:
        """Open the palette."""
        self.app.action_command_palette()

    def action_help(self) -> None:
        """Show every key."""
        from exam_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())
