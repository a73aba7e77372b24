"""`exam-tui edit --plain`: the report line by line, for screen readers and for terminals that cannot do more.

Lines in, lines out: no cursor movement, no colour, no frames. What was typed is never lost: where the input ends,
it is saved.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from exam_tui.cli.counted import number_of
from exam_tui.cli.output import ExitCode, Output
from exam_tui.cli.plain import reading, saving, writing
from exam_tui.cli.plain.commands import GO, Command, commands_for
from exam_tui.cli.plain.console import hang_ups_end_the_input
from exam_tui.cli.plain.dialogue import drive
from exam_tui.cli.plain.state import PlainState
from exam_tui.core.findings.joined import joined
from exam_tui.errors import ExamTuiError
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings, project_note

_TOPICS: Final = (reading, writing, saving)


class PlainEditor(PlainState):
    """Edits one report by commands, one a line."""

    def run(self) -> ExitCode:
        """Read and do commands until the user quits or the input ends."""
        with hang_ups_end_the_input(), saving.given_back(self):
            try:
                self._greet()
                while self.running:
                    self._turn()
            except EOFError as error:
                self.console.say("")
                for note in getattr(error, "__notes__", ()):
                    self.console.say(note)
                return ExitCode.CLEAN if saving.save_unasked(self) else ExitCode.UNUSABLE
        return ExitCode.CLEAN

    def _greet(self) -> None:
        report = self.session.report
        passing = sum(question.state == "passing" for question in self.questions)
        tasks = f", {sum(task.done for task in report.tasks)} of {number_of(len(report.tasks), 'task')} done"
        self.console.say(
            f"{self.session.path}: {passing} of {number_of(len(report.questions), 'question')} done"
            f"{tasks if report.tasks else ''}. {self._problems_waiting()}Type help for the commands."
        )
        drive(self.flows.ownership.begin())
        if self.flows.mid_merge.has_conflicts and not self.flows.ownership.holder:
            drive(self.flows.mid_merge.resolve())
        self.begin_unfinished()
        reading.do_again(self)

    def _problems_waiting(self) -> str:
        """Return how many problems worse than a note there are, and how they are read; "" for none."""
        findings = joined(self.problems.of(self.session.report).findings)
        count = sum(finding.severity != "info" for finding in findings)
        return f"{number_of(count, 'problem')}: type problems all. " if count else ""

    def _turn(self) -> None:
        """Read one command and do it. Ctrl+c does nothing but come back here."""
        try:
            words = self.console.read(f"{self.question.number}> ").split()
            if words:
                self._understand(words[0].lower(), words[1:])
        except KeyboardInterrupt:
            self.console.say("")
            self.console.say("Stopped. Type quit to leave.")
        except ExamTuiError as error:
            self.console.out.error(error)

    def _understand(self, word: str, arguments: list[str]) -> None:
        """Do what was typed, or say why that cannot be."""
        if word.isdecimal():
            word, arguments = GO.name, [word]
        found = commands_for(word)
        if len(found) != 1:
            names = " or ".join(command.name for command in found)
            self.console.say(
                f"Did you mean {names}?" if names else f"Unknown command: {word}. Type help for the commands."
            )
        elif arguments and not found[0].argument:
            self.console.say(f"{found[0].name} takes no argument.")
        else:
            self._do(found[0], arguments)

    def _do(self, command: Command, arguments: list[str]) -> None:
        """Do a command, once it is known who writes the report and what is in its file."""
        is_writer = saving.is_writer(self)
        if command.looks:
            drive(self.flows.changes.merge_external(ask=False))
        if command.writes and not is_writer:
            saving.say_who_writes(self)
            return
        plain_function(command)(self, *arguments)


def plain_function(command: Command) -> Callable[..., None]:
    """Return what does a command, given the state and what was typed after its name."""
    name = f"do_{command.name}"
    found: Callable[..., None] = next(vars(topic)[name] for topic in _TOPICS if name in vars(topic))
    return found


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
