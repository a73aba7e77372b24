"""The page in a real browser: nothing runs, nothing is loaded; anchors, contents, boxes, widths, colours, print."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui.core.report.report import Report
from exam_tui.page.html_page import render_page
from tests.conftest import sampled
from tests.page.outside.browser import listener, needs_chromium, run, said_by, scripted
from tests.page.outside.tools import program
from tests.page.payloads import payloads
from tests.page.samples import EVERYTHING, page_of, png, question

pytestmark = needs_chromium

# Notes what runs and what is there. Every payload that runs calls `hit()`.
_WATCH = """
let hits = 0;
window.hit = () => { hits += 1 };
window.alert = window.confirm = window.prompt = window.open = window.print = window.hit;
onload = () => setTimeout(() => {
  const images = [...document.images];
  say({
    hits, frames: frames.length, scripts: document.scripts.length, title: document.title,
    loaded: performance.getEntriesByType("resource").filter(entry => !entry.name.startsWith("data:")).length,
    images: images.length, shown: images.filter(image => image.naturalWidth > 0).length,
    schemes: [...new Set([...document.links].map(link => link.protocol))].sort(),
    wide: document.documentElement.scrollWidth - innerWidth, ground: getComputedStyle(document.body).backgroundColor,
  });
}, 200);
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a report's folder with one image."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "boat.png").write_bytes(png(600, 300))
    return tmp_path


@pytest.fixture
def everything(folder: Path) -> str:
    """Return the page of a report that uses everything."""
    return render_page(Report.from_bytes(EVERYTHING.encode()), folder=folder).html


@pytest.mark.parametrize("part", sampled(range(8), 1))
def test_no_payload_runs_loads_or_asks_anything_even_without_the_policy(folder: Path, part: int) -> None:
    """Each on a page of its own, and all on one; the policy would be a second wall. All hosts lead to a listener."""
    texts = payloads()
    assert len(texts) >= 150
    pages = {f"{number}.html": page_of(text, folder=folder).html for number, text in enumerate(texts[part::8])}
    source = "# Payloads\n\n" + "".join(question(number, text) for number, text in enumerate(texts, 1))
    pages["all.html"] = render_page(Report.from_bytes(source.encode("utf-8", "surrogatepass")), folder=folder).html
    with listener() as (every_host, arrived):
        said = said_by(folder, {name: scripted(page, _WATCH) for name, page in pages.items()}, every_host, at_once=16)
    assert said.keys() == pages.keys()
    assert arrived == []
    for name, noted in said.items():
        assert (noted["hits"], noted["loaded"], noted["frames"], noted["scripts"]) == (0, 0, 0, 1), name
        assert set(noted["schemes"]) <= {"file:", "http:", "https:", "mailto:"}, name
        assert noted["images"] == noted["shown"], name
    assert said["all.html"]["title"] == "Payloads"
    assert said["all.html"]["images"] > 5


@pytest.mark.parametrize(
    "payload", sampled(["<img src=x onerror=hit()>", "<script>alert(1)</script>", "<img src=//a.example/x>"], 2)
)
@pytest.mark.full
def test_the_watch_sees_what_runs_and_loads(folder: Path, payload: str) -> None:
    """The test above can fail."""
    page = page_of("x").html.replace("</main>", f"{payload.replace('//', 'http://')}</main>")
    with listener() as (every_host, arrived):
        noted = said_by(folder, {"bad.html": scripted(page, _WATCH)}, every_host)["bad.html"]
    assert noted["hits"] + noted["loaded"] + len(arrived) > 0


@pytest.mark.full
def test_the_policy_stops_a_script_and_lets_the_style_work(folder: Path, everything: str) -> None:
    """Should a script get into the page after all."""
    script = "<script>document.title = 'ran'</script>"
    (folder / "page.html").write_text(everything.replace("</main>", f"{script}</main>"), "utf-8")
    assert "<title>Harbour report 2031</title>" in run(folder, folder / "page.html", "--dump-dom")
    styled = said_by(folder, {"page.html": scripted(everything, _WATCH)})["page.html"]
    assert styled["ground"] == "rgb(255, 255, 255)"


@pytest.mark.parametrize("width", sampled([375, 1280], 1))
def test_images_show_and_the_page_is_not_wider_than_its_window(folder: Path, width: int) -> None:
    """Whatever is in it: long lines of code, wide tables, words without end."""
    wide = f"\n\n```\n{'x' * 400}\n```\n\n|{'header|' * 30}\n|{'-|' * 30}\n\n{'y' * 300}\n\n`{'z' * 300}`\n"
    page = render_page(Report.from_bytes((EVERYTHING + wide).encode()), folder=folder).html
    noted = said_by(folder, {"page.html": scripted(page, _WATCH)}, width=width)["page.html"]
    assert noted["images"] == noted["shown"] == 4
    assert noted["wide"] <= 0


