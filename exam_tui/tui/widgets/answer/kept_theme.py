"""The colours of an area of text, looked up once for each change of style: TextArea does so whenever it draws."""

from textual._text_area_theme import TextAreaTheme
from textual.widgets import TextArea
from typing_extensions import override

_NAME = "kept"


class KeptTheme(TextAreaTheme):
    """The theme that takes all colours from the styles, and keeps them."""

    _is_known = False

    @classmethod
    def give_to(cls, area: TextArea) -> None:
        """Let an area be drawn with one."""
        area.register_theme(cls(_NAME))
        area.theme = _NAME

    @staticmethod
    def look_up_again(area: TextArea) -> None:
        """Take the colours anew when an area is drawn next: its styles are others."""
        if isinstance(area._theme, KeptTheme):  # noqa: SLF001 - an area has its own copy of the theme
            area._theme._is_known = False  # noqa: SLF001 - the same

    @override
    def apply_css(self, text_area: TextArea) -> None:
        if not self._is_known:
            self._is_known = True
            super().apply_css(text_area)
