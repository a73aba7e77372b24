"""What the tests of hostile files share with those of the command line, of the editor and of git."""

from tests.cli.conftest import _plain_surroundings, run, write
from tests.storage.conftest import never_ends, state
from tests.tui.conftest import small_report

__all__ = ["_plain_surroundings", "never_ends", "run", "small_report", "state", "write"]
