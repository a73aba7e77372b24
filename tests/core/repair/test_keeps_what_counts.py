"""Repair and fix keep what counts, whatever became of a report and its file: measured here, not by their own proof.

The reports are damaged at random; the histories have versions that lost questions, markers or the checklist, that have
another edition's text, or that are another year's.
"""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.checker import verdict_of
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.fixes.plan import plan_fixes
from exam_tui.core.repair.repair import RepairResult, Source, repair, repair_with
from exam_tui.core.report.report import Report
from exam_tui.core.template.original import choose
from tests.behaviour.hostile.mutate import mutated
from tests.core.findings.build import GOOD, PICTURE, placeholder, report, template
from tests.core.findings.fixtures import StubFiles
from tests.core.findings.known import know

OWN = {number: f"Own{number}a own{number}b grew in our bed.\n\nOwn{number}c, too." for number in range(5, 28)}
"""An answer with words of its own for each question from 5 on."""
NEWER = (
    template().replace("in bed 9", "in your bed 9").replace("* [ ] Rent a plot (M1)", "* [ ] Rent a plot or two (M1)")
)
FEWER = template(26)
FILES = StubFiles()
ANSWERS = st.one_of(
    st.sampled_from(
        [
            GOOD,
            "",
            "--- one two three ---",
            f"--- {GOOD} ---",
            f"---\n{GOOD}\n---",
            f"{GOOD}\n\n{placeholder(5)}",
            f"one two\n\n{placeholder(6)}",
            f"{GOOD}\n- beans\n- peas",
            "[x](figures/none.png)",
            f"{PICTURE}\n\n--- a title\n---",
            f"{GOOD}\n\n## Ours\n\n{placeholder(7)}",
            f"--- ```\n{GOOD} ---",
            f"> {GOOD}",
            "------",
            "---  ---",
        ]
    ),
    st.text(alphabet="-# >`!\n[]()ab:", max_size=40),
)


def open_count(texts: set[str]) -> int:
    """Return how many texts there are, one that another begins with left out: a task that stands twice counts once."""
    return sum(not any(other != text and other.startswith(text) for other in texts) for text in texts)


def tasks(read: Report, *, done: bool) -> int:
    """Return how many tasks there are, or how many of them are done."""
    said = {" ".join(re.findall(r"\w+", task.text.casefold())) for task in read.tasks if task.done or not done}
    return open_count(said)


def own_words(read: Report) -> set[str]:
    """Return the words of the answers that nobody else has."""
    return {word for question in read.questions for word in re.findall(r"[Oo]wn[0-9]+[abc]", question.answer)}


def check_kept(before: Report, after: Report) -> None:
    """Compare two reports by what counts."""
    numbers = [{question.number for question in one.questions} for one in (before, after)]
    assert len(numbers[0]) <= len(numbers[1])
    for done in (False, True):
        assert tasks(before, done=done) <= tasks(after, done=done)
    assert own_words(before) <= own_words(after)
    was, now = verdict_of(before), verdict_of(after)
    if was.error is not None:
        return
    assert now.error is None
    # A limit that is back in its prompt fails an answer that it is about: the course's check has had it all along.
    pairs = [(a, b) for a, b in zip(was.answers, now.answers, strict=False) if a[1:3] != b[1:3]]
    assert sum(not one.failures for one, _ in pairs) <= sum(not one.failures for _, one in pairs)


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch, short=template(), newer=NEWER, fewer=FEWER)


def changed(text: str, rnd: random.Random) -> str:
    """Return a version as a group may commit it for a while: one thing lost or changed."""
    number = rnd.randint(1, 26)
    heading, behind = f"### Question {number}\n", f"### Question {number + 1}\n"
    before, _, rest = text.partition(heading)
    kind = rnd.randrange(9)
    if kind == 0 and heading in text and behind in rest:
        return before + behind + rest.partition(behind)[2]
    if kind == 1:
        return before + heading + rest.replace("> Answer:\n", "", 1)
    if kind == 2:
        return before + rest
    if kind == 3:
        return re.sub(r"^\* \[.\] .*\n( .*\n)*", "", text, flags=re.MULTILINE)
    if kind == 4:
        return text.replace(">\n> Example:\n> *In bed ... grew ...*\n", "")
    if kind == 5:
        return text.replace("in bed 9", "in your bed 9").replace("Rent a plot (M1)", "Rent a plot or two (M1)")
    if kind == 6:
        return text.replace("* [ ] Rent", f"* [{rnd.choice(' x')}] Ask around {number}\n* [ ] Rent").replace(
            "[ ] W", "[x] W"
        )
    if kind == 7:
        return text.replace("grew in", "died in")
    return text.replace(heading, f"### Question {number + rnd.choice([1, 40])}\n")


