r"""Where a folder that an app names lies on this machine. Pure.

A mapping leads from a folder of the app to one of this machine; the longest that covers a path counts, and
it covers it only at a boundary of names: ``/movies`` does not cover ``/movies4k/Alien``. Paths of Windows
(``D:\Films``, ``\\nas\media``) compare without regard to case, as they do there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

_WINDOWS = re.compile(r"[A-Za-z]:([\\/]|$)|\\\\[^\\/]|//[^/]")
_SEPARATORS = re.compile(r"[\\/]+")


class Mapping(Protocol):
    """A folder of the app and where it lies here."""

    @property
    def app_path(self) -> str:
        """As the app gives it."""

    @property
    def local_path(self) -> str:
        """On this machine."""


class _Rule(NamedTuple):
    """A mapping, ready to be compared."""

    parts: tuple[str, ...]
    is_windows: bool
    target: str


class PathMapper:
    """The mappings of an instance."""

    def __init__(self, mappings: Iterable[Mapping], *, separator: str = os.sep) -> None:
        """``separator`` is that of this machine."""
        self._separator = separator
        rules = [
            _Rule(_compared(mapping.app_path), is_windows(mapping.app_path), mapping.local_path.rstrip("\\/"))
            for mapping in mappings
        ]
        self._rules = sorted(rules, key=lambda rule: len(rule.parts), reverse=True)

    def covers(self, path: str) -> bool:
        """Return whether a mapping says where a path of the app is."""
        return self._rule_for(path, _compared(path)) is not None

    def local(self, path: str) -> str | None:
        """Return a path of the app on this machine; None where it cannot be one here.

        Without a mapping that covers it, a path stands for itself where it is one of this kind of machine.
        ``..`` leads out of no folder: such a path is none.
        """
        if not self._rules and self._separator == path[:1] == "/" != path[1:2] and ".." not in path:
            return path.rstrip("/") or None  # most paths of most instances
        parts = _parts(path)
        if ".." in parts:
            return None
        rule = self._rule_for(path, _compared(path))
        if rule is None:
            here = is_windows(path) == (self._separator == "\\")
            return path.rstrip(self._separator) or path if here and parts else None
        rest = parts[len(rule.parts) :]
        return self._separator.join((rule.target, *rest)) if rest else rule.target or self._separator

    def _rule_for(self, path: str, compared: Sequence[str]) -> _Rule | None:
        windows = is_windows(path)
        for rule in self._rules:
            if rule.is_windows == windows and tuple(compared[: len(rule.parts)]) == rule.parts:
                return rule
        return None


def is_windows(path: str) -> bool:
    """Return whether a path is one of Windows: with a drive, or on a share."""
    return _WINDOWS.match(path) is not None


def _parts(path: str) -> tuple[str, ...]:
    """Return the names of a path, without those that mean nothing; a backslash is a name's on Linux."""
    names = _SEPARATORS.split(path) if is_windows(path) else path.split("/")
    return tuple(name for name in names if name not in ("", "."))


def _compared(path: str) -> tuple[str, ...]:
    """Return the names of a path as they are compared."""
    return tuple(name.casefold() for name in _parts(path)) if is_windows(path) else _parts(path)
