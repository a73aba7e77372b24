"""Settings: which value counts, what a stranger's file may not set, and what the user hears of mistakes."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from exam_tui.settings.config_files import user_settings_path
from exam_tui.settings.settings import OWN_KEYS, Settings, load_settings, project_note, settings_as_markdown

NONE: dict[str, object] = {}


@pytest.fixture(autouse=True)
def user(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's own file, which does not exist; its folder does."""
    folder = tmp_path_factory.mktemp("config") / "exam-tui"
    folder.mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder.parent))
    return folder / "config.toml"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return the path of a report in a repository."""
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    folder = tmp_path / "repository" / "reports"
    folder.mkdir()
    return folder / "README.md"


def write(path: Path, text: str) -> Path:
    """Write a file."""
    path.write_text(text, encoding="utf-8", newline="")
    return path


def said(settings: Settings) -> list[str]:
    """Return the problems as they are printed, files by their name alone."""
    return [re.sub(r"\S*[/\\](?=[\w.-]+\.toml)", "", str(problem)) for problem in settings.problems]


def test_without_anything_there_are_the_defaults(report: Path) -> None:
    """And nothing to complain of."""
    assert load_settings(report, {}, NONE) == Settings()
    assert load_settings(None, {}, NONE) == Settings()
    assert Settings().html
    assert not Settings().editor


def test_everything_can_be_set_in_the_users_file(report: Path, user: Path) -> None:
    """A byte order mark and Windows' line ends are fine."""
    write(
        user,
        '\ufefftheme = "nord"\r\nhtml = false\r\nexample = true\r\nhighlight = false\r\neditor = " code --wait "\r\n'
        '[keys]\r\nsave = "ctrl+w"\r\nquit = ["f10", "ctrl+q", "f10"]\r\nhelp = []\r\n',
    )
    settings = load_settings(report, {}, NONE)
    assert (settings.theme, settings.html, settings.example, settings.highlight) == ("nord", False, True, False)
    assert settings.editor == "code --wait"
    assert settings.keys == {"save": ("ctrl+w",), "quit": ("f10", "ctrl+q"), "help": ()}
    assert settings.problems == ()
    assert settings.places["theme"] == f"{user}:1:1"
    assert settings.places["keys.quit"] == f"{user}:8:1"


def test_flag_before_environment_before_project_before_user(report: Path, user: Path) -> None:
    """Setting by setting; of the keys, action by action."""
    write(user, 'theme = "user"\nhtml = false\n[keys]\nsave = "a"\nquit = "b"')
    project = write(report.parent / ".exam-tui.toml", 'theme = "project"\n[keys]\nhelp = "c"')
    settings = load_settings(report, {}, NONE)
    assert (settings.theme, settings.html) == ("project", False)
    assert settings.keys == {"save": ("a",), "quit": ("b",), "help": ("c",)}
    assert settings.places == {
        "theme": f"{project}:1:1", "html": f"{user}:2:1", "keys.save": f"{user}:4:1", "keys.quit": f"{user}:5:1",
        "keys.help": f"{project}:3:1",
    }  # fmt: skip
    environ = {"EXAM_TUI_THEME": "environment", "PATH": "", "EXAM_TUI_HTML": "Yes"}
    settings = load_settings(report, environ, {"theme": None})
    assert (settings.theme, settings.html) == ("environment", True)
    assert settings.places["theme"] == "EXAM_TUI_THEME"
    settings = load_settings(report, environ, {"theme": "flag", "html": False, "keys": {"quit": ["d"]}})
    assert (settings.theme, settings.html) == ("flag", False)
    assert settings.keys["quit"] == ("d",)
    assert settings.places["html"] == "the command line"
    assert settings.problems == ()


@pytest.mark.parametrize("word", ["0", "false", "No", " off "])
def test_words_of_the_environment(word: str) -> None:
    """Yes and no in the usual words; an empty variable counts as not set; a developer's switch is no setting."""
    environ = {"EXAM_TUI_HTML": word, "EXAM_TUI_THEME": "", "EXAM_TUI_TRACEBACK": "1"}
    settings = load_settings(None, environ, NONE)
    assert not settings.html
    assert settings.places == {"html": "EXAM_TUI_HTML"}
    assert settings.problems == ()


