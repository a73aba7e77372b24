"""`exam-tui new`: a report to begin with, from the web or from a file; nothing is replaced, and nothing half made."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.core.course import COURSE
from exam_tui.session import new_report
from exam_tui.storage.disk import syscalls
from tests.cli.conftest import Run, Write, report_text
from tests.conftest import GIVE_UP, ROOT
from tests.web.https_server import HttpsServer, needs_openssl, redirect, send, server

__all__ = ["server"]
Says = Callable[..., str]
TEXT = report_text(count=31, course=True, tasks="  ")
links = pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")


@pytest.fixture
def template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a file with a template, elsewhere."""
    path = tmp_path_factory.mktemp("downloads") / "template.md"
    path.write_bytes(TEXT.encode())
    return str(path)


@pytest.fixture
def says(capsys: pytest.CaptureFixture[str]) -> Says:
    """Return what runs `exam-tui new` and returns what it says, once its exit code is the one expected."""

    def run_new(*arguments: str, code: int = 2) -> str:
        assert main(["new", *arguments]) == code
        shown = capsys.readouterr()
        assert bool(shown.out) == (code == 0)
        return shown.err

    return run_new


def everything(folder: Path) -> dict[str, bytes | None]:
    """Return all that is in a folder, by its path: the bytes of files, None for folders and links."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() and not path.is_symlink() else None
        for path in folder.rglob("*")
    }


# From a file


def test_the_template_and_a_folder_for_images_are_made(
    template: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Byte by byte, with no other file; where it is and what comes next are said."""
    assert main(["new", "--from", template]) == 0
    shown = capsys.readouterr()
    assert shown.out == f"{Path('reports/README.md')}\n"
    assert f"31 questions to answer; put images in {Path('reports/figures')}." in shown.err
    assert shown.err.endswith("exam-tui: Next: exam-tui\n")
    assert everything(tmp_path) == {
        "reports": None,
        str(Path("reports/README.md")): TEXT.encode(),
        str(Path("reports/figures")): None,
    }


def test_bytes_stay_as_they_are(template: str, tmp_path: Path, says: Says) -> None:
    """Line ends of Windows and a BOM among them."""
    data = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    Path(template).write_bytes(data)
    says("--from", template, code=0)
    assert (tmp_path / "reports/README.md").read_bytes() == data


def test_standard_input_is_a_template_too(run: Run, tmp_path: Path) -> None:
    """As `curl … | exam-tui new --from -`."""
    done = run("new", "--from", "-", "a b", stdin=None, input=TEXT.encode())
    assert done.returncode == 0
    assert (tmp_path / "a b/README.md").read_bytes() == TEXT.encode()
    assert b"Next: exam-tui 'a b'" in done.stderr or os.name == "nt"


@pytest.mark.parametrize(
    ("here", "made"),
    [
        ("project", "project/reports"),
        ("project/reports", "project/reports"),
        ("project/src/deep", "project/reports"),
        ("plain", "plain/reports"),
        ("plain/reports", "plain/reports"),
    ],
)
def test_without_a_folder_it_goes_where_the_course_looks_for_it(
    *, here: str, made: str, template: str, tmp_path: Path, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the top of the repository one stands in, wherever; outside one below this folder, which may be it already."""
    (tmp_path / "project/.git").mkdir(parents=True)
    (tmp_path / here).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / here)
    says("--from", template, code=0)
    assert [path.parent for path in tmp_path.rglob("README.md")] == [tmp_path / made]
    assert main(["check", "-q"]) == 1  # it is found from here


@pytest.mark.parametrize("folder", [".", "a/b/c", "my reports", "ø", "-x", "reports/", "../beside"])
def test_a_folder_that_is_named_is_taken_as_it_is(
    folder: str, template: str, tmp_path: Path, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders above it that are missing are made."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    said = says("--from", template, "--", folder, code=0)
    assert Path(folder, "README.md").read_bytes() == TEXT.encode()
    assert Path(folder, "figures").is_dir()
    assert "Next: exam-tui " in said


def test_folders_that_are_there_are_used(template: str, tmp_path: Path, says: Says) -> None:
    """As the course's project template leaves them."""
    (tmp_path / "reports/figures").mkdir(parents=True)
    (tmp_path / "reports/figures/.gitkeep").touch()
    says("--from", template, code=0)
    assert (tmp_path / "reports/README.md").exists()
    assert (tmp_path / "reports/figures/.gitkeep").exists()


def test_a_template_with_answers_is_taken_and_said_to_have_some(template: str, says: Says) -> None:
    """A stray text is none."""
    Path(template).write_text(report_text({1: "7", 2: "peas and beans", 3: "x"}), encoding="utf-8")
    assert "It is not blank: 3 of 3 questions already have an answer." in says("--from", template, code=0)
    Path(template).write_text(report_text({31: "asdf"}, count=31), encoding="utf-8")
    assert "not blank" not in says("--from", template, "other", code=0)


def test_a_report_of_another_course_may_be_a_template_where_it_is_named(template: str, says: Says) -> None:
    Path(template).write_text(report_text(), encoding="utf-8")
    assert "3 questions to answer" in says("--from", template, code=0)


# What is in the way


@pytest.mark.parametrize("in_the_way", ["reports/README.md", "reports/figures", "reports"])
def test_nothing_that_is_there_is_replaced(in_the_way: str, template: str, tmp_path: Path, says: Says) -> None:
    """A file of that name stays, and nothing is made beside it, before anything is fetched."""
    path = tmp_path / in_the_way
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"mine")
    before = everything(tmp_path)
    for arguments in ([], ["--from", template]):
        said = says(*arguments)
        assert str(Path(in_the_way)) in said
        assert "Fetching" not in said
    assert everything(tmp_path) == before


