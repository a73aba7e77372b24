"""Repair: the template's bytes around the answers, nobody's words lost."""

import random

import pytest

from exam_tui.core.repair import repair
from exam_tui.core.report import Report
from tests.findings.build import CORPUS, GOOD, placeholder, report, template
from tests.findings.mutate import mutated

PRISTINE = Report.from_bytes(template().encode())


def repaired(text: str) -> tuple[str, str]:
    """Return the repaired text and the notes in one."""
    result = repair(Report.from_bytes(text.encode("utf-8", "surrogateescape")), PRISTINE)
    return result.data.decode("utf-8", "surrogateescape"), "\n".join(result.notes)


def test_a_report_that_is_fine_keeps_its_bytes() -> None:
    """Also one with Windows line ends and a byte order mark."""
    assert repaired(report()) == (report(), "")
    windows = "\ufeff" + report().replace("\n", "\r\n")
    assert repaired(windows) == (windows, "")


def test_spoilt_prompts_come_back() -> None:
    """Answers and ticks stay."""
    text = (
        report({5: f"{GOOD}\n\n> beans"})
        .replace("What grew in bed", "Who slept in")
        .replace("### Question 7", "#### Question 7")
    )
    assert repaired(text) == (report({5: f"{GOOD}\n\n> beans"}), "")


def test_missing_questions_come_back() -> None:
    """With the placeholder, and said."""
    text = report().partition("### Question 26\n")[0]
    mended, notes = repaired(text)
    assert Report.from_bytes(mended.encode()).question(26).state == "unanswered"
    assert "Question 26 was missing" in notes
    assert mended.endswith(f"{placeholder(27)}\n")
    assert repaired(text.rstrip("\n"))[0] == mended


def test_an_unanswered_question_gets_its_placeholder_back() -> None:
    """Whatever was left there."""
    assert repaired(report({5: ""}))[0] == report({5: placeholder(5)})


def test_a_lost_marker() -> None:
    """The answer moves from its neighbour's slot to its own."""
    text = report({5: "@"}).replace("> Answer:\n\n@", f"> More.\n\n{GOOD}")
    mended, notes = repaired(text)
    assert "Question 5 (line" in notes
    question = Report.from_bytes(mended.encode()).question(5)
    assert question.answer == f"> More.\n\n{GOOD}"
    two = text.replace("> Answer:\n\n" + GOOD + "\n\n### Question 7", f"\n\n{GOOD}\n\n### Question 7")
    assert Report.from_bytes(repaired(two)[0].encode()).question(6).answer == GOOD


def test_duplicates_and_strangers_keep_their_words() -> None:
    """Below the answer they belong to, and named."""
    five = report().partition("### Question 5\n")[2].partition("### ")[0].replace(GOOD, "Second words.")
    mended, notes = repaired(
        f"{report()}\n### Question 5\n{five}### Question 30\n{five}### Question 5\n{five}".replace("Second", "More", 0)
    )
    assert Report.from_bytes(mended.encode()).question(5).answer == f"{GOOD}\n\nSecond words.\n\nSecond words."
    assert Report.from_bytes(mended.encode()).question(27).answer.endswith("Second words.")
    assert "a second time" in notes
    assert "not in the template" in notes
    zero = report().replace("## Group\n", f"## Group\n\n### Question 0\n{five}")
    assert Report.from_bytes(repaired(zero)[0].encode()).question(1).answer == "Plot 7\n\nSecond words."


def test_ticks_find_their_tasks() -> None:
    """By their words; spoilt marks, reworded tasks and added notes too."""
    text = (
        report()
        .replace("* [ ] Rent a plot (M1)", "* [X ] Rent a plot")
        .replace("* [x] Buy seeds", "- [/] Buy the seeds")
    )
    text = text.replace(
        "* [ ] Water the plants every day, also at weekends\n",
        "* [x] Water the plants every day, also at weekends (we did)\n",
    )
    mended, notes = repaired(text)
    assert [task.mark for task in Report.from_bytes(mended.encode()).tasks] == ["x", "/", "x"]
    assert "was taken out: * [ ] Water the plants every day, also at weekends (we did)" in notes


def test_ticks_without_a_task_are_named() -> None:
    """They cannot be placed."""
    notes = repaired(report().replace("## Group\n", "* [x] Dance\n* [ ] Sing\n* [] Hum\n\n## Group\n"))[1]
    assert "1 tick without a task in the template; tick again where it belongs: “dance”" in notes


def test_lines_that_are_taken_out_are_named() -> None:
    """The first ten of them."""
    lines = "\n\n".join(f"Our line {number}." for number in range(12))
    mended, notes = repaired(report().replace("## Group\n", f"{lines}\n\n## Group\n"))
    assert mended == report()
    assert "was taken out: Our line 9." in notes
    assert "2 more lines" in notes


def test_what_cannot_be_proven_is_not_done() -> None:
    """A template whose title is hidden by an unclosed comment in an answer."""
    data = b"### Question 1\n\n> Answer:\n\n<!-- x\n\n### Question 2\n\n> Answer:\n\ny\n"
    pristine = Report.from_bytes(b"### Question 1\n\n> Answer:\n\nQuestion 2\n---\n\n> Answer:\n")
    result = repair(Report.from_bytes(data), pristine)
    assert result.data == data
    assert "Nothing was repaired" in result.notes[0]


def test_a_template_without_questions() -> None:
    """Nothing can be placed in it."""
    data = report().encode()
    result = repair(Report.from_bytes(data), Report.from_bytes(b"# No report\n"))
    assert result.data == data
    assert "Nothing was repaired" in result.notes[0]


def test_nothing_to_repair() -> None:
    """An empty file becomes the template."""
    result = repair(Report.from_bytes(b""), PRISTINE)
    assert result.data.decode() == template()


@pytest.mark.parametrize("seed", range(40))
def test_no_answer_is_ever_lost(seed: int) -> None:
    """Mutated reports: every line of every answer is in the result."""
    read = Report.from_bytes(mutated(random.Random(seed), report()))
    result = Report.from_bytes(repair(read, PRISTINE).data)
    if result.original == read.original:
        return
    everything = " ".join(result.text.split())
    for question in read.questions:
        for line in question.answer.split("\n"):
            if not line.lstrip().startswith((">", "#")):
                assert " ".join(line.split()) in everything


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus ../shared/corpus is not here")
def test_corpus() -> None:
    """Reports are repaired to the structure of a template; their answers stay."""
    for path in sorted((CORPUS / "reports").glob("*.md")):
        read = Report.load(path)
        name = "2026-01" if len(read.questions) == 31 else "2023-01"
        result = Report.from_bytes(repair(read, Report.load(CORPUS / "templates" / f"{name}.md")).data)
        assert [question.number for question in result.questions] == list(range(1, len(result.questions) + 1))
        for question in read.questions:
            assert question.answer.partition("\n### Question")[0].strip() in result.question(question.number).answer
