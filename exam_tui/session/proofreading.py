"""Proofreading one report: what is wrong in its English, which words its readers know, and what is to be ignored.

A text is read in a process of its own, which the first one starts: it has a limit of time, takes no turn from the
threads of whoever asks, and no text can end the editor through it.
"""

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

from exam_tui.core.report.report import Report
from exam_tui.errors import ProofreadError
from exam_tui.git.clone_lists import append_line
from exam_tui.git.run import run_git
from exam_tui.proofread import harper
from exam_tui.proofread.ignored_remarks import IgnoredRemarks
from exam_tui.proofread.remark import Remark, Remarks
from exam_tui.proofread.word_lists import GROUP_LIST, add_to_list, bare_word, own_list_path
from exam_tui.storage.disk.outputs import make_folder
from exam_tui.storage.disk.repository_root import repository_root

Where = Literal["me", "group"]
"""Whose list a word goes to: the user's own, or the one in the repository that the group shares."""

_MERGE_LINE: Final = f"{GROUP_LIST} merge=union"

GET_IT: Final = "Install it beside exam-tui: pip install harper-py, or pipx inject exam-tui harper-py."
"""How to get the library, a sentence."""


class Proofreader:
    """Proofreads the answers of one report; made once for an editor or a command.

    Making one is cheap: nothing is imported and no process is started before `remarks` is called.

    `remarks` blocks, for a second or two the first time and some ten milliseconds later: call it on a thread. It may be
    called from several; they take their turns. All else is quick and may be called anywhere.

    Attributes:
        problems: what is wrong with a list of words, a sentence each; known after the first `remarks`.

    """

    def __init__(self, path: Path | None, report: Report, *, english: str = "both") -> None:
        """`path` is the report's, None for one that is in no file; `english` as in the settings."""
        self.path = path
        self.english = english
        self.problems: tuple[str, ...] = ()
        self._lock = threading.Lock()
        self._report = report
        self._ignored = IgnoredRemarks(path)

    @staticmethod
    def available() -> bool:
        """Return whether the library is installed. Imports nothing."""
        return harper.is_installed()

    def start(self) -> None:
        """Start the process, so that the first text need not wait for it. Returns at once, raises nothing."""

    def stop(self) -> None:
        """End the process; a text that is being read is given up. Raises nothing."""

    def knows(self, report: Report) -> None:
        """Take the words that the report uses now for those of its writers: after a save, say."""
        self._report = report

    def remarks(self, text: str) -> Remarks:
        """Return what is wrong with an answer, without what is to be ignored in this report.

        Raises:
            ProofreadError: the library is not installed, fails, or takes too long. The next text may be another matter.

        """
        if not self.available():
            raise ProofreadError("Proofreading needs harper-py, which is not installed.", help=GET_IT)
        with self._lock:
            linter = harper.linter_for("british", ("SpellCheck", "RepeatedWords", "AnA", "PronounVerbAgreement"))
            found = [
                Remark(
                    raw.start,
                    raw.end,
                    "spelling" if raw.rule == "SpellCheck" else "grammar",
                    raw.message,
                    raw.replacements,
                    raw.rule,
                )
                for raw in linter.remarks(text)
            ]
        return Remarks(tuple(remark for remark in _apart(found) if not self._ignored.has(text, remark)))

    def add_word(self, word: str, where: Where = "me") -> str:
        """Add a word to a list of words that are right, and return what was done, in a sentence.

        The list stays sorted, one word a line; a word that it has already, in whatever case, is not added again.

        Raises:
            ProofreadError: the list is a link, too large, no text, or there is no repository for the group's.
            WriteError: it could not be written.

        """
        path = self.words_path(where)
        if path is None:
            raise ProofreadError(
                "The report is not in a git repository, so the group has no list.",
                help="Add the word to your own list.",
            )
        base = path.parent if where == "group" else None
        if where == "me":
            make_folder(path.parent)
        is_new = add_to_list(path, word, base)
        return f"{bare_word(word)} {'was added to' if is_new else 'is already in'} {path}."

    def words_path(self, where: Where) -> Path | None:
        """Return where a list of words is, whether it exists or not; None for the group's without a repository."""
        if where == "me":
            return own_list_path()
        root = None if self.path is None else repository_root(self.path)
        return None if root is None else root / GROUP_LIST

    def merge_hint(self) -> str | None:
        """Return the line for .gitattributes that lets git merge the group's words by itself.

        None where git has it already, or where there is no repository that git accepts. Asks git: call it on a thread.
        """
        path = self.words_path("group")
        printed = None if path is None else run_git(path.parent, "check-attr", "merge", "--", GROUP_LIST)
        return None if printed is None or printed.rstrip().endswith(b": union") else _MERGE_LINE

    def add_merge_hint(self) -> str:
        """Put that line into .gitattributes of the repository's root, and return what was done, in a sentence.

        Raises:
            ProofreadError: there is no repository.
            ExamTuiError: that file cannot be read, or could not be written.

        """
        path = self.words_path("group")
        if path is None:
            raise ProofreadError("The report is not in a git repository.")
        append_line(path.parent / ".gitattributes", _MERGE_LINE.encode("ascii"))
        return f"git now merges {GROUP_LIST} by itself: commit .gitattributes too."

    def ignore(self, text: str, remark: Remark) -> None:
        """Ignore a remark on `text` from now on, as long as its sentence stays the same; remembered for the report.

        Raises nothing: where the state folder cannot be written, it is ignored until the program ends.
        """
        self._ignored.add(text, remark)


def _apart(remarks: Iterable[Remark]) -> Iterable[Remark]:
    at = 0
    for remark in sorted(remarks):
        if remark.start >= at:
            yield remark
            at = remark.end
