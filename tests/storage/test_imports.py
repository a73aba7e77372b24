"""Importing the layer is cheap and works on every system."""

import os
import subprocess
import sys

from tests.conftest import GIVE_UP

MODULES = [
    *("disk.metadata", "disk.os_errors", "disk.read", "disk.state_dir", "disk.state_files", "disk.syscalls"),
    *("disk.write", "disk.write_in_place", "history.recovery", "history.versions"),
    *("lock.lock", "lock.lock_file", "lock.process_identity"),
]
IMPORTS = "; ".join([*(f"import exam_tui.storage.{name}" for name in MODULES), "import exam_tui.git.status"])


def run(code: str) -> str:
    """Return what Python prints in a process of its own."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=environment,
        timeout=GIVE_UP,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_slow_is_imported_before_it_is_needed() -> None:
    """What the package itself imports does not count here."""
    slow = ["subprocess", "platformdirs", "hashlib", "tempfile", "shutil", "textual", "rich", "asyncio"]
    code = f"import sys, exam_tui; before = set(sys.modules); {IMPORTS}; print(set(sys.modules) - before)"
    imported = run(code)
    assert not [name for name in slow if f"'{name}'" in imported]


def test_the_layer_is_imported_without_what_windows_lacks() -> None:
    """Neither modules nor names of Unix alone."""
    names = ["fchmod", "fchown", "listxattr", "statvfs", "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY"]
    run(f"""
import os, sys
for name in ("fcntl", "termios", "pwd", "grp", "resource"):
    sys.modules[name] = None
import exam_tui
for name in {names!r}:
    if hasattr(os, name):
        delattr(os, name)
{IMPORTS}
""")
