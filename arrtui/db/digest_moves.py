"""Move the digests of stored snapshots along when a migration rewrites the records they are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import msgspec

_MODULUS = 1 << 256
_CHANGES_BACK = (
    "SELECT key, before_doc, after_doc FROM change WHERE snapshot_id = ? AND type = ? ORDER BY id DESC"
)
_encoder = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> str:
    """Return a value as the canonical JSON that records are stored in."""
    return _encoder.encode(value).decode()


def move_digests(
    db: Any, instance_id: int, type_: str, docs: Mapping[str, str], rewrite: Callable[[str, str], str]
) -> None:
    """Walk back from the latest state, as rebuilding does, and add to each digest what its records change.

    A digest is the sum of the hashes of a snapshot's records: what is added makes right of right and leaves
    wrong what was wrong, so that damage is still found.

    Args:
        db: The database, before the changes are rewritten.
        instance_id: Whose snapshots.
        type_: The type of the records, as changes have it: ``item``, ``setting``.
        docs: Their latest state, canonical JSON by key.
        rewrite: Returns a record as the migration writes it, from its key and its JSON.
    """
    states = dict(docs)

    def difference(key: str, doc: str | None) -> int:
        """Return by how much the hash of a record rises, 0 where there is none."""
        if doc is None:
            return 0
        fresh = rewrite(key, doc)
        return 0 if fresh == doc else _hash(type_, key, fresh) - _hash(type_, key, doc)

    moved = sum(difference(key, doc) for key, doc in states.items())
    snapshots = db.rows(
        "SELECT id, digest FROM snapshot WHERE instance_id = ? AND state = 'complete' ORDER BY id DESC",
        (instance_id,),
    )
    for snapshot_id, digest in snapshots:
        if digest:
            fresh = f"{(int(digest, 16) + moved) % _MODULUS:064x}"
            db.rows("UPDATE snapshot SET digest = ? WHERE id = ?", (fresh, snapshot_id))
        for key, before_doc, after_doc in db.rows(_CHANGES_BACK, (snapshot_id, type_)):
            before, after = (doc and msgspec.json.decode(doc) for doc in (before_doc, after_doc))
            old = states.pop(key, None)
            if before is not None:
                kept = {} if after is None else msgspec.json.decode(old or "{}")
                kept = {name: value for name, value in kept.items() if name not in (after or {})}
                states[key] = canonical(kept | before)
            moved += difference(key, states.get(key)) - difference(key, old)


def _hash(type_: str, key: str, doc: str) -> int:
    return int.from_bytes(sha256(f"{type_}\0{key}\0{doc}".encode()).digest())
