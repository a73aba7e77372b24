"""How a question's state looks: a symbol and a style; never a colour alone."""

from typing import Final

from exam_tui.core.report.question import SYMBOLS, Kind, kind_of

__all__ = ["MEANINGS", "STYLES", "SYMBOLS", "kind_of"]

STYLES: Final[dict[Kind, str]] = {
    "passing": "$text-success",
    "short": "$text-warning",
    "long": "$text-warning",
    "failing": "$text-warning",
    "unanswered": "$text-muted",
}
MEANINGS: Final[dict[Kind, str]] = {
    "passing": "inside its limits",
    "short": "too short",
    "long": "too long",
    "failing": "too few or too many images, or a problem",
    "unanswered": "not answered yet",
}
