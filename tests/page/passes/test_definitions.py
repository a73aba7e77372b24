"""Link definitions: whatever is written as one, each word of it is to be read on the page."""

import pytest

from exam_tui.page.markdown_parser import parse_blocks
from tests.page.samples import answer_of, page_of, texts


def _shown(text: str) -> str:
    return texts(answer_of(page_of(text).html)).removeprefix("Answer ")


def test_a_footnote_is_text() -> None:
    """`Kaggle` is no address: as a link's target it would be lost."""
    assert _shown("We used it[^1] daily.\n\n[^1]: Kaggle") == "We used it[^1] daily. [^1]: Kaggle"
    assert parse_blocks("[^note]: https://a.org", {})[0].type == "paragraph_open"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See[^a].\n\n[^a]: https://a.org", "See[^a]. [^a]: https://a.org"),
        ("See[^a].\n\n[^a]: Kaggle\n[^b]: Zenodo", "See[^a]. [^a]: Kaggle [^b]: Zenodo"),
        ("> See[^a].\n>\n> [^a]: Kaggle", "See[^a]. [^a]: Kaggle"),
        ("- See[^a].\n\n  [^a]:\n  Kaggle", "See[^a]. [^a]: Kaggle"),
        ('See[^a].\n\n[^a]: Kaggle "A title"', 'See[^a]. [^a]: Kaggle "A title"'),
    ],
)
def test_footnotes_are_text_wherever_they_stand(text: str, shown: str) -> None:
    """In quotes and lists, over two lines, one after the other, with an address or a title."""
    assert _shown(text) == shown


@pytest.mark.parametrize(
    "address",
    ["https://a.org/x", "www.a.org", "figures/plot.png", "./run", "/reports", "#question-3", "mailto:a@b.org", "a.org"],
)
def test_a_definition_that_says_no_more_than_its_link_is_markup(address: str) -> None:
    """The link shows its label, and the rest is an address."""
    assert _shown(f"See [the log].\n\n[the log]: {address}") == "See the log."


@pytest.mark.parametrize("target", ["Kaggle", "<our own data>", "and/or", "2024.", "Kaggle,"])
def test_a_definition_whose_target_may_be_words_is_shown(target: str) -> None:
    """The link would have it as its address, where nobody reads it."""
    shown = target.strip("<>")
    assert _shown(f"See [the data].\n\n[the data]: {target}") == f"See the data. [the data]: {shown}"


def test_a_definition_whose_label_no_link_shows_is_shown() -> None:
    """In `[1][2]` the second pair of brackets is a label to Markdown; who writes it means two sources."""
    assert _shown("Known [1][2].\n\n[1]: https://a.org\n[2]: https://b.org") == (
        "Known 1. [1]: https://a.org [2]: https://b.org"
    )
    assert _shown("![A plot][the plot]\n\n[the plot]: https://a.org/x.png").endswith("[the plot]: https://a.org/x.png")


def test_a_definition_with_a_title_is_shown() -> None:
    """A title shows under the mouse, and never on paper."""
    assert _shown('See [it].\n\n[it]: https://a.org "The page of\nthe data"') == (
        'See it. [it]: https://a.org "The page of the data"'
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[//]: # (ask Ida first)", '[//]: # "ask Ida first"'),
        ("[comment]: <> (ask Ida first)", '[comment]: <> "ask Ida first"'),
        ('- a\n\n  [//]: # "ask Ida first"', 'a [//]: # "ask Ida first"'),
        ("> [note]: # 'ask\n> Ida first'", '[note]: # "ask Ida first"'),
    ],
)
def test_a_comment_that_is_written_as_a_definition_is_shown(text: str, shown: str) -> None:
    """As comments between `<!--` and `-->` are."""
    assert _shown(text) == shown


def test_of_two_definitions_of_a_label_the_second_is_shown() -> None:
    """All links go where the first one says."""
    assert _shown("See [it].\n\n[it]: https://a.org\n[it]: https://b.org\n[IT]: https://c.org") == (
        "See it. [it]: https://b.org [IT]: https://c.org"
    )


def test_a_definition_of_another_answer_that_a_link_shows_is_markup() -> None:
    """The file is one document."""
    html = page_of("See [the log].", "[the log]: https://a.org").html
    assert "[the log]" not in html
