"""`exam-tui check [FILE…]`: what the course's check will say, and every problem with its place and remedy.

Speed is a promise here: nothing of Textual, Rich or the page is imported, each format only when
it is asked for, and git only where the template is not a known one, or for the hand-in check.
"""

from collections.abc import Generator
from contextlib import closing
from itertools import repeat
from pathlib import Path
from typing import Final, Protocol

from exam_tui.cli.check.checked_file import CheckedFile, Proofread, check_file, load_report
from exam_tui.cli.command_line import Options, UsageError
from exam_tui.cli.output import ExitCode, Output
from exam_tui.cli.standard_input import STDIN
from exam_tui.cli.which_report import find_report, named_report, report_at
from exam_tui.core.findings.catalog import CODES
from exam_tui.errors import ExamTuiError

FORMATS: Final = ("text", "github", "json")
FEW: Final = 16
"""So many files are checked in the time that it takes to start other processes for them."""


class Format(Protocol):
    """How results are printed, file by file."""

    def add(self, checked: CheckedFile) -> None:
        """Print a file, or keep what the end needs of it."""

    def finish(self) -> None:
        """Print what comes after the last file."""


def run(options: Options, files: list[str], out: Output) -> ExitCode:
    """Check the files and return the exit code, the highest of all files.

    Raises:
        UsageError: the arguments make no sense.
        ReportNotFoundError: no file is named and none is found.
        ExamTuiError: the template cannot be read.

    """
    if options.explain is not None:
        from exam_tui.cli.check.explain import explain  # noqa: PLC0415 - its table is not needed otherwise

        return explain(options.explain, out)
    if options.hand_in:
        return _hand_in(files, options, out)
    if STDIN in files:
        _require_once(files, options)
    ignored = _codes(options.ignore)
    template = None if options.template is None else load_report(Path(options.template))
    names = files or [str(find_report(out))]
    printed = _format(options, out, several=len(names) > 1)
    proofread = _proofread(out) if options.proofread else None
    code = ExitCode.CLEAN
    notes: set[str] = set()
    try:
        with closing(_ahead(names, options, ignored)) as ahead:
            for number, name in enumerate(names):
                if len(names) > FEW:
                    out.progress(f"{number} of {len(names)} files checked")
                checked = next(ahead) or _found(name, out)
                if isinstance(checked, str):
                    code = max(code, _fix(checked, options, ignored, out))
                    checked = check_file(checked, template, ignored, proofread)
                _tell(checked, notes, out)
                printed.add(checked)
                code = max(code, checked.exit_code(strict=options.strict))
    finally:
        out.progress("")
    printed.finish()
    return code


def _fix(name: str, options: Options, ignored: frozenset[str], out: Output) -> ExitCode:
    """Make the safe fixes in a file where that is asked for."""
    if not options.fix:
        return ExitCode.CLEAN
    from exam_tui.cli.check.fix import fix_file  # noqa: PLC0415 - only who writes pays for its imports

    return fix_file(name, out, ignored, show=options.format == "text")


def _ahead(names: list[str], options: Options, ignored: frozenset[str]) -> Generator[CheckedFile | None]:
    """Yield for each name what came of it where other processes check it, else None."""
    is_plain = not (options.fix or options.proofread)  # these write and ask, one file after the other
    if len(names) > FEW and is_plain:
        from exam_tui.cli.check.all_cores import checked_on_all_cores, cores  # noqa: PLC0415 - for many files alone

        if (count := cores()) > 1:
            yield from checked_on_all_cores(names, options.template, ignored, count)
    yield from repeat(None)


def _tell(checked: CheckedFile, told: set[str], out: Output) -> None:
    """Say why a file was not checked, or what was not looked at and was not `told` yet."""
    if isinstance(checked.result, ExamTuiError):
        out.error(checked.result)
        return
    for note in checked.result.notes:
        if note not in told:
            told.add(note)
            out.talk(note)


def _proofread(out: Output) -> Proofread | None:
    from exam_tui.cli.check.proofread import report_proofreader  # noqa: PLC0415 - only who asks pays for its imports

    return report_proofreader(out)


def _found(name: str, out: Output) -> str | CheckedFile:
    """Return the file that is meant, or why there is none: the others get their turn."""
    if name == STDIN:
        return name
    try:
        return report_at(name, out)
    except ExamTuiError as error:
        return CheckedFile(name, error)


def _hand_in(files: list[str], options: Options, out: Output) -> ExitCode:
    if options.fix or options.strict or options.ignore or options.proofread or options.template is not None:
        raise UsageError(
            "--hand-in can be combined only with --format and -q.", help="Run check without it for the rest."
        )
    if options.format not in FORMATS:
        raise _no_format(options.format)
    from exam_tui.cli.check.hand_in import hand_in_file  # noqa: PLC0415 - it asks git, which nothing else here does

    path = named_report(files, out, "Only one report can be handed in.")
    return hand_in_file(str(path), out, options.format, quiet=options.quiet)


def _require_once(files: list[str], options: Options) -> None:
    """Refuse what cannot be done with standard input."""
    if options.fix:
        raise UsageError("Standard input cannot be fixed: there is no file to write.", help="Give the file's name.")
    if files.count(STDIN) > 1:
        raise UsageError("Standard input can be read only once.", help=f"Use {STDIN} only once.")


def _codes(names: str) -> frozenset[str]:
    """Return the codes of a list with commas."""
    codes = frozenset(names.replace(",", " ").split())
    unknown = sorted(codes - CODES.keys())
    if unknown:
        raise UsageError(f"Unknown problem: {unknown[0]}.", help="exam-tui check --explain all lists them.")
    return codes


def _format(options: Options, out: Output, *, several: bool) -> Format:
    match options.format:
        case "text":
            from exam_tui.cli.check.text import TextFormat  # noqa: PLC0415 - only the one asked for

            return TextFormat(out, several=several, quiet=options.quiet)
        case "github":
            from exam_tui.cli.check.github import GithubFormat  # noqa: PLC0415 - the same

            return GithubFormat(out, quiet=options.quiet)
        case "json":
            from exam_tui.cli.check.json_format import JsonFormat  # noqa: PLC0415 - the same

            return JsonFormat(out)
    raise _no_format(options.format)


def _no_format(name: str) -> UsageError:
    return UsageError(f"Unknown format: {name}.", help=f"The formats are {', '.join(FORMATS)}.")
