"""Mistakes in English while one writes: marked, counted, mended one after the other, and never in the way."""

import random
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.widgets import Static

from exam_tui.proofread import harper
from exam_tui.proofread.remark import Remarks
from exam_tui.session.proofreading import Proofreader
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.storage.lock import lock
from exam_tui.tui.app import ExamApp
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.screens.dialogs.confirm import Confirm
from exam_tui.tui.screens.dialogs.mistake import MistakeScreen
from exam_tui.tui.widgets.header import Header
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.meter import Meter
from tests.proofread.conftest import folders, needs_harper
from tests.repos import Repo, needs_git
from tests.tui.editing import Editor, opened, opened_app
from tests.tui.fake_reader import FakeReader, proofread
from tests.tui.widgets.test_painting import drawn, drawn_anew

__all__ = ["folders"]

WORDS = {"enviroment": ("environment", "environments"), "teh": ("the",), "the the": ("the",)}
TEXT = "We use teh enviroment for the the tests."


def _marked(editor: Editor) -> list[str]:
    area = editor.area
    return [area.document.get_text_range(start, end) for start, end, _ in area.remarks.spans]


def _underlined(editor: Editor) -> list[str]:
    """Return what is drawn underlined in the answer, row by row."""
    area = editor.area
    strips = [area.render_line(row) for row in range(area.size.height)]
    return [segment.text for strip in strips for segment in strip if segment.style and segment.style.underline]


def _signs(editor: Editor) -> list[str]:
    """Return the rows of the answer that have the sign at their edge."""
    region = editor.area.region
    rows = [line[region.x :] for line in editor.lines()[region.y : region.bottom]]
    return [row[1:].split("  ")[0].strip(" ┃│▇▆▅▄▃▂▁█") for row in rows if row.startswith("~")]


def _counted(editor: Editor) -> str:
    return str(editor.app.screen_stack[0].query_one(Meter).border_title or "").strip()


def _dialog(editor: Editor) -> str:
    """Return what the dialog says; "" where it is not open."""
    if not isinstance(editor.app.screen, MistakeScreen):
        return ""
    box = editor.app.screen.query_one("#mistake")
    return "\n".join([str(box.border_title), *(str(part.render()) for part in box.query(Static))])


async def _write(editor: Editor, number: int, text: str) -> None:
    await editor.go_to(number)
    editor.area.replace_answer(text)
    editor.area.move_cursor((0, 0))


async def _reading(editor: Editor, text: str = TEXT, number: int = 4) -> FakeReader:
    """Have an answer with mistakes in the pane, and all of it read."""
    await _write(editor, number, text)
    return await proofread(editor, WORDS)


async def _next(editor: Editor) -> None:
    await editor.press("alt+y")
    await editor.until(lambda: editor.is_open(MistakeScreen))


# Marks


