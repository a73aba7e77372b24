"""Whether the report is where it is looked for, and whether it is committed."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from exam_tui.storage.discover import USUAL
from exam_tui.storage.git_tree import ignored, is_same_text
from exam_tui.storage.hand_in.line import HandInLine
from exam_tui.storage.hand_in.scene import Scene
from exam_tui.storage.shell import quoted

WANTED: Final = USUAL.as_posix()
_FOLDER, _FILE = WANTED.split("/")


def place_line(scene: Scene, given: Path, images: list[str]) -> HandInLine:
    """Say whether the report is where the course reads it. `given` is its path, links in its name not followed.

    `images` are the paths of its images, which move with it.
    """
    if given.is_symlink() and Path(os.path.realpath(given.parent)) / given.name == scene.root / WANTED:
        text = f"{given.name} is a link to {scene.name}: who downloads the repository may get the link only"
        return HandInLine(ok=False, text=text, command=_moves(scene, images))
    if scene.inside:
        text = f"This repository is a submodule of {scene.inside}: a download of that one lacks the report"
        return HandInLine(ok=False, text=text)
    if scene.name == WANTED:
        return HandInLine(ok=True, text=f"The report is at {WANTED}")
    if (scene.root / _FOLDER).is_symlink():
        text = f"{_FOLDER} is a link, the report is at {scene.name}: who downloads the repository may get the link only"
        return HandInLine(ok=False, text=text, command=_moves(scene, images))
    text = f"The report is at {scene.name}, the course reads {WANTED}"
    if (scene.root / WANTED).exists() and scene.name.casefold() != WANTED.casefold():
        return HandInLine(ok=False, text=f"{text}, where another file is", command=_moves(scene, images))
    return HandInLine(ok=False, text=text, command=_moves(scene, images))


def _moves(scene: Scene, images: list[str]) -> str:
    shell = scene.shell
    folder, _, file = scene.name.rpartition("/")
    there, wanted = _FOLDER, _FILE
    is_link = (scene.root / there).is_symlink()

    def move(old: str, new: str, *options: str) -> str:
        return shell.git("mv", *options, "--", shell.name(old), shell.name(new))

    steps = [] if scene.name in scene.index else [shell.git("add", "--", shell.pattern(scene.name))]
    if is_link:  # in the repository or beside it
        unlink = shell.git("rm", "--quiet", "--ignore-unmatch", "--", shell.name(there))
        steps += [unlink, f"rm -f {quoted(shell.path(there))}"]
    exists = not is_link and (scene.root / there).exists()
    is_linked = is_link and os.path.realpath(scene.root / there) == str(scene.root / folder)
    if folder.casefold() == there:
        # Not in one step: a system that does not tell upper and lower case apart takes it for the same folder.
        steps += [] if folder == there else [move(folder, f"{there}.new"), move(f"{there}.new", there)]
        steps += [] if file == wanted else [move(f"{there}/{file}", WANTED, "--force")]
    elif folder and (is_linked or folder.endswith(f"/{there}")) and not exists:
        steps.append(move(folder, there))
        steps += [] if file == wanted else [move(f"{there}/{file}", WANTED)]
    else:
        steps += [] if exists else [f"mkdir -p {quoted(shell.path(there))}"]
        steps.append(move(scene.name, WANTED, *(["--force"] if exists and (scene.root / WANTED).exists() else [])))
        start = f"{folder}/" if folder else ""
        parts = dict.fromkeys(name.removeprefix(start).split("/")[0] for name in images if name.startswith(start))
        steps += [move(start + part, f"{there}/{part}") for part in parts if part != there]
    steps.append(shell.git("commit", "-m", "Move the report"))
    return " && ".join(steps)


def committed_lines(scene: Scene) -> Iterator[HandInLine]:
    """Say whether the report's text is in the last commit, and nothing of it only here."""
    shell, name = scene.shell, scene.name
    if scene.unfinished:
        what, command = scene.unfinished
        yield HandInLine(
            ok=False, text=f"A {what} is not finished: choose what stays, add the files, then", command=command
        )
    entry, now = (scene.head or {}).get(name), scene.index.get(name)
    commit = shell.commit(name, merging=scene.is_merging)
    if now and now.conflict:
        yield HandInLine(
            ok=False, text="The report is in conflict after a merge: choose what stays, then", command=commit
        )
    elif entry is None:
        text = "Nothing is committed yet" if scene.head is None else "The report is not committed"
        force = now is None and bool(ignored(scene.root, [name]))
        text += ", git is told to leave it out" if force else ", only staged" if now else ""
        yield HandInLine(ok=False, text=text, command=shell.commit(name, force=force, merging=scene.is_merging))
    elif scene.head_data is None or not is_same_text(scene.report.original, scene.head_data):
        yield HandInLine(ok=False, text="The report has changes that are not committed", command=commit)
    elif now is None or now.blob != entry.blob:
        text = "The next commit would " + ("change the report to another text" if now else "leave the report out")
        yield HandInLine(ok=False, text=text, command=shell.git("restore", "--staged", "--", shell.pattern(name)))
    elif not scene.unfinished:
        yield HandInLine(ok=True, text="The report is committed")
