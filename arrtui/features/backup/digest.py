"""The digest of a snapshot: a sum of hashes over its records. Pure.

Each record hashes to 256 bits (SHA-256 of type, key and canonical JSON); the digest is their sum modulo
2**256. The order of the records does not matter, and subtracting one record's hash and adding another's gives
the digest of the changed state, so that a small change needs no full pass. It finds damage and mistakes; it
is no defence against a forger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from arrtui.core.domain import EntityType

_MODULUS = 1 << 256
EMPTY = f"{0:064x}"
"""The digest of a state without records."""


def _number(kind: EntityType, key: str, doc: str) -> int:
    return int.from_bytes(sha256(f"{kind.value}\0{key}\0{doc}".encode()).digest())


def digest_of(states: Mapping[EntityType, Mapping[str, str]]) -> str:
    """Return the digest of a whole state as 64 hexadecimal digits."""
    total = sum(_number(kind, key, doc) for kind, docs in states.items() for key, doc in docs.items())
    return f"{total % _MODULUS:064x}"


def moved_digest(
    digest: str,
    gone: Iterable[tuple[EntityType, str, str]],
    come: Iterable[tuple[EntityType, str, str]],
) -> str:
    """Return ``digest`` after the records of ``gone`` left and those of ``come`` arrived.

    Each record is ``(type, key, canonical JSON)``; a changed record is in both, old and new.
    """
    total = int(digest or "0", 16)
    total += sum(_number(*record) for record in come) - sum(_number(*record) for record in gone)
    return f"{total % _MODULUS:064x}"
