"""Who changed an answer last and when, and which answers the other side has otherwise: asked of git, read only.

One to four calls of git, each with a time-out: for a worker thread. Names are as the commits have them.
"""

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

from exam_tui.core.report.question_identity import QuestionKey, question_keys
from exam_tui.core.report.report import Report
from exam_tui.core.text.lines import is_blank
from exam_tui.errors import ExamTuiError
from exam_tui.git.log import file_history
from exam_tui.git.objects import present_blobs
from exam_tui.git.run import run_git
from exam_tui.git.status import FileState, file_state
from exam_tui.storage.disk.read import read_file
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.repository_root import repository_at, repository_root

_UPSTREAM: Final = "@{upstream}"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BLAME: Final = ("blame", "--porcelain", "--encoding=UTF-8", "--no-textconv")
_DIFF: Final = (
    *("-c", "diff.suppressBlankEmpty=false", "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"),
    *("--text", "--unified=1000000"),  # the whole file is the context
)
_LOG: Final = ("log", "--max-count=1", "--no-show-signature", "--encoding=UTF-8", "--format=%H%x00%at%x00%aN")


@dataclass(frozen=True, slots=True)
class Commit:
    """What is shown of a commit.

    Attributes:
        author: the name, raw: it passes `display()` where it is shown.
        when: when it was written, in UTC.
        id: its full name.

    """

    author: str
    when: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of an answer; `commit` is None where it is in no commit yet."""

    commit: Commit | None


@dataclass(frozen=True, slots=True)
class Other:
    """The other side's version of an answer: the last commit that changed it, and the branch that it is on."""

    commit: Commit
    ref: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a version of the file, and the commit that brought it, None where git was not to look so far back."""

    text: bytes
    commit: Commit | None


"""A question's number, and which of the questions with that number it is, from 0."""


def last_changes(path: Path, report: Report) -> dict[int, Change]:
    """Return the last change of each answer by the question's index in `report`, the present report.

    An answer that differs from the last commit's is in no commit yet; one that nobody has written is left out.
    {} where git knows nothing of the file, or says nothing. An answer that lost lines and got none counts as changed
    when the others were written: git keeps no note of lines that are gone.
    """
    folder, name = _place(path)
    repository = repository_at(folder)
    if repository is None:
        return {}
    # A shallow clone ascribes everything older to its oldest commit, which need not have changed it.
    is_shallow = (repository.common / "shallow").exists()
    lines = _blamed(folder, name, "HEAD", boundaries=not is_shallow)
    if lines is None and (oldest := _oldest_in_a_row(folder / name)):
        lines = _blamed(folder, name, f"{oldest}..HEAD", boundaries=False)
    if lines is None and file_state(path) is not FileState.UNTRACKED:
        return {}
    before = _report(lines or ())
    answers = _answers(before)
    commits = _commits(before, lines or ())
    changes: dict[int, Change] = {}
    for (key, answer), index in zip(_answers(report).items(), _indexes(report).values(), strict=True):
        if answer != answers.get(key, ""):
            changes[index] = Change(None)
        elif answer and key in commits:
            changes[index] = Change(commits[key])
    return changes


def other_side(path: Path, report: Report | None = None) -> dict[int, Other]:
    """Return, by question number, the answers that the other side changed and that differ from ours.

    The other side is the branch that the current one follows, as it was when it was last fetched: nothing is fetched
    here. `report` is ours as it is now, by default the file's. {} where nothing is followed, or git says nothing.
    """
    folder, name = _place(path)
    if repository_root(folder) is None:
        return {}
    ref = run_git(folder, "rev-parse", "--abbrev-ref", _UPSTREAM)
    # From where the two parted; most of the time nothing has happened there.
    diff = run_git(folder, *_DIFF, f"HEAD...{_UPSTREAM}", "--", name) if ref else None
    lines = _blamed(folder, name, f"HEAD..{_UPSTREAM}", boundaries=False) if diff else None
    if not ref or not diff or lines is None:
        return {}
    try:
        ours = _answers(report or Report.from_bytes(read_file(path).data))
    except ExamTuiError:
        return {}
    theirs, base = _report(lines), _answers(Report.from_bytes(_before(diff)))
    commits = _commits(theirs, lines)
    others: dict[int, Other] = {}
    for key, answer in _answers(theirs).items():
        if key.occurrence or answer in {base.get(key, ""), ours.get(key, "")}:
            continue
        commit = commits.get(key) or _latest(folder, name)  # lines that are gone have no commit
        if commit is not None:
            others[key.number] = Other(commit, os.fsdecode(ref).rstrip("\r\n"))
    return others


def change_words(change: Change, now: datetime, zone: tzinfo | None = None) -> str:
    """Return `changed 21:40 by Ana`, with the day where it is not today's; times are of `zone`, by default our own."""
    if change.commit is None:
        return "not committed yet"
    return _commit_words(change.commit, now, zone)


