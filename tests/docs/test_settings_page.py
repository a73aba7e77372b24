"""What the manual's pages say is what the program does."""

from exam_tui.settings.settings import settings_as_markdown
from exam_tui.tui.keys.actions import ACTIONS
from exam_tui.tui.keys.keymap import keys_page, remap
from tests.conftest import ROOT


def test_the_page_on_settings_has_the_table_of_settings() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert settings_as_markdown() in page


def test_the_page_of_keys_is_the_table_and_names_every_action() -> None:
    """`make docs` writes it anew."""
    page = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    remap({})
    assert page == keys_page()
    assert not [action.name for action in ACTIONS if f"`{action.name}`" not in page]


def test_the_keys_that_the_readme_names_are_those_of_the_table() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").split("## Keys")[1].split("\n## ")[0]
    remap({})
    shown = [line.split(" | ") for line in readme.split("\n") if line.startswith("| `")]
    assert len(shown) == 10
    rows = keys_page().split("\n")
    for keys, _ in shown:
        assert [row for row in rows if row.startswith(f"{keys} ") and "|" in row], keys


def test_the_readme_is_short() -> None:
    """A student reads it to the end."""
    assert (ROOT / "README.md").read_text(encoding="utf-8").count("\n") < 120
