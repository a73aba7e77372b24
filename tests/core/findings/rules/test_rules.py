"""What the rules say beyond one fixture a code: wording, places, causes that belong together."""

import pytest

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.markdown import visible_text
from exam_tui.core.report.image_links import Content, ImageFile, Lookup
from exam_tui.core.report.report import Report
from tests.core.findings.build import GOOD, PICTURE, placeholder, prompt, report, template
from tests.core.findings.fixtures import StubFiles


def look(text: str, files: dict[str, ImageFile] | None = None, pristine: str | None = None) -> list[Finding]:
    """Return the findings on a text."""
    stub = None if files is None else StubFiles(files)
    other = None if pristine is None else Report.from_bytes(pristine.encode())
    return list(findings_of(Report.from_bytes(text.encode("utf-8", "surrogateescape")), stub, other))


def brief(text: str) -> list[tuple[str, str, int | None]]:
    """Return code, severity and question of each finding."""
    return [(finding.code, finding.severity, finding.question) for finding in look(text)]


def messages(text: str) -> list[str]:
    """Return the messages."""
    return [finding.message for finding in look(text)]


def replaced(old: str, new: str, text: str | None = None) -> str:
    """Return the good report with one thing changed, which must be there."""
    text = report() if text is None else text
    assert old in text
    return text.replace(old, new, 1)


# Answers


def test_an_untouched_template_is_unanswered_and_nothing_else() -> None:
    """The template's own prompts and preamble are never looked at."""
    found = look(template(), {}, template())
    assert [(finding.code, finding.question) for finding in found] == [("unanswered", n) for n in range(1, 28)]
    assert [finding.severity for finding in found[:3]] == ["warning", "warning", "error"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("one", "1 of at least 5 words, 4 more"),
        ("one two three four", "4 of at least 5 words, 1 more"),
        (" ".join(["x"] * 21), "21 of at most 20 words, 1 too many"),
        (" ".join(["x"] * 25), "25 of at most 20 words, 5 too many"),
    ],
)
def test_words_in_plain_words(answer: str, expected: str) -> None:
    """The message is a student's next step."""
    assert messages(report({5: answer})) == [expected]


@pytest.mark.parametrize(
    ("limit", "answer", "expected", "remedy"),
    [
        ("at least 5 words", "one", "1 of at least 5 words, 4 more", "The question asks for at least 5 words."),
        (
            "up to 2 words",
            "one two three",
            "3 of at most 2 words, 1 too many",
            "The question asks for at most 2 words.",
        ),
        ("fewer than 2 words", "one two", "2 of at most 1 word, 1 too many", "The question asks for at most 1 word."),
        ("about 300 words", "one", "", ""),
        ("at least 5 words", "one " * 9_000, "", ""),
    ],
)
def test_an_open_limit_is_told_by_its_one_end(limit: str, answer: str, expected: str, remedy: str) -> None:
    """And nothing is said of a target."""
    text = replaced("### Question 5", "### Question 55", report({5: answer}, course=False, count=9))
    head, heading, tail = text.partition("### Question 55")
    found = look(head + heading + tail.replace("5-20 words", limit, 1))
    told = [(finding.message, finding.help) for finding in found if finding.code in {"too-short", "too-long"}]
    assert told == ([(expected, remedy)] if expected else [])


def test_images_too_many_for_an_open_limit_are_shown_where_they_begin() -> None:
    """At the first one that is too many; images of a target or above a minimum are never too many."""
    three = f"{PICTURE} and {PICTURE} and {PICTURE}"
    most, least, near = (
        look(replaced("Upload 1 to 2 images", wording, report({4: three})))
        for wording in ("Upload up to 2 images", "Upload at least 2 images", "Upload about 2 images")
    )
    assert [(one.message, one.column) for one in most if one.code == "too-many-images"] == [
        ("3 of at most 2 images, 1 too many", len(f"{PICTURE} and {PICTURE} and ") + 1)
    ]
    assert [one.code for one in [*least, *near] if one.code.endswith("images")] == []


def test_images_in_plain_words() -> None:
    """The same for images."""
    assert messages(report({4: "No."})) == ["0 of at least 1 image, 1 more"]
    assert messages(report({4: f"{PICTURE} {PICTURE} {PICTURE} {PICTURE}"})) == ["4 of at most 2 images, 2 too many"]
    two = replaced("1 to 2 images", "2 to 3 images", report({4: "No."}))
    assert messages(two) == ["0 of at least 2 images, 2 more"]


