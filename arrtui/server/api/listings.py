"""Lists of what is stored, with the filters of the tables of the terminal app."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Annotated, Any

import msgspec

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.structs import describe_structs
from arrtui.runtime import capabilities
from arrtui.runtime.listings import RowList, records
from arrtui.server.api.endpoint import Call, Endpoint, Paging, Result, page_of

_NAMES: Mapping[str, str] = {"titles": "library"}
"""Lists that are called otherwise in addresses."""
_TYPES: Mapping[FieldKind, list[str]] = {
    FieldKind.TEXT: ["string", "null"],
    FieldKind.INSTANCE: ["string", "null"],
    FieldKind.NUMBER: ["number", "null"],
    FieldKind.SIZE: ["number", "null"],
    FieldKind.TIME: ["string", "number", "null"],
    FieldKind.SPAN: ["number", "null"],
    FieldKind.FLAG: ["boolean"],
}


class ListParameters(Paging, frozen=True, kw_only=True):
    """Which rows of a list are wanted."""

    filter: Annotated[str, msgspec.Meta(max_length=2_000)] = ""
    """As typed behind ``/`` in a table: ``missing year>2000 @radarr.4k``."""


def list_endpoints() -> Iterator[Endpoint]:
    """Yield an endpoint for each kind of rows that ``--run list`` knows."""
    for kind in capabilities.lists():
        listing: RowList[Any] = capabilities.load_list(kind)
        yield Endpoint(
            "GET",
            f"/{_NAMES.get(kind, kind)}",
            f"List the {kind} that are stored.",
            partial(_list, listing),
            {"type": "array", "items": _row_schema(listing.fields(0.0))},
            parameters=ListParameters,
        )


async def _list(listing: RowList[Any], call: Call) -> Result:
    """Return the rows that match, beside the event loop: there may be tens of thousands."""
    rows = await asyncio.to_thread(asyncio.run, listing.rows(call.services, call.parameters.filter))
    page, meta = page_of(rows, call.parameters)
    return Result(list(records(page, listing.fields(call.services.clock()))), meta)


def _row_schema(fields: FilterFields[Any]) -> dict[str, Any]:
    """Return the JSON schema of a row."""
    properties = {field.name: _schema_of(field) for field in fields if not field.of_part}
    if parts := {field.name: _schema_of(field) for field in fields if field.of_part}:
        properties["copies"] = {"type": "array", "items": {"type": "object", "properties": parts}}
    return {"type": "object", "properties": properties}


def _schema_of(field: FilterField[Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": _TYPES.get(field.kind)}
    if field.kind is FieldKind.NAMES:
        schema = {"type": "array", "items": {"type": "string"}}
    return schema | ({"description": field.about} if field.about else {})


describe_structs(__name__)
