"""`exam-tui check --fix`: the safe fixes of one file, proven and written as the editor saves."""

from collections.abc import Collection

from exam_tui.cli.output import ExitCode, Output
from exam_tui.cli.unified_diff import print_diff
from exam_tui.core.fixes.safe_fixes import FIXABLE, apply_fixes
from exam_tui.core.text.words import number_list, questions_of
from exam_tui.errors import REPORT_IT, ExamTuiError
from exam_tui.session.problems import Problems
from exam_tui.session.session import Session


def fix_file(name: str, out: Output, ignored: Collection[str], *, show: bool) -> ExitCode:
    """Make the safe fixes of a file, but for the codes in `ignored`; with `show` print the diff too.

    Whatever is wrong with it, the other files get their turn. A file that cannot be read is left to `check`.
    """
    try:
        session = Session.open(name)
    except ExamTuiError:
        return ExitCode.CLEAN
    try:
        _fix(session, out, [code for code in FIXABLE if code not in ignored], show=show)
    except ExamTuiError as error:
        out.error(error)
    except Exception as error:  # noqa: BLE001 - our fault, in one file of many: the others are fixed all the same
        fault = f"{name} could not be fixed: {type(error).__name__}: {error}."
        out.error(ExamTuiError(fault, help=f"This is a bug in exam-tui, {REPORT_IT}."))
    else:
        return ExitCode.CLEAN
    return ExitCode.UNUSABLE


def _fix(session: Session, out: Output, codes: Collection[str], *, show: bool) -> None:
    name, before = str(session.path), session.report.original
    plan = Problems(session.path).of(session.report).plan(codes)
    apply_fixes(session.report, plan.made)
    if plan.mended:
        session.report.mend_marks()
    job = session.save_job()
    written, _ = job.write(done="fixed in it")
    if written is not None:
        if show:
            print_diff(name, before, job.data, out)
            out.data()
        for code, done in FIXABLE.items():
            if numbers := [fix.number for fix in plan.made if code in fix.codes]:
                out.talk(f"{name}: {done} in {questions_of(numbers)}.")
        if plan.mended:
            lines = number_list(odd.line + 1 for odd in plan.mended)
            out.talk(f"{name}: {FIXABLE['task-mark']} in {'line' if len(plan.mended) == 1 else 'lines'} {lines}.")
        if written.note:
            out.talk(f"{name}: {written.note}.")
    for held in plan.held:
        codes = ", ".join(held.fix.codes)
        out.talk(f"{name}: question {held.fix.number} not fixed ({codes}): {held.reason}.")
