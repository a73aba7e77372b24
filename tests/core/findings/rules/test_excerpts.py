"""Excerpts of the template's text: what differs is in them."""

import re
from collections.abc import Iterator

import pytest

from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.rules.excerpts import change, excerpt, unknown
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import Fingerprints
from exam_tui.core.template.regions import regions_of
from exam_tui.session.problems import Problems
from tests.conftest import CORPUS
from tests.core.findings.build import report, template

LINE = "* [ ] Water the plants every day, also at weekends and even if it rains a little, or there is dew (M3)"


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        (
            f"{LINE} (done by Ada)",
            "this is not in the template: “…en if it rains a little, or there is dew (M3) (done by Ada)”",
        ),
        (LINE.replace("Water", "Please water"), "the template has “* [ ] Water"),
        (
            LINE.replace("rains", "rai9ns"),
            "the template has “…eekends and even if it rains a little, or there is dew (M3)” here",
        ),
        (
            LINE.replace(" a little", ""),
            "the template has “…eekends and even if it rains a little, or there is dew (M3)” here",
        ),
        (
            LINE.replace("dew", "frost"),
            "the template has “…eekends and even if it rains a little, or there is dew (M3)” here",
        ),
    ],
)
def test_the_place_that_differs_is_shown(ours: str, said: str) -> None:
    assert said in change([ours], [LINE])


def test_lines_that_were_joined_or_broken_are_compared_as_one_text() -> None:
    """The first lines may be the same as far as they go."""
    words = LINE.split(" ")
    broken = [" ".join(words[:6]), " ".join(words[6:])]
    assert (
        change([LINE], broken) == "the template breaks these lines elsewhere: “* [ ] Water the plants” and 1 more line"
    )
    assert "(M3) and beans" in change([f"{LINE} and beans"], broken)
    assert "and even more" in change([LINE], [*broken, "and even more"])


def test_what_is_gone_or_new_is_shown_from_its_beginning() -> None:
    assert change([], ["one", "two"]) == "the template's text is missing here: “one” and 1 more line"
    assert change(["one"], [], 2) == "this is not in the template: “one” and 2 more lines"


def test_long_texts_are_compared_by_their_beginning() -> None:
    long = "a, " * 400
    assert change([f"{long}b"], [f"{long}c"]).endswith("a, c” here")
    assert "b”" in change([f"{long}b"], [long])


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"{LINE} - Ada", "or there is dew (M3) - Ada”"),
        (f"Now: {LINE}", "“Now: * [ ] Water"),
        (LINE.replace("rains", "ra16ins"), "ra16ins a little"),
        (LINE.replace("even if", "even and also if"), "even and also if"),
        (LINE.replace("[ ]", "![ ]"), "“* ![ ] Water"),
    ],
)
def test_what_was_added_to_a_known_line_is_found_without_its_text(line: str, shown: str) -> None:
    """The whole of it is known by its hash alone."""
    said = unknown(line, lambda text: text == LINE)
    assert shown in said
    assert len(said) < 70


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("rains", "snows"),
        LINE.replace("weekends", "weekendsandholidays"),
        f"{LINE[:80]} and so on",
        LINE.replace("a little", ""),
    ],
)
def test_where_that_is_not_known_the_whole_line_is_shown(line: str) -> None:
    assert unknown(line, lambda text: text == LINE) == f"“{line}”"


def test_a_short_line_that_is_known_says_nothing_of_a_long_one() -> None:
    assert unknown("> *We used beans*", lambda text: text == "> *") == "“> *We used beans*”"


def test_a_line_of_very_many_words_is_looked_at_in_bounded_time() -> None:
    known = "word " * 100
    asked: list[str] = []

    def is_known(text: str) -> bool:
        asked.append(text)
        return text == known.strip()

    said = unknown(f"new {known}", is_known)
    assert said.startswith("“new word")
    other = "other " * 100
    assert unknown(other, is_known).startswith("“other other")
    assert len(asked) < 4_000


def test_an_excerpt_is_never_longer_than_asked_for() -> None:
    assert excerpt("x" * 100) == f"“{'x' * 59}…”"
    assert excerpt("x" * 100, 90) == f"“…{'x' * 59}”"
    assert excerpt("short", 3, 1) == "“short” and 1 more line"


