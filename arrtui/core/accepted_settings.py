"""What an accepted difference between the settings of two instances goes by."""

from __future__ import annotations

from typing import NamedTuple

GUIDE_PREFIX = "guide:"
"""What a guide is named with where an instance may be named too; before the names of all kinds of app."""


class Acceptance(NamedTuple):
    """A difference that is meant so, while both sides are as its fingerprint says."""

    first: str
    """The instance of the lower name, or a guide."""
    second: str
    """The other one; the same where two snapshots were compared."""
    type: str
    """A :class:`~arrtui.core.domain.SettingType`'s value."""
    identity: str
    """What identifies the setting on both, as JSON."""
    fingerprint: str
    """Of what the setting means on both."""
