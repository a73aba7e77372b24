"""The library that reads English: the one module that knows it. It is young, and another could take its place."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Final, Literal, NamedTuple, Protocol

English = Literal["british", "american"]

_PACKAGE: Final = "harper"
_ENGLISH: Final[Mapping[English, str]] = {"british": "BRITISH", "american": "AMERICAN"}


class _Kind(Protocol):
    @property
    def name(self) -> str: ...


class _Suggestion(Protocol):
    @property
    def kind(self) -> _Kind: ...
    @property
    def replacement_text(self) -> str: ...


class _Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class _Lint(Protocol):
    @property
    def span(self) -> _Span: ...
    @property
    def message(self) -> str: ...
    @property
    def suggestions(self) -> Sequence[_Suggestion]: ...


class _Linter(Protocol):
    """What we use of the library's class: types are checked where it is not installed, too."""

    def get_default_lint_config(self) -> Mapping[str, bool]: ...
    def set_lint_config(self, config: dict[str, bool | None], /) -> None: ...
    def import_words(self, words: list[str], /) -> None: ...
    def organized_lints(self, text: str, /) -> Mapping[str, Sequence[_Lint]]: ...
    def is_likely_english(self, text: str, /) -> bool: ...


_MOST_REMEMBERED: Final = 50_000


class RawRemark(NamedTuple):
    """What the library says, as it says it: positions in code points of the text given."""

    start: int
    end: int
    rule: str
    message: str
    replacements: tuple[str, ...]


def is_installed() -> bool:
    """Return whether the library is there. It is not imported for that."""
    try:
        return find_spec(_PACKAGE) is not None
    except (ImportError, ValueError):
        return False


@functools.cache
def linter_for(english: English, rules: tuple[str, ...], words: tuple[str, ...]) -> "EnglishLinter":
    """Return the linter for one English with these rules alone, which knows these words too.

    The first one takes about a second to make.
    """
    return EnglishLinter(english, rules, words)


class EnglishLinter:
    """Finds mistakes. Not to be shared between threads: the library refuses a call while another is running.

    Words of absurd length end the whole process, as they make the library ask for more memory than there is: callers
    keep them from it (`prose.py`), and run it in a process of its own.
    """

    def __init__(self, english: English, rules: Iterable[str], words: Iterable[str]) -> None:
        self._known: dict[str, bool] = {}
        library = import_module(_PACKAGE)  # an extra, and a second or two: not before it is wanted
        self._linter: _Linter = library.Linter(getattr(library.Dialect, _ENGLISH[english]))
        kept = frozenset(rules)
        self._linter.set_lint_config({name: name in kept for name in self._linter.get_default_lint_config()})
        self._linter.import_words(list(dict.fromkeys(form for word in words for form in (word, word.lower()))))

    def remarks(self, text: str) -> Iterator[RawRemark]:
        """Yield the mistakes in a text of Markdown, rule by rule."""
        for rule, lints in self._linter.organized_lints(text).items():
            for lint in lints:
                span = lint.span
                yield RawRemark(span.start, span.end, rule, lint.message, tuple(_replacements(text, lint)))

    def knows(self, word: str) -> bool:
        """Return whether a word is right in this English. An answer is remembered: it may take milliseconds."""
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        if word not in self._known:
            self._known[word] = not any(self._linter.organized_lints(word).values())
        return self._known[word]

    def is_english(self, text: str) -> bool:
        """Return whether a text is likely to be English."""
        return self._linter.is_likely_english(text)


def _replacements(text: str, lint: _Lint) -> Iterator[str]:
    """Yield what each suggestion would put in the place of the span, "" for nothing."""
    here = text[lint.span.start : lint.span.end]
    for suggestion in lint.suggestions:
        kind = suggestion.kind.name
        if kind == "REMOVE":
            yield ""
        else:
            yield here * kind.startswith("INSERT") + suggestion.replacement_text
