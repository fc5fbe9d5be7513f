"""What is special of the forms of providers: secrets that nobody is given, and switches. Pure."""

from __future__ import annotations

from arrtui.core.domain import SWITCHED as SWITCHED
from arrtui.core.setting_text import switches_of
from arrtui.features.sync.fields.setting_forms import is_masked
from arrtui.features.sync.model import Fields


def masked_fields(form: Fields) -> list[str]:
    """Return the names of the fields that are kept back as secrets."""
    return [name for name, value in (form.get("fields") or {}).items() if is_masked(value)]


def lacking_secrets(form: Fields, present: Fields) -> list[str]:
    """Return the names of the fields that are secrets in a form and have no value in another one."""
    values = present.get("fields") or {}
    return [name for name in masked_fields(form) if name in values and values[name] in (None, "", [])]


def switched_off(form: Fields) -> Fields:
    """Return a form of a provider with all its switches off."""
    body = form.get("body") or {}
    return {**form, "body": {**body, **dict.fromkeys(switches_of(body), False)}}


def without_switches(form: Fields) -> Fields:
    """Return a form of a provider that does not tell how its switches are."""
    body = form.get("body") or {}
    switches = switches_of(body)
    return {**form, "body": {key: value for key, value in body.items() if key not in switches}}
