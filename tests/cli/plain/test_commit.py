"""Handing in line by line: what would be done is said, asked, done, and told."""

from pathlib import Path

import pytest

from tests.cli.plain.conversation import Plain
from tests.repos import NAME, Repo, needs_git, own_settings_only

pytestmark = needs_git
BEANS = "We grew beans on the south side this time and ate all of them raw."


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    own_settings_only(monkeypatch)
    return Repo.with_report(tmp_path / "project")


def test_the_commands_are_said_first_the_message_can_be_changed_and_all_is_pushed(repo: Repo) -> None:
    with Plain(repo.root / NAME) as plain:
        plain.say("go 5", "type", "2")  # which replaces the answer
        plain.send(BEANS)
        plain.say(".")
        said = plain.say("commit")
        assert "Will be committed on main: reports/README.md." in said
        assert "Will be pushed to origin/main: this commit." in said
        assert f"git commit --only -m 'Edit question 5' -- {NAME}" in said
        plain.send("3")
        assert "git commit --only -m Beans" in plain.say("Beans")
        said = plain.say("1")
        head = repo.git("rev-parse", "--short", "HEAD").strip()
        assert f"Committed {head} and pushed to origin/main." in said
    assert repo.git("log", "-1", "--format=%s", "origin/main").strip() == "Beans"


def test_nothing_is_done_where_that_is_the_answer(repo: Repo) -> None:
    repo.answer({5: BEANS})
    before = repo.git("rev-parse", "HEAD")
    with Plain(repo.root / NAME) as plain:
        assert "4 Not now" in plain.say("commit")
        assert "Nothing was committed." in plain.say("4")
        assert repo.git("rev-parse", "HEAD") == before


def test_what_is_left_to_do_is_said_with_its_command_and_offered_when_leaving(repo: Repo) -> None:
    repo.answer({5: BEANS})
    with Plain(repo.root / NAME) as plain:
        said = plain.say("handin")
        assert "To do: The report has uncommitted changes." in said
        said = plain.say("quit")
        assert "All questions are done. The report is not committed." in said
        plain.say("2")
        plain.say("1")
        said, code = plain.end("quit")
    assert (said, code) == ("", 0)
    assert repo.git("rev-parse", "origin/main") == repo.git("rev-parse", "HEAD")
