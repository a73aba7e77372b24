"""What is committed and pushed, and what refuses it: planned on real repositories, and done."""

import os
import sys
from pathlib import Path

import pytest

from exam_tui.git.commit.commit_plan import CommitPlan
from tests.git.commit.planning import answer_to, carry_out, files_of, planned, refused
from tests.git.hand_in.asking import OTHER, link, side
from tests.repos import IMAGE, NAME, PNG, Repo, needs_git

pytestmark = needs_git


def test_a_changed_answer_is_committed_by_name_and_pushed(repo: Repo) -> None:
    repo.answer({4: OTHER})
    plan = planned(repo)
    assert plan.lines(plan.message) == [
        f"git commit --only -m 'Edit question 4' -- {NAME}",
        "git push",
    ]
    assert plan.push
    assert (plan.branch, plan.push.target, plan.push.waiting) == ("main", "origin/main", 0)
    carry_out(plan)
    assert files_of(repo) == [NAME]
    assert repo.git("rev-parse", "origin/main") == repo.git("rev-parse", "HEAD")
    after = planned(repo)
    assert not after.has_commit
    assert not after.has_push


def test_a_new_image_that_an_answer_links_comes_with_it_and_others_do_not(repo: Repo) -> None:
    repo.answer({4: f"{OTHER}\n\n![beans](figures/beans.png)"})
    for name in ("reports/figures/beans.png", "reports/figures/unused.png", "notes.txt"):
        repo.write(name, PNG + name.encode())
    plan = planned(repo)
    assert plan.commit_steps("m") == [
        ("add", "--", "reports/figures/beans.png"),
        ("commit", "--only", "-m", "m", "--", NAME, "reports/figures/beans.png"),
    ]
    carry_out(plan)
    assert files_of(repo) == [NAME, "reports/figures/beans.png"]


def test_an_image_that_was_drawn_anew_comes_with_it(repo: Repo) -> None:
    link(repo, "figures/tomatoes.png")
    repo.write(IMAGE, PNG + b"anew")
    plan = planned(repo)
    assert (plan.contents.files, plan.contents.new, plan.message) == ([IMAGE], [], "Add 1 image")
    carry_out(plan)
    assert files_of(repo) == [IMAGE]


def test_what_is_staged_besides_is_named_and_stays_staged(repo: Repo) -> None:
    repo.answer({4: OTHER})
    repo.write("train.py", "print()")
    repo.git("add", "train.py")
    plan = planned(repo)
    assert plan.contents.left_out == ["train.py: remains staged"]
    carry_out(plan)
    assert files_of(repo) == [NAME]
    assert repo.git("diff", "--cached", "--name-only").split() == ["train.py"]


def test_an_image_that_git_is_told_to_leave_out_is_named(repo: Repo) -> None:
    repo.write(".gitignore", "*.png\n")
    repo.commit("ignore")
    repo.answer({4: "![beans](figures/beans.png) ![tomatoes](figures/tomatoes.png)"})
    repo.write("reports/figures/beans.png", PNG + b"b")
    repo.write(IMAGE, PNG + b"anew")  # git knows it already: it is not left out
    plan = planned(repo)
    assert plan.contents.left_out == ["figures/beans.png: ignored by git (.gitignore)"]
    carry_out(plan)
    assert files_of(repo) == [NAME, IMAGE]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("figures/none.png", "figures/none.png is missing"),
        ("../../out.png", "../../out.png lies outside the repository"),
        ("https://example.org/a.png", "https://example.org/a.png is on the web, not in the repository"),
    ],
)
def test_an_image_that_cannot_be_committed_is_named_with_the_reason(repo: Repo, target: str, said: str) -> None:
    repo.answer({4: f"{OTHER} ![x]({target})"})
    assert planned(repo).contents.left_out == [said]


