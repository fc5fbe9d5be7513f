"""What the Test button of a provider finds where its host does not listen."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from arrtui.demo.app.providers import field_values
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.http.errors import rule
from arrtui.demo.http.wire import Obj

_REFUSING = re.compile(r"(127\.0\.0\.1|localhost):\d{1,3}")
"""Ports of this machine that nobody listens on; every other host is of the demo's own world and answers."""


def refused_address(values: Obj) -> str:
    """Return the address of a provider if its host does not listen, with the port; else an empty text."""
    parts = urlsplit(str(values.get("baseUrl") or ""))
    host, port = (parts.hostname, parts.port) if parts.hostname else (values.get("host"), values.get("port"))
    address = f"{host}:{port}"
    return address if _REFUSING.fullmatch(address) else ""


def unreachable_host(spec: AppSpec, resource: str, item: Obj) -> list[Obj]:
    """Return the failures of a test of a provider whose host does not listen."""
    address = refused_address(field_values(item))
    if not address:
        return []
    find = _CLIENTS.get(item["implementation"]) or _RESOURCES.get(resource) or _other
    return [{"isWarning": False, **row} for row in find(spec, item, f"Connection refused ({address})")]


def _indexer(spec: AppSpec, item: Obj, refused: str) -> list[Obj]:
    return [rule(f"Unable to connect to indexer, {spec.indexer_advice.format(refused)}")]


def _import_list(spec: AppSpec, item: Obj, refused: str) -> list[Obj]:
    advice = "Check the log surrounding this error for details."
    return [rule(f"Unable to connect to import list: {refused}. {advice}")]


def _qbittorrent(spec: AppSpec, item: Obj, refused: str) -> list[Obj]:
    return [rule("Unable to connect to qBittorrent", "Host") | {"detailedDescription": refused}]


def _other(spec: AppSpec, item: Obj, refused: str) -> list[Obj]:
    text = f"Unable to connect to {item['implementationName']}"
    detail = f"{text}, {refused}"
    return [
        rule(text, "Host") | {"detailedDescription": detail},
        rule(f"Test was aborted due to an error: {detail}"),
    ]


_Find = Callable[[AppSpec, Obj, str], list[Obj]]
_CLIENTS: dict[str, _Find] = {"QBittorrent": _qbittorrent}
_RESOURCES: dict[str, _Find] = {"indexer": _indexer, "importlist": _import_list}
