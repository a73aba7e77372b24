"""Targets of links: as Markdown reads them, and which leave the report's folder on whatever system."""

import pytest
from markdown_it.common.utils import unescapeAll

from exam_tui.core.report.image_links import Content, clean_target, has_bare_space, is_device, is_rooted, written_target


@pytest.mark.parametrize("path", ["/a.png", "\\a.png", "\\\\server\\share\\a.png", "C:/a.png", "c:a.png", "~/a.png"])
def test_a_path_from_a_root_a_drive_a_share_or_the_home_folder_is_rooted(path: str) -> None:
    assert is_rooted(path)


@pytest.mark.parametrize("path", ["a.png", "figures/a.png", "../a.png", "~a.png", "figures/c:a.png", ""])
def test_a_path_from_the_reports_folder_on_is_not_rooted(path: str) -> None:
    assert not is_rooted(path)


@pytest.mark.parametrize("name", ["NUL", "con", "Con.png", "aux .png", "com1.tar.gz", "LPT\u00b2", "nul:x"])
def test_what_windows_takes_for_a_device_is_one(name: str) -> None:
    assert is_device(name)


@pytest.mark.parametrize("name", ["null", "console.png", "com0", "com10.png", "my-con.png", "auxiliary", ""])
def test_what_only_begins_like_a_device_is_none(name: str) -> None:
    assert not is_device(name)


@pytest.mark.parametrize(
    "target",
    [
        *("figures/a&amp;b.png", "a&#38;b.png", "a&#x26;b.png", "a&#X26;b.png", "a&auml;.png", "a&lpar;1&rpar;.png"),
        *("a&b.png", "a&copy.png", "a&nothing;.png", "a&#;.png", "a&#xZ;.png", "a&#12345678;.png", "&;", "&&amp;amp;"),
        *("a&#0;.png", "a&#xD800;.png", "a&#1114112;.png", "a&ngE;.png", "a&#37;20b.png"),
        *(r"a\_b.png", r"a\&amp;b.png", r"a\\b.png", r"figures\plot.png", r"a\(1\).png", "a\\"),
    ],
)
def test_escapes_and_character_references_are_resolved_as_markdown_does(target: str) -> None:
    """What is none stays as it is."""
    assert clean_target(target) == unescapeAll(target)
    assert written_target(target) == target


def test_a_space_that_is_written_as_a_reference_ends_no_link() -> None:
    assert not has_bare_space("a&#32;b.png")
    assert has_bare_space("a b.png")
    assert clean_target('<a&#32;b.png> "a title"') == "a b.png"


def test_what_stands_in_for_an_image_is_none() -> None:
    assert {content for content in Content if content.is_image} == {Content.PNG, Content.JPEG}