# The project's file


def test_the_nearest_file_of_the_project_counts(report: Path) -> None:
    """From the report upward; a pyproject.toml without our table is ignored, whatever is wrong with it."""
    root = report.parents[1]
    write(root.parent / ".exam-tui.toml", 'theme = "outside the repository"')
    assert load_settings(report, {}, NONE).theme == ""
    pyproject = write(
        root / "pyproject.toml",
        '[project]\nname = "x"\n\n[tool.exam-tui]\n  theme = "root"\n'
        '[tool.exam-tui.keys]\nhelp = "a"\n[[tool.x]]\na = 1\n',
    )
    settings = load_settings(report, {}, NONE)
    assert (settings.theme, settings.keys) == ("root", {"help": ("a",)})
    assert settings.places == {"theme": f"{pyproject}:5:3", "keys.help": f"{pyproject}:7:1"}
    write(report.parent / "pyproject.toml", "[broken\nexam-tui")
    assert load_settings(report, {}, NONE) == settings
    write(report.parent / "pyproject.toml", '[tool."exam-tui"]\ntheme = "near"')
    assert load_settings(report, {}, NONE).theme == "near"
    write(report.parent / ".exam-tui.toml", 'theme = "nearer"')
    assert load_settings(report, {}, NONE).theme == "nearer"


def test_without_a_repository_every_folder_above_is_looked_at(tmp_path: Path) -> None:
    """For those who do not use git."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    write(tmp_path / ".exam-tui.toml", 'theme = "above"')
    assert load_settings(tmp_path / "a" / "b" / "README.md", {}, NONE).theme == "above"


@pytest.mark.parametrize("action", OWN_KEYS)
@pytest.mark.parametrize("value", ['"f9"', "[]", '["f9", "f10"]', "7", '""'])
def test_a_project_has_no_say_in_the_keys_of_save_quit_undo_and_redo(
    report: Path, user: Path, action: str, value: str
) -> None:
    """It can neither replace nor remove them; the user's own file can."""
    file = write(report.parent / ".exam-tui.toml", f'[keys]\n{action} = {value}\nhelp = "f2"')
    settings = load_settings(report, {}, NONE)
    assert settings.keys == {"help": ("f2",)}
    assert [str(problem) for problem in settings.problems if "no text" not in str(problem)] == [
        f"{file}:2:1: A project's file cannot set the keys for {action}. Set them in your own: {user}"
    ]
    write(user, f'[keys]\n{action} = "f8"')
    assert load_settings(report, {}, NONE).keys == {action: ("f8",), "help": ("f2",)}


def test_the_user_is_told_what_a_project_sets(report: Path, user: Path) -> None:
    """By name, with the file; but not what the user, the environment or the command line has overridden."""
    assert project_note(load_settings(report, {}, NONE)) == ""
    write(user, 'theme = "nord"\n[keys]\nsave = "f8"')
    assert project_note(load_settings(report, {}, NONE)) == ""
    file = write(report.parent / ".exam-tui.toml", 'theme = "x"\nexample = true\n[keys]\nhelp = "f2"\nquit = "f3"')
    settings = load_settings(report, {}, NONE)
    assert project_note(settings) == f"This project sets theme, example, keys.help ({file})."
    settings = load_settings(report, {"EXAM_TUI_THEME": "y"}, {"example": False})
    assert project_note(settings) == f"This project sets keys.help ({file})."


@pytest.mark.parametrize(
    ("name", "text"),
    [(".exam-tui.toml", 'editor = "evil"'), ("pyproject.toml", '[tool.exam-tui]\neditor = "evil"')],
)
def test_a_project_cannot_choose_a_program(report: Path, user: Path, name: str, text: str) -> None:
    """Whoever clones a repository runs nothing that a stranger wrote there."""
    write(report.parent / name, text)
    settings = load_settings(report, {}, NONE)
    assert settings.editor == ""
    assert len(settings.problems) == 1
    assert "A project's file cannot set editor. Set it in your own:" in str(settings.problems[0])
    write(user, 'editor = "nano"')
    assert load_settings(report, {}, NONE).editor == "nano"
    assert load_settings(report, {"EXAM_TUI_EDITOR": "micro"}, NONE).editor == "micro"


