"""A report on chains as one JSON document with stable keys."""

from __future__ import annotations

import json
from typing import Any

from arrtui.core.text import format_iso
from arrtui.features.loops.report.data import ChainsData
from arrtui.features.loops.summary import chain_object
from arrtui.features.loops.waste import waste_object

REPORT = "arrtui-loops"
"""What the document says it is."""
VERSION = 1
"""Goes up when a key changes its meaning or goes away; new keys leave it."""


def chains_json(data: ChainsData) -> bytes:
    """Return the document without indentation: programs read it."""
    return json.dumps(document(data), ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def document(data: ChainsData) -> dict[str, Any]:
    """Return the document: instances, what was wasted by each fact, and the chains as the task has them."""
    return {
        "report": REPORT,
        "version": VERSION,
        "made_at": format_iso(data.made_at),
        "instances": [counts._asdict() for counts in data.counts],
        "wasted_grabs": data.total.grabs,
        "wasted_bytes": data.total.size,
        "waste": {by.value: list(map(waste_object, rows)) for by, rows in data.waste.items()},
        "chains": [
            chain_object(row.report, row.chain, row.steps, row.causes, is_known=row.is_known)
            for row in data.chains
        ],
    }
