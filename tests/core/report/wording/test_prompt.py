"""A prompt's parts: the question, the limit line, the sample answer."""

from exam_tui import Limit, Limits
from exam_tui.core.report.wording.prompt import Prompt, split_prompt


def test_splits_into_question_limit_line_and_example() -> None:
    """The order that the templates have."""
    prompt = split_prompt(
        "**What did\nyou do?**\n\nRecommended answer length: 5-10 words.\n\nExample:\n*We did ...*\n*and more*\n\n"
    )
    assert prompt == Prompt(
        "**What did\nyou do?**", "Recommended answer length: 5-10 words.", "*We did ...*\n*and more*"
    )
    assert prompt.limits == Limits(Limit(5, 10))


def test_the_example_may_begin_on_its_own_line_of_the_prompt() -> None:
    """`**Example:** text` as well as `Example:` above it."""
    assert split_prompt("Ask.\n**Example:** *We did it*").example == "We did it*"
    assert split_prompt("Ask.").example == ""


def test_a_limit_in_the_example_sets_none() -> None:
    """What stands below `Example:` is a sample answer, whatever it says."""
    prompt = split_prompt("Ask.\nExample:\nAnswer length: 5-10 words\nExample: upload one image")
    assert prompt.limits == Limits()
    assert prompt.example == "Answer length: 5-10 words\nExample: upload one image"


def test_a_limit_in_a_code_block_sets_none() -> None:
    """It is shown, not asked; what stands below the block is asked again."""
    code = "```\nWrite it in 10-20 words.\nAnswer length: 5-10 words\nUpload one image\n```"
    prompt = split_prompt(f"Explain this:\n{code}\n~~~~\nInclude 2 figures\n~~~~\nAsk.")
    assert (prompt.limits, prompt.limit_line) == (Limits(), "")
    assert code in prompt.ask
    assert split_prompt(f"{code}\nAnswer in 30-40 words.").limits == Limits(Limit(30, 40))
    assert split_prompt(f"{code}\nAnswer length: up to 3 words").limits == Limits(Limit(0, 3))


def test_a_code_block_that_nothing_closes_hides_no_limit() -> None:
    """Else a fence that was typed into a prompt would take all limits below it away."""
    prompt = split_prompt("Ask.\n```\nUpload 1-2 images\nAnswer length: 5-10 words\n")
    assert prompt.limits == Limits(Limit(5, 10), Limit(1, 2))
    assert split_prompt("Answer length: 5-10 words\n```").limits == Limits(Limit(5, 10))


def test_the_first_limit_line_counts() -> None:
    """A second one is no part of the question either; stress around the line is dropped."""
    prompt = split_prompt("Ask.\n**Answer length: 5-10 words**\nAnswer length: 1-2 words")
    assert (prompt.ask, prompt.limit_line) == ("Ask.", "Answer length: 5-10 words")


def test_plain_is_one_line_without_stress_and_targets() -> None:
    """For a list or a title."""
    prompt = split_prompt("**Upload one image of `it`,\nas in [this figure](figures/x.png).**")
    assert prompt.plain == "Upload one image of it, as in this figure."
