"""What the first frame costs, in things that are done and not in seconds."""

import gc
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widgets import TextArea

from exam_tui.session.session import Session
from exam_tui.tui.app import ExamApp


async def _until_ready(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, Counter[str]]:
    """Open the editor; return how often it was laid out until it was ready, and whose styles were looked up."""
    really_apply, really_reflow, really_ready = Stylesheet.apply, Compositor.reflow, ExamApp.on_ready
    looked_up = Counter[str]()
    laid_out: list[Compositor] = []
    found: list[tuple[int, Counter[str]]] = []

    def apply(sheet: Stylesheet, node: DOMNode, **more: Any) -> None:
        looked_up[node.id or " ".join(sorted(node.classes)) or type(node).__name__] += 1
        really_apply(sheet, node, **more)

    def reflow(compositor: Compositor, *arguments: Any) -> Any:
        laid_out.append(compositor)
        return really_reflow(compositor, *arguments)

    def on_ready(app: ExamApp) -> None:
        found.append((len(laid_out), looked_up.copy()))
        really_ready(app)

    monkeypatch.setattr(Stylesheet, "apply", apply)
    monkeypatch.setattr(Compositor, "reflow", reflow)
    monkeypatch.setattr(ExamApp, "on_ready", on_ready)
    app = ExamApp(Session.open(path))
    try:
        async with app.run_test(size=(100, 30), tooltips=True, notifications=True):
            assert not app.screen.query("Tooltip, ToastRack")
    finally:
        gc.unfreeze()
    return found[0]


async def test_until_the_first_frame_a_style_is_looked_up_once_and_that_of_the_focus_twice(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of the answer's colours not at all: nothing has been coloured yet. A bare app looks up as many."""
    _, looked_up = await _until_ready(small_report, monkeypatch)
    twice = {name for name, times in looked_up.items() if times == 2}
    assert max(looked_up.values()) == 2
    assert {"answer"} < twice <= {"answer", "meter", *TextArea.COMPONENT_CLASSES}
    assert not {name for name in looked_up if name.startswith("answer--")}
    assert 20 < looked_up.total() <= 38


async def test_until_the_first_frame_the_screen_is_laid_out_as_often_as_a_bare_app(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, and whenever Textual says how large it is."""
    laid_out, _ = await _until_ready(small_report, monkeypatch)
    assert 1 <= laid_out <= 4
