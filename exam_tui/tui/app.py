"""The editor's application: opens the screen on a session, and what belongs to no report: colours, keys, clipboard."""

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from inspect import isawaitable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import on, work
from textual.actions import parse
from textual.app import App
from textual.command import Provider
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.widget import Widget
from textual.widgets import Input

from exam_tui.core.text.escape import display_lines
from exam_tui.errors import REPORT_IT, ExamTuiError
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings, project_note
from exam_tui.storage.disk import ui_state
from exam_tui.tui.editor.commands import EditorScreen, command_of
from exam_tui.tui.keys import type_ahead
from exam_tui.tui.keys.actions import CHANGING_NAMES, COMMAND_NAMES
from exam_tui.tui.keys.keymap import main_key, no_theme, remap
from exam_tui.tui.keys.modifiers import without_idle_modifiers
from exam_tui.tui.keys.palette import ActionCommands
from exam_tui.tui.keys.pasting import placed
from exam_tui.tui.keys.terminal_input import mended
from exam_tui.tui.keys.terminal_reader import EscapeTakenBack
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.answer.writing_area import WritingArea, system_clipboard
from exam_tui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode
    from textual.screen import Screen

_KEYS = 256
"""Of so many keys it is known for which screen they came."""


class ExamApp(App[int], inherit_bindings=False):
    """The editor. Textual's own keys are left out: its ctrl+q would quit without asking.

    `ready` is called on another thread once the first frame is drawn and what belongs to it is done.
    """

    CSS_PATH = "exam.tcss"
    TITLE = "exam-tui"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {ActionCommands}
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(
        self,
        session: Session,
        settings: Settings | None = None,
        *,
        page: bool = True,
        ready: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._behind_first_frame = ready
        self._given: deque[tuple[Key, Screen[object]]] = deque(maxlen=_KEYS)
        self._is_escaped = False
        self._session = session
        self._settings = settings or Settings()
        if not page:
            self._settings = replace(self._settings, html=False)
        keymap, refused = remap(self._settings.keys, self._settings.places, self._settings.from_project)
        self.set_keymap(keymap)
        self._complaints = [*self._settings.problems, *refused]
        self._choose_theme()

    def _choose_theme(self) -> None:
        """Take the theme of the settings, else the one that was chosen last where it still exists."""
        if self._settings.theme and self._settings.theme not in self.available_themes:
            self._complaints.append(no_theme(self._settings, self.available_themes))
        for theme in (self._settings.theme, ui_state.load_state(None).get("theme")):
            if isinstance(theme, str) and theme in self.available_themes:
                self.theme = theme
                return

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver, with its reading of keys mended."""
        return mended(super().get_driver_class())

    def get_default_screen(self) -> EditorScreen:
        """Return the editor itself as the lowest screen: one less to build before the first frame."""
        return EditorScreen(self._session, self._settings)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: "DOMNode | None" = None,
        namespaces: "Mapping[str, DOMNode] | None" = None,
    ) -> bool:
        """Do an action, by key, palette or mouse. A message from before a command of the table has been read then."""
        place, name, _ = parse(action) if isinstance(action, str) else action
        # A line to type into is no part of the report.
        if name in CHANGING_NAMES and self._editor.is_read_only and not isinstance(default_namespace, Input):
            self._editor.refuse()
            return True
        if name not in COMMAND_NAMES:
            return await super().run_action(action, default_namespace, namespaces)
        before = self._editor.key_bar.messages.passing
        namespace = {"": default_namespace, "screen": self.screen}.get(place)
        if namespace is self._editor and (run := command_of(name)):
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
        """Do each key before the next, and bring each paste to where it belongs."""
        if isinstance(event, Key) and not event.is_forwarded:
            event = without_idle_modifiers(event, self._means_something)
            self._editor.typing.note()
            if await self._is_done(event):
                return
        if isinstance(event, Paste) and not event.is_forwarded:
            paste = await placed(self, self._editor, event)
            if paste is None:
                return
            event = paste
        await super().on_event(event)

    def _means_something(self, key: str) -> bool:
        return any(key in bindings.key_to_bindings for _, bindings in self.screen._modal_binding_chain)  # noqa: SLF001 - Textual has no other way to ask

    async def _is_done(self, event: Key) -> bool:
        """Do what a key on the desk is for, but for typing, behind all that was typed before; return whether it was."""
        await type_ahead.opened(self)
        gave_way = getattr(self.screen, "gave_way", None)  # of a `Confirm`, which is not imported before the first one
        if gave_way and gave_way(event):
            return True
        self._given.append((event, self.screen))
        self._is_escaped = False
        focused = self.focused
        if focused is None or focused.screen is not self._editor:
            return False
        if focused is self._editor.answer and self._editor.is_read_only and event.is_printable:
            self._editor.refuse()
            return True
        if focused.check_consume_key(event.key, event.character):
            return False
        reached = [node for node in focused.ancestors_with_self if isinstance(node, Widget)]
        await type_ahead.caught_up(reached[:1])
        workers = set(self.workers)
        if not (await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)):
            return False
        await type_ahead.begun(self, workers)
        await type_ahead.caught_up(reached)
        self._is_escaped = event.key == "escape" and focused is self._editor.answer
        return True

    @on(AnswerArea.ImagePasted)
    def _offer_image(self, event: AnswerArea.ImagePasted) -> None:
        from exam_tui.tui.editor.inserting import take_pasted_image  # noqa: PLC0415 - not before the first image

        take_pasted_image(self._editor, event)

    @on(EscapeTakenBack)
    def _take_back_escape(self) -> None:
        """Go back into the answer, where an Esc that was none has led out of it."""
        if self._is_escaped and self.screen is self._editor:
            self._editor.go_to(self._editor.index)

    async def _on_key(self, event: Key) -> None:
        """Leave out a key that came for a dialog which a later key has closed by now: it is not for what is below.

        Textual calls its own method of this name next, unless that is prevented.
        """
        if any(key is event and screen is not self.screen for key, screen in self._given):
            event.prevent_default()

    def on_app_focus(self) -> None:
        """Look at the file when the terminal's window comes back: that is when git has been at it."""
        self._editor.look()

    def on_ready(self) -> None:
        """Do what can wait until the first frame is drawn."""
        gc.freeze()  # what is loaded by now stays: looking through it again would hold up a key now and then
        gc.enable()
        self.watch(self, "theme", self._remember_theme, init=False)
        self._editor.begin_work()
        for name in ("SIGTERM", "SIGHUP"):  # Windows has the first, but no way to wait for it here
            if sys.platform != "win32":
                number = getattr(signal, name)
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)
        self._after_first_frame()

    def _end(self, number: int) -> None:
        """End at once, with all that was typed in the recovery file."""
        failure = self._editor.keep_at_once()
        self.exit(128 + number, message=f"exam-tui: {failure}" if failure else None)

    def _handle_exception(self, error: Exception) -> None:
        """End after a fault of ours without a traceback, with all that was typed in the recovery file."""
        self._give_up(f"{type(error).__name__}: {error}")
        if self._shows_tracebacks:
            super()._handle_exception(error)

    def panic(self, *renderables: RenderableType) -> None:
        """End in the same way where Textual can read no more keys."""
        self._give_up("the keys cannot be read any more")
        if self._shows_tracebacks:
            super().panic(*renderables)

    @property
    def _shows_tracebacks(self) -> bool:
        return self.is_headless or bool(os.environ.get("EXAM_TUI_TRACEBACK"))

    def _give_up(self, why: str) -> None:
        kept = "It is not known whether what you typed is kept: open the report again."
        with contextlib.suppress(Exception):
            failure = self._editor.keep_at_once()
            kept = failure or "What you typed is kept: open the report again."
            if not failure and self._editor.answer.pages.undone():
                kept += f" What you undid is there too, by {main_key('restore')}."
        if not self._shows_tracebacks:
            message = f"exam-tui: This is a fault of exam-tui, {REPORT_IT}: {why}\n"
            self.exit(2, message=f"{display_lines(message)}{kept}")

    @work(thread=True)
    def _after_first_frame(self) -> None:
        self.call_later(self._editor.look_up_history)
        if self._settings.highlight:
            from exam_tui.tui.widgets.answer.highlight import marks_of  # noqa: PLC0415 - loads tree-sitter

            marks_of([""])
            self.call_later(self._editor.answer.highlighter.start)
        note = project_note(self._settings)
        if self._complaints or note:
            said = "\n".join([*(f"Settings: {complaint}" for complaint in self._complaints), *filter(None, [note])])
            self.call_later(self._editor.show_message, said, "warning" if self._complaints else "info")
        elif "opened" not in ui_state.load_state(self._session.path):
            ui_state.save_state(self._session.path, {"opened": True})
            hint = f"Only your answers and ticks change. {main_key('save')} saves, {main_key('help')} shows every key."
            self.call_later(self._hint, hint)
        if self._behind_first_frame:
            self._behind_first_frame()

    @property
    def _editor(self) -> EditorScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, EditorScreen)  # noqa: S101 - it is the lowest screen as long as the app runs
        return screen

    def _hint(self, text: str) -> None:
        for bar in self._editor.query(KeyBar):
            bar.hint(text)

    def _remember_theme(self, theme: str) -> None:
        self.run_worker(lambda: ui_state.save_state(None, {"theme": theme}), thread=True)

    # The clipboard

    @property
    def clipboard(self) -> str:
        """What was copied here last, as it may be pasted; into a line no more than one."""
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

    def _to_terminal(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)


def run_editor(path: Path, settings: Settings) -> int:
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
