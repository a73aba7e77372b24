"""Nothing of a file, of its name, or of what git says of it reaches the terminal raw from any command."""

import json
import os
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("a pty is a Unix thing", allow_module_level=True)

from exam_tui import Report
from exam_tui.core.naming.short_names import short_names
from exam_tui.core.text.escape import display
from exam_tui.storage.history import versions
from tests.hostile import (
    PAYLOADS,
    PROGRESS_AGAIN,
    assert_harmless,
    hostile_report,
    hostile_repository,
    names,
    seen,
    shares,
)
from tests.repos import needs_git, own_settings_only
from tests.terminal import Terminal
from tests.tui.conftest import SMALL

assert sys.platform != "win32"  # for mypy, which stops here on Windows

ALL = set(range(len(PAYLOADS)))
COUNT = 8


def _run(folder: Path, *arguments: str, keys: str = "") -> tuple[int, bytes]:
    """Run the program on a terminal; return its exit code and what it printed, which is harmless."""
    command = [sys.executable, "-m", "exam_tui", *arguments]
    with Terminal(command, folder=folder, columns=200, rows=50) as terminal:
        terminal.type(keys)
        code = terminal.wait_exit()
    assert_harmless(terminal.output)
    return code, terminal.output


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Write a report with all payloads in all places."""
    path = tmp_path / "README.md"
    path.write_bytes(hostile_report(COUNT))
    return path


def test_check_prints_a_hostile_report_as_text(report: Path) -> None:
    code, output = _run(report.parent, "check", "README.md")
    assert code == 1
    assert len(seen(output, "s")) >= 190
    called = "".join(map(display, short_names(Report.load(report).questions)))
    assert seen(output, "p") == seen(called.encode(), "p") != set(), "a question's name is of its prompt's words"
    assert len(seen(output, "i")) == 6 * COUNT


def test_annotations_and_json_hold_it_escaped(report: Path) -> None:
    code, output = _run(report.parent, "check", "--format", "github", "README.md")
    assert code == 1
    assert len(seen(output, "i")) == 6 * COUNT
    code, output = _run(report.parent, "check", "--format", "json", "README.md")
    assert code == 1
    assert output.isascii()
    (facts,) = json.loads(output)["reports"]
    sections = {question.section for question in Report.load(report).questions}
    assert {question["section"] for question in facts["questions"]} == sections
    assert any("\x1b[31;7;700m" in section for section in sections)


@pytest.mark.parametrize("output_format", ["text", "github", "json"])
def test_names_of_files_are_printed_as_text(tmp_path: Path, output_format: str) -> None:
    """Of reports, of files that are none, and of files that are not there."""
    kept = [os.fsdecode(name) for name in names("n", sorted(ALL))]
    for number, name in enumerate(kept):
        (tmp_path / name).write_text(SMALL if number % 2 else "no report", encoding="utf-8")
    missing = [os.fsdecode(name) for name in names("m", sorted(ALL))]
    code, output = _run(tmp_path, "check", "--format", output_format, "--", *kept, *missing)
    assert code == 2
    for place in "nm":
        assert len(seen(output, place)) >= 210
    if output_format == "json":
        lines = [line.rpartition(PROGRESS_AGAIN.encode())[2] for line in output.split(b"\r\n")]
        facts = json.loads(b"".join(line for line in lines if not line.startswith(b"exam-tui: ")))
        assert [one["path"] for one in facts["reports"]] == [*kept, *missing]


def test_what_is_fixed_or_repaired_is_shown_as_text(report: Path) -> None:
    template = report.with_name("template.md")
    text = hostile_report(COUNT)
    template.write_bytes(text.replace(b"**Ask", b"**Tell us").replace(b"## Section", b"## Part"))
    # A fix in every answer: filler that was left right above lines with payloads.
    report.write_bytes(text.replace(b"\nthe word", b"\n--- question 1 fill here ---\n\nthe word"))
    code, output = _run(report.parent, "check", "--fix", "README.md")
    assert code == 1
    assert seen(output, "b") == ALL
    code, output = _run(report.parent, "repair", "--template", "template.md", "README.md")
    assert code == 1
    assert seen(output, "s") == seen(output, "p") == ALL


def test_earlier_versions_are_shown_as_text(report: Path) -> None:
    text = hostile_report(COUNT)
    versions.store_first(report, text)
    report.write_bytes(text.replace(b"picture", b"image"))
    for options in ([], ["--diff", "1"], ["--show", "1"], ["--restore", "1", "--write"]):
        code, output = _run(report.parent, "history", *options, "README.md")
        assert code == 0
        assert not options or seen(output, "b") == ALL
        if "--show" in options:
            assert all(seen(output, place) == ALL for place in "tgkspea")


def test_a_merge_says_as_text_what_it_did(report: Path) -> None:
    """Conflicts, a task that is gone with its tick, and the name that git gives the report."""
    base = hostile_report(COUNT)
    ours = base.replace(b"* [ ]", b"* [x]").replace(b"word pumpkin", b"word marrow")
    theirs = Report.from_bytes(base.replace(b"word pumpkin", b"word squash"))
    lines = [line for line in theirs.to_bytes().split(b"\n") if not line.startswith(b"* [ ]")]
    for name, data in (("base.md", base), ("ours.md", ours), ("theirs.md", b"\n".join(lines))):
        (report.parent / name).write_bytes(data)
    called = os.fsdecode(names("n", range(1, 220, 14))[0])
    code, output = _run(report.parent, "merge", "base.md", "ours.md", "theirs.md", "7", called)
    assert code == 1
    assert len(seen(output, "k")) >= 220
    assert seen(output, "n") == set(range(1, 220, 14))


@needs_git
def test_the_hand_in_check_prints_names_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_settings_only(monkeypatch)
    repo, path = hostile_repository(tmp_path / "repo", SMALL)
    code, output = _run(repo.root, "check", "--hand-in", str(path))
    assert code == 1
    for place, least in {"n": 200, "f": 16, "b": 90}.items():
        assert len(seen(output, place)) >= least, place
    code, output = _run(repo.root, "merge", "--install", "--yes", str(path))
    assert code == 2, "git takes no line of that length"
    assert len(seen(output, "n")) >= 200


def test_the_plain_editor_says_all_as_text(report: Path) -> None:
    keys = ["list", "tasks", "tick 1", "problems all"]
    for number in range(1, COUNT + 1):
        keys += [str(number), "example", "read"]
    keys += ["type", "1", "more", ".", "save", "quit", ""]
    code, output = _run(report.parent, "edit", "--plain", "--no-html", "README.md", keys="\n".join(keys))
    assert code == 0
    for place in "kpeab":
        assert seen(output, place) == ALL, place
    # The first share has a lone CR, which ends a heading, and with it what is a section or a group.
    for place in "gs":
        assert ALL - seen(output, place) <= set(shares(COUNT)[0]), place
