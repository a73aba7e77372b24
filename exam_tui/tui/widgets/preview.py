"""The answer as it will be read, rendered again as it changes."""

from typing import ClassVar

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.events import Key
from textual.widgets import Markdown

from exam_tui.core.text.escape import display, display_lines
from exam_tui.core.text.lines import normalise_line_ends
from exam_tui.tui.keys.bindings import back, closing, hints
from exam_tui.tui.widgets.answer.writing_area import WritingArea


class Preview(VerticalScroll):
    """Shows Markdown; links are not followed, images are named.

    Where it takes the answer's place it has the keys: they scroll it, and Esc or a letter goes back to the answer.
    """

    BINDINGS: ClassVar[list[BindingType]] = closing("preview")

    DEFAULT_CSS = """
    Preview {
        width: 1fr; border: round $foreground 25%; padding: 0 1;
        border-title-color: $foreground; border-title-style: bold;
        scrollbar-size-vertical: 1; background: $background;
        Markdown { padding: 0; background: $background; }
    }
    """

    def __init__(self, answer: str) -> None:
        super().__init__(id="preview")
        self._text = _shown(answer)

    def compose(self) -> ComposeResult:
        """Yield the rendered answer."""
        yield Markdown(self._text, open_links=False, parser_factory=_parser)

    def on_mount(self) -> None:
        """Name the pane once it is laid out: Textual sends no resize where somebody asked for its size before."""
        self.call_after_refresh(self.on_resize)

    def on_resize(self) -> None:
        """Name the pane; only a frame with corners sets its title apart by itself."""
        is_alone = not self.styles.border_left[0]
        self.border_title = hints(" Preview", back("back ", "close")) if is_alone else "Preview"

    async def on_key(self, event: Key) -> None:
        """Let what is typed go into the answer."""
        if event.is_printable:
            event.stop()
            await self.action_close()
            self.screen.query_one(WritingArea).post_message(Key(event.key, event.character))

    async def action_close(self) -> None:
        """Show the answer again."""
        await self.screen.run_action("preview")

    def update(self, answer: str) -> None:
        """Show the answer as it is now."""
        text = _shown(answer)
        if text != self._text:
            self._text = text
            self.query_one(Markdown).update(text)


def _parser() -> MarkdownIt:
    """Return Textual's own parser, which also replaces characters that Markdown makes of `&rlm;` and the like.

    Bare addresses stay text: nothing is followed here, and looking for them takes time quadratic in their number.
    """
    parser = MarkdownIt("gfm-like", {"linkify": False}).disable("linkify")
    parser.core.ruler.push("display", _display)
    return parser


def _display(state: StateCore) -> None:
    tokens = [child for token in state.tokens for child in token.children or ()]
    while tokens:
        token = tokens.pop()
        token.content = display(token.content)
        tokens += token.children or ()  # the text of an image


def _shown(answer: str) -> str:
    return display_lines(normalise_line_ends(answer)) or "*No answer yet*"