@pytest.mark.parametrize(
    "half",
    [
        "--- question 5 fill here",
        "question 5 fill here ---",
        "--- question 5 fill",
        "--- question 5 ---",
        "fill here ---",
    ],
)
def test_half_a_placeholder(half: str) -> None:
    """Beside an answer it is a placeholder; alone it is no answer either, and one finding."""
    assert brief(report({5: f"{GOOD}\n\n{half}"})) == [("placeholder-left", "warning", 5)]
    [alone] = look(report({5: half}))
    assert (alone.code, alone.question) == ("placeholder-left", 5)
    assert "no answer" in alone.message


def test_filler_in_code_is_an_answer() -> None:
    """Only a placeholder that a reader sees as text is one."""
    assert brief(report({5: f"{GOOD} `--- question 5 fill here`"})) == []


@pytest.mark.parametrize(
    "mention",
    [
        'the line "question 4 fill here" was in it',
        'the line "--- question 4 fill here ---" was in it',
        "the line “--- question 4 fill here” was in it",
        "the filler (--- question 4 fill here ---) was in it",
        "the words question 4 fill here were in it",
        "```\n--- question 4 fill here\n```",
    ],
)
def test_words_about_the_filler_are_an_answer(mention: str) -> None:
    """In a sentence it needs its dashes, and none of it stands in quotation marks or is shown as code."""
    assert "placeholder-left" not in {code for code, _, _ in brief(report({5: f"{GOOD}\n\n{mention}"}))}


@pytest.mark.parametrize("half", ["-- question 5 fill here", "question 5 fill here --", "question 5 fill --- Beans."])
def test_half_a_placeholder_in_a_line_of_words(half: str) -> None:
    """Its dashes tell it from words."""
    assert brief(report({5: f"{GOOD} {half}"})) == [("placeholder-left", "warning", 5)]


def test_whole_filler_in_a_code_block_is_information() -> None:
    """It may be shown on purpose; our count leaves it out and the check's does not, so that is said."""

    def filler(number: int, answer: str) -> Finding:
        [found] = [one for one in look(report({number: answer})) if one.code == "placeholder-left"]
        return found

    found = filler(5, f"The whole line:\n\n```\n{placeholder(5)}\n```")
    assert (found.severity, "code block" in found.message, "--fix" in found.help) == ("info", True, False)
    assert filler(5, f"{GOOD}\n\n```\n{placeholder(5)}\n```").severity == "error"  # two words too many in the check
    unclosed = filler(27, f"{GOOD}\n\n```\n{placeholder(27)}\nBeans.")
    assert (unclosed.severity, "--fix" in unclosed.help) == ("warning", False)


def test_filler_that_tips_the_checker_is_an_error() -> None:
    """20 words pass, with the placeholder's six the checker complains."""
    full = " ".join(["beans"] * 20)
    assert brief(report({5: f"{full}\n\n{placeholder(5)}"})) == [("placeholder-left", "error", 5)]


@pytest.mark.parametrize(
    ("answer", "wrapped"),
    [
        (f"---\n{GOOD}\n---", True),
        (f"---{GOOD}---", True),
        (f"---{GOOD} ---", True),
        (f"---{GOOD}\nAnd beans.---\n\nNothing more.", True),
        (f"---{GOOD}---\n\nNothing more.", True),
        (f"---{GOOD}\n\n---\n\nNothing more.", False),
        (f"--- Our settings:\n{GOOD}\n    \n    ---", True),
        (f"---verbose is the flag that we set. {GOOD}", False),
        (f"---verbose is the flag that we set.\n\n{GOOD}\n", False),
        ("-----BEGIN KEY-----\nnine eight seven six five\n-----END KEY-----", False),
        (f"    --- a/beds.py\n    and so on\n\n{GOOD}", False),
        (f"---\n{GOOD}\n\n    and so on ---", False),
        (f"--- {GOOD}", True),
        (f"{GOOD}\n\n---", False),
        (f"---\n\n{GOOD}", False),
        (f"---------- {GOOD} ----------", False),
        (f"--- {GOOD}\n\n```\nx\n---", False),
        ("--- -- ---", True),
        ("----", False),
        (f"-- {GOOD} ---", True),
        (f"--- {GOOD} --", True),
        (f"--{GOOD}--", True),
        (f"---{GOOD}--\n\nNothing more.", True),
        (f"--\n{GOOD}\n--", True),
        (f"--- {GOOD}\n# ---", True),
        (f"--- {GOOD}\n\n```bash\nrun it\n```\n### -----", True),
        (f"-- {GOOD}", False),
        (f"--verbose is the flag that we set. {GOOD}", False),
        (f"--lr and --seed are set --\n\n{GOOD}", False),
        (f"{GOOD} --", False),
        (f"---verbose it is.\n{GOOD}\n\nAnd beans --\nor not.", False),
        (f"-- {GOOD} <!--", False),
        (f"--  --\nbed height\n--  --\n{GOOD}", False),
    ],
)
def test_wrappers(answer: str, *, wrapped: bool) -> None:
    """Dashes at both ends, or glued to the first words; a rule on its own line is the student's."""
    codes = [finding.code for finding in look(report({5: answer}))]
    assert ("wrapper-left" in codes) is wrapped
    if wrapped:
        assert "becomes-heading" not in codes


