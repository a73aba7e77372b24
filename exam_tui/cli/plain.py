"""`exam-tui edit --plain`: the report line by line, for screen readers and for terminals that cannot do more.

Lines in, lines out: no cursor movement, no colour, no frames. What was typed is never lost: where the input ends,
it is saved.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.cli.output import ExitCode, Output
from exam_tui.cli.plain_console import Console, hang_ups_end_the_input
from exam_tui.cli.plain_saving import save, save_unasked
from exam_tui.cli.plain_words import (
    example_text,
    limits_words,
    list_line,
    problem_lines,
    question_lines,
    state_words,
    task_line,
)
from exam_tui.cli.summary import number_of
from exam_tui.core.report import Question
from exam_tui.core.verdict import verdict_words
from exam_tui.errors import ExamTuiError, WriteError
from exam_tui.session import Session
from exam_tui.storage.editor_command import Editor
from exam_tui.storage.external_editor import edit_text
from exam_tui.storage.image_files import FolderFiles
from exam_tui.storage.lock import Held, take_lock
from exam_tui.storage.settings import Settings
from exam_tui.storage.versions import keep_first

_END: Final = "."
_TERMINAL_LINE: Final = 1_024 if sys.platform == "darwin" else 4_095
"""Bytes of a line that a terminal takes; what is longer it cuts without a word."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be typed.

    Attributes:
        name: the word; what runs it is `PlainEditor.do_<name>`.
        letter: one letter that says the same, or "".
        argument: what follows it in the help, or "".
        title: what it does.

    """

    name: str
    letter: str
    argument: str
    title: str


COMMANDS: Final = (
    Command("next", "n", "", "go to the next question"),
    Command("back", "b", "", "go to the question before"),
    Command("go", "g", "14", "go to question 14; the number alone does the same"),
    Command("unfinished", "u", "", "go to the next question that is not finished"),
    Command("again", "a", "", "say the question again"),
    Command("example", "x", "", "read the sample answer"),
    Command("read", "r", "", "read the answer"),
    Command("edit", "e", "", "open the answer in your editor (VISUAL or EDITOR)"),
    Command("type", "t", "", f"type the answer here, line by line; a line with only {_END} ends it"),
    Command("undo", "z", "", "take back the last change of an answer"),
    Command("list", "l", "", "list all questions"),
    Command("tasks", "k", "", "list the tasks"),
    Command("tick", "i", "3", "tick or untick task 3"),
    Command("problems", "p", "all", "read the problems of this question; with all, of the whole report"),
    Command("save", "s", "", "save the report"),
    Command("quit", "q", "", "leave"),
    Command("help", "h", "", "read this list"),
)


class ReportHeldError(ExamTuiError):
    """The report is open in another editor."""


class PlainEditor:
    """Edits one report by commands, one a line."""

    def __init__(self, session: Session, out: Output, *, page: bool = True, editor: str = "") -> None:
        self._session = session
        self._console = Console(out)
        self._page = page
        self._editor = editor
        self._index = next((q.index for q in session.report.questions if q.state != "passing"), 0)
        self._undo: list[tuple[int, str]] = []
        self._running = True

    def run(self) -> ExitCode:
        """Read and do commands until the user quits or the input ends."""
        with hang_ups_end_the_input():
            try:
                self._greet()
                while self._running:
                    self._turn()
            except EOFError as error:
                self._console.say("")
                for note in getattr(error, "__notes__", ()):
                    self._console.say(note)
                return ExitCode.CLEAN if save_unasked(self._session, self._console) else ExitCode.UNUSABLE
        return ExitCode.CLEAN

    def _greet(self) -> None:
        report = self._session.report
        passing = sum(question.state == "passing" for question in report.questions)
        tasks = f", {sum(task.done for task in report.tasks)} of {number_of(len(report.tasks), 'task')} done"
        self._console.say(
            f"{self._session.path}: {passing} of {number_of(len(report.questions), 'question')} fine"
            f"{tasks if report.tasks else ''}. Type help for the commands."
        )
        self.do_again()

    def _turn(self) -> None:
        """Read one command and do it. Ctrl+c does nothing but come back here."""
        try:
            words = self._console.read(f"{self._question.number}> ").split()
            if words:
                self._do(words[0].lower(), words[1:])
        except KeyboardInterrupt:
            self._console.say("")
            self._console.say("Stopped. Type quit to leave.")
        except ExamTuiError as error:
            self._console.out.error(error)

    def _do(self, word: str, arguments: list[str]) -> None:
        if word.isdecimal():
            self._go_to(word)
            return
        found = [command for command in COMMANDS if word in {command.name, command.letter}]
        found = found or [command for command in COMMANDS if command.name.startswith(word)]
        if len(found) != 1:
            names = " or ".join(command.name for command in found)
            self._console.say(
                f"Do you mean {names}?" if names else f"There is no command {word}. Type help for the commands."
            )
            return
        action: Callable[..., None] = getattr(self, f"do_{found[0].name}")
        if found[0].argument:
            action(*arguments)
        elif arguments:
            self._console.say(f"{found[0].name} takes nothing behind it.")
        else:
            action()

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
        """Say the problems of this question, or with `all` those of the report and what the course's check says."""
        report = self._session.report.copy()
        findings = report.findings(FolderFiles(self._session.folder))
        everywhere = which == ("all",)
        number = self._question.number
        shown = [finding for finding in findings if everywhere or finding.question == number]
        for line in problem_lines(shown):
            self._console.say(line)
        if not shown:
            self._console.say("No problems." if everywhere else f"No problems in question {number}.")
        if everywhere and report.is_course_report:
            self._console.say(f"The course's check {verdict_words(report.verdict())}.")

    def do_help(self) -> None:
        """Say the commands."""
        for command in COMMANDS:
            argument = f" {command.argument}" if command.argument else ""
            self._console.say(f"{command.name}{argument}, or {command.letter}{argument}: {command.title}.")
        self._console.say("The beginning of a command is enough. Ctrl+d saves and leaves.")

    # Writing

    def do_edit(self) -> None:
        """Open the answer in the user's editor."""
        question = self._question
        editor = Editor.chosen(self._editor)
        self._console.say(f"Opening {editor.name}. {editor.note}".rstrip())
        limits = f"Limits: {limits_words(question.limits)}."
        text = edit_text(
            editor, number=question.number, prompt=question.parts.ask, limits_line=limits, text=question.answer
        )
        if text == question.answer:
            self._console.say("Nothing was changed.")
        else:
            self._set_answer(question, text)

    def do_type(self) -> None:
        """Take the answer from the lines that follow."""
        question = self._question
        before = ""
        if question.answer:
            choice = self._console.choose("There is an answer.", ("Add to it", "Replace it", "Leave it"))
            if choice not in {0, 1}:
                return
            before = f"{question.answer}\n\n" if choice == 0 else ""
        self._console.say(f"Type the answer. A line with only {_END} ends it.")
        lines: list[str] = []
        is_kept = True
        try:
            self._read_answer(lines)
        except KeyboardInterrupt:
            self._console.say("")
            is_kept = not lines or self._console.choose("Keep what you typed?", ("Keep it", "Drop it")) != 1
        finally:  # also where the input ends, in the answer or at the question
            if is_kept:
                self._set_typed(question, before, lines)
        if not is_kept:
            self._console.say("The answer is as it was.")

    def do_undo(self) -> None:
        """Take back the last change of an answer, whichever question it was."""
        if not self._undo:
            self._console.say("There is nothing to take back.")
            return
        self._index, text = self._undo.pop()
        question = self._session.set_answer(self._question, text)
        self._console.say(f"Question {question.number} is as it was: {state_words(question)}.")

    def do_tick(self, *numbers: str) -> None:
        """Tick or untick tasks by their numbers."""
        tasks = self._session.report.tasks
        if not numbers:
            self._console.say("Which task? For example: tick 3")
        for number in numbers:
            index = int(number) - 1 if number.isdecimal() else -1
            if 0 <= index < len(tasks):
                self._console.say(
                    task_line(self._session.set_task(index, done=not self._session.report.tasks[index].done))
                )
            else:
                self._console.say(
                    f"There is no task {number}. They are 1 to {len(tasks)}." if tasks else "There are no tasks."
                )

    # Saving and leaving

    def do_save(self) -> None:
        """Save the report, then its page."""
        save(self._session, self._console, page=self._page)

    def do_quit(self) -> None:
        """Leave; ask where something is not saved."""
        if self._session.is_dirty:
            choices = ("Save and leave", "Leave without saving", "Stay")
            choice = self._console.choose("Some of your work is not saved.", choices)
            if choice not in {0, 1} or (choice == 0 and not save(self._session, self._console, page=self._page)):
                return
        self._running = False

    # Inside

    @property
    def _question(self) -> Question:
        return self._session.report.questions[self._index]

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

    def _read_answer(self, lines: list[str]) -> None:
        """Add the lines that are typed to `lines`, up to the one that ends them."""
        while (line := self._console.read("")) != _END:
            if len(line.encode("utf-8", "replace")) >= _TERMINAL_LINE:
                self._console.say("This line may have been cut: the terminal takes no longer ones. Use edit for it.")
            lines.append(line)

    def _set_typed(self, question: Question, before: str, lines: Sequence[str]) -> None:
        if any(line.strip() for line in lines):
            self._set_answer(question, before + "\n".join(lines))
        else:
            self._console.say("Nothing was typed. The answer is as it was.")

    def _set_answer(self, question: Question, text: str) -> None:
        now = self._session.set_answer(question, text)
        self._undo.append((question.index, question.answer))
        self._console.say(f"Question {now.number}: {state_words(now)}. Not saved yet.")


def run_plain(path: Path, out: Output, settings: Settings) -> ExitCode:
    """Edit a report line by line; return how it ended.

    Raises:
        ReportHeldError: it is open in another editor.
        ExamTuiError: the report cannot be opened.

    """
    session = Session.open(path)
    for problem in settings.problems:
        out.talk(f"Settings: {problem}")
    try:
        held = take_lock(path)
    except WriteError as error:  # nobody can be kept out, and words are not lost by that
        out.error(error)
        return PlainEditor(session, out, page=settings.html, editor=settings.editor).run()
    if isinstance(held, Held):
        where = f"process {held.pid}" if held.is_here else f"{held.user} on {held.host}"
        raise ReportHeldError(f"{path} is open in another editor ({where}).", help="Close that one first.")
    keep_first(path, session.saved_data)
    try:
        return PlainEditor(session, out, page=settings.html, editor=settings.editor).run()
    finally:
        held.release()
