"""The checklist: marks that are no ticks, what they are mended to, tasks that stand twice or are missing."""

from itertools import product

import pytest

from exam_tui.core import course
from exam_tui.core.findings.consequences import consequences
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.joined import joined
from exam_tui.core.findings.rules import tasks
from exam_tui.core.fixes.plan import plan_fixes
from exam_tui.core.report.report import Report
from exam_tui.core.report.save_guard import prove
from tests.conftest import sampled
from tests.core.findings.build import GOOD, report, template

BUY = "* [x] Buy seeds (M2)"
DONE = ["✅", "✔", "✔\ufe0f", "✓", "☑", "v", "V", "X ", " x", " x ", "(x)", "(X)", "\u0445"]
OPEN = ["", "  ", "\xa0", "   "]
UNKNOWN = ["50%", "/", "-", "~", "?", "❌", "y", "done", "xx", "1/2", "M2"]
MARKS = [*DONE, *OPEN, *UNKNOWN]


def read(line: str, *, line_end: str = "\n") -> Report:
    """Return a report with a line in place of one of its tasks."""
    return Report.from_bytes(report().replace(BUY, line).replace("\n", line_end).encode())


def about(one: Report, code: str) -> list[Finding]:
    """Return the findings of a code on a report whose template is at hand."""
    return [found for found in findings_of(one, None, Report.from_bytes(template().encode())) if found.code == code]


@pytest.mark.parametrize(("mark", "bullet"), sampled(list(product(MARKS, ["*", "-", "+", "1."])), 37))
def test_a_mark_that_is_no_tick_is_named(mark: str, bullet: str) -> None:
    """At its bracket, as a note and nothing else; the template's text is as it was."""
    one = read(f"{bullet} [{mark}] Buy seeds (M2)")
    [found] = about(one, "task-mark")
    wanted = "`[x]`" if mark in DONE else "`[ ]`" if mark in OPEN else "`[x]` where the task is done"
    assert (found.severity, found.question, found.column) == ("info", None, len(bullet) + 2)
    assert found.message.startswith(f"`[{mark}]` is not a tick: write {wanted}")
    assert ("--fix" in found.help) == (mark not in UNKNOWN)
    if bullet == "*":
        assert about(one, "template-changed") == []


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_it_is_mended_where_it_is_plain_what_it_means(mark: str, line_end: str) -> None:
    """An empty one is never ticked; a second run changes nothing."""
    before = read(f"* [{mark}] Buy seeds (M2)", line_end=line_end)
    plan = plan_fixes(CheckContext(before))
    wanted = "x" if mark in DONE else " " if mark in OPEN else mark
    after = plan.report.to_bytes()
    assert after.decode() == report().replace(BUY, f"* [{wanted}] Buy seeds (M2)").replace("\n", line_end)
    prove(plan.report, after)
    again = Report.from_bytes(after)
    assert [bool(plan.mended), plan_fixes(CheckContext(again)).mended] == [mark not in UNKNOWN, ()]
    assert consequences(plan.report, again) == ()
    if mark not in UNKNOWN:
        assert [task.done for task in again.tasks] == [False, mark in DONE, False]


@pytest.mark.parametrize(("line", "wanted"), [("* [x]Buy seeds (M2)", BUY), ("* [✅]Buy seeds (M2)", BUY)])
def test_a_space_that_is_missing_after_it_is_put_there(line: str, wanted: str) -> None:
    """Without it the line is plain text everywhere."""
    before = read(line)
    [found] = about(before, "task-mark")
    assert found.message.endswith("write `[x]` and a space")
    assert about(before, "template-changed") == []
    assert plan_fixes(CheckContext(before)).report.to_bytes().decode() == report().replace(BUY, wanted)
    [unknown] = about(read("* [50%]Buy seeds (M2)"), "task-mark")
    assert unknown.message.endswith("where it is not and a space")