def test_answer_on_the_marker_line() -> None:
    """One finding, and the placeholder below it another."""
    text = replaced(
        f"> Answer:\n\n{placeholder(5)}", f"> Answer: {GOOD}\n\n{placeholder(5)}", report({5: placeholder(5)})
    )
    assert brief(text) == [("inside-quote", "warning", 5), ("placeholder-left", "warning", 5)]
    assert "`Answer:` line" in messages(text)[0]


def test_answer_right_below_the_marker_is_information() -> None:
    """Only a blank line is missing."""
    assert brief(replaced("\n\n@", f"\n{GOOD}", report({5: "@"}))) == [("inside-quote", "info", 5)]


def test_a_quote_mark_left_below_the_marker() -> None:
    """It counts as a word; in a report that no checker reads it is nothing."""
    text = replaced("> Answer:\n\n@", f"> Answer:\n>\n\n{GOOD}", report({5: "@"}))
    [found] = look(text)
    assert (found.code, found.column) == ("inside-quote", 1)
    other = replaced("> Answer:\n\n@", f"> Answer:\n>\n\n{GOOD}", report({5: "@"}, count=5, course=False))
    assert [finding.code for finding in look(other)] == ["contribution-missing"]


def test_marks_behind_the_marker_count_as_a_word() -> None:
    """`**Answer:**` is read by us, and by the checker as `Answer:` and a word of asterisks."""
    [found] = look(replaced("> Answer:\n\n@", f"> **Answer:**\n\n{GOOD}", report({5: "@"})))
    assert (found.code, found.column) == ("inside-quote", 12)
    assert "`**`" in found.message


# The checker


def test_reports_of_other_courses_have_no_checker() -> None:
    """They have as many questions as they like, and any text in answers."""
    text = report({2: "s123456", 3: f"{GOOD} Answer: ### x"}, count=5, course=False)
    assert {finding.code for finding in look(text)} <= {"contribution-missing"}


def test_a_marker_the_checker_does_not_know() -> None:
    """`answer :` is read by us, the checker finds one answer too few."""
    [found] = look(replaced("> Answer:\n\n@", f"> answer :\n\n{GOOD}", report({5: "@"})))
    assert (found.code, found.question, found.column) == ("checker-stops", 5, 1)
    assert "write `Answer:` in question 5" in found.message


def test_a_heading_the_checker_does_not_know() -> None:
    """Without `###` before the next question an answer is skipped."""
    [found] = look(replaced("### Question 7", "# Question 7"))
    assert (found.code, found.question) == ("checker-stops", 7)
    assert "`###`" in found.message


def test_an_unknown_marker_in_the_last_question() -> None:
    """The checker counts right by accident: it takes the answer above twice, once with the last one in it."""
    text = report({27: "@"})
    [found] = look(replaced("> Answer:\n\n@", "> answer:\n\ns123456 and s234567 dug it all.", text))
    assert (found.code, found.question) == ("checker-cuts-answer", 27)
    assert "mix up answers: write `Answer:` in question 27" in found.message


def test_one_answer_too_many() -> None:
    """`Answer:` behind `###` in an answer, and outside all answers."""
    [first] = look(report({5: f"{GOOD}\n\n### Bed\n\nAnswer: x"}))
    assert (first.code, first.question) == ("checker-stops", 5)
    assert "remove `Answer:` in question 5" in first.message
    [second] = look(replaced("Keep the dashes out.", "Keep the dashes out. Answer: yes.\n\n### Week 1"))
    assert (second.code, second.question) == ("checker-stops", None)
    assert second.column == 22


