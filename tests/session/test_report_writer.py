"""One way for every command that writes a report: what it held is kept, what is written is proven."""

from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.core.report.report import Report
from exam_tui.errors import FileChangedError, GuardError
from exam_tui.session import report_writer
from exam_tui.session.session import Session
from exam_tui.storage.disk import write
from exam_tui.storage.history import versions
from tests.cli.conftest import report_text

ANSWERED = report_text({1: "roses"}).encode()
DASHED = report_text({1: "--- roses ---"}).encode()
CHANGED = ANSWERED.replace(b"What grows in bed 2?", b"What grew there?")


def _save(path: Path) -> None:
    session = Session.open(path)
    session.set_answer(2, "peas")
    session.save(page=False)


def _restore(path: Path) -> None:
    versions.add_version(path, ANSWERED)
    main(["history", str(path), "--restore", "1", "--write"])


def _fix(path: Path) -> None:
    main(["check", "--fix", str(path)])


def _repair(path: Path) -> None:
    template = path.with_name("template.md")
    template.write_text(report_text({}), encoding="utf-8")
    main(["repair", str(path), "--template", str(template), "--write"])


WRITERS: dict[str, tuple[bytes, Callable[[Path], None]]] = {
    "save": (ANSWERED, _save),
    "check --fix": (DASHED, _fix),
    "repair": (CHANGED, _repair),
    "history --restore": (DASHED, _restore),
}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "reports").mkdir()
    monkeypatch.chdir(tmp_path / "reports")
    return Path("README.md")


@pytest.mark.parametrize("name", WRITERS)
def test_every_writer_keeps_what_the_file_held_before_it_writes(
    name: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, run = WRITERS[name]
    path.write_bytes(before)
    kept_at_writing: list[bool] = []
    really_write = write.write_file

    def watched(target: Path, data: bytes, *, expected: str | None, override_read_only: bool = False) -> object:
        if target == path:
            kept_at_writing.append(before in [version.data for version in versions.history_of(path)])
        return really_write(target, data, expected=expected, override_read_only=override_read_only)

    monkeypatch.setattr(write, "write_file", watched)
    run(path)
    assert kept_at_writing == [True]
    assert path.read_bytes() != before


@pytest.mark.parametrize("name", WRITERS)
def test_no_writer_writes_over_a_file_that_changed_since_it_was_read(
    name: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, run = WRITERS[name]
    path.write_bytes(before)
    add_version = versions.add_version

    def changing(of: Path, data: bytes, kind: versions.Kind = "saved") -> bool:
        is_kept = add_version(of, data, kind)
        if data == before:  # the very moment between reading and writing
            path.write_bytes(b"theirs\n")
        return is_kept

    monkeypatch.setattr(versions, "add_version", changing)
    try:
        run(path)
    except FileChangedError:
        assert name == "save"
    assert path.read_bytes() == b"theirs\n"


def test_a_proof_that_fails_lets_nothing_be_written(path: Path) -> None:
    path.write_bytes(ANSWERED)
    session = Session.open(path)
    session.set_answer(2, "peas")
    job = session.save_job()
    broken = report_writer.SaveJob(job.path, job.before, job.data + b"more", job.expected, is_edited=True, was=job.was)
    with pytest.raises(GuardError):
        broken.write()
    assert path.read_bytes() == ANSWERED
    assert Report.load(path).question(2).answer == ""
