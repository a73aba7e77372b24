"""`exam-tui repair [FILE]`: the template's own text put back around the answers, shown first, written when asked."""

from pathlib import Path
from typing import Final

from exam_tui.cli.check.checked_file import load_report
from exam_tui.cli.command_line import Options
from exam_tui.cli.output import ExitCode, Output
from exam_tui.cli.unified_diff import print_diff
from exam_tui.cli.which_report import named_report
from exam_tui.core.course import COURSE
from exam_tui.core.repair.repair import RepairResult, Source, repair, repair_with
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import Fingerprints
from exam_tui.core.template.original import blanked
from exam_tui.errors import ExamTuiError
from exam_tui.git.original_template import FileVersions
from exam_tui.session.report_writer import write_report

# More of them were changed on purpose, and nobody reads further.
_MOST_NOTES: Final = 40


class TemplateNotFoundError(ExamTuiError):
    """It is not known how the template read."""


def run(options: Options, files: list[str], out: Output) -> ExitCode:
    """Show what repairing changes, write it when asked, and return the exit code.

    It is 0 where something was written or there is nothing to do; 1 where something would be written, or nothing can be
    done about what is wrong.

    Raises:
        UsageError: the arguments make no sense.
        ReportNotFoundError: no file is named and none is found.
        TemplateNotFoundError: none is named and the file's history has none.
        ExamTuiError: a file cannot be read or written, or is not a report.

    """
    path = named_report(files, out, "One report can be repaired at a time.")
    report = load_report(path)
    result = _repaired(options.template, path, report, out)
    is_changed = result.data != report.original
    _show(path, report, result, out, is_preview=is_changed and not options.write)
    if is_changed and options.write:
        written = write_report(path, result.data, report.original, done="repaired")
        out.talk(f"{path}: {written.note or 'repaired'}.")
        return ExitCode.CLEAN
    if is_changed:
        out.talk(f"{path}: nothing written yet; --write writes it.")
    elif not result.left:
        out.talk(f"{path}: nothing to repair.")
    return ExitCode.ERRORS if is_changed or result.left else ExitCode.CLEAN


def _repaired(name: str | None, path: Path, report: Report, out: Output) -> RepairResult:
    """Repair with the template that `check` compares with: the one that is named, or what the report's history tells.

    Without either, fingerprints may know that there is nothing to repair.
    """
    if name is not None:
        return repair(report, blanked(load_report(Path(name))), exact=True)
    versions, prints = FileVersions(path), Fingerprints(report)
    found = versions.template_of(report)
    if found is not None:
        edition = Fingerprints(found.report).template
        out.talk(f"Template: {found.source}{f': that of {edition}' if edition else ''}.")

        def find(now: Report) -> Source | None:
            again = versions.template_of(now)
            return None if again is None else Source(again.report, again.handed_out)

        return repair_with(report, find)
    if prints.is_edition:
        edition = f"the template of {prints.template}" if prints.template else "known templates"
        out.talk(f"The text is that of {edition}.")
        return RepairResult(report.original)
    raise _not_found(path, prints.template)


def _not_found(path: Path, edition: str | None) -> TemplateNotFoundError:
    why = "git has no early version of the file"
    if edition is None:
        return TemplateNotFoundError(
            f"The template of {path} is not known: {why}.",
            help=f"Download the template and pass it with --template FILE: {COURSE.template_url}",
        )
    return TemplateNotFoundError(
        f"{path} was made from the template of {edition}, whose text is not available: {why}.",
        help="Download that template and pass it with --template FILE; GitHub has every version: "
        f"{COURSE.template_history}",
    )


def _show(path: Path, report: Report, result: RepairResult, out: Output, *, is_preview: bool) -> None:
    print_diff(str(path), report.original, result.data, out)
    notes = [*result.notes, *result.left]
    if is_preview and notes:
        out.talk(f"{path}: --write would do this:")
    for note in notes[:_MOST_NOTES]:
        out.talk(note)
    if len(notes) > _MOST_NOTES:
        out.talk(f"… and {len(notes) - _MOST_NOTES} more of that kind.")
