"""The table of contents: sections, and below them questions and headings outside of answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from markdown_it.common.utils import escapeHtml

_TOP = 2
"""Headings of this level and above are sections; deeper ones are below them."""
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the table: a heading's level, id and text, and whether it is a question without an answer."""

    level: int
    id: str
    text: str
    is_question: bool = False
    unanswered: bool = False


def table_of_contents(entries: Iterable[TocEntry]) -> str:
    """Return the table as HTML."""
    sections: list[tuple[TocEntry | None, list[TocEntry]]] = []
    for entry in entries:
        if entry.level <= _TOP and not entry.is_question:
            sections.append((entry, []))
        elif entry.is_question or entry.level <= _DEEPEST:
            if not sections:
                sections.append((None, []))
            sections[-1][1].append(entry)
    if not sections:
        return ""
    items = "".join(_section(section, below) for section, below in sections)
    return f'<nav aria-labelledby="Contents">\n<h2 id="Contents">Contents</h2>\n<ul>\n{items}</ul>\n</nav>\n'


def _section(section: TocEntry | None, below: list[TocEntry]) -> str:
    if section is None:
        return "".join(f"<li>{_link(entry)}</li>\n" for entry in below)
    inner = "".join(f"<li>{_link(entry)}</li>\n" for entry in below)
    nested = f"\n<ul>\n{inner}</ul>\n" if inner else ""
    return f"<li>{_link(section)}{nested}</li>\n"


def _link(entry: TocEntry) -> str:
    mark = ' <span class="open">not answered yet</span>' if entry.unanswered else ""
    return f'<a href="#{escapeHtml(entry.id)}">{escapeHtml(entry.text)}</a>{mark}'
