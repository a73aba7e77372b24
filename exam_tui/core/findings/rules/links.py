"""The rule on links of answers that lead nowhere: to a file that is not there, or to an address without `https://`."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from exam_tui.core.findings.context import Answer, CheckContext
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.uncounted_images import has_link, uncounted_images
from exam_tui.core.report.image_links import (
    Files,
    Lookup,
    clean_target,
    has_bare_space,
    is_remote,
    is_rooted,
    scheme_of,
)
from exam_tui.core.text.patterns import lazy_pattern

# Lengths are bounded, so that a line of brackets takes linear time. In a link's brackets an image may stand.
_LINK = lazy_pattern(
    r"(?<![!\\\]])\[(?:[^\[\]]{0,300}|!\[[^\[\]]{0,300}\]\([^()\n]{1,400}\))\]\((?P<target>[^()\n]{1,400})\)"
)
_DEFINITION = lazy_pattern(r" {0,3}\[(?!\^)([^\[\]\n]{1,200})\]:[ \t]*(<[^<>\n]{1,400}>|\S{1,400})[ \t]*(?:[\"'(].*)?")
_NAME = lazy_pattern(r"\[[^\[\]\n]{1,200}\]")
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\."
_HOST = lazy_pattern(
    rf"(?:www\.[^\s/]{{1,250}}|(?:{_LABEL}){{1,4}}(?:com|org|net|dk|edu|gov|eu)(?![^/?#:])"
    rf"|(?:{_LABEL}){{1,4}}(?:ai|app|be|ch|cloud|co|de|dev|es|fi|fr|io|it|me|nl|no|page|run|se|site|tech|uk|us)"
    r"(?=[/:])|[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![^/:]))",
    re.IGNORECASE,
)
_SPOILT_SCHEME = lazy_pattern(r"(https?)(?:/{1,2}|:/(?!/)|;/{1,2})(?=[^/])", re.IGNORECASE)
_MAIL = lazy_pattern(r"[^\s/@:]{1,100}@[^\s/@:]{1,100}\.[a-z]{2,10}", re.IGNORECASE)
_LONGEST: Final = 80


class _Link(NamedTuple):
    """A link: line and column (from 0) in the slot, and its target as it is written."""

    line: int
    column: int
    target: str


def link_findings(context: CheckContext, files: Files | None) -> Iterator[Finding]:
    """Find the links that lead nowhere; with `files` None nothing is said of files."""
    for answer in context.answers:
        found = [(link, said) for link in _links(answer) if (said := _trouble(link.target, files))]
        images = _images(answer) if found else set()
        for link, (message, remedy) in found:
            if clean_target(link.target) not in images:  # what is wrong with an image is said of the image
                yield answer.find("link-missing", link.line, message, remedy, column=link.column)


def _images(answer: Answer) -> set[str]:
    """Return the targets of an answer's images, as they are shown and as they should be."""
    counted = {clean_target(link.target) for _, link, _ in answer.images}
    return counted | {image.target for image in uncounted_images(answer)}


def _links(answer: Answer) -> Iterator[_Link]:
    named: Counter[str] | None = None
    for index, line in enumerate(answer.scan.shown):
        if "]" not in line or answer.scan.kinds[index] != "text":
            continue
        for link in _LINK.finditer(line) if has_link(line) else ():
            yield _Link(index, link.start(), link["target"])
        definition = _DEFINITION.fullmatch(line) if "]:" in line else None
        if definition is None:
            continue
        named = Counter(_NAME.findall(answer.raw.casefold())) if named is None else named
        if named[f"[{definition[1].casefold()}]"] > 1:  # one that nothing refers to is not a link
            yield _Link(index, definition.start(1) - 1, definition[2])


def _trouble(target: str, files: Files | None) -> tuple[str, str] | None:
    """Return what is wrong with a link and what to do, None where it leads somewhere or nobody can tell."""
    cleaned = clean_target(target)
    if not cleaned or cleaned.startswith("#") or has_bare_space(target):  # a reader sees no link, or a place below
        return None
    shown = cleaned if len(cleaned) <= _LONGEST else f"{cleaned[: _LONGEST - 1]}…"
    spoilt = None if cleaned.startswith(("https://", "http://")) else _SPOILT_SCHEME.match(cleaned)
    if (is_rooted(cleaned) and not cleaned.startswith("/")) or scheme_of(cleaned) == "file":
        remedy = "Link a file in the repository, by its path from the report's folder."
        return f"the link leads to a file on one computer: {shown}", remedy
    if is_remote(cleaned) and not spoilt:
        return None
    file = files.link(target) if files else None
    is_there = file is not None and file.result not in {Lookup.MISSING, Lookup.OUTSIDE}
    if not is_there and (address := _address(cleaned, spoilt)):
        return f"this is not a web address: {shown}", f"Write `{address}`."
    if file is None:
        return None
    if file.result is Lookup.WRONG_START:
        message = f"{shown} starts at the repository's root: write {file.name}"
        return message, "A link starts at the report's folder."
    if file.result in {Lookup.WRONG_CASE, Lookup.WRONG_FORM}:
        return f"{shown} is named {file.name}: it is missing on Linux and on GitHub", f"Write {file.name}."
    if file.result is Lookup.MISSING:
        return f"no such file: {_file_of(shown)}", "Correct the link; it starts at the report's folder."
    return None


def _file_of(target: str) -> str:
    """Return a link's target without the place in the file."""
    return target.partition("#")[0]


def _address(target: str, spoilt: re.Match[str] | None) -> str:
    """Return an address with what it lacks, "" for what is none."""
    if spoilt:
        return f"{spoilt[1].lower()}://{target[spoilt.end() :]}"
    if _MAIL.fullmatch(target):
        return f"mailto:{target}"
    host = _HOST.match(target)
    if host is None:
        return ""
    return f"{'http' if host[0][-1].isdigit() else 'https'}://{target}"
