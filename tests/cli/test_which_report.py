"""Which report is taken where none is named."""

import json
import os
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.session import find_report as discover
from exam_tui.session.find_report import find_reports
from tests.cli.conftest import Write


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make the test's folder a git repository, as far as the search looks."""
    (tmp_path / ".git").mkdir()
    return tmp_path


def _found(folder: Path) -> list[str]:
    return [report.path.as_posix() for report in find_reports(folder).reports]


def test_the_order_is_here_then_upward_then_below(repository: Path, write: Write) -> None:
    """`reports/README.md` comes before `README.md` at each level; the nearest level comes first."""
    for name in (
        "README.md",
        "reports/README.md",
        "work/README.md",
        "work/reports/README.md",
        "work/deep/er/README.md",
        "work/near/README.md",
        "aside/README.md",
    ):
        write(name)
    assert _found(repository / "work") == [
        "reports/README.md",
        "README.md",
        "../reports/README.md",
        "../README.md",
        "near/README.md",
        "deep/er/README.md",
        "../aside/README.md",
    ]


def test_the_search_does_not_leave_the_repository(tmp_path: Path, write: Write) -> None:
    """A report above the repository's root is somebody else's."""
    write("README.md")
    (tmp_path / "project" / ".git").mkdir(parents=True)
    (tmp_path / "project" / "src").mkdir()
    assert _found(tmp_path / "project" / "src") == []


def test_outside_a_repository_nothing_above_is_looked_at(tmp_path: Path, write: Write) -> None:
    """Without a root there is no end to stop at."""
    write("README.md")
    (tmp_path / "src").mkdir()
    assert _found(tmp_path / "src") == []


def test_a_readme_without_questions_is_no_report(write: Write, tmp_path: Path) -> None:
    """Most repositories have another README.md at their root."""
    (tmp_path / "README.md").write_text("# Project\n\nquestion 1 is open\n", encoding="utf-8")
    write("docs/README.md")
    search = find_reports(tmp_path)
    assert [str(path) for path in search.others] == ["README.md"]
    assert search.choice is not None
    assert search.choice.path == Path("docs/README.md")


def test_a_file_behind_two_names_counts_once(write: Write, tmp_path: Path) -> None:
    """Some groups link the root's README.md to the report."""
    write("reports/README.md")
    try:
        (tmp_path / "README.md").symlink_to(Path("reports") / "README.md")
    except OSError:
        pytest.skip("this user may make no links")
    assert _found(tmp_path) == ["reports/README.md"]


@pytest.mark.parametrize("folder", [".hidden", "node_modules", "venv", "a/b/c/too_deep"])
def test_folders_that_hold_no_report_are_passed_over(folder: str, write: Write, tmp_path: Path) -> None:
    """What was installed, what is hidden, what is far down."""
    write(f"{folder}/README.md")
    assert _found(tmp_path) == []


