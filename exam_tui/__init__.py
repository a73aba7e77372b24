"""Fill in an exam report in the terminal: every question, every limit, nothing lost."""

TYPE_CHECKING = False  # as in `typing`, whose import takes longer than all the rest here
if TYPE_CHECKING:
    from exam_tui.api import CheckResult, Finding, Limit, Limits, Question, Report, Session, Task, Verdict, check

__version__ = "0.1.0"
__all__ = [
    "CheckResult",
    "Finding",
    "Limit",
    "Limits",
    "Question",
    "Report",
    "Session",
    "Task",
    "Verdict",
    "__version__",
    "check",
]

if not TYPE_CHECKING:  # a type checker would take every name for one of these

    def __getattr__(name: str) -> object:
        """Import the documented interface when a part of it is first asked for: `exam-tui -h` does without."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from exam_tui import api  # noqa: PLC0415 - as said above

        return getattr(api, name)
