"""Which earlier version of a file serves as its template, and what it tells."""

import pytest

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.template_changes import with_template_changes
from exam_tui.core.report.report import Report
from exam_tui.core.template.original import Pristine, blanked, choose
from tests.core.findings.build import GOOD, placeholder, report, template
from tests.core.findings.known import know


def read(text: str) -> Report:
    """Return the report in a text."""
    return Report.from_bytes(text.encode())


def chosen(text: str, *versions: str, whole: bool = True) -> Pristine | None:
    """Return the choice among versions, which are called by their place, from 0."""
    return choose(read(text), [(read(version), str(number)) for number, version in enumerate(versions)], whole=whole)


def source(text: str, *versions: str) -> str | None:
    """Return which version was chosen."""
    found = chosen(text, *versions)
    return None if found is None else found.source


def changes(text: str, *versions: str) -> list[Finding]:
    """Return what was changed in a template since these versions."""
    now = read(text)
    found = with_template_changes(CheckContext(now), findings_of(now), lambda _report: chosen(text, *versions))
    return [finding for finding in found if finding.code == "template-changed"]


NEWER = template().replace("in bed 9", "in your bed 9")
NEWEST = template().replace("in bed 10", "in your bed 10")
SHORTER = template().replace("* [ ] Buy seeds (M2)\n", "")
FEWER = template(26)
UNKNOWN = template().replace("in bed 7", "in the seventh bed")
"""A template that is not the known one."""


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch, short=template(), newer=NEWER, newest=NEWEST, shorter=SHORTER, fewer=FEWER)


def test_a_version_of_a_known_edition_serves() -> None:
    """Its answers and ticks are taken off."""
    answered = report({5: "Beans."}).replace("bed 6", "bed six")
    found = chosen(answered, UNKNOWN, report({4: GOOD}))
    assert found is not None
    assert found.source == "1"
    assert found.report.to_bytes().decode() == template()
    assert found.handed_out == frozenset(range(1, 28))


def test_blanked_reports_have_their_placeholders_again() -> None:
    """Whatever stood there, and whatever was ticked."""
    spoilt = report({5: f"--- {GOOD} ---", 6: "", 7: f"{placeholder(7)}\n\nmore"}).replace("* [ ] Rent", "* [X] Rent")
    assert blanked(read(spoilt)).to_bytes().decode().split() == template().split()
    assert all(question.state == "unanswered" for question in blanked(read(spoilt)).questions)
    assert not any(task.done for task in blanked(read(spoilt)).tasks)


def test_of_several_editions_the_latest_serves_that_has_all_of_the_report() -> None:
    """As where a newer edition was pulled into the file, and then something in it was changed."""
    now = NEWER.replace("in bed 5", "in our bed 5")
    assert source(now, template(), NEWER) == "1"
    assert source(now, template(), NEWER, template()) == "2"
    assert source(now.replace("* [ ] Buy seeds (M2)", "* [ ] Buy the seeds (M3)"), template(), NEWER) == "1"


def test_an_edition_that_lacks_something_of_the_report_serves_only_as_the_first_version() -> None:
    """Here a task and a question; the first version is the template that everything else was made from."""
    for less in (SHORTER, FEWER):
        assert source(report().replace("bed 5?", "bed five?"), template(), less) == "0"
        assert source(report().replace("bed 5?", "bed five?"), less, template()) == "1"
        assert source(less.replace("bed 5?", "bed five?"), template(), less) == "1"
        assert source(report().replace("bed 5?", "bed five?"), less) == "0"


def test_a_version_that_lost_a_question_or_a_task_is_no_template() -> None:
    """The group has them back: whatever that version says, they were handed out."""
    now = UNKNOWN.replace("in bed 5", "in our bed 5")
    fifteen = UNKNOWN.partition("### Question 15\n")[2].partition("### Question 16\n")[0]
    for part in (f"### Question 15\n{fifteen}", "### Question 15\n", "* [ ] Buy seeds (M2)\n"):
        lost = UNKNOWN.replace(part, "")
        assert lost != UNKNOWN
        assert source(now, lost, now) == "1"
        assert source(now, lost) is None
        assert source(lost, lost) == "0"


