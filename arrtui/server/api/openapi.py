"""The OpenAPI document, made of the same table of endpoints as the routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from arrtui import __version__
from arrtui.server.api.endpoint import Endpoint, NoParameters
from arrtui.server.envelope import AnswerError

_REFERENCE = "#/components/schemas/{name}"
_REFUSALS = {
    400: "What was sent cannot be understood.",
    401: "The key is missing or wrong.",
    403: "The key, or the read-only mode, does not allow it.",
    404: "There is no such thing.",
    409: "A guard, a limit or the state of the thing forbids it.",
    413: "The body is too large.",
    421: "arrtui is not asked under this name.",
    422: "It cannot be done as asked.",
    429: "The key has sent too many requests.",
    502: "The app could not be asked.",
    503: "The database cannot be used.",
    504: "The app did not answer in time.",
}
"""What every endpoint may answer beside its data."""


def document(endpoints: Sequence[Endpoint], prefix: str) -> dict[str, Any]:
    """Return the OpenAPI document of endpoints below a prefix."""
    types = [AnswerError, *_types_of(endpoints)]
    schemas, components = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    by_type = dict(zip(map(id, types), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        operation = _operation(endpoint, by_type, components)
        paths.setdefault(f"{prefix}{endpoint.path}", {})[endpoint.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "arrtui", "version": __version__, "description": _ABOUT},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
        "security": [{"key": []}, {"bearer": []}],
    }


_ABOUT = (
    "Every answer is an object with success, data, error and meta. Lists are paged with page and per_page; "
    "meta has the total. What talks to an app becomes a job, answered with 202 and its number."
)


def _types_of(endpoints: Sequence[Endpoint]) -> Iterator[Any]:
    """Yield the types that endpoints answer with and read; data may be a schema already."""
    for endpoint in endpoints:
        if not isinstance(endpoint.data, Mapping):
            yield endpoint.data
        if endpoint.body is not None:
            yield endpoint.body


def _operation(
    endpoint: Endpoint, by_type: Mapping[int, Mapping[str, Any]], components: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the document says of an endpoint."""
    data = endpoint.data if isinstance(endpoint.data, Mapping) else by_type[id(endpoint.data)]
    error = by_type[id(AnswerError)]
    responses: dict[str, Any] = {
        str(endpoint.status): _response("What was asked for.", _envelope(True, data, {"type": "null"}))
    }
    for status, text in _REFUSALS.items():
        responses[str(status)] = _response(text, _envelope(False, {"type": "null"}, error))
    operation: dict[str, Any] = {
        "summary": endpoint.summary,
        "description": f"Needs the scope {endpoint.scope}.",
        "operationId": f"{endpoint.method.lower()}{endpoint.path.replace('{', '').replace('}', '')}",
        "parameters": list(_parameters(endpoint)),
        "responses": responses,
    }
    if endpoint.body is not None:
        schema = by_type[id(endpoint.body)]
        content = {"application/json": {"schema": schema}}
        is_required = any(field.required for field in msgspec.structs.fields(endpoint.body))
        operation["requestBody"] = {"required": is_required, "content": content}
    return operation


def _parameters(endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    """Yield the parameters of the path and the query."""
    if endpoint.parameters is NoParameters:
        return
    (_reference,), components = msgspec.json.schema_components([endpoint.parameters], ref_template=_REFERENCE)
    schema = components.pop(endpoint.parameters.__name__)
    for name, field in schema["properties"].items():
        is_in_path = f"{{{name}}}" in endpoint.path
        yield {
            "name": name,
            "in": "path" if is_in_path else "query",
            "required": is_in_path,
            "schema": _without_references(field, components),
        }


def _without_references(schema: Any, components: Mapping[str, Any]) -> Any:
    """Return a schema with what it refers to in its place."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return components[schema["$ref"].rpartition("/")[2]]
        return {name: _without_references(part, components) for name, part in schema.items()}
    return [_without_references(part, components) for part in schema] if isinstance(schema, list) else schema


def _envelope(success: bool, data: Mapping[str, Any], error: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["success", "data", "error", "meta"],
        "properties": {
            "success": {"const": success},
            "data": data,
            "error": error,
            "meta": {"type": "object"},
        },
    }


def _response(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": schema}}}
