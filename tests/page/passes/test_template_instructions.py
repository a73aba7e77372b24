"""The template's instructions: folded where they are the template's own, and nothing else is."""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from exam_tui.core.course import COURSE
from exam_tui.core.report.report import Report
from exam_tui.core.template import instructions
from exam_tui.core.text.fingerprint import text_fingerprint
from exam_tui.core.text.words import wording
from exam_tui.page.html_page import render_page
from tests.conftest import real_files
from tests.page.policy import check_page
from tests.page.samples import page_of, texts, tree

_FRONT = "---\nlayout: harbour\n---\n"
_HOW = "Write where the dashes are.\nKeep the file's name.\n\nRunning:\n\n```bash\nrow harbour.py\n```\n\n"


@pytest.fixture(autouse=True)
def harbour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a template of our own be the only one that is known."""
    blocks = ["layout: harbour", "Write where the dashes are. Keep the file's name.", "Running:", "bash row harbour.py"]
    known = frozenset(text_fingerprint(wording(block)) for block in blocks)
    monkeypatch.setattr(instructions, "COURSE", COURSE._replace(instructions=known))


def _main(top: str) -> Element:
    html = page_of("We rowed.", top=top).html
    check_page(html)
    return next(tree(html).iter("main"))


def _folded(top: str) -> list[str]:
    return [texts(element) for element in _main(top).iter("details") if element.get("class") == "template"]


def test_the_template_s_instructions_are_folded_and_whole() -> None:
    """In one piece, closed, with a name; the title stays above."""
    assert _folded(f"# Harbour\n\n{_HOW}") == [
        "Instructions of the template Write where the dashes are. Keep the file's name. Running: row harbour.py"
    ]
    assert next(_main(f"# Harbour\n\n{_HOW}").iter("details")).get("open") is None


@pytest.mark.parametrize(
    "top",
    [
        "# Harbour\n\nWrite *where* the\ndashes are. Keep\nthe file's __name__.\n\n",
        "Harbour\n===\n\n> Write where the dashes are. Keep the file's name.\n\n",
        "Write where the dashes are. Keep the file's name.\n\n",
        "# Harbour\n\nWrite where the dashes are. Keep the file’s name.\n\n",
    ],
    ids=["wrapped and emphasised", "quoted", "without a title", "another apostrophe"],
)
def test_instructions_that_a_formatter_went_over_are_folded(top: str) -> None:
    """Only words count."""
    assert _folded(top)[0].startswith("Instructions of the template Write")


@pytest.mark.parametrize(
    "own",
    [
        "Our boat is called Ida.",
        "Write where the dashes are. Keep the file's name. We did.",
        "- We rowed\n- far",
        "![Ida](figures/ida.png)",
        "[^1]: Ida",
    ],
)
def test_what_a_group_writes_among_the_instructions_stays_in_sight(own: str) -> None:
    """Before, between and after them, and also where it was added to their very paragraph."""
    first, rest = _HOW.split("\n\n", 1)
    for top in (f"{own}\n\n{_HOW}", f"{_HOW}{own}\n\n", f"{first}\n\n{own}\n\n{rest}"):
        main = _main(f"# Harbour\n\n{top}")
        folded = " ".join(texts(element) for element in main.iter("details"))
        for word in ("Ida", "did", "far"):
            assert word in texts(main) if word in own else word not in folded
            assert word not in folded


def test_a_single_line_that_anybody_may_write_is_not_folded() -> None:
    """The template says so too."""
    assert _folded("# Harbour\n\nRunning:\n\nwith the wind\n\n") == []


def test_instructions_below_another_heading_are_not_folded() -> None:
    """There they are no longer the template's."""
    assert _folded(f"# Harbour\n\n## Ours\n\n{_HOW}") == []


def test_front_matter_is_on_the_page() -> None:
    """The template's own is folded with the instructions, a group's is in sight; a title is the page's."""
    assert _folded(f"{_FRONT}# Harbour\n\n{_HOW}")[0].startswith("Instructions of the template layout: harbour Write")
    assert _folded(_FRONT + "# Harbour\n\n") == []
    assert texts(_main(_FRONT + "# Harbour\n\n")).startswith("layout: harbour")
    assert texts(_main("---\nauthors: Ida & Ann\n---\n# Harbour\n\n")).startswith("authors: Ida & Ann")
    assert texts(_main("---\ntitle: Harbour\nauthors: Ida\n---\n")).startswith("authors: Ida")
    assert texts(_main("---\ntitle: Boats\n---\n# Harbour\n\n")).startswith("title: Boats")


@pytest.mark.parametrize("path", real_files("templates/*.md", "editions/*.md"), ids=lambda path: path.stem)
def test_the_instructions_of_every_known_edition_are_folded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them: nothing else stands between title and first heading."""
    monkeypatch.setattr(instructions, "COURSE", COURSE)
    html = render_page(Report.load(path), folder=Path("/nonexistent")).html
    first = next(element for element in tree(html).iter("main")).find("div")
    assert first is not None
    assert [element.tag for element in first][:2] == ["details", "h2"]
