"""Git's lists of a clone: patterns of one path alone, as real git reads them, and lines added and removed."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.git.clone_lists import append_line, attribute_pattern, ignore_line, lines_of_list, remove_lines
from tests.git.test_status import ignored, run
from tests.repos import needs_git

pytestmark = [needs_git, pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")]

names = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1, max_size=20), max_size=9)


@given(names)
def test_every_name_can_be_ignored(names: list[str]) -> None:
    """Letters of every script, spaces, and all that means something in the list."""
    known = {f"p{name}" for name in names}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        run(root, "init", "--quiet")
        (root / ".git" / "info").mkdir(exist_ok=True)
        (root / ".git" / "info" / "exclude").write_bytes(b"".join(ignore_line(name) + b"\n" for name in known))
        assert ignored(root, [*known, "q"]) == known


@given(names)
def test_every_name_can_have_an_attribute(names: list[str]) -> None:
    """The same, with control characters too."""
    known = {f"p{name}" for name in names}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        run(root, "init", "--quiet")
        lines = b"".join(os.fsencode(attribute_pattern(name)) + b" mine\n" for name in known)
        (root / ".git" / "info").mkdir(exist_ok=True)
        (root / ".git" / "info" / "attributes").write_bytes(lines)
        asked = b"".join(os.fsencode(name) + b"\0" for name in [*known, "q"])
        said = run(root, "check-attr", "-z", "--stdin", "mine", text=asked).split(b"\0")[:-1]
        assert {
            os.fsdecode(name) for name, value in zip(said[::3], said[2::3], strict=True) if value == b"set"
        } == known


def test_lines_are_added_and_removed_and_all_others_keep_their_bytes(tmp_path: Path) -> None:
    """A missing list is made, with its folder; one without a last line end gets it before the new line."""
    listing = tmp_path / "info" / "exclude"
    assert lines_of_list(listing) == [b""]
    assert remove_lines(listing, lambda _line: True) == []
    assert not listing.exists()
    append_line(listing, b"/one")
    assert listing.read_bytes() == b"/one\n"
    listing.write_bytes(b"/one\r\n*.log\r\n\xff")
    append_line(listing, b"/two")
    assert lines_of_list(listing) == [b"/one", b"*.log", b"\xff", b"/two", b""]
    assert remove_lines(listing, lambda line: line.startswith(b"/")) == [b"/one", b"/two"]
    assert listing.read_bytes() == b"*.log\r\n\xff\n"
