"""In the dialog that inserts an image all that is typed is in its line, and Tab completes it."""

from pathlib import Path

from textual.widgets import Input

from exam_tui.tui.screens.images import ImagesScreen
from tests.tui.editing import opened

PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)


async def test_tab_completes_the_name_or_the_path_and_every_key_goes_into_the_line(small_report: Path) -> None:
    figures = small_report.parent / "figures"
    (figures / "boats").mkdir(parents=True)
    for name in ("mast-one.png", "mast-two.png", "sail.png", "boats/keel.png"):
        (figures / name).write_bytes(PNG)
    (small_report.parent / "elsewhere").mkdir()
    (small_report.parent / "elsewhere" / "anchor.png").write_bytes(PNG + b"another one")
    async with opened(small_report) as editor:
        await editor.go_to(2)
        await editor.press("alt+i")
        await editor.until(lambda: editor.is_open(ImagesScreen))
        line = editor.app.screen.query_one("#image-name", Input)
        said = editor.app.screen.query_one("#image-help")

        async def typed(*keys: str, becomes: str) -> None:
            await editor.press(*keys)
            await editor.until(lambda: line.value == becomes)
            assert line.has_focus

        await typed("m", "tab", becomes="mast-")
        await editor.until(lambda: "mast-one.png  mast-two.png" in str(said.render()))
        await typed("t", "tab", becomes="mast-two.png")
        await typed("ctrl+u", *"els", "tab", becomes="elsewhere/")
        await typed("tab", becomes="elsewhere/anchor.png")
        await typed("shift+tab", "down", "x", becomes="elsewhere/anchor.pngx")
        await typed("tab", becomes="elsewhere/anchor.pngx")
        await editor.until(lambda: "No image or folder starts with elsewhere/anchor.pngx" in str(said.render()))
        await typed("alt+backspace", *"png", becomes="elsewhere/anchor.png")
        await editor.press("enter")
        alt = editor.app.screen.query_one("#image-alt", Input)
        await editor.until(lambda: alt.has_focus)
        await editor.press(*"an", "tab", *"chor")
        await editor.until(lambda: "Enter inserts it" in str(said.render()))
        await editor.press("enter")
        assert editor.area.answer == "![anchor](figures/anchor.png)"
