"""A report, an editor on it, and others, in any order: every word that was acknowledged has to be somewhere.

The editor types, ticks, undoes, saves, is killed and started again; others change, delete and check out the file. Words
are told apart by number. A word is owed from when it was kept for recovery, saved, or said to be kept, until its
writer takes it away again, or somebody else takes it out of the file before the editor has looked.
"""

import errno
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Container
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from exam_tui import Report
from exam_tui.core.merge.edits import AnswerEdit
from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.history import versions
from exam_tui.storage.history.recovery import read_recovery
from exam_tui.storage.history.recovery_format import Recovery
from tests.behaviour.stateful.scripted import Answers, ScriptedEditor
from tests.core.build import question, report_of

BASE = report_of(
    "## Checklist\n\n* [ ] water\n* [x] weed\n\n",
    question(1, "\n\nw1 roses\n\n"),
    question(2, "\n\nw2 peas\n\nw3 beans\n\n"),
    "## Work\n\n",
    question(3, "\n\n--- question 3 fill here ---\n\n"),
).to_bytes()
RUINS = [None, b"", b"no report at all\n", b"<<<<<<< HEAD\n=======\n>>>>>>> x\n"]
"""What may become of the file besides another report; None: it is deleted."""
_WORD = re.compile(rb"\bw(\d+)\b")

numbers = st.integers(1, 3)
answers = st.builds(
    Answers,
    conflict=st.sampled_from(["both", "ours", "theirs", "later"]),
    reverted=st.sampled_from(["keep", "take"]),
    anew=st.booleans(),
)
changes = st.sampled_from(["over", "above", "above", "emptied"])
templates = st.sampled_from(["line", "question gone", "question new", "number twice", "tick"])
takes = st.sampled_from(["all", "all", "none", "first", "declined"])
_TAKES: dict[str, Callable[[AnswerEdit], bool]] = {
    "all": lambda _: True,
    "none": lambda _: False,
    "first": lambda edit: edit.number == 1,
}


def words(data: bytes) -> set[int]:
    return {int(number) for number in _WORD.findall(data)}


def typed_into(unsaved: Recovery, numbers: Container[int] = range(100)) -> set[int]:
    """Return the words of a recovery, in the answers to some questions, that were not in the file before."""
    typed = " ".join(edit.text for edit in unsaved.edits.answers if edit.number in numbers)
    return words(typed.encode()) - words(unsaved.base)


class QuickCalls(syscalls.Syscalls):
    """The real calls, of which one may fail; nothing is synced, as nothing here loses its power."""

    failing = ""

    def _enter(self, call: str) -> None:
        if call == self.failing:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write(self, fd: int, data: memoryview) -> int:
        self._enter("write")
        return super().write(fd, data)

    def rename(self, source: str, target: str) -> None:
        self._enter("rename")
        super().rename(source, target)

    def fsync(self, _fd: int) -> None:
        self._enter("fsync")

    def fsync_folder(self, _path: str) -> None:
        pass

    def sleep(self, _seconds: float) -> None:
        pass


