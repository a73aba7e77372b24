"""Links that lead nowhere are named, and links that lead somewhere are not."""

import pytest

from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.image_links import ImageFile, Lookup
from exam_tui.core.report.report import Report
from tests.core.findings.build import GOOD, PICTURE, report
from tests.core.findings.fixtures import StubFiles


def found_in(answer: str, files: StubFiles | None) -> list[Finding]:
    """Return what is said of the links of an answer."""
    text = report({5: f"{GOOD} {answer}"})
    return [one for one in findings_of(Report.from_bytes(text.encode()), files) if one.code == "link-missing"]


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("www.example.org", "https://www.example.org"),
        ("www.example.org/beds?a=1", "https://www.example.org/beds?a=1"),
        ("github.com/us/beds", "https://github.com/us/beds"),
        ("GitHub.com", "https://GitHub.com"),
        ("beds.streamlit.app/", "https://beds.streamlit.app/"),
        ("wandb.ai/us/beds", "https://wandb.ai/us/beds"),
        ("10.0.0.7:8000/docs", "http://10.0.0.7:8000/docs"),
        ("https//example.org", "https://example.org"),
        ("https:/example.org", "https://example.org"),
        ("http:///example.org", ""),
        ("us@example.org", "mailto:us@example.org"),
    ],
)
@pytest.mark.parametrize("files", [None, StubFiles()])
def test_an_address_that_lacks_its_beginning(target: str, address: str, files: StubFiles | None) -> None:
    """Readers take it for a file's name; what to write is said, with and without a look at the disk."""
    found = found_in(f"[it]({target})", files)
    assert [one.help for one in found] == ([f"Write `{address}`."] if address else [])


def test_a_file_that_is_called_like_an_address() -> None:
    """It is there, so nothing is wrong."""
    assert found_in("[it](github.com/us)", StubFiles({"github.com/us": ImageFile(Lookup.FOUND)})) == []


@pytest.mark.parametrize(
    "target",
    ["docs/plan.md", "./plan.md", "../src/beds.py#L3", "README", "<docs/the plan.md>", "url", "model.ai", "x.me"],
)
@pytest.mark.parametrize("link", ["[it]({})", "- see [`it`]({} 'a title')", "[![a](x.png)]({})", "[it]\n\n[it]: {}"])
def test_a_file_that_is_not_there(target: str, link: str) -> None:
    """However it is linked; without a look at the disk nothing is said of it."""
    answer = link.replace("{}", target)
    [found] = found_in(answer, StubFiles())
    file = target.strip("<>").removesuffix("#L3")
    assert (found.severity, found.message) == ("info", f"no such file: {file}")
    assert found_in(answer, None) == []


@pytest.mark.parametrize(
    "answer",
    [
        "[it](https://example.org/a) [b](mailto:us@example.org) [c](//example.org) [d](#beds) [e]()",
        "`[it](docs/plan.md)` <!-- [it](docs/plan.md) -->",
        r"\[it](docs/plan.md)",
        "\n\n```\n[it](docs/plan.md)\n```",
        "the call of it[0](see above)",
        "[it][beds] and [1]",
        "\n\n[never]: docs/plan.md",
        "[^1]\n\n[^1]: Kaggle",
        f"{PICTURE} ![beds](figures/none.png) [the same](figures/none.png)",
        "[![beds](figures/none.png)](figures/none.png)",
        "[issues](../../issues)",
    ],
)
def test_what_leads_somewhere_is_no_link_or_is_said_of_an_image(answer: str) -> None:
    assert found_in(answer, StubFiles({"../../issues": ImageFile(Lookup.OUTSIDE)})) == []


@pytest.mark.parametrize("target", ["C:/beds/plan.md", r"C:\beds\plan.md", "~/plan.md", "file:///home/us/plan.md"])
def test_a_file_of_one_computer(target: str) -> None:
    """Nobody else has it."""
    [found] = found_in(f"[it]({target})", StubFiles())
    assert found.message == f"the link leads to a file on one computer: {target}"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (ImageFile(Lookup.WRONG_START, name="../src/beds.py"), "starts at the repository's root: write ../src/beds.py"),
        (ImageFile(Lookup.WRONG_CASE, name="src/Beds.py"), "is named src/Beds.py"),
        (ImageFile(Lookup.WRONG_FORM, name="src/Beds.py"), "is named src/Beds.py"),
        (ImageFile(Lookup.NOT_REGULAR), ""),
        (ImageFile(Lookup.FOUND), ""),
    ],
)
def test_what_the_look_up_says_is_said_in_words(file: ImageFile, said: str) -> None:
    """A folder is somewhere too."""
    found = found_in("[it](src/beds.py)", StubFiles({"src/beds.py": file}))
    assert [said in one.message for one in found] == ([True] if said else [])


def test_a_long_target_is_cut() -> None:
    """The message stays a line."""
    [found] = found_in(f"[it]({'a' * 300})", StubFiles())
    assert len(found.message) < 110


def test_lines_made_to_be_slow() -> None:
    """Brackets that never pair are looked at once, or this test never ends."""
    for piece in ("[", "[a](", "[![a](", "[a]: ", "[![", "a."):
        assert found_in(piece * 20_000, StubFiles()) is not None
