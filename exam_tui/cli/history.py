"""`exam-tui history`: earlier versions of a report, and what was typed into it and never saved."""

from datetime import UTC, datetime
from pathlib import Path

from exam_tui.cli.command_line import Options, UsageError
from exam_tui.cli.output import ExitCode, Output
from exam_tui.cli.unified_diff import print_diff
from exam_tui.cli.which_report import named_report
from exam_tui.core.report.report import Report
from exam_tui.errors import ReportNotFoundError
from exam_tui.session.report_writer import write_report
from exam_tui.storage.disk.read import read_file
from exam_tui.storage.history.recovery import damaged_recoveries
from exam_tui.storage.history.versions import KIND_WORDS, Version, history_of
from exam_tui.storage.lock.lock import holder_of


def run(options: Options, files: list[str], out: Output) -> ExitCode:
    """List the versions of a report, or show or restore one, and return the exit code.

    Raises:
        UsageError: the arguments make no sense, or there is no version of that number.
        ReportNotFoundError: no file is named and none is found, or there is neither a file nor a version of it.
        ExamTuiError: the file cannot be read or written.

    """
    number = _number(options)
    path = named_report(files, out, "History works on one report at a time.")
    now = _present(path)
    versions = history_of(path)
    if now is None and not versions:
        raise ReportNotFoundError(f"No such file: {path}, and no version of it is kept.", help="Check the path.")
    if number is None:
        return _list(path, now, versions, out)
    if not 1 <= number <= len(versions):
        known = f"Versions 1 to {len(versions)} are kept." if versions else "None is kept yet."
        raise UsageError(f"No version {number} of {path}.", help=known)
    version = versions[number - 1]
    if options.show is not None:
        out.file(version.data)
        return ExitCode.CLEAN
    if options.diff is not None:
        print_diff(str(path), version.data, now or b"", out)
        return ExitCode.CLEAN
    return _restore(path, now, number, version, out, is_asked=options.write)


def _number(options: Options) -> int | None:
    """Return the number that is asked for, None for the list."""
    numbers = [number for number in (options.show, options.diff, options.restore) if number is not None]
    if len(numbers) > 1:
        raise UsageError("--show, --diff and --restore cannot be combined.", help="Use one of them.")
    if options.write and options.restore is None:
        raise UsageError("--write needs --restore.", help="See exam-tui history -h.")
    return numbers[0] if numbers else None


def _present(path: Path) -> bytes | None:
    """Return the file's bytes as they are now, None where it is gone."""
    try:
        return read_file(path).data
    except ReportNotFoundError:
        return None


def _list(path: Path, now: bytes | None, versions: list[Version], out: Output) -> ExitCode:
    rows = [
        (str(number), _when(version.time), *_facts(version.data), _why(version, now))
        for number, version in enumerate(versions, 1)
    ]
    if now is not None:
        rows.append(("now", "", *_facts(now), "the current file"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, when, size, answered, why in rows:
        first, second, third, fourth, _ = widths
        out.data(f"{number:>{first}}  {when:{second}}  {size:>{third}}  {answered:>{fourth}}  {why}")
    if not versions:
        out.talk(f"No versions of {path} are kept yet: they start when the editor opens it.")
    for file in damaged_recoveries(path):
        out.talk(f"Unsaved text could not be read and may be damaged: {file}")
    return ExitCode.CLEAN


def _facts(data: bytes) -> tuple[str, str]:
    """Return the size of a version, and how many of its questions are answered."""
    questions = Report.from_bytes(data).questions
    answered = sum(question.state != "unanswered" for question in questions)
    return f"{len(data):,} bytes", f"{answered} of {len(questions)} answered"


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _why(version: Version, now: bytes | None) -> str:
    return f"{KIND_WORDS[version.kind]}{' (the same as now)' if version.data == now else ''}"


def _restore(path: Path, now: bytes | None, number: int, version: Version, out: Output, *, is_asked: bool) -> ExitCode:
    if version.data == now:
        out.talk(f"{path} is already version {number}.")
        return ExitCode.CLEAN
    print_diff(str(path), now or b"", version.data, out)
    if not is_asked:
        out.talk(f"{path}: nothing written yet; --write writes it.")
        return ExitCode.ERRORS
    written = write_report(path, version.data, now, kind="restored", must_keep=True, done="restored")
    kept = "" if now is None else " The previous text is kept as a version."
    out.talk(f"{path}: {written.note or f'version {number} of {_when(version.time)} restored'}.{kept}")
    if holder_of(path) is not None:
        out.talk(f"{path} is open in an editor, which merges this change.")
    return ExitCode.CLEAN
