"""Whether every image that the answers link is in the last commit, under the very name that they write."""

import posixpath
from collections.abc import Iterator
from typing import Final, Literal

from exam_tui.core.report.image_links import Content, Lookup, is_remote, scheme_of
from exam_tui.core.text.words import plural
from exam_tui.git.clone_lists import attribute_pattern
from exam_tui.git.hand_in.line import HandInLine, fine, listed, wrong
from exam_tui.git.hand_in.repository_state import RepositoryState, linked_images, paths_of
from exam_tui.git.tree import ignored, is_same, pointers
from exam_tui.storage.disk.real_path import folded
from exam_tui.storage.images.lookup import FolderFiles

State = Literal[
    "fine",
    "missing",
    "outside",
    "beside",
    "remote",
    "inline",
    "elsewhere",
    "link",
    "case",
    "start",
    "uncommitted",
    "dropped",
    "gone",
    "pointer",
    "dvc",
]
"""`beside`: in the repository, not in the report's folder; `inline`: written into the link; `elsewhere`: in a
submodule; `start`: linked by a path that starts above the report's folder, whatever else is wrong; `dropped`: the next
commit leaves it out; `gone`: committed, but deleted here; `pointer`: kept by Git LFS; `dvc`: kept by DVC."""
_REMOTE: Final[dict[str, State]] = {"data": "inline", "file": "outside"}


