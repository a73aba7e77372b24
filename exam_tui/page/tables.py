r"""Tables with rows that have more cells than their head: GitHub drops those, here they stay in the last cell.

They come of a `|` that should have been `\|`: the words behind it belong to the answer too.
"""

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, getLine, table


def whole_table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a table by markdown-it's own rule, and put back what that left out."""
    behind = len(state.tokens)
    if not table(state, start_line, end_line, silent):
        return False
    if silent:
        return True
    width, last = 0, state.tokens[-1]
    for token in state.tokens[behind:]:
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
