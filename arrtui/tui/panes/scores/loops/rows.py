"""The rows and columns of the table of chains."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.chain_key import ChainKey
from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.text import format_size
from arrtui.features.loops.model import Chain, ChainKind, Waste
from arrtui.features.loops.summary import (
    KIND_WORDS,
    episode_words,
    key_of_chain,
    title_of,
    worst_first,
)
from arrtui.features.loops.waste import waste_of
from arrtui.tui.kit.chain_lines import KIND_SIGNS
from arrtui.tui.kit.table import REQUIRED, Cell, Column

if TYPE_CHECKING:
    from arrtui.features.loops.load import StoredChains

HARMLESS = frozenset({ChainKind.DRIFT, ChainKind.NONE})
"""Kinds that cost nothing yet."""
_ORDER = list(KIND_SIGNS)


class LoopRow(NamedTuple):
    """A chain as the table shows it."""

    stored: StoredChains
    """The chains of its instance."""
    chain: Chain
    title: str
    """What a person calls its movie or episodes."""
    waste: Waste
    is_muted: bool = False
    """Whether somebody knows of it and leaves it as it is."""

    @property
    def subject(self) -> str:
        """The movie, or the series without season and episode."""
        return self.stored.report.subject_of(self.chain)

    @property
    def episode(self) -> str:
        """Season and episodes, ``S01E02``; nothing for a movie."""
        return episode_words(self.stored.report, self.chain)

    @property
    def instance(self) -> str:
        """The instance it happened on."""
        return self.stored.report.instance

    @property
    def profile(self) -> str:
        """The quality profile its title has now; empty where it is gone."""
        return self.stored.report.profiles.get(self.chain.item_id, "")

    @property
    def mute_key(self) -> ChainKey:
        """What it is muted by."""
        return key_of_chain(self.stored.report, self.chain)

    @property
    def key(self) -> Hashable:
        """Identifies the row; stays the same while the chain grows."""
        return self.mute_key[:3]


def make_rows(every: Iterable[StoredChains], muted: Container[ChainKey] = ()) -> list[LoopRow]:
    """Return the chains of some instances that are of a kind, the worst kind and the greatest waste first."""
    rows = [
        LoopRow(
            stored,
            chain,
            title_of(stored.report, chain),
            waste_of([chain]),
            key_of_chain(stored.report, chain) in muted,
        )
        for stored in every
        for chain in worst_first(stored.report)
    ]
    rows.sort(key=lambda row: (_ORDER.index(row.chain.kind), -row.waste.size, row.title.casefold()))
    return rows


def filter_text(row: LoopRow) -> str:
    """Return the text that the filter searches: names, kind and releases."""
    releases = " ".join(attempt.row.title for attempt in row.chain.attempts)
    return f"{row.title} {row.instance} {KIND_WORDS[row.chain.kind]} {row.profile} {releases}"


def _kind(row: LoopRow) -> Cell:
    sign = KIND_SIGNS[row.chain.kind]
    return sign.text, sign.style


def _title(row: LoopRow) -> Cell:
    """Return the title; the numbers of episodes have a column of their own."""
    return [(row.subject, "dim"), (" known", "dim")] if row.is_muted else row.subject


def _wasted(row: LoopRow) -> Cell:
    return (format_size(row.waste.size), "warn") if row.waste.grabs else ("", "")


COLUMNS: tuple[Column[LoopRow], ...] = (
    Column(
        "kind", "Kind", _kind,
        field=FilterField("kind", FieldKind.TEXT, lambda row: KIND_WORDS[row.chain.kind]),
        width=15, priority=REQUIRED, sort=lambda row: _ORDER.index(row.chain.kind),
        tooltip="What goes round; enter shows each station",
    ),
    Column(
        "title", "Title", _title, kind=FieldKind.TEXT, min_width=24, priority=REQUIRED,
        sort=lambda row: row.title,
    ),
    Column(
        "episode", "Episode", lambda row: row.episode, kind=FieldKind.TEXT, width=7, priority=97,
        sort=lambda row: row.episode or None,
    ),
    Column(
        "instance", "Instance", lambda row: (row.instance, "dim"), kind=FieldKind.INSTANCE, width=11,
        priority=70, sort=lambda row: row.instance,
    ),
    Column(
        "grabs", "Grabs", lambda row: f"{len(row.chain.attempts):,}", kind=FieldKind.NUMBER, width=5,
        align="right", priority=90, sort=lambda row: len(row.chain.attempts), descending=True,
        tooltip="Releases that were grabbed for it",
    ),
    Column(
        "wasted-grabs", "In vain", lambda row: (f"{row.waste.grabs:,}" if row.waste.grabs else "", "warn"),
        kind=FieldKind.NUMBER, width=7, align="right", priority=75, sort=lambda row: row.waste.grabs,
        descending=True, tooltip="Grabs that brought nothing better",
    ),
    Column(
        "wasted", "Wasted", _wasted, kind=FieldKind.SIZE, width=9, align="right", priority=95,
        sort=lambda row: row.waste.size, descending=True, tooltip="Bytes of the grabs in vain",
    ),
    Column(
        "last", "Last", lambda row: (row.chain.last.date[:10], "dim"), kind=FieldKind.TIME, width=10,
        priority=80, sort=lambda row: row.chain.last.date, descending=True,
        tooltip="When something happened to it last",
    ),
    Column(
        "profile", "Profile", lambda row: (row.profile, "dim"), kind=FieldKind.TEXT, min_width=12,
        priority=40, sort=lambda row: row.profile,
    ),
)  # fmt: skip
"""The table's columns."""
FIELDS: FilterFields[LoopRow] = FilterFields([column.field for column in COLUMNS if column.field])
"""What can be asked of chains, whichever columns show."""
