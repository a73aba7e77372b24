"""The files that hold settings: the user's own, and the one of the project around the report."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from exam_tui.core.text.lines import split_lines
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.errors import ExamTuiError, ReportNotFoundError, TooLargeError
from exam_tui.storage.disk.read import read_file
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.repository_root import repository_root
from exam_tui.storage.disk.state_dir import config_path

_LONGEST: Final = 20_000
_MOST_DOTS: Final = 100
"""A file may come from a stranger: the standard reader takes time and memory by the square of a dotted key."""

_HEADER: Final = lazy_pattern(r"[ \t]*\[(?P<more>\[?)(?P<table>[\w.\- \t\"']+)\]\]?[ \t]*(?:#.*)?")
_KEY: Final = lazy_pattern(r"[ \t]*(?P<key>[\w.\-\"'][\w.\- \t\"']*)=")
_AT: Final = lazy_pattern(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")

_Path = tuple[str, ...]
_TABLE: Final[_Path] = ("tool", "exam-tui")
"""Where the settings are in a pyproject.toml."""


class SettingProblem(NamedTuple):
    """A setting, or a file of settings, that cannot be taken."""

    place: str
    """`file:line:column`, from 1, columns in code points; or the file alone, the variable, the command line."""
    message: str
    """What is wrong."""
    help: str = ""
    """What to do about it."""

    def __str__(self) -> str:
        """One line: place, message, remedy."""
        return f"{self.place}: {self.message} {self.help}".rstrip()


class Origin(NamedTuple):
    """Settings from one place.

    Attributes:
        name: the file's path, or what else it is called.
        values: the settings, as TOML has them.
        is_own: whether it is the user's own doing, and may name programs.
        positions: `line:column`, from 1, of the settings and of the entries of tables, by their path; none without a
            file.

    """

    name: str
    values: Mapping[str, Any]
    is_own: bool = True
    positions: Mapping[_Path, str] = MappingProxyType({})

    def place(self, *path: str) -> str:
        """Return where a setting, or an entry of one, is set: `file:line:column`, as `check` prints it."""
        position = self.positions.get(path) or self.positions.get(path[:1])
        return f"{self.name}:{position}" if position else self.name


def user_settings_path() -> Path:
    """Return the path of the user's own file, whether it exists or not."""
    return config_path("config.toml")


def user_origin(problems: list[SettingProblem]) -> Origin | None:
    """Return the settings of the user's own file, None where there is none; what is wrong with it is a problem."""
    return _origin(user_settings_path(), problems, is_own=True)


def project_origin(report_path: Path | None, problems: list[SettingProblem]) -> Origin | None:
    """Return the settings of the project's file: the nearest from the report's folder up to the repository's root.

    In one folder `.exam-tui.toml` counts before the table of `pyproject.toml`; without a repository, folders are
    looked at up to the top.
    """
    for folder in _upward(report_path) if report_path else ():
        found = _origin(folder / ".exam-tui.toml", problems) or _origin(folder / "pyproject.toml", problems, _TABLE)
        if found:
            return found
    return None


def _upward(report_path: Path) -> Iterator[Path]:
    here = Path(real_path(report_path)).parent
    root = repository_root(here)
    for folder in (here, *here.parents):
        yield folder
        if folder == root:
            return


def _origin(path: Path, problems: list[SettingProblem], table: _Path = (), *, is_own: bool = False) -> Origin | None:
    """Return the settings of a file, or of a table in it; None where there is no such file or table, or it is not text.

    Where the settings cannot be read, none of them counts. What is wrong is a problem, but for text that is not ours.
    """
    try:
        lines = split_lines(read_file(path).data.decode("utf-8-sig"))
    except (ExamTuiError, UnicodeDecodeError) as error:
        if not table and not isinstance(error, ReportNotFoundError):
            problems.append(_unreadable(path, error))
        return None
    if table and not any(lines := _lines_of(table, lines)):
        return None
    values: Mapping[str, Any] = {}
    if sum(map(len, lines)) > _LONGEST or any(line.count(".") > _MOST_DOTS for line in lines):
        problems.append(_too_large(path))
    else:
        import tomllib  # noqa: PLC0415 - only where there is a file

        try:
            values = tomllib.loads("\n".join(lines))
        except (ValueError, RecursionError) as error:
            problems.append(_broken(path, lines, str(error)))
    for part in table if values else ():
        values = values[part]
    return Origin(str(path), values, is_own, _positions(lines, table) if values else {})


def _lines_of(table: _Path, lines: Sequence[str]) -> list[str]:
    """Return lines with all but one table, and those below it, left empty."""
    kept: list[str] = []
    is_ours = False
    for line in lines:
        if header := _HEADER.fullmatch(line):
            is_ours = not header["more"] and _parts(header["table"])[: len(table)] == table
        kept.append(line if is_ours else "")
    return kept


def _unreadable(path: Path, error: ExamTuiError | UnicodeDecodeError) -> SettingProblem:
    if isinstance(error, TooLargeError):
        return _too_large(path)
    if isinstance(error, ExamTuiError):
        return SettingProblem(str(path), error.message.replace(str(path), "This"))
    line = error.object.count(b"\n", 0, error.start) + 1
    return SettingProblem(f"{path}:{line}:1", "The file is not UTF-8.", "Save it as UTF-8.")


def _too_large(path: Path) -> SettingProblem:
    return SettingProblem(str(path), "The file is too large for settings.", "The whole file is ignored.")


def _broken(path: Path, lines: list[str], why: str) -> SettingProblem:
    at = _AT.search(why)
    if not at:
        return SettingProblem(str(path), f"The settings cannot be read: {why}.")
    position = f"{at[1]}:{at[2]}" if at[1] else f"{len(lines)}:{len(lines[-1]) + 1}"
    return SettingProblem(f"{path}:{position}", f"This is not TOML: {why[: at.start()]}.", "The whole file is ignored.")


def _positions(lines: list[str], base: _Path) -> dict[_Path, str]:
    """Return where each key and table below the table `base` begins, as `Origin.positions` has it."""
    found: dict[_Path, str] = {}
    table: _Path = ()
    for number, line in enumerate(lines, 1):
        if header := _HEADER.fullmatch(line):
            path = table = _parts(header["table"])
        elif key := _KEY.match(line):
            path = (*table, *_parts(key["key"]))
        else:
            continue
        for length in range(len(base) + 1, len(path) + 1):
            found.setdefault(path[len(base) : length], f"{number}:{len(line) - len(line.lstrip()) + 1}")
    return found


def _parts(name: str) -> _Path:
    """Return the parts of a dotted key."""
    return tuple(part.strip(" \t\"'") for part in name.split("."))
