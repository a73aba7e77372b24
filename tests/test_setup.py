"""What `make` does before its first command: which Python it takes, and what it says where there is none to take."""

import ast
import fnmatch
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a shell script, which make runs; Windows has neither")
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
Make = Callable[..., "subprocess.CompletedProcess[str]"]
_NEEDED = "exam-tui needs Python 3.11 or newer, and only {} is here"


@pytest.fixture
def pythons(tmp_path: Path) -> Path:
    """Return an empty folder for PATH."""
    folder = tmp_path / "a folder with ø"
    folder.mkdir()
    return folder


def _put(folder: Path, name: str, version: str | None) -> None:
    """Make a command that answers as a Python of a version, or as a shim whose version is not installed."""
    major, _, minor = (version or "0.0").partition(".")
    answer = f'echo {major} {minor} "{folder}/{name}"' if version else "echo not installed >&2; exit 127"
    (folder / name).write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def _chosen(folder: Path, *names: str) -> tuple[int, str, str]:
    """Return exit code, the name of the Python that was chosen, and what was said."""
    script = [str(ROOT / ".ci" / "python"), *names]
    run = subprocess.run(
        ["/bin/sh", *script], env={"PATH": str(folder)}, capture_output=True, encoding="utf-8", check=False
    )
    return run.returncode, run.stdout.strip().rpartition("/")[2], run.stderr.strip()


def test_make_takes_the_newest_python_that_the_tests_have_run_on(pythons: Path) -> None:
    """Also where it is only called python3, beside newer and older ones and shims of what is not installed."""
    _put(pythons, "python3", "3.12")
    assert _chosen(pythons) == (0, "python3", "")
    _put(pythons, "python3.11", "3.11")
    _put(pythons, "python3.13", None)
    _put(pythons, "python", "3.14")
    assert _chosen(pythons) == (0, "python3", "")
    _put(pythons, "python3.13", "3.13")
    assert _chosen(pythons) == (0, "python3.13", "")


def test_make_takes_an_untried_newer_python_only_where_nothing_else_is_and_says_so(pythons: Path) -> None:
    """It is better than nothing."""
    _put(pythons, "python3", "3.15")
    code, name, said = _chosen(pythons)
    assert (code, name) == (0, "python3")
    assert said == "Only Python 3.15 is here. The tests have run on 3.11 to 3.13, so something may not work."


@pytest.mark.parametrize("version", ["3.10", "3.9"])
def test_make_refuses_an_older_python_with_one_sentence(pythons: Path, version: str) -> None:
    """And so a machine without a usable one waits for nothing."""
    _put(pythons, "python3", version)
    code, name, said = _chosen(pythons)
    assert (code, name) == (1, "")
    assert said.startswith(_NEEDED.format(version))
    assert "\n" not in said


def test_make_says_what_to_install_where_there_is_no_python(pythons: Path) -> None:
    """A Python without venv, as Debian ships it, is none."""
    _put(pythons, "python3", None)
    code, name, said = _chosen(pythons)
    assert (code, name) == (1, "")
    assert "apt install python3-venv" in said


def test_a_python_that_is_named_is_the_only_one_tried(pythons: Path) -> None:
    """`make PYTHON=…` is the user's own word."""
    _put(pythons, "python3.13", "3.13")
    _put(pythons, "mine", "3.12")
    _put(pythons, "old", "3.8")
    assert _chosen(pythons, "mine")[:2] == (0, "mine")
    assert _chosen(pythons, "old")[0] == 1


