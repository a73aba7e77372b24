"""Find and replace, in this answer and in all of them."""

from functools import partial

from exam_tui.core.editing.search import Hit, Match, Query, QueryError, matches, replace, search_report
from exam_tui.core.text.escape import display
from exam_tui.tui.editor.asking import mount_above_keys
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.widgets.answer.textarea_text import place_in_view
from exam_tui.tui.widgets.find_bar import FindBar, Wish


async def find(editor: EditorScreen) -> None:
    """Open the find bar, with what is selected or was looked for last, and what was put in its place."""
    if editor.find_bar:
        editor.give_keys_to(editor.find_bar.query("Input").first())
        return
    selected = editor.answer.selected_text
    # What an input could not show as it is stays out of it.
    text = selected if selected and display(selected) == selected else editor.last_search
    editor.find_bar = FindBar(text, editor.last_replacement, asked=partial(_do, editor))
    await mount_above_keys(editor, editor.find_bar)


def _do(editor: EditorScreen, bar: FindBar, wish: Wish) -> None:
    """Do what the find bar asks for."""
    editor.last_search, editor.last_replacement = wish.text, wish.replacement
    try:
        query = Query(wish.text, wish.ignore_case, wish.whole_word)
    except QueryError as error:
        editor.show_message(str(error), "warning")
        return
    match wish.what:
        case "close":
            _close(editor, bar)
        case "everywhere":
            _list(editor, bar, query, wish)
        case "replace":
            _replace_one(editor, bar, query, wish.replacement)
        case "replace_all":
            _replace_all(editor, bar, query, wish.replacement)
        case what:
            _step(editor, bar, query, what)


def _close(editor: EditorScreen, bar: FindBar) -> None:
    bar.remove()
    editor.find_bar = None
    editor.give_keys_to(editor.answer)


def _step(editor: EditorScreen, bar: FindBar, query: Query, what: str) -> None:
    """Select the next or the previous match, round the ends; while typing, the first from the selection on."""
    found = matches(editor.answer.answer, query)
    if not found:
        bar.show_state("No match in this answer" if query.text else "")
        return
    start = min(editor.answer.selection)
    at = next((at for at, match in enumerate(found) if _start(editor, match) >= start), 0)
    if what == "next" and _is(editor, found[at]):
        at = (at + 1) % len(found)
    elif what == "previous":
        at = (at - 1) % len(found)
    editor.answer.select_range(_start(editor, found[at]), _end(editor, found[at]))
    bar.show_state(f"{at + 1} of {len(found)}", is_found=True)


def _replace_one(editor: EditorScreen, bar: FindBar, query: Query, replacement: str) -> None:
    found = matches(editor.answer.answer, query)
    at = next((at for at, match in enumerate(found) if _is(editor, match)), None)
    if at is not None:
        editor.answer.replace_range(_start(editor, found[at]), _end(editor, found[at]), replacement)
        end = min(editor.answer.selection)
        if not any(_start(editor, match) >= end for match in matches(editor.answer.answer, query)):
            # Not round the end: what was put in may have the text in it, and would be replaced again and again.
            bar.show_state("Replaced, no more below", is_found=True)
            return
    _step(editor, bar, query, "changed")


def _replace_all(editor: EditorScreen, bar: FindBar, query: Query, replacement: str) -> None:
    text, count = replace(editor.answer.answer, query, replacement)
    if count:
        editor.answer.replace_answer(text)
    bar.show_state(f"{count} replaced in this answer" if count else "No match in this answer")


# The whole report


def _list(editor: EditorScreen, bar: FindBar, query: Query, wish: Wish) -> None:
    from exam_tui.tui.screens.search_results import ResultsScreen

    editor.keep()
    hits = search_report(editor.session.report, query) if query.text else ()

    def chosen(answer: Hit | str | None) -> None:
        if isinstance(answer, Hit):
            _close(editor, bar)
            editor.go_to(answer.index)
            editor.answer.select_range(_start(editor, answer.match), _end(editor, answer.match))
        elif answer == "replace":
            _replace_everywhere(editor, query, wish.replacement)
            _close(editor, bar)

    editor.app.push_screen(ResultsScreen(hits, wish.text, wish.replacement), chosen)


def _replace_everywhere(editor: EditorScreen, query: Query, replacement: str) -> None:
    """Replace in all answers, each as one step that can be undone where it was made."""
    here, total, answers = editor.index, 0, 0
    for question in editor.session.report.questions:
        text, count = replace(question.answer, query, replacement)
        if count:
            editor.go_to(question.index, write=False)
            editor.answer.replace_answer(text)
            total, answers = total + count, answers + 1
    editor.go_to(here, write=False)
    editor.follow()
    editor.show_message(f"Replaced {total} times in {answers} answers. Undo works in each answer.", "success")


def _start(editor: EditorScreen, match: Match) -> tuple[int, int]:
    return place_in_view(editor.answer.document, match.start_line, match.start_column)


def _end(editor: EditorScreen, match: Match) -> tuple[int, int]:
    return place_in_view(editor.answer.document, match.end_line, match.end_column)


def _is(editor: EditorScreen, match: Match) -> bool:
    selection = editor.answer.selection
    return (_start(editor, match), _end(editor, match)) == (min(selection), max(selection))