def test_the_search_is_bounded(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data set of many folders does not make it slow; the nearest folders come first."""
    monkeypatch.setattr(discover, "_FOLDERS", 3)
    for name in "abcd":
        write(f"{name}/README.md")
    assert _found(tmp_path) == ["a/README.md", "b/README.md", "c/README.md"]


def test_a_large_folder_is_not_read_to_its_end(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures by the hundred thousand lie beside each other in some repositories."""
    monkeypatch.setattr(discover, "_ENTRIES", 2)
    for name in "abcd":
        write(f"{name}/README.md")
    assert len(_found(tmp_path)) == 2


def test_the_first_report_is_taken_and_the_others_are_listed(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Both have answers: the order decides, and the user sees what else there is."""
    write("reports/README.md", {1: "roses"})
    write("README.md", {1: "roses", 2: "peas"})
    main(["check", "-q"])
    said = capsys.readouterr().err
    assert "Found 2 reports, using reports" in said
    assert "1 of 3 answered" in said
    assert "2 of 3 answered" in said


def test_an_untouched_template_gives_way_to_a_report_with_answers(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy of the template beside the real report is common; why it was passed over is said."""
    write("reports/README.md")
    write("old/README.md")
    write("work/README.md", {1: "roses"})
    main(["check"])
    shown = capsys.readouterr()
    assert "work" in shown.err.split("using ")[1]
    assert "blank template" in shown.err
    assert shown.out.startswith(str(Path("work/README.md")))


def test_a_template_with_a_stray_text_counts_as_untouched(write: Write, tmp_path: Path) -> None:
    """One template of the course came with a text in its last slot."""
    write("reports/README.md", {31: "asdf"}, count=31)
    write("README.md", {1: "7", 2: "s1"}, count=31)
    choice = find_reports(tmp_path).choice
    assert choice is not None
    assert choice.path == Path("README.md")


def test_only_untouched_ones_means_the_first(write: Write, tmp_path: Path) -> None:
    """A group that begins has nothing else."""
    write("reports/README.md")
    write("README.md")
    choice = find_reports(tmp_path).choice
    assert choice is not None
    assert choice.path == Path("reports/README.md")


@pytest.mark.parametrize("command", [[], ["check"], ["html"]])
def test_where_none_is_it_says_where_it_looked_and_how_to_begin(
    command: list[str], repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, one line."""
    for number in range(5):
        (repository / f"{number}").mkdir()
        (repository / f"{number}" / "README.md").write_text("# x\n", encoding="utf-8")
    (repository / "src").mkdir()
    monkeypatch.chdir(repository / "src")
    assert main(command) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.count("\n") == 1
    assert all(words in shown.err for words in ("reports/README.md", str(repository), "and 2 more", "exam-tui new"))


def test_where_there_is_no_readme_at_all_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence ends where it looked."""
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    said = capsys.readouterr().err
    assert ", then README.md in the folders below. Give the file, or start a report with exam-tui new." in said
    assert "No question" not in said


def test_unreadable_folders_and_files_are_passed_over(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What may not be looked into is no reason to find nothing."""
    write("a/README.md")
    write("b/inner/README.md")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "README.md").write_bytes(Path("a/README.md").read_text(encoding="utf-8").encode("utf-16"))
    assert _found(tmp_path) == ["a/README.md", "b/inner/README.md"]
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "b":
            raise PermissionError
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert _found(tmp_path) == ["a/README.md"]


@pytest.mark.parametrize("name", ["group 1", "group 1/", "./group 1", "group 1/reports"])
def test_a_folder_stands_for_the_report_in_it(
    name: str, write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """In its `reports`, or in itself; the path that is printed leads there."""
    write("group 1/reports/README.md", fine)
    write("README.md")
    assert main(["check", "--format", "github", name]) == 0
    assert main(["check", name]) == 0
    assert str(Path("group 1/reports/README.md")) in capsys.readouterr().out


def test_in_a_named_folder_nothing_above_it_is_looked_at(
    repository: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody asked for the report of this one."""
    write("reports/README.md")
    (repository / "src").mkdir()
    assert main(["check", "src"]) == 2
    said = capsys.readouterr().err
    assert "No report in src: looked for reports/README.md and README.md in " in said
    assert str(repository / "src") in said
    assert "exam-tui new" in said


def test_of_several_reports_in_a_folder_the_first_is_taken_and_all_are_listed(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under the names by which they can be called from here."""
    write("all/reports/README.md")
    write("all/b/README.md", {1: "roses"})
    main(["check", "-q", "all"])
    said = capsys.readouterr().err
    first, second = str(Path("all/reports/README.md")), str(Path("all/b/README.md"))
    assert f"Found 2 reports, using {second}: {first} looks like a blank template." in said
    assert f"  {second}  " in said


def test_each_folder_of_several_gets_its_turn(
    write: Write, tmp_path: Path, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """As a teacher checks them all: one without a report is an error of its own, under the name that was typed."""
    write("a/README.md", fine)
    (tmp_path / "b").mkdir()
    write("c/README.md", fine)
    assert main(["check", "--format", "json", "a", "b", "c/README.md"]) == 2
    shown = json.loads(capsys.readouterr().out)
    assert [(report["path"], report["error"] is None) for report in shown["reports"]] == [
        (str(Path("a/README.md")), True),
        ("b", False),
        ("c/README.md", True),
    ]


def test_every_command_takes_a_folder(write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The one that writes writes beside the report, and `--fix` mends it."""
    path = write("work/reports/README.md", {1: "--- roses ---"})
    assert main(["html", "work"]) == 0
    assert (tmp_path / "work/reports/report.html").exists()
    main(["check", "--fix", "work"])
    assert b"\nroses\n" in path.read_bytes()
    capsys.readouterr()
    assert main(["history", "work"]) == 0
    assert "of 3 answered" in capsys.readouterr().out
    assert main(["repair", "work"]) == 2
    assert str(Path("work/reports/README.md")) in capsys.readouterr().err
    assert main(["check", "--hand-in", "work"]) == 1
    assert "not in a git repository" in capsys.readouterr().out
    assert main(["work"]) == 2
    assert "needs a terminal" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nowhere.md/", "a\0b", "nowhere/"])
def test_what_is_no_folder_is_taken_for_a_file(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And said to be none, in one line."""
    assert main(["check", name]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_folder_that_may_not_be_looked_into_has_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not waited for, and no fault."""
    (tmp_path / "locked").mkdir()
    monkeypatch.setattr(os, "scandir", lambda _path: (_ for _ in ()).throw(PermissionError()))
    assert main(["check", "locked"]) == 2
    assert "No report in locked" in capsys.readouterr().err
