"""Make the pictures of README from the running editor: `make screenshots`.

Each picture is the editor itself on a copy of the example report, driven by keys, drawn by Textual as SVG and
turned into PNG by a Chromium (any of the usual names on PATH).
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parent / "examples"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PICTURES: dict[str, tuple[tuple[int, int], list[str]]] = {
    "editor-120x40": ((120, 40), ["ctrl+n"]),
    "editor-80x24": ((80, 24), ["ctrl+n"]),
    "checklist-120x40": ((120, 40), ["ctrl+t"]),
    "overview-120x40": ((120, 40), ["alt+o"]),
    "problems-120x40": ((120, 40), ["ctrl+l"]),
    "help-120x40": ((120, 40), ["f1"]),
}


async def svg(report: Path, size: tuple[int, int], keys: list[str]) -> str:
    """Run the editor at a size, press keys, and return what it shows."""
    from exam_tui.session.session import Session  # noqa: PLC0415 - after the state folder is set
    from exam_tui.storage.disk import ui_state  # noqa: PLC0415 - the same
    from exam_tui.tui.app import ExamApp  # noqa: PLC0415 - the same

    ui_state.save_state(report, {"opened": True})
    app = ExamApp(Session.open(report), page=False)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(2.0)
        await pilot.press(*keys)
        await pilot.pause(2.0)
        return app.export_screenshot(title="exam-tui")


def png(drawing: str, target: Path) -> None:
    """Draw an SVG with a browser; without one the SVG itself is kept."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        target.with_suffix(".svg").write_text(drawing, encoding="utf-8")
        print(f"no browser found: {target.with_suffix('.svg')} instead of a PNG")
        return
    width, height = (round(float(part)) for part in re.findall(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', drawing)[0])
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(f'<body style="margin:0">{drawing}</body>', encoding="utf-8")
        arguments = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--no-first-run",
            f"--user-data-dir={folder}/profile", f"--window-size={width},{height}",
            f"--screenshot={target}", page.as_uri(),
        ]  # fmt: skip
        subprocess.run(arguments, check=True, capture_output=True, timeout=60)


def main() -> int:
    """Make every picture."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = str(Path(folder, "state"))
        shutil.copytree(EXAMPLE, Path(folder, "reports"))
        os.chdir(folder)
        for name, (size, keys) in PICTURES.items():
            png(asyncio.run(svg(Path("reports", "report.md"), size, keys)), HERE / f"{name}.png")
            print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
