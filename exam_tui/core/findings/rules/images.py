"""Rules on the images of answers: their texts, and images that are not shown; with what is said of their files."""

import re
from collections.abc import Iterator

from exam_tui.core.findings.context import Answer, CheckContext
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.image_files import file_findings
from exam_tui.core.findings.rules.uncounted_images import Style, tag_targets, uncounted_findings, uncounted_images
from exam_tui.core.report.image_links import Files, ImageLink, clean_target, has_bare_space, written_target
from exam_tui.core.text.patterns import lazy_pattern

SAMPLE_ALT = "my_image"
"""The text of the template's sample image: it says nothing."""
_SAYS_NOTHING = lazy_pattern(
    r"(?:(?:(?:my|our|the|this|that|an?) )?"
    r"(?:figure|fig|image|img|picture|pic|photo|screenshot)(?: (?:here|info|text))?"
    r"|alt(?: text)?|here|text)?"
)
# What else such a text may have: the end of a file's name, separators.
_FILLER = lazy_pattern(r"\.(?:png|jpe?g|gif)\s*\Z|[\s_.:-]+", re.IGNORECASE)


def image_findings(context: CheckContext, files: Files | None) -> Iterator[Finding]:
    """Find what is wrong with the images of all answers; with `files` None nothing is said of their files."""
    for answer in context.answers:
        uncounted = uncounted_images(answer)
        yield from uncounted_findings(answer, uncounted, files)
        tagged = tag_targets(answer) if answer.images else set()
        for index, link, is_shown in answer.images:
            if is_shown:
                yield from _shown(answer, index, link, files)
            elif clean_target(link.target) not in tagged:
                yield _not_shown(answer, index, link)
        for image in uncounted:
            if files is not None and image.style in {Style.TAG, Style.SPLIT} and image.target:
                yield from file_findings(answer, image.index, image.column, image.target, files)


def _shown(answer: Answer, index: int, link: ImageLink, files: Files | None) -> Iterator[Finding]:
    if says_nothing(link.alt):
        yield answer.find(
            "image-alt",
            index,
            "the image's text says nothing" if link.alt.strip() else "the image has no text",
            "Describe the image between the brackets.",
            column=link.start,
        )
    if has_bare_space(link.target):
        yield answer.find(
            "image-not-shown",
            index,
            "the image counts but is not shown: the link ends at the space in its name",
            f"Write `<{written_target(link.target)}>` between the round brackets, or `%20` for each space.",
            column=link.start,
        )
    if files is not None:
        yield from file_findings(answer, index, link.start, link.target, files, is_fixable=True)


def says_nothing(alt: str) -> bool:
    """Return whether the text of an image is empty, the sample's, or a word for any image, such as `this figure`."""
    if len(alt) >= 100:  # noqa: PLR2004 - long texts say something
        return False
    words = " ".join(_FILLER.sub(" ", alt).split()).casefold()
    return _SAYS_NOTHING.fullmatch(words) is not None


def _not_shown(answer: Answer, index: int, link: ImageLink) -> Finding:
    why, remedy = (
        "it is in code, a comment or HTML",
        "Move the link out of it, with a blank line before and after it.",
    )
    is_text = answer.scan.kinds[index] == "text" and answer.scan.shown[index].startswith("![", link.start)
    if is_text:
        why, remedy = "there is a `\\` before its `!`", "Delete the `\\`, or the link if you do not mean an image."
    return answer.find("image-not-shown", index, f"the image counts but is not shown: {why}", remedy, column=link.start)