def test_a_first_version_of_a_known_edition_serves_though_every_prompt_was_changed() -> None:
    """The samples are gone from all of them; what is asked is the same."""
    now = report().replace(">\n> Example:\n> *In bed ... grew ...*\n", "")
    lost = now.partition("### Question 15\n")[0] + "### Question 16\n" + now.partition("### Question 16\n")[2]
    assert source(now, template(), lost) == "0"
    assert source(now.replace("What grew in", "Who ever slept near"), template(), lost) is None


def test_a_report_of_three_questions_was_not_made_from_a_template_of_the_course() -> None:
    """They ask something else, and nothing of them is missing there."""
    other = "".join(
        f"### Question {n}\n\n> **Which of all trees is number {n}?**\n>\n> Answer:\n\nOak.\n\n" for n in (1, 2, 3)
    )
    assert source(other, template()) is None


def test_a_newer_edition_in_a_changed_report_is_no_change() -> None:
    """What any edition has was handed out, whatever version stands in for the template."""
    now = report().replace("in bed 9", "in your bed 9").replace("in bed 5", "in our bed 5")
    (found,) = changes(now, template())
    assert found.message == "the template has “> **What grew in bed 5?**” here"


def test_another_report_in_the_same_file_is_no_template() -> None:
    """The file of last year; nor a report that has next to nothing in common."""
    old = template().replace("grew", "died")
    assert chosen(report().replace("bed 5?", "bed five?"), old) is None
    assert chosen(report(), "# No report\n", "### Question 1\n> Answer:\n") is None
    found = chosen(report().replace("bed 5?", "bed five?"), old, UNKNOWN)
    assert found is not None
    assert found.source == "1"


def test_a_first_version_of_no_known_edition_serves_where_there_is_no_other() -> None:
    """If it is the file's first one for sure, as it is not in a shallow clone."""
    now = UNKNOWN.replace("in bed 5", "in our bed 5")
    found = chosen(now, UNKNOWN, now)
    assert found is not None
    assert (found.source, found.handed_out) == ("0", frozenset(range(1, 28)))
    assert chosen(now, UNKNOWN, now, whole=False) is None
    assert chosen(now, UNKNOWN, template(), whole=False) is not None


def test_a_template_that_nobody_knows_raises_no_alarm() -> None:
    """The next edition: untouched in its first version, so what stands there was handed out."""
    now = report().replace("in bed 7", "in the seventh bed")
    assert changes(now, UNKNOWN) == []
    (found,) = changes(now.replace("in bed 5", "in our bed 5"), UNKNOWN)
    assert found.message == "the template has “> **What grew in bed 5?**” here"


def test_templates_of_other_courses_are_compared_too() -> None:
    """No known one fits; the first version tells."""
    mine = template().replace("in bed", "under tree")
    assert changes(mine, mine) == []
    assert [found.question for found in changes(mine.replace("tree 5?", "bush 5?"), mine)] == [5]
    assert changes(mine.replace("tree 5?", "bush 5?")) == []


def test_a_first_version_with_answers_is_trusted_where_nothing_was_answered_yet() -> None:
    """Who answers may have changed the text above the answer, or above the first question, before the first commit."""
    first = report({number: placeholder(number) for number in range(15, 28)})
    first = first.replace("Keep the dashes", "Keep dashes").replace("in bed 7", "in our bed").replace("bed 20", "field")
    found = chosen(first, first)
    assert found is not None
    assert found.source == "0, which already has answers"
    assert found.handed_out == frozenset(range(1, 28)) - {1, 7}
    texts = [(change.question, change.message.split(":")[0]) for change in changes(first, first)]
    assert texts == [(None, "no known template has this"), (7, "no known template has this")]


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("bed1", "> **bed0 bed1 bed2 bed3 bed4 bed5 bed6 bed7 bed8 bed9 bed10…"),
        ("bed20", "…6 bed17 bed18 bed19 bed20 bed21 bed22 bed23 bed24 bed25 be…"),
        ("bed39", "…d30 bed31 bed32 bed33 bed34 bed35 bed36 bed37 bed38 bed39**"),
    ],
)
def test_of_a_long_line_the_place_that_differs_is_shown(word: str, shown: str) -> None:
    """With a little of what stands before it, wherever in the line it is."""
    words = [f"bed{number}" for number in range(40)]
    line = f"> **{' '.join(words)}**"
    first = template().replace("> **What grew in bed 5?**", line)
    found = changes(first.replace(f"{word} ", f"term{word[3:]} ").replace(f"{word}**", f"term{word[3:]}**"), first)
    assert [one.message for one in found] == [f"the template has “{shown}” here"]


