"""`check` on the template's own text, without being told where the template is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.core.template.editions import table_of
from tests.conftest import OWN, ROOT
from tests.core.findings.build import report, template
from tests.core.findings.known import know
from tests.repos import NAME, Repo, needs_git, own_settings_only

CHANGED = report().replace("in bed 7", "in our bed")


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    own_settings_only(monkeypatch)


def found(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    """Return the lines on the template."""
    main(["check", "-q", *options, str(path)])
    return [line.split(" ", 1)[1] for line in capsys.readouterr().out.split("\n") if "template-changed" in line]


def test_fingerprints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a repository they say which line is not the template's."""
    know(monkeypatch)
    path = tmp_path / "README.md"
    path.write_text(CHANGED, encoding="utf-8")
    assert found(path, capsys) == [
        "template-changed no known template has this: “> **What grew in our bed?**” (question 7)"
    ]
    assert found(path, capsys, "--ignore", "template-changed") == []
    path.write_text(report(), encoding="utf-8")
    assert found(path, capsys) == []


@needs_git
def test_the_first_version_says_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What should be there; also for templates that nobody knows. A template that is named comes first."""
    repo = Repo.init(tmp_path / "project")
    path = repo.write(NAME, template())
    repo.commit("first")
    path.write_text(CHANGED, encoding="utf-8")
    exact = ["template-changed the template has “> **What grew in bed 7?**” here (question 7)"]
    assert found(path, capsys) == exact
    know(monkeypatch)
    assert found(path, capsys) == exact
    named = tmp_path / "template.md"
    named.write_text(template().replace("in bed 7", "in our bed"), encoding="utf-8")
    assert found(path, capsys, "--template", str(named)) == []


@needs_git
def test_a_report_without_changes_is_not_looked_up_in_git(tmp_path: Path, corpus: Path) -> None:
    """That would take longer than all the rest."""
    repo = Repo.init(tmp_path / "project")
    shutil.copy(corpus / "templates" / "2026-01.md", repo.write("README.md", ""))
    repo.commit("first")
    known = table_of([str(path) for path in sorted((corpus / "templates").glob("*.md"))])
    code = f"""
import sys
from exam_tui.cli.main import main
from exam_tui.core.template import editions
editions.COURSE = editions.COURSE._replace(editions=editions.COURSE.editions + {known if corpus == OWN else ""!r})
main(['check', '-q', 'README.md'])
print(*sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        cwd=repo.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    loaded = set(done.stdout.decode().split())
    assert "exam_tui.core.template.editions" in loaded
    assert not loaded & {"subprocess", "hashlib", "exam_tui.git", "exam_tui.core.findings.rules.template_changes"}