def test_a_project_neither_has_git_see_the_page_nor_makes_one_that_the_user_does_not_want(
    report: Path, user: Path
) -> None:
    """It may turn the page off, or on if the user says nothing; what the user says counts."""
    project = write(report.parent / ".exam-tui.toml", "html = true\nhtml_in_git = true")
    settings = load_settings(report, {}, NONE)
    assert (settings.html, settings.html_in_git) == (True, False)
    assert said(settings) == [
        ".exam-tui.toml:2:1: A project's file cannot set html_in_git. Set it in your own: config.toml"
    ]
    write(user, "html = false\nhtml_in_git = true")
    settings = load_settings(report, {}, NONE)
    assert (settings.html, settings.html_in_git) == (False, True)
    assert said(settings)[0].startswith(".exam-tui.toml:1:1: html is off in your own settings and stays off.")
    assert settings.from_project == ()
    assert load_settings(report, {"EXAM_TUI_HTML": "1"}, NONE).html
    write(user, "html = true")
    write(project, "html = false")
    settings = load_settings(report, {}, NONE)
    assert (settings.html, settings.from_project) == (False, ("html",))


HOSTILE = {
    "dots": "a" + ".a" * 9_999 + " = 1",
    "lists": "a = " + "[" * 19_000,
    "tables": "a = {" * 4_000,
    "digits": "x = " + "9" * 19_000,
    "too large": "x = 1\n" * 100_000,
    "deep tables": "[a" + ".a" * 90 + "]\n" + "".join(f"k{n}" + ".a" * 90 + " = 1\n" for n in range(90)),
    "brackets": "[" * 19_000,
    "quotes": '"' * 19_000,
    "a text without end": "a = '''" + "''" * 9_000,
    "words": "a " * 9_000,
    "one table over and over": "[tool.exam-tui]\n" * 1_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_problem_and_sets_nothing(report: Path, name: str) -> None:
    """And the editor starts."""
    write(report.parent / ".exam-tui.toml", HOSTILE[name])
    settings = load_settings(report, {}, NONE)
    assert settings.problems
    assert replace(settings, problems=()) == Settings()
    (report.parent / ".exam-tui.toml").unlink()
    write(report.parent / "pyproject.toml", f"[tool.exam-tui]\n{HOSTILE[name]}")
    assert replace(load_settings(report, {}, NONE), problems=()) == Settings()


# Mistakes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('theme = "a"\nthene = "b"', "config.toml:2:1: Unknown setting: thene. Did you mean theme?"),
        (
            "\n  zoom = 2",
            "config.toml:2:3: Unknown setting: zoom. The settings are theme, html, html_in_git, example, highlight,",
        ),
        ("[tool.exam-tui]\nhtml = true", "config.toml:1:1: Unknown setting: tool. The settings are"),
        ('html = "yes"', "config.toml:1:1: html must be true or false. Write html = true, without quotes."),
        ("example = 1", "config.toml:1:1: example must be true or false."),
        ('proofread_english = "irish"', 'config.toml:1:1: proofread_english must be "both", "british" or "american".'),
        ("proofread_english = 1", 'config.toml:1:1: proofread_english must be "both", "british" or "american".'),
        ("theme = true", 'config.toml:1:1: theme must be a string. Write it in quotes: theme = "…"'),
        ('keys = "a"', "config.toml:1:1: keys must be a table. Write a line [keys] in a file"),
        ("[keys]\nsave = 1", 'config.toml:2:1: The keys of save must be text in quotes. Write save = "ctrl+s"'),
        ('keys = {save = ["a", 1]}', "config.toml:1:1: The keys of save must be text in quotes."),
        ('keys.save = " "', "config.toml:1:1: The keys of save must be text in quotes."),
        ("theme = nord", "config.toml:1:9: This is not TOML: Invalid value. The whole file is ignored."),
        ("html = true\ntheme", "config.toml:2:6: This is not TOML: Expected '=' after a key"),
        ('theme = "a"\ntheme = "b"', "config.toml:2:12: This is not TOML: Cannot overwrite a value."),
        ("a = [" + "[" * 5_000, "config.toml: The settings cannot be read: "),
        ("x = " + "9" * 5_000, "config.toml: The settings cannot be read: "),
        ("#" * 30_000, "config.toml: The file is too large for settings. The whole file is ignored."),
    ],
)
def test_a_mistake_is_named_with_its_place(user: Path, text: str, expected: str) -> None:
    """And what is known instead."""
    write(user, text)
    (problem,) = said(load_settings(None, {}, NONE))
    assert problem.startswith(expected)


