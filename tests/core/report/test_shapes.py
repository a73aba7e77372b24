"""Every shape that real reports have, one fixture each: it opens, shows the right answer, saves in place."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.core.findings.consequences import consequences
from exam_tui.core.report.save_guard import prove
from tests.conftest import FIXTURES
from tests.core.build import read_again

SIX = "A short answer with its six words."


@dataclass(frozen=True)
class Shape:
    """What a fixture shows: its questions' numbers and answers, in file order."""

    name: str
    answers: tuple[tuple[int, str], ...]


def shape(name: str, *answers: str | tuple[int, str]) -> Shape:
    """Return a shape; an answer without a number is numbered by its position."""
    pairs = ((at, given) if isinstance(given, str) else given for at, given in enumerate(answers, start=1))
    return Shape(name, tuple(pairs))


SHAPES = [
    shape("blank", "", "", "", ""),
    shape(
        "answered",
        "Group 12",
        "We planned it on Monday and built it on Friday.",
        "First paragraph.\n\nSecond one, after\na line break.",
        "![a chart](figures/chart.png)",
    ),
    shape(
        "marker-line",
        "We are group seven of the course.",
        "on the marker line\nand going on below it",
        "Glued to the colon",
        "",
    ),
    shape(
        "in-quote",
        "The answer stands in the quote.\n\nIt has two paragraphs.",
        "Without a blank.",
        "Quoted, with empty marks around.",
        SIX,
    ),
    shape("quote-and-placeholder", "On the marker line.", "In the quote.", "Both here\nand there."),
    shape("no-blank-lines", "Right under the marker.", "Two lines,\nno blank one.", "", "The last one"),
    shape(
        "dashes",
        "--- Wrapped on one line ---",
        "---\nWrapped over\n\nseveral lines\n---",
        "---Glued to the words---",
        "--- opened but never closed",
    ),
    shape(
        "placeholder-left",
        "The answer is below it.",
        "The answer is above it.",
        "--- question 3 fill\n\nHalf of it is deleted.",
        "--- question 4 fill here --- Glued to the answer.",
    ),
    shape(
        "fences",
        "We ran:\n\n```bash\n# install it first\npip install tea\n### three marks are a comment too\n```\n\n"
        "and it worked.",
        "~~~yaml\n#config.yaml\n## two marks\nlr: 0.1\n~~~",
        "- a list with\n\n  ```\n  # code in it\n  ```\n\n  and text",
        SIX,
    ),
    shape(
        "tables",
        "| Model | Score |\n|:------|------:|\n| small |  0.71 |\n| large |  0.83 |",
        "Name | Stmts | Miss\n---- | ----- | ----\na.py | 10 | 0",
        SIX,
    ),
    shape(
        "coverage-table",
        "Name                 Stmts   Miss  Cover\n----------------------------------------\n"
        "tea/__init__.py          2      0   100%\ntea/brew.py             40      4    90%\n"
        "----------------------------------------\nTOTAL                   42      4    90%",
        "A title\n=======\n\nText under a rule of equals signs.",
        SIX,
    ),
    shape(
        "nested-lists",
        "* first\n  * inner\n    1. innermost\n    2. and another\n* [ ] looks like a task\n  - [x] and so does this",
        "1. one\n\n   a paragraph\n\n2. two",
        SIX,
    ),
    shape(
        "links-and-images",
        "[![badge](https://example.org/b.svg)](https://example.org)",
        'See [the docs](https://example.org/a_(b)) and <img src="figures/a.png" width="300">.',
        "![one](figures/1.png) ![two](figures/2.png)\n[forgot the mark](figures/3.png)",
    ),
    shape(
        "html",
        "<details>\n<summary>More</summary>\n\nHidden text\n\n</details>",
        "<!-- ### Question 9 -->\nText with H<sub>2</sub>O<br>",
        "<div>\n### Question 4\n</div>",
        SIX,
    ),
    shape("crlf", "Right under the marker.", "Two\n\nparagraphs.", "", "On the marker line."),
    shape("lone-cr", "Right under the marker.", "Two\n\nparagraphs.", "", "On the marker line."),
    shape("mixed-line-ends", "one\ntwo\nthree\nfour", "Right under it", ""),
    shape(
        "bom-and-bad-bytes",
        "Copied from latin-1: caf\udce9",
        "A nul \0, a form feed \f and a separator \u2028 in it.",
        SIX,
    ),
    shape("missing-question", SIX, SIX, (4, SIX)),
    shape("duplicate-question", SIX, "The first of two.", (2, "The second of two."), (3, SIX)),
    shape(
        "renamed-question",
        f"{SIX}\n\n### Our second question\n> **What did you do?**\n>\n> Recommended answer length: 5-10 words.\n>\n"
        f"> Answer:\n\n{SIX}",
        (3, SIX),
        (4, SIX),
    ),
    shape("swapped-questions", SIX, (3, "The third comes first."), (2, "The second comes last.")),
    shape("conflict", SIX, "<<<<<<< HEAD\nOur words\n=======\nTheir words\n>>>>>>> main", SIX),
    shape(
        "conflict-over-headings",
        "<<<<<<< HEAD\nOur one",
        "Our two\n=======\nTheir one",
        (2, "Their two\n>>>>>>> main"),
        (3, SIX),
    ),
    shape("unclosed-fence", "```python\nprint('never closed')", SIX, SIX, SIX),
    shape("unclosed-comment", SIX, "<!-- to do: say more", SIX, SIX),
    shape("broken-quote", SIX, "Below a second quote.", SIX, SIX),
    shape(
        "lost-markers",
        SIX,
        "We typed over the mark.",
        "# Question 14\n\nA number that no question has, in another level.",
        "Below what is left of it.",
        "Right below the quote.",
        "The prompt is gone too.",
        "",
        "### Question 2\n\nOnly cited: that question is there.",
        "",
    ),
    shape("front-matter", SIX, "", SIX),
    shape("setext", SIX, "", "Text\n----\nQuestion 2\n----------\nis only cited here."),
    shape(
        "typed-headings",
        "# Question 14\n\nA heading of our own, without a prompt.",
        "## Our approach\n\nText below it.\n\n#### And deeper\n\nMore.",
        "> ### Question 2\n>\n> cited\n\n    ### Question 3\n\n* ### Question 1",
    ),
    shape("other-course", "", "Twice a day, in the morning and the evening.", "Eleven kilograms."),
    shape("no-report"),
    shape("form-27", *(f"Answer number {n}." if n % 5 else "" for n in range(1, 28))),
    shape("form-31", *(f"Answer number {n}." if n % 5 else "" for n in range(1, 32))),
]
each_shape = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)


