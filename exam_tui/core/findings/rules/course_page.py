"""Rules on what the course's own page shows wrongly: Python-Markdown without extensions, once an answer and cause.

“Wrongly” means: in another way than GitHub, so that a reader would stumble. An address that is not a link can still be
read.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from exam_tui.core.findings.context import Answer
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.course_lists import Trouble, troubles
from exam_tui.core.markdown.html_blocks import is_html_element
from exam_tui.core.text.patterns import lazy_pattern

_RULE_CELL = lazy_pattern(r"[ \t]*:?-+:?[ \t]*")
_COMMENT = lazy_pattern(r"#+[ \t]*\S")
_BLOCK_TAG = lazy_pattern(
    r" {0,3}<(details|div|p|center|table|section|article|aside|figure|blockquote|ul|ol|dl|pre|h[1-6])(?=[\s/>]|$)",
    re.IGNORECASE,
)
_MARKDOWN = lazy_pattern(r"[*_`\[#]|^ {0,3}(?:[-+>]|[0-9]+\.) |\|")
_TAG = lazy_pattern(
    r"(?<!\]\()(?<!\]: )<(?!https?://|ftps?://)/?([a-z][^<>@\s/]*)(?:/[^<>@\s]*)?(?:\s[^<>]*)?>", re.IGNORECASE
)
_HASHES = lazy_pattern(r"^(?: {0,3}(?:[-*+]|[0-9]{1,9}\.) {1,4})?(#{1,6}[^#\s])")
_BREAK = lazy_pattern(r"(?<!\\)(?:\\\\)*\\$")
_STRUCK = lazy_pattern(r"(?<!~)~~[^\s~](?:[^~]*[^\s~])?~~(?!~)")
_LONGEST_TAG: Final = 60
_AS_TEXT: Final = "the course's page shows this {} as running text"


class _Cause(NamedTuple):
    """What the finding says."""

    message: str
    remedy: str


_LISTS: Final[dict[Trouble, _Cause]] = {
    "glued": _Cause(
        _AS_TEXT.format("list"),
        "Write a blank line before the list; `exam-tui check --fix` does it.",
    ),
    "bracket": _Cause(
        _AS_TEXT.format("list"),
        "Write `1.` instead of `1)`, and a blank line before the list.",
    ),
    "flat": _Cause(
        "the course's page shows this nested list at the outer level",
        "Indent the nested list by four spaces.",
    ),
    "mixed": _Cause(
        "the course's page joins this list to the one above",
        "Write a line of text between the two lists, or indent the nested one by four spaces.",
    ),
    "restarted": _Cause(
        "the course's page counts this list from 1",
        r"Indent the text between its items by four spaces; if it is not a list, write `1\.`.",
    ),
}

_LINES: Final = (
    (_HASHES, "#", _Cause("the course's page shows this line as a heading", r"Write `\#` instead of `#`.")),
    (
        _BREAK,
        "\\",
        _Cause(
            r"the course's page shows this `\` instead of a new line",
            r"Leave a blank line, or end the line with two spaces instead of `\`.",
        ),
    ),
    (_STRUCK, "~~", _Cause("the course's page does not strike these words through", "Remove the `~~`.")),
)


def course_page_findings(answer: Answer) -> Iterator[Finding]:
    """Find what that page shows wrongly, at most once at a place."""
    places: set[tuple[int, int]] = set()
    for rule in (_fences, _lists, _tables, _html, _hidden, _lines):
        for finding in rule(answer):
            if (finding.line, finding.column) not in places:
                places.add((finding.line, finding.column))
                yield finding


def _fences(answer: Answer) -> Iterator[Finding]:
    """Find code in fences: one finding, for a comment that becomes a heading if there is one."""
    if "```" not in answer.raw and "~~~" not in answer.raw:
        return
    fences = answer.scan.fences
    if not fences:
        return
    comments = (
        index for first, after in fences for index in range(first + 1, after) if _COMMENT.match(answer.lines[index])
    )
    heading = next(comments, None)
    if heading is None:
        index, message = fences[0][0], _AS_TEXT.format("code block")
    else:
        index, message = heading, "the course's page shows this comment in code as a heading"
    yield answer.find(
        "course-page",
        index,
        message,
        "Indent the code by four spaces instead of ```, with a blank line before it.",
    )


def _lists(answer: Answer) -> Iterator[Finding]:
    named: set[str] = set()
    for index, trouble in troubles(answer):
        # Of a list that begins as running text what follows is counted from 1: one blank line mends both.
        is_said = trouble in named or (trouble == "restarted" and "glued" in named)
        if not is_said:
            named.add(trouble)
            yield answer.find("course-page", index, *_LISTS[trouble])


def _tables(answer: Answer) -> Iterator[Finding]:
    """Find the head line of a table as GitHub shows it: a line with `|` above a delimiter row."""
    if "|" not in answer.raw:
        return
    scan = answer.scan
    for index in range(1, len(scan.shown)):
        rule, head = scan.shown[index].strip(), scan.shown[index - 1]
        if "|" in rule and "-" in rule and "|" in head and scan.kinds[index] == scan.kinds[index - 1] == "text":
            cells = rule.strip("|").split("|")
            if all(_RULE_CELL.fullmatch(cell) for cell in cells):
                yield answer.find(
                    "course-page",
                    index - 1,
                    _AS_TEXT.format("table"),
                    "A list is shown on every page; GitHub and `exam-tui html` show the table.",
                )
                return


def _html(answer: Answer) -> Iterator[Finding]:
    """Find HTML around Markdown: that page shows everything up to the end tag as it was typed."""
    kinds, shown = answer.scan.kinds, answer.scan.shown
    after = 0
    for index, kind in enumerate(kinds):
        tag = _BLOCK_TAG.match(shown[index]) if kind == "html" and index >= after else None
        if tag is None:
            continue
        end = _end_of(shown, index, tag[1])
        after = len(shown) if end is None else end + 1
        inside = (at for at in range(index, after) if kinds[at] != "html" and _MARKDOWN.search(answer.lines[at]))
        first = next(inside, None)
        if end is None:
            message = f"the course's page shows everything after this as plain text: <{tag[1]}> is not closed"
        elif first is not None:
            message = f"the course's page shows the Markdown in <{tag[1]}> as plain text"
        else:
            continue
        yield answer.find("course-page", index, message, f"Remove the <{tag[1]}>.")
        return


def _end_of(lines: list[str], first: int, name: str) -> int | None:
    """Return the line with the end tag that closes the element which begins in line `first`."""
    tags = re.compile(rf"<(/?){name}(?=[\s/>]|$)", re.IGNORECASE)
    depth = 0
    for index in range(first, len(lines)):
        for tag in tags.finditer(lines[index]):
            depth += -1 if tag[1] else 1
            if depth == 0:
                return index
    return None


def _hidden(answer: Answer) -> Iterator[Finding]:
    """Find words in `<` and `>` that browsers take for a tag and do not show."""
    if "<" not in answer.raw:
        return
    for index, line in enumerate(answer.scan.shown):
        for tag in _TAG.finditer(line):
            if answer.scan.kinds[index] in {"text", "html"} and not is_html_element(tag[1]):
                shown = tag[0] if len(tag[0]) <= _LONGEST_TAG else tag[0][: _LONGEST_TAG - 2] + "…>"
                yield answer.find(
                    "course-page",
                    index,
                    f"the course's page does not show {shown}",
                    "Put it between backticks.",
                    column=tag.start(),
                )
                return


def _lines(answer: Answer) -> Iterator[Finding]:
    """Find what is wrong with a line on its own."""
    kinds, shown = answer.scan.kinds, answer.scan.shown
    for pattern, mark, cause in _LINES:
        if mark not in answer.raw:
            continue
        for index, line in enumerate(shown):
            if kinds[index] == "text" and mark in line and pattern.search(line):
                if mark == "\\" and not _goes_on(answer, index):
                    continue
                yield answer.find("course-page", index, *cause)
                break


def _goes_on(answer: Answer, index: int) -> bool:
    """Return whether the paragraph of a line goes on in the next one."""
    after = index + 1
    return after < len(answer.lines) and answer.scan.kinds[after] == "text" and bool(answer.lines[after].strip())
