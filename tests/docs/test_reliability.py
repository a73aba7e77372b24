"""The page on reliability names tests that are there."""

import re

from tests.conftest import ROOT


def test_every_test_that_the_page_names_exists() -> None:
    """And so does every file."""
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    files = set(re.findall(r"`(tests/[\w/]+\.py)`", page))
    assert len(files) > 15
    sources = "".join((ROOT / file).read_text(encoding="utf-8") for file in files)
    names = set(re.findall(r"`(test_\w+)`", page))
    assert len(names) > 30
    assert not [name for name in names if f"def {name}(" not in sources]
