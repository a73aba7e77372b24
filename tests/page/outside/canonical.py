"""Rendered Markdown in one form, so that two renderers can be compared: what differs by design is taken out."""

import re
from xml.etree.ElementTree import Element

import html5lib
from markdown_it.token import Token

from exam_tui.page.markdown_parser import Env, parse_blocks, parse_inlines
from exam_tui.page.passes.definitions import show_definitions
from exam_tui.page.passes.details import fold_details
from exam_tui.page.passes.html_allowlist import allow_inline
from exam_tui.page.passes.size_limits import SizeBudget
from exam_tui.page.passes.task_boxes import label_boxes
from exam_tui.page.passes.tokens import plain_text
from exam_tui.page.renderer import PageRenderer

_SAME = {"s": "del"}
_UNWRAPPED = {"html", "head", "body", "span", "label", "div", "tbody", "thead"}
_KEPT = {"href", "src", "alt", "title", "start", "checked", "type"}
_BLOCKS = ("p", "h[1-6]", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "hr", "pre")


def _without_definitions(tokens: list[Token]) -> list[Token]:
    return [token for token in tokens if token.type != "definition"]


def ours(text: str, *, definitions: bool = True) -> str:
    """Return a Markdown text as the page renders it, images left in place; `definitions`: with those it shows."""
    env: Env = {}
    tokens = parse_blocks(text, env)
    parse_inlines(tokens, env, SizeBudget(), 1)
    tokens = fold_details(show_definitions([tokens])[0] if definitions else _without_definitions(tokens))
    for token in tokens:
        allow_inline(token.children or [])
        for child in token.children or []:
            if child.type == "image" and child.children is not None:
                child.attrSet("alt", plain_text(child))
                child.children = None
    label_boxes(tokens)
    return PageRenderer().page(tokens)


def canonical(html: str) -> str:
    """Return HTML in one form: no classes, no boxes around tables and code, spaces between blocks left out."""
    root = html5lib.parse(f"<!DOCTYPE html><body>{html}", namespaceHTMLElements=False)
    pieces: list[str] = []
    _write(root, pieces, in_code=False)
    text = re.sub(r"⏎*</code></pre>", "</code></pre>", "".join(pieces))
    text = re.sub(r"(<input[^>]*></input>)\s*<p>", r"<p>\1 ", text)  # GitHub's box is before the paragraph
    return re.sub(r"[ \n]*(\n?</?(?:" + "|".join(_BLOCKS) + r")\b[^>]*>)[ \n]*", r"\1", text).strip()


def _write(element: Element, pieces: list[str], *, in_code: bool) -> None:
    tag = _SAME.get(element.tag, element.tag)
    # Not comments, nor our line above a block of code.
    if not callable(element.tag) and element.get("class") != "info":
        attributes = "".join(f" {name}={_value(element, name)}" for name in sorted(element.keys()) if name in _KEPT)
        align = element.get("align") or (element.get("class") if tag in {"td", "th"} else None)
        shown = "" if tag in _UNWRAPPED else f"<{tag}{attributes}{f' {align}' if align else ''}>"
        in_pre = in_code or tag == "pre"
        pieces += (shown, _text(element.text, in_pre))
        for child in element:
            _write(child, pieces, in_code=in_pre)
        pieces.append(f"</{tag}>" if shown else "")
    pieces.append(_text(element.tail, in_code))


def _value(element: Element, name: str) -> str:
    return "" if name == "checked" else repr(element.get(name))


def _text(text: str | None, in_code: bool) -> str:  # noqa: FBT001 - of this file alone
    shown = (text or "").replace("<", "&lt;")
    return shown.replace("\n", "⏎").replace(" ", "·") if in_code else re.sub(r"[ \t\n]+", " ", shown)
