"""What real apps sent over their live feeds, where the recordings lie beside the project."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.demo.replay.records import FOLDER

STREAMS = {
    "radarr": FOLDER / "live-radarr-6.1/signalr.jsonl",
    "sonarr": FOLDER / "live-sonarr-4.0.19/signalr.jsonl",
}


def recorded_operations(kind: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each recorded operation with the records that the app sent, without their ends."""
    if not STREAMS[kind].exists():
        pytest.skip("the recordings are not beside the project")
    operations: dict[str, list[str]] = {}
    for line in STREAMS[kind].read_text().splitlines():
        row = json.loads(line)
        operations.setdefault(row["op"], [])
        message = row.get("message")
        if isinstance(message, dict) and message.keys() & {"name", "type"}:
            is_whole = "type" in message
            record = message if is_whole else {"type": 1, "arguments": [message]}
            operations[row["op"]].append(json.dumps(record, ensure_ascii=False))
    yield from operations.items()