@pytest.mark.parametrize("name", ["a b's.png", "[x]*?.png", "-x.png", "ærø.png", "figures/a.png"])
def test_names_that_a_shell_or_git_reads_otherwise_are_committed_as_they_are(repo: Repo, name: str) -> None:
    if sys.platform == "win32" and not set(name).isdisjoint("*?"):
        pytest.skip("no file is called so on Windows")
    repo.answer({4: f"{OTHER}\n\n![x](<{name}>)"})
    for other in (name, "x.png", "x1.png"):
        repo.write(f"reports/{other}", PNG + other.encode())
    plan = planned(repo)
    carry_out(plan)
    assert repo.git("ls-tree", "-r", "-z", "--name-only", "HEAD", "reports").split("\0")[:-1] == sorted(
        [NAME, IMAGE, f"reports/{name}"]
    )


def test_the_first_commit_of_a_repository_is_pushed_and_followed(tmp_path: Path) -> None:
    Repo.init(tmp_path / "origin.git", "--bare")
    repo = Repo.init(tmp_path / "project")
    repo.answer({})
    repo.git("remote", "add", "origin", "../origin.git")
    plan = planned(repo)
    assert plan.lines(plan.message) == [
        f"git add -- {NAME}",
        f"git commit --only -m 'Add the report' -- {NAME}",
        "git push -u origin main",
    ]
    carry_out(plan)
    assert repo.git("rev-parse", "main@{upstream}") == repo.git("rev-parse", "HEAD")


