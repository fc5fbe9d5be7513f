"""Queries on what providers answered, for as long as it counts as fresh. Run in database threads."""

from __future__ import annotations

from arrtui.db.artwork_models import ProviderAnswerRow
from arrtui.db.bulk import bulk_upsert
from arrtui.db.reading import rows_of

_COLUMNS = ("provider", "request", "answer", "read_at", "expires_at")


def answer(provider: str, request: str, now: float) -> str | None:
    """Return a fresh answer, empty for "not known"; None where there is none.

    One that was read after ``now`` is not fresh: the clock was set back since.
    """
    sql = (
        "SELECT answer FROM provider_answer "
        "WHERE provider = ? AND request = ? AND read_at <= ? AND expires_at > ?"
    )
    rows = rows_of(sql, (provider, request, now, now))
    return rows[0][0] if rows else None


def keep(provider: str, request: str, text: str, now: float, expires_at: float) -> None:
    """Store an answer in the place of an older one. Call it inside ``Database.writing()``."""
    rows = [(provider, request, text, now, expires_at)]
    bulk_upsert(ProviderAnswerRow, rows, _COLUMNS, update=_COLUMNS[2:])


def prune(now: float) -> int:
    """Remove what is not fresh any more; return how many there were."""
    stale = (ProviderAnswerRow.expires_at <= now) | (ProviderAnswerRow.read_at > now)
    return int(ProviderAnswerRow.delete().where(stale).execute())
