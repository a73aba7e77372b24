"""The house: what imports what, read from the sources."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.places import ROOT

PACKAGE = ROOT / "exam_tui"


def module_sources() -> dict[str, str]:
    """Return the source of each module of the package, by its dotted name."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def imported(source: str) -> Iterator[str]:
    """Yield what a module imports anywhere: also inside functions and where only a type checker looks."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def imports_of(sources: dict[str, str]) -> dict[str, set[str]]:
    """Return the modules among `sources` that each of them imports."""
    found: dict[str, set[str]] = {}
    for module, source in sources.items():
        names = {name if name in sources else name.rpartition(".")[0] for name in imported(source)}
        found[module] = names & sources.keys()
    return found


def circle(sources: dict[str, str]) -> list[str]:
    """Return the modules of one import circle in order, [] where there is none."""
    try:
        TopologicalSorter(imports_of(sources)).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_import_circle() -> None:
    """In the whole package, counting every import wherever it stands."""
    assert circle(module_sources()) == []


@pytest.mark.parametrize(
    "source",
    [
        "from p.a import x",
        "from p import a",
        "import p.a",
        "def f():\n    from p.a import x",
        "if TYPE_CHECKING:\n    from p.a import x",
    ],
)
def test_a_circle_is_seen_wherever_an_import_stands(source: str) -> None:
    """Or the test above would show nothing."""
    assert set(circle({"p": "", "p.a": "import p.b", "p.b": source})) == {"p.a", "p.b"}
