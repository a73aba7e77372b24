"""What `make` does before its first command: which Python it takes, and what it says where there is none to take."""

import fnmatch
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a shell script, which make runs; Windows has neither")
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


def test_every_development_tool_has_one_version_in_the_constraints() -> None:
    """A new release of a linter turns no fresh clone red; ruff and mypy have the same one in pyproject.toml."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split("\n")
    pinned = {line.lower().replace("_", "-") for line in lines if "==" in line}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [item.split(";")[0].lower() for item in project["optional-dependencies"]["dev"]]
    for requirement in [*project["dependencies"], *wanted]:
        name = re.split("[>=<]", requirement)[0]
        assert any(pin.startswith(f"{name}==") for pin in pinned), requirement
    exact = {requirement for requirement in wanted if "==" in requirement}
    assert exact <= pinned
    assert {requirement.split("==")[0] for requirement in exact} == {"mypy", "ruff"}


def test_the_source_distribution_has_all_that_its_tests_use() -> None:
    """Whoever unpacks it can run `make test`: what git tracks at the top is in it."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout, so nothing says what belongs to the project")
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    always = {"pyproject.toml"}
    patterns = [pattern.removeprefix("/") for pattern in build["targets"]["sdist"]["include"]]
    tracked = {line.split("/")[0] for line in listed.stdout.strip().split("\n")}
    missing = {name for name in tracked - always if not any(fnmatch.fnmatch(name, pattern) for pattern in patterns)}
    assert not missing
