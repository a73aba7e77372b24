"""The answer as it will be read, rendered again as it changes."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from exam_tui.core.display import display_lines
from exam_tui.core.lines import normalise_line_ends


class Preview(VerticalScroll):
    """Shows Markdown; links are not followed, images are named."""

    def __init__(self, answer: str) -> None:
        super().__init__(id="preview")
        self._text = _shown(answer)

    def compose(self) -> ComposeResult:
        """Yield the rendered answer."""
        yield Markdown(self._text, open_links=False)

    def update(self, answer: str) -> None:
        """Show the answer as it is now."""
        text = _shown(answer)
        if text != self._text:
            self._text = text
            self.query_one(Markdown).update(text)


def _shown(answer: str) -> str:
    return display_lines(normalise_line_ends(answer)) or "*nothing yet*"
