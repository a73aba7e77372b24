"""What the library finds, and which of that counts. With the library itself, made once for all of these tests."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exam_tui.proofread.read_english import read_english
from exam_tui.proofread.rules import RULES
from exam_tui.proofread.vocabulary import vocabulary
from tests.proofread.conftest import needs_harper

pytestmark = needs_harper

WRONG = {
    "AllowTo": "The script allows to reproduce the run.",
    "AnA": "We made a image of it.",
    "AsFollows": "The results are as follow.",
    "BuiltIn": "We used the built in debugger for it.",
    "CapitalizePersonalPronouns": "In this part i wrote the tests.",
    "DidPast": "We didn't implemented it.",
    "DoubleModal": "This will would be better.",
    "EveryTime": "It runs everytime somebody pushes.",
    "HowItLooksLike": "This is how it looks like.",
    "InDemandInDepth": "It needs a more in depth analysis.",
    "ItsContraction": "We know that its a good model.",
    "ItsPossessive": "We chose it due to it's speed.",
    "LeftRightHand": "It is on the left hand side.",
    "MostOfTheTimes": "Most of the times it works.",
    "OpenCompounds": "It helped alot.",
    "Overnight": "We let it train over night.",
    "PhrasalVerbAsCompoundNoun": "We had to setup the bucket.",
    "RepeatedWords": "We trained it on the the cluster.",
    "ResponsibilityFor": "She took responsibility of the tests.",
    "SafeToSave": "This would safe us some time.",
    "SimplePastToPastParticiple": "The tests are ran by the workflow.",
    "Straightforward": "It was straight forward to do.",
    "ThatThan": "This is higher that the other.",
    "The": "We wrote teh tests.",
    "TheMy": "We changed the our model.",
    "ThenThan": "It is better then before.",
    "ThisTypeOfThing": "We like these kind of tests.",
}
"""A sentence for each rule, in which it is right."""


@pytest.mark.parametrize("rule", sorted(RULES))
def test_each_rule_finds_what_it_is_kept_for(rule: str) -> None:
    found = read_english(f"{WRONG[rule]} That is all that there is to say about it.").remarks
    assert rule in [remark.rule for remark in found]
    (remark,) = (remark for remark in found if remark.rule == rule)
    assert remark.kind == "grammar"
    assert remark.message == RULES[rule].message


@pytest.mark.parametrize(
    "text",
    [
        "We used an `image` and a *uvicorn* server, a HTTP client, an n1-standard-1 machine and a VM.",
        "Our setup is simple. We checked the setup twice. This setup runs.",
        "They had had that that much. It is much much better, really really good.",
        "It's cost-effective. It's fast.",
        "We had gone in depth with it.",
        "the `x` the and in src/data in",
        "We use docker, wandb, DVC, FastAPI, pytorch, uv, dockerfiles and hyperparameters with kaggle.",
        "The colour and the color of the centre; we analyse, analyze, normalise and normalize the labelled labels.",
        "The tokenisation of it, containerised and containerized.",
        "See enviroment.py, src/enviroment, `enviroment`, [it](https://a.b/enviroment), my_enviroment and Enviroment.",
        "Student s123456 and Nikolaj made it; Frederikke tested.",
        "In the 1. week i.e. the first we wrote e.g. tests etc. in CI/CD.",
    ],
)
def test_what_is_right_has_no_remark(text: str) -> None:
    assert read_english(text).remarks == ()


def test_one_english_may_be_the_only_one_that_counts() -> None:
    text = "The colour of it, and the color of it."
    assert [text[r.start : r.end] for r in read_english(text, "british").remarks] == ["color"]
    assert [text[r.start : r.end] for r in read_english(text, "american").remarks] == ["colour"]
    assert read_english(text, "both").remarks == ()


def test_words_of_the_course_are_offered() -> None:
    text = "We tuned the hyperparamters."
    assert read_english(text).remarks[0].replacements[0] == "hyperparameters"


@pytest.mark.parametrize(
    ("text", "is_foreign"),
    [
        ("Vi brugte DVC til at styre vores data, og det gjorde det nemt at dele modellerne i gruppen hver dag.", True),
        ("Wir haben DVC benutzt, um die Daten zu verwalten und mit der ganzen Gruppe zu teilen, jeden Tag.", True),
        ("We used DVC to track our data, and it made it easy to share the models in the group every day.", False),
        ("We usd DVC to trak our dta, and it mde it easy to shre the modls in the group every day.", False),
        ("Vi brugte DVC.", False),
        ("", False),
    ],
)
def test_a_text_in_another_language_is_not_marked(text: str, is_foreign: bool) -> None:  # noqa: FBT001 - a parameter
    """One of a few words may be in any."""
    found = read_english(text)
    assert (found.language_note is not None) == is_foreign
    assert not (is_foreign and found.remarks)


PIECES = (
    *("enviroment", "the the", "an image", "a image", "`", "```", "[a](b)", "![", "](", "<!--", "-->", "\n", "\n\n"),
    *("| a |", "- ", "# ", "😀", "é", "\ud800", "\x00", "\u202e", "*", "**", "&nbsp;", "\\", "s123456", "a" * 500),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=12,
    )
)
def test_whatever_the_text_is_a_remark_stands_on_the_words_that_it_is_about(parts: list[str]) -> None:
    text = " ".join(parts)
    at = 0
    for remark in read_english(text).remarks:
        assert at <= remark.start < remark.end <= len(text)
        at = remark.end
        assert "enviroment" in (words := text[remark.start : remark.end]) or words.split()[0] in {"the", "a", "an"}


def test_the_vocabulary_is_sorted_and_has_each_word_once() -> None:
    """One word a line, in whatever case."""
    folded = [word.casefold() for word in vocabulary()]
    assert folded == sorted(set(folded))
    assert len(folded) > 2000
    assert all(word.isalpha() for word in vocabulary())
