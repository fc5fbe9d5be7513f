"""The name that a format gives a file (``FileNameBuilder.BuildFileName``)."""

from __future__ import annotations

import re

from arrtui.core.naming.facts import NamingFacts, NamingOptions
from arrtui.core.naming.formats import NamingFormat, NamingToken
from arrtui.core.naming.values import clean_name, original_name, original_title, values_by_key

_REPEATED = re.compile(r"([- ._])\1+")
_RESERVED = re.compile(r"^(?:aux|com[1-9]|con|lpt[1-9]|nul|prn)\.", re.IGNORECASE)
_ORIGINALS = {"originaltitle": original_title, "originalfilename": original_name}
"""Tokens of names as they were, by their keys."""
_LONGEST_EXTENSION = 5
"""Bytes of ``.webm``, ``.m2ts``."""


def render(format_: NamingFormat, facts: NamingFacts, options: NamingOptions) -> str | None:
    """Return the name of a file by a format, without extension; None where it cannot be told.

    A format with several components gives a path. It cannot be told where a token is not among
    :func:`~arrtui.core.naming.values.token_values`, a fact is in no row, or something must be cut.
    """
    renderer = _Renderer(format_, facts, options)
    components = []
    for parts in format_.components:
        texts = [part if isinstance(part, str) else renderer.text_of(part) for part in parts]
        if None in texts:
            return None
        component = _REPEATED.sub(r"\1", "".join(filter(None, texts)).strip()).rstrip("- ._")
        component = component.replace("{ellipsis}", "...")
        if len(component.encode()) > facts.room - _LONGEST_EXTENSION:
            return None
        components.append(_RESERVED.sub(lambda match: match[0].replace(".", "_"), component))
    return "/".join(component for component in components if component) or None


def unknown_tokens(format_: NamingFormat) -> tuple[str, ...]:
    """Return the tokens of a format of which no value is ever foretold, as they stand there."""
    tokens = (part for parts in format_.components for part in parts if isinstance(part, NamingToken))
    known = {*values_by_key(format_.kind), *_ORIGINALS}
    return tuple(token.text for token in tokens if token.number is None and token.key not in known)


class _Renderer:
    """What the tokens of a format give for one file."""

    def __init__(self, format_: NamingFormat, facts: NamingFacts, options: NamingOptions) -> None:
        self._values = values_by_key(format_.kind)
        self._facts = facts
        self._options = options
        self._keeps_name = format_.keeps_name

    def text_of(self, token: NamingToken) -> str | None:
        """Return what stands in the name for a token (``ReplaceToken``)."""
        value = self._value_of(token)
        if value is None:
            return None
        text = value.strip()
        if token.name.islower():
            text = text.lower()
        elif token.name.isupper():
            text = text.upper()
        if token.separator.strip():
            text = text.replace(" ", token.separator)
        text = clean_name(text, self._options)
        return f"{token.prefix}{text}{token.suffix}" if text.strip() else ""

    def _value_of(self, token: NamingToken) -> str | None:
        facts = self._facts
        if token.number is not None:
            numbered = facts.series_type == "anime" and all(own.absolute for own in facts.episodes)
            if token.number.is_absolute and not numbered:
                return ""
            return token.number.fill(facts.season, facts.episodes, self._options.multi_episode_style)
        if original := _ORIGINALS.get(token.key):
            return original(facts, self._keeps_name)
        value = self._values.get(token.key)
        return None if value is None else value(facts, token)
