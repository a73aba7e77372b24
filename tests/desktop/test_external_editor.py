"""One answer in another editor: what it gets, what comes back, and that no failure loses a word."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from exam_tui.desktop import external_editor, terminal_program
from exam_tui.desktop.edited_file import EditedFileError
from exam_tui.desktop.editor_command import EditorCommand, EditorCommandError
from exam_tui.desktop.external_editor import EditorFailedError, EditorLeftAtOnceError, edit_text
from exam_tui.errors import UnencodableTextError

if os.name == "nt":
    pytest.skip("the editors here are scripts of a POSIX shell", allow_module_level=True)

Script = Callable[[str], EditorCommand]
OLD = "The old answer.\n\n<!-- with a note -->"


@pytest.fixture(autouse=True)
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for temporary files; no editor here counts as having returned at once."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(external_editor, "_AT_ONCE", 0)
    return folder


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Return a function that makes an editor from some lines of shell; the file is $1, the test's folder $HERE."""

    def write(lines: str) -> EditorCommand:
        program = tmp_path / "my editor"
        program.write_text(f"#!/bin/sh\nHERE='{tmp_path}'\n{lines}\n", encoding="utf-8")
        program.chmod(0o755)
        return EditorCommand.from_command(f"'{program}'")

    return write


def edited(
    editor: EditorCommand,
    text: str = OLD,
    prompt: str = "What?",
    limits: str = "Limits: none.",
    saved: Callable[[str], None] = lambda _: None,
) -> str:
    """Return the answer to question 14 after the editor."""
    return edit_text(editor, number=14, prompt=prompt, limits_line=limits, text=text, saved=saved)


def run_by(monkeypatch: pytest.MonkeyPatch, run: Callable[[list[str]], subprocess.CompletedProcess[bytes]]) -> None:
    """Have `run` in place of what runs the editor."""
    monkeypatch.setattr(external_editor, "wait_for_program", lambda command, _folder, _poll: run(command))


def test_the_answer_goes_out_with_the_question_and_comes_back_without(script: Script, tmp_path: Path) -> None:
    """In a Markdown file."""
    editor = script('cp "$1" "$HERE/seen"; basename "$1" > "$HERE/name"; echo "More, æøå." >> "$1"')
    assert edited(editor) == f"{OLD}\nMore, æøå."
    seen = (tmp_path / "seen").read_text(encoding="utf-8")
    assert seen.startswith("<!-- Question 14.")
    assert all(text in seen for text in ("What?", "Limits: none.", OLD))
    assert (tmp_path / "name").read_text(encoding="utf-8") == "question-14.md\n"


def test_nobody_else_can_read_the_file_and_nothing_remains_of_it(script: Script, tmp_path: Path, temp: Path) -> None:
    """Nor of what the editor wrote beside it."""
    editor = script('ls -ld "$(dirname "$1")" "$1" | cut -c1-10 > "$HERE/modes"; cp "$1" "$1~"; echo "More" >> "$1"')
    edited(editor)
    assert (tmp_path / "modes").read_text(encoding="utf-8").split() == ["drwx------", "-rw-------"]
    assert not list(temp.iterdir())


def test_the_editor_starts_in_the_folder_of_its_file(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The current folder may be a stranger's. Paths in the command that start there still work."""
    script("")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "options").write_text("set exrc\n", encoding="utf-8")
    editor = EditorCommand.from_command("'./my editor' ./more/options +x/y")
    (tmp_path / "my editor").write_text(
        '#!/bin/sh\ncat "$1" >> "$3"; echo "$2" >> "$3"; pwd >> "$3"\n', encoding="utf-8"
    )
    *_, options, kept, folder = edited(editor).split("\n")
    assert (options, kept) == ("set exrc", "+x/y")
    assert Path(folder).name.startswith("exam-tui-")
    assert not Path(folder).exists()


def test_an_editor_that_saves_by_renaming_works(script: Script) -> None:
    """The name is what counts."""
    assert edited(script('sed "s/old/new/" "$1" > "$1.tmp"; mv "$1.tmp" "$1"')) == OLD.replace("old", "new")


