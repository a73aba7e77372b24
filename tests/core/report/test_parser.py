"""Where things stand: questions, markers, sections, tasks, and what only looks like them."""

import pytest

from exam_tui import Report
from tests.core.build import PROMPT, question, report_of


def numbers(report: Report) -> list[int]:
    """Return the numbers of a report's questions in file order."""
    return [question.number for question in report.questions]


@pytest.mark.parametrize(
    "heading",
    [
        "### Question 1",
        "# Question 1",
        "###### Question 1 ######",
        "   ### Question 1   ",
        "### question\t1",
        "### **Question 1**",
        "### Question 1.",
        "### Question 1:",
        "### Question 01",
        "### Question 000001",
        "Question 1\n---",
        "Question 1\n===",
    ],
)
def test_headings_that_are_a_question(heading: str) -> None:
    """ATX of any level or setext, stressed or not."""
    report = report_of(f"{heading}\n{PROMPT}\n\nWords.\n")
    assert [(q.number, q.answer) for q in report.questions] == [(1, "Words.")]


@pytest.mark.parametrize(
    "heading",
    [
        "###Question 1",
        "####### Question 1",
        "    ### Question 1",
        "> ### Question 1",
        "- ### Question 1",
        "```\n### Question 1\n```",
        "<!-- ### Question 1 -->",
        "<div>\n### Question 1\n</div>\n",
        "### Questions 1",
        "### Question 1: tools",
        "### Question one",
        "### Question 1234567",
        "### Question -1",
        "### Question ١",
        "Question 1",
    ],
)
def test_lines_that_are_no_question(heading: str) -> None:
    """In a fence, quote, list, comment or indented code, or reading otherwise. The digits are those of ASCII."""
    report = report_of(f"{heading}\n\n> Answer:\n\nNot this.\n\n", question(1))
    assert [(q.number, q.answer) for q in report.questions] == [(1, "Some words.")]


def test_question_zero_and_leading_zeros() -> None:
    """A number is a number, however it is written; the first of a number is the one that is found by it."""
    report = report_of(question(0, "\n\nzero\n\n"), question(7, "\n\nseven\n\n").replace("Question 7", "Question 007"))
    assert numbers(report) == [0, 7]
    assert report.question(7).answer == "seven"


@pytest.mark.parametrize(
    "marker",
    [
        "Answer:",
        "answer:",
        "ANSWER:",
        "Answer :",
        "**Answer:**",
        "**Answer**:",
        "**Answer** :",
        "*Answer:*",
        "__Answer__:",
    ],
)
def test_markers(marker: str) -> None:
    """All spellings, with and without an answer behind them; stress that closes the marker's own belongs to it."""
    prompt = f"> **Ask?**\n>\n> {marker}"
    report = report_of(question(1, "\n\nWords.\n\n", prompt), question(2, " *So* be it.\n", prompt))
    assert [q.answer for q in report.questions] == ["Words.", "*So* be it."]
    assert [q.prompt for q in report.questions] == ["**Ask?**"] * 2


def test_stress_behind_a_plain_marker_belongs_to_the_answer() -> None:
    """`Answer:**bold**` has a bold answer, and `**Answer: all of it**` keeps its closing stars."""
    report = report_of(question(1, "**bold** text\n", "> Answer:"), question(2, " all**\n", "> **Answer:"))
    assert [q.answer for q in report.questions] == ["**bold** text", "all**"]


def test_the_last_marker_of_the_opening_quote_counts() -> None:
    """An example in the prompt may hold one too; one within a line counts only where none begins a line."""
    twice = "> Example:\n> Answer: we did\n>\n> Answer:"
    inside = "> **Explain your choice. Answer:**"
    report = report_of(question(1, "\n\none\n\n", twice), question(2, "\n\ntwo\n\n", inside))
    assert [q.answer for q in report.questions] == ["one", "two"]
    assert report.question(1).parts.example == "Answer: we did"
    assert report.question(2).prompt == "**Explain your choice."


