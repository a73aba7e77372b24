"""Which lines of a text are the template's though they are broken otherwise: only the hashes of its lines are known."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from zlib import crc32

from exam_tui.core.template.regions import plain_line

# No line of a template has as many words. The work grows with the words times this.
_MOST_WORDS = 40
# More words than these are not a paragraph of a template.
_LARGEST = 4000


def unknown_lines(texts: Sequence[str], known: Collection[str]) -> set[int]:
    """Return the places of the lines that hold words of no known line, `known` by their hashes.

    A run of lines that are not known may be known ones that are broken elsewhere.
    """
    keys = [plain_line(text) for text in texts]
    found = {at for at, key in enumerate(keys) if f"{crc32(_bytes(key)):08x}" not in known}
    unknown: set[int] = set()
    for run in _runs(sorted(found), keys):
        unknown.update(_without_a_place(run, keys, known))
    return unknown


def differing(ours: Sequence[str], theirs: Sequence[str]) -> tuple[range, range]:
    """Return the lines of two stretches that differ however they are broken: none where the words are the same.

    Where only one has words more, the line of the other where they would stand is one of them.
    """
    words, others = (
        [(at, word) for at, text in enumerate(texts) for word in plain_line(text).removeprefix("> ").split()]
        for texts in (ours, theirs)
    )
    quoted, others_quoted = ({plain_line(text).startswith("> ") for text in texts} for texts in (ours, theirs))
    if quoted != others_quoted:
        return range(len(ours)), range(len(theirs))
    first = 0
    while first < min(len(words), len(others)) and words[first][1] == others[first][1]:
        first += 1
    last = 0
    while last < min(len(words), len(others)) - first and words[-1 - last][1] == others[-1 - last][1]:
        last += 1
    if first == len(words) == len(others):
        return range(0), range(0)
    return _lines_of(words, first, len(words) - last), _lines_of(others, first, len(others) - last)


def _lines_of(words: Sequence[tuple[int, str]], first: int, end: int) -> range:
    if first == end:
        first, end = max(first - 1, 0), max(first, 1)
    return range(words[first][0], words[end - 1][0] + 1)


def _runs(found: Sequence[int], keys: Sequence[str]) -> Iterator[list[int]]:
    """Yield the places that stand side by side, in a quote or outside."""
    for _, run in groupby(enumerate(found), lambda entry: (entry[1] - entry[0], keys[entry[1]].startswith("> "))):
        yield [at for _, at in run]


def _without_a_place(run: Sequence[int], keys: Sequence[str], known: Collection[str]) -> Iterator[int]:
    """Yield the lines of a run with a word that stays over where as many as can be are put together to known lines."""
    mark = "> " if keys[run[0]].startswith("> ") else ""
    words = [(at, word) for at in run for word in keys[at].removeprefix(mark).split()]
    if len(words) > _LARGEST:
        yield from run
        return
    # For each number of words from the end on: how many stay over at least, and how many words the first line takes.
    over, takes = [0] * (len(words) + 1), [0] * (len(words) + 1)
    for start in range(len(words) - 1, -1, -1):
        over[start] = over[start + 1] + 1
        value = crc32(_bytes(mark))
        for end in range(start, min(start + _MOST_WORDS, len(words))):
            value = crc32(_bytes(words[end][1] if end == start else f" {words[end][1]}"), value)
            if over[end + 1] < over[start] and f"{value:08x}" in known:
                over[start], takes[start] = over[end + 1], end + 1 - start
    at = 0
    while at < len(words):
        if not takes[at]:
            yield words[at][0]
        at += takes[at] or 1


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
