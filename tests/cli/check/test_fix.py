"""`check --fix`: the safe fixes, shown, written, and nothing else touched."""

import json
import os
import sys
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.core.report import save_guard
from exam_tui.core.report.report import Report
from exam_tui.errors import GuardError
from exam_tui.storage.disk import syscalls
from tests.cli.conftest import Run, Write
from tests.repos import PNG

FILLER = "--- question 2 fill here ---"
LEFT = f"peas and beans\n\n{FILLER}"


def test_what_is_fixed_is_shown_and_written(
    write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """As a difference on stdout and in words on stderr; what is left decides the exit code."""
    path = write("a.md", {**fine, 1: "--- roses ---", 2: LEFT})
    assert main(["check", "--fix", "-q", "a.md"]) == 0
    shown = capsys.readouterr()
    lines = shown.out.split("\n")
    assert lines[:2] == ["--- a.md", "+++ a.md"]
    assert {"---- roses ---", "+roses", f"-{FILLER}"} <= set(lines)
    assert shown.err.split("\n")[:-1] == [
        "exam-tui: a.md: placeholder removed in question 2.",
        "exam-tui: a.md: dashes around the answer removed in question 1.",
    ]
    assert path.read_bytes() == write("b.md", fine).read_bytes()


def test_marks_of_the_checklist_are_shown_and_written(
    write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside an answer; a mark that may mean anything stays, and many are named in one line."""
    path = write("a.md", {**fine, 1: "--- roses ---"})
    marks = ["✅", "X ", "", "50%"]
    block = "".join(f"* [{mark}] Sow bed {number}\n" for number, mark in enumerate(marks))
    text = path.read_text(encoding="utf-8").replace("* [ ] water", f"{block}* [ ] water", 1)
    path.write_text(text, encoding="utf-8")
    first = text.split("\n").index("* [✅] Sow bed 0") + 1
    main(["check", "-q", "a.md"])
    assert f"4 checklist marks are not ticks, in lines {first}–{first + 3}" in capsys.readouterr().out
    assert main(["check", "--fix", "-q", "a.md"]) == 0
    shown = capsys.readouterr()
    assert "-* [✅] Sow bed 0\n-* [X ] Sow bed 1\n-* [] Sow bed 2\n+* [x] Sow bed 0" in shown.out
    assert f"task mark written as a tick in lines {first}–{first + 2}." in shown.err
    text = path.read_text(encoding="utf-8")
    assert "* [x] Sow bed 0\n* [x] Sow bed 1\n* [ ] Sow bed 2\n* [50%] Sow bed 3\n" in text
    assert "\nroses\n" in text
    os.utime(path, ns=(1, 1))
    main(["check", "--fix", "-q", "a.md"])
    assert path.stat().st_mtime_ns == 1


def test_a_link_is_written_with_the_letters_of_its_file(
    write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("a.md", {**fine, 1: "roses\n\n![bed](figures/bed.png)"})
    (path.parent / "figures").mkdir()
    (path.parent / "figures" / "Bed.PNG").write_bytes(PNG)
    main(["check", "--fix", "-q", "a.md"])
    assert "link written with the letters of the file's name in question 1." in capsys.readouterr().err
    assert "![bed](figures/Bed.PNG)" in path.read_text(encoding="utf-8")


def test_a_marker_that_is_gone_is_put_back(
    write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Shown, written, said: the question is there before and after."""
    path = write("a.md", fine)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"> Answer:\n\npeas", b"\npeas"))
    assert main(["check", "--format", "json", "a.md"]) == 1
    (checked,) = json.loads(capsys.readouterr().out)["reports"]
    assert [(one["number"], one["words"]) for one in checked["questions"]] == [(1, 1), (2, 3), (3, 5)]
    assert ("marker-missing", 2) in [(one["code"], one["question"]) for one in checked["findings"]]
    assert main(["check", "--fix", "-q", "a.md"]) == 0
    shown = capsys.readouterr()
    assert "+> Answer:" in shown.out.split("\n")
    assert shown.err == "exam-tui: a.md: `Answer:` restored in question 2.\n"
    assert path.read_bytes() == whole