def test_the_word_answer_in_a_prompt_is_no_marker() -> None:
    """`Explain your answer: why?` is a part of the question, also where the marker has left the quote."""
    report = report_of("### Question 1\n> Explain your answer: why?\n\nAnswer:\n\nwords\n")
    assert report.question(1).answer == "words"


def test_a_marker_in_the_answer_is_text() -> None:
    """The quote that opens the question has the marker; `Answer:` further down does not."""
    report = report_of(question(1, "\n\nThey asked, and the\n\nAnswer: was no.\n\n> Answer: quoted\n\n"), question(2))
    assert report.question(1).answer == "They asked, and the\n\nAnswer: was no.\n\n> Answer: quoted"


def test_a_heading_without_a_marker_is_no_question() -> None:
    """`# Question 14`, typed in an answer, belongs to it; so does one whose number has a prompted heading."""
    report = report_of(question(1, "\n\n# Question 14\n\nText\n\n### Question 2\n\nAnswer: typed\n\n"), question(2))
    assert numbers(report) == [1, 2]
    assert report.question(1).answer == "# Question 14\n\nText\n\n### Question 2\n\nAnswer: typed"
    assert not report_of("### Question 1\n\nNo marker.\n").questions


def test_a_broken_quote_still_has_its_marker() -> None:
    """Outside the quote, as lazy text of it, or in a further quote; never in code."""
    report = report_of(
        "### Question 1\n> Ask\n\nAnswer:\n\none\n\n",
        "### Question 2\n> Ask\nAnswer:\n\ntwo\n\n",
        "### Question 3\n> Ask\n\nbroken\n\n> Answer: a sample\n>\n> Answer:\n> three\n\n",
        "### Question 4\nAsk\n\n```\nAnswer: code\n```\n\nAnswer:\n\nfour\n\n",
        "### Question 5\n\nAnswer: five\n",
    )
    assert [q.answer for q in report.questions] == ["one", "two", "three", "four", "five"]


def test_a_question_may_be_the_end_of_the_file() -> None:
    """Marker last, without a line end; heading last, without a marker."""
    report = report_of("### Question 1\n> Answer:")
    assert [(q.number, q.answer) for q in report.questions] == [(1, "")]
    assert numbers(report_of(question(1), "### Question 2")) == [1, 2]
    assert not Report.from_bytes(b"### Question 1").questions
    assert not Report.from_bytes(b"").questions


def test_sections_are_the_headings_right_above_questions() -> None:
    """ATX of level 1 or 2, with nothing but blank lines and quotes between; the next one ends the slot."""
    report = report_of(
        question(1),
        "# Level one\n\n> An intro.\n\n> Another.\n",
        question(2),
        "### Level three\n\n",
        question(3),
        "## Not right above\n\nSome text.\n\n",
        question(4),
        "Setext\n======\n\n",
        question(5),
        "## Question\n\n",
        question(6),
    )
    sections = [q.section for q in report.questions]
    assert sections == ["Report for 02476", *["Level one"] * 4, "Question"]
    assert [q.answer.partition("\n\n")[2] for q in report.questions] == [
        "",
        "### Level three",
        "## Not right above\n\nSome text.",
        "Setext\n======",
        "",
        "",
    ]


@pytest.mark.parametrize("heading", ["# ---", "## ***", "## —", "#"])
def test_a_heading_without_letter_or_digit_belongs_to_the_answer(heading: str) -> None:
    """Such as the end of the placeholder after a `#`: a new answer leaves nothing of it."""
    report = report_of(question(1, f"\n\nSome words.\n\n{heading}\n\n"), question(2))
    assert [q.answer for q in report.questions] == [f"Some words.\n\n{heading}", "Some words."]
    report.set_answer(1, "Others.")
    assert report.to_bytes() == report_of(question(1, "\n\nOthers.\n\n"), question(2)).original
    for section in ("# Ø", "## 2"):
        report = report_of(question(1, f"\n\nSome words.\n\n{section}\n\n"), question(2))
        assert report.questions[0].answer == "Some words."


