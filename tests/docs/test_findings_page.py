"""Pages made from the program's own tables are as the tables are; what they tell to type is there."""

import re
from argparse import ArgumentParser, Namespace

import pytest

from exam_tui.cli.check.explain import findings_page
from exam_tui.cli.command_table import COMMANDS
from exam_tui.cli.main import main
from exam_tui.core.findings.catalog import CODES
from tests.conftest import ROOT


def test_the_page_of_problems_is_the_table() -> None:
    """`make docs` writes it anew."""
    assert (ROOT / "docs" / "findings.md").read_text(encoding="utf-8") == findings_page()


def test_the_page_of_problems_is_sound_markdown() -> None:
    """One row of four columns and one section a code, no cell that breaks its row, no code span that runs on."""
    page = findings_page()
    rows = [line for line in page.split("\n") if line.startswith("| [")]
    assert [line.count("|") for line in rows] == [5] * len(CODES)
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == list(CODES)
    for line in page.split("\n"):
        assert line.replace("```", "").count("`") % 2 == 0, line


def test_every_option_that_is_read_is_in_the_help_and_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are made from one table; this looks at the parser and at what is printed."""
    read = ArgumentParser.parse_known_args
    defined: set[str] = set()

    def note(self: ArgumentParser, arguments: list[str]) -> tuple[Namespace, list[str]]:
        defined.update(name for action in self._actions for name in action.option_strings)
        return read(self, arguments)

    monkeypatch.setattr(ArgumentParser, "parse_known_args", note)
    for name in COMMANDS:
        defined.clear()
        assert main([name, "--no-such-option"]) == 2  # flags alone are read without the parser
        capsys.readouterr()
        assert main([name, "--help"]) == 0
        assert defined >= {"-h", "--help"}
        assert _options_in(capsys.readouterr().out) == defined, name


def _options_in(shown: str) -> set[str]:
    named = re.findall(r"^  (?:(-\w), )?(--[a-z-]+)", shown, re.MULTILINE)
    return {option for pair in named for option in pair if option}


def test_the_pages_name_codes_and_options_that_exist() -> None:
    """A page that names an option of yesterday misleads."""
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    option = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
    text = re.sub(r"^pip .*$", "", text, flags=re.MULTILINE)  # its options are its own
    known = [
        name for command in ("check", "repair") for name in _options_in("\n".join(COMMANDS[command].help_lines(80)))
    ]
    assert set(option.findall(text + hooks)) <= set(known)
    for codes in re.findall(r"--ignore ([a-z,-]+)", text + hooks):
        assert set(codes.split(",")) <= CODES.keys()
    assert set(re.findall(r"id: (\S+)", text)) == set(re.findall(r"id: (\S+)", hooks))


def test_nothing_names_a_place_to_install_from_that_is_not_ours() -> None:
    """Whoever registered that name would run code at every group: it is installed from a copy."""
    shown = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "pyproject.toml", "Makefile")]
    shown += [ROOT / ".pre-commit-hooks.yaml", *(ROOT / "docs").glob("*.md"), *(ROOT / "exam_tui").rglob("*.py")]
    install = re.compile(r"(?:pipx?|uv tool|uv pip) (?:install|wheel|inject) (.*)|uvx (.*)")
    extras = {name for extra in ("markdown", "harper-py") for name in (extra, f"exam-tui {extra}")}
    ours = {".", *extras, ".github/exam_tui-*.whl"}
    for path in shown:
        for line in path.read_text(encoding="utf-8").split("\n"):
            assert not re.search(r"(?:git\+|://)\S*exam.?tui|exam-tui/exam-tui", line.replace("exam_tui.", "")), (
                path,
                line,
            )
            for groups in install.findall(line):
                what = re.split(r"[`.]?\)|`|  |\.?\"|, ", "".join(groups))[0].strip()
                what = re.sub(r"--(?:constraint|wheel-dir) \S+|--\S+|\$\S+", "", what).strip().removesuffix(" exam-tui")
                assert what.strip("'\"") in {*ours, ".[dev]", ""}, (path, line)


def test_the_hooks_that_the_page_shows_are_the_hooks() -> None:
    """Its copy runs what is installed; the file is for a copy of the project."""
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    for key in ("name", "entry", "files"):
        found = re.compile(rf"{key}: (.+)$", re.MULTILINE)
        assert sorted(hit for hit in found.findall(text) if "exam" in hit or "README" in hit) == sorted(
            found.findall(hooks)
        )
