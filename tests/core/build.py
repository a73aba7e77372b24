"""Small reports for tests that need one of a certain form."""

from exam_tui import Report

PROMPT = "> **What did you do?**\n>\n> Recommended answer length: 5-10 words.\n>\n> Answer:"


def question(number: int, slot: str = "\n\nSome words.\n\n", prompt: str = PROMPT) -> str:
    """Return the Markdown of one question; `slot` is all that stands behind its marker."""
    return f"### Question {number}\n{prompt}{slot}"


def report_of(*parts: str, line_end: str = "\n") -> Report:
    """Return the report that parts make after a heading, in any line ends."""
    text = "# Report for 02476\n\n" + "".join(parts)
    return Report.from_bytes(text.replace("\n", line_end).encode("utf-8", "surrogateescape"))


def read_again(report: Report) -> Report:
    """Return the report as it is when it has been saved and opened again."""
    return Report.from_bytes(report.to_bytes())
