"""What all tests share: how long they wait and properties run, which of like cases run, the folder of real reports."""

import gc
import itertools
import os
import signal
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from exam_tui.page.process import PAGES
from exam_tui.settings.settings import ENVIRONMENT, Settings

# How many examples a property runs in `make test`, in `make test-all`, and, if it is marked so, in `make nightly`.
settings.register_profile("default", max_examples=20, deadline=None, derandomize=True)
settings.register_profile("full", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
OWN = FIXTURES / "course"
"""Templates, reports, edits and merges of a made-up course, and what a check says of them: laid out as CORPUS is."""
CORPUS = ROOT.parent / "shared" / "corpus"
"""Those of a real course, which lie beside the project where they are at hand."""
CORPORA = [OWN, CORPUS]
GIVE_UP = 120.0
"""Seconds after which what is waited for will not come: not how long it may take, only the end of a hang."""

_GC = (20_000, 20, 50)
"""Thousands of tests, and each app of the editor, leave many objects that hold each other: to look for them as often as
usual takes longer than a test."""


def sampled(cases: Collection[object], count: int) -> list[object]:
    """Return like cases of a test: so many of them, spread evenly, run in `make test`, the others are `full`."""
    chosen = {len(cases) * number // count for number in range(count)}
    values = [case if isinstance(case, tuple) else (case,) for case in cases]
    return [pytest.param(*value, marks=[pytest.mark.full] * (at not in chosen)) for at, value in enumerate(values)]


def pytest_configure(config: pytest.Config) -> None:
    """Choose how long properties run, and let ctrl+c mean in tested programs what it means to people."""
    gc.set_threshold(*_GC)
    # Programs are started by the hundred: they are compiled once, also where Python is set to keep nothing compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell does so to what it starts in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    profiles = {"not full": "default", "nightly": "nightly"}
    settings.load_profile(profiles.get(config.getoption("markexpr"), "full"))


@pytest.hookimpl(tryfirst=True)  # before it is decided what runs
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `make test-all` what is shown on our own reports already and repeats on real ones, the larger sample."""
    for item in items:
        cases = getattr(item, "callspec", None)
        if cases and any(isinstance(value, Path) and value.is_relative_to(CORPUS) for value in cases.params.values()):
            item.add_marker(pytest.mark.full)


@pytest.hookimpl(tryfirst=True)  # before pytest looks
def pytest_unconfigure(config: pytest.Config) -> None:
    """Let no worker look for garbage at its end: that takes seconds, and nobody is told any more what it finds."""
    if hasattr(config, "workerinput"):
        gc.freeze()


def files_of_both(pattern: str) -> list[Path]:
    """Return our own files and, where they are at hand, the real ones that match, from the folder of each on."""
    return [path for folder in CORPORA for path in sorted(folder.glob(pattern))]


def real_files(*patterns: str) -> list[object]:
    """Return the real files that match, as cases of a test; where they are not at hand, one that is skipped."""
    paths = [path for pattern in patterns for path in sorted(CORPUS.glob(pattern))]
    missing = pytest.mark.skip(f"the corpus of real reports is not at {CORPUS}")
    return [*paths] or [pytest.param(CORPUS, marks=missing)]


@pytest.fixture(scope="session", params=CORPORA, ids=["ours", "real"])
def corpus(request: pytest.FixtureRequest) -> Path:
    """Return the folder of our own reports, then the folder of the real ones, which is not a part of the project."""
    folder: Path = request.param
    if not folder.is_dir():
        pytest.skip(f"the corpus of real reports is not at {folder}")
    return folder


@contextmanager
def _no_users(folder: Path) -> Iterator[None]:
    """Let the program know no user's settings and state, here and in processes: they would be in a folder that is not.

    git's settings below XDG_CONFIG_HOME are among them; `own_settings_only` of tests/repos.py keeps out the others.
    """
    with pytest.MonkeyPatch.context() as patch:
        for setting in fields(Settings):
            patch.delenv(f"{ENVIRONMENT}{setting.name.upper()}", raising=False)
        patch.setenv(f"{ENVIRONMENT}PROOFREAD", "0")  # which takes a processor for seconds in each editor
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_users_at_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Also for what several tests share."""
    with _no_users(tmp_path_factory.getbasetemp() / "nobody"):
        yield


_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _no_users_of_a_test(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test finds what another one has left; no folder is made for that."""
    with _no_users(tmp_path_factory.getbasetemp() / "nobody" / str(next(_numbers))):
        yield


@pytest.fixture
def fresh_pages() -> Iterator[None]:
    """Let the test's first page be made by a process that is started by then, and no later test's by that one."""
    PAGES.stop()
    yield
    PAGES.stop()
