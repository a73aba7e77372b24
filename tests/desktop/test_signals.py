"""Signals are taken for a while, and given back."""

import os
import signal
import sys
import threading

import pytest

from exam_tui.desktop.signals import ENDINGS, handled


@pytest.mark.skipif(sys.platform == "win32", reason="a signal ends the process there")
def test_a_signal_is_taken_for_a_while_and_its_former_handler_is_back_after_an_error() -> None:
    """However the while ends."""
    came: list[int] = []
    before = [signal.getsignal(number) for number in ENDINGS]

    def fail_after_signals() -> None:
        with handled(lambda number, _frame: came.append(number)):
            for number in ENDINGS:
                os.kill(os.getpid(), number)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_signals()
    assert came == [*ENDINGS]
    assert [signal.getsignal(number) for number in ENDINGS] == before


def test_on_another_thread_signals_are_left_alone() -> None:
    """Python lets the main thread alone take them, and nothing fails for that."""
    before = [signal.getsignal(number) for number in ENDINGS]
    seen: list[object] = []

    def work() -> None:
        with handled(lambda _number, _frame: None):
            seen.extend(signal.getsignal(number) for number in ENDINGS)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == before
