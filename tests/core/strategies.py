"""Hostile Markdown for properties: lines that a parser, a checker or a careless writer trips over."""

from hypothesis import strategies as st

from exam_tui import Report

_LINES = [
    "some text", "more text, with a comma", "", "", "   ", "\t", "    code by indent",
    "```", "~~~", "```python", "<!--", "-->", "<details>", "</details>", "<pre>", "<script>",
    "# a comment", "# ---", "--- ---", "## title", "### Question 5", "### Question 2", "### Question 1", "Question 2",
    "===", "---",
    "> Answer:", "Answer:", "**Answer:** yes", "answer : no", "> quote", ">", "> ### Question 3", "> **prompt**",
    "- item", "\t- x", "* [ ] task", "- [x] task", "> - [ ] quoted", "1. one", "-", "*",
    "| a | b |", "|---|---|", "[a]: b", "![alt](figures/x.png)",
    "--- question 2 fill here ---", "--- question 9 fill here ---", "--- question 1 fill", "<<<<<<< HEAD", "=======",
    "\0", "\f", "\u2028", "\x85", "\ufeff", "\u200b", "caf\u00e9", "\udcff", "\udcc3", "\udca9",
]  # fmt: skip
# One question in three has lost its marker.
_MARKERS = [*["> Answer:"] * 8, "> Answe", "> typed over it", ">", ""]
LINE_ENDS = ["\n", "\r\n", "\r"]


def hostile_texts(max_lines: int = 8) -> st.SearchStrategy[str]:
    """Return texts of hostile lines with any mix of line ends."""
    line = st.one_of(st.sampled_from(_LINES), st.sampled_from(_LINES), st.text(max_size=6))
    lines = st.lists(st.tuples(line, st.sampled_from(LINE_ENDS)), max_size=max_lines)
    return lines.map(lambda pairs: "".join(text + end for text, end in pairs))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Return reports of one to four questions: any line ends, answers of every shape, hostile ones, lost markers."""
    usual = draw(st.sampled_from([*LINE_ENDS, ""]))

    def end() -> str:
        return usual or draw(st.sampled_from(LINE_ENDS))

    pieces = [draw(st.sampled_from(["", "", "\ufeff"]))]
    pieces.append(
        draw(hostile_texts(2)) if draw(st.booleans()) else f"# A title{end()}{end()}* [ ] a task{end()}{end()}"
    )
    for number in range(1, draw(st.integers(1, 4)) + 1):
        if draw(st.booleans()):
            pieces += [f"## Section {number}", end(), end(), draw(st.sampled_from(["", f"> intro{end()}{end()}"]))]
        pieces += [f"### Question {number}", end(), "> **A prompt**", end(), ">", end()]
        pieces += ["> Answer length: 1-9 words", end(), ">", end(), draw(st.sampled_from(_MARKERS))]
        pieces += [draw(st.sampled_from(["", "", " ", " on the marker line"])), end()]
        pieces += [end() for _ in range(draw(st.integers(0, 2)))]
        slots: dict[str, list[str]] = {
            "empty": [],
            "placeholder": [f"--- question {number} fill here ---", end(), end()],
            "quote": ["> in the quote", end()],
            "text": ["Some words.", end(), end(), "And more.", end()],
            "hostile": [draw(hostile_texts(4))],
        }
        pieces += slots[draw(st.sampled_from(sorted(slots)))]
    text = "".join(pieces)
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    return Report.from_bytes(text.encode("utf-8", "surrogateescape"))


@st.composite
def edits(draw: st.DrawFn) -> tuple[Report, int, str]:
    """Return a report that has questions, the index of one of them, and a text to set."""
    report = draw(reports().filter(lambda report: report.questions))
    return report, draw(st.integers(0, len(report.questions) - 1)), draw(hostile_texts())
