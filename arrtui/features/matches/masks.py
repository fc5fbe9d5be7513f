"""Evaluate formats for all files at once: a mask has a bit for each file, bit 0 for the first. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from arrtui.core.bits import bits_of, places_of
from arrtui.core.matching import CompiledFormat, MatchFacts
from arrtui.core.matching.blocks import BlockAnswers
from arrtui.core.matching.formats import READERS, TEXT_FIELDS, Condition, ConditionGroup

_FEW = 512
"""Values of a field up to which a mask of each is kept."""


class Mask(NamedTuple):
    """The files that match, and those of which it cannot be told."""

    matched: int
    unknown: int


@dataclass
class NameAnswers:
    """What patterns find in the texts of one field."""

    places: Mapping[str, int] = field(default_factory=dict)
    """Text → its place in the answers."""
    answers: dict[str, BlockAnswers] = field(default_factory=dict)
    """Pattern → what it finds, over all places; a place that was not searched is unknown."""


class _FieldValues:
    """The files by their values of one field."""

    def __init__(self, values: Sequence[Any]) -> None:
        self._count = len(values)
        self._files: dict[Any, list[int]] = {}
        for place, value in enumerate(values):
            self._files.setdefault(value, []).append(place)
        missing = self._files.pop(None, [])
        self._missing = bits_of(missing, self._count)
        few = self._files.items() if len(self._files) <= _FEW else ()
        self._masks = {value: bits_of(files, self._count) for value, files in few}

    def mask(self, test: Callable[[Any], bool | None]) -> Mask:
        """Return the files whose value passes a test."""
        matched: list[Any] = []
        unknown: list[Any] = []
        for value in self._files:
            answer = test(value)
            if answer is not False:
                (unknown if answer is None else matched).append(value)
        return Mask(self._union(matched), self._union(unknown) | self._missing)

    def _union(self, values: Iterable[Any]) -> int:
        if not self._masks:
            return bits_of(chain.from_iterable(self._files[value] for value in values), self._count)
        union = 0
        for value in values:
            union |= self._masks[value]
        return union


def _texts_of(value: Any) -> tuple[str, ...]:
    """Return the texts among the values of a field that patterns are searched in."""
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()


class _TextField:
    """The files by their texts of one field, and what patterns find in these."""

    def __init__(self, values: Sequence[Any], names: NameAnswers) -> None:
        self._names = names
        self._count = len(values)
        self._by_place: dict[int, list[int]] = {}
        others: list[Any] = [None] * len(values)
        unplaced: list[int] = []
        for file, value in enumerate(values):
            texts = _texts_of(value)
            others[file] = () if texts else value
            for text in texts:
                place = names.places.get(text)
                if place is None:
                    unplaced.append(file)
                else:
                    self._by_place.setdefault(place, []).append(file)
        self._others = _FieldValues(others)
        """Files by what they have in place of a text."""
        self._unplaced = bits_of(unplaced, self._count)
        self._used = bits_of(self._by_place, max(self._by_place, default=0) + 1)

    def mask(self, condition: Condition) -> Mask:
        """Return the files that a condition's pattern is found in, before negation."""
        assert condition.pattern is not None
        answers = self._names.answers.get(condition.pattern.text, BlockAnswers(0, self._used))
        files_found = (map(self._by_place.__getitem__, places_of(bits & self._used)) for bits in answers)
        matched, unknown = (bits_of(chain.from_iterable(files), self._count) for files in files_found)
        others = self._others.mask(lambda value: condition.test(value) if value != () else False)
        return Mask(matched, (unknown | others.unknown | self._unplaced) & ~matched)


class FileMasks:
    """The files of an instance, ready to be evaluated."""

    def __init__(self, facts: Sequence[MatchFacts], names: Mapping[str, NameAnswers]) -> None:
        self._facts = facts
        self._names = names
        """By field."""
        self._everything = (1 << len(facts)) - 1
        self._fields: dict[str, _FieldValues] = {}
        self._texts: dict[str, _TextField] = {}
        self._found: dict[tuple[str, str], Mask] = {}

    def of(self, compiled: CompiledFormat) -> Mask:
        """Return the files that a format matches: those that satisfy all its groups."""
        return self._in_all(map(self._group, compiled.groups))

    def _group(self, group: ConditionGroup) -> Mask:
        answers = map(self._condition, group.conditions)
        if group.needs_all:
            return self._in_all(answers)
        matched, unknown = 0, 0
        for answer in answers:
            matched |= answer.matched
            unknown |= answer.unknown
        return Mask(matched, unknown & ~matched)

    def _in_all(self, answers: Iterable[Mask]) -> Mask:
        """Return the files that are in all masks; what is certainly not in one of them is not unknown."""
        matched, possible = self._everything, self._everything
        for answer in answers:
            matched &= answer.matched
            possible &= answer.matched | answer.unknown
        return Mask(matched, possible & ~matched)

    def _condition(self, condition: Condition) -> Mask:
        if condition.unsupported:
            return Mask(0, self._everything)
        if condition.pattern is not None:
            mask = self._text_mask(condition.field, condition.pattern.text, condition)
        else:
            mask = self._field(condition.field).mask(condition.test)
        if condition.negate:
            return Mask(self._everything & ~(mask.matched | mask.unknown), mask.unknown)
        return mask

    def _text_mask(self, name: str, pattern: str, condition: Condition) -> Mask:
        """Return the files that a pattern is found in; many formats have the same ones."""
        if (name, pattern) not in self._found:
            if name not in self._texts:
                names = self._names.get(name, NameAnswers())
                self._texts[name] = _TextField(self._values(name), names)
            self._found[name, pattern] = self._texts[name].mask(condition)
        return self._found[name, pattern]

    def _field(self, name: str) -> _FieldValues:
        if name not in self._fields:
            self._fields[name] = _FieldValues(self._values(name))
        return self._fields[name]

    def _values(self, name: str) -> list[Any]:
        return list(map(READERS[name], self._facts))


def distinct_texts(facts: Collection[MatchFacts]) -> dict[str, dict[str, None]]:
    """Return the texts of files that patterns are searched in, by field, in the order they come."""
    texts: dict[str, dict[str, None]] = {}
    for name in TEXT_FIELDS:
        values = dict.fromkeys(map(READERS[name], facts))  # of most fields few
        texts[name] = dict.fromkeys(chain.from_iterable(map(_texts_of, values)))
    return texts
