"""`exam-tui history`: what is kept of a report is listed, shown, and made the report again."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.core.report.report import Report
from exam_tui.storage.disk.state_dir import file_mark
from exam_tui.storage.disk.write import write_file
from exam_tui.storage.history.recovery import decline_recovery, recovery_of, write_recovery
from exam_tui.storage.history.versions import add_version, history_of, store_first
from exam_tui.storage.lock.lock import Lock, acquire
from tests.cli.conftest import report_text
from tests.conftest import GIVE_UP, ROOT

BLANK, ONE, TWO = (report_text(answers).encode() for answers in ({}, {1: "roses"}, {1: "roses", 2: "peas and beans"}))


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's state folder of this test, also for programs that are started."""
    folder = tmp_path_factory.mktemp("state") / "exam-tui"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder.parent))
    return folder


@pytest.fixture
def path() -> Path:
    """Return a report with two earlier versions."""
    path = Path("README.md")
    path.write_bytes(TWO)
    store_first(path, BLANK)
    add_version(path, ONE)
    return path


def history(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["history", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_versions_are_listed_with_the_file_itself(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Number, date, size, how much is answered, why it was kept."""
    add_version(path, TWO, "restored")
    code, out, err = history(capsys)
    assert (code, err) == (0, "")
    rows = [[piece.strip() for piece in row.split("  ") if piece.strip()] for row in out.strip().split("\n")]
    assert [(number, *facts[1:]) for number, *facts in rows[:3]] == [
        ("1", f"{len(BLANK)} bytes", "0 of 3 answered", "as first opened"),
        ("2", f"{len(ONE)} bytes", "1 of 3 answered", "before a save"),
        ("3", f"{len(TWO)} bytes", "2 of 3 answered", "before another version was restored (the same as now)"),
    ]
    assert rows[3] == ["now", f"{len(TWO)} bytes", "2 of 3 answered", "the current file"]
    assert history(capsys, "README.md")[1] == out


def test_what_was_typed_and_never_saved_is_listed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Declined or not; what cannot be read is named."""
    report = Report.from_bytes(TWO)
    for text in ("lilies", "daisies"):
        report.set_answer(3, text)
        recovery = recovery_of(report, TWO)
        assert recovery
        if text == "daisies":
            decline_recovery(path)
        write_recovery(path, recovery)
    _, out, _ = history(capsys)
    assert "3 of 3 answered  typed and never saved\n" in out
    assert "typed and not saved yet: the editor offers to bring it back\n" in out
    assert "lilies" in history(capsys, "--show", "3")[1]
    assert "daisies" in history(capsys, "--show", "4")[1]


def test_damaged_text_is_named(path: Path, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may be all that is left of an answer."""
    file = state / "recovery" / f"{file_mark(path)}.json"
    file.parent.mkdir()
    file.write_bytes(b"half")
    code, _, err = history(capsys)
    assert (code, "could not be read" in err, str(file.parent) in err) == (0, True, True)


def test_nothing_kept_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """The file itself is shown all the same."""
    Path("README.md").write_bytes(ONE)
    code, out, err = history(capsys)
    assert (code, out.split()[0]) == (0, "now")
    assert "No versions of README.md are kept yet" in err
    code, out, err = history(capsys, "--show", "1")
    assert (code, out) == (2, "")
    assert "None is kept yet." in err


def test_a_version_is_shown_as_it_is(path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """The exact bytes, for a file."""
    odd = b"\xef\xbb\xbf" + ONE.replace(b"\n", b"\r\n") + b"\x1b[31m \xff\x0c no end"
    add_version(path, odd)
    assert main(["history", "--show", "3"]) == 0
    assert capsysbinary.readouterr().out == odd


def test_a_terminal_gets_nothing_it_could_act_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control characters are shown by their pictures."""
    add_version(path, ONE + b"\x1b]52;c;eA==\x07\xc2\x9b31m")
    monkeypatch.setattr("exam_tui.cli.output.is_terminal", lambda _stream: True)
    monkeypatch.setenv("NO_COLOR", "1")
    code = "from exam_tui.cli import output; output.is_terminal = lambda stream: True\n"
    code += "from exam_tui.cli.main import main; main(['history', '--show', '3'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        timeout=GIVE_UP,
    )
    assert b"roses" in done.stdout
    assert not {0x1B, 0x07} & set(done.stdout)
    assert b"\xc2\x9b" not in done.stdout


@pytest.mark.usefixtures("path")
def test_a_version_is_compared_with_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    """From then to now."""
    code, out, err = history(capsys, "--diff", "2", "README.md")
    assert (code, err) == (0, "")
    assert "---- question 2 fill here ---\n" in out
    assert "+peas and beans\n" in out


def test_restoring_is_shown_first(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written, nothing is kept."""
    code, out, err = history(capsys, "--restore", "2")
    assert code == 1
    assert "-peas and beans\n" in out
    assert "--write writes it" in err
    assert path.read_bytes() == TWO
    assert len(history_of(path)) == 2


def test_restoring_keeps_what_was_there(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And can be taken back the same way."""
    path.chmod(0o640)
    code, out, err = history(capsys, "--restore", "2", "--write")
    assert (code, "-peas and beans\n" in out) == (0, True)
    assert "version 2 of " in err
    assert "restored" in err
    assert path.read_bytes() == ONE
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [(version.kind, version.data) for version in history_of(path)][2:] == [("restored", TWO)]
    code, _, err = history(capsys, "--restore", "2", "--write")
    assert (code, "is already version 2" in err) == (0, True)
    assert history(capsys, "--restore", "3", "--write")[0] == 0
    assert path.read_bytes() == TWO


def test_a_file_that_is_gone_comes_back(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is named, as nothing is there to be found."""
    path.unlink()
    code, out, _ = history(capsys, "README.md")
    assert (code, "now" in out, len(out.split("\n"))) == (0, False, 3)
    assert history(capsys, "README.md", "--restore", "2", "--write")[0] == 0
    assert path.read_bytes() == ONE


def test_restoring_says_that_an_editor_has_it_open(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is a change from outside for that one."""
    lock = acquire(path)
    assert isinstance(lock, Lock)
    assert "open in an editor" in history(capsys, "--restore", "2", "--write")[2]
    lock.release()
    assert "open in an editor" not in history(capsys, "--restore", "1", "--write")[2]


def test_nothing_is_restored_when_what_is_there_cannot_be_kept(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, say."""
    monkeypatch.setattr("exam_tui.storage.history.versions.add_version", lambda *_: False)
    code, _, err = history(capsys, "--restore", "1", "--write")
    assert (code, "is unchanged" in err) == (2, True)
    assert path.read_bytes() == TWO


def test_a_write_protected_report_is_left_alone(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The mark is meant."""
    path.chmod(0o444)
    code, _, err = history(capsys, "--restore", "1", "--write")
    assert (code, "Nothing was restored." in err) == (2, True)
    assert path.read_bytes() == TWO


def test_a_report_that_changes_meanwhile_is_left_alone(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saved between the look at it and the write."""

    def change_first(target: Path, data: bytes, *, expected: str | None, **how: bool) -> object:
        path.write_bytes(BLANK + b"more")
        return write_file(target, data, expected=expected, **how)

    monkeypatch.setattr("exam_tui.storage.disk.write.write_file", change_first)
    code, _, err = history(capsys, "--restore", "1", "--write")
    assert (code, "changed by another program" in err) == (2, True)
    assert path.read_bytes() == BLANK + b"more"


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.md", "b.md"],
        ["--show", "1", "--diff", "2"],
        ["--write"],
        ["--show", "1", "--write"],
        ["--show", "0"],
        ["--show", "-1"],
        ["--restore", "3"],
        ["--diff", "x"],
        ["--show"],
        ["nothing.md"],
        ["--list"],
    ],
)
def test_arguments_that_make_no_sense_are_refused(
    path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """With a hint; nothing is written."""
    code, out, err = history(capsys, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert path.read_bytes() == TWO


def test_the_help_explains_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Its own, and the program's."""
    code, out, _ = history(capsys, "-h")
    assert code == 0
    assert all(word in out for word in ("--show N", "--diff N", "--restore N", "--write"))
    assert main(["-h"]) == 0
    assert "exam-tui history [FILE]" in capsys.readouterr().out
