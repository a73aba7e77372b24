"""Whatever happens to a report, in any order: every word that was acknowledged is somewhere.

An editor types, ticks, undoes, saves, is killed and opened again; others change, delete and check out the file. Words
are told apart by number. A word is owed from when it was kept for recovery, saved, or said to be kept, until its
writer takes it away again, or somebody else takes it out of the file before the editor has looked.
"""

import errno
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from exam_tui import Report
from exam_tui import session as sessions
from exam_tui.core.merge import Merged
from exam_tui.errors import ExamTuiError
from exam_tui.session import Session
from exam_tui.storage import recovery, syscalls, versions
from exam_tui.storage.places import file_mark, state_path
from exam_tui.storage.recovery import read_recovery
from exam_tui.storage.write import WriteResult
from tests.core.build import question, report_of
from tests.storage.desk import Answers, Desk

BASE = report_of(
    "## Checklist\n\n* [ ] water\n* [x] weed\n\n",
    question(1, "\n\nw1 roses\n\n"),
    question(2, "\n\nw2 peas\n\nw3 beans\n\n"),
    "## Work\n\n",
    question(3, "\n\n--- question 3 fill here ---\n\n"),
)
WHAT_HAPPENS = {
    *("saved", "merged", "settled", "went back", "anew", "refused: FileChangedError", "refused: WriteError"),
    *("brought back", "brought back beside another text", "brought back nowhere", "declined", "no place for it"),
}
"""Words of a desk's log: what enough runs come to."""
_WORD = re.compile(rb"\bw(\d+)\b")

numbers = st.integers(1, 3)
answers = st.builds(
    Answers,
    conflict=st.sampled_from(["both", "ours", "theirs", "later"]),
    reverted=st.sampled_from(["keep", "take"]),
    anew=st.booleans(),
)


def words(data: bytes) -> set[int]:
    return {int(number) for number in _WORD.findall(data)}


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


