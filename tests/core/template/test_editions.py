"""The known templates are recognised by hashes, and lines that none of them has are named."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam_tui.core.course import COURSE, Course
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.template_changes import with_template_changes
from exam_tui.core.repair.repair import RepairResult, repair
from exam_tui.core.report.report import Report
from exam_tui.core.template import editions
from exam_tui.core.template.editions import (
    Fingerprints,
    edition_id,
    fingerprints_of,
    handed_out,
    known_lines,
    known_templates,
    line_print,
    lines_before,
    lines_of,
    print_of,
    table_of,
)
from exam_tui.core.template.original import blanked
from exam_tui.core.template.regions import regions_of
from tests.conftest import CORPUS, OWN
from tests.core.findings.build import report, template
from tests.core.findings.known import know


def changes(text: str) -> list[Finding]:
    """Return what was changed in a template, as far as fingerprints tell."""
    read = Report.from_bytes(text.encode())
    found = with_template_changes(CheckContext(read), findings_of(read), lambda _report: None)
    return [finding for finding in found if finding.code == "template-changed"]


@pytest.fixture
def tables(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder whose templates the tables name: the documented command makes those of our own."""
    paths = [str(path) for path in sorted((corpus / "templates").glob("*.md"))]
    if corpus == OWN:
        own = COURSE._replace(editions=table_of(paths), lines=lines_of(paths))
        monkeypatch.setattr(editions, "COURSE", own)
    for table in (known_templates, handed_out, lines_before, known_lines):
        table.cache_clear()
    yield corpus
    for table in (known_templates, handed_out, lines_before, known_lines):
        table.cache_clear()


# Two editions that differ in an empty item of a list alone: they say the same.
TWIN = "2022-12-31-9c5086ee"


def handed_out_in(corpus: Path) -> list[Path]:
    """Return all templates of a corpus."""
    paths = sorted([*(corpus / "templates").glob("*.md"), *(corpus / "editions").glob("*.md")])
    assert len(paths) == 17 or corpus == OWN
    return paths


def test_the_tables_are_those_of_the_templates(tables: Path) -> None:
    """The documented command makes them; nothing is said of a pristine template."""
    paths = handed_out_in(tables)
    course: Course = vars(editions)["COURSE"]
    assert table_of([str(path) for path in paths]) in course.editions
    assert lines_of([str(path) for path in paths]) in course.lines
    for path in paths:
        read = Report.load(path)
        prints = Fingerprints(read)
        assert known_templates()[edition_id(str(path))] == fingerprints_of(read)
        assert known_templates()[prints.template or ""] == fingerprints_of(read)
        assert prints.template == edition_id(str(path)) or path.stem == TWIN
        assert prints.is_edition
        assert changes(path.read_text(encoding="utf-8")) == []


def test_a_pristine_template_is_repaired_to_itself(tables: Path) -> None:
    """Also with stray letters in place of its last answer."""
    for path in handed_out_in(tables):
        read = Report.load(path)
        for exact in (False, True):
            assert repair(read, blanked(read), exact=exact) == RepairResult(read.original), path.name


@pytest.mark.parametrize("share", [3, 7, 11])
def test_a_report_is_compared_with_its_own_edition(tables: Path, share: int) -> None:
    """The one line that was spoilt is named, one finding for it, with the edition that the report was made from."""
    for path in handed_out_in(tables):
        read = Report.load(path)
        for number in (3, 5, 8):
            read.set_answer(number, "Our own words are here.")
        text = read.to_bytes().decode()
        for at, line in _prompt_lines(text)[share::23]:
            lines = text.split("\n")
            lines[at] = re.sub(r"(?<![a-z/`_<])[a-z]{4,}(?![a-z/`_>.])", "spoilt", line, count=1)
            assert lines[at] != line
            (found,) = changes("\n".join(lines))
            assert (found.line, path.name) == (at + 1, path.name)
            named = re.search("the template of ([0-9-]+) ", found.help)
            assert named
            # Where editions differ in the spoilt line alone nobody can tell which of them it was.
            rows = (dict(enumerate(known_templates()[name], 1)) for name in (named[1], edition_id(str(path))))
            one, own = ({n: value for n, value in row.items() if n != found.question} for row in rows)
            assert one == own


