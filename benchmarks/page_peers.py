"""The page and its peers, point by point: what each makes of the same report, judged by the same programs.

    python benchmarks/page_peers.py [FOLDER OF REPORTS]

Peers: the course's own script (Python-Markdown), pandoc, nbconvert, and GitHub's renderer cmark-gfm, whose output is
a fragment without a page around it. Whoever is not installed is left out; `make page-tools` brings the judges.
Needs Chromium and the dev extra. With a folder of real reports it also counts the answers that each peer shows
otherwise than GitHub's renderer.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import cmarkgfm
import html5lib
from markdown import markdown

from exam_tui.core.report.report import Report
from exam_tui.page.course_page import render_course_page
from exam_tui.page.html_page import render_page
from tests.page.outside.browser import listener, run, said_by, scripted
from tests.page.outside.canonical import canonical, ours
from tests.page.payloads import payloads

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / "build" / "npm" / "node_modules"
EXTENSIONS = ["table", "strikethrough", "tasklist", "autolink", "tagfilter"]

Made = str | None
"""A page, or None where a peer made none."""


def by_exam_tui(report: Path) -> Made:
    """Make our page."""
    return render_page(Report.load(report), folder=report.parent).html


def by_course(report: Path) -> Made:
    """Make the page of the course's script."""
    return render_course_page(Report.load(report))


def by_github(report: Path) -> Made:
    """Render as GitHub does."""
    text = report.read_text("utf-8", errors="replace")
    made: str = cmarkgfm.markdown_to_html_with_extensions(
        text, options=cmarkgfm.Options.CMARK_OPT_UNSAFE, extensions=EXTENSIONS
    )
    return made


def by_pandoc(report: Path) -> Made:
    """Make pandoc's self-contained page; it makes none where an image is missing."""
    told = ["--standalone", "--self-contained", "--toc", "--metadata=title:Report"]
    return _by_program(["pandoc", "--from=gfm", *told, report.name, "-o", "made.html"], report.parent)


def by_nbconvert(report: Path) -> Made:
    """Make the page of a notebook with the report in its only cell."""
    text = report.read_bytes().decode("utf-8", errors="replace")
    cell = {"id": "1", "cell_type": "markdown", "metadata": {}, "source": text}
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (report.parent / "made.ipynb").write_text(json.dumps(book), "utf-8")
    return _by_program(["jupyter-nbconvert", "--to=html", "--embed-images", "made.ipynb"], report.parent)


def _by_program(command: list[str], folder: Path) -> Made:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{command[0]} ends with {done.returncode}: {done.stderr.strip().split(chr(10))[-1]}", file=sys.stderr)
        return None
    return (folder / "made.html").read_text("utf-8")


PEERS: dict[str, Callable[[Path], Made]] = {
    "exam-tui": by_exam_tui,
    "course": by_course,
    "pandoc": by_pandoc,
    "nbconvert": by_nbconvert,
    "GitHub": by_github,
}
PROGRAMS = {"pandoc": "pandoc", "nbconvert": "jupyter-nbconvert"}

LOOK = """onload = async () => {
  await new Promise(done => setTimeout(done, 300));
  location.hash = "#question-9";
  const target = document.querySelector(":target"), boxes = [...document.querySelectorAll("input[type=checkbox]")];
  const labelled = boxes.filter(box => box.labels[0]?.textContent.trim() || box.ariaLabel);
  const images = [...document.images].filter(image => image.src);
  say({
    "code blocks": document.querySelectorAll("pre").length, tables: document.querySelectorAll("table").length,
    "boxes, named": `${boxes.length}, ${labelled.length}`,
    "images shown by the file alone": `${images.filter(image => image.naturalWidth).length} of ${images.length}`,
    "links to headings": document.querySelectorAll('a[href^="#"]').length,
    "#question-9 leads to": target ? target.textContent.trim().slice(0, 20) : "nothing",
    "filler shown as text": document.body.textContent.includes("question 6 fill here"),
    "wider than the window": Math.max(0, document.documentElement.scrollWidth - innerWidth),
    ground: getComputedStyle(document.body).backgroundColor, title: document.title,
    mode: document.compatMode, lang: document.documentElement.lang,
  });
};"""
AXE = """;onload = async () => {
  const found = await axe.run(document);
  say(found.violations.map(rule => rule.id));
};"""
WATCH = """let hits = 0;
window.hit = window.alert = window.confirm = window.prompt = () => { hits += 1 };
const schemes = () => [...new Set([...document.links].map(link => link.protocol))].sort();
onload = () => setTimeout(() => say({hits, schemes: schemes()}), 500);"""


CELLS = """
import json, sys
from nbconvert.filters.markdown_mistune import markdown2html_mistune
print(json.dumps([markdown2html_mistune(text) for text in json.load(sys.stdin)]))
"""
CHARSET = '<meta charset="utf-8">'
SAY = "const say = what => parent.postMessage(what, '*');"


def loaded(folder: Path, page: str, script: str, *options: str, width: int = 1280) -> Any:
    """Return what a script says in a peer's page."""
    page = scripted(page, script) if CHARSET in page else with_head(page, f"<script>{SAY}{script}</script>")
    return said_by(folder, {"page.html": page}, *options, width=width).get("page.html", "nothing")


