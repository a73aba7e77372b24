"""`exam-tui completion`: real shells complete what the table of commands holds."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import quote as quoted

import pytest

from exam_tui.cli.check.check import FORMATS
from exam_tui.cli.command_table import COMMANDS, SHELLS
from exam_tui.cli.completion.completable import VALUES, Paths, all_commands
from exam_tui.cli.main import main
from exam_tui.core.findings.catalog import CODES
from tests.conftest import GIVE_UP
from tests.terminal import Terminal

posix = pytest.mark.skipif(sys.platform == "win32", reason="these shells and terminals are those of POSIX systems")
CASES = [*((name, option.names.split(", ")) for name, command in COMMANDS.items() for option in command.all_options)]


def needs(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")


@pytest.fixture
def script(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return the script for the shell that a test is about."""
    shell = request.node.callspec.params.get("shell", "bash") if hasattr(request.node, "callspec") else "bash"
    assert main(["completion", shell]) == 0
    path = tmp_path.with_name(f"{tmp_path.name}-script") / f"completion.{shell}"
    path.parent.mkdir()
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    return path


def in_bash(script: Path, folder: Path, *words: str) -> list[str]:
    """Return what bash offers for the last of some words after the program's name."""
    needs("bash")
    line = " ".join(map(quoted, ("exam-tui", *words)))
    code = f"""source {quoted(str(script))}; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
    _exam_tui; printf '%s\\n' "${{COMPREPLY[@]}}\""""
    return _printed(["bash", "--norc", "-u", "-c", code], folder)


def in_fish(script: Path, folder: Path, *words: str) -> list[str]:
    """Return what fish offers for the last of some words after the program's name."""
    needs("fish")
    line = " ".join(("exam-tui", *words))
    code = f"source {quoted(str(script))}; complete -C {quoted(line)}"
    return [offered.split("\t")[0] for offered in _printed(["fish", "--no-config", "-c", code], folder)]


def _printed(command: Sequence[str], folder: Path) -> list[str]:
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / ".config"), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, check=False, capture_output=True, cwd=folder, env={**os.environ, **home}, timeout=GIVE_UP
    )
    assert done.stderr == b""
    return [line for line in done.stdout.decode().split("\n") if line]


OFFERED = {"bash": in_bash, "fish": in_fish}
shells = pytest.mark.parametrize("shell", OFFERED)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_itself_finds_no_fault_in_its_script(shell: str, script: Path, tmp_path: Path) -> None:
    """Read, and not run."""
    needs(shell)
    assert _printed([shell, "-n", str(script)], tmp_path) == []


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_every_option_is_in_every_script(shell: str, script: Path) -> None:
    """With what it does, where the shell shows that."""
    text = script.read_text(encoding="utf-8")
    for command in all_commands():
        assert command.name in text
        for option in command.options:
            for name in option.names:
                assert (
                    (f"-l {name[2:]}" if name[:2] == "--" else f"-s {name[1:]}") in text
                    if shell == "fish"
                    else name in text
                )


def test_every_word_for_a_value_has_a_meaning() -> None:
    """A new one has to be told here: or its values would not be completed."""
    used = {option.value for command in COMMANDS.values() for option in command.all_options if option.value}
    assert used <= VALUES.keys()
    assert {command.name: command.arguments for command in all_commands()} == {
        **dict.fromkeys(COMMANDS, Paths.FILES),
        "new": Paths.FOLDERS,
        "completion": SHELLS,
    }


@posix
@shells
def test_commands_are_offered_first(shell: str, script: Path, tmp_path: Path) -> None:
    """By their first letters, and after options; after a file there is none."""
    assert set(COMMANDS) <= set(OFFERED[shell](script, tmp_path, ""))
    assert OFFERED[shell](script, tmp_path, "zz") == []
    assert OFFERED[shell](script, tmp_path, "ch") == ["check"]
    assert OFFERED[shell](script, tmp_path, "--plain", "ed") == ["edit"] or shell == "bash"
    assert "check" not in OFFERED[shell](script, tmp_path, "a.md", "ch")


@posix
@shells
@pytest.mark.parametrize(("command", "names"), CASES, ids=str)
def test_each_option_is_offered_where_its_command_is_named(
    command: str, names: list[str], shell: str, script: Path, tmp_path: Path
) -> None:
    """All that begin like what was typed."""
    offered = OFFERED[shell](script, tmp_path, command, "a.md", "--")
    assert names[-1] in offered
    others = {name for other, more in CASES if other != command for name in more}
    own = {name for other, more in CASES if other == command for name in more}
    assert not (others - own) & set(offered)


@posix
@shells
def test_the_editors_options_are_offered_where_no_command_is_named(shell: str, script: Path, tmp_path: Path) -> None:
    for words in (["--"], ["a.md", "--"], ["edit", "--"]):
        assert set(OFFERED[shell](script, tmp_path, *words)) == {"--plain", "--no-html", "--version", "--help"}


