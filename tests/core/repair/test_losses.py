"""What a report would lose by becoming another one."""

import pytest

from exam_tui.core.repair.losses import loss
from exam_tui.core.report.report import Report
from tests.core.findings.build import GOOD, placeholder, report

FIVE = report().partition("### Question 5\n")[2].partition("### ")[0]


def lost(before: str, after: str, template: str = "") -> str:
    """Return what is lost between two texts."""
    return loss(Report.from_bytes(before.encode()), Report.from_bytes(after.encode()), template)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (report(), report().replace(f"### Question 5\n{FIVE}", ""), "question 5 (line 59) would then be gone"),
        (report(), report().replace("* [x] Buy seeds (M2)\n", ""), "the task “buy seeds” would then be gone"),
        (report(), report().replace("[x] Buy", "[ ] Buy"), "the task “buy seeds” would then be unticked"),
        (report({5: f"{GOOD} Indeed."}), report(), "the word “indeed” of an answer would then be gone"),
        (
            report(),
            report().replace("### Question 1\n", "### Questoin 1\n"),
            "question 1 (line 14) would then be gone",
        ),
        (
            report(),
            report({27: "Gardener s123456 dug and s234567 watered all of it.\n\n### Words"}),
            "the course's check would then stop: it finds 28 answers where its template has 27",
        ),
        (
            report(),
            report({5: GOOD * 2}),
            "that would leave 27 words in question 5; the course's check wants 5 to 20 words",
        ),
    ],
)
def test_what_counts_is_named_where_it_would_be_gone(before: str, after: str, said: str) -> None:
    """One thing is enough; the other way round nothing is lost, but for a pass that nothing makes up for."""
    assert lost(before, after) == said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (report(), report()),
        (report() + f"\n### Question 5\n{FIVE}", report({5: f"{GOOD}\n\n{GOOD}"})),
        (report().replace("* [x] Buy", "* [ ] Buy seeds\n* [x] Buy"), report()),
        (report().replace("* [x] Buy", "* [x] Buy see\n* [x] Buy"), report()),
        (report({5: f"--- {GOOD} ---\n\n{placeholder(5)}", 6: "--- x"}), report({6: "x"})),
        (report({5: "one"}), report({5: "one", 6: GOOD})),
        (report({5: "a b c d e", 27: "Words.\n\n### a"}), report({5: "a b c d", 27: "Words.\n\ne a"})),
        (report({5: "one"}).replace("Recommended answer length: 5-20 words.", ""), report({5: "one"})),
        (report({5: GOOD * 2}, course=False, count=9), report({5: GOOD * 2, 6: GOOD * 3}, course=False, count=9)),
    ],
)
def test_what_does_not_count_may_go(before: str, after: str) -> None:
    """What is there twice, placeholders, dashes; a limit that is back; what a check that stops would have passed."""
    assert lost(before, after) == ""


def test_words_of_the_template_are_no_answers() -> None:
    """They may have strayed into one; each as often as it is there."""
    before = report({5: f"{GOOD} What grew in bed"})
    assert lost(before, report(), "What grew in bed 5?") == ""
    assert lost(before, report(), "What grew in 5?") == "the word “bed” of an answer would then be gone"


def test_a_pass_may_move_to_another_answer() -> None:
    """The check passes no fewer then."""
    assert lost(report({5: "one"}), report({6: "one", 5: GOOD + " one"}), GOOD) == ""
