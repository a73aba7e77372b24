"""Task lists: each box with its label, and how many of a week's tasks are done."""

from collections.abc import Sequence

from markdown_it.token import Token

from exam_tui.core.report.question import Task
from exam_tui.page.passes.tokens import text_token


def label_boxes(tokens: list[Token]) -> None:
    """Give every task of a segment its box, disabled and inside a label with the task's text, in place."""
    for index, token in enumerate(tokens):
        if token.type != "list_item_open" or "checked" not in token.meta:
            continue
        box = Token("box", "input", 0, attrs={"type": "checkbox", "disabled": ""})
        if token.meta["checked"]:
            box.attrs["checked"] = ""
        inline = tokens[index + 2] if tokens[index + 1].type == "paragraph_open" else None
        if inline is None:
            token.meta = {"box": box}
            box.attrs["aria-label"] = "Task"
        else:
            children = inline.children or []
            inline.children = [
                Token("label_open", "label", 1),
                box,
                text_token(" "),
                *children,
                Token("label_close", "label", -1),
            ]
            token.meta = {}


def tally(tasks: Sequence[Task], first: int, end: int) -> list[Token]:
    """Return a paragraph that counts the tasks of the lines [first, end), from 1, if there are any."""
    own = [task for task in tasks if first <= task.line < end]
    if not own:
        return []
    done = sum(task.done for task in own)
    return [
        Token("paragraph_open", "p", 1, block=True, attrs={"class": "tally"}),
        Token("inline", "", 0, children=[text_token(f"{done} of {len(own)} done")]),
        Token("paragraph_close", "p", -1, block=True),
    ]