def test_line_ends_and_byte_order_marks_of_other_systems_are_removed(script: Script) -> None:
    """CR LF and CR."""
    lines = (
        r"""awk 'BEGIN { printf "\357\273\277" } { printf "%s\r\n", $0 } END { printf "one\rtwo" }' "$1" > "$1.tmp" """
    )
    editor = script(f'{lines}; mv "$1.tmp" "$1"')
    assert edited(editor) == f"{OLD}\none\ntwo"


def test_bytes_that_are_not_text_survive(script: Script) -> None:
    """An answer may hold some."""
    text = "caf\udce9 \u2028 \x0c end"
    assert edited(script('echo "More" >> "$1"'), text) == f"{text}\nMore"


def test_an_answer_that_no_file_can_hold_is_refused(script: Script) -> None:
    """Before any editor is opened."""
    with pytest.raises(UnencodableTextError):
        edited(script('touch "$HERE/opened"'), "\ud800")


def test_nothing_changed_is_the_answer_as_it_was(script: Script, temp: Path) -> None:
    """Byte for byte."""
    assert edited(script(":")) == OLD
    assert not list(temp.iterdir())


def test_an_answer_may_be_emptied_by_leaving_the_question_alone(script: Script) -> None:
    """That is deliberate."""
    assert edited(script("""sed '/>8/q' "$1" > "$1.tmp"; mv "$1.tmp" "$1" """)) == ""


@pytest.mark.parametrize("lines", [': > "$1"', 'printf "\\n  \\n" > "$1"'])
def test_a_file_that_came_back_empty_is_an_accident(script: Script, lines: str) -> None:
    """The disk was full, or the editor crashed. If there was no answer, nothing is lost."""
    with pytest.raises(EditedFileError, match=r"an empty file\. The answer is unchanged"):
        edited(script(lines))
    assert edited(script(lines), "") == ""


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('rm "$1"', "does not exist"),
        ('rm "$1"; mkdir "$1"', "is a folder"),
        ('rm "$1"; mkfifo "$1"', "a pipe"),
        ('iconv -t UTF-16 "$1" > "$1.tmp"; mv "$1.tmp" "$1"', "UTF-16"),
        ('head -c 1000001 /dev/zero >> "$1"', "larger than 1 MB"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_the_answer_as_it_was(script: Script, lines: str, words: str) -> None:
    """And says why."""
    with pytest.raises(EditedFileError, match=rf"{words}.*The answer is unchanged"):
        edited(script(lines))


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "koi8-r", "cp037", "mac-roman"])
def test_an_answer_saved_in_a_one_byte_encoding_is_refused_and_kept(script: Script, state: Path, encoding: str) -> None:
    """The report would no longer be UTF-8."""
    written = {"koi8-r": "Ответ."}.get(encoding, "Café, blåbær.")
    program = f"import sys; open(sys.argv[1], 'ab').write('{written}'.encode('{encoding}'))"
    with pytest.raises(EditedFileError, match=r"is not UTF-8.*The answer is unchanged") as caught:
        edited(script(f'"{sys.executable}" -c "{program}" "$1"'))
    (kept,) = (state / "kept").iterdir()
    assert f"Your text is in {kept}." in caught.value.message
    assert written.encode(encoding) in kept.read_bytes()
    assert caught.value.help == "Set the editor to save as UTF-8."


@pytest.mark.parametrize(
    ("before", "program"),
    [
        ("caf\udcff", "open(p, 'ab').write('wörld'.encode('latin-1'))"),
        ("caf\udcff", "open(p, 'ab').write(bytes([255]))"),
        ("caf\udcff", "t = open(p, 'rb').read(); open(p, 'wb').write(t.replace(bytes([255]), bytes([254])))"),
        ("Plain.", "open(p, 'ab').write('日本'.encode('iso-2022-jp'))"),
    ],
    ids=["another byte more", "the same byte more", "another byte", "escapes"],
)
def test_no_more_signs_of_another_encoding_are_accepted_than_there_were(
    script: Script, before: str, program: str
) -> None:
    """One bad byte in the answer does not permit another."""
    editor = script(f'"{sys.executable}" -c "import sys; p = sys.argv[1]; {program}" "$1"')
    with pytest.raises(EditedFileError, match="is not UTF-8"):
        edited(editor, before, "Why?", "")