@posix
@shells
def test_values_are_offered(shell: str, script: Path, tmp_path: Path) -> None:
    """Formats, kinds of problems, shells; none where nothing is known of them."""
    offered = OFFERED[shell]
    assert sorted(offered(script, tmp_path, "check", "--format", "")) == sorted(FORMATS)
    assert offered(script, tmp_path, "check", "a.md", "--format", "g") == ["github"]
    assert set(offered(script, tmp_path, "check", "--ignore", "too-")) == {code for code in CODES if code[:4] == "too-"}
    assert "all" in offered(script, tmp_path, "check", "--explain", "a")
    assert sorted(offered(script, tmp_path, "completion", "")) == sorted(SHELLS)
    (tmp_path / "9.md").touch()
    assert offered(script, tmp_path, "history", "--show", "") == []


@posix
@shells
def test_a_second_code_is_offered_after_a_comma(shell: str, script: Path, tmp_path: Path) -> None:
    """Only the last one is completed; what stands before it stays."""
    offered = OFFERED[shell]
    assert offered(script, tmp_path, "check", "--ignore", "too-short,una") == ["too-short,unanswered"]
    assert offered(script, tmp_path, "check", "--ignore", "x,too-long,spo") == []
    codes = {f"una,{code}" for code in CODES if code[:4] == "too-"}
    assert set(offered(script, tmp_path, "check", "--ignore", "una,too-")) == codes
    assert offered(script, tmp_path, "check", "--format", "json,g") == []


@posix
def test_a_value_after_an_equals_sign_is_offered_in_bash(script: Path, tmp_path: Path) -> None:
    """There that is three words."""
    assert in_bash(script, tmp_path, "check", "--format", "=", "j") == ["json"]
    assert sorted(in_bash(script, tmp_path, "check", "--format", "=")) == sorted(FORMATS)


@posix
def test_after_two_dashes_all_are_files(script: Path, tmp_path: Path) -> None:
    """Which bash completes by itself, where nothing is offered."""
    for words in (["--", "ch"], ["check", "--", "--"], ["check", "--", "--format", ""]):
        assert in_bash(script, tmp_path, *words) == []


@posix
def test_files_and_folders_are_offered_in_fish(tmp_path: Path, script: Path) -> None:
    del script  # that of bash
    (tmp_path / "my reports").mkdir()
    (tmp_path / "my report.md").touch()
    fish = tmp_path.with_name(f"{tmp_path.name}-script") / "completion.fish"
    needs("fish")
    with fish.open("w", encoding="utf-8") as file:
        subprocess.run([sys.executable, "-m", "exam_tui", "completion", "fish"], check=True, stdout=file)
    assert in_fish(fish, tmp_path, "check", "my") == ["my report.md", "my reports/"]
    assert in_fish(fish, tmp_path, "new", "my") == ["my reports/"]
    assert in_fish(fish, tmp_path, "html", "-o", "my") == ["my report.md", "my reports/"]


TYPED = [
    ("exam-tui chec", "exam-tui check"),
    ("exam-tui check --str", "exam-tui check --strict"),
    ("exam-tui check --format gi", "exam-tui check --format github"),
    ("exam-tui check --format=gi", "exam-tui check --format=github"),
    # In zsh a comma follows, which goes with the next space.
    ("exam-tui check --ignore too-short,una", "exam-tui check --ignore too-short,unanswered,?"),
    ("exam-tui check --ignore=too-short,una", "exam-tui check --ignore=too-short,unanswered,?"),
    ("exam-tui check my", r"exam-tui check my\\ report\.md"),
    ("exam-tui my", r"exam-tui my\\ report\.md"),
    ("exam-tui check --strict my", r"exam-tui check --strict my\\ report\.md"),
    ("exam-tui new so", "exam-tui new some/"),
    ("exam-tui html -o my", r"exam-tui html -o my\\ report\.md"),
    ("exam-tui completion fi", "exam-tui completion fish"),
]


@posix
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_tab_completes_what_is_typed_in_a_real_shell(shell: str, script: Path, tmp_path: Path) -> None:
    """Names with spaces among it; folders alone for `new`."""
    needs(shell)
    (tmp_path / "my report.md").touch()
    (tmp_path / "some").mkdir()
    (tmp_path / "some.md").touch()
    options = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"]}[shell]
    home = {"HOME": str(tmp_path.parent), "PS1": "ready> ", "HISTFILE": "", "ZDOTDIR": str(tmp_path.parent)}
    with Terminal([shell, *options], folder=tmp_path, columns=100, env=home) as terminal:
        terminal.wait_for("ready> *$")
        terminal.type(f" source {quoted(str(script))}; PS1='go> '\r")
        terminal.wait_for("^go> *$")
        for typed, completed in TYPED:
            terminal.type(f"{typed}\t")
            terminal.wait_for(rf"go> {completed} *$")
            terminal.press("ctrl+u")
            terminal.type(" clear\r")
            terminal.wait_for(r"\Ago> *$")


@pytest.mark.parametrize("arguments", [[], ["tcsh"], ["bash", "zsh"], ["Bash"]], ids=str)
def test_without_a_shell_that_is_known_those_are_named(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A script for another one would be of no use."""
    assert main(["completion", *arguments]) == 2
    assert "The shells are bash, zsh, fish." in capsys.readouterr().err
