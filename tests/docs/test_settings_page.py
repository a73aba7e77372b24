"""What the manual's pages say is what the program does."""

from exam_tui.settings.settings import settings_as_markdown
from exam_tui.tui.keys.actions import ACTIONS
from exam_tui.tui.keys.keymap import keys_as_markdown, remap
from tests.conftest import ROOT


def test_the_page_on_settings_has_the_table_of_settings() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert settings_as_markdown() in page


def test_the_readme_has_the_table_of_keys_and_it_names_every_action() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    remap({})
    assert keys_as_markdown() in readme
    assert not [action.name for action in ACTIONS if f"`{action.name}`" not in readme]
