"""The state folder of a test, and a system that fails: as for storage/."""

from tests.storage.conftest import as_user, break_calls, never_ends, open_folder, path, state

__all__ = ["as_user", "break_calls", "never_ends", "open_folder", "path", "state"]