def _prompt_lines(text: str) -> list[tuple[int, str]]:
    """Return the places and texts of lines of prompts that have an ordinary word, the last of them first."""
    regions = regions_of(Report.from_bytes(text.encode()))
    lines = text.split("\n")
    return [
        (at, lines[at])
        for region in regions[:0:-1]
        for at, _ in region.lines
        if at > region.heading and "nswer" not in lines[at] and re.search(r" [a-z]{4,} ", lines[at])
    ]


def test_no_two_lines_of_the_templates_have_one_hash(tables: Path) -> None:
    """Nor two texts before an answer: that would hide a change."""
    regions = [region for path in handed_out_in(tables) for region in regions_of(Report.load(path))]
    keys = {key for region in regions for key in region.keys}
    assert len({line_print(key) for key in keys}) == len(keys)
    assert len({print_of(region) for region in regions}) == len({region.flow for region in regions})


def test_each_text_before_an_answer_has_its_lines() -> None:
    """Also those between the editions, which are in none of them."""
    rows = list(known_templates().values())
    assert len(handed_out()) == len({value for row in rows for value in row}) + len(COURSE.between.split())
    assert lines_before().keys() == handed_out()
    assert len(COURSE.lines.split()) == sum(map(len, lines_before().values())) + len(handed_out())
    assert all(re.fullmatch("[0-9a-f]{8}", value) for value in known_lines() | handed_out())


def test_reports_are_recognised(tables: Path) -> None:
    """All but a real one whose every prompt was rewritten."""
    names = [Fingerprints(Report.load(path)).template for path in sorted((tables / "reports").glob("*.md"))]
    assert names.count(None) == (tables == CORPUS)


@pytest.mark.parametrize(
    ("corpus", "name", "lines"),
    [
        (OWN, "between-two-templates", []),
        (OWN, "finished", []),
        (OWN, "changed-prompt", [131]),
        (CORPUS, "report-00", []),
        (CORPUS, "report-01", [54]),
        (CORPUS, "report-03", [53, 77, 98, 109]),
        (CORPUS, "report-05", [312]),
        (CORPUS, "report-11", []),
        (CORPUS, "report-12", [70, 84, 94]),
        (CORPUS, "report-13", [477]),
        (CORPUS, "report-15", [345, 445, 455, 466]),
        (CORPUS, "report-16", [106, 137, 288, 352, 442, 555]),
        (CORPUS, "report-18", [1]),
        (CORPUS, "report-19", [157, 207]),
        (CORPUS, "seed-1", []),
        (CORPUS, "seed-3", []),
    ],
    indirect=["corpus"],
)
def test_what_a_group_changed_is_named_where_it_stands(name: str, lines: list[int], tables: Path) -> None:
    """Editions between the known templates raise no alarm."""
    path = tables / "reports" / f"{name}.md"
    assert [finding.line for finding in changes(path.read_text(encoding="utf-8"))] == lines


def test_others_are_not_recognised() -> None:
    """Nothing is said of them."""
    assert Fingerprints(Report.from_bytes(report().encode())).template is None
    assert Fingerprints(Report.from_bytes(report().encode())).size == 0
    assert changes(report()) == []


def test_a_draw_goes_to_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a new edition that changed a question which this report lacks."""
    know(monkeypatch, old=template(), new=template().replace("in bed 7", "in bed seven"))
    text = report().replace("### Question 7\n", "### No question\n")
    assert Fingerprints(Report.from_bytes(text.encode())).template == "new"


def _at(text: str, finding: Finding) -> str:
    return text.split("\n")[finding.line - 1]


def test_lines_that_no_template_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run of them at its first line, with the question, if it stands in one."""
    know(monkeypatch)
    text = report().replace("in bed 7", "in our bed").replace("Keep the dashes", "Keep dashes")
    text = text.replace("## Beds\n", "## Our beds\n\n> Ten of them.\n")
    found = changes(text)
    assert [(finding.question, finding.message) for finding in found] == [
        (None, "no known template has this: “Keep dashes out.”"),
        (None, "no known template has this: “## Our beds” and 1 more line"),
        (7, "no known template has this: “> **What grew in our bed?**”"),
    ]
    assert [_at(text, finding) for finding in found] == [
        "Keep dashes out.",
        "## Our beds",
        "> **What grew in our bed?**",
    ]
    assert "Compare with the template of short" in found[0].help