def test_one_too_many_and_one_too_few() -> None:
    """The checker does not stop, and takes answers for others."""
    text = replaced("Keep the dashes out.", "Answer: yes.\n\n### Week 1")
    found = look(replaced("> Answer:", "> answer:", text))
    assert {finding.code for finding in found} == {"checker-cuts-answer"}
    assert all("mix up answers" in finding.message for finding in found)


def test_a_title_with_one_hash_counts() -> None:
    """The checker reads on to the next `##`."""
    [found] = look(replaced("## Beds", "# Beds"))
    assert (found.code, found.question) == ("checker-cuts-answer", 3)
    assert "heading" in found.message


def test_a_stop_without_a_place() -> None:
    """32 questions are no template's, though none is missing or in the wrong place."""
    [found] = look(report(count=32))
    assert (found.code, found.question) == ("checker-stops", 32)
    assert "it finds 32 answers" in found.message


def test_a_course_report_without_questions() -> None:
    """Nothing to count, nothing to say: `check` says that it is no report."""
    assert look("# 02476\n") == []
    assert look("") == []


# Structure


def test_a_question_whose_marker_is_gone() -> None:
    """One finding, at its heading; its answer is its own, and the answer above is not blamed."""
    text = report({5: "@"})
    [found] = look(replaced("> Answer:\n\n@", f"> {GOOD}", text))
    assert (found.code, found.question, found.severity) == ("marker-missing", 5, "error")
    assert found.line == text[: text.index("### Question 5\n")].count("\n") + 1


def test_several_questions_missing() -> None:
    """One finding for a run of them; at the end of the file too."""
    text = report()
    cut = text.partition("### Question 5\n")[0] + "### Question 9\n" + text.partition("### Question 9\n")[2]
    assert messages(cut) == ["questions 5 to 8 are missing"]
    assert messages(text.partition("### Question 20\n")[0]) == ["questions 20 to 27 are missing"]


def test_a_question_with_its_neighbours_number() -> None:
    """One finding, with the number that fits."""
    [found] = look(replaced("### Question 6\n", "### Question 5\n"))
    assert (found.code, found.question) == ("question-duplicate", 5)
    assert "question 6" in found.help


def test_a_conflict_around_a_question() -> None:
    """The conflict is the cause, not the question that is there twice."""
    text = report()
    body = text.partition("### Question 5\n")[2].partition("### ")[0]
    both = f"<<<<<<< HEAD\n### Question 5\n{body}=======\n### Question 5\n{body}>>>>>>> main\n"
    codes = {finding.code for finding in look(replaced(f"### Question 5\n{body}", both))}
    assert "conflict-marker" in codes
    assert "question-duplicate" not in codes


def test_what_stands_below_a_conflict_is_not_inside_it() -> None:
    """Nor what stands above it, or between two of them."""
    marks = "<<<<<<< a\nx\n=======\ny\n>>>>>>> b"
    lines = report({5: f"above\n{marks}\nbetween\n{marks}\nbelow"}).split("\n")
    context = CheckContext(Report.from_bytes("\n".join(lines).encode()))
    inside = {at for at in range(len(lines)) if context.in_conflict(at)}
    first = lines.index("<<<<<<< a")
    assert inside == {*range(first, first + 5), *range(first + 6, first + 11)}


@pytest.mark.parametrize(
    "marks", ["<<<<<<< a\nx\n>>>>>>> b", "=======\ny\n>>>>>>> b", "<<<<<<< a\nx\n=======", "<<<<<<< a"]
)
def test_marks_that_are_not_all_there_are_no_conflict(marks: str) -> None:
    """A conflict has three of them, in order; the rest of one hides no other problem."""
    text = report({5: f"{GOOD}\n\n{marks}", 6: ""})
    assert list(CheckContext(Report.from_bytes(text.encode())).conflicts) == []
    assert ("unanswered", "error", 6) in brief(text)


def test_a_conflict_outside_answers() -> None:
    """In the preamble it is nobody's question."""
    text = replaced("Keep the dashes out.", "<<<<<<< a\nx\n=======\ny\n>>>>>>> b")
    [found] = look(text)
    assert (found.code, found.question) == ("conflict-marker", None)


@pytest.mark.parametrize(
    ("opening", "closing", "what"),
    [("```", "```", "code block"), ("~~~~", "~~~", "code block"), ("<!-- beans", "-->", "comment")],
)
def test_hidden_questions_are_one_finding_a_block(opening: str, closing: str, what: str) -> None:
    """All the following questions are hidden by it."""
    found = [
        finding for finding in look(report({5: f"{GOOD}\n\n{opening}\ndig"})) if finding.code == "swallowed-question"
    ]
    [finding] = found
    assert finding.message == f"question 6 is hidden by an unclosed {what}"
    assert closing in finding.help


