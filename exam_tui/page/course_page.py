"""The page as the course's own script makes it, to see what it will show.

It is not a page of ours: the script cuts the first characters, hands the rest to Python-Markdown without
extensions, and writes what comes out, without a head. HTML of the report works in it.
"""

from exam_tui.core.course import COURSE
from exam_tui.core.report.report import Report
from exam_tui.core.text.lines import normalise_line_ends, split_lines
from exam_tui.errors import PageError


def render_course_page(report: Report) -> str:
    """Return the file that the script writes.

    Raises:
        PageError: Python-Markdown is not installed, or the script would stop at this report.

    """
    try:
        import markdown  # noqa: PLC0415 - an extra, and nothing else needs it
    except ImportError as error:
        raise PageError(
            "The course's page needs Python-Markdown, which is not installed.",
            help="Install it beside exam-tui: pip install markdown, or pipx inject exam-tui markdown.",
        ) from error
    try:
        text = normalise_line_ends(report.to_bytes().decode("utf-8"))
        return markdown.markdown(text[COURSE.script_cut :])
    except UnicodeDecodeError as error:
        line = len(split_lines(report.to_bytes()[: error.start].decode("utf-8")))
        raise PageError(
            "The course's script would stop: the file is not UTF-8 there.", help="Replace the character.", line=line
        ) from error
    except RecursionError as error:
        raise PageError(
            "The course's script would stop: lists or quotes are nested too deep.", help="Flatten them."
        ) from error
