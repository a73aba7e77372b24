"""What starting a command costs: modules that it must not load."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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
    "dataclasses",  # with `inspect` a tenth of a check of one report
    "inspect",
}
UNASKED = {"json", "shutil", "exam_tui.session.session", "exam_tui.git.status", "exam_tui.storage.disk.write"}
FOR_FEW = {
    "argparse",
    "difflib",
    "unicodedata",
    "exam_tui.core.merge",
    "exam_tui.core.fixes",
    "exam_tui.cli.check.tables",
}
"""What `check -q` needs only for options with values, merge conflicts, comparing lines, letters beyond ASCII."""
LATER = {
    "argparse",
    "subprocess",
    "tree_sitter",
    "markdown_it",
    "exam_tui.git",
    "exam_tui.page",
    "exam_tui.proofread",
    "exam_tui.desktop.clipboard",
    "exam_tui.core.editing",
    "exam_tui.core.findings",
    "exam_tui.session.saving",
    "exam_tui.storage.history",
    "exam_tui.tui.screens.palette",
    "exam_tui.tui.screens.checklist",
    "exam_tui.tui.editor.commands",
    "exam_tui.tui.editor.git_history",
    "exam_tui.tui.widgets.find_bar",
}
"""What the editor loads when it is asked for, or once its first frame is drawn."""
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
        (["check", "a.md"], NEVER | UNASKED | {"argparse"}),
        (["check", "a.md", "a.md", "-q"], NEVER | UNASKED | {"argparse"}),
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


def test_an_ordinary_report_is_checked_without_what_few_need(tmp_path: Path) -> None:
    """Each module takes a part of the time."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    loaded = _loaded("check", "-q", "examples/report.md")
    assert "exam_tui.core.findings.engine" in loaded
    assert not loaded & (NEVER | UNASKED | FOR_FEW)


def test_the_first_frame_loads_only_what_is_on_it() -> None:
    """What opens later is loaded then. Textual loads `subprocess` itself on some systems."""
    program = "import sys; import exam_tui.cli.edit, exam_tui.tui.app; print(*sys.modules)"
    bare = "import sys; import textual.app, textual.widgets; from textual.widgets import TextArea; print(*sys.modules)"
    loaded, by_textual = (
        set(
            subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, timeout=GIVE_UP)
            .stdout.decode()
            .split()
        )
        for code in (program, bare)
    )
    assert "exam_tui.tui.editor.screen" in loaded
    assert not (loaded - by_textual) & LATER
