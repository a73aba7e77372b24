"""The commands: an answer within bounded time, whatever the files, the repository or the settings are."""

import contextlib
import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from benchmarks.ratios import Ratios, Work, seconds_of_programs
from exam_tui.cli.output import Output
from exam_tui.cli.unified_diff import print_diff
from exam_tui.core.merge.reports import merge_reports
from exam_tui.settings.settings import load_settings
from tests.behaviour.hostile.test_slow_files import PIECES, hostile_texts
from tests.cli.test_unified_diff import KINDS, many_lines
from tests.core.findings.build import GOOD, report
from tests.git.hand_in.asking import image_line, link
from tests.repos import Repo, needs_git, own_settings_only
from tests.settings.test_settings import HOSTILE

ROOT = Path(__file__).parents[1]


def seconds_of_program(*arguments: str, folder: Path) -> float:
    """Return the processor time of a run of the program, from its start to its end, in seconds."""
    before = seconds_of_programs()
    command = [sys.executable, "-m", "exam_tui", *arguments]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    if done.returncode not in {0, 1, 2}:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return seconds_of_programs() - before


@pytest.mark.skipif(sys.platform == "win32", reason="processor time of a finished process is asked for the Unix way")
@pytest.mark.parametrize("command", [["check", "--format", "json"], ["html"]], ids=" ".join)
@pytest.mark.parametrize("name", PIECES)
def test_a_hostile_megabyte(ratios: Ratios, tmp_path: Path, name: str, command: list[str]) -> None:
    """The whole process: one thing over and over as the file, and as an answer of a report."""
    for text in hostile_texts(name):
        (tmp_path / "README.md").write_text(text, encoding="utf-8", newline="")
        ratios.beside_python_as_measured(lambda: seconds_of_program(*command, "README.md", folder=tmp_path), 130)


@pytest.mark.parametrize("kinds", KINDS)
def test_a_diff_of_thousands_of_lines(ratios: Ratios, kinds: int) -> None:
    """With a blank line added to every second one, as `check --fix` does for lists."""
    old, new = many_lines(kinds, 3_300)

    def diff() -> None:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
            print_diff("a.md", old, new, Output())

    ratios.beside_python(diff, 8)  # measured: 2.8


def test_a_merge(ratios: Ratios) -> None:
    """Of two versions that changed a third of the answers each, some of them the same ones."""
    ours, theirs = (dict.fromkeys(range(first, 26, 3), f"{GOOD} {side}") for side, first in (("We", 5), ("You", 6)))
    versions = [report(answers).encode() for answers in ({}, ours, theirs | {5: f"Not so. {GOOD}"})]
    ratios.beside_python(lambda: merge_reports(versions[0], versions[1], versions[2]), 1.5)  # measured: 0.4


@needs_git
@pytest.mark.skipif(sys.platform == "win32", reason="its commands are run by bash here")
def test_a_report_full_of_images_is_handed_in(ratios: Ratios, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as a quarter of the largest report holds."""
    own_settings_only(monkeypatch)
    repo = Repo.with_report(tmp_path / "project")
    monkeypatch.chdir(repo.root)

    runs = count()

    def asked(size: int) -> Work:
        run = next(runs)  # a commit has to change something
        link(repo, *(f"figures/{run}-{number}.png" for number in range(size)))
        return lambda: image_line(repo)

    ratios.linear(asked, 4_000)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_settings(ratios: Ratios, tmp_path: Path, name: str) -> None:
    """In a project's own file, and in `pyproject.toml`."""
    (tmp_path / ".exam-tui.toml").write_text(HOSTILE[name], encoding="utf-8")
    ratios.beside_python(lambda: load_settings(tmp_path / "README.md", {}, {}), 15)  # measured: 4.4
    (tmp_path / ".exam-tui.toml").unlink()
    (tmp_path / "pyproject.toml").write_text(f"[tool.exam-tui]\n{HOSTILE[name]}", encoding="utf-8")
    ratios.beside_python(lambda: load_settings(tmp_path / "README.md", {}, {}), 15)
