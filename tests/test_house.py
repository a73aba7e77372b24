"""The house: what may be said of every file of the package, read from its source."""

import ast
import functools
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.listing import listing

PACKAGE = ROOT / "exam_tui"
MOST_FILES = 15
MOST_METHODS, MOST_OF_THE_SCREEN = 40, 25
SAME_MODULES: Mapping[str, str] = {
    "course_page": "the page that the course makes: made here, and judged by findings there",
    "dialogue": "the dialogue of flows with the user, and what each editor makes of it",
    "hand_in": "the hand-in check, printed by one and shown by the other",
    "images": "what findings say of images, and the screen that inserts one",
    "message_log": "what was said, and the screen that shows it",
    "problems": "the problems of a report: found, listed, gone through",
    "recovery": "what was not saved: as it is kept, and the screen that offers it",
    "repair": "repairing a report, and the command that does it",
    "saving": "saving a report, and the line mode's words about it",
}
"""Modules of one name in several folders: why they mean the same."""
SAME_NAMES: Mapping[str, str] = {
    "replace_page": "writing the page anew, and the editor's command that does it",
    "serve_requests": "what the process of a worker runs, for pages and for proofreading",
    "run": "what the table of the command line calls, once a command",
}
"""Public classes and functions of one name: why they mean the same."""

NAMES_OF_BEFORE = frozenset(
    {
        *("Context", "Decisions", "Desk", "Gap", "Held", "Meeting", "Offer", "Outside", "Prints", "Show", "Taken"),
        *("Waiting", "keep_version", "own_stop", "pass_over", "recall", "renew", "settle", "settled", "take_in"),
        *("take_lock", "unsay"),
    }
)
"""Names that have had two meanings, or none that one guesses."""
NOT_SAID = re.compile(
    r"\b(?:tell whether|what is left of|as it stands|rule of dashes|filler|stressed|no more(?! than))\b",
    re.IGNORECASE,
)
"""What a native reader would not write, or what has another name here."""


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


def _packages() -> set[str]:
    return {f"{_dotted(path.parent)}.__init__" for path in PACKAGE.rglob("__init__.py")}


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).parts)


@functools.cache
def _modules() -> Mapping[str, ast.Module]:
    """Return every module of the package by its dotted name."""
    return {name: ast.parse(source) for name, source in module_sources().items()}


@pytest.mark.parametrize("top", ["exam_tui", "tests"])
def test_no_folder_has_more_files_than_one_reads_at_a_glance(top: str) -> None:
    counts: dict[Path, int] = defaultdict(int)
    for path in (ROOT / top).rglob("*.py"):
        counts[path.parent.relative_to(ROOT)] += path.name != "__init__.py"
    assert {str(folder): count for folder, count in counts.items() if count > MOST_FILES} == {}


def test_the_init_of_every_folder_but_the_packages_is_empty() -> None:
    folders = [path for path in (ROOT / "exam_tui").rglob("__init__.py") if path.parent.name != "exam_tui"]
    assert [str(path.parent.relative_to(ROOT)) for path in folders if path.read_bytes()] == []


def test_no_two_modules_have_one_name_with_two_meanings() -> None:
    places = defaultdict(list)
    for name in _modules():
        if name.rpartition(".")[2] != "__main__" and f"{name}.__init__" not in _packages():
            places[name.rpartition(".")[2]].append(name)
    assert {name: where for name, where in places.items() if len(where) > 1 and name not in SAME_MODULES} == {}


def test_no_two_public_names_mean_two_things() -> None:
    places = defaultdict(list)
    for module, tree in _modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
                places[node.name].append(module)
    assert {name: where for name, where in places.items() if len(where) > 1 and name not in SAME_NAMES} == {}


def test_every_reason_for_a_shared_name_is_still_needed() -> None:
    modules = [name.rpartition(".")[2] for name in _modules()]
    names = [
        node.name
        for tree in _modules().values()
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [name for name in SAME_MODULES if modules.count(name) < 2] == []
    assert [name for name in SAME_NAMES if names.count(name) < 2] == []


def test_no_name_comes_back_that_was_given_up() -> None:
    found = {
        (module, node.name)
        for module, tree in _modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name in NAMES_OF_BEFORE
    }
    assert found == set()


def _prose(source: str) -> Iterator[str]:
    """Yield the comments and docstrings of a module."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.startswith('"""')):
            yield re.sub(r"`[^`]*`|\"[^\"]*\"", "", token.string.strip('"'))


def test_comments_and_docstrings_are_sentences_that_a_native_reader_would_write() -> None:
    """As far as a pattern can tell."""
    found = [(module, text) for module, source in module_sources().items() for text in _prose(source)]
    assert [(module, text) for module, text in found if NOT_SAID.search(text)] == []


def _classes() -> Iterator[tuple[str, ast.ClassDef]]:
    for module, tree in _modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                yield module, node


def test_no_class_has_more_methods_than_one_keeps_in_mind() -> None:
    """With those of its bases in the package; the editor's screen has fewer."""
    classes = {node.name: node for _, node in _classes()}

    def methods(node: ast.ClassDef) -> set[str]:
        own = {part.name for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)}
        bases = [classes[base.id] for base in node.bases if isinstance(base, ast.Name) and base.id in classes]
        return own.union(*map(methods, bases))

    counts = {name: len(methods(node)) for name, node in classes.items()}
    assert {name: count for name, count in counts.items() if count > MOST_METHODS} == {}
    assert counts["EditorScreen"] < MOST_OF_THE_SCREEN


def test_the_tests_have_a_line_a_file() -> None:
    """`make docs` writes them."""
    assert (ROOT / "tests" / "README.md").read_text(encoding="utf-8") == listing()
