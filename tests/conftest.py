"""What all tests share: how long properties run, which of many like cases do, and the folder of real reports."""

import signal
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from exam_tui.page_process import PAGES

# How many examples a property runs in `make test`, in `make test-all`, and, if it is marked so, in `make nightly`.
settings.register_profile("default", max_examples=20, deadline=None)
settings.register_profile("full", max_examples=100, deadline=None)
settings.register_profile("nightly", max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
CORPUS = ROOT.parent / "shared" / "corpus"


def sampled(cases: Collection[object], count: int) -> list[object]:
    """Return like cases of a test: so many of them, spread evenly, run in `make test`, the others are `full`."""
    chosen = {len(cases) * number // count for number in range(count)}
    values = [case if isinstance(case, tuple) else (case,) for case in cases]
    return [pytest.param(*value, marks=[pytest.mark.full] * (at not in chosen)) for at, value in enumerate(values)]


def pytest_configure(config: pytest.Config) -> None:
    """Choose how long properties run, and let ctrl+c mean in tested programs what it means to people."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell does so to what it starts in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    profiles = {"not full": "default", "nightly": "nightly"}
    settings.load_profile(profiles.get(config.getoption("markexpr"), "full"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of real reports, which stands beside the project and is not a part of it."""
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus of real reports is not at {CORPUS}")
    return CORPUS


@pytest.fixture
def fresh_pages() -> Iterator[None]:
    """Let the test's first page be made by a process that is started by then, and no later test's by that one."""
    PAGES.stop()
    yield
    PAGES.stop()
