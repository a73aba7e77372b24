"""The Markdown parsers of the page: CommonMark with GitHub's tables, strikethrough, task lists and autolinks.

Raw HTML blocks are off, so that Markdown between tags is read; `html_allowlist` decides about the tags
themselves. Comments are the exception: they are kept whole, as text.
"""

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_block.table import escapedSplit, getLine, table
from markdown_it.token import Token

from exam_tui.page.passes.autolink import autolinks
from exam_tui.page.passes.definitions import definition
from exam_tui.page.passes.html_allowlist import may_link
from exam_tui.page.passes.size_limits import SizeBudget
from exam_tui.page.passes.tokens import text_token

_DEEPEST = 40
"""Blocks nested deeper than this (a list is two) are shown as text: real reports reach about six."""

Env = dict[str, Any]


@cache
def _block_parser() -> MarkdownIt:
    options = {"html": True, "tasklists": True, "inline_definitions": True, "maxNesting": 2 * _DEEPEST}
    md = MarkdownIt("commonmark", options).enable("table").disable("html_block")
    md.block.ruler.at("table", whole_table, {"alt": ["paragraph", "reference"]})
    md.block.ruler.before("table", "too_deep", _too_deep)
    md.block.ruler.before("blockquote", "comment", _comment, {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.at("reference", definition)
    md.validateLink = may_link  # type: ignore[method-assign] # markdown-it's documented way to set it
    return md


@cache
def _inline_parser() -> MarkdownIt:
    # A nesting of 20 is CommonMark's preset; a hundred would make a line of `[` five times as slow.
    options = {"html": True, "strikethrough_single_tilde": True, "store_labels": True, "maxNesting": 20}
    md = MarkdownIt("commonmark", options).enable("strikethrough").use(autolinks)
    md.validateLink = may_link  # type: ignore[method-assign] # as above
    return md


def parse_blocks(text: str, env: Env) -> list[Token]:
    """Return the block tokens of a text with LF line ends; link definitions go to `env`."""
    md = _block_parser()
    tokens: list[Token] = []
    md.block.parse(text, md, env, tokens)
    return tokens


def as_typed(text: str) -> list[Token]:
    """Return block tokens that show a text as it is, without reading it."""
    return [Token("code_block", "code", 0, content=text, map=[0, text.count("\n")], block=True)] if text.strip() else []


def parse_inlines(tokens: list[Token], env: Env, budget: SizeBudget, line: int) -> None:
    """Fill the children of every inline token, with the link definitions of `env`.

    `line` is the line of the file, from 1, that the tokens begin at.
    """
    md = _inline_parser()
    for token in tokens:
        if token.type != "inline":
            continue
        token.children = []
        if budget.allows_marks(token.content, line + (token.map or [0])[0]):
            md.inline.parse(token.content, md, env, token.children)
            token.children = _joined(token.children)
        else:
            token.children = [text_token(token.content)]


def _joined(children: list[Token]) -> list[Token]:
    """Join neighbouring texts, as markdown-it's rule `text_join` does: escapes are texts of their own."""
    joined: list[Token] = []
    run: list[str] = []
    for child in children:
        if child.type in {"text", "text_special"}:
            if not run:
                joined.append(text_token(""))
            run.append(child.content)
            continue
        if run:
            joined[-1].content = "".join(run)
            run = []
        joined.append(child)
    if run:
        joined[-1].content = "".join(run)
    return joined


def _comment(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a comment as one block: markdown-it's own rule for HTML, for comments only."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("<!--", start, state.eMarks[start_line]):
        return False
    return html_block(state, start_line, end_line, silent)


def _too_deep(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Keep what is nested too deep as text; markdown-it itself would drop it."""
    if silent or state.level < _DEEPEST:
        return False
    line = start_line
    while line < end_line and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    state.line = line
    token = state.push("code_block", "code", 0)
    token.content = state.getLines(start_line, line, state.blkIndent, keepLastLF=True)
    token.map = [start_line, line]
    return True


def whole_table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    r"""Read a table by markdown-it's own rule, and put back the cells that a row has beyond those of the head.

    GitHub drops them. They come of a `|` that should have been `\|`: the words after it belong to the answer too, and
    stay in the last cell.
    """
    first = len(state.tokens)
    if not table(state, start_line, end_line, silent):
        return False
    if silent:
        return True
    width, last = 0, state.tokens[-1]
    for token in state.tokens[first:]:
        if token.type == "tr_open":
            width = 0
        elif token.type == "inline":
            width, last = width + 1, token
        elif token.type == "tr_close" and last.map:
            cells = _cells(getLine(state, last.map[0]))
            if len(cells) > width:
                last.content = " | ".join(cell.strip() for cell in cells[width - 1 :])
    return True


def _cells(line: str) -> list[str]:
    """Return the cells of a line, the empty ones outside the first and last `|` left out."""
    cells = escapedSplit(line.strip(" \t"))
    return cells[not cells[0] : len(cells) - (len(cells) > 1 and not cells[-1])]