def test_a_question_heading_is_no_section_of_the_next() -> None:
    """Two level-2 questions in a row, the first without a marker: the second is in no section of that name."""
    report = report_of("## Question 1\n\n", question(2).replace("###", "##"))
    assert [(q.number, q.section) for q in report.questions] == [(1, "Report for 02476"), (2, "Report for 02476")]


def test_front_matter_is_no_heading() -> None:
    """`key: value` above its closing dashes would else be a setext heading, and name the tasks below it."""
    report = Report.from_bytes(f"---\nlayout: default\n---\n\n* [ ] task\n\n{question(1)}".encode())
    assert numbers(report) == [1]
    assert [task.group for task in report.tasks] == [""]


def test_a_byte_order_mark_hides_no_heading() -> None:
    """The first heading of the file may be a question."""
    report = Report.from_bytes(b"\xef\xbb\xbf" + question(1).encode())
    assert numbers(report) == [1]


@pytest.mark.parametrize("opening", ["```", "~~~", "<!--", "<pre>", "<script>"])
def test_swallowed_questions_are_recovered(opening: str) -> None:
    """Behind an unclosed fence or comment all questions are there, in their sections, and marked as recovered."""
    report = report_of(
        "## First\n\n",
        question(1, f"\n\n{opening}\ntext\n\n"),
        question(2),
        "## Second\n\n> An intro.\n\n",
        question(3),
        question(4),
    )
    assert [(q.number, q.recovered, q.section) for q in report.questions] == [
        (1, False, "First"),
        (2, True, "First"),
        (3, True, "Second"),
        (4, True, "Second"),
    ]
    assert [q.answer for q in report.questions] == [f"{opening}\ntext", "Some words.", "Some words.", "Some words."]


def test_dashes_in_an_unclosed_fence_are_no_section() -> None:
    """Above a question that the fence swallows."""
    report = report_of(question(1, "\n\n```\nSome words.\n\n## ---\n\n"), question(2))
    assert report.questions[0].answer == "```\nSome words.\n\n## ---"


def test_a_comment_in_an_unclosed_fence_is_no_section() -> None:
    """`# comment` above a swallowed question is code; only level 2 counts there."""
    report = report_of(question(1, "\n\n```bash\n# install it\n\n"), question(2))
    assert report.question(1).answer == "```bash\n# install it"


def test_recovery_uncovers_what_other_fences_hide() -> None:
    """Every second question opens a fence: as pairs they look closed, and all questions are still found."""
    parts = [question(number, "\n\n```\ncode\n\n") for number in range(1, 8)]
    assert numbers(report_of(*parts)) == list(range(1, 8))


def test_a_marker_in_code_is_none() -> None:
    """Also after all looks that recovery takes: the cuts at 2 and 4 hide question 3; the code is the answer of 5."""
    fence, comment = "\n\n```\n\n", "\n\n<!--\n```\n-->\n\n"
    parts = [*(question(number, fence) for number in (1, 2, 3)), question(4, comment)]
    report = report_of(*parts, "### Question 5\n```\n> Answer:\n")
    found = [(q.number, q.recovered, q.has_marker) for q in report.questions]
    assert found == [(1, False, True), *((number, True, True) for number in (2, 3, 4)), (5, True, False)]
    assert report.question(5).answer == "```\n> Answer:"


def test_only_missing_numbers_of_the_templates_form_are_recovered() -> None:
    """Cited headings in a closed fence stay code where their number is there, or where they read otherwise."""
    lines = [
        "### Question 2",
        "> Answer:",
        "## Question 3",
        "> Answer:",
        "### Question 4",
        "no marker",
        "### Question five",
    ]
    lines += ["    ### Question 6", "> Answer:", "#### Question 7", "Answer:", "text ### Question 8", "> Answer:"]
    cited = "\n".join(["", "", "```", *lines, "```", "", ""])
    assert numbers(report_of(question(1, cited), question(2))) == [1, 2]