def with_head(page: str, head: str) -> str:
    """Put a script into a page of any make, before all else that could run."""
    place = re.search(r"<head[^>]*>", page)
    at = place.end() if place else 0
    return page[:at] + head + page[at:]


def judged(page: str) -> dict[str, object]:
    """Return what the judges say of a page, alone in an empty folder."""
    said: dict[str, object] = {"kilobytes": len(page.encode()) // 1000}
    parser = html5lib.HTMLParser()
    parser.parse(page)
    said["html5lib errors"] = len(parser.errors)
    said["scripts, from the web"] = f"{page.count('<script')}, {len(re.findall(r'<script[^>]* src=.https?:', page))}"
    said["says its charset"] = re.search(r"<meta[^>]*charset", page) is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "judged.html").write_text(page, "utf-8")
        jar = ["java", "-jar", str(TOOLS / "vnu-jar/build/dist/vnu.jar"), "--errors-only", "--exit-zero-always"]
        done = subprocess.run([*jar, "--format", "json", str(folder / "judged.html")], capture_output=True, check=True)
        said["Nu errors"] = len(json.loads(done.stderr)["messages"])
        axe = (TOOLS / "axe-core/axe.min.js").read_text("utf-8") + AXE
        said["axe violations"] = ", ".join(loaded(folder, page, axe)) or "none"
        said |= loaded(folder, page, LOOK)
        said["wider than 375 px by"] = loaded(folder, page, LOOK, width=375)["wider than the window"]
        dark = loaded(folder, page, LOOK, "--blink-settings=preferredColorScheme=0")
        said["dark ground"] = dark["ground"]
        run(folder, folder / "judged.html", f"--print-to-pdf={folder / 'judged.pdf'}", "--no-pdf-header-footer")
        said["pages of paper"] = (folder / "judged.pdf").read_bytes().count(b"/Type /Page\n")
    return said


def attacked(pages: list[str]) -> str:
    """Return what payloads do, each alone in a peer's page and loaded without a policy."""
    made = {
        f"{number}.html": scripted(page, WATCH)
        if CHARSET in page
        else with_head(page, f"<script>{SAY}{WATCH}</script>")
        for number, page in enumerate(pages)
    }
    with tempfile.TemporaryDirectory() as name, listener() as (every_host, arrived):
        said = said_by(Path(name), made, every_host, at_once=16)
        ran = sum(noted["hits"] > 0 for noted in said.values())
        left = len(pages) - len(said)
        schemes = sorted({scheme for noted in said.values() for scheme in noted["schemes"]})
        return f"{ran} of {len(pages)} run, {left} leave the page, {len(arrived)} requests, links {schemes}"


def hostile(name: str) -> list[str]:
    """Return the pages a peer makes of the payloads."""
    texts = [f"# T\n\n### Question 1\n> Answer:\n\n{text}\n" for text in payloads()]
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    if name == "exam-tui":
        return [render_page(Report.from_bytes(text.encode()), folder=Path("/nonexistent")).html for text in texts]
    if name == "course":
        return [markdown(text) for text in texts]
    if name == "pandoc":
        command = ["pandoc", "--from=gfm", "--standalone", "--metadata=title:T"]
        return [
            subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout for text in texts
        ]
    # nbconvert: its renderer of Markdown cells, in one process of its own Python.
    python = Path(shutil.which("jupyter-nbconvert") or "").read_text("utf-8").split("\n")[0].removeprefix("#!")
    done = subprocess.run([python, "-c", CELLS], input=json.dumps(texts), capture_output=True, text=True, check=True)
    cells: list[str] = json.loads(done.stdout)
    return cells


def shown_otherwise(folder: Path) -> None:
    """Print how many answers of real reports each peer shows otherwise than GitHub's renderer."""
    answers = [
        question.answer
        for path in sorted(folder.glob("*.md"))
        for question in Report.load(path).questions
        if question.state != "unanswered" and not re.search(r"<(?!https?:)", question.answer)
    ]
    right = [canonical(cmarkgfm.markdown_to_html_with_extensions(text, extensions=EXTENSIONS)) for text in answers]
    renderers: dict[str, Callable[[str], str]] = {"exam-tui": ours, "course": markdown}
    if shutil.which("pandoc"):
        renderers["pandoc"] = lambda text: (
            subprocess.run(
                ["pandoc", "--from=gfm", "--no-highlight", "--wrap=preserve"],
                input=text,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
    print(f"\nof {len(answers)} real answers without HTML shown otherwise than by cmark-gfm:")
    for name, render in renderers.items():
        print(f"  {name}: {sum(canonical(render(text)) != html for text, html in zip(answers, right, strict=True))}")


def main() -> None:
    """Print all of it."""
    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
    peers = {name: make for name, make in PEERS.items() if name not in PROGRAMS or shutil.which(PROGRAMS[name])}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "examples", folder, dirs_exist_ok=True)
        for peer, make in peers.items():
            page, again = make(folder / "report.md"), make(folder / "report.md")
            print(f"\n{peer}")
            if page is None:
                print("  no page")
                continue
            for point, value in judged(page).items():
                print(f"  {point}: {html.unescape(str(value))}")
            print(f"  same bytes twice: {page == again}")
            if peer != "GitHub":  # what its site takes out of the renderer's output cannot be seen from here
                print(f"  payloads: {attacked(hostile(peer))}")
    if len(sys.argv) > 1:
        shown_otherwise(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
