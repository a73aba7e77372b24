"""The earlier versions of one answer, from the versions of its report."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exam_tui.core.report.question_identity import places_after
from exam_tui.core.report.report import Report
from exam_tui.storage.history.versions import KIND_WORDS, history_of


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer as it was.

    Attributes:
        text: the answer.
        name: which version that is, in words for the user, such as `as first opened`.
        time: when that was kept, in seconds since 1970; None where it is not known.

    """

    text: str
    name: str
    time: float | None


def earlier_answers(path: Path, report: Report, index: int, saved: bytes) -> list[Earlier]:
    """Return what an answer was before, each text once and not the present one, the newest first.

    Its question is found even where a version has it at another place. `saved` is the report as last read or written:
    it comes first. The version that was first opened comes last, and keeps that name whatever else has the same text.
    Takes some milliseconds for each version. Raises nothing.
    """
    found: dict[str, Earlier] = {}
    first: Earlier | None = None
    for name, time, data in _versions(path, report, saved):
        text = _answer_in(Report.from_bytes(data), report, index)
        if text is None or text == report.questions[index].answer:
            continue
        if name == KIND_WORDS["opened"]:
            first = Earlier(text, name, time)
        found.setdefault(text, Earlier(text, name, time))
    if first:
        same = found.pop(first.text)
        if same.name == _SAVED:
            return [Earlier(first.text, f"{_SAVED}, and {first.name}", None), *found.values()]
        return [*found.values(), first]
    return [*found.values()]


_SAVED = "as last saved"


def _versions(path: Path, report: Report, saved: bytes) -> Iterator[tuple[str, float | None, bytes]]:
    """Yield the versions, newest first. What is typed now and not saved yet is none."""
    yield _SAVED, None, saved
    kept = [version for version in history_of(path) if version.kind != "unsaved"]
    for version in reversed(kept):
        yield KIND_WORDS[version.kind], version.time, version.data
    if not any(version.kind == "opened" for version in kept):
        yield KIND_WORDS["opened"], None, report.original


def _answer_in(version: Report, report: Report, index: int) -> str | None:
    places = places_after(version, report)
    return version.questions[places.index(index)].answer if index in places else None
