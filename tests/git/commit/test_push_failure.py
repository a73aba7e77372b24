"""Why a push failed, from git's own words of several kinds."""

import pytest

from exam_tui.git.commit.push_failure import last_lines, last_words, push_failure

SSH = (
    "git@github.com: Permission denied (publickey).\r\nfatal: Could not read from remote repository.\r\n\r\n"
    "Please make sure you have the correct access rights\r\n"
)
REFS = "error: failed to push some refs to 'github.com:a/b.git'\n"
MOVED = "To github.com:a/b.git\n ! [rejected]        main -> main ({})\n" + REFS + "hint: Updates were rejected …\n"


@pytest.mark.parametrize("reason", ["fetch first", "non-fast-forward"])
def test_a_push_that_came_second_is_told_to_pull(reason: str) -> None:
    why, remedy = push_failure(MOVED.format(reason), "origin/main", ())
    assert why == "origin/main has commits that you do not have: somebody pushed first."
    assert remedy.startswith("Run git pull --no-rebase")


def test_a_push_that_the_remote_forbids_names_its_reason() -> None:
    said = (
        "remote: error: GH006: Protected branch update failed for refs/heads/main.\n"
        f"To github.com:a/b.git\n ! [remote rejected] main -> main (protected branch hook declined)\n{REFS}"
    )
    why, remedy = push_failure(said, "origin/main", ())
    assert why.startswith("The remote rejected it (protected branch hook declined).")
    assert "HEAD:BRANCH" in remedy


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "fatal: unable to access 'https://x/': Could not resolve host: x\n",
            "unable to access 'https://x/': Could not resolve host: x",
        ),
        (
            SSH,
            "Could not read from remote repository",
        ),
        (
            "remote: Invalid username or password.\nfatal: Authentication failed for 'https://x/'\n",
            "Authentication failed for 'https://x/'",
        ),
    ],
)
def test_any_other_failure_is_told_in_gits_last_words(said: str, words: str) -> None:
    assert last_words(said) == words
    assert push_failure(said, "origin/main", ("pre-push",))[0] == f"git says: {words}."


def test_a_failure_without_words_is_the_hooks_where_there_is_one() -> None:
    assert push_failure(f"no tests\n{REFS}", "origin/main", ("pre-push",))[0] == "The hook pre-push refused it."
    assert push_failure(REFS, "origin/main", ())[0] == "git says why in the terminal."


def test_the_last_lines_are_shown_without_colours_and_progress() -> None:
    said = "\x1b[1mblack\x1b[0m....\x1b[41mFailed\x1b[m\r\n\nCounting:  10%\rCounting: 100%\n" + "x\n" * 3
    assert last_lines(said) == ["black....Failed", "Counting: 100%", "x", "x", "x"]
    assert last_lines("a\n" * 30) == ["a"] * 6


def test_very_long_words_take_no_time_and_no_room() -> None:
    said = " ! [rejected] " + "(" * 1_000_000 + "\nfatal: " + "x" * 1_000_000
    why, _ = push_failure(said, "origin/main", ())
    assert len(why) < 300
