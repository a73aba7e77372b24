"""Styles that are found once for all apps, where Textual parses style sheets and matches rules for each app anew.

What looks the same to every rule gets the same styles: the types, ids, classes and pseudo-classes of a widget and of
those above it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

_parse_rules, _apply, _replace_rules = Stylesheet._parse_rules, Stylesheet.apply, Stylesheet.replace_rules
_parsed: dict[object, list[RuleSet]] = {}
"""Rules by what they were parsed from. They stay as they are; the screens of one app share them too."""
_sheets: dict[tuple[int, ...], "_Found"] = {}
_OF_ALL = {"ansi", "dark", "inline", "nocolor"}
"""Pseudo-classes that all widgets of an app have or have not."""
_OPPOSITES = {"blur": "focus", "enabled": "disabled", "light": "dark"}
_MAY_CHANGE = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")
"""What a node keeps of the rules that were looked at: what may change its styles later."""


class _Found:
    """What was found by the rules of one sheet."""

    def __init__(self, rules: list[RuleSet]) -> None:
        self.rules = rules
        asked = {name for rule in rules for name in rule.pseudo_classes}
        asked = {_OPPOSITES.get(name, name) for name in asked}
        self._of_all, self._of_one = sorted(asked & _OF_ALL), sorted(asked - _OF_ALL)
        self.styles: dict[object, tuple[RulesMap | None, dict[str, bool]]] = {}
        """By what a node and those above it look like: its styles, and which of them may change."""

    def look(self, node: DOMNode) -> object:
        """Return all that a selector can ask of a node and of those above it."""
        parent = node._parent
        if type(node) is DOMNode and isinstance(parent, DOMNode):  # stands for a part of the one above, just looked at
            return (*vars(parent)["_look"], frozenset(node._classes))
        app: Any = node.app
        look: list[object] = [frozenset(name for name in self._of_all if app._PSEUDO_CLASSES[name](app))]
        for above in node.css_path_nodes:
            checks: dict[str, Any] = above._PSEUDO_CLASSES
            is_so = [checks[name](above) for name in self._of_one if name in checks]
            look.append((type(above), above._id, frozenset(above._classes), *is_so))
        vars(node)["_look"] = look
        return tuple(look)


def _parse_once(sheet: Stylesheet, *source: Any, **more: Any) -> list[RuleSet]:
    key = (source, tuple(more.items()), tuple(sheet._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse_rules(sheet, *source, **more)
    return _parsed[key]


def _found(sheet: Stylesheet) -> _Found:
    rules = sheet.rules
    found: _Found | None = vars(sheet).get("_found")
    if found is None or found.rules is not rules:
        vars(sheet)["_found"] = found = _sheets.setdefault(tuple(map(id, rules)), _Found(rules))
        found.rules = rules
    return found


def _apply_once(sheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: object = None) -> None:  # noqa: ARG001
    found = _found(sheet)
    look = found.look(node)
    if look not in found.styles:
        found.styles[look] = _applied(sheet, node, animate=animate)
        return
    rules, may_change = found.styles[look]
    vars(node).update(may_change)
    if rules is not None:
        _replace_rules(node, rules, animate=animate)
    sheet._process_component_classes(node)


def _applied(sheet: Stylesheet, node: DOMNode, *, animate: bool) -> tuple[RulesMap | None, dict[str, bool]]:
    """Let Textual apply a sheet; return what was found."""
    applied: list[RulesMap] = []

    def replace_rules(of: DOMNode, rules: RulesMap, animate: bool = False) -> None:  # noqa: FBT001, FBT002 - as Textual
        if of is node:
            applied.append(rules)
        _replace_rules(of, rules, animate=animate)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet, "replace_rules", replace_rules)
        _apply(sheet, node, animate=animate)
    return (applied[0] if applied else None, {name: getattr(node, name) for name in _MAY_CHANGE})


@contextmanager
def styles_found_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", _parse_once)
        patch.setattr(Stylesheet, "apply", _apply_once)
        yield