def test_what_was_in_another_encoding_before_stays(script: Script) -> None:
    """It may be left alone or removed."""
    editor = script("printf 'More.' >> \"$1\"")
    assert edited(editor, "caf\udcff \x1b\n", "Why?", "") == "caf\udcff \x1b\nMore."


def test_another_encoding_is_accepted_if_the_answer_is_the_same_in_it(script: Script) -> None:
    """Only the comments on top have characters that the editor has saved differently."""
    program = (
        "import sys; p = sys.argv[1]; t = open(p, encoding='utf-8').read(); open(p, 'w', encoding='cp1252').write(t)"
    )
    editor = script(f'"{sys.executable}" -c "{program}" "$1"')
    assert edited(editor, "Plain.", "What – why?", "100–200") == "Plain."


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("exit 3", r"failed \(exit code 3\)"),
        ("kill -KILL $$", r"was stopped \(SIGKILL\)"),
        ("kill -TERM $$", r"was stopped \(SIGTERM\)"),
    ],
)
def test_an_editor_that_fails_leaves_the_answer_as_it_was(script: Script, state: Path, lines: str, words: str) -> None:
    """Nothing was written, so nothing is kept."""
    with pytest.raises(EditorFailedError, match=f"my editor {words}. The answer is unchanged.$"):
        edited(script(lines))
    assert not state.exists()


