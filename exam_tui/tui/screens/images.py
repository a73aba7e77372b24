"""Choosing an image for an answer: one in the figures folder, or one from elsewhere, which is copied there."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from exam_tui.core.editing.image_link import image_link
from exam_tui.core.editing.paste import pasted_image
from exam_tui.core.text.escape import display
from exam_tui.desktop.clipboard_picture import needed_programs
from exam_tui.errors import ExamTuiError
from exam_tui.storage.images.copy_image import copy_into_figures, path_of, store_in_figures
from exam_tui.storage.images.figures import Figure
from exam_tui.storage.images.path_completion import Completed, common_start, complete_path
from exam_tui.tui.keys.bindings import back, bindings, closing, hints
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.widgets.line_input import TextInput

_CLIPBOARD = "image on the clipboard"
_HELP = "Type a name to find an image, or the path of one elsewhere: it will be copied into figures/.\n"
_FIRST = "An image on the clipboard and the newest screenshots come first; the clipboard needs {}."
_FIRST_WITHOUT = "The newest screenshots come first; save an image on the clipboard as a file."
_CHOICES = 12
"""At most so many names are listed with which a path may go on."""
_FRAME = 6
"""Cells that frame and margin of the dialog take."""
_UNITS = ("bytes", "KB", "MB")
_KILO = 1024


class ImagesScreen(ModalScreen[str | None]):
    """Lists images, and answers with the link to insert, None for Esc.

    First the picture on the clipboard, then the newest of `elsewhere`, then those of the figures folder. What is not in
    that folder is copied there once it is chosen.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("images", priority=True), *closing("insert_image")]

    def __init__(
        self,
        figures: Sequence[Figure],
        folder: Path,
        elsewhere: Sequence[Figure] = (),
        on_clipboard: bytes | None = None,
    ) -> None:
        super().__init__()
        self._on_clipboard = on_clipboard
        copied = [Figure(Path(), _CLIPBOARD, "", len(on_clipboard), time.time())] if on_clipboard else []
        self._figures = [*copied, *elsewhere, *figures]
        self._folder = folder
        self._shown: list[Figure] = []
        self._target = ""

    def compose(self) -> ComposeResult:
        """Yield the line to type into, the list, and the line for the image's text."""
        with Vertical(id="images") as box:
            box.border_title = "Insert an image"
            yield TextInput(placeholder="name, or path of an image", id="image-name", compact=True)
            rows = OptionList(id="image-list", markup=False)
            rows.can_focus = False  # the line keeps the keys: type to find, and the arrows move in the list from there
            yield rows
            yield Static(_help(), id="image-help", markup=False)
            yield TextInput(placeholder="what the image shows, in a few words", id="image-alt", compact=True)

    def on_mount(self) -> None:
        """Start with all images, the newest chosen."""
        self.query_one("#image-alt").display = False
        self._fill("")
        self.query_one("#image-name", Input).focus()

    def on_resize(self) -> None:
        """Show the keys that there is room for."""
        self.query_one("#images", Vertical).border_subtitle = hints(
            (f"{main_key('complete')} completes", "screen.complete"),
            "Enter inserts",
            back(),
            width=self.app.size.width - _FRAME,
        )

    def _fill(self, words: str) -> None:
        wanted = words.casefold().split()
        self._shown = [figure for figure in self._figures if all(word in figure.name.casefold() for word in wanted)]
        rows = self.query_one(OptionList)
        rows.clear_options()
        none = (
            "No image in figures/ yet." if not self._figures else "No image with that name: Enter reads it as a path."
        )
        rows.add_options([Option(_row(figure)) for figure in self._shown] or [Option(none, disabled=True)])
        rows.highlighted = next((at for at, figure in enumerate(self._shown) if not figure.fault), None)

    @on(Input.Changed, "#image-name")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    def on_key(self, event: Key) -> None:
        """Let the arrows move in the list while a name is typed."""
        if event.key in {"up", "down"} and self.query_one("#image-name", Input).has_focus:
            rows = self.query_one(OptionList)
            rows.action_cursor_up() if event.key == "up" else rows.action_cursor_down()
            event.stop()

    @work(exclusive=True)
    async def action_complete(self) -> None:
        """Complete the name or the path as far as it is unambiguous, and show what there is to choose from."""
        line = self.query_one("#image-name", Input)
        if not line.has_focus:
            self._say("Describe the image in a few words; Enter inserts it.")
            return
        typed = line.value
        begun = typed.casefold()
        names = sorted(
            figure.name for figure in self._figures if figure.target and figure.name.casefold().startswith(begun)
        )
        done = (
            Completed(common_start(names, typed), tuple(names))
            if names and typed
            else await asyncio.to_thread(complete_path, typed, self._folder)
        )
        if line.value != typed:  # more was typed meanwhile
            return
        line.value = done.text
        line.cursor_position = len(done.text)
        if not done.choices:
            self._say(f"No image or folder starts with {typed}." if typed else "No images here.")
        elif len(done.choices) > 1:
            self._say(_listed(done.choices))

    def _say(self, text: str, style: str = "") -> None:
        self.query_one("#image-help", Static).update(Content.styled(display(text), style))

    @on(Input.Submitted, "#image-name")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        chosen = self.query_one(OptionList).highlighted
        if self._shown and chosen is not None:
            self._choose(self._shown[chosen])
        elif self._shown:
            self._warn(self._shown[0])
        elif event.value.strip():
            self._copy(event.value)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(self._shown[event.option_index])

    def _choose(self, figure: Figure) -> None:
        """Ask for the text of an image beside the report; copy another one there first."""
        if figure.target:
            self._ask_for_text(figure.target)
        elif figure.name == _CLIPBOARD and self._on_clipboard:
            name = datetime.now().astimezone().strftime("screenshot-%Y-%m-%d")
            self._bring(partial(store_in_figures, self._on_clipboard, name, self._folder))
        else:
            self._bring(partial(copy_into_figures, figure.path, self._folder))

    def _copy(self, typed: str) -> None:
        image = pasted_image(typed)
        path = path_of(image.path if image else typed.strip(), self._folder)
        self._bring(partial(copy_into_figures, path, self._folder))

    @work(exclusive=True)
    async def _bring(self, copy: Callable[[], Path]) -> None:
        """Bring an image into the figures folder, and ask for its text."""
        try:
            copied = await asyncio.to_thread(copy)
        except ExamTuiError as error:
            self._say(str(error), "$text-error")
            return
        self._ask_for_text(copied.relative_to(self._folder).as_posix())

    def _warn(self, figure: Figure) -> None:
        """Say why an image is not taken without asking; the arrows can still choose it."""
        text = (
            f"{figure.target} {figure.fault}: the course accepts only png and jpg. Save it as PNG in an image editor."
        )
        self._say(text, "$text-warning")

    def _ask_for_text(self, target: str) -> None:
        self._target = target
        self._say(f"{target}: what does it show?")
        self.query_one("#image-name").display = False
        self.query_one("#image-list").display = False
        box = self.query_one("#image-alt", Input)
        box.display = True
        box.focus()

    @on(Input.Submitted, "#image-alt")
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(image_link(event.value, self._target))

    def action_close(self) -> None:
        """Go back without an image."""
        self.dismiss(None)


def _listed(names: Sequence[str]) -> str:
    """Return names in a line; where there are many, the first ones and how many more."""
    more = len(names) - _CHOICES
    return "  ".join(names[:_CHOICES]) + (f"  and {more} more" if more > 0 else "")


def _help() -> str:
    """Return what can be typed, and what comes first on this system."""
    needed = needed_programs()
    return _HELP + (_FIRST.format(needed) if needed else _FIRST_WITHOUT)


def _row(figure: Figure) -> Content:
    when = datetime.fromtimestamp(figure.modified).strftime("%d %b %H:%M")  # noqa: DTZ006 - the reader's own time
    fault = (f"  ✗ {figure.fault}", "$text-warning") if figure.fault else ""
    return Content.assemble(display(figure.name), fault, (f"  {_size(figure.size)}, {when}", "$text-muted"))


def _size(size: float) -> str:
    unit = 0
    while size >= _KILO and unit + 1 < len(_UNITS):
        size /= _KILO
        unit += 1
    return f"{size:.0f} {_UNITS[unit]}" if unit < 2 else f"{size:.1f} {_UNITS[unit]}"  # noqa: PLR2004 - megabytes
