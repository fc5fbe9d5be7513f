"""Queries for verifying the cache of artwork: who uses a file, what may leave. Run in database threads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from arrtui.core.artwork import WHOLE_TITLE, AssetOrigin
from arrtui.db.artwork_models import AssetRow, SlotChoiceRow
from arrtui.db.bulk import bulk_update, delete_rows
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import rows_of, rows_with
from arrtui.db.text import name_from_stored

_CHOICES = (
    "SELECT s.sha256, i.name, s.external_id, s.slot, s.provider, s.address, s.by_owner, "
    "EXISTS (SELECT 1 FROM art_lock AS k WHERE k.instance_id = s.instance_id "
    "AND k.external_id = s.external_id AND k.target IN (s.slot, ?)), '' "
    "FROM art_slot AS s JOIN instance AS i ON i.id = s.instance_id WHERE s.sha256 <> ''"
)
_PLACEMENTS = (
    "SELECT p.sha256, i.name, p.external_id, p.slot, '', '', 0, 0, p.relative_path "
    "FROM art_placement AS p JOIN instance AS i ON i.id = p.instance_id WHERE p.placed_at > 0"
)
_IN_FOLDERS = "SELECT sha256 FROM art_placement UNION SELECT sha256 FROM art_taken"


class AssetUse(NamedTuple):
    """A slot that a file of the cache fills, or a place where it is published."""

    sha256: str
    instance: str
    external_id: str
    slot: str
    provider: str = ""
    """Of a slot; empty for a published file."""
    address: str = ""
    by_owner: bool = False
    is_locked: bool = False
    relative_path: str = ""
    """Of a published file; empty for a slot."""

    @property
    def is_kept(self) -> bool:
        """Whether its file never leaves the cache: it is published, locked or the owner's choice."""
        return self.by_owner or self.is_locked or self.relative_path != ""


def uses(sha256s: Sequence[str] | None = None) -> list[AssetUse]:
    """Return who uses some files or all, the places where they are published last."""
    rows = [*rows_with(_CHOICES, (WHOLE_TITLE,), "sha256", sha256s)]
    rows += rows_with(_PLACEMENTS, (), "sha256", sha256s)
    all_uses = (
        AssetUse(sha256, name, title, slot, who, address, bool(owner), bool(locked), name_from_stored(path))
        for sha256, name, title, slot, who, address, owner, locked, path in rows
    )
    return sorted(all_uses, key=lambda use: (use.relative_path != "", use))


def mark_verified(sha256s: Iterable[str], now: float) -> int:
    """Store that files have the content that their names say, UTC seconds; return how many are known."""
    return bulk_update(AssetRow, ((now, sha256) for sha256 in sha256s), ("verified_at",), ("sha256",))


def evict(sha256s: Collection[str]) -> list[str]:
    """Remove files that leave the cache, and return those that still may.

    Slots that they fill are emptied but for their addresses. What was published or taken by an app, locked
    or chosen by the owner meanwhile stays. Call it inside ``Database.writing()``, and delete the files before
    that ends.
    """
    users = uses(list(sha256s))
    kept = {use.sha256 for use in users if use.is_kept} | {row[0] for row in rows_of(_IN_FOLDERS)}
    kept |= {row[0] for row in rows_of("SELECT sha256 FROM art_asset WHERE origin = ?", (AssetOrigin.OWNER,))}
    leaving = [sha256 for sha256 in sha256s if sha256 not in kept]
    empty_slots(leaving)
    delete_rows(AssetRow, ("sha256",), ((sha256,) for sha256 in leaving))
    return leaving


def empty_slots(sha256s: Sequence[str]) -> list[AssetUse]:
    """Empty the slots that some files fill, but for their addresses; return what they were.

    Locked slots and those of the owner stay as they are. Call it inside ``Database.writing()``.
    """
    users = [use for use in uses(sha256s) if not use.is_kept]
    rows = (("", ensure_instance(use.instance), use.external_id, use.slot, use.sha256) for use in users)
    bulk_update(SlotChoiceRow, rows, ("sha256",), ("instance", "external_id", "slot", "sha256"))
    return users