def test_a_stray_text_is_no_answer() -> None:
    """A template of the course came with one."""
    first = UNKNOWN.replace(placeholder(12), "fill in")
    assert changes(report().replace("in bed 7", "in the seventh bed"), first) == []


def test_the_exact_difference_is_named() -> None:
    """Line by line, with what should stand there."""
    now = (
        report()
        .replace("* [x] Buy", "* [x ] Buy")
        .replace("Keep the dashes out.\n", "")
        .replace("> **What grew in bed 6?**", "> **What grew in bed 6?**\n> **And why?**")
        .replace("grew in bed 8", "died in bed 8")
    )
    found = changes(now, template())
    assert [(finding.question, finding.message, finding.help.split("`")[0]) for finding in found] == [
        (None, "the template's text is missing here: “Keep the dashes out.”", "Restore the template's text; "),
        (6, "this is not in the template: “> **And why?**”", "Restore the template's text; "),
        (8, "the template has “> **What grew in bed 8?**” here", "Restore the template's text; "),
    ]


def test_long_lines_are_shown_where_they_differ() -> None:
    """Their beginnings are the same."""
    task = "Water the plants every day, also at weekends and even if it rains a little, or there is dew (M3)"
    mine = template().replace("Rent a plot (M1)", task)
    texts = [
        changes(mine.replace("a little", "a bit"), mine),
        changes(mine.replace(f"{task}\n", f"{task} - done by Ada\n"), mine),
        changes(mine.replace("(M3)\n* [ ] Buy", "(M9)\n* [ ] Buy"), mine),
    ]
    assert [found.message for some in texts for found in some] == [
        "the template has “…eekends and even if it rains a little, or there is dew (M3)” here",
        "this is not in the template: “…en if it rains a little, or there is dew (M3) - done by Ada”",
        "the template has “…eekends and even if it rains a little, or there is dew (M3)” here",
    ]


def test_a_fine_report_asks_for_no_history() -> None:
    """That takes long."""

    def find(_report: Report) -> Pristine | None:
        pytest.fail("the history was asked for")

    now = read(report())
    found = findings_of(now)
    assert with_template_changes(CheckContext(now), found, find) is found


def test_what_an_error_says_is_not_said_again() -> None:
    """On its line; anywhere in the text before the answer where the change has no line of its own; in a conflict."""
    doubled = report().replace("### Question 6\n", "### Question 5\n")
    assert {finding.code for finding in findings_of(read(doubled))} >= {"question-duplicate"}
    assert changes(doubled, template()) == []
    conflict = "<<<<<<< HEAD\n* [x] Buy seeds (M2)\n=======\n* [x] Buy all seeds (M2)\n>>>>>>> main\n"
    torn = report().replace("* [x] Buy seeds (M2)\n", conflict)
    assert "conflict-marker" in {finding.code for finding in findings_of(read(torn))}
    assert changes(torn, template()) == changes(torn) == []
    both = torn.replace("Keep the dashes", "Keep dashes")
    assert len(changes(both, template())) == len(changes(both)) == 1


def test_a_spoilt_heading_hides_what_is_missing_below_it() -> None:
    """The change has no line of its own, and the error above it is its likely cause."""
    now = report().replace("### Question 5\n", "### Question 4\n").replace("> Example:\n", "", 3)
    assert all("question 4" not in finding.message for finding in changes(now))