@pytest.mark.parametrize(
    "line",
    [
        *(
            "* [x] Buy more",
            "* [X] Buy more",
            "* [ ] Buy more",
            "* [✅](a.md) Buy",
            "* [v][a] Buy",
            "* [v]: a.md",
            "* [✅]",
        ),
        *("* [GCP] Buy", "* [seeds](a.md)", "[✅] Buy", "* Buy [✅]", "```\n* [✅] Buy\n```", "* [twelve letters] Buy"),
    ],
)
def test_ticks_links_and_labels_are_not_named(line: str) -> None:
    assert about(read(f"{BUY}\n\n{line}\n"), "task-mark") == []


def test_marks_in_answers_are_the_students_own() -> None:
    """Only what stands outside them is the checklist."""
    assert about(Report.from_bytes(report({5: f"{GOOD}\n\n* [✅] beans\n* [] peas"}).encode()), "task-mark") == []


def test_many_are_one_line_for_a_reader() -> None:
    """JSON has each of them; the lines are named."""
    many = read("\n".join(f"* [✅] Sow bed {number}" for number in range(9)))
    found = findings_of(many)
    assert [one.code for one in found] == ["task-mark"] * 9
    [one] = joined(found)
    assert one.message == "9 checklist marks are not ticks, in lines 8–16"
    assert (one.line, one.column) == (found[0].line, found[0].column)
    assert "--fix" in one.help
    few = findings_of(read("* [✅] Sow\n* [v] Dig"))
    assert joined(few) == few


def test_a_tick_that_was_set_since_stays() -> None:
    """What somebody did in the checklist is not undone by mending the others, nor the other way round."""
    one = read("* [✅] Buy seeds (M2)\n* [v] Sow\n* [X ] Dig")
    one.set_task(1, done=True)
    one.set_task(2, done=True)
    one.mend_marks()
    copy = one.copy()
    assert [task.mark for task in one.tasks] == [" ", "x", "x", " "]
    assert "* [x] Buy seeds (M2)\n* [x] Sow\n* [x] Dig" in one.text
    one.set_task(2, done=False)
    assert "* [x] Buy seeds (M2)\n* [v] Sow\n* [x] Dig" in one.text
    assert "* [x] Sow" in copy.text
    assert one.is_edited


def test_marks_are_mended_below_an_answer_that_is_edited_too() -> None:
    """A task that is new is one where it stands by then."""
    text = report().replace("> Now we ask", "> * [X ] Water the beds\n>\n> Now we ask")
    one = Report.from_bytes(text.encode())
    one.set_answer(3, f"{GOOD}\n\nAnd\n\nmore.")
    one.mend_marks()
    assert consequences(one, one.reparsed()) == ()
    assert "* [x] Water the beds" in one.text