def test_the_problems_that_are_left_are_reported_with_their_new_lines(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is read again."""
    path = write("a.md", {1: "roses", 2: LEFT, 3: "one"})
    assert main(["check", "--fix", "-q", "a.md"]) == 1
    problems = [line for line in capsys.readouterr().out.split("\n") if line.startswith("a.md:")]
    assert {problem.split()[1] for problem in problems} == {"too-short", "too-few-images"}
    line = path.read_text(encoding="utf-8").split("\n").index("one") + 1
    assert all(problem.startswith(f"a.md:{line}:1: ") for problem in problems)


def test_a_file_with_nothing_to_fix_is_not_touched(
    write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Not its time, not its place on disk."""
    path = write("a.md", fine)
    os.utime(path, ns=(1, 1))
    before = path.stat()
    assert main(["check", "--fix", "-q", "a.md"]) == 0
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert capsys.readouterr() == ("", "")


def test_a_pass_is_never_given_away(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """The course's check counts dashes as words; the student is told, and decides."""
    path = write("a.md", {2: "--- peas beans ---"}, count=27, course=True)
    before = path.read_bytes()
    main(["check", "--fix", "-q", "a.md"])
    shown = capsys.readouterr()
    assert "question 2 not fixed (wrapper-left): that would leave 2 words" in shown.err
    assert path.read_bytes() == before


def test_codes_that_are_ignored_are_not_fixed(write: Write) -> None:
    """Somebody wants them so."""
    path = write("a.md", {1: "--- roses ---", 2: LEFT})
    main(["check", "--fix", "--ignore", "wrapper-left", "a.md"])
    report = Report.load(path)
    assert (report.question(1).answer, FILLER in report.text) == ("--- roses ---", False)


@pytest.mark.parametrize("form", ["json", "github"])
def test_for_machines_stdout_holds_the_result_alone(
    form: str, write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What was fixed is said on stderr."""
    path = write("a.md", {**fine, 2: LEFT})
    assert main(["check", "--fix", "--format", form, "a.md"]) == 0
    shown = capsys.readouterr()
    assert "placeholder removed in question 2" in shown.err
    assert "+++" not in shown.out
    if form == "json":
        assert json.loads(shown.out)["reports"][0]["findings"] == []
    assert FILLER not in path.read_text(encoding="utf-8")


def test_wrong_usage_writes_nothing(write: Write) -> None:
    """It is seen before the first file."""
    path = write("a.md", {2: LEFT})
    for wrong in (["--format", "xml"], ["--ignore", "too-shrt"], ["--template", "nosuch.md"]):
        assert main(["check", "--fix", *wrong, "a.md"]) == 2
    assert FILLER in path.read_text(encoding="utf-8")


def test_a_link_stays_a_link_and_line_ends_stay(write: Write, fine: dict[int, str]) -> None:
    """Only the answer's own bytes differ."""
    path = write("a.md", {**fine, 2: LEFT})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    try:
        Path("b.md").symlink_to("a.md")
    except OSError:
        pytest.skip("this user may make no links here")
    assert main(["check", "--fix", "b.md"]) == 0
    assert Path("b.md").is_symlink()
    assert path.read_bytes() == b"\xef\xbb\xbf" + write("c.md", fine).read_bytes().replace(b"\n", b"\r\n")


def test_a_read_only_file_stays_and_the_others_are_fixed(
    write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """One line on stderr, its problems as ever, and exit code 2."""
    locked, free = write("a.md", {**fine, 2: LEFT}), write("b.md", {**fine, 2: LEFT})
    locked.chmod(0o444)
    before = locked.read_bytes()
    try:
        assert main(["check", "--fix", "-q", "a.md", "nosuch.md", "b.md"]) == 2
    finally:
        locked.chmod(0o644)
    shown = capsys.readouterr()
    assert "a.md is read-only. Nothing was fixed in it." in shown.err
    assert shown.err.count("nosuch.md") == 1
    assert "a.md:" in shown.out
    assert "--- a.md" not in shown.out
    assert locked.read_bytes() == before
    assert FILLER not in free.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="only rights that bind this user can be tried")
def test_a_folder_that_takes_no_new_file_is_no_obstacle(write: Write, fine: dict[int, str]) -> None:
    """The file itself may be written: that is done in place."""
    path = write("sub/a.md", {**fine, 2: LEFT})
    path.parent.chmod(0o555)
    try:
        assert main(["check", "--fix", "-q", "sub/a.md"]) == 0
    finally:
        path.parent.chmod(0o755)
    assert FILLER not in path.read_text(encoding="utf-8")


def test_a_write_that_fails_is_said_and_the_others_get_their_turn(
    write: Write, fine: dict[int, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is the old one."""
    first, second = write("a.md", {**fine, 2: LEFT}), write("b.md", {**fine, 2: LEFT})
    rename = syscalls.OS.rename

    def full(old: str, new: str) -> None:
        if new.endswith("a.md"):
            raise OSError(28, "No space left on device")
        rename(old, new)

    monkeypatch.setattr(syscalls.OS, "rename", full)
    assert main(["check", "--fix", "-q", "a.md", "b.md"]) == 2
    assert "a.md could not be saved: the disk is full" in capsys.readouterr().err
    assert FILLER in first.read_text(encoding="utf-8")
    assert FILLER not in second.read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", [GuardError("No."), RecursionError("deep")])
def test_nothing_is_written_without_the_proof(
    fault: Exception, write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same as before every save; a fault of ours in one file is named."""
    path = write("a.md", {2: LEFT})
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise fault

    monkeypatch.setattr(save_guard, "prove", refuse)
    assert main(["check", "--fix", "a.md"]) == 2
    assert ("No." if isinstance(fault, GuardError) else "bug in exam-tui") in capsys.readouterr().err
    assert path.read_bytes() == before


def test_the_process_fixes_several_files(run: Run, write: Write, fine: dict[int, str]) -> None:
    """A second run has nothing to do."""
    write("a.md", {**fine, 2: LEFT})
    write("b.md", {**fine, 1: "--- roses ---"})
    done = run("check", "--fix", "a.md", "b.md")
    assert done.returncode == 0
    assert b"2 files, 2 without errors" in done.stdout
    assert b"b.md: dashes around the answer removed in question 1" in done.stderr
    assert run("check", "--fix", "-q", "a.md", "b.md").stdout == b""


def test_many_questions_are_named_in_runs(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Thirty numbers are nothing to read."""
    write("a.md", dict.fromkeys((4, 5, 6, 8, 9, 11), "--- lilies ---"), count=12)
    main(["check", "--fix", "-q", "a.md"])
    assert "removed in questions 4–6, 8, 9 and 11." in capsys.readouterr().err
