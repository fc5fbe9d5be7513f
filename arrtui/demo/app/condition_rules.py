"""What the apps ask of the conditions of a custom format (`CustomFormatController`, the specifications)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from arrtui.demo.app.spec import AppSpec
from arrtui.demo.http.errors import broken, failure, refuse_if_any, rule
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.conditions import PATTERNS, condition_kinds, kind_of, specification, values_of
from arrtui.demo.world.tables import languages

Finding = tuple[str, str, Any]
"""Property, message and the value that is named, None if it is not."""


def check_conditions(spec: AppSpec, conditions: list[Obj]) -> None:
    """Apply the rules to the conditions of a format. Raises ApiError 500 or 400, in the apps' order."""
    known = condition_kinds(spec.kind)
    for condition in conditions:
        if kind_of(condition) not in known:
            raise broken(f"{condition.get('implementation')} is not a valid specification implementation")
        if condition.get("fields") is None:
            raise broken("Object reference not set to an instance of an object.")
        pattern = str(values_of(condition).get("value") or "")
        if kind_of(condition) in PATTERNS and pattern.strip() and not _compiles(pattern):
            raise broken("Exception has been thrown by the target of an invocation.")
    if not conditions:
        text = "'Specifications' must not be empty."
        empty = failure("Specifications", text, conditions, "NotEmptyValidator")
        refuse_if_any(
            [*([empty] if spec.checks_conditions_twice else []), rule("Must contain at least one Condition")]
        )
    if any(not (condition.get("name") or "").strip() for condition in conditions):
        refuse_if_any([rule("Condition name(s) cannot be empty or consist of only spaces")])
    refuse_if_any(
        [
            {"isWarning": False, **rule(message, name)} | ({} if value is None else {"attemptedValue": value})
            for condition in conditions
            for name, message, value in _RULES.get(kind_of(condition), _anything)(
                spec, values_of(specification(condition))
            )
        ]
    )


def _compiles(pattern: str) -> bool:
    """Return whether .NET takes a pattern, as far as Python can tell."""
    if "(?P<" in pattern:  # Python's own spelling of a named group
        return False
    try:
        re.compile(pattern.replace("(?<", "(?P<") if re.search(r"\(\?<[A-Za-z]", pattern) else pattern)
    except re.error as error:
        return not str(error).startswith(("missing )", "unterminated", "unbalanced", "nothing to repeat"))
    return True


def _anything(spec: AppSpec, values: Obj) -> Iterator[Finding]:
    return iter(())


def _pattern(spec: AppSpec, values: Obj) -> Iterator[Finding]:
    value = values.get("value")
    if not str(value or "").strip():
        yield "Value", "Regex Pattern must not be empty", value


def _choice(spec: AppSpec, values: Obj) -> Iterator[Finding]:
    if values["value"] == 0:
        yield "Value", "'Value' must not be empty.", 0


def _flag(spec: AppSpec, values: Obj) -> Iterator[Finding]:
    yield from _choice(spec, values)
    flags = [1 << bit for bit, name in enumerate(spec.indexer_flags) if name]
    if values["value"] not in flags:
        yield "Value", f"Invalid indexer flag condition value: {values['value']}", None


def _language(spec: AppSpec, values: Obj) -> Iterator[Finding]:
    if values["value"] not in {language["id"] for language in languages(spec.kind).values()}:
        yield "Value", f"Invalid Language condition value: {values['value']}", None


def _range(spec: AppSpec, values: Obj) -> Iterator[Finding]:
    least, greatest = values["min"], values["max"]
    if least < 0:
        yield "Min", "'Min' must be greater than or equal to '0'.", least
    if greatest <= least:
        yield "Max", f"'Max' must be greater than '{least:g}'.", greatest


_RULES: dict[str, Callable[[AppSpec, Obj], Iterator[Finding]]] = {
    **dict.fromkeys(PATTERNS, _pattern),
    **dict.fromkeys(("Source", "Resolution", "QualityModifier"), _choice),
    "IndexerFlag": _flag,
    "Language": _language,
    "Size": _range,
}
