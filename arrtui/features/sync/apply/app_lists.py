"""What an instance has and knows, by its own lists, as checks of a write need it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from arrtui.core.domain import SettingType

Row = Mapping[str, Any]


class WriteRefusal(NamedTuple):
    """Why a setting must not be sent as it is, and what to do."""

    why: str
    advice: str = ""


@dataclass(frozen=True)
class AppLists:
    """The lists of one instance; None where it has no such list, or none was asked for."""

    app: str
    """What the app is called."""
    rows: Mapping[SettingType, Sequence[Row]] = field(default_factory=dict)
    """Its settings as it gives them."""
    languages: Mapping[int, str] | None = None
    """Id → name."""
    templates: Mapping[str, Row] | None = None
    """What it proposes for a provider or a condition, by implementation."""
    qualities: Mapping[int, str] | None = None
    """Id → name."""
    largest_size: float | None = None
    """MB a minute."""

    def ids(self, type: SettingType) -> frozenset[int] | None:
        """Return the ids of a type's settings; None where they were not read."""
        return frozenset(row["id"] for row in self.rows[type] if "id" in row) if type in self.rows else None

    def others(self, type: SettingType, own_id: int) -> Iterator[Row]:
        """Yield the settings of a type but the one that is written."""
        return (row for row in self.rows.get(type, ()) if row.get("id") != own_id)


def whole(value: Any) -> int | None:
    """Return a whole number, also one that is written as text, which both apps take (ARR_API 2.4)."""
    if isinstance(value, bool):
        return None
    try:
        return int(value) if isinstance(value, int | str) else None
    except ValueError:
        return None


def named_values(fields: Any) -> dict[str, Any]:
    """Return the values of a form's fields by their names."""
    rows = fields if isinstance(fields, list) else []
    return {row["name"]: row.get("value") for row in rows if isinstance(row, dict) and "name" in row}
