"""The words that the writers of a report may use without their being in a dictionary: those it has, and its repository.

A repository may be a stranger's: what is read of it is bounded, and no link is followed.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from exam_tui.core.report.report import Report
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.git.run import run_git
from exam_tui.proofread.prose import names_in
from exam_tui.storage.disk.repository_root import repository_root
from exam_tui.storage.disk.state_files import read_private

_WORD: Final = lazy_pattern(r"[^\W\d_]{2,60}")
_PARTS: Final = lazy_pattern(r"[A-ZÀ-ÖØ-Þ]?[^\W\d_A-ZÀ-ÖØ-Þ]+")
_PROJECT: Final = "pyproject.toml"
_LARGEST_PROJECT: Final = 100_000
_MOST_NAMES: Final = 2_000_000
"""Characters of the names that git has which are looked at."""
_MOST_WORDS: Final = 50_000


class ReportWords:
    """The words of one report as it is now, all in small letters.

    Attributes:
        template: those of its prompts and its checklist: they are spelt right.
        known: those, its headings, and every name in it: in code, links, files, identifiers.
        counts: how often its answers have each word.

    """

    def __init__(self, report: Report) -> None:
        tasks = (part for task in report.tasks for part in (task.group, task.text))
        prompts = (part for question in report.questions for part in (question.section, question.prompt))
        self.template = frozenset(single_words(" ".join((*tasks, *prompts))))
        answers = [question.answer for question in report.questions]
        names = (word for answer in answers for word in single_words(names_in(answer)))
        self.known = self.template.union(names)
        self.counts = Counter(word for answer in answers for word in single_words(answer))


def single_words(text: str) -> Iterator[str]:
    """Yield the words of a text in small letters, those that `camelCase` joins too."""
    for match in _WORD.finditer(text):
        yield match[0].casefold()
        parts = _PARTS.findall(match[0])
        if len(parts) > 1:
            yield from (part.casefold() for part in parts)


def repository_words(path: Path | None) -> frozenset[str]:
    """Return the words in what git calls the files of the repository around a report, and in its pyproject.toml.

    Asks git, which may take a moment. Raises nothing: what cannot be read has no words.
    """
    root = None if path is None else repository_root(path)
    if root is None:
        return frozenset()
    listed = (run_git(root, "ls-files", "-z") or b"")[:_MOST_NAMES].decode("utf-8", "replace")
    try:
        project = read_private(root / _PROJECT, _LARGEST_PROJECT).decode("utf-8", "replace")
    except (OSError, ValueError):
        project = ""
    found: set[str] = set()
    for word in single_words(f"{listed}\n{project}\n{root.name}"):
        found.add(word)
        if len(found) == _MOST_WORDS:
            break
    return frozenset(found)
