"""Differences that are meant so, until one of the sides changes. Pure."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from arrtui.core.accepted_settings import Acceptance
from arrtui.core.domain import SettingType, encode
from arrtui.core.settings.identity import Identity

__all__ = ["Acceptance", "acceptance_of"]

_Side = tuple[str, dict[str, Any] | None]
"""An instance, and what a setting means there; None where it has none."""


def acceptance_of(type: SettingType, identity: Identity, left: _Side, right: _Side) -> Acceptance:
    """Return what the acceptance of a difference goes by; the same for both directions."""
    first, second = sorted((left, right), key=lambda side: (side[0], encode(side[1])))
    fingerprint = sha256(encode([first[1], second[1]]).encode()).hexdigest()
    return Acceptance(first[0], second[0], type.value, encode(identity), fingerprint)
