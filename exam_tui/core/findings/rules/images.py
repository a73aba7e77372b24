"""Rules on the images of answers: their files, their texts, and images that do not count or are not shown."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from exam_tui.core.findings.context import Answer, CheckContext
from exam_tui.core.findings.finding import Finding, Severity
from exam_tui.core.report.image_links import (
    Content,
    Files,
    ImageFile,
    ImageLink,
    Lookup,
    clean_target,
    file_part,
    has_bare_space,
    has_image_suffix,
    is_remote,
    looks_like_image,
    scheme_of,
)

SAMPLE_ALT = "my_image"
"""The text of the template's sample image: it says nothing."""
# Lengths are bounded: with a free `.*` a line of brackets takes quadratic time.
_TAG = re.compile(r"<img\b(?P<inside>[^<>]{0,2000})>", re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrc\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_REFERENCE = re.compile(r"!\[([^\[\]]{0,200})\](?:\[([^\[\]]{0,200})\]|(?![\[(:]))")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200})\]:", re.MULTILINE)
_LINK = re.compile(r"(?<![!\\\]])\[([^\[\]]{0,300})\]\(([^()\n]{1,400})\)")
_SPLIT = re.compile(r"!\[([^\[\]]{0,300})\]\(([^()]{1,400})\)")


class Style(Enum):
    """How an image that does not count is written."""

    TAG = "`<img>`"
    REFERENCE = "a reference"
    NO_MARK = "a link without `!`"
    SPLIT = "brackets over two lines"


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


def uncounted_images(answer: Answer) -> list[Uncounted]:
    """Return the images of an answer that its reader sees, or should see, and the checker does not count."""
    found: list[Uncounted] = []
    if not any("[" in line or "<" in line for line in answer.lines):
        return found
    defined: set[str] | None = None
    linked = {clean_target(link.target) for _, link, _ in answer.images}
    hidden = {clean_target(link.target) for _, link, is_shown in answer.images if not is_shown}
    is_asked = _asks_for_more(answer)
    for index, line in enumerate(answer.scan.shown):
        if "<" in line:
            for tag in _TAG.finditer(line):
                target = _target(tag)
                if target not in hidden:  # a twin in a comment makes it count: a trick, but nothing is wrong
                    found.append(Uncounted(index, tag.start(), Style.TAG, target))
        if answer.scan.kinds[index] != "text" or "[" not in line:
            continue
        for reference in _REFERENCE.finditer(line) if "![" in line else ():
            if defined is None:
                defined = {match[1].casefold() for match in _DEFINITION.finditer(answer.report.source)}
            if (reference[2] or reference[1]).casefold() in defined:
                found.append(Uncounted(index, reference.start(), Style.REFERENCE, ""))
        alone = line.strip()
        for link in _LINK.finditer(line):
            target = clean_target(link[2])
            # In a sentence a link to a picture is a link, unless the question asks for a picture and has none.
            meant = is_asked or alone == link[0]
            if meant and has_image_suffix(target) and not is_remote(target) and target not in linked:
                linked.add(target)
                found.append(Uncounted(index, link.start(), Style.NO_MARK, target))
    return found + _split(answer)


def is_forgotten_mark(image: Uncounted, files: Files | None) -> bool:
    """Return whether an image lacks nothing but its `!`: `files` finds the file that it links."""
    return image.style is Style.NO_MARK and files is not None and files.lookup(image.target).result is Lookup.FOUND


def _asks_for_more(answer: Answer) -> bool:
    images = answer.question.limits.images
    return images is not None and answer.question.counts.images < images.min


def _tag_targets(answer: Answer) -> set[str]:
    """Return what the `<img>` tags of an answer show."""
    tags = (tag for line in answer.scan.shown if "<" in line for tag in _TAG.finditer(line))
    return {_target(tag) for tag in tags}


def _target(tag: re.Match[str]) -> str:
    source = _SOURCE.search(tag["inside"])
    return next((group for group in source.groups() if group), "") if source else ""


def _split(answer: Answer) -> list[Uncounted]:
    """Find images whose brackets run over a line end: shown, but not counted."""
    scan = answer.scan
    text = "\n".join(line if kind == "text" else "" for kind, line in zip(scan.kinds, scan.shown, strict=True))
    found: list[Uncounted] = []
    index = line_start = 0
    for match in _SPLIT.finditer(text) if "![" in text else ():
        if "\n" not in match[0] or "\n\n" in match[0]:
            continue
        index += text.count("\n", line_start, match.start())
        line_start = text.rfind("\n", 0, match.start()) + 1
        target = clean_target(" ".join(match[2].split()))
        if looks_like_image(target) or is_remote(target):
            found.append(Uncounted(index, match.start() - line_start, Style.SPLIT, target))
    return found


