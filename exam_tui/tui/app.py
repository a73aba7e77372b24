"""The editor's application: opens the screen on a session, and sees to colours, keys and clipboard."""

import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from inspect import isawaitable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import RenderableType
from textual import on, work
from textual.actions import parse
from textual.app import App
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.widgets import Input

from exam_tui.core.text.escape import display_lines
from exam_tui.desktop.signals import ENDINGS
from exam_tui.errors import REPORT_IT, ExamTuiError
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.storage.disk import ui_state
from exam_tui.tui.editor import first_frame
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.actions import CHANGING_NAMES, COMMAND_NAMES, function_of
from exam_tui.tui.keys.key_order import KeyOrder
from exam_tui.tui.keys.keymap import main_key, no_theme, remap
from exam_tui.tui.keys.modifiers import without_idle_modifiers
from exam_tui.tui.keys.pasting import route_paste
from exam_tui.tui.keys.terminal_input import mended
from exam_tui.tui.keys.terminal_reader import EscapeTakenBack
from exam_tui.tui.readable import readable
from exam_tui.tui.screens import small_window
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.answer.writing_area import WritingArea, system_clipboard

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode


_COLLECT: Final = (20_000, 20, 20)
"""How much is made before it is searched for what nobody needs: Python's own numbers do so at each tenth key."""


