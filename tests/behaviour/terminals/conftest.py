"""A small report and the pace of the editor: as for tui/."""

from tests.tui.conftest import _own_state, hurried, small_report, unhurried

__all__ = ["_own_state", "hurried", "small_report", "unhurried"]
