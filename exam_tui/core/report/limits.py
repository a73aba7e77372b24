"""Limits: how many words or images an answer may have, and how that is said. `limit_wording` reads them."""

from typing import NamedTuple

from exam_tui.core.text.words import plural


class Limit(NamedTuple):
    """A minimum and a maximum, both included; or a target, which no answer fails.

    Attributes:
        min: the fewest; 0 where there is no minimum.
        max: the most; None where there is no maximum.
        target: the number that an answer should come near to; None where there is a limit instead.

    """

    min: int = 0
    max: int | None = None
    target: int | None = None

    def allows(self, count: int) -> bool:
        """Return whether a count lies inside."""
        return not self.missing(count) and not self.excess(count)

    def missing(self, count: int) -> int:
        """Return how many a count lacks."""
        return max(self.min - count, 0)

    def excess(self, count: int) -> int:
        """Return how many a count has too many."""
        return 0 if self.max is None else max(count - self.max, 0)

    @property
    def full(self) -> int:
        """The count that fills a bar: the target, the maximum, or the minimum where there is no maximum."""
        return next(number for number in (self.target, self.max, self.min) if number is not None)

    def __str__(self) -> str:
        """`200–300`, `100+`, `up to 250`, `exactly 1` or `about 300`."""
        if self.target is not None:
            return f"about {self.target}"
        if self.max is None:
            return f"{self.min}+"
        if self.min == self.max:
            return f"exactly {self.max}"
        return f"{self.min}–{self.max}" if self.min else f"up to {self.max}"

    def in_words(self, thing: str) -> str:
        """Return what it asks for, such as `200 to 300 words`, `at least 100 words`, `1 image`, `about 300 words`."""
        if self.target is not None:
            return f"about {plural(self.target, thing)}"
        if self.max is None:
            return f"at least {plural(self.min, thing)}"
        if self.min == self.max:
            return plural(self.max, thing)
        return f"{self.min} to {plural(self.max, thing)}" if self.min else f"at most {plural(self.max, thing)}"


class Limits(NamedTuple):
    """The limits of one answer; None where the prompt sets none."""

    words: Limit | None = None
    images: Limit | None = None

    def allow(self, *, words: int, images: int) -> bool:
        """Return whether an answer with these counts lies inside both."""
        return (self.words is None or self.words.allows(words)) and (self.images is None or self.images.allows(images))

    @property
    def are_stated(self) -> bool:
        """Whether there is any limit; a target is none."""
        return any(limit is not None and limit.target is None for limit in self)
