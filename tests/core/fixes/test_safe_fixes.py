"""The safe fixes: what they change, what they leave alone."""

import pytest

from exam_tui.core.findings.engine import findings_of
from exam_tui.core.fixes.safe_fixes import FIXABLE, apply_fixes
from exam_tui.core.report.image_links import Content, ImageFile, Lookup
from exam_tui.core.report.report import Report
from exam_tui.core.report.save_guard import prove
from tests.core.findings.build import GOOD, PICTURE, placeholder, report
from tests.core.findings.fixtures import StubFiles, fixes_of

FILES = StubFiles({"figures/a.png": ImageFile(Lookup.FOUND, Content.PNG)})


def fixed(text: str) -> str:
    """Return a text with all safe fixes applied."""
    read = Report.from_bytes(text.encode())
    apply_fixes(read, fixes_of(read, FILES))
    prove(read, read.to_bytes())
    return read.to_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{GOOD}\n\n{placeholder(5)}", GOOD),
        (f"{placeholder(5)}\n{GOOD}\n\n--- question 5 fill", GOOD),
        (f"--- {GOOD} ---", GOOD),
        (f"---\n{GOOD}\n---", GOOD),
        (f"---{GOOD}\nAnd beans---", f"{GOOD}\nAnd beans"),
        (f"--- {GOOD}", GOOD),
        (f"-- {GOOD} ---", GOOD),
        (f"--- {GOOD} --", GOOD),
        (f"--{GOOD}--", GOOD),
        (f"----\n{GOOD}\n--", GOOD),
        (f"--- {GOOD}\n\n```\nrun it\n```\n# ---", f"{GOOD}\n\n```\nrun it\n```"),
        (f"---  ---\n\n{GOOD}", GOOD),
        (f"{GOOD}\n\n--- ---", GOOD),
        (f"---{GOOD}\nBeans.---\n\nPeas.", f"{GOOD}\nBeans.\n\nPeas."),
        (f"{GOOD}\n- question 5 fill here", GOOD),
        (f"{GOOD}\n- beans\n- peas", f"{GOOD}\n\n- beans\n- peas"),
        (f"{GOOD}\n\n[a](figures/a.png)", f"{GOOD}\n\n![a](figures/a.png)"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_fixed(before: str, after: str, line_end: str) -> None:
    """Nothing but the answer differs, and a second run has nothing to do."""
    text, wanted = report({5: before}).replace("\n", line_end), report({5: after}).replace("\n", line_end)
    assert fixed(text) == wanted
    assert fixed(wanted) == wanted


@pytest.mark.parametrize(
    "answer",
    [
        placeholder(5),
        "---  ---",
        "------",
        "---\n\n---",
        f"{GOOD}\n\n--  --\nbed\n--  --",
        "--- question 5 fill here",
        f"{GOOD} --- question 5 fill here",
        f"{GOOD}\n\n```\n--- question 5 fill here\n```",
        f"{GOOD}\n\n```\n{placeholder(5)}\n```",
        f"{GOOD}\n\n~~~~\n~~~\n{placeholder(5)}\n~~~~",
        f"{GOOD}\n\n    x\n\n{placeholder(5)}\n\n    y".replace("--- q", "    --- q"),
        f"---verbose is the flag that we set. {GOOD}",
        f"{GOOD}\n\n[b](figures/b.png)",
        f"{GOOD}\n\n---\n\nAnd beans",
    ],
)
def test_left_alone(answer: str) -> None:
    """What would need words, or a look by a human eye."""
    assert fixed(report({5: answer})) == report({5: answer})


def test_code_is_left_alone_beside_what_is_fixed() -> None:
    """Filler that is shown there stays, whatever else goes."""
    code = f"```\n{placeholder(5)}\n- beans\n--- question 5 fill here\n[a](figures/a.png)\n```"
    for codes in (("wrapper-left",), ("placeholder-left",), tuple(FIXABLE)):
        read = Report.from_bytes(report({5: f"--- {GOOD}\n\n{code}\n\nBeans. ---\n\n{placeholder(5)}"}).encode())
        apply_fixes(read, fixes_of(read, FILES, codes))
        assert code in read.to_bytes().decode()
    assert f"\n\n{GOOD}\n\n{code}\n\nBeans.\n\n###" in read.to_bytes().decode()


def test_several_images_on_a_line_and_a_byte_order_mark() -> None:
    """From the right, so that no column moves."""
    both = StubFiles({"figures/b.png": ImageFile(Lookup.FOUND)} | FILES.known)
    read = Report.from_bytes(b"\xef\xbb\xbf" + report({4: "[a](figures/a.png) [b](figures/b.png)"}).encode())
    wanted = b"\xef\xbb\xbf" + report({4: "![a](figures/a.png) ![b](figures/b.png)"}).encode()
    assert fixes_of(read) == ()
    apply_fixes(read, fixes_of(read, both))
    assert read.to_bytes() == wanted


def test_what_is_found_and_can_be_fixed_is_fixed_under_its_code() -> None:
    """And what cannot has no fix: a placeholder in code, too few words, a fence on the course's page."""
    read = Report.from_bytes(report({5: f"--- {GOOD}\n- beans ---", 6: f"--- {GOOD} ---", 4: PICTURE}).encode())
    found = [(finding.question, finding.code) for finding in findings_of(read)]
    assert sorted((fix.number, code) for fix in fixes_of(read) for code in fix.codes) == sorted(found)
    for answer in (f"Beans.\n\n```\n{placeholder(5)}\nMore of them.\n```", "x", f"{GOOD}\n\n```\nx\n```"):
        read = Report.from_bytes(report({5: answer}).encode())
        assert findings_of(read)
        assert fixes_of(read) == ()


def test_only_the_codes_asked_for() -> None:
    """And those that are left are still found."""
    read = Report.from_bytes(report({5: f"--- {GOOD} ---\n\n{placeholder(5)}"}).encode())
    [fix] = fixes_of(read, None, ("placeholder-left",))
    assert fix.codes == ("placeholder-left",)
    assert fix.text == f"--- {GOOD} ---"
    assert set(FIXABLE) >= set(fix.codes)


def test_a_blank_line_before_a_list_is_for_the_courses_page_only() -> None:
    """Elsewhere nothing is wrong with such a list, and nothing is found."""
    text = report({5: f"{GOOD}\n- beans\n- peas"}, course=False, count=5)
    assert fixed(text) == text


def test_a_fix_is_of_the_report_with_its_edits() -> None:
    """Nothing is saved yet; what stands in the answer now is fixed, and no word of it lost."""
    read = Report.from_bytes(report().encode())
    read.set_answer(5, f"--- {GOOD} ---")
    [fix] = fixes_of(read)
    assert apply_fixes(read, [fix]) == (fix,)
    assert read.to_bytes().decode() == report()


def test_a_fix_of_another_answer_than_there_is_by_now_is_not_made() -> None:
    """Somebody went on typing, or an edit reads as a question more."""
    read = Report.from_bytes(report({5: f"--- {GOOD} ---"}).encode())
    [fix] = fixes_of(read)
    read.set_answer(5, "Other words.")
    assert apply_fixes(read, [fix]) == ()
    assert read.question(5).answer == "Other words."
    assert apply_fixes(Report.from_bytes(report(count=3).encode()), [fix]) == ()
    typed = Report.from_bytes(report({6: f"--- {GOOD} ---"}).encode())
    typed.set_answer(5, f"{GOOD}\n\n### Question 99\n> Answer:\n\nwords")
    assert apply_fixes(typed, fixes_of(typed)) == ()


def test_remedies_name_the_command_only_where_it_does_something() -> None:
    """A half placeholder in a line of words is nobody's to cut, and a `!` needs an image that is there."""
    remedies = {
        answer: [finding.help for finding in findings_of(Report.from_bytes(report(answers).encode()), FILES)]
        for answer, answers in {
            "alone": {5: f"{GOOD}\n\n{placeholder(5)}"},
            "inside": {5: f"{GOOD} --- question 5 fill here"},
            "there": {4: "[a](figures/a.png)"},
            "missing": {4: "[b](figures/b.png)"},
        }.items()
    }
    by_command = {answer for answer, found in remedies.items() if "check --fix" in found[0]}
    assert by_command == {"alone", "there"}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("number", [1, 4, 5, 27])
def test_a_marker_comes_back_where_the_template_has_it(number: int, line_end: str) -> None:
    """Below the prompt, after a blank line of the quote, whatever is left of that; the answer below a blank line."""
    whole = report().replace("\n", line_end)
    head, mark, rest = report().partition(f"### Question {number}\n")
    for part, by in ((">\n> Answer:\n\n", ""), ("> Answer:\n", ""), ("> Answer:", "> Answe"), (">\n> Answer:\n", "")):
        text = head + mark + rest.replace(part, by, 1)
        assert fixed(text.replace("\n", line_end)) == whole


def test_a_marker_that_went_with_the_placeholder_comes_back_with_it() -> None:
    """The question is as it was handed out."""
    text = report({5: placeholder(5)})
    assert fixed(text.replace(f"> Answer:\n\n{placeholder(5)}\n", "")) == text


def test_words_typed_over_a_marker_go_below_it() -> None:
    """Without their quote marks, and without the placeholder that is left below them."""
    text = report({5: placeholder(5)}).replace(f"> Answer:\n\n{placeholder(5)}", f"> {GOOD}\n\n{placeholder(5)}")
    read = Report.from_bytes(text.encode())
    [fix] = fixes_of(read)
    assert (fix.codes, fix.text) == (("marker-missing", "placeholder-left"), GOOD)
    assert fixed(text) == report()
    [alone] = fixes_of(read, None, ("marker-missing",))
    assert (alone.codes, alone.text) == (("marker-missing",), GOOD)
    assert fixes_of(read, None, ("wrapper-left",)) == ()


def test_the_first_question_has_its_marker_put_back() -> None:
    read = Report.from_bytes(report().replace("> Answer:\n", "", 1).encode())
    [fix] = fixes_of(read, FILES)
    assert (fix.number, fix.codes, fix.text) == (1, ("marker-missing",), "Plot 7")


def test_a_slot_that_holds_another_question_is_left_alone() -> None:
    """Its placeholder may be the only sign of which question is whose."""
    text = report({5: placeholder(5), 6: f"{GOOD}\n\n{placeholder(6)}"})
    text = text.replace("### Question 6\n", "### Questionn 6\n")
    assert "question-missing" in {finding.code for finding in findings_of(Report.from_bytes(text.encode()))}
    assert fixed(text) == text
