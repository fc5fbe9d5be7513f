"""Read what an app answers of a setting, whatever is in it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def rows_of(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list; of anything else that an app may answer none."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def quality_name(body: Mapping[str, Any]) -> str:
    """Return the name of the quality that a part of a profile or a definition is about; empty for none."""
    quality = body.get("quality")
    return str(quality.get("name") or "") if isinstance(quality, dict) else ""
