"""What starting a command costs: modules that it must not load."""

import os
import subprocess
import sys

import pytest

from tests.cli.conftest import Write
from tests.conftest import GIVE_UP, ROOT

NEVER = {
    "textual",
    "rich",
    "platformdirs",
    "subprocess",
    "hashlib",
    "pygments",
    "markdown_it",
    "exam_tui.tui",
    "exam_tui.page",
}
UNASKED = {"json", "shutil", "exam_tui.session.session", "exam_tui.git.status", "exam_tui.storage.disk.write"}
PROGRAM = """
import sys
from exam_tui.cli.main import main
main(sys.argv[1:])
print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def _loaded(*arguments: str) -> set[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, env=environment, timeout=GIVE_UP)
    return set(done.stderr.decode().split())


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["check", "a.md"], NEVER | UNASKED),
        (["check", "a.md", "a.md", "-q"], NEVER | UNASKED),
        (["check", "--format", "github", "a.md"], NEVER | UNASKED),
        (["check", "--format", "json", "a.md"], NEVER | UNASKED - {"json"}),
        (["check"], NEVER),
        (["--version"], NEVER),
    ],
    ids=["one", "several", "github", "json", "search", "version"],
)
def test_a_command_loads_only_what_it_needs(arguments: list[str], unwanted: set[str], write: Write) -> None:
    """By sys.modules of a process of its own."""
    write("a.md")
    write("README.md")
    loaded = _loaded(*arguments)
    assert "exam_tui.cli.main" in loaded
    assert not loaded & unwanted
