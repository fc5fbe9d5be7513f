"""What a comparison of settings tells: sides, differences, and a matrix of kinds of setting × instances."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from arrtui.core.domain import SettingType


class SettingStanding(StrEnum):
    """How a setting of one side stands to that of the other."""

    SAME = "same"
    DIFFERS = "differs"
    MISSING = "missing"
    """Only the left side, the one compared with, has it."""
    ONLY_HERE = "only_here"
    """Only the right side has it."""
    ACCEPTED = "accepted"
    """A difference that is meant so, and that neither side changed since."""
    UNTOLD = "untold"
    """Not stored, or not to be compared; the difference says why."""


class SettingsSide(NamedTuple):
    """One side of a comparison: what is stored of an instance, or what a snapshot has."""

    instance: str
    snapshot_id: int | None = None
    """None for the latest state stored."""
    label: str = ""
    """What people call it, where that is not the instance or its snapshot: ``guide trash``."""

    def __str__(self) -> str:
        if self.label:
            return self.label
        return self.instance if self.snapshot_id is None else f"{self.instance}@{self.snapshot_id}"


class SettingFieldChange(NamedTuple):
    """One fact of a setting that the sides hold differently, in words; ``none`` where a side has none."""

    path: str
    """``score of DV``, ``Remux-2160p allowed``."""
    now: str
    """On the right side, which would be changed."""
    after: str
    """On the left side, which it is compared with."""


class SettingDifference(NamedTuple):
    """How one setting stands, with what differs of it."""

    type: SettingType
    name: str
    """What identifies it, in words."""
    standing: SettingStanding
    fields: tuple[SettingFieldChange, ...] = ()
    left_id: int | None = None
    right_id: int | None = None
    why: str = ""
    """Why it cannot be told."""
    accepted: bool = False


class MatrixCell(NamedTuple):
    """How many settings of a kind stand how on an instance, against the reference."""

    same: int = 0
    differs: int = 0
    missing: int = 0
    only_here: int = 0
    accepted: int = 0
    untold: str = ""
    """Why some or all of the kind cannot be told; empty when all is told."""


class SettingsMatrix(NamedTuple):
    """Kinds of setting × instances, each compared with the reference."""

    reference: str
    instances: tuple[str, ...]
    cells: Mapping[tuple[SettingType, str], MatrixCell]
    """By kind of setting and instance."""
    taken_at: Mapping[str, float]
    """Instance → when its state was stored, UTC seconds."""