def test_a_folder_in_the_place_of_the_report_is_in_the_way(template: str, tmp_path: Path, says: Says) -> None:
    (tmp_path / "reports/README.md").mkdir(parents=True)
    assert "already exists" in says("--from", template)
    assert not (tmp_path / "reports/figures").exists()


@links
@pytest.mark.parametrize("name", ["reports", "reports/README.md", "reports/figures"])
@pytest.mark.parametrize("leads_to", ["elsewhere", "nowhere"])
def test_no_link_is_followed(name: str, leads_to: str, template: str, tmp_path: Path, says: Says) -> None:
    """Wherever it leads: a repository may bring one."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(tmp_path / leads_to)
    before = everything(tmp_path)
    assert "is a link" in says("--from", template)
    assert everything(tmp_path) == before


@links
def test_a_link_above_the_repository_is_the_users_own(
    template: str, tmp_path: Path, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a home folder on another disk."""
    (tmp_path / "disk/project/.git").mkdir(parents=True)
    (tmp_path / "home").symlink_to("disk")
    monkeypatch.chdir(tmp_path)
    says("--from", template, "home/project/reports", code=0)
    assert (tmp_path / "disk/project/reports/README.md").exists()


def test_a_report_that_another_program_makes_meanwhile_stays(
    template: str, tmp_path: Path, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the very last moment; what was made for nothing goes again."""

    class Race(syscalls.Syscalls):
        def fsync(self, fd: int) -> None:
            super().fsync(fd)
            (tmp_path / "reports/README.md").write_bytes(b"theirs")

    monkeypatch.setattr(syscalls, "OS", Race())
    assert "was created by another program just now" in says("--from", template)
    assert everything(tmp_path) == {"reports": None, str(Path("reports/README.md")): b"theirs"}


@pytest.mark.parametrize("call", ["write", "fsync", "link_in", "make_folder_in", "open_in"])
@pytest.mark.skipif(os.name == "nt", reason="there files are named by their whole path")
def test_where_it_fails_nothing_is_left(
    call: str, template: str, tmp_path: Path, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever fails, a full disk for instance: no half report, no folders."""
    faulty = syscalls.Syscalls()

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    setattr(faulty, call, fail)
    monkeypatch.setattr(syscalls, "OS", faulty)
    assert "the disk is full" in says("--from", template, "a/b")
    assert everything(tmp_path) == {}


def test_ctrl_c_leaves_nothing(template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(new_report, "write_output", interrupt)
    assert main(["new", "--from", template]) == 130
    assert everything(tmp_path) == {}


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user whom rights hold back")
def test_a_folder_that_may_not_be_written_is_said(template: str, tmp_path: Path, says: Says) -> None:
    tmp_path.chmod(0o500)
    assert "you do not have permission" in says("--from", template)
    tmp_path.chmod(0o700)
    assert everything(tmp_path) == {}


# What is no template


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"# A book\n", "holds no question"),
        (b"x" * 1_000_001, "larger than 1 MB"),
        (TEXT.encode("utf-16"), "not UTF-8"),
    ],
)
def test_a_file_that_is_no_report_is_refused(data: bytes, said: str, template: str, tmp_path: Path, says: Says) -> None:
    Path(template).write_bytes(data)
    assert said in says("--from", template)
    assert everything(tmp_path) == {}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "nowhere.md"], "nowhere.md does not exist"),
        (["--from", "."], "is a folder"),
        (["--from", "https://example.org/README.md"], "--from takes a file, not an address"),
        (["a", "b"], "One report can be started at a time"),
        (["--form", "x"], "Did you mean --from?"),
        (["--from"], "expected one argument"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_said_in_one_line(arguments: list[str], said: str, tmp_path: Path, says: Says) -> None:
    told = says(*arguments)
    assert said in told
    assert told.count("\n") == 1
    assert everything(tmp_path) == {}


# From the web


@pytest.fixture
def course(server: HttpsServer, monkeypatch: pytest.MonkeyPatch) -> HttpsServer:
    """Return a server that has the course's template."""
    server.answers["/README.md"] = send(TEXT.encode())
    monkeypatch.setattr(new_report, "COURSE", COURSE._replace(template_file=server.address()))
    return server


@needs_openssl
def test_the_template_is_fetched(course: HttpsServer, tmp_path: Path, says: Says) -> None:
    """Once, from the course's own repository; that is said first."""
    assert says(code=0).startswith("exam-tui: Downloading https://raw.githubusercontent.com/")
    assert (tmp_path / "reports/README.md").read_bytes() == TEXT.encode()
    assert course.asked == ["/README.md"]


def test_its_address_is_that_of_the_file_that_people_read() -> None:
    """On the course's main branch, by https."""
    page = COURSE.template_url.removeprefix("https://github.com/")
    assert COURSE.template_file == f"https://raw.githubusercontent.com/{page.replace('/blob/', '/')}"
    assert COURSE.template_file.endswith(f"/main/{COURSE.report_path}")


@needs_openssl
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not a report of course 02476"),
        (b"# Moved\n\nSee elsewhere.\n", "is not a report of course 02476"),
        (report_text().encode(), "is not a report of course 02476"),
        (TEXT.encode("utf-16"), "is not a report of course 02476"),
        (TEXT.encode() + b"\n" * 40_000, "is not a report of course 02476"),
        (TEXT.encode() + b"x" * 1_000_000, "is larger than 1 MB"),
    ],
    ids=["nothing", "no question", "another course", "UTF-16", "many lines", "large"],
)
def test_what_is_fetched_has_to_be_a_report_of_the_course(
    data: bytes, said: str, course: HttpsServer, tmp_path: Path, says: Says
) -> None:
    """Or nothing is written, and the way without the web is named."""
    course.answers["/README.md"] = send(data)
    told = says()
    assert said in told
    assert "--from FILE: https://github.com/" in told
    assert told.count("\n") == 2
    assert everything(tmp_path) == {}


