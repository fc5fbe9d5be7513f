"""Facets: what a list can be narrowed by, how many entries each choice leaves, and which match. Pure.

An entry (a title) has variants (its copies), and every facet is looked at on one variant at a time: "on
radarr.uhd" and "missing" together mean missing *there*. Between facets it is AND, within one it is OR.

Entries are numbered. For the first variant of every entry, for the second, and so on, there is one integer
per choice whose bits are the entries that have it: counting all choices of thousands of titles is a few
hundred operations on such integers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Generic, TypeVar

Entry = TypeVar("Entry")
Variant = TypeVar("Variant")

Selection = Mapping[str, frozenset[str]]
"""Facet key → choices; a facet without choices does not narrow."""
NOTHING: Selection = MappingProxyType({})
"""No facet chosen."""


@dataclass(frozen=True)
class Facet(Generic[Variant]):
    """A property to filter variants by."""

    key: str
    title: str
    """As a heading, e.g. ``Root folder``."""
    values: Callable[[Variant], Iterable[str]]
    """The choices a variant belongs to."""
    order: tuple[str, ...] = ()
    """Choices that come first, in this order; the rest follow by name."""

    def arranged(self, choices: Iterable[str]) -> list[str]:
        """Put choices in the order to show them in."""
        rank = {choice: number for number, choice in enumerate(self.order)}
        return sorted(choices, key=lambda choice: (rank.get(choice, len(rank)), choice.casefold(), choice))


@dataclass(frozen=True)
class FacetChoice:
    """One choice of a facet, as a list shows it."""

    facet: str
    """The facet's key."""
    value: str
    count: int
    """Entries that match when it is chosen beside what is chosen in the other facets."""
    chosen: bool


@dataclass
class _Layer:
    """The n-th variant of every entry."""

    present: int = 0
    """Bits of the entries that have such a variant."""
    bits: dict[tuple[str, str], int] = field(default_factory=dict)
    """``(facet, choice)`` → the entries whose n-th variant has it."""


class FacetIndex(Generic[Entry, Variant]):
    """Answers for one list of entries which of them match a selection, and what each choice would leave."""

    def __init__(
        self,
        facets: Sequence[Facet[Variant]],
        entries: Sequence[Entry],
        *,
        key: Callable[[Entry], Hashable],
        variants: Callable[[Entry], Sequence[Variant]],
    ) -> None:
        """Read all entries once; what they hold is looked at no more afterwards."""
        self.facets = tuple(facets)
        self._keys = list(map(key, entries))
        self._layers = _layers(self.facets, entries, variants)
        pairs = {pair for layer in self._layers for pair in layer.bits}
        self._choices = {
            facet.key: facet.arranged(value for name, value in pairs if name == facet.key)
            for facet in self.facets
        }

    @property
    def titles(self) -> dict[str, str]:
        """Return what each facet is called, by key."""
        return {facet.key: facet.title for facet in self.facets}

    def matches(self, selection: Selection) -> frozenset[Hashable]:
        """Return the keys of the entries with a variant that meets every facet of a selection."""
        bits = self._matching(selection)
        octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
        return frozenset(
            self._keys[index * 8 + bit]
            for index, octet in enumerate(octets)
            if octet
            for bit in range(8)
            if octet >> bit & 1
        )

    def count(self, selection: Selection) -> int:
        """Return how many entries match."""
        return self._matching(selection).bit_count()

    def choices(self, selection: Selection) -> dict[str, list[FacetChoice]]:
        """Return every choice of every facet that has any, with what it would leave.

        What is chosen but no longer occurs stays listed, so that it can be taken back.
        """
        choices: dict[str, list[FacetChoice]] = {}
        for facet in self.facets:
            chosen = selection.get(facet.key, frozenset())
            others = {name: values for name, values in selection.items() if name != facet.key}
            pools = [_narrow(layer, others) for layer in self._layers]
            values = self._choices[facet.key]
            if not chosen <= set(values):
                values = facet.arranged({*values, *chosen})
            for value in values:
                matches = 0
                for pool, layer in zip(pools, self._layers, strict=True):
                    matches |= pool & layer.bits.get((facet.key, value), 0)
                choice = FacetChoice(facet.key, value, matches.bit_count(), value in chosen)
                choices.setdefault(facet.key, []).append(choice)
        return choices

    def _matching(self, selection: Selection) -> int:
        return reduce(or_, (_narrow(layer, selection) for layer in self._layers), 0)


def toggled(selection: Selection, facet: str, value: str) -> dict[str, frozenset[str]]:
    """Return a selection with one choice made or taken back."""
    chosen = selection.get(facet, frozenset()) ^ {value}
    return {name: values for name, values in {**selection, facet: chosen}.items() if values}


def _narrow(layer: _Layer, selection: Selection) -> int:
    """Return the entries whose variant on this layer meets every facet of a selection."""
    left = layer.present
    for name, values in selection.items():
        if values:
            left &= reduce(or_, (layer.bits.get((name, value), 0) for value in values), 0)
    return left


def _layers(
    facets: Sequence[Facet[Variant]],
    entries: Sequence[Entry],
    variants: Callable[[Entry], Sequence[Variant]],
) -> list[_Layer]:
    """Sort the numbers of all entries by layer and choice.

    Choices that a variant has of one facet together are sorted together first: most variants share them.
    """
    present: list[list[int]] = []
    numbers: list[list[dict[tuple[str, ...], list[int]]]] = []
    for number, entry in enumerate(entries):
        for depth, variant in enumerate(variants(entry)):
            if depth == len(present):
                present.append([])
                numbers.append([{} for _ in facets])
            present[depth].append(number)
            for facet, by_values in zip(facets, numbers[depth], strict=True):
                values = tuple(facet.values(variant))
                if values in by_values:
                    by_values[values].append(number)
                else:
                    by_values[values] = [number]
    return [_layer(facets, *of_layer) for of_layer in zip(present, numbers, strict=True)]


def _layer(
    facets: Sequence[Facet[Variant]],
    present: Sequence[int],
    numbers: Sequence[Mapping[tuple[str, ...], Sequence[int]]],
) -> _Layer:
    """Return a layer of the entries that have it and, by facet, of those with the same choices."""
    bits: dict[tuple[str, str], int] = {}
    for facet, by_values in zip(facets, numbers, strict=True):
        for values, entries in by_values.items():
            shared = _bits(entries)
            for value in values:
                bits[facet.key, value] = bits.get((facet.key, value), 0) | shared
    return _Layer(_bits(present), bits)


def _bits(numbers: Sequence[int]) -> int:
    """Return an integer with these bits set; ``numbers`` ascend."""
    if not numbers:
        return 0
    octets = bytearray((numbers[-1] >> 3) + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")
