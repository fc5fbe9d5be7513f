"""Patterns and what they find in names, kept so that nothing is searched twice.

A *scope* is a kind of app and what a text is, e.g. ``radarr/titles``: its patterns are searched in its names
only. Names are numbered in the order they came; 4,096 make a *block*, whose bits are stored by pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from arrtui.core.bits import bits_in, octets_of
from arrtui.db.bulk import bulk_upsert
from arrtui.db.match_models import (
    MatchBitsRow,
    MatchCheckRow,
    MatchDoubtRow,
    MatchNameRow,
    MatchPatternRow,
)
from arrtui.db.reading import rows_of


class StoredBits(NamedTuple):
    """What a pattern finds in the names of a block."""

    pattern_id: int
    block: int
    names: int
    """How many names of the block were searched."""
    matched: int
    unknown: int


def names(scope: str) -> list[str]:
    """Return the names of a scope by their places."""
    return [
        name for (name,) in rows_of("SELECT name FROM match_name WHERE scope = ? ORDER BY place", (scope,))
    ]


def stored_files(kind: str) -> int:
    """Return how many files are stored of all instances of a kind of app."""
    sql = "SELECT count(*) FROM file AS f JOIN instance AS i ON i.id = f.instance_id WHERE i.kind = ?"
    return int(rows_of(sql, (kind,))[0][0])


def stored_releases(kind: str) -> int:
    """Return how many rows of histories are stored of all instances of a kind of app."""
    sql = (
        "SELECT count(*) FROM release_event AS r JOIN instance AS i ON i.id = r.instance_id WHERE i.kind = ?"
    )
    return int(rows_of(sql, (kind,))[0][0])


def add_names(scope: str, first: int, new: Iterable[str]) -> None:
    """Add names to a scope that has ``first`` of them."""
    rows = ((scope, place, name) for place, name in enumerate(new, first))
    bulk_upsert(MatchNameRow, rows, ("scope", "place", "name"), update=None)


def patterns(scope: str) -> dict[str, int]:
    """Return the ids of the patterns of a scope."""
    return dict(rows_of("SELECT pattern, id FROM match_pattern WHERE scope = ?", (scope,)))


def add_patterns(scope: str, new: Iterable[str]) -> None:
    """Add patterns to a scope; those that are there stay."""
    rows = ((scope, pattern) for pattern in new)
    bulk_upsert(MatchPatternRow, rows, ("scope", "pattern"), update=None)


def searched(scope: str) -> dict[tuple[int, int], int]:
    """Return how many names were searched for each pattern's id and block of a scope."""
    sql = (
        "SELECT b.pattern_id, b.block, b.names FROM match_bits AS b "
        "JOIN match_pattern AS p ON p.id = b.pattern_id WHERE p.scope = ?"
    )
    return {(pattern_id, block): count for pattern_id, block, count in rows_of(sql, (scope,))}


def count_searches(scope: str) -> int:
    """Return how many names were searched in a scope, for each of its patterns."""
    sql = (
        "SELECT coalesce(sum(b.names), 0) FROM match_bits AS b "
        "JOIN match_pattern AS p ON p.id = b.pattern_id WHERE p.scope = ?"
    )
    return int(rows_of(sql, (scope,))[0][0])


def bits(scope: str, block: int | None = None) -> list[StoredBits]:
    """Return what is stored of a scope's patterns, by block within each pattern; of one block, or of all."""
    sql = (
        "SELECT b.pattern_id, b.block, b.names, b.matched, b.unknown FROM match_bits AS b "
        "JOIN match_pattern AS p ON p.id = b.pattern_id WHERE p.scope = ? AND (b.block = ? OR ? < 0) "
        "ORDER BY b.pattern_id, b.block"
    )
    wanted = -1 if block is None else block
    return [
        StoredBits(pattern_id, number, count, *map(bits_in, answers))
        for pattern_id, number, count, *answers in rows_of(sql, (scope, wanted, wanted))
    ]


def store_bits(rows: Iterable[StoredBits]) -> None:
    """Store what patterns found, in place of what they had found in fewer names of the block."""
    stored = ((*row[:3], octets_of(row.matched), octets_of(row.unknown)) for row in rows)
    columns = ("pattern", "block", "names", "matched", "unknown")
    bulk_upsert(MatchBitsRow, stored, columns, update=columns[2:])


def forget_patterns(ids: Sequence[int]) -> None:
    """Forget patterns and what they found."""
    MatchBitsRow.delete().where(MatchBitsRow.pattern.in_(ids)).execute()
    MatchPatternRow.delete().where(MatchPatternRow.id.in_(ids)).execute()


def forget_scope(scope: str) -> None:
    """Forget the names and patterns of a scope."""
    forget_patterns(list(patterns(scope).values()))
    MatchNameRow.delete().where(MatchNameRow.scope == scope).execute()


def store_doubts(instance_id: int, digest: str, doubts: Mapping[int, str]) -> None:
    """Store which files of a stored state come out otherwise than in the app, and why, by file id."""
    MatchDoubtRow.delete().where(MatchDoubtRow.instance == instance_id).execute()
    rows = ((instance_id, file_id, why) for file_id, why in doubts.items())
    bulk_upsert(MatchDoubtRow, rows, ("instance", "file_id", "why"), update=None)
    bulk_upsert(MatchCheckRow, [(instance_id, digest)], ("instance", "digest"), update=("digest",))


def doubts(instance_id: int, digest: str) -> dict[int, str] | None:
    """Return why files are doubtful, by file id; None where the state with this digest was not checked."""
    check = rows_of("SELECT digest FROM match_check WHERE instance_id = ?", (instance_id,))
    if check != [(digest,)]:
        return None
    return dict(rows_of("SELECT file_id, why FROM match_doubt WHERE instance_id = ?", (instance_id,)))
