"""Letters with Alt are keys wherever text is typed: they are not typed themselves."""

from typing import TYPE_CHECKING

from textual.events import Key
from typing_extensions import override

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # as a widget it would stand between a class and its own style


class AltKeys(Widget):
    """For a widget that text is typed into, before its other bases."""

    @override
    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Tell whether a key types something: a letter with Alt does not."""
        return not key.startswith("alt+") and super().check_consume_key(key, character)

    async def _on_key(self, event: Key) -> None:
        """Leave a letter with Alt to those who have a use for it."""
        if event.key.startswith("alt+"):
            event.prevent_default()