class Reports(RuleBasedStateMachine):
    """One run.

    Attributes:
        editor_of: what opens the report.
        happened: what did, over all runs: for who wants to know that the runs go everywhere.
        owed: the words that have to be somewhere on the disk.

    """

    editor_of: ClassVar[type[ScriptedEditor]] = ScriptedEditor
    happened: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="exam-tui-")).resolve()
        os.environ["XDG_STATE_HOME"] = str(self.folder / "state")
        self.path = self.folder / "README.md"
        self.path.write_bytes(BASE)
        self.calls = QuickCalls()
        syscalls.OS = self.calls
        self.editor: ScriptedEditor | None = self.editor_of(self.path, None)
        self.owed = words(BASE)
        self._committed = [BASE]
        self._next = count(10)
        self._taken_away: set[int] = set()  # by their writer, which is not acknowledged yet
        self._undone: list[tuple[int, str]] = []

    def teardown(self) -> None:
        if self.editor:
            self._die()
        syscalls.OS = syscalls.Syscalls()
        shutil.rmtree(self.folder)

    # What is there

    def is_open(self) -> bool:
        return self.editor is not None

    def on_disk(self) -> bytes:
        with suppress(OSError):
            return self.path.read_bytes()
        return b""

    def typed(self) -> set[int]:
        return words(self.editor.session.report.to_bytes()) if self.editor else set()

    def unsaved(self) -> set[int]:
        return self.typed() - words(self.editor.session.saved_data) if self.editor else set()

    def acknowledge(self, said: set[int]) -> None:
        """Note which words the user may rely on from now on, and that others are gone by the user's own doing."""
        self.owed -= self._taken_away
        self._taken_away = set()
        self.owed |= said

    @invariant()
    def nothing_is_lost(self) -> None:
        """Find every word that is owed where a user finds it: in the file, in the recovery or in the history."""
        kept = b" ".join(version.data for version in versions.history_of(self.path))
        missing = self.owed - words(self.on_disk()) - words(kept)
        assert not missing, f"lost: {missing}"

    # The writer

    def _type(self, number: int, write: Callable[[str], str]) -> None:
        assert self.editor
        asked = [question for question in self.editor.session.report.questions if question.number == number]
        if asked:
            before = self.typed()
            self._undone.append((number, asked[0].answer))
            self.editor.write(asked[0].index, write(asked[0].answer))
            self._taken_away |= before
            self._taken_away -= self.typed()

    @precondition(is_open)
    @rule(number=numbers, what=st.sampled_from(["over", "over", "below", "below", "emptied"]), is_kept=st.booleans())
    def edit(self, number: int, what: str, is_kept: bool) -> None:  # noqa: FBT001 - hypothesis gives it
        word = f"w{next(self._next)} typed"
        self._type(number, lambda old: {"over": word, "below": f"{old}\n\n{word}", "emptied": ""}[what])
        if is_kept:
            self.a_second_passes()

    @precondition(lambda self: self.editor and self._undone)
    @rule()
    def undo(self) -> None:
        *before, (number, text) = self._undone
        self._type(number, lambda _: text)
        self._undone = before

    @precondition(is_open)
    @rule(index=st.integers(0, 1), done=st.booleans())
    def tick(self, index: int, done: bool) -> None:  # noqa: FBT001 - the same
        assert self.editor
        if index < len(self.editor.session.report.tasks):
            self.editor.tick(index, done=done)

    @precondition(is_open)
    @rule()
    def a_second_passes(self) -> None:
        assert self.editor
        self.editor.keep()
        self.acknowledge(self.unsaved())

    @precondition(is_open)
    @rule()
    def look(self) -> None:
        """Be told what became of the file, and that the text is here; also what was saved already."""
        assert self.editor
        saved = words(self.editor.session.saved_data)
        self.editor.look()
        self.owed |= saved

    @precondition(is_open)
    @rule(answers=answers)
    def save(self, answers: Answers) -> None:
        assert self.editor
        is_saved = self.editor.save(answers)
        assert not is_saved or self.typed() <= words(self.on_disk())
        self.acknowledge(self.typed() if is_saved else self.unsaved())

    @precondition(is_open)
    @rule(answers=answers, call=st.sampled_from(["write", "rename", "fsync"]))
    def save_on_a_full_disk(self, answers: Answers, call: str) -> None:
        assert self.editor
        unsaved = self.unsaved()
        self.calls.failing = call
        with suppress(ExamTuiError):  # nor can it be kept for recovery: that is said, and the text stays on the screen
            self.editor.save(answers)
        self.calls.failing = ""
        dropped = unsaved - self.typed()
        assert not dropped or answers.conflict == "theirs"
        self._taken_away |= dropped  # by choice; on such a disk no version of them is kept
        self.owed -= self._taken_away  # it may have been kept without them

    @precondition(is_open)
    @rule(answers=answers, number=numbers)
    def save_while_somebody_changes_it(self, answers: Answers, number: int) -> None:
        assert self.editor
        unsaved = self.unsaved()
        self.editor.save(answers, meanwhile=lambda: self._change(number, "over"))
        self.acknowledge(unsaved & self.typed() | self.unsaved())

    @precondition(is_open)
    @rule(take=takes, is_started_again=st.booleans())
    def kill(self, take: str, is_started_again: bool) -> None:  # noqa: FBT001 - the same
        self._die()
        if is_started_again:
            self.reopen(take)

    def _die(self) -> None:
        assert self.editor
        self.happened.update(self.editor.log)
        self.editor.die()
        self.editor = None
        self._taken_away, self._undone = set(), []

    @precondition(is_open)
    @rule(answers=answers, is_saving=st.booleans())
    def quit(self, answers: Answers, is_saving: bool) -> None:  # noqa: FBT001 - the same
        assert self.editor
        self.acknowledge(self.unsaved())
        if self.editor.quit(is_saving=is_saving, answers=answers):
            self._die()

    @precondition(lambda self: not self.editor)
    @rule(take=takes)
    def reopen(self, take: str) -> None:
        offered = read_recovery(self.path)
        with suppress(ExamTuiError):  # no report is there; what was typed into it stays where it is
            self.editor = self.editor_of(self.path, _TAKES.get(take))
        if self.editor and offered and take == "all":
            self._all_is_back(offered)

    def _all_is_back(self, offered: Recovery) -> None:
        assert self.editor
        report = self.editor.session.report
        there = {question.number for question in report.questions}
        assert typed_into(offered, there) <= self.typed()
        ticks = {tick.text: tick.done for tick in offered.edits.ticks}
        assert all(task.done == ticks.get(task.text, task.done) for task in report.tasks)

    # The others

    def _becomes(self, data: bytes | None) -> None:
        """Let the file be another one, as other programs do, or be gone: what they take out is theirs to take out."""
        before = words(self.on_disk())
        if data is None:
            self.path.unlink(missing_ok=True)
        else:
            (self.folder / "new").write_bytes(data)
            (self.folder / "new").replace(self.path)
        unsaved = read_recovery(self.path)
        self.owed -= before - (typed_into(unsaved) if unsaved else set())
        self.owed |= words(self.on_disk())

    def _change(self, number: int, what: str) -> None:
        report = Report.from_bytes(self.on_disk())
        asked = [question for question in report.questions if question.number == number]
        if asked:
            word = f"w{next(self._next)} of somebody else"
            old = asked[0].answer
            report.set_answer(asked[0], {"over": word, "above": f"{word}\n\n{old}", "emptied": ""}[what])
            self._becomes(report.to_bytes())

    @precondition(lambda self: b"### Question" in self.on_disk())
    @rule(number=numbers, what=changes)
    def outside_edit(self, number: int, what: str) -> None:
        self._change(number, what)

    @precondition(lambda self: b"### Question" in self.on_disk())
    @rule(what=templates)
    def outside_change_of_the_template(self, what: str) -> None:
        data = self.on_disk()
        report = Report.from_bytes(data)
        match what:
            case "line":
                data = data.replace(b"# Report for 02476\n", b"# Report for 02476\n\nKeep it short.\n", 1)
            case "question gone":
                data = data[: data.rindex(b"### Question")]
            case "question new":
                data += question(4, f"\n\nw{next(self._next)} of a new template\n\n").encode()
            case "number twice":
                data = data.replace(b"### Question 2\n", b"### Question 3\n")
            case "tick" if report.tasks:
                report.set_task(0, done=not report.tasks[0].done)
                data = report.to_bytes()
        self._becomes(data)

    # What it is all about happens seldom by itself: so there are whole scenes of it

    @precondition(lambda self: self.editor and b"### Question" in self.on_disk())
    @rule(number=numbers, other=numbers, what=changes, template=st.none() | templates, take=takes)
    def killed_over_unsaved_work(self, number: int, other: int, what: str, template: str | None, take: str) -> None:
        """Be killed with something unsaved, which others change meanwhile."""
        self.edit(number, "below", is_kept=True)
        self._die()
        if template:
            self.outside_change_of_the_template(template)
        else:
            self._change(other, what)
        self.reopen(take)

    @precondition(lambda self: self.editor and b"### Question" in self.on_disk())
    @rule(number=numbers, other=numbers, what=changes, is_seen=st.booleans(), answers=answers)
    def both_sides_change_it(self, number: int, other: int, what: str, is_seen: bool, answers: Answers) -> None:  # noqa: FBT001
        """Save what others have changed too; nobody said anything before, or the editor looked at it first."""
        self.edit(number, "over", is_kept=is_seen)
        self._change(other, what)
        if is_seen:
            self.look()
        self.save(answers)

    @precondition(lambda self: self.editor and b"### Question" in self.on_disk())
    @rule(number=numbers, answers=answers)
    def saved_and_put_back(self, number: int, answers: Answers) -> None:
        """Save, and somebody restores the file as it was before: a hook, or git."""
        before = self.on_disk()
        self.edit(number, "over", is_kept=True)
        self.save(answers)
        self._becomes(before)
        self.look()

    @rule(data=st.data(), is_committed=st.booleans())
    def checkout(self, data: st.DataObject, is_committed: bool) -> None:  # noqa: FBT001 - the same
        """Go to a version that was committed, perhaps after committing what is there."""
        if is_committed and self.on_disk():
            self._committed.append(self.on_disk())
        self._becomes(data.draw(st.sampled_from(self._committed)))

    @rule(ruin=st.sampled_from(RUINS), is_looked_at=st.booleans(), is_put_right=st.booleans())
    def delete(self, ruin: bytes | None, is_looked_at: bool, is_put_right: bool) -> None:  # noqa: FBT001 - the same
        """Delete or spoil the file; often somebody puts it right again."""
        before = self.on_disk()
        self._becomes(ruin)
        if self.editor and is_looked_at:
            self.look()
        if is_put_right:
            self._becomes(before)
