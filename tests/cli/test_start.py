"""Starting the program: what is loaded when, and Ctrl+C at that moment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import exam_tui
from tests.cli.conftest import Write
from tests.conftest import GIVE_UP, ROOT

# Ctrl+C while a module is loaded: what the console script does, with an import that is interrupted.
INTERRUPTED = """
import sys
module = sys.argv.pop(1)

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupt())
from exam_tui.cli.main import entry
entry()
"""


def _python(code: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", "-c", code, *arguments]
    return subprocess.run(command, check=False, capture_output=True, env=environment, timeout=GIVE_UP)


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("typing", ["--version"]),
        ("exam_tui.cli.output", ["--version"]),
        ("exam_tui.cli.edit", ["a.md"]),
        ("exam_tui.core.report.report", ["check", "a.md"]),
        ("exam_tui.cli.check.text", ["check", "a.md"]),
        ("exam_tui.page.process", ["html", "a.md"]),
    ],
)
def test_ctrl_c_while_a_module_is_loaded_ends_without_a_word(module: str, arguments: list[str], write: Write) -> None:
    """Exit code 130, as everywhere."""
    write("a.md")
    done = _python(INTERRUPTED, module, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize("arguments", [["--version"], ["-h"], ["check", "-h"]], ids=" ".join)
def test_the_help_reads_no_report(arguments: list[str]) -> None:
    """The model of a report is loaded when it is first asked for."""
    code = "import sys; from exam_tui.cli.main import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    loaded = _python(code, *arguments).stderr.decode().split()
    assert "exam_tui.cli.main" in loaded
    if arguments[0] != "check":
        assert not [name for name in loaded if name.startswith(("exam_tui.core.report.report", "exam_tui.storage"))]


def test_the_package_names_the_model(tmp_path: Path) -> None:
    """`from exam_tui import Report`, and what belongs to it; no other names."""
    code = "from exam_tui import *; print(Report.__name__, Limit, Limits, Question, Task, __version__)"
    assert _python(code).stdout.startswith(b"Report ")
    path = tmp_path / "report.md"
    path.write_text("### Question 1\n> Answer:\n\nyes\n", encoding="utf-8")
    assert exam_tui.Report.load(path).question(1).answer == "yes"
    name = "nothing"
    with pytest.raises(AttributeError, match="'exam_tui' has no attribute 'nothing'"):
        getattr(exam_tui, name)


COLLECTIONS = """
import atexit, gc, sys
looked = lambda: sum(generation["collections"] for generation in gc.get_stats())
before = looked()
atexit.register(lambda: print(looked() - before, gc.get_freeze_count() > len(sys.modules), file=sys.stderr))
from exam_tui.cli.main import entry
entry()
"""


def test_a_check_of_one_report_never_looks_for_garbage(write: Write) -> None:
    """Neither while it runs nor at the end, for which all that is there is set aside."""
    write("a.md", count=30, course=True)
    assert _python(COLLECTIONS, "check", "a.md").stderr.decode().split() == ["0", "True"]


COMPILED = """
import re, sys  # `re` compiles two of its own, which are the same
found = []

def note(frame, event, _argument):
    if event == "call" and frame.f_code.co_name == "compile" and frame.f_globals["__name__"] == "re._compiler":
        found.append(frame.f_locals["p"])

from exam_tui.cli.main import main
sys.setprofile(note)
main(sys.argv[1:])
sys.setprofile(None)
print(len(found), len(set(found)), file=sys.stderr)
"""


def test_a_check_of_one_report_compiles_few_patterns(tmp_path: Path) -> None:
    """Python keeps none from run to run; what a plain search can tell first is not asked of a pattern."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    count, different = map(int, _python(COMPILED, "check", "-q", "examples/report.md").stderr.split())
    assert 10 < count <= 50
    assert different == count
