"""`exam-tui merge BASE OURS THEIRS`: two versions of a report merged question by question, by hand or by git."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from exam_tui.cli.command_line import Options, UsageError
from exam_tui.cli.counted import number_of
from exam_tui.cli.output import STDOUT, ExitCode, Output
from exam_tui.core.merge.reports import Markers, Merged, merge_reports
from exam_tui.core.text.words import questions_of
from exam_tui.errors import TooLargeError
from exam_tui.storage.disk.outputs import write_output
from exam_tui.storage.disk.read import Snapshot, read_file, too_large_to_open
from exam_tui.storage.disk.write import write_file

_FILES: Final = range(3, 6)
_LONGEST_MARKER: Final = 1_000
# git before 2.45 does not know these and leaves them as they are.
_IS_UNNAMED: Final = "%X"
_NO_NAMES: Final = frozenset({"", _IS_UNNAMED, "%S", "%Y"})


def run(options: Options, files: list[str], out: Output) -> ExitCode:
    """Merge, or set git up for it, and return the exit code.

    Raises:
        UsageError: the arguments make no sense.
        ExamTuiError: a file cannot be read or written, or git refuses.

    """
    if options.install or options.uninstall:
        from exam_tui.cli.merge.merge_install import set_up, take_back  # noqa: PLC0415 - git is not asked in a merge

        if options.install and options.uninstall:
            raise UsageError("--install and --uninstall cannot be combined.")
        return set_up(files, out, yes=options.yes) if options.install else take_back(files, out)
    if len(files) not in _FILES:
        raise UsageError("merge needs three files: BASE OURS THEIRS.", help="See exam-tui merge -h.")
    size, name = files[3:] + ["7", files[1]][len(files) - 3 :]
    labels = options.label
    markers = _markers(labels, options.marker_size or size)
    base = b"" if files[0] == os.devnull else _read(Path(files[0])).data  # what git itself names where there is none
    ours, theirs = (_read(Path(file)) for file in files[1:3])
    merged = merge_reports(base, ours.data, theirs.data, markers)
    if merged.conflicts and _IS_UNNAMED in labels:
        merged = merge_reports(base, ours.data, theirs.data, _named(markers))
    if options.output == STDOUT:
        out.file(merged.data)
    elif options.output is not None:
        write_output(Path(options.output), merged.data)
    elif merged.data != ours.data:
        write_file(ours.path, merged.data, expected=ours.fingerprint)
    _tell(name, merged, out)
    return ExitCode.ERRORS if merged.conflicts else ExitCode.CLEAN


def _markers(labels: Sequence[str], size: str) -> Markers:
    if len(labels) > 3:  # noqa: PLR2004 - one for each file
        raise UsageError("At most three names: for OURS, BASE and THEIRS.")
    number = int(size) if size.isascii() and size.isdecimal() and len(size) <= len(str(_LONGEST_MARKER)) else 0
    if not 0 < number <= _LONGEST_MARKER:
        raise UsageError(f"The markers' size must be from 1 to {_LONGEST_MARKER}.")
    ours, _, theirs = [*labels, "", "", ""][:3]
    return Markers("ours" if ours in _NO_NAMES else ours, "theirs" if theirs in _NO_NAMES else theirs, number)


def _named(markers: Markers) -> Markers:
    """Return the markers with the names that git itself has for both sides, where it runs us and tells none."""
    from exam_tui.git.merging.sides import side_names  # noqa: PLC0415 - git is asked only where there is a conflict

    ours, theirs = side_names(Path())
    return markers._replace(ours=ours or markers.ours, theirs=theirs or markers.theirs)


def _read(path: Path) -> Snapshot:
    """Return the content of one side.

    Raises:
        ExamTuiError: it cannot be read, or is too large for a report.

    """
    snapshot = read_file(path)
    if too_large_to_open(snapshot.data):
        raise TooLargeError(f"{path} has too many lines for a report.", help="Check that it is the right file.")
    return snapshot


def _tell(name: str, merged: Merged, out: Output) -> None:
    """Say in one line what became of it, and in one more each what somebody may want to know."""
    said = [] if merged.by_question else ["merged line by line, not question by question"]
    if merged.taken:
        said.append(f"{questions_of(merged.taken)} merged")
    numbers = list(dict.fromkeys(conflict.number for conflict in merged.conflicts))
    if questions := [number for number in numbers if number is not None]:
        said.append(f"{questions_of(questions)} {'has a conflict' if len(questions) == 1 else 'have conflicts'}")
    if others := sum(conflict.number is None for conflict in merged.conflicts):
        where = " outside the answers" if merged.by_question else ""
        said.append(f"{number_of(others, 'conflict')}{where}")
    out.talk(f"{name}: {', '.join(said) or 'merged'}.")
    for note in merged.notes:
        out.talk(f"{name}: {note}.")
