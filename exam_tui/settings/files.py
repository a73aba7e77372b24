"""The files that settings stand in: the user's own, and one of the project around the report."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from exam_tui.core.text.lines import split_lines
from exam_tui.errors import ExamTuiError, ReportNotFoundError, TooLargeError
from exam_tui.settings.settings_problem import SettingProblem, place
from exam_tui.storage.disk.read import read_file
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.repository_root import repository_root
from exam_tui.storage.disk.state_dir import config_path

USER_FILE: Final = "config.toml"
PROJECT_FILE: Final = ".exam-tui.toml"
PYPROJECT: Final = "pyproject.toml"
PYPROJECT_TABLE: Final = "tool.exam-tui"

_LONGEST: Final = 20_000
_MOST_DOTS: Final = 100
"""A file may come from a stranger: the standard reader takes time and memory by the square of a dotted key."""

_HEADER: Final = re.compile(r"[ \t]*\[(?P<more>\[?)(?P<table>[\w.\- \t\"']+)\]\]?[ \t]*(?:#.*)?")
_KEY: Final = re.compile(r"[ \t]*(?P<key>[\w.\-\"'][\w.\- \t\"']*)=")
_AT: Final = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, slots=True)
class Source:
    """Settings from one place.

    Attributes:
        name: the file's path, or what else it is called.
        values: what stands there, as TOML has it.
        is_own: whether it is the user's own doing, and may name programs.
        positions: line and column, from 1, of the settings and of the entries of tables, by their path.

    """

    name: str
    values: Mapping[str, Any]
    is_own: bool = True
    positions: Mapping[tuple[str, ...], tuple[int, int]] = field(default_factory=dict)

    def position(self, name: str, entry: str = "") -> tuple[int | None, int | None]:
        """Return line and column of a setting or of one entry of it; None where there is no file."""
        found = self.positions.get((name, entry)) or self.positions.get((name,))
        return found or (None, None)

    def place(self, name: str, entry: str = "") -> str:
        """Return the same as text, `file:line:column`."""
        return place(self.name, *self.position(name, entry))


def user_settings_path() -> Path:
    """Return the path of the user's own file, whether it exists or not."""
    return config_path(USER_FILE)


def user_source(problems: list[SettingProblem]) -> Source | None:
    """Return what stands in the user's own file; None where there is none, or it cannot be read: a problem."""
    path = user_settings_path()
    text = _text(path, problems)
    return None if text is None else _source(path, split_lines(text), problems, is_own=True)


def project_source(report_path: Path | None, problems: list[SettingProblem]) -> Source | None:
    """Return what stands in the project's file: the nearest from the report's folder up to the repository's root.

    In one folder `.exam-tui.toml` counts before the table of `pyproject.toml`; without a repository, folders are
    looked at up to the top.
    """
    for folder in _upward(report_path) if report_path else ():
        path = folder / PROJECT_FILE
        text = _text(path, problems)
        if text is not None:
            return _source(path, split_lines(text), problems)
        path = folder / PYPROJECT
        lines = _lines_of(PYPROJECT_TABLE, _text(path, []) or "")
        if lines:
            return _source(path, lines, problems, table=PYPROJECT_TABLE)
    return None


def _upward(report_path: Path) -> Iterator[Path]:
    here = Path(real_path(report_path)).parent
    root = repository_root(here)
    for folder in (here, *here.parents):
        yield folder
        if folder == root:
            return


def _text(path: Path, problems: list[SettingProblem]) -> str | None:
    """Return a file's text; None where there is none, or it cannot be read: a problem."""
    try:
        return read_file(path).data.decode("utf-8-sig")
    except ReportNotFoundError:
        return None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.append(SettingProblem(str(path), "The file is not UTF-8.", "Save it as UTF-8.", line, 1))
    except TooLargeError:
        problems.append(_too_large(path))
    except ExamTuiError as error:
        problems.append(SettingProblem(str(path), error.message.replace(str(path), "This")))
    return None


def _lines_of(table: str, text: str) -> list[str]:
    """Return a file's lines with all but one table and those below it left empty; [] where it has no such table."""
    if PYPROJECT_TABLE.rpartition(".")[2] not in text:
        return []
    wanted = _parts(table)
    lines: list[str] = []
    is_ours = False
    for line in split_lines(text):
        header = _HEADER.fullmatch(line)
        if header:
            is_ours = not header["more"] and _parts(header["table"])[: len(wanted)] == wanted
        lines.append(line if is_ours else "")
    return lines if any(lines) else []


def _source(
    path: Path, lines: list[str], problems: list[SettingProblem], *, is_own: bool = False, table: str = ""
) -> Source | None:
    """Return what a file's lines hold, in a table of it where one is named; None, and a problem, where it cannot be."""
    import tomllib  # noqa: PLC0415 - only where there is a file

    if sum(map(len, lines)) > _LONGEST or any(line.count(".") > _MOST_DOTS for line in lines):
        problems.append(_too_large(path))
        return None
    try:
        values: Mapping[str, Any] = tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError) as error:
        problems.append(_broken(path, lines, str(error)))
        return None
    base = _parts(table) if table else ()
    for part in base:
        values = values[part]
    return Source(str(path), values, is_own, _positions(lines, base))


def _too_large(path: Path) -> SettingProblem:
    return SettingProblem(str(path), "The file is too large for settings.", "None of it counts.")


def _broken(path: Path, lines: list[str], why: str) -> SettingProblem:
    at = _AT.search(why)
    if not at:
        return SettingProblem(str(path), f"The settings cannot be read: {why}.")
    line, column = (int(at[1]), int(at[2])) if at[1] else (len(lines), len(lines[-1]) + 1)
    return SettingProblem(
        str(path), f"This is not TOML: {why[: at.start()]}.", "None of its settings counts.", line, column
    )


def _positions(lines: list[str], base: tuple[str, ...]) -> dict[tuple[str, ...], tuple[int, int]]:
    """Return where each key and table stands, by its path from a table on."""
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    here: tuple[str, ...] = ()
    for number, line in enumerate(lines, 1):
        if header := _HEADER.fullmatch(line):
            path = here = _parts(header["table"])
        elif key := _KEY.match(line):
            path = (*here, *_parts(key["key"]))
        else:
            continue
        place = number, len(line) - len(line.lstrip()) + 1
        for length in range(len(base) + 1, len(path) + 1):
            found.setdefault(path[len(base) : length], place)
    return found


def _parts(name: str) -> tuple[str, ...]:
    """Return the parts of a dotted key."""
    return tuple(part.strip(" \t\"'") for part in name.split("."))
