"""Near misses of images: what nobody counts or sees is named, and what is no image is not."""

import pytest

from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.uncounted_images import Style
from exam_tui.core.report.report import Report
from tests.core.findings.build import GOOD, PICTURE, report
from tests.core.findings.fixtures import StubFiles

TARGET = "figures/plot.png"

NEAR_MISSES = [
    (f"![a] ({TARGET})", Style.PARTED),
    (f"![what it shows]\t({TARGET})", Style.PARTED),
    (f"! [a]({TARGET})", Style.LONE_MARK),
    (f"![[{TARGET}]]", Style.DOUBLE),
    (f"![[{TARGET}|300]]", Style.DOUBLE),
    (f"!(a)[{TARGET}]", Style.SWAPPED),
    (f"!(a) [{TARGET}]", Style.SWAPPED),
    (f"![a][{TARGET}]", Style.NOT_ROUND),
    (f"![a]{{{TARGET}}}", Style.NOT_ROUND),
    (f"![a]({TARGET}", Style.UNCLOSED),
    (f"![a]({TARGET} shows the loss", Style.UNCLOSED),
    (f"![a](<{TARGET}>", Style.UNCLOSED),
]


def found_in(answer: str) -> list[Finding]:
    """Return what is said of an image in an answer to the question that asks for one or two."""
    text = report({4: answer})
    return [one for one in findings_of(Report.from_bytes(text.encode()), StubFiles()) if one.code.startswith("image")]


@pytest.mark.parametrize(("image", "style"), NEAR_MISSES)
@pytest.mark.parametrize("around", ["{}", "We saw it: {}", "- {}"])
def test_a_near_miss_is_named_with_what_to_write(image: str, style: Style, around: str) -> None:
    """On a line of its own, in a sentence, in a list."""
    if style is Style.LONE_MARK and around != "{}":
        return  # there the `!` may end what is said before
    answer = around.format(image)
    [found] = found_in(answer)
    assert (found.code, found.severity, found.column) == ("image-not-counted", "error", answer.index("!") + 1)
    assert style.value in found.message
    assert f"`![what it shows]({TARGET})`" in found.help


@pytest.mark.parametrize(("image", "style"), NEAR_MISSES)
def test_beside_an_image_that_counts_it_is_a_warning(image: str, style: Style) -> None:
    """The question has what it asks for."""
    [found] = found_in(f"{PICTURE}\n\n{image}")
    assert (found.code, found.severity, style.value in found.message) == ("image-not-counted", "warning", True)


@pytest.mark.parametrize(
    "answer",
    [
        rf"\!\[a\]\({TARGET}\)",
        rf"\![a] ({TARGET})",
        f"`![a] ({TARGET})`",
        f"```\n![[{TARGET}]]\n```",
        f"    !(a)[{TARGET}]",
        f"<!-- ![a]({TARGET} -->",
        "Look! [the code](src/plot.py)",
        f"Look! [the plot]({TARGET}) is there",
        "![a] (we had no picture)",
        "![[a]]",
        "!(a)[1]",
        "![a](and so on",
        "!important",
    ],
)
def test_what_is_meant_otherwise_is_not_named(answer: str) -> None:
    """Escaped, shown as code, hidden, or no image at all."""
    assert found_in(f"{PICTURE}\n\n{answer}") == []


def test_an_image_that_is_named_in_another_way_is_named_once() -> None:
    """A reference that is defined, brackets over two lines."""
    [reference] = found_in(f"![a][{TARGET}]\n\n[{TARGET}]: {TARGET}")
    assert Style.REFERENCE.value in reference.message
    split = [one for one in found_in(f"![a]({TARGET}\n'a title')") if one.code == "image-not-counted"]
    assert [Style.SPLIT.value in one.message for one in split] == [True]
    counted = [one.code for one in found_in(f"![a] ({TARGET}) and [b]({TARGET})")]
    assert counted == ["image-missing"]  # the check takes it all for one image


def test_a_name_with_spaces_and_one_of_another_type() -> None:
    """What is said to write would count and be shown."""
    [spaces] = found_in("![[figures/my plot.png]]")
    assert "(<figures/my plot.png>)" in spaces.help
    [drawing] = found_in("![a] (figures/plot.svg)")
    assert drawing.help.startswith("Save it as PNG or JPEG.")
    assert "(figures/plot.png)" in drawing.help


def test_lines_made_to_be_slow() -> None:
    """Brackets that never pair are looked at once, or this test never ends."""
    for piece in ("![", "![a] (", "!(a", "![a](", "![[a", "! ["):
        assert found_in(f"{GOOD}\n\n{piece * 20_000}") is not None
