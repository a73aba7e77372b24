"""Proofreading one report: what is wrong in its English, which words its readers know, and what is to be ignored."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

from exam_tui.core.report.report import Report
from exam_tui.errors import ExamTuiError, ProofreadError
from exam_tui.git.clone_lists import append_line
from exam_tui.git.run import run_git
from exam_tui.proofread import harper
from exam_tui.proofread.ignored_remarks import IgnoredRemarks
from exam_tui.proofread.proofread_process import ProofreadProcess
from exam_tui.proofread.remark import Remark, Remarks
from exam_tui.proofread.spelling import letters_apart
from exam_tui.proofread.word_lists import GROUP_LIST, add_to_list, bare_word, own_list_path, read_list
from exam_tui.session.report_words import ReportWords, repository_words, single_words
from exam_tui.storage.disk.outputs import make_folder
from exam_tui.storage.disk.repository_root import repository_root

Where = Literal["me", "group"]
"""Whose list a word goes to: the user's own, or the one in the repository that the group shares."""

GET_IT: Final = "Install it beside exam-tui: pip install harper-py, or pipx inject exam-tui harper-py."
"""How to get the library, a sentence."""
_MISSING: Final = "Proofreading needs harper-py, which is not installed."
NEEDED: Final = f"{_MISSING} {GET_IT}"
LONGEST: Final = 50_000
"""Characters of an answer that are read."""
READER: Final = ProofreadProcess()
"""The process that reads for this one."""
_MERGE_LINE: Final = f"{GROUP_LIST} merge=union"
_FAR: Final = 2
"""Letters in which a word may differ from one of the template that is meant."""
_MOST: Final = 5
"""Words that are offered."""
_USUAL: Final = 3
"""An unknown word that the answers have so often, and that is like none that is known, is a name."""