def other_words(other: Other, now: datetime, zone: tzinfo | None = None) -> str:
    """Return `origin/main has another version, changed 21:40 by Ana`; see `change_words`."""
    return f"{other.ref} has another version, {_commit_words(other.commit, now, zone)}"


def _commit_words(commit: Commit, now: datetime, zone: tzinfo | None) -> str:
    when, today = commit.when.astimezone(zone), now.astimezone(zone).date()
    if when.date() == today:
        day = f"{when:%H:%M}"
    elif when.date() == today - timedelta(days=1):
        day = f"yesterday {when:%H:%M}"
    else:
        year = f" {when.year}" if when.year != today.year else ""
        day = f"{when.day} {_MONTHS[when.month - 1]}{year}"
    return f"changed {day} by {commit.author or 'somebody'}"


def _place(path: Path) -> tuple[Path, str]:
    real = Path(real_path(path))
    return real.parent, real.name


def _report(lines: Iterable[_Line]) -> Report:
    return Report.from_bytes(b"\n".join(line.text for line in lines))


def _indexes(report: Report) -> dict[QuestionKey, int]:
    return {key: index for index, key in enumerate(question_keys(report))}


def _answers(report: Report) -> dict[QuestionKey, str]:
    return {key: report.questions[index].answer for key, index in _indexes(report).items()}


def _commits(report: Report, lines: Sequence[_Line]) -> dict[QuestionKey, Commit]:
    """Return the last commit in the lines of each answer. git's lines end at LF alone, the report's also at CR."""
    source, own = report.source, report.template.lines
    starts = [0, *(at + 1 for at, character in enumerate(source) if character == "\n")]
    commits: dict[QuestionKey, Commit] = {}
    for key, index in _indexes(report).items():
        found = [
            commit
            for line in report.template.questions[index].lines
            if not line.is_placeholder and not is_blank(line.text)
            if (commit := lines[bisect_right(starts, own.start(line.index)) - 1].commit) is not None
        ]
        if found:
            commits[key] = max(found, key=lambda commit: commit.when)
    return commits


def _blamed(folder: Path, name: str, revisions: str, *, boundaries: bool) -> list[_Line] | None:
    """Return the lines of a file in a revision, or in the last of a range; None where git says nothing.

    Without `boundaries`, lines of the oldest commit that git looked at, and older ones, have no commit.
    """
    printed = run_git(folder, *_BLAME, revisions, "--", name)
    if printed is None:
        return None
    commits: dict[bytes, Commit | None] = {}
    lines: list[_Line] = []
    facts: dict[bytes, bytes] = {}
    name_of_commit = b""
    for line in printed.split(b"\n"):
        if line.startswith(b"\t"):
            if name_of_commit not in commits:
                is_known = boundaries or b"boundary" not in facts
                commits[name_of_commit] = _commit(name_of_commit, facts) if is_known else None
            lines.append(_Line(line[1:], commits[name_of_commit]))
            name_of_commit, facts = b"", {}
        elif not name_of_commit:
            name_of_commit = line.partition(b" ")[0]
        else:
            key, _, value = line.partition(b" ")
            facts[key] = value
    return lines


def _oldest_in_a_row(path: Path) -> str:
    """Return the oldest commit from which on a partial clone has every content of a file; "" where it lacks none."""
    history = file_history(path)
    present = present_blobs(path.parent, [version.blob for version in history])
    here = [version.blob in present for version in history]
    if all(here) or not here[-1]:
        return ""
    return history[len(here) - here[::-1].index(False)].commit


def _commit(name: bytes, facts: dict[bytes, bytes]) -> Commit:
    author = facts.get(b"author", b"").decode("utf-8", "replace")
    try:
        when = datetime.fromtimestamp(int(facts.get(b"author-time", b"0")), UTC)
    except (ValueError, OverflowError, OSError):  # a time that was made up
        when = datetime.fromtimestamp(0, UTC)
    return Commit(author, when, name.decode("ascii", "replace"))


def _latest(folder: Path, name: str) -> Commit | None:
    """Return the last commit of the other side that changed the file."""
    printed = run_git(folder, *_LOG, f"HEAD..{_UPSTREAM}", "--", name)
    if not printed:
        return None
    commit, when, author = printed.rstrip(b"\n").split(b"\0", 2)
    return _commit(commit, {b"author": author, b"author-time": when})


def _before(diff: bytes) -> bytes:
    """Return the old side of a diff that has the whole file as its context; b"" for a file that is new."""
    return b"\n".join(line[1:] for line in _body(diff) if line[:1] in {b" ", b"-"})


def _body(diff: bytes) -> Iterator[bytes]:
    lines = iter(diff.split(b"\n"))
    for line in lines:
        if line.startswith(b"@@"):
            break
    yield from lines
