"""Makes `tests/README.md`, a line a file: `python -m tests.listing` prints it, `make docs` writes it."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
HEAD = """# The tests

They mirror the package: `tests/core/report/test_limits.py` is about `exam_tui/core/report/limits.py`. What crosses
it is in `behaviour/`. A file without `test_` helps those beside it. `make docs` makes this page from the first line of
each file.
"""


def _folders() -> Iterator[Path]:
    """Yield this folder and those below it that have Python files of their own."""
    for folder in (HERE, *sorted(path for path in HERE.rglob("*") if path.is_dir())):
        if "fixtures" not in folder.parts and any(_files(folder)):
            yield folder


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")


def _first_line(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    paragraph = re.sub(r"\s+", " ", text.split("\n\n")[0]).strip()
    return paragraph.replace("|", r"\|")


def listing() -> str:
    """Return the page."""
    parts = [HEAD]
    for folder in _folders():
        name = folder.relative_to(HERE).as_posix()
        parts.append(f"## {'tests' if name == '.' else name}/\n")
        parts.append("\n".join(f"- `{path.name}`: {_first_line(path)}" for path in _files(folder)) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(listing())
