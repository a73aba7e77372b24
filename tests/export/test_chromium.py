"""The page in a real browser."""

import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from exam_tui.core.report import Report
from exam_tui.export import render_page
from tests.export.payloads import payloads
from tests.export.samples import EVERYTHING, png, question

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_QUIET = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--mute-audio",
)  # fmt: skip

pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium on this machine")

# Stands before a page under test: it notes what runs. It needs a policy that lets it and would let the payloads.
_WATCH = """<script>
window.hits = 0; window.hit = () => { hits += 1; };
window.alert = window.confirm = window.prompt = window.hit;
window.onload = () => setTimeout(() => {
  const loaded = performance.getEntriesByType("resource").map(e => e.name).filter(n => !n.startsWith("data:"));
  const images = [...document.images];
  document.documentElement.dataset.report = JSON.stringify({
    hits, loaded: loaded.length, images: images.length, shown: images.filter(i => i.naturalWidth > 0).length,
    wide: document.documentElement.scrollWidth - innerWidth, dark: getComputedStyle(document.body).backgroundColor,
    title: document.title, frames: frames.length,
  });
}, 300);
</script>"""


def run(profile: Path, page: Path, *options: str) -> str:
    """Return the page's tree as Chromium has it after its scripts ran."""
    assert _CHROMIUM is not None
    # Chromium refuses its sandbox to root, as containers run it.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [_CHROMIUM, *_QUIET, *sandbox, f"--user-data-dir={profile}", "--virtual-time-budget=3000", *options]
    done = subprocess.run(
        [*command, page.as_uri()], capture_output=True, encoding="utf-8", errors="replace", timeout=120, check=True
    )
    return done.stdout


def watched(tmp_path: Path, page: str, *options: str, policy: bool = False) -> str:
    """Return what the watching script noted on a page, as JSON; without the policy unless asked."""
    if not policy:
        page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
        page = page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{_WATCH}')
    file = tmp_path / "page.html"
    file.write_text(page, "utf-8")
    dump = run(tmp_path / "profile", file, "--dump-dom", *options)
    found = re.search(r'data-report="([^"]*)"', dump)
    return html.unescape(found[1]) if found else dump


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a report's folder with one image."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "boat.png").write_bytes(png())
    return tmp_path


def test_no_payload_runs_or_loads_anything_even_without_the_policy(folder: Path) -> None:
    """All payloads on one page, in the order they were written; the policy would be a second wall."""
    source = "# Payloads\n\n" + "".join(question(number, text) for number, text in enumerate(payloads(), 1))
    page = render_page(Report.from_bytes(source.encode("utf-8", "surrogatepass")), folder=folder).html
    noted = watched(folder, page)
    assert '"hits":0,"loaded":0,' in noted
    assert '"title":"Payloads","frames":0' in noted
    counts = re.search(r'"images":(\d+),"shown":(\d+)', noted)
    assert counts is not None
    assert int(counts[1]) == int(counts[2]) > 5


def test_the_watch_sees_what_runs(folder: Path) -> None:
    """The test above can fail."""
    page = render_page(Report.from_bytes(b"# T\n"), folder=folder).html
    assert '"hits":1' in watched(folder, page.replace("</main>", "<img src=x onerror=hit()></main>"))


def test_the_policy_stops_a_script_and_lets_the_style_work(folder: Path) -> None:
    """Should a script get into the page after all."""
    page = render_page(Report.from_bytes(EVERYTHING.encode()), folder=folder).html
    script = "<script>document.title = 'ran ' + getComputedStyle(document.body).maxWidth</script>"
    assert "<title>Harbour report 2031</title>" in watched(
        folder, page.replace("</main>", f"{script}</main>"), policy=True
    )


@pytest.mark.parametrize("width", ["375", "1280"])
def test_images_show_and_the_page_is_not_wider_than_its_window(folder: Path, width: str) -> None:
    """Chromium's own windows are 500 pixels wide at least, so the page stands in a frame."""
    wide = (
        "\n\n```\n"
        + "x" * 400
        + "\n```\n\n|"
        + "header|" * 30
        + "\n|"
        + "-|" * 30
        + "\n\n"
        + "y" * 300
        + "\n\n`"
        + "z" * 300
    )
    page = render_page(Report.from_bytes((EVERYTHING + wide + "`\n").encode()), folder=folder).html
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    (folder / "inner.html").write_text(
        page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{_WATCH}'), "utf-8"
    )
    (folder / "outer.html").write_text(
        f"""<!doctype html><iframe src="inner.html" style="width:{width}px;height:900px"></iframe><script>
        setTimeout(() => {{ document.body.dataset.report = frames[0].document.documentElement.dataset.report }}, 1500)
        </script>""",
        "utf-8",
    )
    dump = html.unescape(
        run(
            folder / "profile",
            folder / "outer.html",
            "--dump-dom",
            "--allow-file-access-from-files",
            "--window-size=1400,1000",
        )
    )
    assert '"images":4,"shown":4' in dump
    wider = re.search(r'"wide":(-?\d+)', dump)
    assert wider is not None
    assert int(wider[1]) <= 0


def test_the_dark_style_is_dark(folder: Path) -> None:
    """By the reader's own setting."""
    page = render_page(Report.from_bytes(b"# T\n"), folder=folder).html
    light = watched(folder, page, "--blink-settings=preferredColorScheme=1")
    dark = watched(folder, page, "--blink-settings=preferredColorScheme=0")
    assert '"dark":"rgb(255, 255, 255)"' in light
    assert '"dark":"rgb(13, 17, 23)"' in dark


def test_the_page_prints(folder: Path) -> None:
    """To a PDF with a page at least."""
    file = folder / "report.html"
    file.write_text(render_page(Report.from_bytes(EVERYTHING.encode()), folder=folder).html, "utf-8")
    run(folder / "profile", file, f"--print-to-pdf={folder / 'report.pdf'}", "--no-pdf-header-footer")
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")