def history(rnd: random.Random) -> list[str]:
    """Return the versions of a file, the last one as it is today."""
    first = rnd.choice([template(), template(), NEWER, FEWER, template().replace("in bed 7", "in the seventh bed")])
    versions = [first if rnd.random() < 0.7 else changed(first, rnd)]
    whole = report(OWN)
    for _ in range(rnd.randint(1, 4)):
        base = rnd.choice([whole, whole, versions[-1], first])
        versions.append(changed(base, rnd) if rnd.random() < 0.8 else base)
    return [*versions, rnd.choice([whole, changed(whole, rnd), changed(changed(whole, rnd), rnd)])]


def repaired(read: Report, versions: list[tuple[Report, str]]) -> RepairResult:
    """Return what repair makes of a report, with the template that its history tells."""

    def find(now: Report) -> Source | None:
        found = choose(now, versions, whole=True)
        return None if found is None else Source(found.report, found.handed_out)

    return repair_with(read, find)


@given(st.integers(0, 2**32))
def test_no_history_makes_repair_destroy_a_report(seed: int) -> None:
    """Versions that lost a question or the checklist, other editions, other years; a second run changes nothing."""
    rnd = random.Random(seed)
    texts = history(rnd)
    versions = [(Report.from_bytes(text.encode()), str(number)) for number, text in enumerate(texts)]
    today = texts[-1].encode() if rnd.random() < 0.6 else mutated(rnd, texts[-1])
    read = Report.from_bytes(today)
    mended = Report(repaired(read, versions).data)
    check_kept(read, mended)
    assert repaired(mended, versions).data == mended.original


@given(st.integers(0, 2**32), st.sampled_from([template(), NEWER, FEWER, template().replace("in bed 7", "in bed VII")]))
def test_no_template_that_is_named_makes_repair_destroy_a_report(seed: int, named: str) -> None:
    """Also one that has fewer questions or other tasks than the report."""
    read = Report.from_bytes(mutated(random.Random(seed), report(OWN)))
    pristine = Report.from_bytes(named.encode())
    mended = Report(repair(read, pristine, exact=True).data)
    check_kept(read, mended)
    assert repair(mended, pristine, exact=True).data == mended.original


@given(st.integers(5, 26), st.integers(0, 2**32), st.booleans())
def test_no_quoted_answer_above_the_answer_line_is_lost(
    number: int,
    seed: int,
    is_damaged: bool,  # noqa: FBT001 - hypothesis passes it
) -> None:
    """Wherever in the prompt it stands, also where a line of that is gone; a second run changes nothing."""
    rnd = random.Random(seed)
    before, heading, below = report({**OWN, number: ""}).partition(f"### Question {number}\n")
    ask, marker, rest = below.partition("> Answer:\n")
    lines = ask.split("\n")[:-1]
    if is_damaged:
        del lines[rnd.randrange(1, len(lines))]
    own = [f"> Own{number}a own{number}b, with compost from the yard."]
    own += rnd.choice([[], [">", f"> Own{number}c, by July."], [f"> Own{number}c, by July."]])
    at = rnd.randint(1, len(lines))
    lines[at:at] = own
    text = before + heading + "\n".join([*lines, marker]) + rest
    mended = Report(repair(Report.from_bytes(text.encode()), Report.from_bytes(template().encode())).data)
    assert mended.question(number).answer == "\n".join(own)
    assert repair(mended, Report.from_bytes(template().encode())).data == mended.original


@given(st.dictionaries(st.integers(1, 27), ANSWERS, min_size=1, max_size=6), st.integers(0, 2**32), st.booleans())
def test_no_fix_costs_a_question_a_tick_a_word_or_a_pass(
    answers: dict[int, str],
    seed: int,
    is_damaged: bool,  # noqa: FBT001 - hypothesis passes it
) -> None:
    """Whatever is answered, in a report that is whole and in a damaged one; a second run fixes nothing."""
    text = report(OWN | answers)
    read = Report.from_bytes(mutated(random.Random(seed), text) if is_damaged else text.encode())
    fixed = plan_fixes(CheckContext(read), FILES).report.reparsed()
    check_kept(read, fixed)
    assert words(read) == words(fixed)
    assert [question.number for question in read.questions] == [question.number for question in fixed.questions]
    assert plan_fixes(CheckContext(fixed), FILES).report.to_bytes() == fixed.original


def words(read: Report) -> list[list[str]]:
    """Return the words of each answer, placeholders left out."""
    filler = re.compile(r"question|fill|here|[0-9]+")
    found = (re.findall(r"\w+", question.answer) for question in read.questions)
    return [[word for word in answer if not filler.fullmatch(word)] for answer in found]