def test_lines_that_stand_there_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """As merges leave them in the checklist; short lines may well stand there twice."""
    know(monkeypatch)
    line = "* [ ] Rent a plot (M1)\n"
    text = (
        report().replace(line, f"{line}{line.replace(' ] R', 'x] R')}").replace("## Tasks\n", "## Tasks\n\n## Tasks\n")
    )
    (found,) = changes(text)
    assert found.message == "this task is here a second time: “Rent a plot (M1)”"
    assert _at(text, found) == "* [x] Rent a plot (M1)"


@pytest.mark.parametrize(
    ("gone", "question", "where"),
    [
        ("## Beds\n", 4, "a heading or text above it or its prompt"),
        ("Keep the dashes out.\n", 1, "the text above it, the checklist or its prompt"),
    ],
)
def test_lines_that_are_missing(monkeypatch: pytest.MonkeyPatch, gone: str, question: int, where: str) -> None:
    """Only their hashes are known, so the question's heading is the place."""
    know(monkeypatch)
    text = report().replace(gone, "", 1)
    (found,) = changes(text)
    assert found.message == f"the template's text at question {question} is missing or was moved: {where}"
    assert _at(text, found) == f"### Question {question}"


def test_an_example_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """How the line above it reads is known: so that need not be guessed."""
    know(monkeypatch)
    example = ">\n> Example:\n> *In bed ... grew ...*\n>\n"
    (found,) = changes(report().replace(f"{example}> Answer:\n\nWe grew", "> Answer:\n\nWe grew", 1))
    assert (found.message, found.question) == ("the example of question 3 is gone", 3)


def test_tasks_that_stand_twice_are_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the first of them lost its second line and is no whole task."""
    rent, water = "* [ ] Rent a plot (M1)\n", "* [ ] Water the beds each evening,\n      and in the morning\n"
    know(monkeypatch, short=template().replace(rent, f"{rent}{water}"))
    torn = water.split("\n", maxsplit=1)[0]
    found = changes(report().replace(rent, f"{rent}{torn}\n{water}\n### More\n\n{rent}{rent}"))
    assert [one.message for one in found if "second time" in one.message] == [
        "this is here a second time: “* [ ] Water the beds each evening,”",
        "this task is here a second time: “Rent a plot (M1)” and 1 more task",
    ]


def test_a_question_out_of_order_takes_no_section_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one stands that begins a section, its heading is that of the place: the order is all that is wrong."""
    know(monkeypatch)
    parts = re.split(r"(?=^### Question)", report(), flags=re.MULTILINE)
    third, title = parts[3].split("## Beds")
    text = "".join([*parts[:3], parts[4], f"## Beds{title}", third, *parts[5:]])
    found = findings_of(Report.from_bytes(text.encode()), template=Report.from_bytes(template().encode()))
    assert [(finding.code, finding.question) for finding in found] == [("question-order", 3)]
    assert changes(text) == []


def test_a_region_full_of_changes_is_not_listed_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those near each other have one cause; of the others ten will do."""
    know(monkeypatch)
    line = "Keep the dashes out.\n"
    near = report().replace(line, "".join(f"{line[:-2]} {number}.\n\n{line}\n" for number in range(30)))
    assert [found.message.split(":")[0] for found in changes(near)] == [
        "no known template has this",
        "this is here a second time",
    ]
    apart = report().replace(line, "".join(f"{line[:-2]} {number}.\n\n{line * 3}\n" for number in range(30)))
    assert len(changes(apart)) == 10


def test_a_template_that_is_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many questions read otherwise, that is said once."""
    know(monkeypatch)
    text = report()
    for number in (5, 6, 7, 8, 9):
        text = text.replace(f"in bed {number}?", f"in your bed {number}?")
    assert len(changes(text)) == 5
    text = text.replace("in bed 10?", "in your bed 10?")
    (found,) = changes(text)
    assert found.message == "the text of 6 questions is in no known template: 5, 6, 7, 8, 9, 10"
    assert found.question is None
    assert "--template" in found.help