async def test_mistakes_are_underlined_have_a_sign_at_the_edge_and_are_counted(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _reading(editor, f"Nothing here.\n\n{TEXT}")
        await editor.until(lambda: len(_signs(editor)) == 1)
        assert _signs(editor)[0].startswith("We use teh enviroment")
        assert _underlined(editor) == ["teh", "enviroment", "the the"]
        assert _counted(editor) == "2 spelling · 1 grammar · Alt+Y"
        await editor.go_to(1)
        await editor.pilot.pause()
        assert (_marked(editor), _counted(editor), _signs(editor)) == ([], "", [])
        await editor.go_to(4)
        assert _marked(editor) == ["teh", "enviroment", "the the"], "they are known already"


async def test_in_a_wrapped_paragraph_the_rows_with_a_mistake_have_the_sign(small_report: Path) -> None:
    """A mistake may begin in one and end in the next."""
    async with opened(small_report, (80, 24)) as editor:
        width = editor.area.wrap_width
        await _reading(editor, f"{'so ' * (width // 3)}teh {'so ' * (2 * width // 3)}the the end")
        await editor.until(lambda: len(_signs(editor)) >= 2)
        wrapped = editor.area.wrapped_document.get_sections(0)
        assert [sign for sign in _signs(editor) if "teh" in sign or "the" in sign] == _signs(editor)
        assert len(_signs(editor)) < len(wrapped)


async def test_marks_move_with_what_is_typed_around_them_and_leave_the_word_that_is_changed(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _reading(editor, f"🏳️‍🌈 👍🏽 {TEXT}")
        editor.area.move_cursor((0, 4))
        await editor.press("x", "space", "enter")
        assert _marked(editor) == ["teh", "enviroment", "the the"]
        editor.area.move_cursor((1, len("We use teh env")))
        await editor.press("x")
        assert _marked(editor) == ["teh", "the the"]
        assert _underlined(editor) == ["teh", "the the"]
        await editor.press("ctrl+z", "ctrl+z")
        assert _marked(editor) == ["teh", "the the"]


async def test_whatever_is_edited_each_mark_stays_on_its_words(small_report: Path) -> None:
    """Two hundred edits at random: over lines, of nothing, of much, undone and redone."""
    chance = random.Random(1)
    async with opened(small_report) as editor:
        await _reading(editor, "\n".join([TEXT] * 60))
        area = editor.area
        before = {id(span.remark): _word for span, _word in zip(area.remarks.spans, _marked(editor), strict=True)}
        for number in range(200):
            lines = area.document.lines
            first, second = sorted(
                (row, chance.randrange(len(lines[row]) + 1)) for row in chance.choices(range(len(lines)), k=2)
            )
            end = second if number % 60 == 59 else first
            if number % 7 == 6:
                area.undo()
            elif number % 11 == 10:
                area.redo()
            else:
                area.replace_range(first, end, chance.choice(["", "x", " ", "\n", "a\nb c\n", "- "]))
            for span, word in zip(area.remarks.spans, _marked(editor), strict=True):
                assert word == before[id(span.remark)]
            if number == 50:
                assert area.remarks.spans, "some are left"


@pytest.mark.parametrize("steps", [20, pytest.param(60, marks=pytest.mark.full)])
async def test_after_each_key_the_marks_and_signs_are_drawn_as_anew(small_report: Path, steps: int) -> None:
    """In a paragraph of many rows: the signs are outside of what a key changes."""
    chosen = random.Random(5)
    async with opened(small_report, (80, 24)) as editor:
        await _reading(editor, f"{TEXT} And some more of it. " * 12)
        for step in range(steps):
            if step % 4 == 0:
                length = len(editor.area.document.get_line(0))
                editor.area.move_cursor((0, chosen.randrange(length * 3 // 4)))
            await editor.press(chosen.choice(["a", "b", "space", "backspace", "delete", "left", "ctrl+z"]))
            assert drawn(editor) == drawn_anew(editor), step
        assert _marked(editor), "some are left"


async def test_the_word_that_is_being_typed_is_not_marked_before_the_cursor_leaves_it(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _reading(editor, "")
        await editor.write("teh")
        await editor.let_time_pass()
        await editor.until(lambda: editor.screen.proofreading.is_complete)
        assert _marked(editor) == []
        await editor.press("space")
        assert _marked(editor) == ["teh"]
        assert _underlined(editor) == ["teh"]
        await editor.write("enviroment")
        await editor.let_time_pass()
        await editor.until(lambda: editor.screen.proofreading.is_complete)
        assert _marked(editor) == ["teh"]
        await editor.press("left")
        assert _marked(editor) == ["teh", "enviroment"]


# From one to the next


async def test_a_number_replaces_the_word_as_one_step_and_leads_to_the_next_mistake(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _reading(editor)
        await _next(editor)
        assert _dialog(editor).startswith("Spelling · 1 of 3 · teh\nDid you mean another word than “teh”?\n1 the\n")
        assert editor.area.selected_text == "teh"
        await editor.press("1")
        assert editor.area.answer == TEXT.replace("teh", "the")
        assert "1 environment  2 environments" in _dialog(editor)
        await editor.press("3", "x", "2")
        assert "environments for" in editor.area.answer, "no third one is offered, and x is no key"
        assert _dialog(editor).startswith("Grammar · 3 of 3")
        await editor.press("1")
        assert editor.is_open(EditorScreen)
        assert "That was the last mistake in this answer." in editor.line(KeyBar)
        assert editor.area.answer == "We use the environments for the tests."
        await editor.press("ctrl+z")
        assert editor.area.answer == "We use the environments for the the tests."
        await editor.press("ctrl+z", "ctrl+z")
        assert editor.area.answer == TEXT


async def test_the_way_goes_on_from_the_cursor_round_the_end_and_back(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _reading(editor)
        editor.area.move_cursor((0, len("We use teh env")))
        await _next(editor)
        words = []
        for key in ("enter", "alt+y", "down"):
            words.append(editor.area.selected_text)
            await editor.press(key)
        assert words == ["enviroment", "the the", "teh"], "after the last it closes"
        assert editor.is_open(EditorScreen)
        await _next(editor)
        assert editor.area.selected_text == "enviroment"
        await editor.press("enter", "up", "escape")
        assert editor.is_open(EditorScreen)
        await editor.press("!")
        assert "enviroment! for" in editor.area.answer, "the word stays, with the cursor after it"


async def test_from_an_answer_without_mistakes_it_goes_to_the_next_one_with_some(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _write(editor, 2, "teh")
        await _reading(editor)
        await _next(editor)
        await editor.press("enter", "enter", "enter")
        assert "Mistakes in 1 other answer: next is question 2." in editor.line(KeyBar)
        await editor.go_to(1)
        await editor.press("escape", "S")
        await editor.until(lambda: editor.is_open(MistakeScreen))
        assert editor.number == 2
        await editor.press("1")
        assert editor.is_writing(), "from the list it leads into the answer"
        await _write(editor, 4, "All is well.")
        await editor.let_time_pass()
        await editor.until(lambda: editor.screen.proofreading.is_complete)
        await editor.press("alt+y")
        await editor.until(lambda: "No mistakes in spelling or grammar found in any answer" in editor.line(KeyBar))


async def test_what_the_dialog_offers_can_be_clicked(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _reading(editor)
        editor.area.move_cursor((0, len("We use teh env")))
        await _next(editor)

        async def click(text: str) -> None:
            await editor.until(lambda: any(text in line for line in editor.lines()))
            row = next(at for at, line in enumerate(editor.lines()) if text in line)
            await editor.pilot.click(offset=(editor.lines()[row].index(text) + 1, row))

        await click("2 environments")
        await editor.until(lambda: "teh environments for" in editor.area.answer)
        await click("i ignores it here")
        await editor.until(lambda: _marked(editor) == ["teh"])
        await click("Esc back")
        await editor.until(lambda: editor.is_open(EditorScreen))


async def test_the_dialog_is_beside_the_word_and_never_over_it(small_report: Path) -> None:
    """Above it where there is no room below, and as the window changes."""
    async with opened(small_report, (80, 24)) as editor:
        await _reading(editor, "Nothing.\n" * 30 + TEXT)
        await _next(editor)

        def is_beside() -> bool:
            region = editor.app.screen.query_one("#mistake").region
            rows = [at for at, line in enumerate(editor.lines()) if "We use teh" in line]
            return len(rows) == 1 and rows[0] in {region.bottom, region.y - 1}

        for size in ((80, 24), (60, 16), (120, 40)):
            await editor.pilot.resize_terminal(*size)
            await editor.until(is_beside)
            assert editor.app.screen.region.contains_region(editor.app.screen.query_one("#mistake").region)


async def test_the_lists_are_offered_for_words_alone_and_what_is_ignored_stays_so(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _reading(editor)
        await _next(editor)
        assert "a adds to my words · g to the group's · i ignores it here" in _dialog(editor)
        await editor.press("i", "a")
        assert (small_report.parent / "own.words").read_text(encoding="utf-8") == "enviroment\n"
        assert _dialog(editor).endswith("\ni ignores it here"), "that is two words"
        await editor.press("a", "g", "escape")
        await editor.until(lambda: editor.screen.proofreading.is_complete)
        assert _marked(editor) == ["the the"]
        assert not (small_report.parent / ".exam-tui.words").exists()
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.on_disk().question(4).answer == TEXT)
    async with opened(small_report) as editor:
        await editor.go_to(4)
        await proofread(editor, WORDS)
        assert _marked(editor) == ["enviroment", "the the"], "the other editor's own words are not this one's"


@needs_git
@pytest.mark.parametrize("wanted", [True, False])
async def test_the_first_word_of_the_group_brings_the_offer_to_let_git_merge_them(
    small_report: Path, *, wanted: bool
) -> None:
    """Once, with the line, and Enter is no yes."""
    path = Repo.init(small_report.parent / "repository").write("README.md", small_report.read_bytes())
    async with opened(path) as editor:
        await _reading(editor)
        await _next(editor)
        await editor.press("g", "escape")
        await editor.until(lambda: editor.is_open(Confirm))
        assert ".exam-tui.words merge=union" in "\n".join(editor.lines())
        await editor.press(*(["right"] if wanted else []), "enter")
        attributes = path.parent / ".gitattributes"
        await editor.until(lambda: not editor.is_busy("merge-of-words"))
        assert attributes.exists() is wanted
        if wanted:
            assert attributes.read_text(encoding="utf-8") == ".exam-tui.words merge=union\n"
        editor.area.move_cursor((0, 0))
        await _next(editor)
        await editor.press("g", "escape")
        await editor.until(lambda: not editor.is_busy("merge-of-words"))
        assert editor.is_open(EditorScreen)
        assert (path.parent / ".exam-tui.words").read_text(encoding="utf-8") == "enviroment\nteh\n"


async def test_what_cannot_be_added_is_said(small_report: Path) -> None:
    (small_report.parent / ".exam-tui.words").symlink_to(small_report)
    async with opened(small_report) as editor:
        await _reading(editor)
        await _next(editor)
        await editor.press("g")
        # The path may be wider than the window, and the name in two rows.
        messages = editor.screen.query_one(KeyBar).messages
        await editor.until(lambda: any(".exam-tui.words" in message.text for message in messages.shown))
        assert "link" in editor.line(KeyBar)
        assert editor.area.selected_text == "teh", "it is still the one that is asked about"


async def test_who_only_reads_is_shown_mistakes_and_changes_nothing(small_report: Path) -> None:
    text = small_report.read_text(encoding="utf-8").replace("Far too many", TEXT)
    small_report.write_text(text, encoding="utf-8")
    held = lock.acquire(small_report)
    assert isinstance(held, lock.Lock)
    async with opened(small_report) as editor:
        await editor.until(lambda: "read-only" in editor.line(Header))
        await editor.go_to(4)
        await proofread(editor, WORDS)
        editor.area.move_cursor((0, 0))
        await _next(editor)
        assert "The report is read-only." in _dialog(editor)
        assert "a adds to my words · i ignores it here" in _dialog(editor)
        await editor.press("1", "2", "g")
        assert (editor.area.answer.count("teh"), _marked(editor)[0]) == (1, "teh")
        assert not (small_report.parent / ".exam-tui.words").exists()
        await editor.press("a")
        assert _marked(editor) == ["enviroment", "the the"]
    held.release()


async def test_words_that_a_terminal_would_act_on_are_shown_harmless(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _write(editor, 4, "We use x\x1b[2Jy here.")
        await proofread(editor, {"x\x1b[2Jy": ("a\x1b]52;c;eA==\x07 b\u202e",)})
        assert _marked(editor) != []
        await _next(editor)
        shown = "\n".join([_dialog(editor), *editor.lines()])
        assert "␛[2J" in shown
        assert not set(shown) & {"\x1b", "\x07", "\u202e"}
        await editor.press("1")
        assert editor.area.answer == "We use a\x1b]52;c;eA==\x07 b\u202e here."


# Never in the way


class SlowReader(FakeReader):
    """Reads as long as a test wishes."""

    def __init__(self, path: Path, session: Session) -> None:
        super().__init__(path, session.report, WORDS)
        self.may_go_on = threading.Event()

    def remarks(self, text: str) -> Remarks:
        self.texts.append(text)
        self.may_go_on.wait()
        return super().remarks(text)

    def stop(self) -> None:
        super().stop()
        self.may_go_on.set()


async def _slowly(editor: Editor, text: str = TEXT) -> SlowReader:
    """Be in the middle of reading an answer."""
    await _write(editor, 4, text)
    reader = editor.screen.proofreading.reader = SlowReader(editor.path, editor.screen.session)
    editor.screen.proofreading.set_on(True)
    await editor.until(lambda: bool(reader.texts))
    return reader


async def test_typing_saving_and_leaving_wait_for_nothing_and_old_results_are_dropped(small_report: Path) -> None:
    async with opened(small_report) as editor:
        reader = await _slowly(editor)
        await editor.write("so ")
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.on_disk().question(4).answer == f"so {TEXT}")
        reader.may_go_on.set()
        await editor.until(lambda: not editor.is_busy("proofread"))
        assert _marked(editor) == [], "what was read is no longer what is there"
        await editor.let_time_pass()
        await editor.until(lambda: _marked(editor) == ["teh", "enviroment", "the the"])
        await editor.until(lambda: not editor.is_busy("proofread"))
        assert not reader.is_stopped
        reader.may_go_on.clear()
        await editor.press("!")
        await editor.let_time_pass()
        await editor.until(lambda: f"so !{TEXT}" in reader.texts)
        await editor.press("ctrl+s", "ctrl+q")
        await editor.until(lambda: editor.app._exit)
    assert reader.is_stopped


async def test_keys_pressed_while_an_answer_is_read_first_are_typed_and_nothing_opens_over_them(
    small_report: Path,
) -> None:
    async with opened(small_report) as editor:
        reader = await _slowly(editor)
        await editor.press("alt+y", "!")
        reader.may_go_on.set()
        await editor.until(lambda: not editor.is_busy("mistakes", "proofread"))
        assert editor.area.answer == f"!{TEXT}"
        assert editor.is_open(EditorScreen)


async def test_a_key_turns_it_off_and_on_again(small_report: Path) -> None:
    async with opened(small_report) as editor:
        reader = await _reading(editor)
        await editor.press("alt+shift+y")
        await editor.until(lambda: _marked(editor) == [])
        assert (_counted(editor), _signs(editor), reader.is_stopped) == ("", [], True)
        await editor.press("alt+y")
        await editor.until(lambda: "Proofreading is off: Alt+Shift+Y turns it on." in editor.line(KeyBar))
        seen = len(reader.texts)
        await editor.press("!")
        await editor.let_time_pass()
        await editor.until(lambda: not editor.is_busy("check", "proofread"))
        assert len(reader.texts) == seen
        await editor.press("alt+shift+y")
        await editor.until(lambda: _marked(editor) == ["teh", "enviroment", "the the"])


@pytest.mark.parametrize("is_on", [True, False])
async def test_without_the_library_all_is_as_before_and_the_key_says_how_to_get_it(
    small_report: Path, monkeypatch: pytest.MonkeyPatch, *, is_on: bool
) -> None:
    monkeypatch.setattr(harper, "find_spec", lambda _name: None)
    async with opened(small_report, proofread=is_on) as editor:
        await editor.go_to(4)
        await editor.let_time_pass()
        await editor.until(lambda: not editor.is_busy("check", "proofread"))
        assert "harper" not in editor.line(KeyBar)
        for key in ("alt+y", "alt+shift+y"):
            editor.app.screen.query_one(KeyBar).clear()
            await editor.press(key)
            await editor.until(lambda: "pip install harper-py" in editor.line(KeyBar))
        assert not editor.screen.proofreading.reader


async def test_an_answer_that_is_not_english_has_no_marks_and_that_is_said_once(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _write(editor, 2, "Vi spiste rødgrød igen.")
        reader = await _reading(editor, "Vi spiste rødgrød med teh.")
        assert _marked(editor) == []
        assert "not in English" in editor.line(KeyBar)
        editor.app.screen.query_one(KeyBar).clear()
        await editor.go_to(2)
        await editor.press("!")
        await editor.let_time_pass()
        await editor.until(lambda: any("!" in text for text in reader.texts) and not editor.is_busy("proofread"))
        assert "not in English" not in editor.line(KeyBar)
        await editor.press("alt+y")
        await editor.until(lambda: "not in English" in editor.line(KeyBar))


async def test_a_fault_is_a_sentence_and_after_three_in_a_row_none_is_tried(small_report: Path) -> None:
    async with opened(small_report) as editor:
        reader = await _reading(editor)
        for number in range(3):
            reader.texts.clear()
            editor.area.replace_answer(f"{TEXT} boom {number}")
            await editor.let_time_pass()
            await editor.until(lambda: bool(reader.texts))
            await editor.until(lambda: not editor.is_busy("proofread"))
            if not number:
                assert "Proofreading failed: boom." in editor.line(KeyBar)
                editor.app.screen.query_one(KeyBar).clear()
        assert "Proofreading is off: it failed 3 times in a row." in editor.line(KeyBar)
        editor.area.replace_answer(TEXT)
        await editor.let_time_pass()
        await editor.until(lambda: not editor.is_busy("check", "proofread"))
        assert _marked(editor) == []
        await editor.press("alt+shift+y")
        await editor.until(lambda: len(_marked(editor)) == 3)


# With the library


def _texts(editor: Editor, remarks: Sequence[str]) -> bool:
    return _marked(editor) == [*remarks]


@needs_harper
async def test_with_the_library_an_answer_is_marked_mended_and_its_words_learnt(
    small_report: Path, folders: Path
) -> None:
    """Also by whoever opens the report later."""
    text = small_report.read_text(encoding="utf-8")
    small_report.write_text(
        text.replace(
            "Far too many words about two small sails", "We succesfully built the the tool.\n\nSo much glorp."
        ),
        encoding="utf-8",
    )
    async with opened_app(ExamApp(Session.open(small_report), Settings(html=False)), proofread=True) as editor:
        await editor.go_to(4)
        editor.area.move_cursor((0, 0))
        await editor.let_time_pass()
        await editor.until(lambda: _texts(editor, ["succesfully", "the the", "glorp"]))
        assert _counted(editor) == "2 spelling · 1 grammar · Alt+Y"
        await _next(editor)
        assert "1 successfully" in _dialog(editor)
        await editor.press("1", "1")
        assert editor.area.answer == "We successfully built the tool.\n\nSo much glorp."
        await editor.press("a")
        assert editor.is_open(EditorScreen)
        assert (folders / "config" / "exam-tui" / "words.txt").read_text(encoding="utf-8") == "glorp\n"
        await editor.until(lambda: _texts(editor, []) and not editor.is_busy("proofread"))
        await editor.press("ctrl+z")
        await editor.let_time_pass()
        await editor.until(lambda: _texts(editor, ["the the"]))
        await _next(editor)
        await editor.press("i")
        await editor.until(lambda: _texts(editor, []) and editor.screen.proofreading.is_complete)
        assert type(editor.screen.proofreading.reader) is Proofreader
        editor.screen.query_one(KeyBar).clear()
        await _write(editor, 2, "Vi har brugt et bibliotek til at træne modellen, og så har vi kørt den på serveren.")
        await editor.let_time_pass()
        await editor.until(lambda: "English" in editor.line(KeyBar))
        assert _texts(editor, [])