def test_a_cited_heading_is_recovered_where_its_number_is_missing() -> None:
    """A report with a hole shows the one candidate there is, with or without closing marks."""
    for heading in ("### Question 3", "### Question 3 ###"):
        report = report_of(question(1, f"\n\n```\n{heading}\n> Answer:\n\ntext\n```\n\n"), question(2))
        assert [(q.number, q.recovered) for q in report.questions] == [(1, False), (3, True), (2, True)]


def test_recovery_without_any_question_outside() -> None:
    """The template's headings are of level 3 where none is found to tell."""
    report = report_of("```\n", question(1), question(2))
    assert [(q.number, q.recovered) for q in report.questions] == [(1, True), (2, True)]


TASKS = """## Checklist

### Week 1

* [ ] first (M1)
- [x] second
    runs on
+ [X] third
1. [/] fourth
* outer
    * [x] nested
- - [ ] doubly

### Week 2
-
  [x] on the next line
* [\t] a tab in it
> * [ ] in a quote

"""


def test_tasks_and_their_groups() -> None:
    """A list item that begins with one character in brackets and a blank."""
    report = report_of(TASKS, question(1))
    assert [(t.text, t.mark, t.done, t.group) for t in report.tasks] == [
        ("first (M1)", " ", False, "Week 1"),
        ("second runs on", "x", True, "Week 1"),
        ("third", "X", True, "Week 1"),
        ("fourth", "/", False, "Week 1"),
        ("nested", "x", True, "Week 1"),
        ("doubly", " ", False, "Week 1"),
        ("on the next line", "x", True, "Week 2"),
        ("a tab in it", "\t", False, "Week 2"),
        ("in a quote", " ", False, "Week 2"),
    ]
    assert [t.line for t in report.tasks] == [7, 8, 10, 11, 13, 14, 18, 19, 20]


@pytest.mark.parametrize(
    "line",
    [
        "* [X ] x",
        "* [50%] x",
        "* [] x",
        "* [ ]x",
        "* [ ]",
        "[ ] x",
        "* a [ ] x",
        "    * [ ] code",
        "* [x](y) z",
        "* **[ ] x**",
    ],
)
def test_plain_text_is_no_task(line: str) -> None:
    """Two characters, none, no blank, no list item."""
    assert not report_of(f"{line}\n\n", question(1)).tasks


def test_tasks_in_answers_are_the_students_own() -> None:
    """What stands in a question is no part of the checklist; before any heading a task has no group."""
    report = Report.from_bytes(f"* [x] outside\n\n{question(1, chr(10) * 2 + '* [ ] inside' + chr(10))}".encode())
    assert [(t.text, t.group) for t in report.tasks] == [("outside", "")]


def test_a_heading_between_prompt_and_marker_ends_no_slot() -> None:
    """A broken prompt: the section heading of the next question cannot stand above this question's marker."""
    text = "### Question 1\n> **Ask**\n\n## Odd\n\n> Answer:\n\n### Question 2\n> **More**\n>\n> Answer:\n\ntwo\n"
    report = Report.from_bytes(text.encode())
    assert [question.answer for question in report.questions] == ["", "two"]
    report.set_answer(1, "one")
    assert report.to_bytes().decode() == text.replace("> Answer:\n\n### Q", "> Answer:\n\none\n\n### Q")


@pytest.mark.parametrize("size", [7, 9])
def test_the_last_mark_of_a_conflict_right_below_the_marker_is_no_quote(size: int) -> None:
    """Git writes the conflict where the answer stood; an edit beside it leaves the line as it is."""
    conflict = f"{'<' * size} HEAD\nroses\n{'=' * size}\ntulips\n{'>' * size} a branch"
    report = report_of(question(1, f"\n{conflict}\n\n"), question(2))
    assert report.question(1).answer == conflict
    report.set_answer(1, conflict.replace("roses", "red roses"))
    assert f"\nred roses\n{'=' * size}\ntulips\n{'>' * size} a branch\n" in report.to_bytes().decode()
    assert report_of(question(1, "\n>>>>>>> quoted\n\n"), question(2)).question(1).answer == ">>>>>> quoted"
