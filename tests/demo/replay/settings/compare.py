"""In what an answer about settings is not as the real app's: every member and every value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

from tests.demo.replay.compare import shape_differences
from tests.demo.replay.settings.records import Obj, SettingsRecord

_NOT_RECORDED = frozenset(
    {
        "advanced",
        "description",
        "helpLink",
        "helpText",
        "helpTextWarning",
        "hidden",
        "infoLink",
        "isFloat",
        "label",
        "message",
        "order",
        "placeholder",
        "presets",
        "section",
        "selectOptions",
        "selectOptionsProviderAction",
        "traceId",
        "unit",
    }
)
"""Members that the recording left out where it describes fields, conditions and providers."""
_AS_SENT = "<as sent>"
_OF_THE_WORLD = ("health", "system", "movie", "moviefile", "series", "queue", "parse", "wanted", "collection")
"""Resources of which only the shape is compared: what they hold is not settings."""


def differences(record: SettingsRecord, response: httpx.Response) -> list[str]:
    """Return in what an answer differs from the recorded one, a line each."""
    if response.status_code != record.status:
        return [f"status {response.status_code}, the app {record.status}: {response.text[:300]}"]
    ours = response.json() if response.content else None
    if record.resource in _OF_THE_WORLD or record.path == "config/host":
        return shape_differences(ours, record.answer)
    return list(value_differences(ours, record.answer, record.body))


def value_differences(ours: Any, theirs: Any, sent: Any = None, where: str = "$") -> Iterator[str]:
    """Compare two values; `sent`: what stands for `<as sent>`."""
    if theirs == _AS_SENT:
        if where.endswith(("attemptedValue", "propertyValue")):
            return
        theirs = sent
    if isinstance(theirs, dict) and isinstance(ours, dict):
        yield from _object_differences(ours, theirs, sent, where)
    elif isinstance(theirs, list) and isinstance(ours, list):
        if len(ours) != len(theirs):
            yield f"{where} has {len(ours)} members, the app {len(theirs)}: {ours!r:.300}"
        for index, (mine, other) in enumerate(zip(ours, theirs, strict=False)):
            yield from value_differences(mine, other, sent, f"{where}[{index}]")
    elif where.startswith("$.errors."):
        if str(ours).split(" Path:")[0] != str(theirs).split(" Path:")[0]:
            yield f"{where} is {ours!r}, the app {theirs!r}"
    elif ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool):
        yield f"{where} is {ours!r:.200}, the app {theirs!r:.200}"


def _object_differences(ours: Obj, theirs: Obj, sent: Any, where: str) -> Iterator[str]:
    for key in sorted(ours.keys() | theirs.keys()):
        if key not in theirs and key in _NOT_RECORDED:
            continue
        if key in ("description", "traceId"):
            if (key in ours) != (key in theirs):
                yield f"{where}.{key} is {'there' if key in ours else 'missing'}"
        elif key not in theirs:
            yield f"{where}.{key} is not the app's: {ours[key]!r:.200}"
        elif key not in ours:
            yield f"{where}.{key} is missing, the app {theirs[key]!r:.200}"
        else:
            inside = sent.get(key) if isinstance(sent, dict) else None
            yield from value_differences(ours[key], theirs[key], inside, f"{where}.{key}")