class Reports(RuleBasedStateMachine):
    """A report, an editor on it now and then, and others.

    Attributes:
        happened: what did, over all runs: for who wants to know that the runs go everywhere.

    """

    happened: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="exam-tui-")).resolve()
        os.environ["XDG_STATE_HOME"] = str(self.folder / "state")
        self.path = self.folder / "README.md"
        self.path.write_bytes(BASE.to_bytes())
        self.calls = QuickCalls()
        syscalls.OS = self.calls
        self.committed = [BASE.to_bytes()]
        self.desk: Desk | None = None
        self.next = count(10)
        self.owed = words(BASE.to_bytes())
        self.taken_away: set[int] = set()
        """Words that the writer has removed, which is not acknowledged yet."""
        self.undone: list[tuple[int, str]] = []

    def teardown(self) -> None:
        if self.desk:
            self.kill()
        syscalls.OS = syscalls.Syscalls()
        shutil.rmtree(self.folder)

    # What is there

    def on_disk(self) -> bytes:
        with suppress(OSError):
            return self.path.read_bytes()
        return b""

    def found(self) -> set[int]:
        """Return the words that a user finds again: in the file, in the recovery, in the history."""
        kept = b" ".join(version.data for version in versions.history_of(self.path))
        return words(self.on_disk()) | words(kept)

    def typed(self) -> set[int]:
        return words(self.desk.session.report.to_bytes()) if self.desk else set()

    def unsaved(self) -> set[int]:
        return self.typed() - words(self.desk.session.saved_data) if self.desk else set()

    def acknowledge(self, said: set[int]) -> None:
        """Note which words the user may rely on from now on, and that others are gone by the user's own doing."""
        self.owed -= self.taken_away
        self.taken_away = set()
        self.owed |= said

    @invariant()
    def nothing_is_lost(self) -> None:
        missing = self.owed - self.found()
        assert not missing, f"lost: {missing}"

    # The writer

    def is_open(self) -> bool:
        return self.desk is not None

    def _type(self, number: int, text: str) -> None:
        assert self.desk
        asked = [question for question in self.desk.session.report.questions if question.number == number]
        if asked:
            before = self.typed()
            self.undone.append((number, asked[0].answer))
            self.desk.session.set_answer(asked[0], text)
            self.taken_away |= before - self.typed()
            self.taken_away -= self.typed()

    @precondition(is_open)
    @rule(number=numbers, what=st.sampled_from(["over", "below", "emptied"]), is_kept=st.booleans())
    def edit(self, number: int, what: str, is_kept: bool) -> None:  # noqa: FBT001 - hypothesis gives it
        assert self.desk
        old = next((q.answer for q in self.desk.session.report.questions if q.number == number), "")
        word = f"w{next(self.next)} typed"
        self._type(number, {"over": word, "below": f"{old}\n\n{word}", "emptied": ""}[what])
        if is_kept:
            self.a_second_passes()

    @precondition(lambda self: self.desk and self.undone)
    @rule()
    def undo(self) -> None:
        before = self.undone[:-1]
        self._type(*self.undone[-1])
        self.undone = before

    @precondition(is_open)
    @rule(index=st.integers(0, 1), done=st.booleans())
    def tick(self, index: int, done: bool) -> None:  # noqa: FBT001 - the same
        assert self.desk
        if index < len(self.desk.session.report.tasks):
            self.desk.session.set_task(index, done=done)

    @precondition(is_open)
    @rule()
    def a_second_passes(self) -> None:
        assert self.desk
        self.desk.keep()
        self.acknowledge(self.unsaved())

    @precondition(is_open)
    @rule()
    def look(self) -> None:
        """Be told what became of the file, and that the text is here; also what was saved already."""
        assert self.desk
        saved = words(self.desk.session.saved_data)
        self.desk.look()
        self.owed |= saved

    @precondition(is_open)
    @rule(answers=answers)
    def save(self, answers: Answers) -> None:
        assert self.desk
        is_saved = self.desk.save(answers)
        assert not is_saved or self.typed() <= words(self.on_disk())
        self.acknowledge(self.typed() if is_saved else self.unsaved())

    @precondition(is_open)
    @rule(answers=answers, call=st.sampled_from(["write", "rename", "fsync"]))
    def save_on_a_full_disk(self, answers: Answers, call: str) -> None:
        assert self.desk
        unsaved = self.unsaved()
        self.calls.failing = call
        try:
            self.desk.save(answers)
        except ExamTuiError:  # nor can it be kept for recovery: that is said, and the text stays on the screen
            pass
        finally:
            self.calls.failing = ""
        assert unsaved <= self.typed()
        self.owed -= self.taken_away  # it may have been kept without them

    @precondition(is_open)
    @rule(answers=answers, number=numbers)
    def save_while_somebody_changes_it(self, answers: Answers, number: int) -> None:
        assert self.desk
        unsaved = self.unsaved()
        self.desk.save(answers, meanwhile=lambda: self.change_an_answer(number))
        self.acknowledge(unsaved & self.typed() | self.unsaved())

    @precondition(is_open)
    @rule()
    def kill(self) -> None:
        assert self.desk
        self.happened.update(self.desk.log)
        self.desk.die()
        self.desk = None
        self.taken_away, self.undone = set(), []

    @precondition(is_open)
    @rule(answers=answers, is_saving=st.booleans())
    def quit(self, answers: Answers, is_saving: bool) -> None:  # noqa: FBT001 - the same
        assert self.desk
        self.acknowledge(self.unsaved())
        if self.desk.quit(is_saving=is_saving, answers=answers):
            self.kill()

    @precondition(lambda self: not self.desk)
    @rule(take=st.sampled_from(["all", "none", "first", "declined"]))
    def open(self, take: str) -> None:
        offered = read_recovery(self.path)
        choices = {"all": lambda _: True, "none": lambda _: False, "first": lambda edit: edit.number == 1}
        try:
            self.desk = Desk(self.path, choices.get(take))
        except ExamTuiError:
            return  # no report is there; what was typed into it stays where it is
        if offered and take == "all":
            brought = {int(number) for edit in offered.edits.answers for number in _WORD.findall(edit.text.encode())}
            places = {question.number for question in self.desk.session.report.questions}
            if {edit.number for edit in offered.edits.answers} <= places:
                assert brought <= self.typed()

    # The others

    def _becomes(self, data: bytes | None) -> None:
        """Let the file be another one, as other programs do, or be gone."""
        if data is None:
            self.path.unlink(missing_ok=True)
        else:
            (self.folder / "new").write_bytes(data)
            (self.folder / "new").replace(self.path)
        self.owed &= self.found()
        if data is not None:
            self.owed |= words(data)

    def has_questions(self) -> bool:
        return bool(Report.from_bytes(self.on_disk()).questions)

    @precondition(has_questions)
    @rule(number=numbers)
    def change_an_answer(self, number: int) -> None:
        report = Report.from_bytes(self.on_disk())
        asked = [question for question in report.questions if question.number == number]
        if asked:
            report.set_answer(asked[0], f"w{next(self.next)} of somebody else")
            self._becomes(report.to_bytes())

    @precondition(has_questions)
    @rule(number=numbers)
    def add_to_an_answer(self, number: int) -> None:
        report = Report.from_bytes(self.on_disk())
        asked = [question for question in report.questions if question.number == number]
        if asked:
            report.set_answer(asked[0], f"w{next(self.next)} of somebody else\n\n{asked[0].answer}")
            self._becomes(report.to_bytes())

    @precondition(has_questions)
    @rule(what=st.sampled_from(["line", "question gone", "question new", "numbers", "tick"]))
    def change_the_template(self, what: str) -> None:
        data = self.on_disk()
        report = Report.from_bytes(data)
        match what:
            case "line":
                data = data.replace(b"# Report for 02476\n", b"# Report for 02476\n\nKeep it short.\n", 1)
            case "question gone":
                data = data[: data.rindex(b"### Question")]
            case "question new":
                data += question(4, f"\n\nw{next(self.next)} of a new template\n\n").encode()
            case "numbers":
                data = data.replace(b"### Question 2\n", b"### Question 3\n")
            case "tick" if report.tasks:
                report.set_task(0, done=not report.tasks[0].done)
                data = report.to_bytes()
        self._becomes(data)

    @rule()
    def commit(self) -> None:
        if data := self.on_disk():
            self.committed.append(data)

    @rule(data=st.data())
    def check_out(self, data: st.DataObject) -> None:
        self._becomes(data.draw(st.sampled_from(self.committed)))

    @rule(data=st.sampled_from([None, b"", b"no report at all\n", b"<<<<<<< HEAD\n=======\n>>>>>>> x\n"]))
    def ruin(self, data: bytes | None) -> None:
        self._becomes(data)