@pytest.fixture
def make(pythons: Path) -> Make:
    """Return a function that runs make in a project whose Pythons only write down in `ran` what they are to do.

    `one` and `two` make environments; the Python of an environment fails at what is nightly.
    """
    project = pythons.parent / "project ø"
    (project / ".ci").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "constraints.txt", ".ci/python"):
        shutil.copy(ROOT / name, project / name)
    inner = '#!/bin/sh\necho "$*" >> ran\ncase "$*" in *nightly*) exit 1;; esac\n'
    (project / "inner").write_text(inner, encoding="utf-8")
    for name in ("one", "two"):
        script = f"""#!/bin/sh
[ "$1" = -m ] || {{ echo 3 12 "$0"; exit; }}
echo {name} >> ran
rm -rf .venv && mkdir -p .venv/bin && cp inner .venv/bin/python && chmod +x .venv/bin/python
"""
        (pythons / name).write_text(script, encoding="utf-8")
        (pythons / name).chmod(0o755)

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        (project / "ran").write_text("", encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        done = subprocess.run(
            ["make", *arguments], cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        done.stdout = (project / "ran").read_text(encoding="utf-8")
        return done

    return run


@needs_make
def test_another_python_that_is_named_makes_the_environment_anew(make: Make, pythons: Path) -> None:
    """The same one does not, and nor does naming none."""
    one, two = (f"PYTHON={pythons / name}" for name in ("one", "two"))
    assert make(one, ".venv/.dev").stdout.startswith("one\n-m pip install")
    assert make(one, ".venv/.dev").stdout == ""
    assert make(two, ".venv/.dev").stdout.startswith("two\n-m pip install")
    assert make(".venv/.dev").stdout == ""
    assert make("PYTHON=nowhere", ".venv/.dev").returncode != 0
    assert make(one, ".venv/.dev").stdout.startswith("one\n-m pip install")


@needs_make
def test_a_red_part_of_the_night_keeps_none_of_the_others_from_running(make: Make, pythons: Path) -> None:
    """And the night is red."""
    make(f"PYTHON={pythons / 'one'}", ".venv/.dev")
    night = make("nightly")
    assert [line.split()[1] for line in night.stdout.strip().split("\n")] == [
        "pytest",
        "tests.behaviour.hostile.fuzz",
        "tests.places",
    ]
    assert night.returncode != 0


def test_every_development_tool_has_one_version_in_the_constraints() -> None:
    """A new release of a linter turns no fresh clone red; ruff and mypy have the same one in pyproject.toml."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split("\n")
    pinned = {line.lower().replace("_", "-") for line in lines if "==" in line}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert all("==" in requirement for requirement in settings["build-system"]["requires"])
    project = settings["project"]
    wanted = [item.split(";")[0].lower() for item in project["optional-dependencies"]["dev"]]
    for requirement in [*project["dependencies"], *wanted]:
        name = re.split("[>=<]", requirement)[0]
        assert any(pin.startswith(f"{name}==") for pin in pinned), requirement
    exact = {requirement for requirement in wanted if "==" in requirement}
    assert exact <= pinned
    assert {requirement.split("==")[0] for requirement in exact} == {"mypy", "ruff"}
    assert any(re.fullmatch(r'colorama==[\d.]+; sys-platform == "win32"', pin) for pin in pinned), (
        "Windows needs it too"
    )


def test_every_library_that_is_imported_is_declared_and_every_one_declared_is_imported() -> None:
    """Libraries that another one brings along may be gone with its next version; for the tests there are more."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = _names(project["dependencies"])
    extras = project["optional-dependencies"]
    optional = _names([*extras["course"], *extras["proofread"]])
    assert needed == _imported("exam_tui") - optional
    assert _imported("tests", "benchmarks") <= needed | _names(project["optional-dependencies"]["dev"])


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w-]", requirement)[0].lower() for requirement in requirements}


def _imported(*folders: str) -> set[str]:
    """Return the names of the distributions that the modules in some folders import."""
    own = {"exam_tui", "tests", "benchmarks"}
    known = {
        top: names[0].lower().replace("_", "-") for top, names in packages_distributions().items() if top not in own
    }
    found: set[str] = set()
    for path in [path for folder in folders for path in (ROOT / folder).rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        if {known[top] for top in _IMPORT.findall(text) if top in known} <= found:
            continue  # none that is new; to parse all modules takes long
        for node in ast.walk(ast.parse(text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {known[top] for top in (name.partition(".")[0] for name in names) if top in known}
    return found


_IMPORT = re.compile(r"^\s*(?:import|from)\s+(\w+)", re.MULTILINE)
"""What may be an import: a line of a text may look like one."""


def test_the_source_distribution_has_every_file_and_folder_at_the_top() -> None:
    """Of those that git tracks; so whoever unpacks it can run `make test`."""
    if not _is_a_checkout():
        pytest.skip("this is no git checkout of its own, so nothing says what belongs to the project")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    always = {"pyproject.toml"}
    patterns = [pattern.removeprefix("/") for pattern in build["targets"]["sdist"]["include"]]
    tracked = {line.split("/")[0] for line in listed.stdout.strip().split("\n")}
    missing = {name for name in tracked - always if not any(fnmatch.fnmatch(name, pattern) for pattern in patterns)}
    assert not missing


def _is_a_checkout() -> bool:
    """Whether the project is a repository, not only a folder somewhere in one, as an unpacked distribution may be."""
    if shutil.which("git") is None:
        return False
    command = ["git", "rev-parse", "--show-toplevel"]
    top = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return top.returncode == 0 and Path(top.stdout.rstrip("\n")).resolve() == ROOT.resolve()