class ExamApp(App[int], inherit_bindings=False):
    """The editor. Textual's own keys are left out: its ctrl+q would quit without asking.

    `ready` is called on another thread once the first frame is drawn and what belongs to it is done.
    """

    CSS_PATH = "exam.tcss"
    TITLE = "exam-tui"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        session: Session,
        settings: Settings | None = None,
        *,
        page: bool = True,
        ready: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._when_ready = ready
        self._key_order = KeyOrder(self)
        self._session = session
        self._settings = settings or Settings()
        if not page:
            self._settings = replace(self._settings, html=False)
        keymap, refused = remap(self._settings.keys, self._settings.places, self._settings.from_project)
        self.set_keymap(keymap)
        self._complaints = [*self._settings.problems, *refused]
        if self._settings.theme and self._settings.theme not in self.available_themes:
            self._complaints.append(no_theme(self._settings, self.available_themes))
        for theme in (self._settings.theme, ui_state.load_state(None).get("theme")):  # the one chosen last
            if isinstance(theme, str) and theme in self.available_themes:
                self.theme = theme
                break

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver, with its key reading repaired."""
        return mended(super().get_driver_class())

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's colours, those of text readable."""
        self.theme_variables = readable(super().get_css_variables(), is_dark=self.current_theme.dark)
        return self.theme_variables

    def get_default_screen(self) -> EditorScreen:
        """Return the editor itself as the lowest screen: one less to build before the first frame."""
        screen = EditorScreen(self._session, self._settings)
        small_window.prepare(screen, self.size)
        return screen

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: "DOMNode | None" = None,
        namespaces: "Mapping[str, DOMNode] | None" = None,
    ) -> bool:
        """Do an action, by key, palette or mouse. A message shown before a command has been read by then."""
        place, name, _ = parse(action) if isinstance(action, str) else action
        # A line to type into is not part of the report.
        if name in CHANGING_NAMES and self._editor.is_read_only and not isinstance(default_namespace, Input):
            self._editor.refuse()
            return True
        if name not in COMMAND_NAMES:
            return await super().run_action(action, default_namespace, namespaces)
        before = self._editor.key_bar.messages.passing
        namespace = {"": default_namespace, "screen": self.screen}.get(place)
        if namespace is self._editor and (run := function_of(name)):
            done = run(self._editor)
            if isawaitable(done):
                await done
            is_done = True
        else:
            is_done = await super().run_action(action, default_namespace, namespaces)
        if is_done and before:
            self._editor.key_bar.dismiss([before])
        return is_done

    async def on_event(self, event: Event) -> None:
        """Do each key before the next, and bring each paste where it belongs."""
        if isinstance(event, Key) and not event.is_forwarded:
            event = without_idle_modifiers(event, self._key_order.means_something)
            self._editor.typing.note()
            if await self._key_order.do(event, self._editor):
                return
        if isinstance(event, Paste) and not event.is_forwarded:
            paste = await route_paste(self, self._editor, event)
            if paste is None:
                return
            event = paste
        await super().on_event(event)

    @on(AnswerArea.ImagePasted)
    def _offer_image(self, event: AnswerArea.ImagePasted) -> None:
        from exam_tui.tui.editor.commands.inserting import take_pasted_image  # noqa: PLC0415 - not before the first image

        take_pasted_image(self._editor, event)

    @on(EscapeTakenBack)
    def _take_back_escape(self) -> None:
        """Go back into the answer, where what was not an Esc after all has led out of it."""
        if self._key_order.is_escaped and self.screen is self._editor:
            self._editor.go_to(self._editor.index)

    async def _on_key(self, event: Key) -> None:
        """Drop a key that was pressed for a dialog which is closed by now: it is not for what is below.

        Textual calls its own method of this name next, unless that is prevented.
        """
        if self._key_order.is_late(event):
            event.prevent_default()

    def on_app_focus(self) -> None:
        """Look at the file when the terminal's window comes back: that is when git has been at it."""
        self._editor.safety.look()

    def on_ready(self) -> None:
        """Do what can wait until the first frame is drawn."""
        # What is loaded by now stays: searching it again would delay a key now and then, and so would searching often.
        gc.freeze()
        gc.set_threshold(*_COLLECT)
        gc.enable()
        self._editor.safety.begin()
        if sys.platform != "win32":  # which has no way to wait for them here
            for number in ENDINGS:
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)
        first_frame.finish(self._editor, self._complaints, self._when_ready)

    def _end(self, number: int) -> None:
        """End at once, with all that was typed in the recovery file."""
        failure = self._editor.safety.autosave.keep_at_once()
        self.exit(128 + number, message=f"exam-tui: {failure}" if failure else None)

    def _handle_exception(self, error: Exception) -> None:
        """End after a fault of this program without a traceback, with all that was typed in the recovery file."""
        self._give_up(f"{type(error).__name__}: {error}")
        if self._shows_tracebacks:
            super()._handle_exception(error)

    def panic(self, *renderables: RenderableType) -> None:
        """End in the same way where Textual can no longer read keys."""
        self._give_up("the keyboard can no longer be read")
        if self._shows_tracebacks:
            super().panic(*renderables)

    @property
    def _shows_tracebacks(self) -> bool:
        return self.is_headless or bool(os.environ.get("EXAM_TUI_TRACEBACK"))

    def _give_up(self, why: str) -> None:
        kept = "Your unsaved text may not have been kept: reopen the report to see."
        with contextlib.suppress(Exception):
            failure = self._editor.safety.autosave.keep_at_once()
            kept = failure or "Your text was kept: reopen the report to bring it back."
            if not failure and self._editor.answer.pages.undone():
                kept += f" {main_key('restore')} brings back what you undid."
        if not self._shows_tracebacks:
            message = f"exam-tui: This is a bug in exam-tui, {REPORT_IT}: {why}\n"
            self.exit(2, message=f"{display_lines(message)}{kept}")

    @property
    def _editor(self) -> EditorScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, EditorScreen)  # noqa: S101 - it is the lowest screen as long as the app runs
        return screen

    # The clipboard

    @property
    def clipboard(self) -> str:
        """What was copied here last, as it may be pasted: a single line into an input."""
        from exam_tui.core.editing.paste import filtered_paste  # noqa: PLC0415 - not before the first paste

        text = filtered_paste(self._clipboard).text
        return text if isinstance(self.focused, WritingArea) else text.partition("\n")[0]

    @work(group="clipboard", exclusive=True)
    async def action_paste(self) -> None:
        """Paste the system's clipboard, or what was copied here last, where a terminal's own paste would go."""
        if text := await system_clipboard() or self._clipboard:
            self.post_message(Paste(text))

    def copy_to_clipboard(self, text: str) -> None:
        """Keep a text for pasting here, and bring it to the system's clipboard."""
        self._clipboard = text
        self._copy(text)

    @work(thread=True, group="copy", exclusive=True)
    def _copy(self, text: str) -> None:
        from exam_tui.desktop import clipboard  # noqa: PLC0415 - not before the first copy

        copied = clipboard.copy(text)
        message = clipboard.copied_words(copied)
        if copied is clipboard.Copied.NONE and not clipboard.why_not():
            try:
                sequence = clipboard.osc52(text, clipboard.terminal_of())
            except ExamTuiError as error:
                message = str(error)
            else:
                self.call_from_thread(self._to_terminal, sequence)
        self.call_from_thread(self._editor.show_message, message)

    def action_redraw(self) -> None:
        """Clear the terminal and redraw everything."""
        self._to_terminal("\x1b[2J")
        self.refresh(layout=True)

    def _to_terminal(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)


def open_editor(path: Path, settings: Settings) -> int:
    """Edit a report until the user quits. Return the process's exit code.

    Raises:
        ExamTuiError: the report cannot be opened.

    """
    # Exported, they would hold the size of the window as it once was, and Textual would draw for that.
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    code = ExamApp(Session.open(path), settings, ready=_start_pages if settings.html else None).run()
    return 0 if code is None else code


def _start_pages() -> None:
    from exam_tui.page.process import PAGES  # noqa: PLC0415 - not before the first frame

    PAGES.start()
