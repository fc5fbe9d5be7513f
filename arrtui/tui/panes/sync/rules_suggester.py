"""Completion of the filter of a pair: names of rules, and names that the source has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.suggester import Suggester

from arrtui.core.config.rules import FLAGS, LISTS
from arrtui.core.filter.syntax import FilterError, parse_filter, quoted_if_needed

_STARTS = (*(f"{name}:" for name in LISTS), "year>=", "year<=", "score>=", "quality>=", "rating>=", *FLAGS)
"""What a term may begin with."""


class RulesSuggester(Suggester):
    """Completes the last term of a filter."""

    names: Mapping[str, Sequence[str]] = {}
    """Known names by the field that takes them."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole text with its last term completed, None where nothing is known to follow."""
        try:
            terms = parse_filter(value).terms
        except FilterError:
            return None
        if not terms or terms[-1].end < len(value):
            return None
        term = terms[-1]
        if term.name:
            candidates = [quoted_if_needed(name) for name in self.names.get(term.name.lower(), ())]
        else:
            candidates = list(_STARTS)
        typed = value[term.value_start :]
        known = (value[: term.value_start] + name for name in candidates if name.startswith(typed) and typed)
        return next(known, None)
