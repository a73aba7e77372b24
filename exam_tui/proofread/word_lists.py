"""Lists of words that are right: the user's own, and the one in a repository that the group shares.

One word a line, sorted; in whatever case, a word counts in every case. A repository may be a stranger's: a list that is
a link, large or no text is refused in a sentence.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from exam_tui.core.text.lines import split_lines
from exam_tui.errors import ProofreadError
from exam_tui.storage.disk.os_errors import cause
from exam_tui.storage.disk.outputs import refuse_links, write_output
from exam_tui.storage.disk.read import MISSING, fingerprint
from exam_tui.storage.disk.state_dir import config_path
from exam_tui.storage.disk.state_files import read_private

GROUP_LIST: Final = ".exam-tui.words"
"""The name of the group's list, in the root of its repository."""
_OWN_LIST: Final = "words.txt"
_LARGEST: Final = 100_000
"""Bytes of a list."""
LONGEST_WORD: Final = 60
"""Characters of a word that a list takes."""
_POSSESSIVES: Final = ("'s", "’s")


def own_list_path() -> Path:
    """Return the path of the user's own list, whether it exists or not."""
    return config_path(_OWN_LIST)


def read_list(path: Path, base: Path | None = None) -> tuple[str, ...]:
    """Return the lines of a list that are not empty; () where there is none.

    Raises:
        ProofreadError: it is a link or no regular file, above 100 kB, not UTF-8, or cannot be read.

    """
    return tuple(line.strip() for line in split_lines(_read(path, base)[0]) if line.strip())


def add_to_list(path: Path, word: str, base: Path | None = None) -> bool:
    """Add a word to a list, which is sorted then; return whether it was new. No link from `base` on is followed.

    Raises:
        ProofreadError: as for `read_list`, or this is no single word, or the list would become too large.
        WriteError: it could not be written.

    """
    bare = bare_word(word)
    if not bare or len(bare) > LONGEST_WORD or len(bare.split()) != 1 or not any(map(str.isalpha, bare)):
        raise ProofreadError("Not a word that can be added.")
    text, expected = _read(path, base)
    lines = [line.strip() for line in split_lines(text) if line.strip()]
    if bare.casefold() in map(str.casefold, lines):
        return False
    try:
        data = "".join(f"{line}\n" for line in sorted_words([*lines, bare])).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ProofreadError("Not a word that can be added.") from error
    if len(data) > _LARGEST:
        raise _too_large(path)
    write_output(path, data, expected=expected, base=base)
    return True


def bare_word(word: str) -> str:
    """Return a word without the `'s` at its end."""
    word = word.strip()
    return next((word.removesuffix(end) for end in _POSSESSIVES if word.endswith(end)), word)


def sorted_words(words: Iterable[str]) -> list[str]:
    """Return words in the order of a list, each once in whatever case."""
    once: dict[str, str] = {}
    for word in words:
        once.setdefault(word.casefold(), word)
    return [once[folded] for folded in sorted(once)]


def _read(path: Path, base: Path | None) -> tuple[str, str]:
    """Return the text of a list, and the fingerprint of its file as `write_output` takes it."""
    refuse_links(path, base=base)
    try:
        data = read_private(path, _LARGEST)
    except FileNotFoundError:
        return "", MISSING
    except OSError as error:
        raise ProofreadError(f"{path} cannot be read: {cause(error)}.") from error
    except ValueError as error:
        raise _refusal(path) from error
    try:
        return data.decode("utf-8-sig"), fingerprint(data)
    except UnicodeDecodeError as error:
        raise ProofreadError(f"{path} is not UTF-8, so its words are ignored.", help="Save it as UTF-8.") from error


def _refusal(path: Path) -> ProofreadError:
    try:
        is_large = path.stat(follow_symlinks=False).st_size > _LARGEST
    except (OSError, ValueError):
        is_large = False
    return _too_large(path) if is_large else ProofreadError(f"{path} is not a regular file, so its words are ignored.")


def _too_large(path: Path) -> ProofreadError:
    return ProofreadError(
        f"{path} would be larger than 100 kB, too large for a list of words.",
        help="Remove words that the report does not use.",
    )