def test_a_branch_that_was_never_pushed_is_pushed_with_its_name(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--create", "mine")
    repo.answer({4: OTHER})
    plan = planned(repo)
    assert plan.push_steps() == [("push", "-u", "origin", "mine")]
    assert [(line.text, line.command) for line in plan.notes] == [
        ("You are on mine, but main is handed in", "git switch main && git merge mine")
    ]
    carry_out(plan)
    assert repo.git("rev-parse", "origin/mine") == repo.git("rev-parse", "HEAD")


def test_commits_that_wait_are_pushed_where_there_is_nothing_to_commit(repo: Repo) -> None:
    repo.answer({4: OTHER})
    repo.commit("by hand")
    plan = planned(repo)
    assert (plan.has_commit, plan.has_push, plan.lines("")) == (False, True, ["git push"])
    assert plan.push
    assert plan.push.waiting == 1
    carry_out(plan)
    assert not planned(repo).has_push


def test_without_a_remote_the_commit_alone_is_planned_and_that_is_said(repo: Repo) -> None:
    repo.git("remote", "remove", "origin")
    repo.answer({4: OTHER})
    plan = planned(repo)
    assert plan.push is None
    assert plan.notes[-1].command == "git remote add origin ADDRESS"
    carry_out(plan)


def test_commits_of_others_that_were_seen_are_named_before(repo: Repo) -> None:
    repo.git("commit", "--quiet", "--allow-empty", "-m", "theirs")
    repo.git("push", "--quiet")
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    repo.answer({4: OTHER})
    (note,) = planned(repo).notes
    assert note.text.startswith("1 commit of origin/main is missing here (last fetched just now)")
    assert note.command == "git pull --no-rebase"


# Merges


def merging(repo: Repo) -> None:
    """Be in the middle of a merge of a branch that changed question 5, with question 4 changed here."""
    repo.answer({5: OTHER})
    repo.write("train.py", "print()")
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit("side")
    repo.git("switch", "--quiet", "main")
    repo.answer({4: "Mine."})
    repo.commit("mine")
    repo.git("merge", "--no-commit", "--no-ff", "side")


def test_in_a_merge_all_that_is_staged_is_in_the_commit_and_shown(repo: Repo) -> None:
    merging(repo)
    plan = planned(repo)
    assert plan.is_merging
    assert (plan.message, list(plan.contents.others)) == ("Merge branch 'side'", ["train.py"])
    carry_out(plan)
    assert repo.git("rev-list", "--parents", "-1", "HEAD").count(" ") == 2
    assert not (repo.root / ".git/MERGE_HEAD").exists()


def conflict(repo: Repo, *names: str) -> None:
    """Be in a merge that has left files in conflict."""
    for content in ("base", "theirs", "mine"):
        if content == "theirs":
            repo.git("switch", "--quiet", "--create", "side")
        elif content == "mine":
            repo.git("switch", "--quiet", "main")
        for name in names:
            if name == NAME:
                repo.answer({4: f"It is {content}."})
            else:
                repo.write(name, f"{content}\n")
        repo.commit(content)
    with pytest.raises(AssertionError):
        repo.git("merge", "side")


def test_a_report_in_conflict_is_refused_until_its_markers_are_gone_and_then_ends_the_merge(repo: Repo) -> None:
    conflict(repo, NAME)
    assert refused(repo).text.startswith("The report has conflict markers in line ")
    repo.answer({4: "It is both."})
    plan = planned(repo)
    assert plan.commit_steps("m") == [("add", "--", NAME), ("commit", "-m", "m")]
    carry_out(plan)
    assert repo.git("rev-list", "--parents", "-1", "HEAD").count(" ") == 2


def test_another_file_in_conflict_is_named_with_what_to_do(repo: Repo) -> None:
    conflict(repo, NAME, "b.py")
    repo.answer({4: "It is both."})
    line = refused(repo)
    assert (line.text, line.command) == (
        "Unresolved conflicts in b.py. Resolve each, then",
        "git add -- b.py",
    )
    repo.write("b.py", "both\n")
    repo.shell(line.command)
    carry_out(planned(repo))


def test_conflict_markers_in_a_code_block_do_not_hold_up_a_merge(repo: Repo) -> None:
    merging(repo)
    repo.answer({4: "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> side\n```"})
    assert isinstance(answer_to(repo), CommitPlan)


# Refusals


def test_on_no_branch_it_is_refused_with_the_way_back(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--detach")
    repo.answer({4: OTHER})
    line = refused(repo)
    assert "not on a branch" in line.text
    assert line.command == "git switch main && git merge 'HEAD@{1}'"


@pytest.mark.parametrize("what", ["rebase", "cherry-pick", "revert"])
def test_in_the_middle_of_something_else_it_is_refused_with_the_end_of_that(repo: Repo, what: str) -> None:
    side(repo, {4: "theirs"})
    repo.answer({4: "mine"})
    repo.commit("mine")
    if what == "revert":
        repo.answer({4: "mine again"})
        repo.commit("again")
    argument = {"rebase": "side", "cherry-pick": "side", "revert": "HEAD~1"}[what]
    with pytest.raises(AssertionError):
        repo.git(what, argument)
    todo = "resolve the report's conflicts (R in the editor's list of questions) and save"
    assert refused(repo).text == f"A {what} is in progress: {todo}, then"
    repo.answer({4: "both"})
    line = refused(repo)
    assert line.text == f"A {what} is in progress: finish it first, then commit"
    assert line.command.endswith(f" && git {what} --continue")
    repo.shell(line.command)
    assert not any((repo.root / ".git" / name).exists() for name in ("rebase-merge", "CHERRY_PICK_HEAD", "REVERT_HEAD"))


def test_a_report_that_git_is_told_to_leave_out_is_refused_with_the_command(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "project")
    repo.write(".gitignore", "reports/\n")
    repo.commit("first")
    repo.answer({})
    line = refused(repo)
    assert line.text == "git ignores the report (.gitignore)"
    repo.shell(line.command)
    carry_out(planned(repo))


def test_who_git_does_not_know_is_told_to_say_it(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.answer({4: OTHER})
    repo.git("config", "user.useConfigOnly", "true")
    assert isinstance(answer_to(repo), CommitPlan)  # from the environment
    for role in ("AUTHOR", "COMMITTER"):
        for what in ("NAME", "EMAIL"):
            monkeypatch.delenv(f"GIT_{role}_{what}")
    line = refused(repo)
    assert "Please tell me who you are" in line.text
    assert line.command == (
        "git config --global user.name 'Your Name' && git config --global user.email you@example.com"
    )


def test_a_report_in_no_repository_is_refused(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.answer({})
    assert refused(repo).text == "The report is not in a git repository"


def test_without_git_it_is_refused(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert refused(repo).text == "git is missing or does not respond"


def test_a_repository_that_git_does_not_accept_is_refused_with_the_remedy(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    line = refused(repo)
    assert "because another user owns it" in line.text
    assert "safe.directory" in line.command
