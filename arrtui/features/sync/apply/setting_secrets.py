"""Give a provider its secrets before it is sent, and send none to where it does not belong. Pure.

Stars in a PUT keep what the app has stored, beside another host too, to which the app would send it then; a
field or a value left out erases it; stars in a POST are stored as the secret (ARR_API 2.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from arrtui.core.domain import SWITCHED, SettingType
from arrtui.core.errors import CannotWriteError
from arrtui.core.masking import setting_body
from arrtui.core.setting_secrets import FindSecret, SecretPlace
from arrtui.core.setting_text import key_words
from arrtui.core.text import MASK
from arrtui.features.sync.fields.setting_forms import is_masked, wanted_form

Row = Mapping[str, Any]

_ADDRESS = frozenset(
    (
        *("url", "host", "port", "path", "server", "address", "domain", "link"),
        *("ssl", "tls", "encryption"),
    )
)
"""Words in the names of fields that say where, and how safely, a provider is reached."""
_WORDS = re.compile(r"[A-Z]*[a-z]+|[A-Z]+")


class SecuredBody(NamedTuple):
    """The body of a provider with the secrets in it that were given."""

    body: dict[str, Any]
    lacking: tuple[str, ...] = ()
    """Fields of a new provider whose secret nobody gave: they are left out, and it is switched off."""
    kept: tuple[str, ...] = ()
    """Fields whose stored secret stays although the plan has none there."""
    secrets: tuple[str, ...] = ()
    """What was put in; to be shown to nobody."""


class ProviderPlace(NamedTuple):
    """The provider that is written."""

    instance: str
    type: SettingType
    name: str

    def secret(self, field: str) -> SecretPlace:
        """Return the place of one of its secrets."""
        return SecretPlace(self.instance, self.type.value, self.name, field)


def asked_secrets(place: ProviderPlace, present: Row | None, wanted: Row) -> tuple[SecretPlace, ...]:
    """Return the secrets that writing a provider takes.

    ``present`` is what the instance has of it as the app gives it or as it is stored, None for a new one;
    ``wanted`` is what :func:`wanted_values` tells.
    """
    if place.type not in SWITCHED:
        return ()
    if present is None:
        fields = [name for name, value in wanted.items() if is_masked(value)]
    elif _moves(present, wanted):
        stored = secret_fields(place.type, present)
        fields = [name for name in stored if name not in wanted or is_masked(wanted[name])]
    else:
        fields = []
    return tuple(place.secret(name) for name in fields)


def fill_secrets(
    place: ProviderPlace, body: Row, present: Row | None, wanted: Row, find: FindSecret
) -> SecuredBody:
    """Return the body that may be sent for a provider; arguments are those of :func:`asked_secrets`.

    Raises :class:`CannotWriteError` where a stored secret would be sent to another address and nobody gave
    the one that belongs there.
    """
    if place.type not in SWITCHED:
        return SecuredBody(dict(body))
    filled_in, lacking = dict[str, str](), []
    for secret in asked_secrets(place, present, wanted):
        value = find(secret)
        if value is None:
            lacking.append(secret.field)
        else:
            filled_in[secret.field] = value
    if present is None:
        filled = _with_fields(body, filled_in, leave_out=is_masked)
        return SecuredBody(filled, tuple(lacking), (), tuple(filled_in.values()))
    if lacking:
        raise _cannot_move(place, lacking)
    stored = secret_fields(place.type, present)
    emptied = {name: value for name, value in stored.items() if name in wanted and not wanted[name]}
    kept = {} if _moves(present, wanted) else emptied
    given = {name: wanted[name] for name in stored if name in wanted and not is_masked(wanted[name])}
    values = stored | given | kept | filled_in
    return SecuredBody(_with_fields(body, values), (), tuple(kept), tuple(filled_in.values()))


def wanted_values(type: SettingType, after: Row) -> dict[str, Any]:
    """Return what is wanted of a provider's form by name, its implementation among it."""
    form = wanted_form(type, after)
    kind = (form.get("body") or {}).get("implementation")
    return {**(form.get("fields") or {}), **({"implementation": kind} if kind else {})}


def secret_fields(type: SettingType, row: Row) -> dict[str, Any]:
    """Return the fields of a provider that hold a secret, as they are given: stars, or in clear."""
    values = _values(row.get("fields"))
    hidden = _values(setting_body(type.value, row).get("fields"))
    return {name: values.get(name) for name, value in hidden.items() if is_masked(value)}


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """Return a text without secrets that were sent; an app may quote them in what it says."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def how_to_give(secrets: Iterable[SecretPlace]) -> str:
    """Return how arrtui is given secrets."""
    return f"give {', '.join(secret.variable for secret in secrets)}, or the file of [secrets]"


def is_address(field: str) -> bool:
    """Return whether a field of this name says where a provider is reached."""
    return not _ADDRESS.isdisjoint(word.lower() for word in _WORDS.findall(field))


def _moves(present: Row, wanted: Row) -> bool:
    """Return whether a provider would be reached elsewhere, or become one of another kind."""
    values = _values(present.get("fields"))
    kind = wanted.get("implementation", present.get("implementation"))
    return kind != present.get("implementation") or any(
        is_address(name) and not is_masked(value) and (values.get(name) or "") != (value or "")
        for name, value in wanted.items()
        if name != "implementation"
    )


def _cannot_move(place: ProviderPlace, lacking: Iterable[str]) -> CannotWriteError:
    secrets = [place.secret(name) for name in lacking]
    names = ", ".join(key_words(name) for name in lacking)
    return CannotWriteError(
        f"changing the {place.type.value.replace('_', ' ')} {place.name}",
        why=f"it would be reached at another address, and its stored {names} would be sent there",
        advice=f"Change it in the app, or {how_to_give(secrets)}.",
        instance=place.instance,
    )


def _values(fields: Any) -> dict[str, Any]:
    return dict(_named(fields))


def _named(fields: Any) -> Iterator[tuple[str, Any]]:
    for row in fields if isinstance(fields, list) else ():
        if isinstance(row, dict) and "name" in row:
            yield row["name"], row.get("value")


def _with_fields(body: Row, values: Row, leave_out: Any = None) -> dict[str, Any]:
    """Return a body with values in its form, each row there once; rows with what is left out are dropped."""
    rows = [dict(row) for row in body.get("fields") or ()]
    rows = [{**row, "value": values[row["name"]]} if row.get("name") in values else row for row in rows]
    present = {row.get("name") for row in rows}
    rows += ({"name": name, "value": value} for name, value in values.items() if name not in present)
    if leave_out is not None:
        rows = [row for row in rows if not leave_out(row.get("value"))]
    return {**body, "fields": rows}
