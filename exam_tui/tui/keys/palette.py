"""The palette, made from the table of actions."""

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from exam_tui.tui.keys.actions import ACTIONS
from exam_tui.tui.keys.keymap import key_name, keys_of


class ActionCommands(Provider):
    """Offers every action of the table, with its key."""

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        for action in ACTIONS:
            if action.in_palette:
                keys = " ".join(key_name(key) for key in keys_of(action))
                place = self.focused if action.where == "answer" and self.focused else self.screen
                yield action.title, keys, partial(place.run_action, action.name)

    async def discover(self) -> Hits:
        """Offer all of them before anything is typed."""
        for title, keys, run in self._commands():
            yield DiscoveryHit(title, run, help=keys)

    async def search(self, query: str) -> Hits:
        """Offer those that match."""
        matcher = self.matcher(query)
        for title, keys, run in self._commands():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, matcher.highlight(title), run, help=keys)
