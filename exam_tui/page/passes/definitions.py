"""Link definitions, `[label]: address "title"`: shown as text, but for those of which links show every word.

GitHub shows none of them. A group that writes its sources this way, or a note to itself, would lose the words.
"""

import re
from collections.abc import Iterable, Iterator

from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token

from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.core.text.words import words_in
from exam_tui.page.passes.tokens import plain_text, text_token

# What is sure to be an address and no word: with a scheme, a path, an anchor, or the name of a host or file.
_ADDRESS = lazy_pattern(
    r"[a-z][a-z0-9+.-]+:\S|www\.\S|\.{0,2}/\S|#\S|\S*[^\s/.]\.[a-z][a-z0-9]{1,4}(?:[/?#:]|$)", re.IGNORECASE
)


def definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a link definition by markdown-it's own rule; a footnote, `[^1]: Kaggle`, is none and stays text."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    return not state.src.startswith("[^", start) and reference(state, start_line, end_line, silent)


def show_definitions(segments: Iterable[list[Token]]) -> list[list[Token]]:
    """Return each segment's block tokens with a paragraph for each definition that says more than its links show.

    A definition adds nothing where a link shows its label, its target is sure to be an address, and it has no title.
    All links of a label go where its first definition says: a second one is always shown. Call it for all segments of
    a page at once, in order, when their inline tokens are read.
    """
    segments = list(segments)
    shown_labels = {label for tokens in segments for label in _shown_labels(tokens)}
    return [list(_without_markup(tokens, shown_labels)) for tokens in segments]


def _shown_labels(tokens: list[Token]) -> Iterator[str]:
    """Yield the labels that links show, with all their words, as markdown-it normalises them."""
    for token in tokens:
        children = token.children or []
        for index, child in enumerate(children):
            label = child.meta.get("label")
            if label and set(words_in(label)) <= set(words_in(_text_of(children, index))):
                yield label


def _text_of(children: list[Token], index: int) -> str:
    """Return the text of the link or image that begins at an index."""
    if children[index].type == "image":
        return plain_text(children[index])
    end = next(at for at in range(index, len(children)) if children[at].type == "link_close")
    return plain_text(Token("inline", "", 0, children=children[index:end]))


def _without_markup(tokens: list[Token], shown_labels: set[str]) -> Iterator[Token]:
    """Yield tokens, definitions as paragraphs; a label is taken from `shown_labels` with its first definition."""
    for token in tokens:
        if token.type != "definition":
            yield token
            continue
        says_no_more = token.meta["id"] in shown_labels
        shown_labels.discard(token.meta["id"])
        if not says_no_more or token.meta["title"] or not _ADDRESS.match(token.meta["url"]):
            yield from _paragraph(token)


def _paragraph(token: Token) -> Iterator[Token]:
    url, title = token.meta["url"], token.meta["title"]
    children = [text_token(f"[{token.meta['label']}]: ")]
    if url:
        opening = Token("link_open", "a", 1, attrs={"href": url})
        children += [opening, text_token(normalizeLinkText(url)), Token("link_close", "a", -1)]
    else:
        children.append(text_token("<>"))
    if title:
        children.append(text_token(f' "{title}"'))
    yield Token("paragraph_open", "p", 1, block=True)
    yield Token("inline", "", 0, map=token.map, children=children)
    yield Token("paragraph_close", "p", -1, block=True)
