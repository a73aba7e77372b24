"""Fill in an exam report in the terminal: every question, every limit, nothing lost."""

from exam_tui.core.report import Limit, Limits, Question, Report, Task

__version__ = "0.1.0"
__all__ = ["Limit", "Limits", "Question", "Report", "Task", "__version__"]
