"""The default tests in places that are not like the machine they were written on: `python -m tests.places [NAME …]`.

Each place is a fresh clone of what is committed here, with an environment of its own that `make` sets up, and is odd in
several ways at once. What a machine lacks (a second Python, a second disk, the right to change the user) is said and
left out.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.systems import is_root

ROOT = Path(__file__).parents[1]
_ANOTHER_DISK = Path("/dev/shm")  # noqa: S108 - the one that every Linux has
_NOBODY = "65534"
_OURS = re.compile(
    r"(?:GIT|LC|XDG|PYTHON|VIRTUAL_ENV|MAKE|MFLAGS)(?:_|\Z|[A-Z])|(?:LANG|TZ|EMAIL|EDITOR|VISUAL|PAGER)\Z"
)
"""Variables of whoever runs this that a fresh machine does not have."""
_NO_IDENTITY = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.useConfigOnly", "GIT_CONFIG_VALUE_0": "true"}
_BUSY = "while True: pass"
_WITH_LOOPBACK = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
"""What a machine without a network still has, but a new network namespace only when it is told."""
_SETTINGS = {
    ".config/exam-tui/config.toml": '[keys]\nsave = "f7"\n',
    ".config/git/ignore": "*.html\n*.png\n",
    ".gitconfig": "[commit]\n\tgpgsign = true\n",
}
"""What stands where in the home folder of somebody who has settings."""


@dataclass(frozen=True)
class Place:
    """One way in which a machine may be unlike another."""

    name: str
    says: str
    python: str = ""
    """The Python to take, or the one that `make` chooses."""
    folder: str = "exam_tui"
    environment: Mapping[str, str] = field(default_factory=dict)
    another_disk: bool = False
    ordinary_user: bool = False
    offline: bool = False
    has_settings: bool = False
    """For the program and for git, as many a user has them."""
    busy_loops: int = 0


PLACES = [
    Place(
        "path",
        "a path with a space and ø, TZ Pacific/Kiritimati, LANG=C, temporary files on another disk",
        folder="exam tui ø",
        environment={"TZ": "Pacific/Kiritimati", "LANG": "C"},
        another_disk=True,
    ),
    Place(
        "user",
        "an ordinary user with settings of their own, TZ Australia/Sydney, no network once it is installed",
        environment={"TZ": "Australia/Sydney", "LANG": "C.UTF-8"},
        ordinary_user=True,
        offline=True,
        has_settings=True,
    ),
    Place("busy", "a busy loop for each core, Python 3.13", python="python3.13", busy_loops=os.cpu_count() or 1),
    Place("python3.11", "Python 3.11", python="python3.11"),
    Place("python3.12", "Python 3.12", python="python3.12"),
]


def _missing(place: Place) -> str:
    """Return what this machine lacks for a place, or nothing."""
    if place.python and _refusal([place.python, "-V"]):
        return f"{place.python} is not here"
    if place.another_disk and not _ANOTHER_DISK.is_dir():
        return f"{_ANOTHER_DISK} is not here"
    if place.ordinary_user and not is_root():
        return "only root can become another user"
    if place.offline and not is_root():
        return "only root can take the network away"
    who = _as_who(place, network=False)
    return f"{' '.join(who)} does not work: {why}" if who and (why := _refusal([*who, "true"])) else ""


def _refusal(command: Sequence[str]) -> str:
    """Return why a command does not work here, or nothing."""
    if shutil.which(command[0]) is None:
        return f"{command[0]} is not here"
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    return (done.stderr.strip() or f"exit code {done.returncode}") if done.returncode else ""


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def _busy(loops: int) -> Iterator[None]:
    """Keep so many cores busy."""
    running = [subprocess.Popen([sys.executable, "-c", _BUSY]) for _ in range(loops)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def _as_who(place: Place, *, network: bool) -> list[str]:
    """Return what a command is started with, to be who it should be and to see what it should see."""
    alone = ["unshare", "--net", "--", *_WITH_LOOPBACK] if place.offline and not network else []
    user = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", "--no-new-privs", "--"]
    return [*alone, *(user if place.ordinary_user else [])]


def _settled(home: Path, *, has_settings: bool) -> None:
    """Make a home folder."""
    home.mkdir()
    for name, text in _SETTINGS.items() if has_settings else ():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")


def _written(home: Path) -> list[str]:
    """Return what the tests have written into the folders of the user who ran them: that must be nothing."""
    return [str(path) for path in home.rglob("exam-tui") if path.parent.name != ".config"]


def _try(place: Place, base: Path, elsewhere: Path, tests: Sequence[str]) -> int:
    """Make the place below two folders, run the default tests in it, return the exit code."""
    clone, home, temporary = base / place.folder, base / "h ø", elsewhere / "t"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    _settled(home, has_settings=place.has_settings)
    temporary.mkdir()
    for folder in (base, elsewhere):  # some tests become another user
        folder.chmod(0o755)
    if place.ordinary_user:
        subprocess.run(["chown", "-R", f"{_NOBODY}:{_NOBODY}", str(base), str(elsewhere)], check=True)
    environment = {name: value for name, value in os.environ.items() if not _OURS.match(name)}
    environment |= {"HOME": str(home), "TMPDIR": str(temporary), **_NO_IDENTITY, **place.environment}
    python = [f"PYTHON={place.python}"] if place.python else []
    run = ["make", *python, ".venv/.dev"]
    code = subprocess.run([*_as_who(place, network=True), *run], cwd=clone, env=environment, check=False).returncode
    if code == 0:
        run = [".venv/bin/python", "-m", "pytest", "-q", "--numprocesses", "2", *tests]
        with _busy(place.busy_loops):
            alone = _as_who(place, network=False)
            code = subprocess.run([*alone, *run], cwd=clone, env=environment, check=False).returncode
    if written := _written(home):
        _say(f"{place.name}: the tests have written {', '.join(written)}")
    return code or bool(written)


@contextmanager
def _folder(disk: Path | None) -> Iterator[Path]:
    """Make a folder, on a disk or on the usual one. Its name is short: the path of a socket has 107 bytes at most."""
    with tempfile.TemporaryDirectory(prefix="et-", dir=disk, ignore_cleanup_errors=True) as name:
        yield Path(name)


def main() -> int:
    """Try the places that are named, or all; return how many were red."""
    parser = argparse.ArgumentParser(description="Run the default tests in odd places.")
    parser.add_argument("name", nargs="*", help=f"one of {', '.join(place.name for place in PLACES)}")
    parser.add_argument("--tests", nargs="*", default=[], help="what pytest is to run instead of all")
    options = parser.parse_args()
    red = []
    for place in PLACES:
        if options.name and place.name not in options.name:
            continue
        if missing := _missing(place):
            _say(f"{place.name}: left out, {missing}")
            continue
        _say(f"{place.name}: {place.says}")
        start = time.monotonic()
        with _folder(None) as base, _folder(_ANOTHER_DISK if place.another_disk else None) as elsewhere:
            code = _try(place, base, elsewhere, options.tests)
        took = time.monotonic() - start
        _say(f"{place.name}: {'red' if code else 'green'}, {took:.0f} s with its set-up")
        red += [place.name] * bool(code)
    _say(f"red: {', '.join(red) or 'none'}")
    return len(red)


if __name__ == "__main__":
    sys.exit(main())
