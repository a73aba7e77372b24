"""The table of commands: every entry can be run, and its help can be read."""

import inspect
import subprocess
import sys
from itertools import product

import pytest

from exam_tui.cli.command_line import Options
from exam_tui.cli.command_table import COMMANDS
from exam_tui.cli.main import main
from exam_tui.cli.output import Output
from tests.conftest import GIVE_UP, ROOT

NAMES = sorted(COMMANDS)


@pytest.mark.parametrize("name", NAMES)
def test_a_command_names_a_function_that_takes_options_files_and_output(name: str) -> None:
    """The table names it by a string, which no type checker follows."""
    function = COMMANDS[name].load()
    taken = [parameter.annotation for parameter in inspect.signature(function).parameters.values()]
    assert taken == [Options, list[str], Output]


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize("name", NAMES)
def test_help_fits_the_terminal_and_stays_readable_in_a_wide_one(
    name: str, columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No line is wider than the terminal, or than 80 columns; no word is lost in a narrow one."""
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main([name, "-h"]) == 0
    narrow = capsys.readouterr().out
    assert max(map(len, narrow.split("\n"))) <= min(columns, 80)
    monkeypatch.setenv("COLUMNS", "80")
    assert main([name, "-h"]) == 0
    assert narrow.split() == capsys.readouterr().out.split()


def test_the_programs_help_lists_every_command_with_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    """In the words of the table."""
    assert main(["-h"]) == 0
    shown = capsys.readouterr().out
    for command in COMMANDS.values():
        assert f"  exam-tui {command.listed.usage} " in shown
        assert command.listed.help in shown


def test_the_table_imports_no_module_of_a_command() -> None:
    """A command costs what it needs itself."""
    code = (
        "import sys, exam_tui.cli.command_table; print(*(name for name in sys.modules if name.startswith('exam_tui.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, timeout=GIVE_UP)
    loaded = [name for name in done.stdout.decode().split() if name.startswith("exam_tui.")]
    assert "exam_tui.cli.command_table" in loaded
    assert not {command.function.split(":")[0] for command in COMMANDS.values()}.intersection(loaded)
    assert not [name for name in loaded if name.startswith(("exam_tui.session", "exam_tui.storage", "exam_tui.git"))]


def test_flags_alone_are_read_as_argparse_reads_them() -> None:
    """In any number and order, among files; an option that has a value is what argparse is loaded for."""
    check, defaults = COMMANDS["check"], ["--format", "text", "--ignore", ""]
    for count in range(5):
        for words in product(("-q", "--quiet", "--hand-in", "-h", "a.md", "-"), repeat=count):
            for rest in ([], ["--", "-q", "b.md"]):
                assert check.read([*words, *rest]) == check.read([*words, *defaults, *rest])
