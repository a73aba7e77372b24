"""Repositories as a stranger could hand them over: every program that they name leaves a mark when it is run."""

import os
import shutil
import sys
from pathlib import Path
from shlex import quote as quoted

from tests.repos import Repo, address_of, program_for


class Marks:
    """Programs that do nothing but leave a mark, and the marks that were left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True)

    def program(self, name: str) -> str:
        """Return the path of a program that leaves the mark `name`, and hands on what it reads or fails."""
        path = self._folder / f"run-{name}"
        end = "exec cat" if name in {"clean", "smudge", "textconv"} else "exit 1"
        path.write_text(f"#!/bin/sh\ntouch {quoted(str(self._folder / name))}\n{end}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    @property
    def left(self) -> set[str]:
        """The names of the programs that were run."""
        return {path.name for path in self._folder.iterdir() if not path.name.startswith("run-")}

    def clear(self) -> None:
        """Forget what was run."""
        for name in self.left:
            (self._folder / name).unlink()


def settings_of_a_stranger(marks: Marks) -> dict[str, str]:
    """Return settings of git that name programs, each its own."""
    run = marks.program

    def shell(name: str) -> str:
        return program_for("", run(name))

    hooks = Path(run("hooks")).with_name("run-hooks-folder")
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc", "fsmonitor-watchman"):
        shutil.copy(run("hook"), hooks / hook)
    return {
        "core.fsmonitor": shell("monitor"),
        "core.hooksPath": str(hooks),
        "core.pager": shell("pager"),
        "pager.log": shell("pager-of-log"),
        "core.editor": shell("editor"),
        "core.sshCommand": shell("ssh"),
        "core.askPass": run("password"),
        "core.gitProxy": run("proxy"),
        "core.alternateRefsCommand": shell("alternates"),
        "credential.helper": f"!{shell('credentials')}",
        "diff.external": shell("external-diff"),
        "diff.marked.command": shell("diff-command"),
        "diff.marked.textconv": shell("textconv"),
        "filter.marked.clean": shell("clean"),
        "filter.marked.smudge": shell("smudge"),
        "filter.marked.required": "true",
        "merge.marked.driver": shell("merge"),
        "gpg.program": run("signature"),
        "log.showSignature": "true",
        "log.diffMerges": "remerge",
        "interactive.diffFilter": shell("diff-filter"),
        "alias.status": f"!{shell('alias')}",
        "alias.ls-files": f"!{shell('alias')}",
        "protocol.ext.allow": "always",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": address_of(run("remote")),
        "remote.origin.uploadpack": shell("upload"),
        "remote.origin.vcs": run("remote-helper"),
        "submodule.inner.update": f"!{shell('submodule')}",
        "uploadpack.packObjectsHook": shell("pack"),
        "trace2.eventTarget": f"{marks.program('trace')}-target",
    }


ATTRIBUTES = "* filter=marked diff=marked merge=marked\n"


def sign(repo: Repo) -> None:
    """Give the last commit a signature, which git would have a program of the settings look at."""
    head, _, message = repo.git("cat-file", "commit", "HEAD").partition("\n\n")
    lines = ("-----BEGIN PGP SIGNATURE-----", "", "x", "-----END PGP SIGNATURE-----")
    file = repo.write("signed", f"{head}\ngpgsig {chr(10).join(lines).replace(chr(10), chr(10) + ' ')}\n\n{message}")
    repo.git("update-ref", "HEAD", repo.git("hash-object", "-t", "commit", "-w", str(file)).strip())
    file.unlink()


def set_up_by_a_stranger(repo: Repo, marks: Marks) -> None:
    """Have a repository name programs wherever it can, for every file. Its files are not touched by git any more."""
    with (repo.root / ".git" / "config").open("a", encoding="utf-8") as config:
        for name, value in settings_of_a_stranger(marks).items():
            section, _, key = name.rpartition(".")
            start, dot, rest = section.partition(".")
            heading = f'[{start} "{rest}"]' if dot else f"[{start}]"
            quoted = value.replace("\\", "\\\\").replace('"', '\\"')
            config.write(f'{heading}\n\t{key} = "{quoted}"\n')
    attributes = repo.root / ".git" / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text(ATTRIBUTES, encoding="utf-8")


def bare_of_a_stranger(folder: Path, marks: Marks) -> None:
    """Make a folder, which may hold files, what git takes for a repository of its own, of plain files alone."""
    made = Repo.init(folder.with_name(f"{folder.name}-made"))
    shutil.copytree(folder, made.root, dirs_exist_ok=True)
    made.commit("bait")
    set_up_by_a_stranger(made, marks)
    for name in ("HEAD", "config", "index", "objects", "refs", "info"):
        (made.root / ".git" / name).rename(folder / name)
    with (folder / "config").open("a", encoding="utf-8") as config:
        config.write("[core]\n\tbare = false\n\tworktree = .\n")
    for path in folder.rglob("*"):  # so that git wants to look into every file
        os.utime(path, (1, 1))
    shutil.rmtree(made.root)


IN_A_TERMINAL = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
print("ready", flush=True)
from pathlib import Path
from exam_tui.git.status import file_state
state = file_state(Path(sys.argv[1])).name
print(state, repr(sys.stdin.readline()), flush=True)
"""


def python() -> list[str]:
    """Return the beginning of a command that runs a Python text with this interpreter."""
    return [sys.executable, "-c"]
