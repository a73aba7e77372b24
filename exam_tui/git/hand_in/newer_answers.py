"""Answers on other branches that are not on this one, and were not overwritten on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from exam_tui.core.report.report import Report
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.git.branches import Branch
from exam_tui.git.hand_in.repository_state import RepositoryState
from exam_tui.git.objects import object_sizes, read_blobs
from exam_tui.git.run import run_git

_MOST_BRANCHES: Final = 8
"""Branches with a text of their own that are read, the latest first."""
_MOST_VERSIONS: Final = 15
"""Versions of the text here that are read, the latest first, to see what was once merged and overwritten since."""
_ENTRY: Final = lazy_pattern(rb"\x01(?P<time>[0-9]+)|:[0-7]{6} [0-7]{6} [0-9a-f]+ (?P<blob>[0-9a-f]+) [A-Z]")

Answers = dict[int, str]
"""Answers by the number of their question, with single spaces."""


@dataclass(frozen=True, slots=True)
class Newer:
    """A branch with newer text, the questions concerned, and when the report was last committed there."""

    branch: Branch
    questions: Sequence[int]
    time: int


def newer_texts(repo: RepositoryState, others: Sequence[Branch]) -> Iterator[Newer]:
    """Find the branches that hold answers which the last commit here lacks, each text once.

    An answer counts where the branch changed it since the two parted, and this side did not, or did so earlier. A text
    that was here at some time counts as merged.
    """
    if repo.head_data is None:
        return
    here = _Here(repo, repo.head_data)
    files = object_sizes(repo.root, [f"{branch.commit}:{repo.name}" for branch in others])
    texts: dict[str, Branch] = {}
    # A branch here is easier to merge than its twin at the remote, so it names them both.
    for branch, file in sorted(zip(others, files, strict=True), key=lambda pair: (pair[0].is_remote, -pair[0].time)):
        if file and file[0] != here.blob and file[0] not in here.blobs:
            texts.setdefault(file[0], branch)
    latest = sorted(texts.items(), key=lambda item: -item[1].time)[:_MOST_BRANCHES]
    for blob, branch in latest:
        newer = _compare(here, branch, blob)
        if newer:
            yield newer


class _Here:
    """The text of the last commit, and those before it as far as they are asked for."""

    def __init__(self, repo: RepositoryState, data: bytes) -> None:
        self.repo = repo
        self.blob = (repo.head or {})[repo.name].blob
        self.answers = _answers(data)

    @cached_property
    def blobs(self) -> dict[str, int]:
        """When each text that was here was committed, by its id, in seconds since 1970; the latest first."""
        log = ("log", "--full-history", "--raw", "-z", "--no-abbrev", "--no-color", "--format=%x01%ct", "HEAD")
        answer = run_git(self.repo.root, *log, "--", self.repo.name)
        found: dict[str, int] = {}
        time = 0
        for entry in _ENTRY.finditer(answer or b""):
            if entry["time"]:
                time = int(entry["time"])
            else:
                found.setdefault(entry["blob"].decode(), time)
        return found

    @cached_property
    def before(self) -> list[Answers]:
        """The latest texts that were here."""
        contents = read_blobs(self.repo.root, list(self.blobs)[:_MOST_VERSIONS])
        return [_answers(data) for data in contents if data]


def _compare(here: _Here, branch: Branch, blob: str) -> Newer | None:
    root, name = here.repo.root, here.repo.name
    fork = (run_git(root, "merge-base", "HEAD", branch.commit) or b"").decode().strip()
    base_blob = object_sizes(root, [f"{fork}:{name}"])[0] if fork else None
    if fork and base_blob is None and run_git(root, "ls-tree", "--full-tree", fork, "--", name):
        return None  # a partial clone lacks it: whose change it was cannot be told
    theirs_data, base_data = read_blobs(root, [blob, base_blob[0] if base_blob else blob])
    theirs, base = _answers(theirs_data), _answers(base_data) if base_blob else {}
    changed = [
        number
        for number, text in sorted(theirs.items())
        if text and text != base.get(number, "") and text not in here.answers.get(number, "")
    ]
    if not changed:
        return None
    last = run_git(root, "log", "-1", "--format=%ct", branch.commit, "--", name)
    time = int(last) if last else branch.time
    ours = next(iter(here.blobs.values()), 0)
    questions = [
        number
        for number in changed
        if (time >= ours or here.answers.get(number, "") == base.get(number, ""))
        and not any(text.get(number) == theirs[number] for text in here.before)
    ]
    return Newer(branch, questions, time) if questions else None


def _answers(data: bytes | None) -> Answers:
    questions = Report.from_bytes(data or b"").questions
    return {question.number: " ".join(question.answer.split()) for question in reversed(questions)}
