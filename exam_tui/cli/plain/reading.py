"""Going to questions and reading them in the plain line mode: nothing here changes anything."""

from exam_tui.cli.plain.commands import COMMANDS
from exam_tui.cli.plain.console import end_of_input
from exam_tui.cli.plain.state import PlainState
from exam_tui.cli.plain.wording import example_text, list_line, problem_lines, question_lines, task_line
from exam_tui.core.checker import verdict_words
from exam_tui.core.naming.find_question import find_question
from exam_tui.core.naming.short_names import short_names

# Going


def do_next(state: PlainState) -> None:
    """Go to the next question."""
    _step(state, 1, "This is the last question.")


def do_back(state: PlainState) -> None:
    """Go to the question before."""
    _step(state, -1, "This is the first question.")


def do_go(state: PlainState, *words: str) -> None:
    """Go to a question by its number or by words of its name."""
    if words:
        _go_to(state, " ".join(words))
    else:
        state.console.say("Which question? For example: go 14")


def do_unfinished(state: PlainState) -> None:
    """Go to the next question that does not pass, from here on and round."""
    questions = state.questions
    count = len(questions)
    for index in ((state.index + step) % count for step in range(1, count + 1)):
        if questions[index].state != "passing":
            if index == state.index:
                state.console.say("This is the last unfinished question.")
            state.index = index
            do_again(state)
            return
    state.console.say("All questions are done.")


# Reading


def do_again(state: PlainState) -> None:
    """Say the question."""
    questions = state.questions
    for line in question_lines(questions[state.index], len(questions)):
        state.console.say(line)


def do_example(state: PlainState) -> None:
    """Say the sample answer."""
    state.console.say(example_text(state.question) or "This question has no sample answer.")


def do_read(state: PlainState) -> None:
    """Say the answer."""
    state.console.say(state.question.answer or "No answer yet.")


def do_list(state: PlainState) -> None:
    """Say every question in a line, below its section."""
    section = ""
    questions = state.questions
    for question, name in zip(questions, short_names(questions), strict=True):
        if question.section != section:
            section = question.section
            state.console.say(f"{section}:")
        state.console.say(list_line(question, name))


def do_tasks(state: PlainState) -> None:
    """Say every task in a line, below its heading."""
    tasks = state.session.report.tasks
    if not tasks:
        state.console.say("This report has no tasks.")
    group = None
    for task in tasks:
        if task.group != group:
            group = task.group
            state.console.say(f"{group}:" if group else "Tasks:")
        state.console.say(task_line(task))


def do_problems(state: PlainState, *which: str) -> None:
    """Say the problems of this question, or with `all` those of the report, and the course's verdict."""
    seen = state.problems.of(state.session.report)
    everywhere = which == ("all",)
    number = state.question.number
    shown = [finding for finding in seen.findings if everywhere or finding.question == number]
    for line in problem_lines(shown):
        state.console.say(line)
    if not shown:
        state.console.say("No problems." if everywhere else f"No problems in question {number}.")
    if everywhere and seen.verdict is not None:
        state.console.say(f"The course's check {verdict_words(seen.verdict)}.")


def do_help(state: PlainState) -> None:
    """Say the commands."""
    for command in COMMANDS:
        argument = f" {command.argument}" if command.argument and not command.is_optional else ""
        state.console.say(f"{command.name}{argument}, or {command.letter}{argument}: {command.title}.")
    state.console.say(f"You can shorten commands. {end_of_input()} saves and quits.")


# Inside


def _step(state: PlainState, by: int, at_end: str) -> None:
    if 0 <= state.index + by < len(state.session.report.questions):
        state.index += by
        do_again(state)
    else:
        state.console.say(at_end)


def _go_to(state: PlainState, wanted: str) -> None:
    found = find_question(state.session.report.questions, wanted)
    if found is None:
        state.console.say(f"No question {wanted}. Type list to see them all.")
        return
    state.index = found
    do_again(state)
