"""Commands to paste: a shell reads back the names that they were made of."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.text.escape import display
from exam_tui.git.shell_commands import Shell
from exam_tui.git.shell_language import Posix, PowerShell, language_here

quoted = Posix().quoted
bash = pytest.mark.skipif(sys.platform == "win32", reason="no bash to read them back")
WORDS = st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=12), min_size=1, max_size=30)


@bash
@given(WORDS)
def test_quoted_words_are_read_back(words: list[str]) -> None:
    """On one line, with nothing in it that a terminal would act on."""
    line = "printf '%s\\0' " + " ".join(quoted(word) for word in words)
    assert display(line) == line
    done = subprocess.run(["bash", "-c", line], check=True, capture_output=True)
    assert [os.fsdecode(word) for word in done.stdout.split(b"\0")[:-1]] == words


@bash
def test_bytes_that_are_no_text_are_read_back() -> None:
    """A file may be called so."""
    name = b"a\xff1"
    line = f"printf %s {quoted(os.fsdecode(name))}"
    done = subprocess.run(["bash", "-c", line], check=True, capture_output=True)
    assert done.stdout == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("README.md", "README.md"),
        ("-n.md", "-n.md"),
        ("reports/figures/a_1,b@2%.png", "reports/figures/a_1,b@2%.png"),
        ("two words.md", "'two words.md'"),
        ("~a", "'~a'"),
        ("$a", "'$a'"),
        ("", "''"),
        ("it's.md", """'it'"'"'s.md'"""),
    ],
)
def test_ordinary_names_stay_readable(name: str, shown: str) -> None:
    """Quoted only where they have to be."""
    assert quoted(name) == shown


def test_names_begin_at_the_current_folder(tmp_path: Path) -> None:
    """From outside the repository git is told where it is."""
    root = tmp_path.resolve() / "my project"
    (root / "a" / "b").mkdir(parents=True)
    inside, outside = Shell(root, root / "a" / "b", Posix()), Shell(root, tmp_path, Posix())
    assert inside.git("add", "--", inside.name("a/x.md")) == "git add -- ../x.md"
    assert outside.git("add", "--", outside.name("a/x.md")) == f"git -C '{root}' add -- a/x.md"
    assert (inside.path("c"), outside.path("c")) == ("../../c", str(root / "c"))


@pytest.mark.parametrize("name", ["*.md", "[a].md", ":(top)a.md", "a\\b.md", "a?.md"])
def test_names_that_read_like_patterns(tmp_path: Path, name: str) -> None:
    """They are taken literally."""
    assert Shell(tmp_path.resolve(), tmp_path).pattern(name) == f":(literal){name}"


# PowerShell

POWERSHELL = shutil.which("powershell") or shutil.which("pwsh")
_QUOTE = "'\u2018\u2019\u201a\u201b"
_WORD = re.compile(
    rf"""(?P<double>"[^"`$\u201c-\u201e]+")|(?P<single>[{_QUOTE}](?:[^{_QUOTE}]|[{_QUOTE}]{{2}})*[{_QUOTE}])"""
    r"|(?P<unit>\[char\]0x[0-9a-f]{4})|(?P<bare>[\w./\\:=+-]+)",
    re.ASCII,
)


def read_by_powershell(argument: str) -> str:
    """Return the word that an argument of a command is to PowerShell, by the rules of its language."""
    pieces = argument[1:-1].split(" + ") if argument.startswith("(") else [argument]
    units = b""
    for piece in pieces:
        match = _WORD.fullmatch(piece)
        assert match, argument
        if match["unit"]:
            units += bytes.fromhex(piece.removeprefix("[char]0x"))
            continue
        text = piece if match["bare"] else piece[1:-1]
        text = re.sub(rf"([{_QUOTE}])[{_QUOTE}]", r"\1", text) if match["single"] else text
        units += text.encode("utf-16-be", "surrogatepass")
    return units.decode("utf-16-be", "surrogatepass")


@given(WORDS)
def test_powershell_reads_quoted_words_back(words: list[str]) -> None:
    """Typographic quotes are quotes to it; nothing is in them that a terminal would act on."""
    for word in words:
        if " + " not in word:
            argument = PowerShell().quoted(word)
            assert display(argument) == argument
            assert read_by_powershell(argument) == word


@pytest.mark.parametrize(
    ("word", "argument"),
    [
        ("reports/README.md", "reports/README.md"),
        ("C:\\Users\\anna", "C:\\Users\\anna"),
        ("--source=HEAD", "--source=HEAD"),
        ("Update the report", '"Update the report"'),
        (":(literal)[a].md", '":(literal)[a].md"'),
        ("HEAD@{1}", '"HEAD@{1}"'),
        ("-a.md", '"-a.md"'),
        ("it's $5.md", "'it''s $5.md'"),
        ("it\u2019s `1`.md", "'it\u2019\u2019s `1`.md'"),
        ("", "''"),
        ("a\u202eb", "('' + 'a' + [char]0x202e + 'b')"),
    ],
)
def test_powershell_gets_words_as_readable_as_they_can_be(word: str, argument: str) -> None:
    """In double quotes, as cmd.exe takes them too, where nothing in them means something."""
    assert PowerShell().quoted(word) == argument


def test_powershell_gets_steps_that_stop_at_the_first_failure(tmp_path: Path) -> None:
    """The one of Windows has no `&&` and no mkdir -p, and removes the target of a link."""
    root = tmp_path.resolve()
    shell = Shell(root, root, PowerShell())
    assert shell.commit("a b.md") == ('git add -- "a b.md"; if ($?) { git commit -m "Update the report" -- "a b.md" }')
    assert shell.steps("git a", "git b", shell.steps("git c", "git d")) == (
        "git a; if ($?) { git b; if ($?) { git c; if ($?) { git d } } }"
    )
    assert shell.make_folder("reports") == "New-Item -ItemType Directory -Force -Path reports | Out-Null"
    assert shell.move("a.md", "b [1].md") == 'Move-Item -LiteralPath a.md -Destination "b [1].md"'
    link = "if (Test-Path -LiteralPath reports) { (Get-Item -Force -LiteralPath reports).Delete() }"
    assert shell.remove_link("reports") == link
    assert shell.append(["/a.png -filter", '"/b c.png" -filter'], ".gitattributes") == (
        "Add-Content -Encoding Ascii -LiteralPath .gitattributes -Value '/a.png -filter', '\"/b c.png\" -filter'"
    )
    assert "-Encoding UTF8" in shell.append(["/ø.png -filter"], ".gitattributes")


@pytest.mark.skipif(POWERSHELL is None, reason="there is no PowerShell")
def test_powershell_itself_runs_the_steps(tmp_path: Path) -> None:
    """Each once the one before went well."""
    shell = Shell(tmp_path.resolve(), tmp_path, PowerShell())
    (tmp_path / "it's $5.md").write_bytes(b"text")
    wrong = shell.move("not there.md", "wrong.md")
    for line in (
        shell.steps(
            shell.make_folder("a/b c"), shell.move("it's $5.md", "a/b c/d.md"), shell.append(["one", "it's"], "e.txt")
        ),
        shell.steps(wrong, shell.append(["never"], "e.txt")),
    ):
        subprocess.run([str(POWERSHELL), "-NoProfile", "-Command", line], cwd=tmp_path, check=False)
    assert (tmp_path / "a" / "b c" / "d.md").read_bytes() == b"text"
    assert (tmp_path / "e.txt").read_text(encoding="ascii").split() == ["one", "it's"]


def test_commands_are_for_the_shell_that_one_has() -> None:
    """On Windows that is PowerShell, unless Git Bash says that it is there."""
    assert isinstance(language_here({}, "win32"), PowerShell)
    assert isinstance(language_here({"MSYSTEM": "MINGW64"}, "win32"), Posix)
    assert isinstance(language_here({"MSYSTEM": "x"}, "linux"), Posix)
    assert isinstance(language_here({}, "darwin"), Posix)