class Proofreader:
    """Proofreads the answers of one report; made once for an editor or a command.

    Making one is cheap: nothing is imported and no process is started before `start` or `remarks` is called. Texts are
    read in a process of its own, as pages are made: it takes no turn from the threads here, and no text can end the
    editor or hold it up. It is shared by all proofreaders, which may be used from several threads.

    `remarks` waits for it, a second or two the first time and some ten milliseconds later: call it on a thread. So may
    `merge_hint`. All else is quick and may be called anywhere.

    Attributes:
        path: where the report is, None for one that is in no file.
        english: the English that counts as right, as in the settings.
        problems: what is wrong with a list of words, a sentence each; known after the first `remarks`.

    """

    def __init__(self, path: Path | None, report: Report, *, english: str = "both") -> None:
        """`path` is the report's, None for one that is in no file; `english` as in the settings."""
        self.path = path
        self.english = english
        self.problems: tuple[str, ...] = ()
        self._report = report.copy()
        self._words: ReportWords | None = None
        self._repository: frozenset[str] | None = None
        self._ignored = IgnoredRemarks(path)

    @staticmethod
    def available() -> bool:
        """Return whether the library is installed. Imports nothing."""
        return harper.is_installed()

    def start(self) -> None:
        """Start the process, so that the first text need not wait for it. Returns at once, raises nothing."""
        start_reader()

    def stop(self) -> None:
        """End the process; a text that is being read is given up. Raises nothing."""
        READER.stop()

    def knows(self, report: Report) -> None:
        """Take the words that the report uses now for those of its writers: after a save, say."""
        self._report = report.copy()
        self._words = None

    def remarks(self, text: str) -> Remarks:
        """Return what is wrong with an answer, without what is to be ignored in this report.

        Raises:
            ProofreadError: the library is not installed, fails, or takes too long. The next text may be another matter.

        """
        if not self.available():
            raise ProofreadError(_MISSING, help=GET_IT)
        read = text if len(text) <= LONGEST else text[: max(text.rfind("\n", 0, LONGEST), 0) or LONGEST]
        found = READER.read(read, self.english)
        words = self._words
        if words is None:
            words = self._words = ReportWords(self._report)
        if self._repository is None:
            self._repository = repository_words(self.path)
        known = (words.known, self._repository, self._listed())
        kept = (
            _with_meant(remark, text, words.template)
            for remark in found.remarks
            if not self._is_right(remark, text, words, known) and not self._ignored.has(text, remark)
        )
        return Remarks(tuple(kept), found.language_note, len(read) < len(text))

    def _is_right(self, remark: Remark, text: str, words: ReportWords, known: Iterable[frozenset[str]]) -> bool:
        """Return whether the word of a remark is one of the writers' own."""
        if remark.kind != "spelling":
            return False
        word = bare_word(text[remark.start : remark.end]).casefold()
        is_usual = words.counts[word] >= _USUAL and letters_apart(word, remark.replacements[0]) > 1
        return is_usual or any(word in some for some in known)

    def _listed(self) -> frozenset[str]:
        """Return the words of both lists, and note what is wrong with them."""
        found: set[str] = set()
        problems: list[str] = []
        for path, base in ((self.words_path("me"), None), (self.words_path("group"), self._root())):
            try:
                found.update(single_words("\n".join(read_list(path, base)))) if path is not None else None
            except ExamTuiError as error:
                problems.append(str(error))
        self.problems = tuple(problems)
        return frozenset(found)

    def _root(self) -> Path | None:
        return None if self.path is None else repository_root(self.path)

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
        if where == "me":
            make_folder(path.parent)
        is_new = add_to_list(path, word, self._root() if where == "group" else None)
        return f"{bare_word(word)} {'was added to' if is_new else 'is already in'} {path}."

    def words_path(self, where: Where) -> Path | None:
        """Return where a list of words is, whether it exists or not; None for the group's without a repository."""
        if where == "me":
            return own_list_path()
        root = self._root()
        return None if root is None else root / GROUP_LIST

    def merge_hint(self) -> str | None:
        """Return the line for .gitattributes that lets git merge the group's words by itself.

        None where git has it already, or where there is no repository that git accepts. Asks git: call it on a thread.
        """
        root = self._root()
        printed = None if root is None else run_git(root, "check-attr", "merge", "--", GROUP_LIST)
        return None if printed is None or printed.rstrip().endswith(b": union") else _MERGE_LINE

    def add_merge_hint(self) -> str:
        """Put that line into .gitattributes of the repository's root, and return what was done, in a sentence.

        Raises:
            ProofreadError: there is no repository.
            ExamTuiError: that file cannot be read, or could not be written.

        """
        root = self._root()
        if root is None:
            raise ProofreadError("The report is not in a git repository.")
        append_line(root / ".gitattributes", _MERGE_LINE.encode("ascii"))
        return f"git now merges {GROUP_LIST} by itself: commit .gitattributes too."

    def ignore(self, text: str, remark: Remark) -> None:
        """Ignore a remark on `text` from now on, as long as its sentence stays the same; remembered for the report.

        Raises nothing: where the state folder cannot be written, it is ignored until the program ends.
        """
        self._ignored.add(text, remark)


def start_reader() -> None:
    """Start the process that reads, where the library is installed. Returns at once, raises nothing."""
    if harper.is_installed():
        READER.start()


def _with_meant(remark: Remark, text: str, template: frozenset[str]) -> Remark:
    """Return a remark that offers words of the template too: first those that are only a letter away."""
    word = text[remark.start : remark.end].lower()
    if remark.kind != "spelling" or letters_apart(word, remark.replacements[0]) == 0:
        return remark
    likely = (near for near in template if near[0] == word[0] and abs(len(near) - len(word)) <= _FAR)
    meant = sorted((letters_apart(word, near), near) for near in likely)
    if text[remark.start].isupper():
        meant = [(far, near.capitalize()) for far, near in meant]
    nearest = (near for far, near in meant if far == 1)
    others = (near for far, near in meant if 1 < far <= _FAR)
    offered = dict.fromkeys((*nearest, *remark.replacements, *others))
    return remark._replace(replacements=tuple(offered)[:_MOST])