def image_findings(context: CheckContext, files: Files | None) -> Iterator[Finding]:
    """Find what is wrong with the images of all answers; with `files` None nothing is said of their files."""
    for answer in context.answers:
        uncounted = uncounted_images(answer)
        yield from _uncounted(answer, uncounted, files)
        tagged = _tag_targets(answer) if answer.images else set()
        for index, link, is_shown in answer.images:
            if not is_shown:
                if clean_target(link.target) in tagged:
                    continue
                yield _not_shown(answer, index, link)
                continue
            if link.alt.strip() in {"", SAMPLE_ALT}:
                yield answer.find(
                    "image-alt",
                    index,
                    "the image's text says nothing" if link.alt.strip() else "the image has no text",
                    "Write between the brackets what the image shows.",
                    column=link.start,
                )
            if has_bare_space(link.target):
                yield answer.find(
                    "image-not-shown",
                    index,
                    "the image counts but is not shown: a link ends at the space in its name",
                    f"Write `<{clean_target(link.target)}>` between the round brackets, or `%20` for each space.",
                    column=link.start,
                )
            if files is not None:
                yield from _file(answer, index, link.start, link.target, files)
        for image in uncounted:
            if files is not None and image.style in {Style.TAG, Style.SPLIT} and image.target:
                yield from _file(answer, image.index, image.column, image.target, files)


def _not_shown(answer: Answer, index: int, link: ImageLink) -> Finding:
    why, remedy = (
        "it is in code, a comment or HTML",
        "Move the link out of it, with a blank line before and after it.",
    )
    is_text = answer.scan.kinds[index] == "text" and answer.scan.shown[index].startswith("![", link.start)
    if is_text:
        why, remedy = "a `\\` stands before its `!`", "Delete the `\\`, or the link where you do not mean an image."
    return answer.find("image-not-shown", index, f"the image counts but is not shown: {why}", remedy, column=link.start)


def _uncounted(answer: Answer, uncounted: list[Uncounted], files: Files | None) -> Iterator[Finding]:
    images = answer.question.limits.images
    lack = images.min - answer.question.counts.images if images else 0
    severity: Severity | None = "error" if 0 < lack <= len(uncounted) else None if images else "info"
    is_room = images is None or answer.question.counts.images < images.max
    for image in uncounted:
        by_itself = "; `exam-tui check --fix` does it" if is_room and is_forgotten_mark(image, files) else ""
        remedy = _REMEDY[image.style].replace("{by_itself}", by_itself)
        target = image.target
        if looks_like_image(target) and not has_image_suffix(target):
            target = f"{file_part(target).rpartition('.')[0]}.png"
            remedy = f"Save it as PNG or JPEG. {remedy}"
        yield answer.find(
            "image-not-counted",
            image.index,
            f"the course's check does not count this image: it is written as {image.style.value}",
            remedy.replace("{target}", target or "figures/name.png"),
            column=image.column,
            severity=severity,
        )


def _file(answer: Answer, index: int, column: int, target: str, files: Files) -> Iterator[Finding]:
    """Say what is wrong with an image's file: the first cause only."""
    cleaned = clean_target(target)
    file = files.lookup(target)
    found = _problem(cleaned, file)
    if found:
        code, message, remedy = found
        yield answer.find(code, index, message, remedy, column=column)


def _problem(target: str, file: ImageFile) -> tuple[str, str, str] | None:
    if file.result is Lookup.MISSING:
        remedy = "Put the file there (the report's own folder is where a link starts), or correct the link."
        return "image-missing", f"there is no image {target}" if target else "the image link names no file", remedy
    if file.result is Lookup.NOT_REGULAR:
        return "image-missing", f"{target} is no file", "Link the image file itself."
    scheme = scheme_of(target) if file.result is Lookup.REMOTE else ""
    if scheme == "data":
        remedy = "Save it as a file in the `figures` folder and link that."
        return "image-outside", "the image is written into the link itself, and hardly any page shows it so", remedy
    if file.result is Lookup.REMOTE and scheme != "file":
        remedy = "Copy it into the `figures` folder and link it there: nothing is fetched for the page."
        return "image-outside", f"the image is on the web: {target}", remedy
    if file.result in {Lookup.OUTSIDE, Lookup.REMOTE}:
        remedy = "Copy it into the `figures` folder beside the report and link it as `figures/name.png`."
        return "image-outside", f"the image is not in the report's folder: {target}", remedy
    if file.result is Lookup.WRONG_CASE:
        return "image-case", f"{target} is named {file.name}: on another system it is missing", f"Write {file.name}."
    if file.result is Lookup.WRONG_FORM:
        message = f"{target} only looks like the file's name: its letters with marks are other characters there"
        remedy = f"Copy the name from the file: {file.name}. Or name it without such letters."
        return "image-case", message, remedy
    if not has_image_suffix(target):
        remedy = "Save it as PNG or JPEG under a name that ends in .png, .jpg or .jpeg."
        return "image-type", f"the course takes only png, jpg and jpeg: {target}", remedy
    if file.content is Content.OTHER:
        remedy = "Open it in an image program and save it as PNG or JPEG."
        return "image-type", f"{target} is neither a PNG nor a JPEG inside", remedy
    return None
