"""The template's own instructions above the first heading, folded: how to fill in the report is not what it says.

Only blocks that an edition of the template has: what a group writes there stays in sight. On paper they are open, by
the style sheet.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from markdown_it.token import Token

from exam_tui.core.template.instructions import is_instruction
from exam_tui.core.text.words import words_in
from exam_tui.page.passes.tokens import text_token

_NAME = "Instructions of the template"
# A line such as `Running:` alone may be anybody's.
_FEWEST_WORDS = 3


class _Block(NamedTuple):
    """One of the outermost blocks: its tokens, and the text that they were read from."""

    tokens: list[Token]
    text: str


def fold_instructions(tokens: list[Token], text: str, front_matter: str) -> list[Token]:
    """Return a report's first tokens with the template's instructions folded, and its front matter shown.

    Args:
        tokens: those below the report's title.
        text: the text that they were read from.
        front_matter: lines that stand above it, "" for none.

    """
    headings = (index for index, token in enumerate(tokens) if token.type == "heading_open" and not token.level)
    end = next(headings, len(tokens))
    blocks = list(_blocks(tokens[:end], text.split("\n")))
    if front_matter:
        blocks.insert(0, _Block([Token("code_block", "code", 0, content=front_matter, block=True)], front_matter))
    folded: list[Token] = []
    for is_known, run in groupby(blocks, key=lambda block: is_instruction(block.text)):
        together = list(run)
        content = [token for block in together for token in block.tokens]
        words = sum(len(words_in(block.text)) for block in together)
        folded += _details(content) if is_known and words >= _FEWEST_WORDS else content
    return folded + tokens[end:]


def _blocks(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[_Block]:
    depth = 0
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0:
            first, after = block[0].map or (0, 0)
            yield _Block(block, "\n".join(lines[first:after]))
            block = []


def _details(content: list[Token]) -> list[Token]:
    return [
        Token("details_open", "details", 1, block=True, attrs={"class": "template"}),
        Token("summary_open", "summary", 1, block=True),
        Token("inline", "", 0, children=[text_token(_NAME)]),
        Token("summary_close", "summary", -1, block=True),
        *content,
        Token("details_close", "details", -1, block=True),
    ]