def test_marks_stay_where_mending_would_make_other_text_read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made then."""
    monkeypatch.setattr("exam_tui.core.fixes.plan.consequences", lambda *_: [Finding("x", "error", 1, 1, None, "", "")])
    plan = plan_fixes(CheckContext(read("* [✅] Buy seeds (M2)")))
    assert (plan.mended, plan.report.is_edited) == ((), False)


# Tasks that stand twice


@pytest.mark.parametrize("course_name", [True, False])
@pytest.mark.parametrize(
    "second", ["* [ ] Buy seeds (M2)", "* [x] Buy seeds", "- [x ] buy  seeds (M2)", "* [✅] Buy seeds"]
)
def test_a_task_that_stands_twice_is_named(second: str, *, course_name: bool) -> None:
    """The second one, whatever its mark, module and white space."""
    text = report(course=course_name, count=27 if course_name else 5).replace(BUY, f"{BUY}\n* [ ] Sow\n{second}")
    found = [one for one in findings_of(Report.from_bytes(text.encode())) if one.code == "template-changed"]
    assert [(one.line, one.severity) for one in found] == [(10, "warning")]
    assert found[0].message.casefold().startswith("this task is here a second time: “buy")
    assert "line 8" in found[0].help


def test_tasks_that_stand_twice_below_each_other_are_one_finding() -> None:
    """As a merge leaves them; where they are many, some places will do."""
    block = "".join(f"* [ ] Sow bed {number}\n" for number in range(9))
    [_, found] = about(read(f"{block}\n\n{block}"), "template-changed")
    assert found.message == "this task is here a second time: “Sow bed 0” and 8 more tasks"
    apart = "".join(f"* [ ] Sow bed {number}\n* [ ] Dig bed {number}\n" for number in range(9))
    said = [one for one in findings_of(read(f"{apart}{block}{'x' * 99}")) if "second time" in one.message]
    assert len(said) == 1
    mixed = "".join(f"* [ ] Sow bed {number}\n* [ ] Weed {'bed ' * 20}{number}\n" for number in range(9))
    assert len([one for one in findings_of(read(f"{block}{mixed}")) if "second time" in one.message]) == 4
    long = f"* [ ] Weed {'bed ' * 20}\n"
    [cut] = [one for one in findings_of(read(long + long)) if "second time" in one.message]
    assert "…”" in cut.message


def test_both_sides_of_a_conflict_are_no_task_twice() -> None:
    """The conflict is the cause."""
    text = report().replace(BUY, f"<<<<<<< a\n{BUY}\n=======\n* [ ] Buy seeds (M2)\n>>>>>>> b")
    assert "template-changed" not in {one.code for one in findings_of(Report.from_bytes(text.encode()))}


# Tasks that are missing


def test_a_task_that_is_missing_beside_one_that_was_changed_is_named() -> None:
    """Where the template is at hand each is said by itself."""
    text = report().replace("* [ ] Rent a plot (M1)\n* [x] Buy seeds (M2)\n", "* [x] Buy many seeds (M2)\n")
    found = about(Report.from_bytes(text.encode()), "template-changed")
    assert [one.message for one in found] == [
        "the template has “* [ ] Buy seeds (M2)” here",
        "the template's text is missing here: “* [ ] Rent a plot (M1)”",
    ]
    other = report().replace("* [ ] Rent a plot (M1)\n* [x] Buy seeds (M2)\n", "* [x] Paint the fence\n")
    messages = [one.message for one in about(Report.from_bytes(other.encode()), "template-changed")]
    assert messages[0] == "this is not in the template: “* [ ] Paint the fence”"
    assert messages[1].endswith("missing here: “* [ ] Rent a plot (M1)” and 1 more line")


CHECKLIST = "### Week 1\n\n* [ ] Rent (M1)\n* [ ] Buy\n\n### Week 2\n\n* [ ] Sow\n* [] Dig\n* [ ] Weed\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("* [ ] Buy\n", "", ["1 task of “Week 1”"]),
        ("* [ ] Sow\n* [] Dig\n", "", ["2 tasks of “Week 2”"]),
        ("* [ ] Buy\n", "* [ ] Rent (M1)\n", ["1 task of “Week 1”"]),
        ("* [] Dig", "* [ ] Dig deep", []),
        ("### Week 2\n", "", []),
    ],
)
def test_a_part_of_the_checklist_that_has_fewer_tasks(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str, expected: list[str]
) -> None:
    """Of the known templates only hashes are at hand, and how many tasks each part has at least."""
    forms = (course.COURSE.forms[0]._replace(tasks=(2, 3)), course.COURSE.forms[1])
    monkeypatch.setattr(tasks, "COURSE", course.COURSE._replace(forms=forms))
    checklist = CHECKLIST.replace(old, new, 1)
    text = report().replace("## Tasks\n", f"## Tasks\n\n{checklist}").replace("\n* [ ] Rent a plot (M1)", "\n* Rent")
    text = text.replace(f"{BUY}\n", "").replace("* [ ] Water", "* Water")
    found = list(tasks.missing_tasks(Report.from_bytes(text.encode()), "Restore it."))
    assert [one.message.removeprefix("the template's text is missing here: ") for one in found] == expected
