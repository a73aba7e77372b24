"""Help while writing: lists, pastes, the clipboard, another editor, images, earlier versions."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Input, OptionList, Static

from exam_tui.core.checker import verdict_of
from exam_tui.core.findings.engine import findings_of
from exam_tui.desktop import clipboard, clipboard_picture, screenshots
from exam_tui.storage.history.versions import history_of
from exam_tui.storage.images.figures import picture_at
from exam_tui.tui.screens.answer_history import EarlierScreen
from exam_tui.tui.screens.dialogs.confirm import Confirm
from exam_tui.tui.screens.images import ImagesScreen
from exam_tui.tui.screens.problems import ProblemsScreen
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.meter import Meter
from tests.tui.editing import Editor, opened

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


async def _save(editor: Editor) -> None:
    await editor.press("ctrl+s")
    await editor.until(lambda: not editor.is_busy("save"))


def _is_asked(editor: Editor) -> bool:
    """Return whether there is a line to type into, and what is typed goes there."""
    return isinstance(editor.app.focused, Input)


async def _answer_is(editor: Editor, text: str) -> None:
    """Put an answer in, with the cursor after it."""
    editor.area.replace_answer(text)
    editor.area.action_cursor_text_end()
    await editor.pilot.pause()


ENTERED = {
    "- peas": "- peas\n- ",
    "* [x] peas": "* [x] peas\n* [ ] ",
    "  2. peas": "  2. peas\n  3. ",
    "> peas": "> peas\n> ",
    "- peas\n- ": "- peas\n\n",
    "plain": "plain\n",
    "```\n- code": "```\n- code\n",
}


async def test_enter_goes_on_with_a_list_and_ends_it_at_an_empty_item(small_report: Path) -> None:
    async with opened(small_report) as editor:
        for before, after in ENTERED.items():
            await _answer_is(editor, before)
            await editor.press("enter")
            assert editor.area.answer == after, before
            assert editor.area.cursor_location == editor.area.document.end, before


async def test_enter_within_an_item_moves_the_rest_into_the_next_one_with_the_cursor_before_it(
    small_report: Path,
) -> None:
    async with opened(small_report) as editor:
        await _answer_is(editor, "- peas   and beans")
        editor.area.move_cursor((0, len("- peas")))
        await editor.press("enter")
        assert editor.area.answer == "- peas\n- and beans"
        assert editor.area.cursor_location == (1, len("- "))


async def test_enter_in_a_list_is_one_step_to_undo(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _answer_is(editor, "- peas")
        await editor.press("enter", "ctrl+z")
        assert editor.area.answer == "- peas"


async def test_code_is_indented_as_it_is_typed(small_report: Path) -> None:
    """Tab works on an empty line, Enter keeps the indentation, and the closing mark goes where it closes."""
    async with opened(small_report) as editor:
        editor.area.text = ""
        await editor.write("```\n")
        await editor.press("tab")
        await editor.write("a\nb\n```\nc")
        assert editor.area.text == "```\n    a\n    b\n```\nc"


async def test_a_paste_loses_what_nobody_sees_and_says_how_much(small_report: Path) -> None:
    async with opened(small_report) as editor:
        editor.area.post_message(Paste("Pe\x1b[31mas\u200b \x07and “beans”\r\nmore"))
        await editor.until(lambda: editor.area.answer == "Peas and “beans”\nmore")
        await editor.until(lambda: "2 control characters and 1 invisible character" in editor.line(KeyBar))
        assert editor.meter(0).split()[:2] == ["words", "4"]


async def test_typographic_quotes_are_named_in_code_and_links_alone(small_report: Path) -> None:
    async with opened(small_report) as editor:
        editor.area.insert_paste("He said “peas” – often.")
        await editor.pilot.pause()
        assert "“" not in editor.line(KeyBar)
        editor.area.replace_answer("")
        editor.area.insert_paste("Run `print(“peas”)`.")
        await editor.pilot.pause()
        assert 'The code contains “, but programs expect "' in editor.line(KeyBar)
        editor.area.replace_answer("")
        editor.area.insert_paste("![a](figures/“a”.png)")
        await editor.pilot.pause()
        assert "The link contains “" in editor.line(KeyBar)


async def test_copying_goes_to_the_system_and_pasting_comes_from_there(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = {"text": ""}

    def copy(text: str) -> clipboard.Copied:
        board["text"] = text
        return clipboard.Copied.SYSTEM

    monkeypatch.setattr(clipboard, "copy", copy)
    monkeypatch.setattr(clipboard, "clipboard_text", lambda: board["text"] or None)
    async with opened(small_report) as editor:
        await _answer_is(editor, "peas and beans")
        await editor.press("ctrl+a", "ctrl+c")
        await editor.until(lambda: "Copied." in editor.line(KeyBar))
        assert board["text"] == "peas and beans"
        board["text"] = "figs\x07"
        await editor.press("ctrl+v")
        await editor.until(lambda: editor.area.answer == "figs")
        await editor.press("ctrl+x")
        await editor.until(lambda: board["text"] == "figs")  # without a selection it is the line
        assert editor.area.answer == ""


async def test_without_a_clipboard_program_the_terminal_is_asked_and_that_is_said(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "copy", lambda _text: clipboard.Copied.NONE)
    monkeypatch.setattr(clipboard, "clipboard_text", lambda: None)
    monkeypatch.setattr(clipboard, "why_not", lambda *_: "")
    async with opened(small_report) as editor:
        written: list[str] = []
        monkeypatch.setattr(editor.app, "_to_terminal", written.append)
        await _answer_is(editor, "peas")
        await editor.press("ctrl+a", "ctrl+c")
        await editor.until(lambda: "Sent to the terminal" in editor.line(KeyBar))
        assert any("\x1b]52;c;cGVhcw==" in sequence for sequence in written)
        await editor.press("ctrl+end", "ctrl+v")
        await editor.until(lambda: editor.area.answer == "peaspeas")  # what was copied here is still known here


async def test_two_clicks_select_a_word_and_three_a_line(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _answer_is(editor, "Green peas, and\nbeans")
        x, y = editor.area.content_region.offset
        await editor.pilot.click(offset=(x + 7, y), times=2)
        assert editor.area.selected_text == "peas"
        await editor.pilot.click(offset=(x + 7, y), times=3)
        assert editor.area.selected_text == "Green peas, and\n"


# Another editor


@contextmanager
def _no_suspending() -> Iterator[None]:
    yield


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for an editor is a shell script")
async def test_another_editor_changes_the_answer_and_one_key_takes_it_back(
    small_report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "my editor.sh"
    script.write_text('#!/bin/sh\nprintf "and beans\\n" >> "$2"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", f"'{script}' --wait")
    async with opened(small_report) as editor:
        monkeypatch.setattr(editor.app, "suspend", _no_suspending)
        await _answer_is(editor, "peas")
        await editor.press("ctrl+g")
        assert editor.area.answer == "peas\nand beans"
        await editor.press("ctrl+z")
        assert editor.area.answer == "peas"


async def test_an_editor_that_fails_leaves_the_answer_and_says_why(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor-anywhere")
    async with opened(small_report) as editor:
        monkeypatch.setattr(editor.app, "suspend", _no_suspending)
        await _answer_is(editor, "peas")
        await editor.press("ctrl+g")
        assert editor.area.answer == "peas"
        assert "no-such-editor-anywhere" in editor.line(KeyBar)


# Images


@pytest.fixture
def with_figures(small_report: Path) -> Path:
    """Put two images into the figures folder of the small report, the harbour the newer one."""
    folder = small_report.parent / "figures"
    folder.mkdir(exist_ok=True)
    for age, name in enumerate(("harbour.png", "old boat.png")):
        (folder / name).write_bytes(PNG + name.encode())
        os.utime(folder / name, (1_700_000_000 - age * 1000, 1_700_000_000 - age * 1000))
    return small_report


async def _open_images(editor: Editor) -> ImagesScreen:
    await editor.press("alt+i")
    await editor.until(lambda: editor.is_open(ImagesScreen))
    screen = editor.app.screen
    assert isinstance(screen, ImagesScreen)
    return screen


async def test_an_image_is_chosen_from_the_list_named_and_counted(with_figures: Path) -> None:
    async with opened(with_figures) as editor:
        await editor.go_to(3)
        await _answer_is(editor, "")
        screen = await _open_images(editor)
        rows = [str(option.prompt) for option in screen.query_one(OptionList).options]
        assert [row.split("  ")[0] for row in rows] == ["harbour.png", "old boat.png"]
        assert "119 bytes" in rows[0]
        await editor.press("down", "enter", *"a", "space", *"boat", "enter")
        assert editor.area.answer == "![a boat](figures/old%20boat.png)"
        assert "images     1" in editor.app.screen_stack[0].query_one(Meter).render_line(0).text
        assert editor.is_writing()


async def test_an_image_from_elsewhere_is_copied_under_a_clean_name(with_figures: Path, tmp_path: Path) -> None:
    source = tmp_path / "elsewhere" / "Skærmbillede 2026 (1).PNG"
    source.parent.mkdir()
    source.write_bytes(PNG + b"new")
    async with opened(with_figures) as editor:
        await editor.go_to(3)
        await _answer_is(editor, "")
        screen = await _open_images(editor)
        screen.query_one("#image-name", Input).value = f"'{source}'"
        await editor.press("enter")
        await editor.until(lambda: screen.query_one("#image-alt").has_focus)
        await editor.press(*"sail", "enter")
        link = editor.area.answer
        target = link.removeprefix("![sail](").removesuffix(")")
        assert " " not in target
        assert (with_figures.parent / "figures").is_dir()
        assert len(list((with_figures.parent / "figures").iterdir())) == 3
        await editor.press("ctrl+l")
        await editor.until(lambda: editor.is_open(ProblemsScreen))
        findings = findings_of(editor.app.screen_stack[0].session.report)  # type: ignore[attr-defined]
        assert not [finding for finding in findings if finding.code.startswith("image-missing")]


async def test_the_picture_on_the_clipboard_and_new_screenshots_come_first_and_are_copied(
    with_figures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot = tmp_path / "home" / "Screenshots" / "Screenshot 7.png"
    shot.parent.mkdir(parents=True)
    shot.write_bytes(PNG + b"seven")
    found = picture_at(shot, "Screenshots/Screenshot 7.png", "")
    assert found
    monkeypatch.setattr(screenshots, "newest_screenshots", lambda: (found,))
    monkeypatch.setattr(clipboard_picture, "clipboard_picture", lambda: PNG + b"eight")
    async with opened(with_figures) as editor:
        await editor.go_to(2)

        async def insert(*keys: str, text: str) -> None:
            await _open_images(editor)
            await editor.press(*keys, "enter")
            await editor.until(lambda: bool(editor.app.screen.query_one("#image-alt").display))
            await editor.write(text)
            await editor.press("enter")
            await editor.until(lambda: f"![{text}](figures/" in editor.area.answer)

        await insert(text="eight")
        await insert("down", text="seven")
        assert "](figures/Screenshot-7.png)" in editor.area.answer
    names = [path.name for path in (with_figures.parent / "figures").iterdir()]
    assert any(name.startswith("screenshot-20") and name.endswith(".png") for name in names)


async def test_what_is_no_image_is_refused_with_the_reason(with_figures: Path, tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no image", encoding="utf-8")
    async with opened(with_figures) as editor:
        screen = await _open_images(editor)
        screen.query_one("#image-name", Input).value = str(tmp_path / "text.png")
        await editor.press("enter")
        await editor.until(lambda: "text.png" in str(screen.query_one("#image-help").render()))
        await editor.press("escape")
        assert editor.is_writing()


async def test_a_pasted_path_of_an_image_becomes_a_link_when_asked_for(with_figures: Path, tmp_path: Path) -> None:
    source = tmp_path / "my sail.png"
    source.write_bytes(PNG + b"sail")
    async with opened(with_figures) as editor:
        await editor.go_to(3)
        await _answer_is(editor, "See ")
        editor.area.post_message(Paste(str(source)))
        await editor.until(lambda: editor.is_open(Confirm))
        await editor.press("enter")
        await editor.until(lambda: _is_asked(editor))
        await editor.press(*"one", "enter")
        assert editor.area.answer == "See ![one](figures/my-sail.png)"
        assert "Copied to figures/my-sail.png." in editor.line(KeyBar)
        assert editor.is_writing()
        assert (with_figures.parent / "figures" / "my-sail.png").read_bytes() == PNG + b"sail"


@pytest.mark.parametrize("is_here", [True, False])
async def test_a_pasted_path_is_looked_for_beside_the_report_and_an_image_of_figures_is_not_copied(
    with_figures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_here: bool
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    pasted = "figures/harbour.png"
    if not is_here:
        (elsewhere / "new.png").write_bytes(PNG + b"new")
        pasted = "new.png"
    async with opened(with_figures) as editor:
        await editor.go_to(3)
        await _answer_is(editor, "")
        editor.area.post_message(Paste(pasted))
        await editor.until(lambda: editor.is_open(Confirm))
        await editor.press("enter")
        await editor.until(lambda: _is_asked(editor))
        await editor.press("enter")
        said = "figures/harbour.png already exists." if is_here else "Copied to figures/new.png."
        await editor.until(lambda: said in editor.line(KeyBar))
        assert editor.area.answer == f"![](figures/{Path(pasted).name})"


async def test_a_pasted_path_stays_text_where_nothing_is_said_of_the_image(with_figures: Path) -> None:
    async with opened(with_figures) as editor:
        await editor.go_to(3)
        await _answer_is(editor, "")
        editor.area.post_message(Paste("figures/harbour.png"))
        await editor.until(lambda: editor.is_open(Confirm))
        await editor.press("enter")
        await editor.until(lambda: _is_asked(editor))
        await editor.press("escape")
        assert editor.area.answer == "figures/harbour.png"
        assert editor.is_writing()


async def test_a_pasted_path_stays_text_when_that_is_wanted(with_figures: Path, tmp_path: Path) -> None:
    source = tmp_path / "my sail.png"
    source.write_bytes(PNG + b"sail")
    async with opened(with_figures) as editor:
        await _answer_is(editor, "")
        editor.area.post_message(Paste(str(source)))
        await editor.until(lambda: editor.is_open(Confirm))
        await editor.press("escape")
        await editor.until(lambda: not editor.is_busy("images"))
        assert editor.area.answer == str(source)
        assert not (with_figures.parent / "figures" / "my-sail.png").exists()


async def test_two_images_one_after_the_other_are_two_paragraphs(with_figures: Path) -> None:
    async with opened(with_figures) as editor:

        async def insert(text: str) -> None:
            await _open_images(editor)
            await editor.press("enter", text, "enter")
            await editor.until(lambda: f"![{text}]" in editor.area.answer)

        await editor.go_to(3)
        await _answer_is(editor, "")
        for text in ("a", "b"):
            await insert(text)
        link = "![{}](figures/harbour.png)"
        assert editor.area.answer == f"{link.format('a')}\n\n{link.format('b')}"
        assert editor.area.cursor_location == (2, len(link) - 1)
        editor.area.move_cursor((0, 0))
        await insert("c")
        assert editor.area.answer.split("\n\n") == [link.format(text) for text in "cab"]
        assert editor.area.cursor_location == (0, len(link) - 1)
        assert "images     3" in editor.app.screen_stack[0].query_one(Meter).render_line(0).text
        await editor.press("ctrl+z")
        assert editor.area.answer.split("\n\n") == [link.format(text) for text in "ab"]


async def test_a_file_that_is_not_what_its_name_says_is_marked_and_not_chosen(with_figures: Path) -> None:
    figures = with_figures.parent / "figures"
    for age, (name, data) in enumerate({"moving.png": b"GIF89a......", "none.jpg": b"", "odd.png": b"text"}.items()):
        (figures / name).write_bytes(data)
        os.utime(figures / name, (1_800_000_000 - age, 1_800_000_000 - age))
    async with opened(with_figures) as editor:
        await editor.go_to(3)
        await _answer_is(editor, "")
        screen = await _open_images(editor)
        rows = [str(option.prompt) for option in screen.query_one(OptionList).options]
        assert rows[0].startswith("moving.png  ✗ is really GIF")
        assert rows[1].startswith("none.jpg  ✗ is empty")
        assert rows[2].startswith("odd.png  ✗ does not contain a PNG or JPEG image")
        assert screen.query_one(OptionList).highlighted == 3
        await editor.press(*"moving")
        assert screen.query_one(OptionList).highlighted is None
        await editor.press("enter")
        help_text = screen.query_one("#image-help")
        await editor.until(lambda: "figures/moving.png is really GIF" in str(help_text.render()))
        assert "Save it as PNG" in str(help_text.render())
        await editor.press("escape")
        assert editor.area.answer == ""
        screen = await _open_images(editor)
        await editor.press("enter", "a", "enter")
        assert editor.area.answer == "![a](figures/harbour.png)"


# Earlier versions


async def _open_earlier(editor: Editor) -> EarlierScreen:
    await editor.press("alt+u")
    await editor.until(lambda: editor.is_open(EarlierScreen))
    screen = editor.app.screen
    assert isinstance(screen, EarlierScreen)
    return screen


def _versions(screen: EarlierScreen) -> list[str]:
    return [str(option.prompt) for option in screen.query_one(OptionList).options]


async def test_an_answer_is_brought_back_as_saved_or_as_opened(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.go_to(4)
        await _answer_is(editor, "Saved words")
        await _save(editor)
        await _answer_is(editor, "Something else")
        screen = await _open_earlier(editor)
        saved, first = _versions(screen)
        assert saved == "as last saved  2 words"
        assert re.fullmatch(r"\d\d \w+ \d\d:\d\d  as first opened  8 words", first)
        await editor.press("enter")
        assert editor.area.answer == "Saved words"
        await _open_earlier(editor)
        await editor.press("enter")
        assert editor.area.answer == "Far too many words about two small sails"
        await editor.press("ctrl+z")
        assert editor.area.answer == "Saved words"


async def test_an_answer_of_an_earlier_day_is_brought_back_with_what_it_changes_shown(small_report: Path) -> None:
    for text in ("Two\n\nold", "Two\n\nnew"):
        async with opened(small_report) as editor:
            await editor.go_to(4)
            await _answer_is(editor, text)
            await _save(editor)
    async with opened(small_report) as editor:
        await editor.go_to(4)
        screen = await _open_earlier(editor)
        second, first = _versions(screen)
        assert "before a save  2 words" in second
        assert "as first opened  8 words" in first
        shown = screen.query_one("#earlier-text", Static)
        assert str(shown.render()) == " Two\n \n-new\n+old"
        await editor.press("down")
        assert "+Far too many words" in str(shown.render())
        await editor.press("escape")
        assert editor.area.answer == "Two\n\nnew"
        await _open_earlier(editor)
        await editor.press("end", "enter")
        assert editor.area.answer == "Far too many words about two small sails"


async def test_an_answer_is_found_where_its_question_had_another_number(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.until(lambda: bool(history_of(small_report)))  # what was first opened is kept now
    text = small_report.read_text(encoding="utf-8").replace("### Question 4", "### Question 5")
    new = "### Question 4\n\n> **Something new**\n>\n> Answer:\n\nNew\n\n### Question 5"
    small_report.write_text(text.replace("### Question 5", new).replace("Far too many", "Few"), encoding="utf-8")
    async with opened(small_report) as editor:
        await editor.go_to(5)
        await _open_earlier(editor)
        await editor.press("enter")
        assert editor.area.answer == "Far too many words about two small sails"


async def test_an_untouched_answer_has_no_earlier_version(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("alt+u")
        await editor.until(lambda: "No earlier version" in editor.line(KeyBar))


async def test_undo_goes_on_behind_a_save(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.go_to(4)
        before = editor.area.answer
        await _answer_is(editor, "Saved words")
        await _save(editor)
        await editor.press("ctrl+z")
        assert editor.area.answer == before
        assert verdict_of(editor.on_disk()) is not None
