"""Naming formats taken apart into literals and tokens, and with a token more or less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from arrtui.core.apps import Kind
from arrtui.core.naming.numbering import NumberPattern, find_numbers, names_episode

_SEPARATORS = re.compile(r"[\W_]+")
_PARTED = re.compile(r"[\\/]+")
_APART = "- ._"
_BRACKETS = {"[": "]", "(": ")"}


def token_key(name: str) -> str:
    """Return what tokens are told apart by (``FileNameBuilderTokenEqualityComparer``).

    ``name`` is ``MediaInfo VideoCodec``, or a token as it stands in a format: ``{[MediaInfo VideoCodec]}``.
    """
    return _SEPARATORS.sub("", name.rpartition("{")[2].partition(":")[0]).lower()


class NamingToken(NamedTuple):
    """A token as it stands in a format."""

    text: str
    """All of it: ``{-Release Group}``."""
    name: str
    """``Release Group``."""
    key: str
    """``releasegroup``."""
    separator: str
    """What stands between the words of its name, and so between those of its value."""
    prefix: str
    """What is put before its value, if it has one."""
    suffix: str
    argument: str
    """What follows its colon: a length, digits, languages."""
    number: NumberPattern | None = None
    """Season and episodes that it stands for."""


Part = str | NamingToken
"""A literal or a token."""


@dataclass(frozen=True)
class NamingFormat:
    """A format of the naming settings."""

    kind: Kind
    text: str

    @cached_property
    def components(self) -> tuple[tuple[Part, ...], ...]:
        """The parts of each component of the path that it gives."""
        return tuple(tuple(_parts(self.kind, text)) for text in _PARTED.split(self.text) if text)

    @cached_property
    def tokens(self) -> tuple[NamingToken, ...]:
        """The tokens, each as often as it stands there; of ``S{season:00}E{episode:00}`` both."""
        return tuple(
            _token(match) for match in self.kind.app.naming.token.finditer(self.text) if match["name"]
        )

    @cached_property
    def keeps_name(self) -> bool:
        """Whether the present name may stand in for the release's: where it tells nothing else of a file."""
        return not names_episode(self.text) if self.kind.app.has_children else len(self.tokens) <= 1

    def has(self, token: str) -> bool:
        """Return whether a token stands in it."""
        return token_key(token) in {own.key for own in self.tokens}

    def without(self, token: str) -> NamingFormat:
        """Return it without a token, the brackets around it, and what sets it apart on one side."""
        text = self.text
        for match in reversed(list(self._matches(token))):
            before, behind = text[: match.start()], text[match.end() :]
            if before and _BRACKETS.get(before[-1]) == behind[:1]:
                before, behind = before[:-1], behind[1:]
            apart = len(before) - len(before.rstrip(_APART)), len(behind) - len(behind.lstrip(_APART))
            if not match["prefix"]:
                if not apart[1] or apart[1] >= apart[0] > 0:
                    before = before.rstrip(_APART)
                else:
                    behind = behind.lstrip(_APART)
            text = before + behind
        return NamingFormat(self.kind, text)

    def with_token(self, token: str, after: str = "") -> NamingFormat:
        """Return it with a token behind another one, or at its end.

        A token without a prefix of its own is set apart as the format sets apart the others.
        """
        written = token if token.startswith("{") else f"{{{token}}}"
        match = self.kind.app.naming.token.fullmatch(written)
        apart = "" if match is None or match["prefix"] else self._separator
        place = next((own.end() for own in self._matches(after)), len(self.text)) if after else len(self.text)
        return NamingFormat(self.kind, self.text[:place] + apart + written + self.text[place:])

    @property
    def _separator(self) -> str:
        literals = self.kind.app.naming.token.sub("", self.text)
        return "." if "." in literals and " " not in literals else " "

    def _matches(self, token: str) -> Iterator[re.Match[str]]:
        key = token_key(token)
        for match in self.kind.app.naming.token.finditer(self.text):
            if match["name"] and token_key(match["name"]) == key:
                yield match


@lru_cache(maxsize=256)
def parse_naming(text: str, kind: Kind) -> NamingFormat:
    """Return a format of the naming settings of an app."""
    return NamingFormat(kind, text)


def _token(match: re.Match[str], number: NumberPattern | None = None) -> NamingToken:
    return NamingToken(
        text=match[0],
        name=match["name"],
        key=token_key(match["name"]),
        separator=match["separator"] or "",
        prefix=(match["tag"] or "") + match["prefix"],
        suffix=match["suffix"],
        argument=match["argument"] or "",
        number=number,
    )


def _parts(kind: Kind, text: str) -> Iterator[Part]:
    """Yield the literals and tokens of a component.

    Sonarr puts tokens of its own in place of numbers, keeps ``...`` and reads double braces as single ones.
    """
    numbers: dict[str, NumberPattern] = {}
    if kind.app.has_children:
        text, numbers = find_numbers(text)
    if kind.app.naming.keeps_dots:
        text = text.replace("...", "{{ellipsis}}")
    place = 0
    for match in kind.app.naming.token.finditer(text):
        if literal := text[place : match.start()]:
            yield literal
        place = match.end()
        yield _token(match, numbers.get(match[0])) if match["name"] else match[0][0]
    if literal := text[place:]:
        yield literal