@needs_openssl
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (send(b"", code=404), "no longer has the file (404)"),
        (send(b"", code=500), "cannot respond now (500)"),
        (send(b"<html>", content_type="text/html"), "sent a web page"),
        (redirect("http://127.0.0.1/README.md"), "Not an https address"),
    ],
    ids=["gone", "broken", "login page", "to http"],
)
def test_what_goes_wrong_on_the_way_is_said_and_nothing_written(
    answer: Callable[..., None], said: str, course: HttpsServer, tmp_path: Path, says: Says
) -> None:
    course.answers["/README.md"] = answer
    told = says()
    assert said in told
    assert "--from FILE" in told
    assert everything(tmp_path) == {}


@needs_openssl
def test_offline_the_way_without_the_web_is_named(course: HttpsServer, tmp_path: Path, says: Says) -> None:
    course.close()
    told = says()
    assert "cannot be reached" in told
    assert "Download the template yourself and pass it with --from FILE: https://github.com/" in told
    assert everything(tmp_path) == {}


def test_no_other_command_loads_what_the_network_needs(write: Write, template: str, tmp_path: Path) -> None:
    """Nor does `new` where the template is at hand."""
    write("a.md")
    code = "import sys; from exam_tui.cli.main import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    reading = [[command, "a.md"] for command in ("check", "html", "history")]
    for arguments in (*reading, ["new", "-h"], ["new", "--from", template]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            check=False,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=GIVE_UP,
        )
        loaded = set(done.stderr.decode().split())
        assert "exam_tui.cli.main" in loaded
        assert not loaded & {"urllib.request", "http.client", "ssl", "exam_tui.web.download"}, arguments


def test_where_no_report_is_found_the_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """By the editor and by the others."""
    for arguments in ([], ["check"], ["html"], ["repair"], ["check", "."]):
        assert main(arguments) == 2
        assert "start a report with exam-tui new." in capsys.readouterr().err