def load(shape: Shape) -> Report:
    """Open a shape's fixture."""
    return Report.load(FIXTURES / f"{shape.name}.md")


def test_every_fixture_is_a_shape() -> None:
    """None is left out of this table."""
    assert {shape.name for shape in SHAPES} == {path.stem for path in Path(FIXTURES).glob("*.md")}


@each_shape
def test_shows_the_right_answers(shape: Shape) -> None:
    """All questions in file order, each with the answer that the student gave, and nothing else."""
    assert tuple((question.number, question.answer) for question in load(shape).questions) == shape.answers


@each_shape
def test_set_to_itself_it_keeps_its_bytes(shape: Shape) -> None:
    """Every answer and every tick."""
    report = load(shape)
    for question in report.questions:
        report.set_answer(question, question.answer)
    for task in report.tasks:
        report.set_task(task.index, task.done)
    assert report.to_bytes() == report.original


@each_shape
def test_every_answer_saves_in_place(shape: Shape) -> None:
    """Changed one at a time: the others stay, the bytes before the marker's end and below the slot stay."""
    for index in range(len(shape.answers)):
        report = load(shape)
        report.set_answer(report.questions[index], "New words,\n\nin two paragraphs.")
        prove(report, report.to_bytes())
        saved = read_again(report)
        expected = [answer for _, answer in shape.answers]
        expected[index] = "New words,\n\nin two paragraphs."
        assert [question.answer for question in saved.questions] == expected
        assert consequences(report, saved) == ()
        place = report.template.questions[index]
        assert report.text.startswith(report.source[: place.slot.start])
        assert report.text.endswith(report.source[place.slot.end :])


@each_shape
def test_every_answer_can_be_emptied_and_restored(shape: Shape) -> None:
    """Emptied it is the template's placeholder, set back it is the file as it was."""
    for index, (number, answer) in enumerate(shape.answers):
        report = load(shape)
        report.set_answer(report.questions[index], "")
        emptied = read_again(report)
        assert emptied.questions[index].answer == ""
        if answer:
            place = emptied.template.questions[index]
            slot = emptied.source[place.slot.start : place.slot.end]
            assert slot.strip("> \r\n") == f"--- question {number} fill here ---"
        report.set_answer(report.questions[index], answer)
        assert report.to_bytes() == report.original


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_questions_without_a_marker_get_it_back(line_end: str) -> None:
    """Below their prompts, with a blank line of the quote; each answer is the one that it was, in any line ends."""
    lost = load(next(shape for shape in SHAPES if shape.name == "lost-markers"))
    report = Report.from_bytes(lost.source.replace("\n", line_end).encode())
    assert [question.number for question in report.questions if not question.has_marker] == [1, 2, 4, 5, 6, 7, 9]
    for question in report.questions:
        report.restore_marker(question)
    prove(report, report.to_bytes())
    saved = read_again(report)
    assert all(question.has_marker for question in saved.questions)
    assert consequences(report, saved) == ()
    kept = [(one.number, one.answer, one.prompt, one.section, one.line) for one in report.questions]
    assert kept == [(one.number, one.answer, one.prompt, one.section, one.line) for one in saved.questions]
    assert saved.source.count(f"{line_end}>{line_end}> Answer:") == len(report.questions) - 2  # two have no prompt
    assert saved.source.endswith(f"### Question 9{line_end}{line_end}> Answer:")


def test_windows_and_old_mac_reports_are_the_same_report() -> None:
    """The two fixtures differ in nothing but line ends."""
    windows, mac = (FIXTURES / name for name in ("crlf.md", "lone-cr.md"))
    assert windows.read_bytes().replace(b"\r\n", b"\r") == mac.read_bytes()
    assert Report.load(windows).questions == Report.load(mac).questions
    assert Report.load(windows).tasks == Report.load(mac).tasks


def test_hidden_questions_are_marked() -> None:
    """Those below the unclosed fence and comment, in the sections that they stand in."""
    fence, comment = (Report.load(FIXTURES / f"unclosed-{kind}.md") for kind in ("fence", "comment"))
    assert [question.recovered for question in fence.questions] == [False, True, True, True]
    assert [question.section for question in fence.questions] == ["Group information"] * 2 + ["Coding environment"] * 2
    assert [question.recovered for question in comment.questions] == [False, False, True, True]


def test_the_checklist_of_the_template() -> None:
    """Marks of all kinds, a task over two lines, and what is plain text."""
    assert [(task.group, task.mark, task.text) for task in Report.load(FIXTURES / "blank.md").tasks] == [
        ("Week 1", " ", "Create a repository (M5)"),
        ("Week 1", "x", "Invite everybody to it and agree on how branches are named (M5)"),
        ("Week 1", "/", "Write the data loader (M6)"),
        ("Week 2", "X", "Write tests (M16)"),
    ]
