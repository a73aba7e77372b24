"""The editor's screen: the desk with everything that can be done there."""

from typing import ClassVar

from textual.binding import BindingType

from exam_tui.tui.actions import bindings
from exam_tui.tui.commands.files import FileCommands
from exam_tui.tui.commands.finding import FindingCommands
from exam_tui.tui.commands.moving import MovingCommands
from exam_tui.tui.commands.problems import ProblemCommands
from exam_tui.tui.commands.viewing import ViewingCommands
from exam_tui.tui.commands.writing import WritingCommands


class EditorScreen(MovingCommands, WritingCommands, FindingCommands, ProblemCommands, ViewingCommands, FileCommands):
    """One open report, with the actions of the table."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("everywhere")
