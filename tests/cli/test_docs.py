"""Pages made from the program's own tables are as the tables are; what they tell to type is there."""

import re

from exam_tui.cli import check, merge, repair
from exam_tui.cli.explain import findings_page
from exam_tui.core.codes import CODES
from tests.cli.conftest import ROOT


def test_the_page_of_problems_is_the_table() -> None:
    """`make docs` writes it anew."""
    assert (ROOT / "docs" / "findings.md").read_text(encoding="utf-8") == findings_page()


def test_the_page_of_problems_is_sound_markdown() -> None:
    """One row and one section a code, no cell that breaks its row, no code span that runs on."""
    page = findings_page()
    rows = [line for line in page.split("\n") if line.startswith("| [")]
    assert [line.count("|") for line in rows] == [4] * len(CODES)
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == list(CODES)
    for line in page.split("\n"):
        assert line.replace("```", "").count("`") % 2 == 0, line


def test_every_option_in_the_help_exists() -> None:
    """And every one that exists is in it."""
    for command in (check, merge, repair):
        named = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", command.HELP, re.MULTILINE))
        source = (ROOT / "exam_tui" / "cli" / f"{command.__name__.rpartition('.')[2]}.py").read_text(encoding="utf-8")
        defined = set(re.findall(r'add_argument\((?:"-\w", )?"(--[a-z-]+)"', source))
        assert named == defined | {"--help"}


def test_the_pages_name_codes_and_options_that_exist() -> None:
    """A page that names an option of yesterday misleads."""
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    option = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
    assert set(option.findall(text + hooks)) <= set(option.findall(check.HELP + repair.HELP))
    for codes in re.findall(r"--ignore ([a-z,-]+)", text + hooks):
        assert set(codes.split(",")) <= CODES.keys()
    assert set(re.findall(r"id: (\S+)", text)) == set(re.findall(r"id: (\S+)", hooks))
