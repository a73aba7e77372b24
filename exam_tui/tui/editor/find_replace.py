"""Find and replace, in this answer and in all of them."""

from typing import TYPE_CHECKING

from exam_tui.core.text.escape import display
from exam_tui.tui.editor.screen import Desk

if TYPE_CHECKING:
    from exam_tui.core.editing.search import Hit, Match, Query
    from exam_tui.tui.widgets.find_bar import FindBar


class FindingCommands(Desk):
    """The find bar's wishes, carried out."""

    _found_last = ""
    _bar: "FindBar | None" = None

    async def action_find(self) -> None:
        """Open the find bar, with what is selected or was looked for last."""
        from exam_tui.tui.widgets.find_bar import FindBar

        if self._bar:
            self.give_keys_to(self._bar.query("Input").first())
            return
        selected = self.answer.selected_text
        # What an input could not show as it is stays out of it.
        text = selected if selected and display(selected) == selected else self._found_last
        self._bar = FindBar(text)
        await self.mount_above_keys(self._bar)

    def on_find_bar_asked(self, event: "FindBar.Asked") -> None:
        """Do what the find bar asks for."""
        from exam_tui.core.editing.search import Query, QueryError

        event.stop()
        self._found_last = event.text
        try:
            query = Query(event.text, event.ignore_case, event.whole_word)
        except QueryError as error:
            self.say(str(error), "wrong")
            return
        match event.what:
            case "close":
                self._close_bar()
            case "everywhere":
                self._list(query, event)
            case "replace":
                self._replace_one(query, event.replacement)
            case "replace_all":
                self._replace_all(query, event.replacement)
            case what:
                self._step(query, what)

    def _close_bar(self) -> None:
        if self._bar:
            self._bar.remove()
            self._bar = None
        self.give_keys_to(self.answer)

    def _show_state(self, state: str, *, is_found: bool = False) -> None:
        if self._bar:
            self._bar.show_state(state, is_found=is_found)

    def _step(self, query: "Query", what: str) -> None:
        """Select the next or the previous match, round the ends; while typing, the first from the selection on."""
        from exam_tui.core.editing.search import matches

        found = matches(self.answer.answer, query)
        if not found:
            self._show_state("Not in this answer" if query.text else "")
            return
        start = min(self.answer.selection)
        at = next((at for at, match in enumerate(found) if _start(match) >= start), 0)
        if what == "next" and _is(found[at], self.answer.selection):
            at = (at + 1) % len(found)
        elif what == "previous":
            at = (at - 1) % len(found)
        self.answer.select_range(_start(found[at]), _end(found[at]))
        self._show_state(f"{at + 1} of {len(found)}", is_found=True)

    def _replace_one(self, query: "Query", replacement: str) -> None:
        from exam_tui.core.editing.search import matches

        found = matches(self.answer.answer, query)
        at = next((at for at, match in enumerate(found) if _is(match, self.answer.selection)), None)
        if at is not None:
            self.answer.replace_range(_start(found[at]), _end(found[at]), replacement)
            behind = min(self.answer.selection)
            if not any(_start(match) >= behind for match in matches(self.answer.answer, query)):
                # Not round the end: what was put in may have the text in it, and would be replaced again and again.
                self._show_state("Replaced, none below it", is_found=True)
                return
        self._step(query, "changed")

    def _replace_all(self, query: "Query", replacement: str) -> None:
        from exam_tui.core.editing.search import replace

        text, count = replace(self.answer.answer, query, replacement)
        if count:
            self.answer.replace_answer(text)
        self._show_state(f"{count} replaced in this answer" if count else "Not in this answer")

    # The whole report

    def _list(self, query: "Query", event: "FindBar.Asked") -> None:
        from exam_tui.core.editing.search import Hit, search_report
        from exam_tui.tui.screens.search_results import ResultsScreen

        self.keep()
        hits = search_report(self.session.report, query) if query.text else ()

        def chosen(answer: "Hit | str | None") -> None:
            if isinstance(answer, Hit):
                self._close_bar()
                self.go_to(answer.index)
                self.answer.select_range(_start(answer.match), _end(answer.match))
            elif answer == "replace":
                self._replace_everywhere(query, event.replacement)

        self.app.push_screen(ResultsScreen(hits, event.text, event.replacement), chosen)

    def _replace_everywhere(self, query: "Query", replacement: str) -> None:
        """Replace in all answers, each as one step that can be undone where it was made."""
        from exam_tui.core.editing.search import replace

        here, total, answers = self.index, 0, 0
        for question in self.session.report.questions:
            text, count = replace(question.answer, query, replacement)
            if count:
                self.go_to(question.index, write=False)
                self.answer.replace_answer(text)
                total, answers = total + count, answers + 1
        self.go_to(here, write=False)
        self.follow()
        self._close_bar()
        self.say(f"Replaced {total} times in {answers} answers. Each can be undone in its own answer.", "good")


def _start(match: "Match") -> tuple[int, int]:
    return match.start_line, match.start_column


def _end(match: "Match") -> tuple[int, int]:
    return match.end_line, match.end_column


def _is(match: "Match", selection: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    return (_start(match), _end(match)) == (min(selection), max(selection))
