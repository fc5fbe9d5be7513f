"""Check the conditions of a custom format or an auto tag. Pure.

Source: R and S ``CustomFormatController``, ``AutoTaggingController``, ``ClientSchema/SchemaBuilder`` and the
validators of ``…Specification``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from arrtui.core.apps import TITLE_PROFILES
from arrtui.core.domain import SettingType
from arrtui.core.matching.patterns import refused_by_dotnet
from arrtui.features.sync.apply.app_lists import AppLists, Row, WriteRefusal, named_values, whole

_PATTERNS = frozenset({"ReleaseTitle", "ReleaseGroup", "Edition"})
_NOT_ZERO = frozenset({"Source", "Resolution", "QualityModifier", "IndexerFlag"})
"""Conditions whose value 0 counts as empty, as does what is no whole number."""
_CHOSEN = frozenset({"Language", "OriginalLanguage", "IndexerFlag"})
"""Conditions of which a value outside the app's own list does harm, or never holds."""
_REFERRING = {"Tag": SettingType.TAG, **{profile.key: profile.type for profile in TITLE_PROFILES}}
"""Conditions whose value is the id of another setting."""
_CORRECT = "Correct the condition."


def condition_refusals(type: SettingType, body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield why a setting that has conditions must not be sent."""
    conditions = body.get("specifications")
    if not isinstance(conditions, list) or not conditions:
        yield WriteRefusal("it has no condition", "Give it one.")
        return
    for condition in conditions:
        for refusal in _condition(condition, lists, is_format=type is SettingType.CUSTOM_FORMAT):
            yield refusal._replace(why=f"of its condition {condition.get('name')!r} {refusal.why}")


def _condition(condition: Row, lists: AppLists, *, is_format: bool) -> Iterator[WriteRefusal]:
    """Yield what is wrong with a condition; what is yielded goes on a sentence that names it."""
    implementation = str(condition.get("implementation") or "")
    if not str(condition.get("name") or "").strip():
        yield WriteRefusal("the name is empty", "Name the condition.")
    if not isinstance(condition.get("fields"), list):
        yield WriteRefusal("the fields are no list", "Plan again.")
        return
    if lists.templates is not None and implementation not in lists.templates:
        kind = implementation or "left out"
        yield WriteRefusal(f"the kind is {kind}, which {lists.app} does not have", _CORRECT)
        return
    values = named_values(condition["fields"])
    kind = implementation.removesuffix("Specification")
    if is_format:
        yield from _format_value(kind, values)
    yield from _choice(kind, values, (lists.templates or {}).get(implementation, {}), lists)
    yield from _reference(kind, values, lists)


def _format_value(kind: str, values: Row) -> Iterator[WriteRefusal]:
    value = values.get("value")
    if kind in _PATTERNS:
        text = str(value or "")
        if not text.strip():
            yield WriteRefusal("the pattern is empty", _CORRECT)
        elif why := refused_by_dotnet(text):
            yield WriteRefusal(f"the pattern is none that .NET takes ({why})", "Correct the pattern.")
    elif kind in _NOT_ZERO and not whole(value):
        yield WriteRefusal(f"the value {value!r} counts as empty", _CORRECT)
    elif kind == "Size":
        low, high = (_number(values.get(key)) for key in ("min", "max"))
        if low is not None and high is not None and (low < 0 or high <= low):
            yield WriteRefusal(f"the sizes {low:g} to {high:g} GB hold nothing", _CORRECT)


def _choice(kind: str, values: Row, template: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield that a value is none of those that the app offers."""
    if kind not in _CHOSEN:
        return
    number = whole(values.get("value"))
    offered = _options(template)
    if not offered and kind != "IndexerFlag" and lists.languages is not None:
        offered = frozenset(lists.languages)
    if offered and number not in offered:
        noun = "flag" if kind == "IndexerFlag" else "language"
        yield WriteRefusal(f"the {noun} {values.get('value')!r} is none that {lists.app} has", _CORRECT)


def _reference(kind: str, values: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield that a setting which a condition names by its id is not there."""
    value: Any = values.get("value")
    if kind in _REFERRING:
        type = _REFERRING[kind]
        ids = lists.ids(type)
        if ids is not None and whole(value) not in ids:
            yield WriteRefusal(
                f"the {type.value.replace('_', ' ')} {value!r} is not there", "Create it first."
            )
    elif kind == "RootFolder" and SettingType.ROOT_FOLDER in lists.rows:
        paths = {str(row.get("path")).rstrip("/\\") for row in lists.rows[SettingType.ROOT_FOLDER]}
        if str(value or "").rstrip("/\\") not in paths:
            yield WriteRefusal(f"the root folder {value} is not there", "Add the root folder first.")


def _options(template: Row) -> frozenset[int]:
    """Return the numbers that the app offers for the value of a condition; none where it does not say."""
    for row in template.get("fields") or ():
        if row.get("name") == "value":
            options = row.get("selectOptions") or ()
            return frozenset(option["value"] for option in options if isinstance(option.get("value"), int))
    return frozenset()


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
