"""Reports for the editor's tests."""

from pathlib import Path

import pytest

from exam_tui.desktop import clipboard_picture, screenshots
from exam_tui.session.merging import external_changes
from exam_tui.tui.editor import screen
from exam_tui.tui.keys import type_ahead
from tests.repos import PNG

SMALL = """# Report of a small course

## Overall project checklist

### Week 1

* [ ] Write a test (M1)
* [X] Draw a picture of the whole system and of all its parts and services, so that everybody
    in the group understands it (M2)

### Week 2

* [/] Half done (M3)

## Group

### Question 1
> **Enter the group number**
>
> Answer:

7

### Question 2
> **Explain how you chose the boat**
>
> Answer length: 3-6 words.
>
> Example:
> *We chose the ... because ...*
>
> Answer:

--- question 2 fill here ---

## Work

> In this section we ask about the work.

### Question 3

> **Upload 1 to 2 images of the harbour**
>
> Answer:

![harbour](figures/harbour.png)

### Question 4

> **Describe the sails**
>
> Answer length: 2-4 words.
>
> Answer:

Far too many words about two small sails
"""


@pytest.fixture
def small_report(tmp_path: Path) -> Path:
    """Write a report of four questions: one passes without limits, one is unanswered, one passes, one is too long."""
    path = tmp_path / "README.md"
    path.write_bytes(SMALL.encode())
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "harbour.png").write_bytes(PNG)
    return path


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))


@pytest.fixture(autouse=True)
def no_pictures_of_the_tester(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no screenshots and no picture on the clipboard, whatever there is on the tester's machine."""
    monkeypatch.setattr(screenshots, "newest_screenshots", lambda: ())
    monkeypatch.setattr(clipboard_picture, "clipboard_picture", lambda: None)


@pytest.fixture
def unhurried() -> None:
    """Leave the program's waits as they are, in a file whose other tests are `hurried`."""


@pytest.fixture
def hurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the editor hardly wait: for others to have written, for fingers to rest, before its list follows."""
    if "unhurried" not in request.fixturenames:
        monkeypatch.setattr(external_changes, "_SETTLE_SECONDS", 0.01)
        monkeypatch.setattr(type_ahead, "_REST", 0.05)
        monkeypatch.setattr(screen, "_FOLLOW_SECONDS", 0.02)
