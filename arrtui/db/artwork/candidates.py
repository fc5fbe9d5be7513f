"""Queries on the images that providers name for titles. Run in database threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from arrtui.core.artwork import ArtCandidate, TitleCandidates
from arrtui.db.artwork_models import ArtCandidatesRow
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.docs import doc_of
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import rows_of, rows_with

_COLUMNS = ("instance", "external_id", "counts_doc", "candidates_doc", "faults_doc", "read_at", "judged_by")
_candidates = msgspec.json.Decoder(tuple[ArtCandidate, ...])
_counts = msgspec.json.Decoder(dict[str, int])
_faults = msgspec.json.Decoder(dict[str, str])
_FROM = "FROM art_candidates AS c JOIN instance AS i ON i.id = c.instance_id WHERE i.name = ?"


class CandidateState(NamedTuple):
    """What is known of a title's candidates without reading them."""

    counts: dict[str, int]
    """How many there are by slot."""
    is_partial: bool
    """A provider that was asked told nothing."""
    read_at: float
    judged_by: str


def states(instance: str) -> dict[str, CandidateState]:
    """Return how the candidates of each title of an instance stand, by external id."""
    rows = rows_of(
        f"SELECT c.external_id, c.counts_doc, c.faults_doc, c.read_at, c.judged_by {_FROM}", (instance,)
    )
    return {
        external_id: CandidateState(_counts.decode(counts), faults != "{}", read_at, judged_by)
        for external_id, counts, faults, read_at, judged_by in rows
    }


def candidates(instance: str, external_ids: Sequence[str]) -> dict[str, TitleCandidates]:
    """Return the candidates of some titles by external id, without those that nobody was asked for."""
    sql = f"SELECT c.external_id, c.candidates_doc, c.faults_doc, c.read_at, c.judged_by {_FROM}"
    rows = rows_with(sql, (instance,), "c.external_id", external_ids)
    return {
        external_id: TitleCandidates(
            external_id=external_id,
            candidates=_candidates.decode(doc),
            faults=_faults.decode(faults),
            read_at=read_at,
            judged_by=judged_by,
        )
        for external_id, doc, faults, read_at, judged_by in rows
    }


def store(instance: str, titles: Iterable[TitleCandidates]) -> int:
    """Store the candidates of titles instead of what was stored of them.

    Call it inside ``Database.writing()``.
    """
    instance_id = ensure_instance(instance)
    rows = (
        (
            *(instance_id, title.external_id),
            doc_of(Counter(candidate.slot for candidate in title.candidates)),
            *(doc_of(title.candidates), doc_of(title.faults)),
            *(title.read_at, title.judged_by),
        )
        for title in titles
    )
    return bulk_upsert(ArtCandidatesRow, rows, _COLUMNS, update=_COLUMNS[2:])


def forget(instance: str, external_ids: Iterable[str]) -> int:
    """Remove the candidates of titles that their app no longer has."""
    instance_id = ensure_instance(instance)
    rows = ((instance_id, external_id) for external_id in external_ids)
    return delete_rows(ArtCandidatesRow, ("instance", "external_id"), rows)
