"""A git that knows nothing of the tester; the state folder of a test and a system that fails, as for storage/."""

import pytest

from tests.repos import own_settings_only
from tests.storage.conftest import as_user, break_calls, never_ends, open_folder, state

__all__ = ["as_user", "break_calls", "never_ends", "open_folder", "state"]


@pytest.fixture(autouse=True)
def _own_settings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    own_settings_only(monkeypatch)
