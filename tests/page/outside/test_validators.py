"""Judges from outside: the Nu validator and axe-core, over the page that uses everything and real reports."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from exam_tui.cli.check.checked_file import check_file
from exam_tui.cli.check.summary import summary_lines
from exam_tui.core.report.report import Report
from exam_tui.errors import ExamTuiError
from exam_tui.page.html_page import render_page
from exam_tui.page.top import CheckSummary
from tests.conftest import CORPUS, OWN, ROOT, sampled
from tests.page.outside.browser import needs_chromium, said_by, scripted
from tests.page.outside.tools import npm_file, program
from tests.page.payloads import payloads
from tests.page.samples import EVERYTHING, page_of, png

_FIVE = ("report-00", "report-07", "report-11", "report-16", "seed-3")


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the page of everything, and the example's with the check's summary."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "figures").mkdir()
    (folder / "figures" / "boat.png").write_bytes(png(900, 500))
    example = ROOT / "examples" / "report.md"
    checked = check_file(str(example)).result
    assert not isinstance(checked, ExamTuiError)
    summary = CheckSummary(summary_lines(checked), checked.findings)
    return {
        "everything.html": render_page(Report.from_bytes(EVERYTHING.encode()), folder=folder).html,
        "example.html": render_page(Report.load(example), folder=example.parent, summary=summary).html,
    }


@pytest.fixture(scope="session")
def real_pages() -> dict[str, str]:
    """Return the pages of our own reports, and of real ones, as many as are at hand."""
    paths = [*sorted((OWN / "reports").glob("*.md")), *(CORPUS / "reports" / f"{name}.md" for name in _FIVE)]
    found = [path for path in paths if path.is_file()]
    return {f"{path.stem}.html": render_page(Report.load(path), folder=path.parent).html for path in found}


def _errors(folder: Path, pages: dict[str, str]) -> list[tuple[str, str]]:
    """Return the errors that the Nu validator finds: the page and what is said of it.

    Its warnings are not looked at: it holds `data:` images against any policy.
    """
    jar = npm_file("vnu-jar/build/dist/vnu.jar")
    for name, page in pages.items():
        (folder / name).write_text(page, "utf-8")
    quickly = ("-XX:TieredStopAtLevel=1", "-Xss2m")  # for a run of a second; so compiled it needs a larger stack
    command = [program("java"), *quickly, "-jar", str(jar), "--errors-only", "--exit-zero-always", "--format", "json"]
    done = subprocess.run([*command, *(str(folder / name) for name in pages)], capture_output=True, check=True)
    return [(Path(found["url"]).name, found["message"]) for found in json.loads(done.stderr)["messages"]]


def test_the_nu_validator_finds_no_error_but_in_a_page_that_has_one(pages: dict[str, str], tmp_path: Path) -> None:
    """Nor in all payloads together."""
    bad = page_of("x").html.replace("</main>", '<p id="Report">x</main>')
    errors = _errors(tmp_path, {**pages, "payloads.html": page_of(*payloads()).html, "bad.html": bad})
    assert {name for name, _ in errors} == {"bad.html"}, errors


@pytest.mark.full
def test_the_nu_validator_finds_no_error_in_real_pages(real_pages: dict[str, str], tmp_path: Path) -> None:
    assert _errors(tmp_path, real_pages) == []


def _violations(folder: Path, pages: dict[str, str], *options: str, width: int = 1280) -> dict[str, Any]:
    """Return what axe-core objects to on each page, and how many of its rules the page passed."""
    axe = npm_file("axe-core/axe.min.js").read_text("utf-8")
    script = """;onload = async () => {
      const result = await axe.run(document);
      const shown = found => [found.id, found.nodes[0].html.slice(0, 200)];
      say({bad: [...result.violations, ...result.incomplete].map(shown), passed: result.passes.length});
    };"""
    return said_by(
        folder, {name: scripted(page, axe + script) for name, page in pages.items()}, *options, width=width, at_once=1
    )


_SHOWN = pytest.mark.parametrize(("scheme", "width"), sampled([("dark", 1280), ("light", 1280), ("light", 375)], 1))


@needs_chromium
@_SHOWN
def test_axe_finds_nothing_against_the_page(pages: dict[str, str], tmp_path: Path, scheme: str, width: int) -> None:
    """Contrast, names, order of headings, landmarks; nothing is left undecided either."""
    _finds_nothing(pages, tmp_path, scheme, width)


@needs_chromium
@pytest.mark.full
@_SHOWN
def test_axe_finds_nothing_against_real_pages(
    real_pages: dict[str, str], tmp_path: Path, scheme: str, width: int
) -> None:
    _finds_nothing(real_pages, tmp_path, scheme, width)


def _finds_nothing(pages: dict[str, str], tmp_path: Path, scheme: str, width: int) -> None:
    setting = f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}"
    found = _violations(tmp_path, pages, setting, width=width)
    assert found.keys() == pages.keys()
    assert {name: noted["bad"] for name, noted in found.items() if noted["bad"]} == {}
    assert all(noted["passed"] > 30 for noted in found.values())


@needs_chromium
def test_axe_does_find_what_is_wrong(tmp_path: Path) -> None:
    """The test above can fail."""
    page = page_of("x").html.replace("</main>", '<img src="data:,"><p style="color: #ccc">pale</p></main>')
    found = _violations(tmp_path, {"bad.html": page})["bad.html"]["bad"]
    assert {name for name, _ in found} >= {"image-alt", "color-contrast"}