def test_a_block_that_was_formatted_anew_is_one_finding() -> None:
    text = report().replace(
        "* [ ] Rent a plot (M1)\n* [x] Buy seeds (M2)\n* [ ] Water", "- [ ] Rent (M1)\n* [x] Buy seeds (M2)\n- [ ] Pour"
    )
    found = findings_of(Report.from_bytes(text.encode()), None, Report.from_bytes(template().encode()))
    (one,) = [finding for finding in found if finding.code == "template-changed"]
    assert one.message == "the template has “* [ ] Rent a plot (M1)” and 1 more line here"


@pytest.mark.parametrize(
    "gone", ["* [ ] Rent a plot (M1)\n* [x] Buy seeds (M2)\n", "## Beds\n\n> Now we ask about the beds.\n"]
)
def test_a_block_that_was_deleted_is_one_finding(gone: str) -> None:
    text = report().replace(gone, "")
    found = findings_of(Report.from_bytes(text.encode()), None, Report.from_bytes(template().encode()))
    (one,) = [finding for finding in found if finding.code == "template-changed"]
    assert one.message.startswith("the template's text is missing here: “")
    assert one.message.endswith(" and 1 more line")


@pytest.mark.parametrize(
    ("lines", "thing"),
    [
        ("* [ ] Rent a plot (M1)\n* [x] Buy seeds (M2)\n", "task"),
        ("# Report on 02476 gardens\n\nKeep the dashes out.\n", "line"),
        ("Keep the dashes out.\n\n## Tasks\n", "line"),
    ],
)
def test_lines_that_a_merge_brought_twice_are_one_finding(lines: str, thing: str) -> None:
    text = report().replace(lines, f"{lines}\n{lines}")
    found = findings_of(Report.from_bytes(text.encode()), None, Report.from_bytes(template().encode()))
    (one,) = [finding for finding in found if finding.code == "template-changed"]
    assert "is here a second time: “" in one.message
    assert one.message.endswith(f" and 1 more {thing}")


def test_lines_that_became_fewer_are_one_finding() -> None:
    text = report().replace("Keep the dashes out.\n\n## Tasks\n", "All dashes may stay.\n")
    found = findings_of(Report.from_bytes(text.encode()), None, Report.from_bytes(template().encode()))
    (one,) = [finding for finding in found if finding.code == "template-changed"]
    assert one.message == "the template has “Keep the dashes out.” and 1 more line here"


def test_changes_far_from_each_other_are_findings_of_their_own() -> None:
    text = report().replace("Keep the dashes", "Keep dashes").replace("at weekends", "on Sundays")
    found = findings_of(Report.from_bytes(text.encode()), None, Report.from_bytes(template().encode()))
    assert [finding.code for finding in found] == ["template-changed"] * 2


EXCERPT = re.compile(r"(the template has|not in the template:|no known template has this:) “…?(.*?)…?”")


def _real() -> Iterator[tuple[Report, list[str], Report]]:
    """Yield real reports whose template is at hand: with what is said of their text with and without it."""
    templates = {path.stem: Report.load(path) for path in (CORPUS / "templates").glob("*.md")}
    histories = [max(folder.iterdir()) for folder in sorted((CORPUS / "history").iterdir())]
    for path in [*sorted((CORPUS / "reports").glob("*.md")), *histories]:
        read = Report.load(path)
        template = templates.get(Fingerprints(read).template or "")
        if template is not None:
            found = [*Problems(path).of(read).findings, *findings_of(read, None, template)]
            yield read, [one.message for one in found if one.code == "template-changed"], template


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus of real reports is not at {CORPUS}")
@pytest.mark.full
def test_no_excerpt_of_a_real_report_shows_only_what_is_equal() -> None:
    """What is not in the template stands nowhere in it; what it has stands nowhere in the report."""
    seen = 0
    for read, messages, pristine in _real():
        ours, theirs = (
            "\n".join(text for region in regions_of(one) for text in region.texts) for one in (read, pristine)
        )
        for kind, shown in (match.groups() for message in messages if (match := EXCERPT.search(message))):
            seen += 1
            where = ours.replace("\n", " ") if kind == "the template has" else theirs
            assert shown not in where.split("\n") if len(shown) < 20 else shown not in where
    assert seen > 40