def test_a_block_that_opens_before_the_first_question() -> None:
    """No answer holds the opener."""
    found = look(replaced("Keep the dashes out.", "```"))
    hidden = [finding for finding in found if finding.code == "swallowed-question"]
    assert [finding.question for finding in hidden] == [1]


def test_titles_are_one_finding_an_answer() -> None:
    """A pasted table has several rules."""
    [found] = look(report({5: "Bed  Beans\n----------\nA    1\n----------\nSum  1 for all of us"}))
    assert found.code == "becomes-heading"
    assert "The same in line" in found.help


def test_a_heading_by_dashes_above_all_answers_is_no_problem() -> None:
    """The template may have such headings; in an answer below, one is still found."""
    preamble = ("Keep the dashes out.", "Keep the dashes out.\n--------------------")
    assert not look(replaced(*preamble))
    [found] = look(replaced(*preamble, report({5: f"{GOOD}\n---\nAnd beans."})))
    assert (found.code, found.question) == ("becomes-heading", 5)


def test_undecodable_outside_answers_and_in_other_reports() -> None:
    """The byte is named; where no checker reads the file nothing stops."""
    [found] = look(replaced("Keep the", "Keep\udcff the"))
    assert (found.code, found.question, found.column) == ("undecodable", None, 5)
    assert "FF" in found.message
    assert "check would stop" in found.message
    [other] = look(replaced("Keep the", "Keep\udcff the", report({2: "x"}, count=5, course=False)))
    assert "stop" not in other.message


# Images


@pytest.mark.parametrize(
    ("answer", "style"),
    [
        ("<img alt='x' src=figures/a.png>", "`<img>`"),
        ("<img alt='x'>", "`<img>`"),
        ("![a bed][bed]\n\n[bed]: figures/a.png", "a reference"),
        ("![bed]\n\n[bed]: figures/a.png", "a reference"),
        ("See [a bed](figures/a.png)", "a link without `!`"),
        ("![a\nbed](figures/a.png)", "brackets over two lines"),
        ("Here ![a bed](\nfigures/a.png)", "brackets over two lines"),
    ],
)
def test_images_that_do_not_count(answer: str, style: str) -> None:
    """Where too few are left it is an error, and the only one."""
    [found] = look(report({4: answer}))
    assert (found.code, found.severity) == ("image-not-counted", "error")
    assert style in found.message


@pytest.mark.parametrize(
    "answer",
    [
        f"{PICTURE} and [the page](https://example.org/a.png)",
        f"{PICTURE} and [again](figures/tomatoes.png)",
        f"{PICTURE} and ![see][nothing] and ![nothing]",
        f"{PICTURE}\n\n![a b](c\n\nd.png)",
        f"{PICTURE}\n\n![a\nb](notes for you)",
        f"<!-- {PICTURE} -->\n<img src='figures/tomatoes.png'>",
    ],
)
def test_what_is_no_uncounted_image(answer: str) -> None:
    """Links to elsewhere, to an image that is shown, and text in brackets."""
    assert look(report({4: answer}), {}) == []


def test_uncounted_images_elsewhere_weigh_less() -> None:
    """A warning beside enough images, information where none is asked for."""
    assert brief(report({4: f"{PICTURE}\n<img src='x.png'>"})) == [("image-not-counted", "warning", 4)]
    assert brief(report({5: f"{GOOD}\n\n[beds](figures/a.png)"})) == [("image-not-counted", "info", 5)]


@pytest.mark.parametrize(
    "answer",
    [
        f"```\n{PICTURE}\n```",
        f"Text\n\n    {PICTURE}",
        f"<div>\n{PICTURE}\n</div>",
        f"<!--\n\n{PICTURE}\n",
        f"``x ` {PICTURE}``",
    ],
)
def test_images_in_code_and_html(answer: str) -> None:
    """They count and nobody sees them."""
    assert "image-not-shown" in {finding.code for finding in look(report({4: answer}))}


