"""Images that the course's check does not count, because of how they are written."""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Final, NamedTuple

from exam_tui.core.findings.context import Answer
from exam_tui.core.findings.finding import Finding, Severity
from exam_tui.core.report.image_links import (
    Files,
    Lookup,
    clean_target,
    file_part,
    has_image_suffix,
    is_escaped,
    is_remote,
    looks_like_image,
)
from exam_tui.core.text.patterns import lazy_pattern

# Lengths are bounded: with a free `.*` a line of brackets takes quadratic time.
_TAG = lazy_pattern(r"<img\b(?P<inside>[^<>]{0,2000})>", re.IGNORECASE)
_SOURCE = lazy_pattern(r"""\bsrc\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_REFERENCE = lazy_pattern(r"!\[([^\[\]]{0,200})\](?:\[([^\[\]]{0,200})\]|(?![\[(:]))")
_DEFINITION = lazy_pattern(r"^ {0,3}\[([^\[\]\n]{1,200})\]:", re.MULTILINE)
_LINK = lazy_pattern(r"(?<![!\\\]])\[([^\[\]]{0,300})\]\(([^()\n]{1,400})\)")
_SPLIT = lazy_pattern(r"!\[([^\[\]]{0,300})\]\(([^()]{1,400})\)")


class Style(Enum):
    """How an image that does not count is written."""

    TAG = "`<img>`"
    REFERENCE = "a reference"
    NO_MARK = "a link without `!`"
    SPLIT = "brackets over two lines"
    PARTED = "brackets with a space between them"
    LONE_MARK = "a `!` with a space after it"
    DOUBLE = "`![[…]]`"
    SWAPPED = "`!(…)[…]`"
    NOT_ROUND = "a target without round brackets"
    UNCLOSED = "a bracket that never closes"


class Uncounted(NamedTuple):
    """An image that the checker does not count: line and column (from 0) in the slot, style, target or ""."""

    index: int  # type: ignore[assignment] # tuple.index is of no use here
    column: int
    style: Style
    target: str


_REMEDY = {
    Style.TAG: "Write `![what it shows]({target})` instead of `<img>`.",
    Style.REFERENCE: "Write the target in round brackets: `![what it shows](figures/name.png)`.",
    Style.NO_MARK: "Write `!` before the bracket: `![…]({target})`{by_itself}.",
    Style.SPLIT: "Write `![…](…)` on one line.",
}
_OTHER_REMEDY: Final = "Write `![what it shows]({target})`: square brackets, then round ones, with no space between."


def uncounted_images(answer: Answer) -> list[Uncounted]:
    """Return the images of an answer that its reader sees, or should see, and the checker does not count."""
    if not any("[" in line or "<" in line for line in answer.lines):
        return []
    found = [*_tags(answer), *_references(answer), *_without_mark(answer), *_split(answer)]
    known = {(image.index, image.column) for image in found}
    known.update((index, link.start) for index, link, _ in answer.images)
    return found + [image for image in _near_misses(answer) if (image.index, image.column) not in known]


def _texts(answer: Answer, mark: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of text that hold a mark, as a reader sees them."""
    kinds = answer.scan.kinds
    return ((at, line) for at, line in enumerate(answer.scan.shown) if mark in line and kinds[at] == "text")


def _tags(answer: Answer) -> Iterator[Uncounted]:
    hidden = {clean_target(link.target) for _, link, is_shown in answer.images if not is_shown}
    for index, line in enumerate(answer.scan.shown):
        for tag in _TAG.finditer(line) if "<" in line else ():
            target = _target(tag)
            if target not in hidden:  # a twin in a comment makes it count: a trick, but nothing is wrong
                yield Uncounted(index, tag.start(), Style.TAG, target)


def _references(answer: Answer) -> Iterator[Uncounted]:
    defined: set[str] | None = None
    for index, line in _texts(answer, "!["):
        for reference in _REFERENCE.finditer(line) if _has_open_end(line) else ():
            if defined is None:
                defined = {match[1].casefold() for match in _DEFINITION.finditer(answer.report.source)}
            if (reference[2] or reference[1]).casefold() in defined:
                yield Uncounted(index, reference.start(), Style.REFERENCE, "")


def _without_mark(answer: Answer) -> Iterator[Uncounted]:
    linked = {clean_target(link.target) for _, link, _ in answer.images}
    is_asked = _asks_for_more(answer)
    for index, line in _texts(answer, "]("):
        alone = line.strip()
        for link in _LINK.finditer(line) if has_link(line) else ():
            target = clean_target(link[2])
            # In a sentence a link to a picture is a link, unless the question asks for a picture and has none.
            meant = (is_asked and line[: link.start()].strip() != "!") or alone == link[0]
            if meant and has_image_suffix(target) and not is_remote(target) and target not in linked:
                linked.add(target)
                yield Uncounted(index, link.start(), Style.NO_MARK, target)


def _split(answer: Answer) -> Iterator[Uncounted]:
    """Find images whose brackets run over a line end: shown, but not counted."""
    scan = answer.scan
    text = "\n".join(line if kind == "text" else "" for kind, line in zip(scan.kinds, scan.shown, strict=True))
    index = line_start = 0
    for match in _SPLIT.finditer(text) if "![" in text else ():
        if "\n" not in match[0] or "\n\n" in match[0]:
            continue
        index += text.count("\n", line_start, match.start())
        line_start = text.rfind("\n", 0, match.start()) + 1
        target = clean_target(" ".join(match[2].split()))
        if looks_like_image(target) or is_remote(target):
            yield Uncounted(index, match.start() - line_start, Style.SPLIT, target)


def has_link(line: str) -> bool:
    """Return whether a line may hold a link that is no image: this takes less than to look for one."""
    return "](" in line and line.count("[") > line.count("![")


def _has_open_end(line: str) -> bool:
    """Return whether a square bracket closes with no round one right after it."""
    return line.count("]") > line.count("](")


_ALT: Final = r"!\[[^\[\]]{0,200}\]"
_TARGET: Final = r"(?P<target>[^()\[\]{}\n]{1,400})"
# How images are written that are plain text to every reader; first what takes less than to look for one. In a sentence
# a `!` before a link ends what is said before it.
_NEAR_MISSES: Final[Sequence[tuple[Style, Callable[[str], bool], re.Pattern[str]]]] = (
    (Style.PARTED, _has_open_end, lazy_pattern(rf"{_ALT}[ \t]{{1,9}}\({_TARGET}\)")),
    (
        Style.LONE_MARK,
        lambda line: line.lstrip(" \t").startswith(("! ", "!\t")),
        lazy_pattern(rf"^[ \t]{{0,3}}![ \t]{{1,9}}\[[^\[\]]{{0,200}}\]\({_TARGET}\)"),
    ),
    (
        Style.DOUBLE,
        lambda line: "![[" in line,
        lazy_pattern(r"!\[\[(?P<target>[^\[\]|\n]{1,400})(?:\|[^\[\]\n]{0,200})?\]\]"),
    ),
    (
        Style.SWAPPED,
        lambda line: "!(" in line,
        lazy_pattern(rf"!\([^()\n]{{0,200}}\)[ \t]{{0,9}}\[{_TARGET}\]"),
    ),
    (
        Style.NOT_ROUND,
        _has_open_end,
        lazy_pattern(rf"{_ALT}[ \t]{{0,9}}(?:\[{_TARGET}\]|\{{(?P<braces>[^{{}}\n]{{1,400}})\}})"),
    ),
    (
        Style.UNCLOSED,
        lambda line: line.rfind("(") > line.rfind(")"),
        lazy_pattern(rf"{_ALT}\((?P<target>[^()\n]{{1,400}})$"),
    ),
)


def _near_misses(answer: Answer) -> Iterator[Uncounted]:
    """Find what is meant as an image and is plain text to every reader."""
    for index, line in _texts(answer, "!"):
        for style, may_be, pattern in _NEAR_MISSES if "[" in line else ():
            for match in pattern.finditer(line) if may_be(line) else ():
                written = next(part for part in match.groups() if part)
                target = clean_target(written.split()[0] if style is Style.UNCLOSED and written.strip() else written)
                if looks_like_image(target) and not is_escaped(line, match.start()):
                    yield Uncounted(index, match.start(), style, target)


def is_forgotten_mark(image: Uncounted, files: Files | None) -> bool:
    """Return whether an image lacks nothing but its `!`: `files` finds the file that it links."""
    return image.style is Style.NO_MARK and files is not None and files.lookup(image.target).result is Lookup.FOUND


def _asks_for_more(answer: Answer) -> bool:
    images = answer.question.limits.images
    return images is not None and images.missing(answer.question.counts.images) > 0


def tag_targets(answer: Answer) -> set[str]:
    """Return what the `<img>` tags of an answer show."""
    tags = (tag for line in answer.scan.shown if "<" in line for tag in _TAG.finditer(line))
    return {_target(tag) for tag in tags}


def _target(tag: re.Match[str]) -> str:
    source = _SOURCE.search(tag["inside"])
    return next((group for group in source.groups() if group), "") if source else ""


def uncounted_findings(answer: Answer, uncounted: list[Uncounted], files: Files | None) -> Iterator[Finding]:
    """Say of each such image how to write it."""
    images = answer.question.limits.images
    lack = images.missing(answer.question.counts.images) if images else 0
    severity: Severity | None = "error" if 0 < lack <= len(uncounted) else None if images else "info"
    is_room = images is None or not images.excess(answer.question.counts.images + 1)
    for image in uncounted:
        by_itself = "; `exam-tui check --fix` does it" if is_room and is_forgotten_mark(image, files) else ""
        remedy = _REMEDY.get(image.style, _OTHER_REMEDY).replace("{by_itself}", by_itself)
        target = image.target
        if looks_like_image(target) and not has_image_suffix(target):
            target = f"{file_part(target).rpartition('.')[0]}.png"
            remedy = f"Save it as PNG or JPEG. {remedy}"
        if " " in target:
            target = f"<{target}>"
        yield answer.find(
            "image-not-counted",
            image.index,
            f"the course's check does not count this image: it is written as {image.style.value}",
            remedy.replace("{target}", target or "figures/name.png"),
            column=image.column,
            severity=severity,
        )
