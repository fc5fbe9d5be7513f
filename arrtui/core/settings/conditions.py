"""Conditions of formats and auto tags by what they ask for, and their translation between apps. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from arrtui.core.apps import APPS
from arrtui.core.apps.vocabularies import Vocabulary
from arrtui.core.domain import SettingType
from arrtui.core.setting_text import fact_text, key_words
from arrtui.core.settings.book import SettingsBook
from arrtui.core.settings.identity import plain_path
from arrtui.core.settings.rows import rows_of

_PATTERNS = frozenset({"ReleaseTitle", "ReleaseGroup", "Edition"})
"""Conditions whose value is a text, and stays one even where it looks like a number."""
_NUMBERS = frozenset(
    (
        *("Language", "Source", "Resolution", "QualityModifier", "IndexerFlag", "ReleaseType"),
        *("Size", "Year"),
    )
)
"""Conditions of formats whose values are numbers, which the apps take written as texts too (ARR_API 2.4)."""
_SOURCES = {"tv": "television", "webdl": "web"}
"""Radarr's names of sources that Sonarr has under another one."""
_NAMES_OF = {"Source": "source", "Language": "language", "IndexerFlag": "indexer flag"}


class ConditionMeaning(NamedTuple):
    """What a condition asks for, by names."""

    implementation: str
    """Without ``Specification``."""
    negate: bool
    required: bool
    fields: tuple[tuple[str, Any], ...]
    """Names and values, sorted, without those that say nothing."""

    def __str__(self) -> str:
        values = (
            fact_text(value) if name == "value" else f"{key_words(name)} {fact_text(value)}"
            for name, value in self.fields
        )
        text = " ".join(filter(None, (key_words(self.implementation), ", ".join(values))))
        text = f"not {text}" if self.negate else text
        return f"{text}, required" if self.required else text


def condition_of(specification: Mapping[str, Any], book: SettingsBook) -> ConditionMeaning:
    """Return what a condition asks for; its fields may be a list or a mapping."""
    implementation = str(specification.get("implementation") or "").removesuffix("Specification")
    fields = specification.get("fields") or {}
    if not isinstance(fields, Mapping):
        fields = {str(row.get("name")): row.get("value") for row in rows_of(fields)}
    read = [
        (name, value if implementation in _PATTERNS else _value(implementation, name, value, book))
        for name, value in fields.items()
    ]
    kept = [(name, value) for name, value in read if value is not False and value not in (None, "", ())]
    return ConditionMeaning(
        implementation,
        specification.get("negate") is True,
        specification.get("required") is True,
        tuple(sorted(kept) if len(kept) > 1 else kept),
    )