@pytest.mark.parametrize(("marks", "is_shown"), [("\\", False), ("\\\\", True), ("\\\\\\", False)])
def test_an_image_whose_mark_is_escaped(marks: str, *, is_shown: bool) -> None:
    """It counts, Markdown shows a link; that is the one finding, whether the file is there or not."""
    for target in ("figures/tomatoes.png", "figures/none.png"):
        found = look(report({4: f"See {marks}![a bed]({target})"}), {})
        codes = [] if target == "figures/tomatoes.png" else ["image-missing"]
        assert [one.code for one in found] == (codes if is_shown else ["image-not-shown"])
        assert all("`\\`" in one.message and "`\\`" in one.help for one in found if not is_shown)
    [hidden] = look(report({4: f"See `\\{PICTURE}`"}), {})
    assert "code" in hidden.message


@pytest.mark.parametrize("answer", [f"`` {PICTURE} `", f"\\` {PICTURE} `", f"<!-- {PICTURE}"[:0] + f"a <!-- {PICTURE}"])
def test_images_beside_marks_that_open_nothing(answer: str) -> None:
    """Unclosed code spans and comments in a paragraph are plain text."""
    assert look(report({4: answer})) == []


@pytest.mark.parametrize(
    ("file", "code", "said"),
    [
        (ImageFile(Lookup.REMOTE), "image-outside", "on the web"),
        (ImageFile(Lookup.NOT_REGULAR), "image-missing", "not a file"),
        (ImageFile(Lookup.WRONG_FORM, Content.PNG, "figures/b.png"), "image-case", "only looks like the file's name"),
        (ImageFile(Lookup.FOUND, Content.OTHER), "image-type", "does not contain a PNG or JPEG"),
        (ImageFile(Lookup.FOUND, Content.UNKNOWN), "", ""),
    ],
)
def test_files(file: ImageFile, code: str, said: str) -> None:
    """What the look-up says is said in words."""
    found = look(report({4: "![beds](figures/a.png)"}), {"figures/a.png": file})
    assert [(finding.code, said in finding.message) for finding in found] == ([(code, True)] if code else [])


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("https://example.org/a.png", "on the web"),
        ("//example.org/a.png", "on the web"),
        ("file:///home/me/a.png", "not in the report's folder"),
        ("data:image/png;base64,iVBO", "embedded in the link itself"),
    ],
)
def test_where_an_image_is_that_no_file_of_the_report_holds(target: str, said: str) -> None:
    """Only what has an address on the web is on the web."""
    [found] = look(report({4: f"![beds]({target})"}), {target: ImageFile(Lookup.REMOTE)})
    assert (found.code, said in found.message) == ("image-outside", True)
    assert ("on the web" in found.message) == ("example.org" in target)


@pytest.mark.parametrize(
    ("target", "is_shown"),
    [
        ("figures/my pic.png", False),
        (' figures/my\tpic.png "title"', False),
        ("<figures/my pic.png>", True),
        ("figures/my%20pic.png", True),
        ('figures/tomatoes.png "a title"', True),
        (" figures/tomatoes.png ", True),
    ],
)
def test_a_blank_in_a_name(target: str, *, is_shown: bool) -> None:
    """The check counts it, and a reader sees the brackets instead of the image."""
    found = look(report({4: f"![beds]({target})"}), {target: ImageFile(Lookup.FOUND, Content.PNG)})
    assert [one.code for one in found] == ([] if is_shown else ["image-not-shown"])
    assert all("`<figures/my" in one.help and "%20" in one.help for one in found)


def test_an_image_that_is_neither_counted_nor_of_a_type_the_course_takes() -> None:
    """What is said to write would pass."""
    known = {"figures/l.svg": ImageFile(Lookup.FOUND, Content.OTHER)}
    found = look(report({4: '<img src="figures/l.svg">'}), known)
    (tag,) = [one for one in found if one.code == "image-not-counted"]
    assert tag.help == "Save it as PNG or JPEG. Write `![what it shows](figures/l.png)` instead of `<img>`."


def test_brackets_in_a_name() -> None:
    """The checker stops at the first `)`, the file's name does not."""
    known = {"figures/a(1)(b).png": ImageFile(Lookup.FOUND, Content.PNG)}
    assert look(report({4: "![beds](figures/a(1)(b).png)"}), known) == []
    [found] = look(report({4: "![beds](figures/a(1.png)"}), known)
    assert found.message == "there is no image figures/a(1.png"
    [endless] = look(report({4: f"![beds](figures/a(1.png){'(' * 500})))"}), known)
    assert endless.code == "image-missing"


