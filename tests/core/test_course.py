"""All that is true of one course alone is in one table: with another table there the program is another course's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from exam_tui.core.course import COURSE
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import lines_of, table_of
from exam_tui.page import course_page, top
from tests.core.invented_course import ANSWERS, GARDEN, garden
from tests.places import ROOT
from tests.repos import Repo, needs_git, own_settings_only


@pytest.fixture
def tables(tmp_path: Path) -> tuple[str, str]:
    """Return what the documented command prints of the course's template."""
    (tmp_path / "handed-out").mkdir()
    path = tmp_path / "handed-out/spring.md"
    path.write_text(garden(), encoding="utf-8")
    return table_of([str(path)]), lines_of([str(path)])


def run(folder: Path, tables: tuple[str, str], *arguments: str) -> str:
    """Return what the course's program prints in a folder, errors too."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.core.invented_course", *tables, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_its_check_has_its_forms_its_members_and_its_editions(tmp_path: Path, tables: tuple[str, str]) -> None:
    """A short and a long form; a member whom no contribution names; a line that no edition has."""
    (tmp_path / "short.md").write_text(garden(4), encoding="utf-8")
    (tmp_path / "long.md").write_text(garden(5), encoding="utf-8")
    (tmp_path / "other.md").write_text(garden(4).replace("What grew there?", "What grew here?"), encoding="utf-8")
    (tmp_path / "mlops.md").write_text(garden(4).replace("Garden school", "02476"), encoding="utf-8")
    short = run(tmp_path, tables, "check", "short.md")
    assert "the contributions never mention g34" in short
    assert "passes all 4 answers" in short
    assert "template-changed" not in short
    assert "passes all 5 answers" in run(tmp_path, tables, "check", "long.md")
    other = run(tmp_path, tables, "check", "other.md")
    assert "the text of 1 question is in no known template: 3" in other
    assert GARDEN.template_history in run(tmp_path, tables, "repair", "other.md")
    assert "The course's check" not in run(tmp_path, tables, "check", "mlops.md")


@needs_git
def test_its_report_is_looked_for_where_it_wants_it(
    tmp_path: Path, tables: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the words that say so name its own places."""
    own_settings_only(monkeypatch)
    nothing = run(tmp_path, tables, "check")
    assert "looked for beds/garden.md and garden.md in" in nothing
    assert "start a report with exam-tui new" in nothing
    assert "FOLDER/garden.md" in run(tmp_path, tables, "new", "-h")
    (tmp_path / "template.md").write_text(garden(), encoding="utf-8")
    assert str(Path("beds/garden.md")) in run(tmp_path, tables, "new", "--from", "template.md")
    assert (tmp_path / "beds/garden.md").read_text(encoding="utf-8") == garden()
    shutil.rmtree(tmp_path / "beds")
    repo = Repo.init(tmp_path / "project")
    repo.write("garden.md", garden())
    repo.commit("first")
    assert "The report is at garden.md, but the course reads beds/garden.md" in run(
        repo.root, tables, "check", "--hand-in"
    )


def test_its_pages_are_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands on top of ours, and what the course's script drops of its own; they are made by another process."""
    report = Report.from_bytes(garden().encode())
    for module in (top, course_page):
        monkeypatch.setattr(module, "COURSE", GARDEN)
    assert "<div><dt>Where</dt><dd>Allotment 9</dd></div>" in top.facts_of(report.questions)
    assert course_page.render_course_page(report).startswith("<p>school</p>")


def test_its_members_are_told_apart_by_what_it_says(tmp_path: Path, tables: tuple[str, str]) -> None:
    """With every card named there is nothing to say."""
    named = (*ANSWERS[:3], "Card 12 dug, 34 watered.", ANSWERS[4])
    (tmp_path / "garden.md").write_text(garden(4, named), encoding="utf-8")
    assert "contribution-missing" not in run(tmp_path, tables, "check", "garden.md")


def test_its_file_has_the_last_name_of_its_path() -> None:
    """Under that name it is looked for in other folders."""
    assert (COURSE.report_name, GARDEN.report_name) == ("README.md", "garden.md")


def test_the_sizes_of_its_forms_are_said_in_words() -> None:
    """As in what to do where the number of answers is no form's."""
    assert COURSE.sizes == "27, or 31 if one has a number above 27"
    assert GARDEN._replace(forms=GARDEN.forms[:1]).sizes == "4"
    assert [COURSE.form(highest).size for highest in (0, 27, 28, 99)] == [27, 27, 31, 31]


def test_no_other_module_names_the_course() -> None:
    """Its number, its addresses and the places of its report are in the table alone."""
    package = ROOT / "exam_tui"
    named = [
        path.relative_to(package).as_posix()
        for path in sorted(package.rglob("*.py"))
        if any(word in path.read_text(encoding="utf-8") for word in ("02476", "SkafteNicki", "MLOps", "reports/README"))
    ]
    assert named == ["core/course.py"]
