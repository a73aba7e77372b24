"""Patterns that are compiled at their first use: nothing is compiled while the program's modules are loaded."""

import copy
import re
import subprocess
import sys

import pytest

from exam_tui.core.text.patterns import lazy_pattern
from tests.conftest import GIVE_UP, ROOT

LOADER = """
import importlib, pathlib, re, sys
compiled = []
really = re.compile
def note(pattern, flags=0):
    caller = sys._getframe(1)
    if caller.f_globals["__name__"].startswith("exam_tui."):
        compiled.append(caller.f_globals["__name__"])
    return really(pattern, flags)
re.compile = note
for path in sorted(pathlib.Path("exam_tui").rglob("*.py")):
    if path.stem not in ("__main__", "__init__"):
        try:
            importlib.import_module(".".join(path.with_suffix("").parts))
        except ImportError:  # an extra that is not installed, a module of another system
            pass
assert compiled == [], compiled
from exam_tui.core.text.patterns import _LazyPattern
modules = [module for name, module in sys.modules.items() if name.startswith("exam_tui.")]
patterns = [value for module in modules for value in vars(module).values() if isinstance(value, _LazyPattern)]
print(*[pattern.groups for pattern in patterns])
"""


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    """Text and bytes, with flags, by every method; the second use is as the first."""
    for word in (lazy_pattern("(w)or[dt]s?", re.IGNORECASE), re.compile("(w)or[dt]s?", re.IGNORECASE)):
        assert [match[0] for match in word.finditer("Words, wort")] == ["Words", "wort"]
        assert word.sub("x", "Words, wort") == "x, x"
        assert word.findall("Words, wort") == ["W", "w"]
        assert word.fullmatch("words")
        assert not word.match(" words")
        assert word.search(" words", 1)
        assert word.split("aWortb") == ["a", "W", "b"]
        assert (word.pattern, word.groups) == ("(w)or[dt]s?", 1)
    assert lazy_pattern(rb"\d").search(b"a1")


def test_what_a_pattern_does_not_have_is_an_error() -> None:
    """It is no open end: `copy` and `pickle` ask for such names."""
    pattern = lazy_pattern("a")
    with pytest.raises(AttributeError):
        _ = pattern.lastindex  # type: ignore[attr-defined]
    assert copy.copy(pattern).match("a")


def test_a_mistake_in_a_pattern_is_found_at_its_first_use() -> None:
    """And at each later one."""
    pattern = lazy_pattern("(")
    for _ in range(2):
        with pytest.raises(re.error):
            pattern.match("")


def test_loading_the_program_compiles_no_pattern_and_each_can_be_compiled() -> None:
    """Every module of it, in a process of its own. What is compiled late is not found out late."""
    command = [sys.executable, "-c", LOADER]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=GIVE_UP, check=False)
    assert done.stderr == ""
    assert len(done.stdout.split()) > 100
