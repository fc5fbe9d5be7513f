"""What Textual works out once in a process, not anew in each app that a test starts.

A person starts one app; a test run starts two thousand. Parsing style sheets was a tenth of what each of them
took, counting the parameters of functions that are made as they are needed a thirtieth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

from textual import _callback, strip
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.events import Idle
from textual.message_pump import MessagePump

_PARSED: dict[Any, list[RuleSet]] = {}
"""Rules by what is parsed and the variables in it. Nothing changes rules once they are parsed."""
_parse = Stylesheet._parse_rules
_COUNTED: dict[CodeType, int] = {}
"""Parameters of functions by their code, which all functions have in common that one line makes."""
_count = _callback._count_parameters


def _parse_once(sheet: Stylesheet, css: str, read_from: Any, *args: Any, **options: Any) -> list[RuleSet]:
    """Return the rules of a source, as parsed for whichever app came first."""
    key = (css, read_from, args, *options.items(), *sheet._variables.items())
    if (rules := _PARSED.get(key)) is None:
        rules = _PARSED[key] = _parse(sheet, css, read_from, *args, **options)
    return rules


def _count_once(function: Callable[..., Any]) -> int:
    """Return how many parameters a function has, as counted for the first one of the same code."""
    code = getattr(function, "__code__", None)
    if code is None or hasattr(function, "__wrapped__"):
        return _count(function)
    if (number := _COUNTED.get(code)) is None:
        number = _COUNTED[code] = _count(function)
    return number


_WHEN_IDLE: dict[type, list[tuple[type, Any]]] = {}
"""What a class does when it has nothing to do, which each widget is asked for after each message."""
_find_methods = MessagePump._get_dispatch_methods


def _find_methods_once(pump: MessagePump, name: str, message: Any) -> Iterator[tuple[type, Any]]:
    """Yield the handlers of a message; of an idle moment, those found for whichever widget came first."""
    if name != "on_idle":
        yield from _find_methods(pump, name, message)
        return
    if (found := _WHEN_IDLE.get(type(pump))) is None:
        methods = _find_methods(pump, name, Idle())
        found = _WHEN_IDLE[type(pump)] = [(owner, method.__func__) for owner, method in methods]
    for owner, function in found:
        if message._no_default_action:
            return
        yield owner, function.__get__(pump, owner)


def install() -> None:
    """Let the apps of this process share what they work out."""
    parsing: Any = Stylesheet
    parsing._parse_rules = _parse_once
    counting: Any = _callback
    counting._count_parameters = _count_once
    pumping: Any = MessagePump
    pumping._get_dispatch_methods = _find_methods_once
    rules: Any = RuleSet
    rules.__hash__ = object.__hash__  # by identity too, without a call
    strips: Any = strip
    strips.FIFOCache = lambda _maxsize: {}  # of eight caches that every line of every widget has