def with_names(specifications: Iterable[Mapping[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Return conditions as an app writes them, with the names of its own lists in place of their numbers."""
    return [_with_name(specification, APPS[kind].vocabulary) for specification in specifications]


def _with_name(specification: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    implementation = str(specification.get("implementation") or "").removesuffix("Specification")
    rows = [
        {**row, "value": _listed_name(implementation, number, vocabulary)}
        if row.get("name") == "value" and type(number := as_number(implementation, row.get("value"))) is int
        else row
        for row in rows_of(specification.get("fields"))
    ]
    return {**specification, "fields": rows}


def as_number(implementation: str, value: Any) -> Any:
    """Return the value of a condition as the app reads it back: a number that is written as a text as one."""
    is_text = isinstance(value, str) and value.strip().removeprefix("-").isdecimal()
    return int(value) if is_text and implementation.removesuffix("Specification") in _NUMBERS else value


def translated(condition: ConditionMeaning, other: str) -> tuple[ConditionMeaning, str]:
    """Return a condition by the names that both kinds of app share, and why the other one lacks it.

    The reason is empty where it has it.
    """
    app, implementation = APPS[other].name, condition.implementation
    if implementation not in APPS[other].vocabulary.implementations:
        return condition, f"{app} has no condition on {key_words(implementation)}"
    if implementation not in _NAMES_OF:
        return condition, ""
    known = _shared_names(implementation, other)
    fields = dict(condition.fields)
    fields["value"] = value = _shared_name(implementation, str(fields.get("value")))
    lack = "" if value in known else f"{app} has no {_NAMES_OF[implementation]} {value}"
    return condition._replace(fields=tuple(sorted(fields.items()))), lack


def translated_specification(
    specification: Mapping[str, Any], book: SettingsBook, other: str
) -> tuple[dict[str, Any], str]:
    """Return a condition of a format as another kind of app writes it, and why that one lacks it.

    Source, language, flag and modifier have other numbers there; the reason is empty where it has them.
    """
    condition, lack = translated(condition_of(specification, book), other)
    written = dict(specification)
    if lack or condition.implementation not in _NAMES_OF:
        return written, lack
    number = _number(condition.implementation, str(dict(condition.fields).get("value")), other)
    fields = written.get("fields") or {}
    if isinstance(fields, Mapping):
        written["fields"] = {**fields, "value": number}
    else:
        written["fields"] = [
            {**row, "value": number} if row.get("name") == "value" else row for row in rows_of(fields)
        ]
    return written, ""


def _number(implementation: str, name: str, kind: str) -> int:
    """Return the number that a kind of app has for a name that both share, which it must have."""
    vocabulary = APPS[kind].vocabulary
    numbers: Mapping[str, Iterable[tuple[str, int]]] = {
        "Source": ((known, number) for number, known in enumerate(vocabulary.sources)),
        "Language": ((known, number) for number, known in vocabulary.languages.items()),
        "IndexerFlag": vocabulary.flags.items(),
    }
    return next(
        number for known, number in numbers[implementation] if _shared_name(implementation, known) == name
    )


@cache
def _shared_names(implementation: str, kind: str) -> frozenset[str]:
    """Return what the list of a kind of app has, by the names that the apps share."""
    vocabulary = APPS[kind].vocabulary
    lists: Mapping[str, Any] = {
        "Source": vocabulary.sources,
        "Language": vocabulary.languages.values(),
        "IndexerFlag": vocabulary.flags,
    }
    return frozenset(_shared_name(implementation, name) for name in lists[implementation])


def _shared_name(implementation: str, name: str) -> str:
    if implementation == "Source":
        return _SOURCES.get(name, name)
    return name.removeprefix("g_") if implementation == "IndexerFlag" else name


def _value(implementation: str, name: str, value: Any, book: SettingsBook) -> Any:
    """Return the value of a field: a number by its name, where the app's lists have it; a list unordered."""
    if isinstance(value, list):
        return tuple(sorted(map(str, value)))
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal():
        value = int(value)  # the apps take a number written as a text (ARR_API 2.4)
    if name in ("min", "max"):
        return value or None
    if implementation == "RootFolder":
        return plain_path(value)
    is_number = name == "value" and isinstance(value, int) and not isinstance(value, bool)
    if not is_number:
        return value
    if implementation in _OWN:
        return book.name_of(_OWN[implementation], value)
    return _listed_name(implementation, value, book.vocabulary)


def _place(names: tuple[str, ...], number: int) -> str | int:
    return names[number] if 0 <= number < len(names) else number


def _language(number: int, vocabulary: Vocabulary) -> str | int:
    return vocabulary.languages.get(number, number)


def _listed_name(implementation: str, number: int, vocabulary: Vocabulary) -> str | int:
    """Return what the number of a condition stands for in an app's own lists; itself where in none."""
    namer = _NAMERS.get(implementation)
    return namer(number, vocabulary) if namer else number


_NAMERS: Mapping[str, Callable[[int, Vocabulary], str | int]] = {
    "Source": lambda number, vocabulary: _place(vocabulary.sources, number),
    "QualityModifier": lambda number, vocabulary: _place(vocabulary.modifiers, number),
    "ReleaseType": lambda number, vocabulary: _place(vocabulary.release_types, number),
    "IndexerFlag": lambda number, vocabulary: next(
        (name for name, bit in vocabulary.flags.items() if bit == number), number
    ),
    "Language": _language,
    "OriginalLanguage": _language,
}
"""Conditions whose number stands for a name in the app's own lists."""
_OWN = {"Tag": SettingType.TAG, "QualityProfile": SettingType.QUALITY_PROFILE}
"""Conditions whose number is the id of another setting."""
