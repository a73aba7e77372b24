"""`exam-tui new [FOLDER]`: a report to begin with, from the course's template."""

from pathlib import Path
from typing import Final

from exam_tui.cli.command_line import Options, UsageError
from exam_tui.cli.output import PROGRAM, ExitCode, Output
from exam_tui.cli.standard_input import STDIN, read_standard_input
from exam_tui.core.course import COURSE
from exam_tui.core.text.words import plural
from exam_tui.errors import DownloadError
from exam_tui.git.shell_language import language_here
from exam_tui.session.new_report import answered_in, begin_report, fetched_template, require_room, usual_folder
from exam_tui.storage.disk.read import Snapshot, read_file, report_of
from exam_tui.storage.images.figures import FOLDER as FIGURES

_BY_HAND: Final = f"Download the template yourself and pass it with --from FILE: {COURSE.template_url}"


def run(options: Options, files: list[str], out: Output) -> ExitCode:
    """Write the report and return the exit code.

    Raises:
        UsageError: the arguments make no sense.
        DownloadError: the template cannot be fetched.
        NotAReportError: the file that is named holds no question.
        LinkError: a name that would be written is a link.
        WriteError: something is in the way, or cannot be written.
        ExamTuiError: the file that is named cannot be read.

    """
    if len(files) > 1:
        raise UsageError("One report can be started at a time.", help="Give one folder.")
    folder = Path(files[0]) if files else usual_folder(Path())
    path = require_room(folder)
    template = _template(vars(options)["from"], out)
    report = report_of(template)
    result = begin_report(path, template.data)
    out.data(str(path))
    if result.note:
        out.talk(f"{path}: {result.note}.")
    if answered := answered_in(report):
        out.talk(f"It is not blank: {answered} of {len(report.questions)} questions already have an answer.")
    images = path.parent / FIGURES
    out.talk(f"{plural(len(report.questions), 'question')} to answer; put images in {images}.")
    out.talk(f"Next: {PROGRAM}{f' {language_here().quoted(str(folder))}' if files else ''}")
    return ExitCode.CLEAN


def _template(name: str | None, out: Output) -> Snapshot:
    """Return the template: a file, standard input, or by default what the course hands out now."""
    if name == STDIN:
        return read_standard_input()
    if name is None:
        out.talk(f"Downloading {COURSE.template_file}")
        try:
            return fetched_template()
        except DownloadError as error:
            raise DownloadError(error.message, help=_BY_HAND) from error
    if "://" in name:
        raise UsageError("--from takes a file, not an address.", help="Download it and give the file.")
    return read_file(Path(name))
