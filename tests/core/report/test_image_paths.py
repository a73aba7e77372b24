"""Which paths leave the report's folder, on whatever system: a report is read on all of them."""

import pytest

from exam_tui.core.report.image_links import is_device, is_rooted


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
