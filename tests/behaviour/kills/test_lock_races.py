"""Many take one lock at the same moment, or die at any moment while they do: always exactly one gets it."""

import json
import os
from pathlib import Path
from threading import Thread

import pytest

from exam_tui.storage.disk.state_dir import file_mark
from exam_tui.storage.lock.lock import Lock, LockHolder, acquire
from tests.behaviour.kills.killed_programs import killed_at_every_call, run, start
from tests.conftest import GIVE_UP, sampled
from tests.systems import SIGKILL

posix = pytest.mark.skipif(os.name == "nt", reason="nothing is killed like this there")

_TAKE = """
from exam_tui.storage.lock.lock import Lock, acquire
taken = acquire(path)
print("taken" if isinstance(taken, Lock) else f"held {taken.pid}", flush=True)
"""
_HOLD = _TAKE + "sys.stdin.read()\n"


@pytest.fixture
def file(path: Path, state: Path) -> Path:
    """Return where the lock of `path` is."""
    return state / "locks" / f"{file_mark(path)}.lock"


def prepare(before: str, path: Path, file: Path, state: Path) -> None:
    """Leave things as an earlier process has left them."""
    run(_TAKE, path, state)
    match before:
        case "free":
            file.unlink()
        case "damaged":
            file.write_bytes(b"")
            os.utime(file, (0, 0))
        case "claimed":
            facts = json.loads(file.read_bytes())
            claim = file.with_name(f"{file.stem}.{facts['token']}.claim")
            claim.write_text(json.dumps(facts | {"token": os.urandom(16).hex()}))


def release(path: Path) -> None:
    """Take the lock, which must be free, and give it back."""
    lock = acquire(path)
    assert isinstance(lock, Lock)
    lock.release()


# Races


_READY = """
import exam_tui.storage.lock.lock, exam_tui.storage.disk.run_program, platformdirs
print("ready", flush=True)
start_dawdling()
while not gate.exists():
    time.sleep(0.0005)
"""
_WITHOUT_CLAIMS = """
from exam_tui.storage.lock import lock

def steal(file, token, new):
    Path(f"{gate}.{os.getpid()}").touch()
    while len(list(gate.parent.glob(f"{gate.name}.*"))) < racers:
        time.sleep(0.0005)
    lock.rename(str(new), str(file))

lock._steal = steal
"""


def race(path: Path, state: Path, racers: int, code: str = "") -> tuple[set[str], set[str]]:
    """Let processes take one lock at the same moment; return who got it, and who holds it according to the others."""
    gate = state.parent / "gate"
    code += f"gate, racers = Path({str(gate)!r}), {racers}\n" + _READY + _HOLD
    processes = [start(code, path, state) for _ in range(racers)]
    try:
        assert {process.stdout.readline() for process in processes if process.stdout} == {"ready\n"}
        gate.touch()
        said = [process.stdout.readline().split() for process in processes if process.stdout]
        for process in processes:
            process.communicate(timeout=GIVE_UP)
            assert process.returncode == 0
    finally:  # without the gate they would run for ever
        for process in processes:
            process.kill()
    gate.unlink()
    takers = {str(process.pid) for process, words in zip(processes, said, strict=True) if words == ["taken"]}
    return takers, {words[1] for words in said if words != ["taken"]}


@pytest.mark.parametrize("before", sampled(["free", "damaged", "stale", "claimed"], 2))
def test_of_many_that_race_one_wins(path: Path, file: Path, state: Path, before: str) -> None:
    """And the others learn who; `make nightly` runs 100 races of each kind."""
    prepare(before, path, file, state)
    takers, told = race(path, state, 6)
    assert (len(takers), told) == (1, takers)


@pytest.mark.nightly
@pytest.mark.skipif("config.getoption('markexpr') != 'nightly'", reason="400 races take long: `make nightly`")
@pytest.mark.parametrize("before", ["free", "stale", "damaged", "claimed"])
def test_a_hundred_races_have_one_winner_each(path: Path, file: Path, state: Path, before: str) -> None:
    """With eight processes each."""
    for _ in range(100):
        prepare(before, path, file, state)
        takers, told = race(path, state, 8)
        assert (len(takers), told) == (1, takers)


@pytest.mark.full
def test_without_claims_the_same_race_has_several_winners(path: Path, file: Path, state: Path) -> None:
    """Or the races above would prove nothing. Each waits until all are about to steal it."""
    prepare("stale", path, file, state)
    takers, told = race(path, state, 6, _WITHOUT_CLAIMS)
    assert (len(takers), told) == (6, set())


def test_of_threads_that_race_one_wins(path: Path, state: Path) -> None:
    """For a stale lock, where one could take another for dead."""
    for _ in range(10):
        run(_TAKE, path, state)
        results: list[Lock | LockHolder] = []

        def take(results: list[Lock | LockHolder] = results) -> None:
            results.append(acquire(path))

        threads = [Thread(target=take) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (lock,) = [result for result in results if isinstance(result, Lock)]
        lock.release()


# Crashes


@posix
@pytest.mark.parametrize("before", sampled(["free", "stale", "claimed"], 1))
def test_killed_at_any_call_nobody_is_kept_out(path: Path, file: Path, state: Path, before: str) -> None:
    """The next one gets it."""
    prepare(before, path, file, state)
    deaths = 0
    for _ in killed_at_every_call("start_dying()\n" + _TAKE, path, state):
        deaths += 1
        release(path)
        prepare(before, path, file, state)
    assert deaths >= 5


@posix
def test_claimers_that_die_one_after_the_other_leave_it_free(path: Path, file: Path, state: Path) -> None:
    """Each claims the claim of the one before, and is killed right after that."""
    run(_TAKE, path, state)
    for number in range(10):
        calls = 3 + 1 + 2 + 3 + 3 * number + 1  # a file, a link, reading, a file, a link and reading for each, a link
        dying = start("start_dying()\n" + _TAKE, path, state, dies_at=calls + 1)
        dying.communicate(timeout=GIVE_UP)
        assert dying.returncode == -SIGKILL
        assert len(list(file.parent.glob("*.claim"))) == number + 1
    release(path)
    assert not list(file.parent.glob("*.claim"))
