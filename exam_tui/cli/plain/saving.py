"""Saving, deciding and leaving in the plain line mode."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from exam_tui.cli.plain.dialogue import PlainDialogue, drive
from exam_tui.cli.plain.state import PlainState
from exam_tui.core.report.report import Report
from exam_tui.errors import ExamTuiError
from exam_tui.git.hand_in.points import hand_in_points
from exam_tui.session import crash_recovery
from exam_tui.session.dialogue import SyncState
from exam_tui.session.page import toggle_in_git
from exam_tui.storage.lock import lock

if TYPE_CHECKING:
    from exam_tui.session.commit_and_push import CommitAndPush


@contextmanager
def given_back(state: PlainState) -> Iterator[None]:
    """Hold the report while it is held here, and give it back at the end, however it ends."""
    done = threading.Event()
    threading.Thread(target=_heartbeat_until, args=(state, done), daemon=True).start()
    try:
        yield
    finally:
        done.set()
        state.flows.ownership.release()


def _heartbeat_until(state: PlainState, done: threading.Event) -> None:
    while not done.wait(lock.HEARTBEAT_EVERY):
        state.flows.ownership.heartbeat()


def is_writer(state: PlainState) -> bool:
    """Return whether this run may write the report."""
    return drive(state.flows.ownership.is_writer())


def say_who_writes(state: PlainState) -> None:
    """Say why nothing can be written here."""
    PlainDialogue(state.console, state).set_holder(state.flows.ownership.holder)


def do_takeover(state: PlainState) -> None:
    """Become the one who writes, after asking."""
    drive(state.flows.ownership.take_over())


def do_save(state: PlainState) -> None:
    """Save the report, then its page."""
    _save(state)


def do_handin(state: PlainState) -> None:
    """Say whether what others get from git is the report as it is on disk."""
    context = state.problems.of(Report.load(state.session.path)).context
    if state.session.is_dirty:
        state.console.say("You have unsaved changes: git cannot see them yet.")
    for line in hand_in_points(state.session.path, context):
        state.console.say(f"{'OK' if line.ok else 'To do'}: {line.text}.")
        if line.command:
            state.console.say(line.command)


def do_commit(state: PlainState) -> None:
    """Commit and push, once that was shown and agreed to."""

    async def save() -> bool:
        return _save(state)

    drive(_commit_and_push(state).run(save))


def do_decide(state: PlainState) -> None:
    """Decide what was changed on both sides, in the file as it is now or in a merge that left it in conflict."""
    has_conflicts = state.flows.mid_merge.has_conflicts
    if has_conflicts:
        drive(state.flows.mid_merge.resolve())
    if has_conflicts and state.session.poll() is None:
        return
    if state.session.poll() is None:
        state.console.say("There are no conflicts.")
    elif drive(state.flows.changes.merge_external(ask=True)) is SyncState.OPEN:
        state.console.say("Not resolved. Your text is kept in the editor.")


def do_quit(state: PlainState) -> None:
    """Leave; ask where something is not saved."""
    if state.session.is_dirty and not is_writer(state):
        state.console.say("Your unsaved text is kept for recovery.")
    elif not (_is_left_dirty(state) if state.session.is_dirty else _is_left_saved(state)):
        return
    state.running = False


def _is_left_dirty(state: PlainState) -> bool:
    """Ask what to do with unsaved changes; return whether to leave."""
    choices = ["Save and quit", "Quit without saving", *(["Hand in"] if _pending(state) else []), "Stay"]
    chosen = state.console.choose("You have unsaved changes.", choices)
    match choices[-1 if chosen is None else chosen]:
        case "Save and quit":
            return _save(state)
        case "Quit without saving":
            _drop(state)
            return True
        case "Hand in":
            do_commit(state)
    return False


def _is_left_saved(state: PlainState) -> bool:
    """Offer to hand in where all is done and others do not have it; return whether to leave."""
    pending = _pending(state)
    if not pending:
        return True
    chosen = state.console.choose(f"All questions are done. {pending}", ("Leave", "Hand in", "Stay"))
    if chosen == 1:
        do_commit(state)
    return chosen == 0


def _pending(state: PlainState) -> str:
    """Return what others do not have yet of a report whose questions are all done, "" for nothing or unknown."""
    if state.flows.ownership.holder or any(found.state != "passing" for found in state.session.report.questions):
        return ""
    return drive(_commit_and_push(state).pending(is_saved=not state.session.is_dirty))


def _commit_and_push(state: PlainState) -> "CommitAndPush":
    return state.flows.commit_and_push(lambda report: state.problems.of(report).context)


def _drop(state: PlainState) -> None:
    """Leave what is not saved to the history; where it cannot be kept there, that is said."""
    try:
        crash_recovery.keep_and_discard(state.session)
    except ExamTuiError as error:
        state.console.out.error(error)
    else:
        state.console.say(f"Not saved. {crash_recovery.KEPT_WORDS}")


def _save(state: PlainState) -> bool:
    """Save, and write the page. Return whether all words are in the report's file now.

    Raises:
        EOFError: the input ended at a question.

    """
    became = drive(state.flows.saving.save())
    state.keep()
    if became is SyncState.OPEN:
        state.console.say("Not saved. Your text is kept in the editor.")
    return became is SyncState.TOGETHER


def save_unasked(state: PlainState) -> bool:
    """Save without anybody to ask. Return whether it is in the report's file; where it cannot be, say where it is.

    Raises:
        ExamTuiError: it could be written nowhere.

    """
    if not state.session.is_dirty:
        return True
    if not is_writer(state):
        state.console.say("The input has ended. Your unsaved text is kept for recovery.")
        return False
    return drive(state.flows.saving.save_unasked("The input has ended."))


def do_page(state: PlainState, *what: str) -> None:
    """Write the page of the saved report, whatever page is there; with `git`, let git see it or keep it out again."""
    if what == ("git",):
        state.console.say(toggle_in_git(state.session.path))
    elif what:
        state.console.say("Type page, or page git.")
    else:
        drive(state.flows.saving.replace_page())