def test_one_mistake_spoils_nothing_else(user: Path) -> None:
    """All of them are listed, and the rest counts."""
    write(user, 'theme = 1\nhtml = false\nsize = 2\n[keys]\nsave = 3\nquit = "f10"')
    settings = load_settings(None, {"EXAM_TUI_EXAMPLE": "perhaps", "EXAM_TUI_KEYS": "save=a", "EXAM_TUI_X": "1"}, NONE)
    assert (settings.html, settings.keys) == (False, {"quit": ("f10",)})
    assert [problem.split(": ")[0] for problem in said(settings)] == [
        "config.toml:1:1", "config.toml:3:1", "config.toml:5:1", "EXAM_TUI_EXAMPLE", "EXAM_TUI_KEYS", "EXAM_TUI_X",
    ]  # fmt: skip
    assert said(settings)[3] == "EXAM_TUI_EXAMPLE: example must be true or false. Write 1 or 0."


def test_files_that_cannot_be_read(report: Path, user: Path) -> None:
    """Each is named, but not a pyproject.toml, which may hold anything."""
    user.write_bytes(b"html = true\ntheme = '\xff'")
    (report.parent / ".exam-tui.toml").mkdir()
    (report.parent / "pyproject.toml").write_bytes(b"exam-tui \xff")
    assert said(load_settings(report, {}, NONE)) == [
        "config.toml:2:1: The file is not UTF-8. Save it as UTF-8.",
        ".exam-tui.toml: This is a folder, not a file.",
    ]
    write(user, "#" * 1_000_001)
    assert said(load_settings(None, {}, NONE)) == [
        "config.toml: The file is too large for settings. The whole file is ignored."
    ]


@pytest.mark.nightly
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("[]{}=\"'.,#\n \t1ntruefalskyhm\\\ufeff\r"), max_size=60))
def test_no_file_stops_the_editor(user: Path, text: str) -> None:
    """Whatever it holds: the settings have the right types."""
    write(user, text)
    settings = load_settings(None, {}, NONE)
    assert isinstance(settings.html, bool)
    assert isinstance(settings.theme, str)
    for problem in settings.problems:
        line = re.search(r":([0-9]+):[0-9]+$", problem.place)
        assert line is None or 1 <= int(line[1]) <= text.count("\n") + text.count("\r") + 1


# What there is


def test_the_table_of_the_manual_names_every_setting() -> None:
    """With its variable, its default, and who may set it."""
    table = settings_as_markdown()
    assert [line.split("|")[1].strip() for line in table.split("\n")[2:]] == [
        f"`{name}`"
        for name in (
            *("theme", "html", "html_in_git", "example", "highlight"),
            *("proofread", "proofread_english", "editor", "keys"),
        )
    ]
    assert "| `html` | `true` or `false` | `true` | `EXAM_TUI_HTML` |" in table
    assert "| `editor` | text | none | `EXAM_TUI_EDITOR` |" in table
    assert "not from a project's file" in table
    assert len({line.count("|") for line in table.split("\n")}) == 1


def test_the_users_file_is_in_the_xdg_folder_on_every_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without one, or if that is not an absolute path, it is in the system's own folder."""
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda name: str(tmp_path / "usual" / name))
    for platform in ("linux", "darwin", "win32"):
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        assert user_settings_path() == tmp_path / "exam-tui" / "config.toml"
        for named in ("", "config"):
            monkeypatch.setenv("XDG_CONFIG_HOME", named)
            assert user_settings_path() == tmp_path / "usual" / "exam-tui" / "config.toml"