def test_an_answer_of_unlikely_size() -> None:
    """It is looked at more coarsely: code blocks and code spans are still told from text."""
    block = f"```\n{PICTURE}\n``` x\n```\n`{PICTURE}` <!-- {PICTURE} --> <!-- x {PICTURE}\n"
    for end in ("", f"~~~\n{PICTURE}"):
        found = look(report({4: block + "beans \n" * (visible_text._LARGEST // 7) + end}))
        hidden = [finding for finding in found if finding.code == "image-not-shown"]
        assert len(hidden) == (4 if end else 3)


def test_files_of_other_styles_and_empty_targets() -> None:
    """`<img>` is looked up too; an empty target names no file."""
    codes = [finding.code for finding in look(report({4: f"{PICTURE}\n<img src='none.png'>"}), {})]
    assert codes == ["image-missing", "image-not-counted"]
    assert [finding.message for finding in look(report({4: "![beds]()"}), {})] == ["the image link names no file"]
    assert [finding.message for finding in look(report({4: "![](figures/tomatoes.png)"}), {})] == [
        "the image has no text"
    ]


# The contributions


def test_contributions() -> None:
    """Silent where there is nothing to compare."""
    assert messages(report({27: placeholder(27)})) == ["question 27 has no answer"]
    assert messages(report({2: "Two of us"})) == []
    many = " ".join(f"s1000{number}" for number in range(10, 22))
    [found] = look(report({2: many, 27: "We all dug the same."}))
    assert found.message.endswith("s100019 …")
    assert found.severity == "info"


@pytest.mark.parametrize("slip", ["s234568", "s243567", "s23456", "s2345677", "234568", "S234568", "_s234568_"])
def test_a_number_of_the_contributions_that_is_one_digit_off(slip: str) -> None:
    """Another digit, two exchanged, one too few, one too many: the member that is meant is offered."""
    text = report({27: f"Gardener s123456 dug and {slip} watered all of it."})
    [found] = look(text)
    assert (found.code, found.question) == ("contribution-missing", 27)
    assert found.message == f"{slip.strip('_')} is not a member of the group: did you mean s234567?"
    assert text.split("\n")[found.line - 1][found.column - 1 :].startswith(slip.strip("_"))


@pytest.mark.parametrize("other", ["s999999", "s234", "s254367", "s876543", "2345670123", "s23457x1"])
def test_a_number_that_is_further_off_is_no_slip(other: str) -> None:
    """Then the member is missing, and that is said."""
    [found] = look(report({27: f"Gardener s123456 dug and {other} watered all of it."}))
    assert found.message == "the contributions never mention s234567"


def test_of_two_members_that_are_as_near_none_is_offered() -> None:
    """And what is another member's number is no slip."""
    text = report({2: "s123456, s123457, s123458", 27: "Gardener s123456 dug and s123459 watered all of it."})
    assert messages(text) == ["the contributions never mention s123457, s123458"]
    assert messages(report({2: "s123456, s123457", 27: "Gardener s123456 did all of it alone."})) == [
        "the contributions never mention s123457"
    ]
    both = messages(report({2: "s123456, s200000", 27: "Gardener s123457 dug, s345678 did all the rest."}))
    assert both == [
        "the contributions never mention s200000",
        "s123457 is not a member of the group: did you mean s123456?",
    ]


@pytest.mark.parametrize(
    "entry", ["s12345", "123456", "s1234567", "sXXXXXX", "s12345x", "s 123456", "a123456", "2174159"]
)
def test_an_entry_that_is_no_study_number(entry: str) -> None:
    """It is named where it stands, beside one that is right, whether or not there are contributions."""
    text = report({2: f"Ann: s234567\nBob: {entry}", 27: placeholder(27)})
    [found] = [one for one in look(text) if one.code == "contribution-missing"]
    assert (found.severity, found.question) == ("info", 2)
    assert found.message == f"{entry} is not a study number (`s` and six digits)"
    assert text.split("\n")[found.line - 1][found.column - 1 :].startswith(entry)


@pytest.mark.parametrize(
    "answer",
    [
        *(
            "s123456, S234567",
            "_s123456_ and *s234567*",
            "s123456@example.org, group 7, room 1234",
            "Ann and Bob, 2031",
        ),
        *("Ann 12660585, Bob (12433139)", placeholder(2)),
    ],
)
def test_entries_that_are_study_numbers_or_those_of_another_school(answer: str) -> None:
    """Names, years and numbers that are all of another length are left alone."""
    assert [one for one in look(report({2: answer, 27: placeholder(27)})) if one.code == "contribution-missing"] == []


def test_entries_that_all_lack_their_letter_are_named() -> None:
    """They are as long as a study number."""
    found = [one.message for one in look(report({2: "123456, 234567"})) if one.code == "contribution-missing"]
    assert [message.split()[0] for message in found] == ["123456", "234567"]


# The template


def test_what_differs_from_the_template() -> None:
    """Missing, added and changed lines, with line and words."""
    base = report()
    for text, line_text, said in [
        (replaced("> Now we ask about the beds.\n", ""), "### Question 4", "missing here: “> Now we ask"),
        (
            replaced("## Group\n", "## Group\n\nOurs alone, and this line is so long that it has to be cut.\n\nTwo.\n"),
            "Ours alone, and this line is so long that it has to be cut.",
            "and 1 more line",
        ),
        (replaced("Buy seeds", "Steal seeds"), "* [x] Steal seeds (M2)", "the template has “* [ ] Buy"),
    ]:
        [found] = look(text, None, template())
        assert (found.code, found.severity) == ("template-changed", "warning")
        assert text.split("\n")[found.line - 1] == line_text
        assert said in found.message
    assert look(base.replace("\n", "\r\n"), None, template()) == []


def test_questions_the_template_does_not_have() -> None:
    """Named at their headings."""
    found = [finding for finding in look(report(count=31), None, template()) if "no question" in finding.message]
    assert [finding.question for finding in found] == [28, 29, 30, 31]


def test_a_huge_difference_is_named_once() -> None:
    """Difflib would take minutes."""
    text = replaced("Keep the dashes out.", "\n".join(f"line {number}" for number in range(2000)))
    found = [finding for finding in look(text, None, template()) if finding.code == "template-changed"]
    assert [finding.message for finding in found] == ["the template's text differs from here on"]


def test_a_spoilt_template_line_is_one_finding() -> None:
    """Where a rule says already what is wrong with a line of the template, the template need not."""
    found = look(replaced("> Answer:\n\n@", f"> answer:\n\n{GOOD}", report({5: "@"})), None, template())
    assert [finding.code for finding in found] == ["checker-stops"]


CONFLICT = "<<<<<<< HEAD\ngrow(beans)\n=======\ngrow(peas)\n>>>>>>> main"


@pytest.mark.parametrize(
    ("answer", "severity"),
    [
        (f"{GOOD}\n\n```\n{CONFLICT}\n```", "info"),
        (f"{GOOD}\n\n~~~~ text\ngit merge\n{CONFLICT}\n~~~~~\nEnd.", "info"),
        (f"{GOOD}\n\n```\n{CONFLICT}\n", "error"),
        (f"{GOOD}\n\n```\nx\n```\n{CONFLICT}\n\n```\ny\n```", "error"),
        ("<<<<<<< HEAD\n```\ngrow(beans)\n```\n=======\n```\ngrow(peas)\n```\n>>>>>>> main", "error"),
    ],
)
def test_a_conflict_that_is_shown_in_a_code_block(answer: str, severity: str) -> None:
    """Somebody writes about git; but only a block that holds all of it and is closed shows it."""
    (found,) = [one for one in look(report({5: answer})) if one.code == "conflict-marker"]
    assert found.severity == severity
    assert ("on purpose" in found.help) == (severity == "info")


LOST = report({5: placeholder(5)}).replace("### Question 6\n", "### Questionn 6\n")


@pytest.mark.parametrize(
    "text",
    [
        LOST,
        LOST.replace(placeholder(5), ""),
        report({5: placeholder(5)}).replace(
            f"### Question 6\n\n{prompt(6, last=27)}\n", "## Question 6\n\n> What grew in bed 6?\n"
        ),
    ],
    ids=["heading", "nothing there", "marker"],
)
def test_an_unanswered_question_that_holds_the_next_one_is_unanswered(text: str) -> None:
    """What is left of the other question is not its answer."""
    found = [(one.code, one.question, one.severity) for one in look(text)]
    assert [one for one in found if one[0] != "course-page"] == [
        ("unanswered", 5, "error"),
        ("question-missing", 6, "error"),
    ]
    (line,) = [one.line for one in look(text) if one.code == "unanswered"]
    assert line < text[: text.index("rew in bed 6")].count("\n")


def test_an_answer_that_holds_a_question_without_heading_is_no_less_answered() -> None:
    """Where it ends nobody can say."""
    text = replaced("### Question 6\n\n", "")
    assert "unanswered" not in {one.code for one in look(text)}
