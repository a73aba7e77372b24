"""Where the template's questions are in a report, for repair: also those without a heading or an `Answer:` line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import get_close_matches

from exam_tui.core.findings.context import Answer, CheckContext
from exam_tui.core.repair.template_lines import (
    ALIKE,
    FEW_WORDS,
    MOST_LINES,
    is_in,
    own_text,
    spoilt_quotes,
    words_of,
)
from exam_tui.core.report.marker import QUOTE_MARK
from exam_tui.core.template.editions import is_known_line
from exam_tui.core.template.regions import Region, regions_of
from exam_tui.core.text.lines import is_blank


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a report before it is cut.

    Attributes:
        context: the report.
        pristine: the template's regions by number, in file order.
        numbers: the number of each answer's question.
        missing: the template's questions that are not among them.
        prompts: the words of each line that only the prompt of one missing question has, with its number.

    """

    context: CheckContext
    pristine: Mapping[int, Region]
    numbers: Sequence[int]
    missing: AbstractSet[int]
    prompts: Mapping[str, int]

    def inside(self, span: range) -> list[tuple[int, int]]:
        """Return the lines where missing questions begin in a span, their headings or else prompts, and the numbers."""
        lines, headings = self.context.report.template.lines, self.context.bare_headings
        found = {number: line for number, line in headings.items() if number in self.missing and line in span}
        for at in span if self.prompts else ():
            number = self.prompts.get(words_of(lines[at]))
            if number is not None and number not in found:
                above = at - 1
                while above in span and is_blank(lines[above]):
                    above -= 1
                found[number] = above if above in span and is_heading_of(lines[above], number) else at
        return sorted({line: number for number, line in found.items()}.items())

    def first_heading(self, span: range) -> int | None:
        """Return the line of the heading that the template has above its first question, where that one is missing.

        What stands below it, and below no question, is the answer of that one.
        """
        first = next(iter(self.pristine.values()))
        headings = [words_of(text) for line, text in first.lines if line < first.heading and text.startswith("#")]
        if first.number not in self.missing or not headings:
            return None
        lines = self.context.report.template.lines
        found = (at for at in span if lines[at].lstrip().startswith("#") and words_of(lines[at]) == headings[-1])
        return next(found, None)

    def first_place(self, head: range) -> int:
        """Return the last line above what may be the answer of the first question, in the lines above all questions.

        It is the last one of them where that question is not missing.
        """
        first = next(iter(self.pristine.values()))
        if first.number not in self.missing:
            return head.stop
        lines = self.context.report.template.lines
        known = {words_of(text) for line, text in first.lines if line < first.heading}
        last = next((at for at in reversed(head) if words_of(lines[at]) in known), -1)
        heading = self.first_heading(head)
        return last if heading is None else heading

    def strays(self, answer: Answer, region: Region | None) -> list[int]:
        """Return the lines between a question's heading and its `Answer:` that are somebody's own.

        Where that is gone its place is meant. What is like a line of the prompt, or quoted in place of one, is taken
        for a prompt that was changed.
        """
        lines, marker = self.context.report.template.lines, answer.place.marker
        is_below = marker.start == marker.end and lines.index(marker.start) > answer.place.heading_line
        span = range(answer.place.heading_line + 1, lines.index(marker.start) + is_below)
        quoted = self._own_quotes(answer, region, span)
        bare = [at for at in span if at in quoted or not QUOTE_MARK.match(lines[at])]
        if not any(words_of(lines[at]) for at in bare):
            return []
        pristine = f" {words_of(' '.join(text for other in self.pristine.values() for text in other.texts))} "
        asked = [words_of(text) for text in region.texts] if region else []
        spoilt = {at for at in bare if words_of(lines[at]) and (is_in(lines[at], pristine) or _is_known(lines[at]))}
        if len(bare) <= MOST_LINES:
            spoilt.update(at for at in bare if get_close_matches(words_of(lines[at]), asked, n=1, cutoff=ALIKE))
        own = [at for at in bare if at not in spoilt and words_of(lines[at])]
        between = [at for at in span if at not in spoilt and own and own[0] <= at <= own[-1]]
        # A quote's blank line goes with the line above it.
        unquoted, kept = frozenset(bare), frozenset(own)
        return [at for at in between if at in unquoted or (at - 1 in kept and lines[at].strip() == ">")]

    def _own_quotes(self, answer: Answer, region: Region | None, span: range) -> AbstractSet[int]:
        """Return the quoted lines of a span that belong to no prompt and are not in the answer already."""
        lines = self.context.report.template.lines
        spoilt = spoilt_quotes(regions_of(self.context.report)[answer.index], region)
        said = {words_of(line.text) for line in answer.place.lines}
        quoted = (
            (at, words_of(own_text(lines[at]))) for at in span if QUOTE_MARK.match(lines[at]) and at not in spoilt
        )
        return {at for at, words in quoted if words and words not in said}


def found_in(context: CheckContext, pristine: Mapping[int, Region]) -> Found:
    """Look for the questions of a template, its regions by number, in a report."""
    numbers = _numbers(context, pristine)
    missing = pristine.keys() - set(numbers)
    return Found(context, pristine, numbers, missing, _prompts(pristine, missing))


def _numbers(context: CheckContext, pristine: Mapping[int, Region]) -> list[int]:
    """Return the number of each answer's question: its prompt tells where it has the number of another one."""
    asked = {words: number for number, words in ((number, _asked(region)) for number, region in pristine.items())}
    regions = {region.heading: region for region in regions_of(context.report)}
    numbers = [answer.question.number for answer in context.answers]
    found: list[int] = []
    for answer, number in zip(context.answers, numbers, strict=True):
        misnumbered = context.numbering.misnumbered.get(answer.index)
        own = misnumbered.number if misnumbered else asked.get(_asked(regions[answer.place.heading_line]), number)
        is_free = misnumbered is not None or (own not in numbers and own not in found)
        found.append(own if own in pristine and is_free else number)
    return found


def _asked(region: Region) -> str:
    return words_of(" ".join(text for line, text in region.lines if line > region.heading))


def _prompts(pristine: Mapping[int, Region], missing: AbstractSet[int]) -> dict[str, int]:
    """Return the words of each line that only the prompt of one missing question has, with its number."""
    often = Counter(words_of(text) for region in pristine.values() for text in set(region.texts))
    below = {
        words_of(text): region.number
        for region in pristine.values()
        for line, text in region.lines
        if region.number in missing and line > region.heading
    }
    return {words: n for words, n in below.items() if often[words] == 1 and len(words.split()) >= FEW_WORDS}


def is_heading_of(line: str, number: int) -> bool:
    """Return whether a line is what became of a question's heading."""
    return line.lstrip().startswith("#") and not {"question", str(number)}.isdisjoint(words_of(line).split())


def _is_known(line: str) -> bool:
    """Return whether a line lost the quote mark that it has in a known template."""
    return is_known_line(f"> {' '.join(line.lstrip('> ').split())}")
