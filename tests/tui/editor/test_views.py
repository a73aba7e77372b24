"""Other views: preview, overview, browser, focus, colours, small windows."""

import re
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from textual.widgets import Input, Markdown, OptionList
from textual.widgets.markdown import MarkdownBlock

from exam_tui.desktop import browser
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.storage.disk import ui_state
from exam_tui.tui.app import ExamApp
from exam_tui.tui.screens.checklist import ChecklistScreen
from exam_tui.tui.screens.dialogs.confirm import Confirm
from exam_tui.tui.screens.dialogs.themes import ThemesScreen
from exam_tui.tui.screens.hand_in import HandInScreen
from exam_tui.tui.screens.overview import OverviewScreen
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.preview import Preview
from tests.core.findings.build import report
from tests.repos import PNG, Repo, needs_git, own_settings_only
from tests.tui.editing import Editor, opened, opened_app


def _full(size: int | tuple[int, int]) -> ParameterSet:
    """Return a size of the window that the long run tries too."""
    return pytest.param(size, marks=pytest.mark.full)


def _preview(editor: Editor) -> str:
    """Return the Markdown of the preview, as soon as it has any."""
    return "".join(shown._markdown or "" for shown in editor.app.screen.query("Preview Markdown").results(Markdown))


def _listed(editor: Editor) -> list[str]:
    """Return the rows of the list that is open, as soon as there are any."""
    return [str(option.prompt) for listing in editor.app.screen.query(OptionList) for option in listing.options]


async def _overview(editor: Editor) -> OptionList:
    """Open the overview, and wait until it knows the problems."""
    await editor.press("alt+o")
    await editor.until(lambda: editor.is_open(OverviewScreen) and not editor.is_busy("overview"))
    listing = editor.app.screen.query_one(OptionList)
    await editor.until(lambda: listing.virtual_size.height == len(listing.options) > 0)  # one line each
    return listing


@pytest.mark.parametrize(("width", "both"), [(140, True), (90, False)])
async def test_the_preview_follows_the_typing_beside_or_in_place_of_the_answer(
    small_report: Path, width: int, *, both: bool
) -> None:
    async with opened(small_report, (width, 30)) as editor:
        await editor.press("alt+v")
        assert editor.app.screen.query(Preview)
        assert editor.area.display is both or editor.area.size.width == 0
        editor.area.replace_answer("Some **strong** words")
        await editor.until(lambda: _preview(editor) == "Some **strong** words")
        await editor.go_to(4)
        await editor.until(lambda: "sails" in _preview(editor))
        await editor.press("alt+v")
        assert not editor.app.screen.query(Preview)
        assert editor.is_writing()


async def test_a_preview_in_place_of_the_answer_has_the_keys_until_esc_or_a_letter(small_report: Path) -> None:
    async with opened(small_report, (90, 24)) as editor:
        await editor.press("alt+v")
        await editor.until(lambda: isinstance(editor.app.focused, Preview))
        assert any("Preview · Esc back" in line for line in editor.lines())
        await editor.press("escape")
        await editor.until(editor.is_writing)
        assert not editor.app.screen.query(Preview)
        await editor.press("alt+v")
        await editor.until(lambda: isinstance(editor.app.focused, Preview))
        await editor.write("two words")
        await editor.until(lambda: editor.area.answer == "two words")
        assert editor.is_writing()


async def test_the_preview_looks_for_no_bare_addresses_in_an_answer(small_report: Path) -> None:
    """To look for them takes the square of the time, on a thread that the editor's end would wait for."""
    async with opened(small_report, (140, 30)) as editor:
        await editor.press("alt+v")
        editor.area.replace_answer("http://a.example and [the harbour](http://b.example)")
        await editor.until(lambda: "the harbour" in _preview(editor))
        shown = editor.app.screen.query_one("Preview Markdown", Markdown)

        def links() -> str:
            return str([block._content.spans for block in shown.query(MarkdownBlock) if block._content])

        await editor.until(lambda: "b.example" in links())
        assert "a.example" not in links()


def _below(editor: Editor, text: str) -> str:
    """Return the line below a text on the screen, "" where there is no such text."""
    lines = editor.lines()
    return next((below for line, below in pairwise(lines) if text in line), "")


