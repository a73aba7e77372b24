"""Regular expressions that are compiled when they are first used: no run of the program needs them all."""

import re
from typing import Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "findall", "finditer", "sub", "subn", "split", "pattern", "flags", "groups")


class _LazyPattern:
    """Has the attributes of a compiled pattern, from the moment on that one of them is asked for."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` does, but compile it at its first use; a mistake in it is found then.

    The functions of `re` do not take it: its own methods are what it is for.
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(pattern, flags))
