"""The editor itself, screen and all, for the runs of `machine.py`: keys pressed, dialogs answered."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from typing_extensions import override

from exam_tui.core.merge.edits import AnswerEdit, RecoveryOffer
from exam_tui.session.session import Session
from exam_tui.storage.history import recovery
from exam_tui.storage.lock import lock_file
from exam_tui.tui.editor.commands.files import quit as quit_editor
from exam_tui.tui.screens.checklist import ChecklistScreen
from exam_tui.tui.screens.dialogs.confirm import Confirm
from exam_tui.tui.screens.dialogs.conflict import ConflictScreen
from exam_tui.tui.screens.dialogs.recovery import RecoveryScreen
from tests.behaviour.stateful.scripted import LOGGED, Answers, ScriptedEditor, happening_before_the_write
from tests.tui.editing import Editor, opened

_T = TypeVar("_T")
_Take = Callable[[AnswerEdit], bool]
_PATIENCE = 400
_STEP = 0.02


class OnScreen(ScriptedEditor):
    """One run of the editor on a report, in an event loop of its own that stands still between two steps."""

    def __init__(self, path: Path, take: _Take | None) -> None:
        """Open it, and answer the offer to bring back; see `ScriptedEditor`."""
        Session.open(path)  # a report that cannot be opened shows no screen
        self.log = []
        self._path = path
        self._take = take
        self._loop = asyncio.new_event_loop()
        self._steps: asyncio.Queue[Callable[[Editor], Awaitable[None]] | None] = asyncio.Queue()
        self._run = self._loop.create_task(self._edit())
        self._do(
            lambda editor: self._until(editor, lambda: not editor.screen.safety.flows.recovery.is_deciding, Answers())
        )

    def _is_deciding(self, editor: Editor) -> bool:
        return editor.screen.safety.flows.recovery.is_deciding

    async def _edit(self) -> None:
        """Do one step after the other, all in the context that the app was started in."""
        async with opened(self._path) as editor:
            while step := await self._steps.get():
                await step(editor)
                self._steps.task_done()

    def _do(self, step: Callable[[Editor], Awaitable[_T]]) -> _T:
        """Do a step in the editor and return what it returns."""
        done: list[_T] = []

        async def run(editor: Editor) -> None:
            done.append(await step(editor))

        async def wait() -> None:
            waiting = asyncio.ensure_future(self._steps.join())
            await asyncio.wait({waiting, self._run}, return_when=asyncio.FIRST_COMPLETED)
            if self._run.done():
                self._run.result()  # raises what went wrong

        self._steps.put_nowait(run)
        self._loop.run_until_complete(wait())
        return done[0]

    @property
    def session(self) -> Session:
        """The report, with what is in the pane."""

        async def kept(editor: Editor) -> Session:
            editor.screen.keep()
            return editor.screen.session

        return self._do(kept)

    @session.setter
    def session(self, _session: Session) -> None:
        raise AssertionError

    # What the writer does

    @override
    def write(self, index: int, text: str) -> None:
        async def typed(editor: Editor) -> None:
            editor.screen.go_to(index)
            await editor.pilot.pause()
            editor.area.replace_answer(text)
            await editor.pilot.pause()

        self._do(typed)

    @override
    def tick(self, index: int, *, done: bool) -> None:
        async def ticked(editor: Editor) -> None:
            if editor.screen.session.report.tasks[index].done != done:
                await editor.press("ctrl+t")
                await editor.until(lambda: editor.is_open(ChecklistScreen))
                await editor.press(*["down"] * index, "space", "escape")
                await editor.until(lambda: len(editor.app.screen_stack) == 1)
            assert editor.screen.session.report.tasks[index].done == done

        self._do(ticked)

    @override
    def keep(self) -> None:
        self._do(lambda editor: editor.screen.safety.autosave.write())

    @override
    def look(self) -> None:
        self._do(lambda editor: editor.screen.safety.look().wait())

    @override
    def save(self, answers: Answers, *, meanwhile: Callable[[], None] = lambda: None) -> bool:
        async def saved(editor: Editor) -> bool:
            screen = editor.screen
            with happening_before_the_write(meanwhile):
                saving = asyncio.ensure_future(screen.run_worker(screen.safety.save(), group="save").wait())
                await self._until(editor, saving.done, answers)
            return saving.result()

        is_saved = self._do(saved)
        self.log += ["saved"] if is_saved else []
        return is_saved

    @override
    def quit(self, *, is_saving: bool, answers: Answers) -> bool:
        async def left(editor: Editor) -> bool:
            ended = quit_editor(editor.screen)
            await self._until(editor, lambda: ended.is_finished, answers, leave="save" if is_saving else "drop")
            return editor.app.return_code is not None and editor.app._exit

        is_over = self._do(left)
        if is_over:
            self._end()
        return is_over

    @override
    def die(self) -> None:
        """End as a killed process does: nothing is written or given back, and what it knew of itself is gone."""
        if not self._run.done():

            async def cut_off(editor: Editor) -> None:
                editor.screen.safety.flows.recovery.is_deciding = True  # nothing is kept from here on
                editor.screen.safety.flows.ownership.lock = None

            self._do(cut_off)
            self._end()
        lock_file.own_tokens.clear()
        recovery._ours.clear()
        recovery._newest.clear()

    def _end(self) -> None:
        self._steps.put_nowait(None)
        self._loop.run_until_complete(self._run)
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    # What the editor asks

    async def _until(self, editor: Editor, is_true: Callable[[], bool], answers: Answers, leave: str = "save") -> None:
        """Answer what is asked until something is true."""
        for _ in range(_PATIENCE):
            if is_true():
                return
            await self._answer(editor, answers, leave)
            await editor.pilot.pause(_STEP)
        raise AssertionError(f"it waits for ever; the editor shows: {editor.app.screen}")

    async def _answer(self, editor: Editor, answers: Answers, leave: str) -> None:
        screen = editor.app.screen
        if not screen.is_mounted or screen.focused is None:
            return
        if isinstance(screen, RecoveryScreen):
            self._choose(screen)
        elif isinstance(screen, ConflictScreen):
            texts = {**screen._texts, "choice-later": None}
            self.log.append("settled")
            screen.dismiss(texts[f"choice-{answers.conflict}"])
        elif isinstance(screen, Confirm):
            keys = {key for key, _ in screen._choices}
            key = answers.choice_of(keys, leave)
            self.log.append(LOGGED.get(key, key))
            screen.dismiss(key)

    def _choose(self, screen: RecoveryScreen) -> None:
        if self._take is None:
            self.log.append("declined")
            screen.action_close()
            return
        take = self._take
        left = [at for at, item in enumerate(screen._items) if isinstance(item, RecoveryOffer) and not take(item.edit)]
        screen._chosen -= set(left)
        self.log.append("brought back")
        screen.action_take()
