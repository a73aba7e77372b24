"""From tokens to HTML: markdown-it's own renderer, with what the page does differently."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from exam_tui.page.code_highlight import LANGUAGES, Highlighter

_OPTIONS = MarkdownIt("commonmark", {"xhtmlOut": False}).options


class PageRenderer(RendererHTML):
    """Renders the tokens of one page. HTML of the report that is still an HTML token is text.

    Each method renders the token type it is named after; markdown-it finds them by name.
    """

    def __init__(self) -> None:
        super().__init__()
        self._highlighter = Highlighter()

    def page(self, tokens: Sequence[Token]) -> str:
        """Return the HTML of block tokens."""
        return self.render(tokens, _OPTIONS, {})

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render a fence; its info string is shown unless it is just a known language."""
        del options, env
        token = tokens[idx]
        info = unescapeAll(token.info).strip()
        language = info.split(maxsplit=1)[0] if info else ""
        label = "" if info.lower() in LANGUAGES else info
        shown = f'<p class="info">{escapeHtml(label)}</p>\n' if label else ""
        return f"{shown}{_pre(self._highlighter.html(token.content, language))}"

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render indented code."""
        del options, env
        return _pre(escapeHtml(tokens[idx].content))

    def html_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render a comment: as text, unless it is empty. Empty ones only keep two lists apart."""
        del options, env
        if not tokens[idx].content.strip().removeprefix("<!--").removesuffix("-->").strip():
            return ""
        return f'<pre class="comment" tabindex="0">{escapeHtml(tokens[idx].content.rstrip())}</pre>\n'

    def html_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render a tag that is not allowed: as text."""
        del options, env
        return escapeHtml(tokens[idx].content)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render an embedded image; its alternative text is already an attribute."""
        return self.renderToken(tokens, idx, options, env)

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render a list item; a task without text has its box here, the others have it in their label."""
        item = self.renderToken(tokens, idx, options, env)
        box = tokens[idx].meta.get("box")
        return f"{item}{self.renderToken([box], 0, options, env)}" if box else item

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render a table inside a box that scrolls, so that a narrow page does not."""
        return f'<div class="table" tabindex="0">\n{self.renderToken(tokens, idx, options, env)}'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render the end of a table and its box."""
        return f"{self.renderToken(tokens, idx, options, env)}</div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render a cell; its alignment is a class, since the page's policy forbids style attributes."""
        style = str(tokens[idx].attrs.pop("style", ""))
        if style:
            tokens[idx].attrs["class"] = style.removeprefix("text-align:")
        return self.renderToken(tokens, idx, options, env)

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render a cell, as `th_open`."""
        return self.th_open(tokens, idx, options, env)


def _pre(code: str) -> str:
    # Focusable, so that a keyboard can scroll it.
    return f'<pre tabindex="0"><code>{code}</code></pre>\n'
