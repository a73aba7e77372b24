"""`exam-tui edit --plain`: the report line by line, for screen readers and for terminals that cannot do more.

Lines in, lines out: no cursor movement, no colour, no frames. What was typed is never lost: where the input ends,
it is saved.
"""

from pathlib import Path

from exam_tui.cli.counted import number_of
from exam_tui.cli.output import ExitCode, Output
from exam_tui.cli.plain.commands import GO, Command, commands_for
from exam_tui.cli.plain.console import hang_ups_end_the_input
from exam_tui.cli.plain.dialogue import drive
from exam_tui.cli.plain.reading import ReadingCommands
from exam_tui.cli.plain.saving import SavingCommands
from exam_tui.cli.plain.writing import WritingCommands
from exam_tui.errors import ExamTuiError
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings, project_note


class PlainEditor(ReadingCommands, WritingCommands, SavingCommands):
    """Edits one report by commands, one a line."""

    def run(self) -> ExitCode:
        """Read and do commands until the user quits or the input ends."""
        with hang_ups_end_the_input(), self._given_back():
            try:
                self._greet()
                while self._running:
                    self._turn()
            except EOFError as error:
                self._console.say("")
                for note in getattr(error, "__notes__", ()):
                    self._console.say(note)
                return ExitCode.CLEAN if self._save_unasked() else ExitCode.UNUSABLE
        return ExitCode.CLEAN

    def _greet(self) -> None:
        report = self._session.report
        passing = sum(question.state == "passing" for question in report.questions)
        tasks = f", {sum(task.done for task in report.tasks)} of {number_of(len(report.tasks), 'task')} done"
        self._console.say(
            f"{self._session.path}: {passing} of {number_of(len(report.questions), 'question')} fine"
            f"{tasks if report.tasks else ''}. {self._problems_waiting()}Type help for the commands."
        )
        drive(self._flows.ownership.begin())
        self._begin_unfinished()
        self.do_again()

    def _problems_waiting(self) -> str:
        """Return how many problems worse than a note there are, and how they are read; "" for none."""
        findings = self._problems.of(self._session.report).findings
        count = sum(finding.severity != "info" for finding in findings)
        return f"{number_of(count, 'problem')}: type problems all. " if count else ""

    def _turn(self) -> None:
        """Read one command and do it. Ctrl+c does nothing but come back here."""
        try:
            words = self._console.read(f"{self._question.number}> ").split()
            if words:
                self._understand(words[0].lower(), words[1:])
        except KeyboardInterrupt:
            self._console.say("")
            self._console.say("Stopped. Type quit to leave.")
        except ExamTuiError as error:
            self._console.out.error(error)

    def _understand(self, word: str, arguments: list[str]) -> None:
        """Do what was typed, or say why that cannot be."""
        if word.isdecimal():
            word, arguments = GO.name, [word]
        found = commands_for(word)
        if len(found) != 1:
            names = " or ".join(command.name for command in found)
            self._console.say(
                f"Do you mean {names}?" if names else f"There is no command {word}. Type help for the commands."
            )
        elif arguments and not found[0].argument:
            self._console.say(f"{found[0].name} takes nothing after it.")
        else:
            self._do(found[0], arguments)

    def _do(self, command: Command, arguments: list[str]) -> None:
        """Do a command, once it is known who writes the report and what is in its file."""
        is_writer = self._is_writer()
        if command.looks:
            drive(self._flows.changes.merge_external(ask=False))
        if command.writes and not is_writer:
            self._say_who_writes()
            return
        getattr(self, f"do_{command.name}")(*arguments)


def run_plain(path: Path, out: Output, settings: Settings) -> ExitCode:
    """Edit a report line by line, or only read it where another editor has it; return how it ended.

    Raises:
        ExamTuiError: the report cannot be opened.

    """
    session = Session.open(path)
    if note := project_note(settings):
        out.talk(note)
    for problem in settings.problems:
        out.talk(f"Settings: {problem}")
    return PlainEditor(session, out, page=settings.html, in_git=settings.html_in_git, editor=settings.editor).run()