def test_a_signal_without_a_name_is_named_by_its_number(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real-time signals have none."""
    run_by(monkeypatch, lambda command: subprocess.CompletedProcess(command, -99))
    with pytest.raises(EditorFailedError, match=r"was stopped \(signal 99\)"):
        edited(script(":"))


@pytest.mark.parametrize("lines", ["exit 1", "kill -KILL $$"])
def test_what_was_written_in_an_editor_that_failed_is_kept(script: Script, state: Path, lines: str) -> None:
    """In the user's own folder, and the error says where."""
    with pytest.raises(EditorFailedError) as caught:
        edited(script(f'echo "Precious." >> "$1"; {lines}'))
    (kept,) = (state / "kept").iterdir()
    assert f"Your text is in {kept}." in caught.value.message
    assert kept.name.startswith("question-14.")
    assert "Precious." in kept.read_text(encoding="utf-8")
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_if_it_cannot_be_kept_there_it_stays_where_it_is(script: Script, state: Path, temp: Path) -> None:
    """The state folder is a file here."""
    state.parent.mkdir(parents=True, exist_ok=True)
    state.touch()
    with pytest.raises(EditorFailedError) as caught:
        edited(script('echo "Precious." >> "$1"; exit 1'))
    (folder,) = temp.iterdir()
    assert f"Your text is in {folder / 'question-14.md'}." in caught.value.message
    assert "Precious." in (folder / "question-14.md").read_text(encoding="utf-8")


def test_what_was_written_is_kept_if_the_program_itself_ends(
    script: Script, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note on the exception says where."""

    def run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
        subprocess.run(command, check=True)
        raise EOFError

    run_by(monkeypatch, run)
    with pytest.raises(EOFError) as caught:
        edited(script('echo "Precious." >> "$1"'))
    (kept,) = (state / "kept").iterdir()
    assert caught.value.__notes__ == [f"Your text is in {kept}."]


def test_what_is_saved_while_the_editor_is_open_is_handed_on_at_once(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer once, without our comments; a file that is empty, gone or not text for a moment has none."""
    heard: list[str] = []
    steps = [
        'echo "One." >> "$1"',
        'touch "$1"',
        'cp "$1" "$1.2"; : > "$1"',
        'mv "$1.2" "$1.3"; rm "$1"',
        'sed "s/One/Two/" "$1.3" > "$1.4"; mv "$1.4" "$1"',
        'sed -i "/Two/d" "$1"',
    ]
    polled = tmp_path / "polled"
    polled.touch()

    def call(command: Sequence[str], folder: Path, poll: Callable[[], None]) -> "subprocess.CompletedProcess[bytes]":
        def noted() -> None:
            poll()
            with polled.open("ab") as file:
                file.write(b".")

        return wait(command, folder, noted)

    wait = terminal_program.wait_for_program
    monkeypatch.setattr(external_editor, "wait_for_program", call)
    monkeypatch.setattr(terminal_program, "_POLL_EVERY", 0.01)
    until_seen = 'n=$(wc -c < "$HERE/polled"); while [ "$(wc -c < "$HERE/polled")" -lt $((n + 2)) ]; do :; done\n'
    assert edited(script(f"\n{until_seen}".join([*steps, ":"])), saved=heard.append) == OLD
    assert heard == [f"{OLD}\nOne.", f"{OLD}\nTwo.", OLD]


def test_an_editor_that_returns_at_once_is_distinguished_from_one_that_waited(
    script: Script, temp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its window may still be open on the file, which stays."""
    monkeypatch.setattr(external_editor, "_AT_ONCE", 5)
    with pytest.raises(EditorLeftAtOnceError, match="returned at once") as caught:
        edited(script(":"))
    (folder,) = temp.iterdir()
    assert str(folder / "question-14.md") in caught.value.help
    assert "--wait" in caught.value.help
    assert edited(script('echo "More" >> "$1"')) == f"{OLD}\nMore"


def test_a_program_that_cannot_be_started_is_reported(tmp_path: Path, temp: Path) -> None:
    """It has gone in the meantime."""
    with pytest.raises(EditorCommandError, match="gone could not be started"):
        edited(EditorCommand((str(tmp_path / "gone"),), "gone"))
    assert not list(temp.iterdir())


def test_without_a_folder_for_the_file_no_editor_is_opened(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the error says so."""
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    with pytest.raises(EditedFileError, match="file for the editor could not be created"):
        edited(script(":"))


def test_an_interrupt_is_the_editors_own_business(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal sends ctrl+c to both; the editor acts on it as it always does."""
    ready = tmp_path / "ready"
    editor = script(f'trap "echo interrupted >> \\"$1\\"; exit" INT; : > "{ready}"; while :; do sleep 0.05; done')

    def run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
        with subprocess.Popen(command) as process:
            while not ready.exists():
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGINT)
            process.send_signal(signal.SIGINT)
        return subprocess.CompletedProcess(command, process.returncode)

    before = signal.getsignal(signal.SIGINT)
    run_by(monkeypatch, run)
    assert edited(editor) == f"{OLD}\ninterrupted"
    assert signal.getsignal(signal.SIGINT) is before


def test_on_a_worker_thread_the_handlers_of_signals_are_left_alone(script: Script) -> None:
    """Only the main thread may set them."""
    found: list[str] = []
    editor = script('echo "More" >> "$1"')
    thread = threading.Thread(target=lambda: found.append(edited(editor)))
    thread.start()
    thread.join()
    assert found == [f"{OLD}\nMore"]


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed")
def test_a_real_vim_begins_at_the_end_of_the_answer() -> None:
    """Its commands come from a file, as if they were typed."""
    editor = EditorCommand.from_command("vim -es -u NONE -c 'normal! oMore' -c wq")
    assert edited(editor, "one\ntwo") == "one\ntwo\nMore"


def test_importing_it_costs_nothing_before_it_is_used() -> None:
    """The first frame comes before any of it."""
    modules = ("storage.disk.run_program", "storage.history.rescue", "git.blame")
    of_the_desktop = ("clipboard", "answer_file", "edited_file", "editor_command", "external_editor")
    names = [f"exam_tui.{name}" for name in (*modules, *(f"desktop.{name}" for name in of_the_desktop))]
    code = f"import sys, {', '.join(names)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert not {"subprocess", "tempfile", "shutil", "platformdirs", "hashlib"} & set(done.stdout.split())
