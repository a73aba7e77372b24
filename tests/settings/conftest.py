"""The state folder of a test, and system calls that fail: the fixtures of tests/storage."""

from tests.storage.conftest import as_user, break_calls, never_ends, open_folder, state

__all__ = ["as_user", "break_calls", "never_ends", "open_folder", "state"]