def test_questions_that_the_template_has_not_have_codes_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """So nothing is said of their text."""
    know(monkeypatch)
    assert changes(report() + "\n### Question 28\n\n> **More?**\n>\n> Answer:\n\nNo.\n") == []


def test_what_an_edited_report_lacks_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A template needs all questions once and in order to be an edition."""
    know(monkeypatch)
    for text in (report(count=26), report() + "\n### Question 5" + report().partition("### Question 5")[2]):
        path = tmp_path / "a.md"
        path.write_text(text, encoding="utf-8")
        assert not Fingerprints(Report.load(path)).is_edition
    assert Fingerprints(Report.from_bytes(report().encode())).is_edition


GONE = "its line “Answer length: …” is gone"
LIMIT = ">\n> Recommended answer length: 5-20 words.\n"


def without_limits(*numbers: int) -> str:
    """Return a report in which some questions lost their limit line."""
    text = report()
    for number in numbers:
        head, heading, tail = text.partition(f"### Question {number}\n")
        text = head + heading + tail.replace(LIMIT, "", 1)
    return text


def test_a_limit_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """By fingerprints nothing in the question is wrong, but the check has a limit that nobody sees any more."""
    know(monkeypatch)
    found = changes(without_limits(5, 9))
    assert [(one.question, one.severity, one.message) for one in found] == [
        (
            number,
            "warning",
            f"question {number} no longer states a limit; the course's check has its own: {GONE}",
        )
        for number in (5, 9)
    ]
    assert all("`exam-tui repair --template FILE`" in one.help for one in found)


def test_a_limit_line_written_otherwise_is_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line itself, that is; a limit line that is gone beside another change is named all the same."""
    know(monkeypatch)
    text = without_limits(6).replace("in bed 6", "in our bed")
    odd = text.replace("**What grew in bed 5?**\n" + LIMIT, "**What grew in bed 5?**\n>\n> Answer length: a page\n")
    assert [one.message.partition(":")[0] for one in changes(odd)] == [
        "no known template has this",
        "question 6 no longer states a limit; the course's check has its own",
        "no known template has this",
    ]


def test_a_limit_line_in_whose_place_another_line_stands_is_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands there is named, and that the limit went with it."""
    know(monkeypatch)
    written = "> Write about a page."
    (found,) = changes(report().replace(LIMIT.split("\n")[1], written, 1))
    assert found.question == 3
    assert written in found.message
    assert found.message.endswith("; question 3 no longer states a limit; the course's check has its own")


def test_many_limits_that_are_gone_are_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many there are is said."""
    know(monkeypatch)
    (found,) = changes(without_limits(*range(5, 12)))
    assert found.message.endswith(
        "5, 6, 7, 8, 9, 10, 11; 6 questions no longer state a limit, and the course's check has its own"
    )
    text = without_limits(8)
    for number in (5, 6, 7, 9, 10):
        text = text.replace(f"in bed {number}?", f"in your bed {number}?")
    (found,) = changes(text)
    assert found.message.endswith("; 1 question no longer states a limit, and the course's check has its own")


@pytest.mark.parametrize("lost", ["limits", "marks"])
def test_a_report_whose_questions_are_mostly_changed_is_not_called_fine(
    monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """No known template has half of its questions, but the lines are theirs."""
    know(monkeypatch)
    text = without_limits(*range(5, 25)) if lost == "limits" else report().replace("\n> ", "\n")
    (found,) = [one for one in changes(text) if one.question is None]
    assert (found.code, found.severity) == ("template-changed", "warning")
    changed = 20 if lost == "limits" else 27
    assert found.message.startswith(f"{changed} of 27 questions differ from every known template")
    assert "--template" in found.help
    assert ("a limit" in found.message) == (lost == "limits")


def test_templates_that_nobody_knows_are_not_called_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too few of their lines are known, or the report is another course's."""
    know(monkeypatch)
    assert changes(report().replace("grew", "died")) == []
    other = report(course=False, count=9).replace(LIMIT, "")
    assert changes(other) == []