def test_the_dark_style_is_dark(folder: Path) -> None:
    """By the reader's own setting; the test above has the light one."""
    pages = {"page.html": scripted(page_of("x").html, _WATCH)}
    noted = said_by(folder, pages, "--blink-settings=preferredColorScheme=0")["page.html"]
    assert noted["ground"] == "rgb(13, 17, 23)"


def test_an_address_with_a_question_opens_at_that_question(folder: Path) -> None:
    """As links to `#question-25` do on GitHub."""
    page = page_of(*("We rowed far.\n\n" * 20 for _ in range(31))).html
    script = """onload = () => setTimeout(() => {
      const target = document.querySelector(":target");
      say({id: target?.id, text: target?.textContent, top: target?.getBoundingClientRect().top, down: scrollY});
    }, 200);"""
    noted = said_by(folder, {"page.html": scripted(page, script)}, fragment="#question-25")["page.html"]
    assert (noted["id"], noted["text"]) == ("question-25", "Question 25")
    assert 0 <= noted["top"] < 100
    assert noted["down"] > 1000


def test_every_line_of_the_contents_leads_to_its_heading(folder: Path, everything: str) -> None:
    """Clicked one after the other; the heading has the line's words, but for a question's name, and is in sight."""
    script = """onload = async () => {
      const found = [];
      for (const link of document.querySelectorAll("nav a")) {
        link.click();
        await new Promise(done => setTimeout(done, 50));
        const target = document.querySelector(":target");
        const box = target.getBoundingClientRect();
        const inSight = box.top >= 0 && box.top < innerHeight;
        found.push([link.textContent, target.textContent, /^H[1-6]$/.test(target.tagName), inSight]);
      }
      say(found);
    };"""
    found = said_by(folder, {"page.html": scripted(everything, script)})["page.html"]
    assert len(found) == 11
    assert all(is_heading and in_sight for _, _, is_heading, in_sight in found)
    assert all(line.split(" · ")[0] == heading for line, heading, *_ in found)


def test_boxes_are_named_and_cannot_be_ticked(folder: Path, everything: str) -> None:
    """By a click on the box or on its label; a task without words has a name all the same."""
    script = """onload = () => say([...document.querySelectorAll("input")].map(box => {
      const was = box.checked;
      box.click();
      box.labels[0]?.click();
      return [box.disabled, was === box.checked, Boolean(box.labels[0]?.textContent.trim() || box.ariaLabel)];
    }));"""
    found = said_by(folder, {"page.html": scripted(everything, script)})["page.html"]
    assert len(found) == 5
    assert found == [[True, True, True]] * len(found)


def _printed(folder: Path, page: str) -> Path:
    (folder / "page.html").write_text(page, "utf-8")
    run(folder, folder / "page.html", f"--print-to-pdf={folder / 'page.pdf'}", "--no-pdf-header-footer")
    return folder / "page.pdf"


Ask = Callable[..., str]


@pytest.fixture
def ask(folder: Path) -> Ask:
    """Return what a program of poppler says of the folder's PDF."""

    def answer(name: str, *options: str) -> str:
        command = [program(name), *options, str(folder / "page.pdf")]
        return subprocess.run(
            [*command, *(["-"] if name == "pdftotext" else [])], capture_output=True, encoding="utf-8", check=True
        ).stdout

    return answer


def test_the_page_prints_on_a4_with_folded_text_and_without_the_skip_link(
    folder: Path, everything: str, ask: Ask
) -> None:
    """Nothing of the text stays on the screen."""
    assert _printed(folder, everything).read_bytes().startswith(b"%PDF")
    size = re.search(r"Page size: +([0-9.]+) x ([0-9.]+)", ask("pdfinfo"))
    assert size is not None
    assert [round(float(points) / 72 * 25.4) for points in size.groups()] == [210, 297]
    text = ask("pdftotext", "-layout")
    assert "no summary" in text
    assert "Not answered yet" in text
    assert "Skip to the report" not in text


def test_no_figure_is_broken_and_no_heading_left_behind_on_paper(folder: Path, ask: Ask) -> None:
    """Each image is on one page alone, with its caption; a question's heading on the page its answer starts on."""
    (folder / "figures" / "tall.png").write_bytes(png(400, 1600))
    words = "We rowed far and saw much. "
    answers = [
        f"Start{number} of it.\n\n{words * number * 9}\n\n![Figure{number}](figures/{name}.png)"
        for number, name in enumerate(["boat", "tall"] * 6, 1)
    ]
    _printed(folder, page_of(*answers, folder=folder).html)
    listed = [line.split() for line in ask("pdfimages", "-list").split("\n")[2:] if line.strip()]
    assert len(listed) == 12
    pages = ask("pdftotext", "-layout").split("\f")
    for number in range(1, 13):
        with_heading = [page for page in pages if re.search(rf"^ *Question {number}$", page, re.MULTILINE)]
        assert len(with_heading) == 1
        assert f"Start{number} of it." in with_heading[0]
        captions = [at for at, page in enumerate(pages, 1) if re.search(rf"\bFigure{number}\b", page)]
        assert captions == [int(listed[number - 1][0])]