@pytest.mark.parametrize("size", [(40, 12), _full((50, 16)), (80, 24), _full((120, 40))])
async def test_the_preview_of_a_short_answer_says_what_it_is(small_report: Path, size: tuple[int, int]) -> None:
    """In the focus mode too."""
    async with opened(small_report, size) as editor:
        await editor.go_to(3)
        for _ in range(2):
            await editor.press("alt+v")
            await editor.until(lambda: "harbour" in _below(editor, "─ Preview "))
            await editor.until(lambda: any("images     1" in line for line in editor.lines()))
            await editor.press("alt+v")
            await editor.until(editor.is_writing)
            await editor.press("alt+z")


async def test_the_overview_lists_what_is_left_and_goes_there(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(report({5: "One two three", 6: "One two three four"}), encoding="utf-8")
    async with opened(path) as editor:
        await _overview(editor)
        screen = editor.app.screen
        rows = _listed(editor)
        assert rows[0].startswith("Remaining")
        assert "6 " in rows[1]
        assert "1 more word" in rows[1]
        assert "2 more words" in rows[2]
        assert "24 of 27 questions done" in str(screen.query_one("#overview-bar").render())
        assert any("Tasks" in row and "1/3" in row for row in rows)
        await editor.press("enter")
        assert editor.number == 6
        await _overview(editor)
        await editor.press("end", "enter")
        await editor.until(lambda: isinstance(editor.app.screen, ChecklistScreen))


@pytest.mark.parametrize("width", [40, _full(50), _full(64), 80, _full(120)])
async def test_no_line_of_the_overview_is_wrapped_and_no_number_is_lost(tmp_path: Path, width: int) -> None:
    """A question that asks for words and images, a check that would stop, a long section, wide characters."""
    path = tmp_path / "README.md"
    text = report({4: "Few words", 5: "漢字 " * 2, 6: "One"}).replace(
        "## Beds", "## Beds of the garden behind the old house"
    )
    text = text.replace("Recommended answer length: 5-20 words.", "Answer length: 100-200 words + 1 to 3 screenshots.")
    path.write_text(text, encoding="utf-8")
    async with opened(path, (width, 24)) as editor:
        listing = await _overview(editor)
        rows = _listed(editor)
        assert listing.virtual_size.height == len(rows), "one line each"
        row = next(row for row in rows if row.startswith("  ▼  6 "))
        assert re.search(r"\b1( of |/)100–200 words", row)
        assert re.search(r"\b0( of |/)1–3 im", row)
        more = next(at for at, row in enumerate(rows) if row.strip() == "and 20 more")
        assert more == 6, "the easiest, so that the bars are on the screen"
        await editor.press(*["down"] * 5, "enter")
        await editor.until(lambda: len(rows) < len(listing.options) == listing.virtual_size.height)
        rows = _listed(editor)
        assert listing.virtual_size.height == len(rows), "one line each"
        assert any(re.search(r"  ○  6 .*99.*word.*1.*image", row) for row in rows)
        bar = str(editor.app.screen.query_one("#overview-bar").render())
        assert len(bar) <= width
        assert re.search(r"\d+( of |/)27.* done", bar)
        assert "…" not in bar


async def test_the_overview_says_what_is_left_where_every_question_passes(small_report: Path) -> None:
    """A missing image, a problem outside the answers, tasks: each line goes to where it can be done."""
    text = small_report.read_text(encoding="utf-8")
    text = text.replace("--- question 2 fill here ---", "We chose a boat").replace("Far too many words about", "About")
    text = text.replace("two small sails", "two sails")
    small_report.write_text(text, encoding="utf-8")
    (small_report.parent / "figures" / "harbour.png").unlink()
    async with opened(small_report, (80, 24)) as editor:
        listing = await _overview(editor)
        await editor.until(lambda: any("missing image" in row for row in _listed(editor)))
        rows = _listed(editor)
        assert rows[0].startswith("Remaining, quickest first")
        assert re.match(r"  !  3 harbour +1 missing image", rows[1] if "harbour" in rows[1] else rows[2])
        assert any(re.match(r" +checklist +2 tasks not done", row) for row in rows[1:4])
        listing.highlighted = next(at for at, row in enumerate(rows) if "2 tasks not done" in row)
        await editor.press("enter")
        await editor.until(lambda: isinstance(editor.app.screen, ChecklistScreen))


async def test_the_overview_has_a_bar_for_images_too(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "tomatoes.png").write_bytes(PNG)
    text = report({6: "One"}).replace(
        "Recommended answer length: 5-20 words.", "Answer length: 100-200 words + 1 to 3 screenshots."
    )
    path.write_text(text, encoding="utf-8")
    async with opened(path, (80, 24)) as editor:
        await _overview(editor)
        rows = _listed(editor)
        alone = next(row for row in rows if row.startswith("  ✓  4 "))
        assert re.search(r"▕██.*▏ .*1 of 1–2 images", alone)
        both = next(row for row in rows if row.startswith("  ▼  6 "))
        assert re.search(r"▕.+▏ +1 of 100–200 words · ▕.+▏ 0 of 1–3 images", both)


@pytest.mark.parametrize("width", [40, 80])
async def test_the_overview_shows_open_limits_and_targets(tmp_path: Path, width: int) -> None:
    """With a bar where there is room, in fewer words where there is little; what is left goes by the end there is."""
    path = tmp_path / "README.md"
    text = report(dict.fromkeys(range(5, 10), "One two"))
    for number, line in ((5, "at least 100 words"), (6, "up to 250 words"), (7, "about 300 words"), (8, "two images")):
        head, heading, tail = text.partition(f"### Question {number}\n")
        text = head + heading + tail.replace("Recommended answer length: 5-20 words", f"Answer length: {line}", 1)
    path.write_text(text.replace("Upload 1 to 2 images", "Upload exactly one image"), encoding="utf-8")
    async with opened(path, (width, 24)) as editor:
        await _overview(editor)
        rows = _listed(editor)
        assert any(re.match(r"  .  5 .* (98 more words|\+98 words)", row) for row in rows[1:7])
        shown = {row[2:6].split()[1]: row for row in rows[7:] if re.match(r"  \S +\d", row)}
        assert re.search(r"▼  5 .*2 of 100\+ words|▼  5 .*2/100\+ words", shown["5"])
        assert re.search(r"✓  6 .*2 of up to 250 words|✓  6 .*2/≤250 words", shown["6"])
        assert re.search(r"✓  7 .*2 of about 300 words|✓  7 .*2/~300 words", shown["7"])
        assert re.search(r"!  8 .*0 of 2 images|!  8 .*0/2 img", shown["8"])
        assert re.search(r"1 of 1 image$|1/1 img$", shown["4"].rstrip())


async def test_the_overview_of_a_blank_template_shows_bars_in_a_small_window(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(report(dict.fromkeys(range(4, 28), "")), encoding="utf-8")
    async with opened(path, (80, 24)) as editor:
        await _overview(editor)
        await editor.until(lambda: sum("▕" in line for line in editor.lines()) >= 10)


async def test_the_browser_gets_the_page_of_the_unsaved_report(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[Path] = []

    def show(page: Path) -> str:
        pages.append(page)
        return "Opened."

    monkeypatch.setattr(browser, "show_in_browser", show)
    async with opened(small_report) as editor:
        editor.area.replace_answer("Not saved yet")
        await editor.press("alt+shift+v")
        await editor.until(lambda: "Opened." in editor.line(KeyBar))
        assert "Not saved yet" in pages[0].read_text(encoding="utf-8")
    assert not (small_report.parent / "report.html").exists()


async def test_focus_mode_leaves_the_answer_and_its_meters(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("alt+z")
        screen = editor.app.screen
        assert not any(screen.query_one(name).size.height for name in ("#header", "#navigator", "#prompt", "#keys"))
        assert editor.area.size.height > 15
        await editor.press("alt+z")
        assert screen.query_one("#navigator").size.height


async def _choose_theme(editor: Editor, name: str) -> None:
    await editor.press("alt+t")
    await editor.until(lambda: editor.is_open(ThemesScreen))
    listing = editor.app.screen.query_one(OptionList)
    listing.highlighted = [str(option.prompt).strip() for option in listing.options].index(name)
    await editor.until(lambda: editor.app.theme == name)


async def test_a_theme_is_shown_while_one_moves_and_left_by_escape(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _choose_theme(editor, "textual-light")
        background = editor.app.screen_stack[0].styles.background
        await editor.press("escape")
        await editor.until(lambda: editor.app.theme == "textual-dark")
        await editor.until(lambda: editor.app.screen_stack[0].styles.background != background)
    assert "theme" not in ui_state.load_state(None)


async def test_a_chosen_theme_is_remembered(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _choose_theme(editor, "textual-light")
        await editor.press("enter")
        await editor.until(lambda: ui_state.load_state(None).get("theme") == "textual-light")
    assert ui_state.load_state(None)["theme"] == "textual-light"
    async with opened(small_report) as editor:
        assert editor.app.theme == "textual-light"
    async with opened_app(ExamApp(Session.open(small_report), Settings(theme="nord"))) as editor:
        assert editor.app.theme == "nord", "the settings come first"


async def test_a_theme_that_does_not_exist_is_said(small_report: Path) -> None:
    async with opened_app(ExamApp(Session.open(small_report), Settings(theme="no such"))) as editor:
        await editor.until(lambda: "Unknown theme: no such" in editor.line(KeyBar))


@pytest.mark.parametrize("size", [(39, 24), (80, 11)])
async def test_a_window_that_is_too_small_says_so_and_keeps_everything(
    small_report: Path, size: tuple[int, int]
) -> None:
    async with opened(small_report, size) as editor:
        screen = editor.app.screen
        assert "Make the window larger" in str(screen.query_one("#too-small").render())
        assert not screen.query_one("#prompt").display
        await editor.pilot.resize_terminal(80, 24)
        await editor.pilot.pause()
        assert screen.query_one("#prompt").display
        assert not screen.query_one("#too-small").display


@pytest.mark.parametrize("size", [(40, 12), (60, 14)])
async def test_answer_and_meters_are_usable_in_a_small_window(small_report: Path, size: tuple[int, int]) -> None:
    async with opened(small_report, size) as editor:
        await editor.write("one two")
        assert editor.area.size.height >= 3
        assert "2" in editor.meter(0)
        assert "1 more" in editor.meter(0)


async def test_meters_and_hints_stay_beside_a_line_to_type_into_in_a_small_window(small_report: Path) -> None:
    meter = "words      8  2–4     4 too many"
    async with opened(small_report, (40, 12)) as editor:
        await editor.until(lambda: "Only your answers" in editor.line(KeyBar))  # it takes room until one goes on
        await editor.go_to(4)
        await editor.until(lambda: "^s save" in editor.lines()[-1])
        before = editor.app.screen.query_one("#prompt").size.height
        for keys, seen in (
            (("ctrl+f", *"too"), (meter, "1/1 · Alt+R one · Alt+A all")),
            (("alt+g", "4"), (meter,)),
            (("escape", "slash", "s"), ("Filter questions:",)),  # the list has taken the place of the question
        ):
            await editor.press(*keys)
            await editor.until(partial(_all_seen, editor, seen))
            if meter in seen:
                await editor.until(lambda: editor.area.size.height >= 3)
            await editor.press("escape")
            await editor.until(lambda: not editor.app.screen.query(Input))
            await editor.go_to(4)
            await editor.until(lambda: editor.app.screen.query_one("#prompt").size.height == before)


def _all_seen(editor: Editor, texts: tuple[str, ...]) -> bool:
    return all(any(text in line for line in editor.lines()) for text in texts)


@pytest.mark.parametrize("size", [(40, 12), _full((50, 16)), _full((100, 30))])
@pytest.mark.parametrize("labels", [("Keep editing", "Put it back", "Save beside it"), ("Save and quit", "Stay")])
async def test_every_choice_of_a_question_is_in_sight(
    small_report: Path, size: tuple[int, int], labels: tuple[str, ...]
) -> None:
    async with opened(small_report, size) as editor:
        question = "README.md now holds something else: your text has no place in it.\n\n" + "Many words. " * 30
        await editor.app.push_screen(Confirm(question, [(str(at), label) for at, label in enumerate(labels)]))
        await editor.until(lambda: all(label in "\n".join(editor.lines()) for label in labels))


async def test_the_hand_in_check_says_what_git_lacks(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.write("x")
        await editor.press("escape", "h")
        await editor.until(lambda: editor.is_open(HandInScreen))
        screen = editor.app.screen
        assert isinstance(screen, HandInScreen)
        text = screen._text().plain
        assert "unsaved changes" in text
        assert "not in a git repository" in text
        assert "commits and pushes" not in "\n".join(editor.lines()), "there is nothing to commit to"
        await editor.press("escape")
        assert not isinstance(editor.app.screen, HandInScreen)


@needs_git
async def test_the_hand_in_check_leads_to_commit_and_push_where_there_is_git(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_settings_only(monkeypatch)
    repo = Repo(small_report.parent)
    repo.git("init", "--quiet")
    repo.commit("The report")
    async with opened(small_report) as editor:
        await editor.press("escape", "h")
        await editor.until(lambda: editor.is_open(HandInScreen))
        assert "c commits and pushes · Esc closes" in "\n".join(editor.lines())


async def test_settings_show_the_sample_answer_and_leave_markdown_plain(small_report: Path) -> None:
    settings = Settings(example=True, highlight=False)
    async with opened_app(ExamApp(Session.open(small_report), settings)) as editor:
        await editor.until(lambda: "We chose the" in str(editor.app.screen.query_one("#prompt Static").render()))
        await editor.until(lambda: not editor.is_busy("default", "begin"))
        await editor.pilot.pause(0.3)  # nor is it coloured later
        editor.area.replace_answer("**strong**")
        assert not editor.area.get_line(0).spans


async def test_markdown_is_coloured_as_it_is_typed_and_control_characters_stay_harmless(small_report: Path) -> None:
    async with opened(small_report) as editor:
        editor.area.replace_answer("**strong** `code\x1b`\n# title")
        await editor.until(lambda: bool(editor.area.get_line(0).spans))
        line = editor.area.get_line(0)
        assert "\x1b" not in line.plain
        assert [(span.start, span.end) for span in line.spans] == [(0, 10), (11, 18)]
        assert editor.area.get_line(1).spans
        editor.area.replace_answer("word " * 5_000)
        assert not editor.area.get_line(0).spans, "a very long answer stays plain"


LONG_PROMPT = """# Report

### Question 1
> **{}**
>
> Answer length: 3-6 words.
>
> Example:
> *We chose the boat because*
>
> Answer:

A mast
"""


@pytest.mark.parametrize("size", [_full((120, 40)), (80, 24), _full((80, 14)), (44, 13)])
async def test_the_sample_answer_comes_into_view_and_keys_scroll_the_prompt(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "README.md"
    path.write_text(LONG_PROMPT.format("First of all, say which boat it is. " * 20), encoding="utf-8")
    async with opened(path, size) as editor:
        assert not any("We chose the boat" in line for line in editor.lines())
        await editor.press("ctrl+r")
        await editor.until(lambda: any("We chose the boat" in line for line in editor.lines()))
        assert any("A mast" in line for line in editor.lines()), "the answer stays in sight"
        await editor.press(*["alt+pageup"] * 40)
        assert any("First of all" in line for line in editor.lines())
        if not any("We chose the boat" in line for line in editor.lines()):
            await editor.press("ctrl+r")
            await editor.until(lambda: any("We chose the boat" in line for line in editor.lines()))
            await editor.press("alt+pageup")
            await editor.press(*["alt+pagedown"] * 40)
        assert any("We chose the boat" in line for line in editor.lines())
        await editor.press("ctrl+r")
        await editor.until(lambda: any("First of all" in line for line in editor.lines()))
        assert not any("We chose the boat" in line for line in editor.lines())


async def test_the_sample_answer_comes_into_view_in_the_focus_mode_too(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("alt+z")
        assert not any("boat" in line for line in editor.lines())
        await editor.press("ctrl+r")
        await editor.until(lambda: any("We chose the" in line for line in editor.lines()))
        await editor.press("ctrl+r")
        await editor.until(lambda: not any("boat" in line for line in editor.lines()))
        await editor.go_to(4)
        await editor.press("alt+z", "ctrl+r")
        assert "This question has no sample answer." in editor.line(KeyBar)


async def test_a_text_has_lines_of_a_hundred_characters_at_most(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(LONG_PROMPT.format("abcd " * 60).replace("A mast", "efgh " * 60), encoding="utf-8")
    async with opened(path, (200, 40)) as editor:
        beside_list = [line[37:] for line in editor.lines()]
        for words in ("abcd ", "efgh "):
            assert max(line.count(words) for line in beside_list) == 20
        await editor.press("alt+z")
        await editor.until(lambda: not any("abcd" in line for line in editor.lines()))
        shown = next(line for line in editor.lines() if "efgh" in line)
        left, right = shown.index("efgh"), len(shown) - shown.rindex("efgh") - 4
        assert abs(left - right) <= 4, "in the middle"
