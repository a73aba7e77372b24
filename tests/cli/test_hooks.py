"""The hooks for pre-commit, run by pre-commit: what they let pass, stop and change."""

import functools
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Write
from tests.conftest import GIVE_UP, ROOT
from tests.core.findings.build import report
from tests.repos import Repo, needs_git, own_settings_only

pytestmark = [
    needs_git,
    pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed"),
]
NAME = "reports/README.md"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
_READ = """
import json, sys
from pre_commit.clientlib import load_manifest
print(json.dumps(load_manifest(sys.argv[1])))
"""


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository whose pre-commit runs our hooks as they are, but with the program that is tested here.

    A hook in the language of Python would be installed from the network first.
    """
    own_settings_only(monkeypatch)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    program = f'"{Path(sys.executable).as_posix()}" -m exam_tui'
    hooks = [
        {**hook, "language": "system", "entry": hook["entry"].replace("exam-tui", program, 1)} for hook in _hooks()
    ]
    repo = Repo.init(tmp_path / "group")
    # JSON is YAML.
    repo.write(".pre-commit-config.yaml", json.dumps({"repos": [{"repo": "local", "hooks": hooks}]}))
    repo.commit("hooks")
    return repo


@functools.cache
def _hooks() -> list[dict[str, Any]]:
    """Return the hooks as pre-commit reads them."""
    done = subprocess.run([sys.executable, "-c", _READ, str(HOOKS)], check=True, capture_output=True, timeout=GIVE_UP)
    hooks: list[dict[str, Any]] = json.loads(done.stdout)
    return hooks


def _run(repo: Repo, hook: str) -> tuple[int, str]:
    """Run one hook on what is staged; return pre-commit's exit code and what it says."""
    repo.git("add", "--all")
    command = [sys.executable, "-m", "pre_commit", "run", hook, "--color", "never"]
    done = subprocess.run(command, check=False, capture_output=True, cwd=repo.root, env=os.environ, timeout=GIVE_UP)
    return done.returncode, done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")


def test_pre_commit_accepts_our_hooks() -> None:
    """Its own check of such a file."""
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)]
    done = subprocess.run(command, check=False, capture_output=True, timeout=GIVE_UP)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [hook["language"] for hook in _hooks()] == ["python", "python"]


def test_an_unfinished_report_may_be_committed(repo: Repo, write: Write) -> None:
    """Most commits of a report are of an unfinished one."""
    repo.write(NAME, write("blank.md", count=27, course=True).read_bytes())
    code, said = _run(repo, "exam-tui-check")
    assert (code, "Passed" in said) == (0, True), said


def test_a_broken_report_stops_the_commit(repo: Repo) -> None:
    """And says where and why; what is only unfinished is not said beside it."""
    repo.write(NAME, report({5: "<<<<<<< HEAD\nMine.\n=======\nTheirs.\n>>>>>>> main", 6: "Short."}))
    code, said = _run(repo, "exam-tui-check")
    assert code == 1
    assert f"{NAME}:" in said
    assert "conflict-marker" in said
    assert "too-short" not in said


def test_other_files_are_not_looked_at(repo: Repo) -> None:
    """They are no reports."""
    for name in ("README.md", "docs/reports.md", "reports/notes.md", "reports/readme.txt"):
        repo.write(name, "# Our project\n")
    code, said = _run(repo, "exam-tui-check")
    assert (code, "Skipped" in said) == (0, True), said


def test_a_report_in_a_folder_of_the_repository_is_looked_at(repo: Repo) -> None:
    """A repository may hold more than the project."""
    repo.write("mlops/reports/README.md", "### Question 1\n> Answer:\n\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n")
    assert _run(repo, "exam-tui-check")[0] == 1


def test_fixing_changes_the_file_and_stops_the_commit_once(repo: Repo) -> None:
    """As every hook that changes a file; the second time there is nothing to do."""
    path = repo.write(NAME, report({5: "--- We grew beans in this bed. ---"}))
    code, said = _run(repo, "exam-tui-fix")
    assert code == 1
    assert "files were modified by this hook" in said
    assert "+We grew beans in this bed." in said
    assert path.read_bytes() == report({5: "We grew beans in this bed."}).encode()
    assert _run(repo, "exam-tui-fix")[0] == 0