def _run(examples: int, steps: int, phases: Collection[Phase] = tuple(Phase)) -> None:
    run_state_machine_as_test(
        Reports,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=phases,
        ),
    )


@pytest.fixture(autouse=True)
def real_state_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each run have a state folder of its own, by the environment."""
    monkeypatch.undo()
    monkeypatch.setenv("XDG_STATE_HOME", "")  # each run sets it: here it is put back at the end
    monkeypatch.setattr(syscalls, "OS", syscalls.OS)
    Reports.happened.clear()


def test_no_word_is_lost_whatever_happens() -> None:
    """Some dozens of runs; `make nightly` has 2,000 of 50 steps."""
    _run(60, 30)


def _nothing(*_: object, **__: object) -> bool:
    return True


def _forget(path: Path) -> None:
    (state_path("recovery") / f"{file_mark(path)}.json").unlink(missing_ok=True)


BREAKS: dict[str, tuple[object, str, object]] = {
    "typing is not kept": (Desk, "keep", _nothing),
    "a recovery is forgotten when the editor starts": (recovery, "read_recovery", _forget),
    "versions are not kept": (versions, "keep_version", _nothing),
    "changes outside are not seen": (Session, "look_outside", lambda _: None),
    "changes outside replace what is here": (
        Session,
        "merge",
        lambda _, outside: Merged([outside.data.decode()], by_question=True),
    ),
    "a save writes nothing": (sessions, "write_file", lambda *_, **__: WriteResult(durable=True)),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_promise_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the runs would prove nothing."""
    monkeypatch.setattr(*BREAKS[name])
    with pytest.raises(AssertionError):
        _run(2000, 50, [Phase.generate])


@pytest.mark.nightly
@pytest.mark.skipif("config.getoption('markexpr') != 'nightly'", reason="2,000 runs take long: `make nightly`")
def test_no_word_is_lost_in_two_thousand_runs() -> None:
    """The environment's EXAM_TUI_RUNS says how many instead; `pytest -rP` shows what happened in them."""
    _run(int(os.environ.get("EXAM_TUI_RUNS", "2000")), 50)
    print(", ".join(f"{what} {times:,}" for what, times in Reports.happened.most_common()))  # noqa: T201
    assert set(Reports.happened) == WHAT_HAPPENS