class CommittedImages:
    """The images of a report, sorted by what is wrong with them."""

    def __init__(self, repo: RepositoryState) -> None:
        self._repo = repo
        self._head = repo.head or {}
        self._folded = {folded(name): name for name in reversed(self._head)}
        self._disk = FolderFiles(repo.root)
        self._beside = FolderFiles(repo.root / repo.folder)
        self._targets = linked_images(repo.context)
        self._names = {target: self._name(target) for target in self._targets if not is_remote(target)}
        entries = [self._head[name] for name in self._names.values() if name in self._head]
        self._pointers = pointers(repo.root, entries)

    @property
    def names(self) -> list[str]:
        """The paths from the repository's root of the images that are in the last commit or here."""
        return [name for name in self._names.values() if name and (name in self._head or self._is_here(name))]

    def by_state(self) -> dict[State, list[str]]:
        """Return the targets by what is wrong with them, each image once."""
        states: dict[State, list[str]] = {}
        for target in self._once():
            states.setdefault(self._state(target), []).append(target)
        starts = [target for target in self._targets if self._from_here(target) != target]
        if starts:
            states["start"] = starts
        return states

    def path_of(self, target: str) -> str:
        """Return the path from the repository's root that a target means, "" for none in the repository."""
        return self._names.get(target, "")

    def lines(self, states: "dict[State, list[str]] | None" = None) -> Iterator[HandInLine]:
        """Say what is wrong, one line for each kind; or that all is well. With `states` of those alone."""
        states = self.by_state() if states is None else states
        good = states.pop("fine", [])
        for state, targets in states.items():
            yield from self._lines_of(state, targets)
        if not states:
            many = "Both linked images are" if len(good) == 2 else f"All {len(good)} linked images are"  # noqa: PLR2004
            text = ("No image is linked", "The linked image is committed")
            yield fine(text[len(good)] if len(good) < len(text) else f"{many} committed")

    def _once(self) -> list[str]:
        """Return the targets, the first of those that mean the same file."""
        first: dict[str, str] = {}
        for target in self._targets:
            first.setdefault(self._names.get(target) or target, target)
        return list(first.values())

    def _name(self, target: str) -> str:
        """Return the path from the root that a target means, "" outside the repository."""
        names = paths_of(self._from_here(target), self._repo.folder)
        known = [name for name in names if name in self._head or name in self._repo.index]
        here = [name for name in names if self._is_here(name)]
        return next(iter([*known, *here, *names]), "")

    def _from_here(self, target: str) -> str:
        """Return a target, or the path of its file from the report's folder on where it starts above."""
        found = self._beside.find(target)
        return found.name if found.result is Lookup.WRONG_START else target

    def _state(self, target: str) -> State:
        if is_remote(target):
            return _REMOTE.get(scheme_of(target), "remote")
        name = self._names[target]
        if not name:
            return "outside"
        if self._is_beside(name):
            return "beside"
        path = self._repo.root / name
        entry = self._head.get(name)
        if entry and entry.kind == "file":
            now = self._repo.index.get(name)
            if entry.blob in self._pointers:
                return "pointer"
            if not path.is_file():
                return "fine" if now and now.left_out else "gone"
            return "uncommitted" if not is_same(path, entry) else "fine" if now else "dropped"
        above = [self._head[part] for part in _parts(name) if part in self._head]
        if any(one.kind == "submodule" for one in above):
            return "elsewhere"
        if any(one.kind == "link" for one in above):
            return "link"
        located = self._disk.locate(name)
        if located.result is Lookup.FOUND:
            return "uncommitted"
        if folded(name) in self._folded or located.path:
            return "case"
        if located.result is Lookup.OUTSIDE:
            return "outside"
        return "dvc" if self._beside.lookup(target).content is Content.DVC else "missing"

    def _is_beside(self, name: str) -> bool:
        """Return whether a file of the repository is not in the report's folder: only that is handed in."""
        folder = self._repo.folder
        is_below = not folder or name.startswith(f"{folder}/")
        return not is_below and (name in self._head or self._is_here(name))

    def _is_here(self, name: str) -> bool:
        return self._disk.locate(name).result is Lookup.FOUND

    def _lines_of(self, state: State, targets: list[str]) -> Iterator[HandInLine]:
        names = [self._names[target] for target in targets if target in self._names]
        if state == "uncommitted":
            out = ignored(self._repo.root, [name for name in names if name not in self._repo.index])
            for some, force in (([name for name in names if name not in out], False), (sorted(out), True)):
                if some:
                    yield self._uncommitted(some, force=force)
        elif state == "case":
            files: dict[str, list[str]] = {}
            for target in targets:
                files.setdefault(self._real(self._names[target]), []).append(target)
            for real, links in files.items():
                yield self._other_case(real, links)
        else:
            yield wrong(self._text_of(state, targets), self._remedy_of(state, names))

    def _text_of(self, state: State, targets: list[str]) -> str:
        one = len(targets) == 1
        are, lie, start, them = ("is", "lies", "starts", "it") if one else ("are", "lie", "start", "them")
        shown = listed([target or "an image without a name" for target in targets])
        match state:
            case "inline":
                its, saved = (
                    ("is written into its link", "it as a file") if one else ("are written into links", "files")
                )
                return f"{plural(len(targets), 'image')} {its} (`data:`): save {saved}, link that"
            case "missing":
                return f"{shown} {are} missing"
            case "outside":
                return f"{shown} {lie} outside the repository"
            case "beside":
                copied = f"copy {them} into figures beside the report and link that"
                return f"{shown} {lie} outside the report's folder: {copied}"
            case "remote":
                return f"{shown} {are} on the web, not in the repository"
            case "elsewhere":
                return f"{shown} {lie} in a submodule: a plain download lacks it"
            case "link":
                return f"{shown}: git has a link there, not the image"
            case "start":
                right = listed([self._from_here(target) for target in targets])
                return f"{shown} {start} above the report's folder: write {right} in the report"
            case "dropped":
                return f"The next commit would leave out {shown}"
            case "gone":
                return f"{shown} {are} committed but deleted here"
            case "dvc":
                images = "the image itself" if one else "the images themselves"
                return f"{shown} {are} kept by DVC and missing here: `dvc pull`, then commit {images}"
        return f"{shown} {are} kept by Git LFS: a plain download lacks {them}"

    def _remedy_of(self, state: State, names: list[str]) -> str:
        """Return the command that mends it, "" where there is none."""
        shell = self._repo.shell
        files = [shell.pattern(name) for name in names]
        match state:
            case "gone":  # from the last commit: the index may have lost it too, or know it by another name
                return shell.git("restore", "--source=HEAD", "--staged", "--worktree", "--", *files)
            case "dropped":
                return shell.git("restore", "--staged", "--", *files)
            case "pointer":
                return self._without_lfs(names)
        return ""

    def _uncommitted(self, names: list[str], *, force: bool) -> HandInLine:
        here = f"{self._repo.folder}/" if self._repo.folder else ""
        shown = listed([name.removeprefix(here) for name in names])
        many = f"{len(names)} images are" if len(names) > 1 else "An image is"
        why = " (git ignores such files)" if force else ""
        command = self._repo.shell.commit(*names, force=force, merging=self._repo.is_merging)
        return wrong(f"{many} not committed{why}: {shown}", command)

    def _real(self, name: str) -> str:
        """Return the path, in git or else on disk, of the file that a name in another case means."""
        return self._folded.get(folded(name)) or self._disk.locate(name).name

    def _other_case(self, real: str, targets: list[str]) -> HandInLine:
        """Say how a file is spelt whose links differ in upper and lower case."""
        shell, name = self._repo.shell, self._names[targets[0]]
        here = f"{self._repo.folder}/" if self._repo.folder else ""
        text = f"{listed(targets)} {'is' if len(targets) == 1 else 'are'} {real.removeprefix(here)}"
        is_linked = real in self._names.values()
        if real not in self._head:
            text += " on disk: write that in the report"
            if is_linked:
                return wrong(text)  # that it is not committed is said of the other link
            force = real not in self._repo.index and bool(ignored(self._repo.root, [real]))
            command = shell.commit(real, force=force, merging=self._repo.is_merging)
            return wrong(f"{text}, and commit the image", command)
        text += " in git: write that in the report"
        # With another name the other links would break.
        if is_linked or len(targets) > 1 or posixpath.dirname(real) != posixpath.dirname(name):
            return wrong(text)
        move = shell.git("mv", "--", shell.name(real), shell.name(name))
        commit = shell.git("commit", "-m", "Rename an image", "--", shell.pattern(real), shell.pattern(name))
        return wrong(f"{text}, or rename it", shell.steps(move, commit))

    def _without_lfs(self, names: list[str]) -> str:
        """Return the commands that commit the images themselves."""
        shell = self._repo.shell
        rules = [f"{attribute_pattern(name)} -filter -diff -merge" for name in names]
        files = [shell.pattern(name) for name in names]
        return shell.steps(
            *([shell.git("lfs", "pull")] if any(self._is_pointer(name) for name in names) else []),
            shell.append(rules, ".gitattributes"),
            shell.git("add", "--", shell.name(".gitattributes")),
            shell.git("add", "--renormalize", "--", *files),
            shell.git("commit", "-m", "Images without Git LFS", "--", shell.name(".gitattributes"), *files),
        )

    def _is_pointer(self, name: str) -> bool:
        path = self._repo.root / name
        return not path.is_file() or path.stat().st_size == self._head[name].size


def _parts(name: str) -> list[str]:
    """Return a path and all folders above it."""
    parts = name.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
