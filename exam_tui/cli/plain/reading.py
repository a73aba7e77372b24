"""Going to questions and reading them in the plain line mode: nothing here changes anything."""

from exam_tui.cli.plain.commands import COMMANDS
from exam_tui.cli.plain.console import end_of_input
from exam_tui.cli.plain.state import PlainState
from exam_tui.cli.plain.wording import example_text, list_line, problem_lines, question_lines, task_line
from exam_tui.core.checker import verdict_words


class ReadingCommands(PlainState):
    """Going and reading."""

    # Going

    def do_next(self) -> None:
        """Go to the next question."""
        self._step(1, "This is the last question.")

    def do_back(self) -> None:
        """Go to the question before."""
        self._step(-1, "This is the first question.")

    def do_go(self, *numbers: str) -> None:
        """Go to a question by its number."""
        if len(numbers) == 1:
            self._go_to(numbers[0])
        else:
            self._console.say("Which question? For example: go 14")

    def do_unfinished(self) -> None:
        """Go to the next question that does not pass, from here on and round."""
        questions = self._session.report.questions
        count = len(questions)
        for index in ((self._index + step) % count for step in range(1, count + 1)):
            if questions[index].state != "passing":
                if index == self._index:
                    self._console.say("This is the last unfinished question.")
                self._index = index
                self.do_again()
                return
        self._console.say("Every question is finished.")

    # Reading

    def do_again(self) -> None:
        """Say the question."""
        for line in question_lines(self._question, len(self._session.report.questions)):
            self._console.say(line)

    def do_example(self) -> None:
        """Say the sample answer."""
        self._console.say(example_text(self._question) or "This question has no sample answer.")

    def do_read(self) -> None:
        """Say the answer."""
        self._console.say(self._question.answer or "No answer yet.")

    def do_list(self) -> None:
        """Say every question in a line, below its section."""
        section = ""
        for question in self._session.report.questions:
            if question.section != section:
                section = question.section
                self._console.say(f"{section}:")
            self._console.say(list_line(question))

    def do_tasks(self) -> None:
        """Say every task in a line, below its heading."""
        tasks = self._session.report.tasks
        if not tasks:
            self._console.say("This report has no tasks.")
        group = None
        for task in tasks:
            if task.group != group:
                group = task.group
                self._console.say(f"{group}:" if group else "Tasks:")
            self._console.say(task_line(task))

    def do_problems(self, *which: str) -> None:
        """Say the problems of this question, or with `all` those of the report, and the course's verdict."""
        seen = self._problems.of(self._session.report)
        everywhere = which == ("all",)
        number = self._question.number
        shown = [finding for finding in seen.findings if everywhere or finding.question == number]
        for line in problem_lines(shown):
            self._console.say(line)
        if not shown:
            self._console.say("No problems." if everywhere else f"No problems in question {number}.")
        if everywhere and seen.verdict is not None:
            self._console.say(f"The course's check {verdict_words(seen.verdict)}.")

    def do_help(self) -> None:
        """Say the commands."""
        for command in COMMANDS:
            argument = f" {command.argument}" if command.argument else ""
            self._console.say(f"{command.name}{argument}, or {command.letter}{argument}: {command.title}.")
        self._console.say(f"The beginning of a command is enough. {end_of_input()} saves and leaves.")

    # Inside

    def _step(self, by: int, at_end: str) -> None:
        if 0 <= self._index + by < len(self._session.report.questions):
            self._index += by
            self.do_again()
        else:
            self._console.say(at_end)

    def _go_to(self, number: str) -> None:
        questions = self._session.report.questions
        found = [question.index for question in questions if str(question.number) == number.lstrip("0")]
        if not found:
            self._console.say(f"There is no question {number}. Type list for all of them.")
            return
        self._index = found[0]
        self.do_again()
