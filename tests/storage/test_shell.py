"""Commands to paste: a shell reads back the names that they were made of."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam_tui.core.display import display
from exam_tui.storage.shell import Shell, quoted

bash = pytest.mark.skipif(sys.platform == "win32", reason="no bash to read them back")
WORDS = st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=12), min_size=1, max_size=30)


@bash
@settings(max_examples=60, deadline=None)
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


@pytest.mark.parametrize("name", ["README.md", "-n.md", "two words.md", "it's.md"])
def test_ordinary_names_stay_readable(name: str) -> None:
    """Quoted only where they have to be."""
    assert quoted(name) in {name, f"'{name}'", """'it'"'"'s.md'"""}


def test_names_are_seen_from_where_one_stands(tmp_path: Path) -> None:
    """From outside the repository git is told where it is."""
    root = tmp_path.resolve() / "my project"
    (root / "a" / "b").mkdir(parents=True)
    inside, outside = Shell(root, root / "a" / "b"), Shell(root, tmp_path)
    assert inside.git("add", "--", inside.name("a/x.md")) == "git add -- ../x.md"
    assert outside.git("add", "--", outside.name("a/x.md")) == f"git -C '{root}' add -- a/x.md"
    assert (inside.path("c"), outside.path("c")) == ("../../c", str(root / "c"))


@pytest.mark.parametrize("name", ["*.md", "[a].md", ":(top)a.md", "a\\b.md", "a?.md"])
def test_names_that_read_like_patterns(tmp_path: Path, name: str) -> None:
    """They are to be taken as they are."""
    assert Shell(tmp_path.resolve(), tmp_path).pattern(name) == f":(literal){name}"
