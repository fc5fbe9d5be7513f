"""What a setting means, apart from the ids, the order and the defaults that an app writes it with. Pure.

A meaning is flat: what each fact is about, in words, and its value. Ids are replaced by the names that they
stand for, conditions and tags stand in no order, and what equals the default is left out as what is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from arrtui.core.domain import PROVIDERS, Setting, SettingType, encode
from arrtui.core.masking import MASK, setting_body
from arrtui.core.profiles import parse_profile
from arrtui.core.setting_text import REFERENCES, key_words
from arrtui.core.settings.book import SettingsBook
from arrtui.core.settings.conditions import condition_of
from arrtui.core.settings.identity import plain_path
from arrtui.core.settings.rows import quality_name, rows_of

Meaning = dict[str, Any]
"""What a fact is about → its value: a text, a number, True, a tuple of texts, or a condition."""
KEPT_SECRET = "kept secret"  # noqa: S105  # says that there is one
"""What stands for a secret: neither side's is known, so that it is never compared."""
ORDER = "order of qualities"

_LEFT_OUT: Mapping[SettingType, frozenset[str]] = {
    SettingType.TAG: frozenset({"label"}),
    SettingType.ROOT_FOLDER: frozenset(
        {"path", "accessible", "freeSpace", "totalSpace", "unmappedFolders", "isEmpty"}
    ),
    SettingType.REMOTE_PATH_MAPPING: frozenset({"host", "remotePath"}),
    SettingType.CUSTOM_FILTER: frozenset({"type", "label"}),
    SettingType.QUALITY_DEFINITION: frozenset({"quality", "weight"}),
    SettingType.DELAY_PROFILE: frozenset({"tags", "order"}),
}
"""Keys that identify a setting, or that the app counts by itself."""
_ALWAYS_LEFT_OUT = frozenset({"id", "name", "implementationName", "configContract", "infoLink", "presets"})
_DEFAULTS: Mapping[str, Any] = {"minUpgradeFormatScore": 1, "minSize": 0}
"""What a key means where the app leaves it out; of others nothing, no and empty are the same."""


def meaning_of(setting: Setting, book: SettingsBook) -> Meaning:
    """Return what a setting means."""
    type = SettingType(setting.type)
    body: Mapping[str, Any] = setting.body
    if type in PROVIDERS:
        body = setting_body(type.value, body)
    left_out = _ALWAYS_LEFT_OUT | _LEFT_OUT.get(type, frozenset())
    if type is SettingType.ROOT_FOLDER:
        left_out -= {"name"}  # its path identifies it
    meaning: Meaning = {}
    for key, value in body.items():
        if key in left_out:
            continue
        default = _DEFAULTS.get(key)
        for about, fact in _READERS.get(key, _plain_fact)(key, value, setting, book):
            says_nothing = not fact and (fact is None or fact is False or fact in ("", ()))
            if says_nothing or fact == default:
                continue
            if about in meaning:
                _put(meaning, about, fact)
            else:
                meaning[about] = fact
    return meaning


def plain_meaning(value: Any) -> Any:
    """Return a value without the order of its parts, and a secret as :data:`KEPT_SECRET`."""
    if isinstance(value, list):
        return tuple(sorted((plain_meaning(part) for part in value), key=repr))
    if isinstance(value, dict):
        return KEPT_SECRET if MASK in value.values() else encode(value)
    return KEPT_SECRET if value == MASK else value


def _put(meaning: Meaning, about: str, fact: Any) -> None:
    """Add a fact; a second one about the same is numbered."""
    number, numbered = 1, about
    while numbered in meaning:
        number += 1
        numbered = f"{about} ({number})"
    meaning[numbered] = fact


_Fact = tuple[str, Any]
_words = lru_cache(4096)(key_words)


def _plain_fact(key: str, value: Any, _: Setting, book: SettingsBook) -> Iterator[_Fact]:
    """Yield the fact of a key; of an object with a name that name, of another one the facts of its keys."""
    words = key_words(key)
    if not isinstance(value, dict):
        yield words, plain_path(value) if key.endswith("Path") else plain_meaning(value)
    elif "name" in value:
        yield words, value["name"]
    else:
        yield from ((f"{words} {key_words(part)}", plain_meaning(inner)) for part, inner in value.items())


def _references(key: str, value: Any, _: Setting, book: SettingsBook) -> Iterator[_Fact]:
    yield key_words(key).removesuffix(" id"), book.references(key, value or [])


def _fields(_: str, rows: Any, setting: Setting, book: SettingsBook) -> Iterator[_Fact]:
    """Yield the fields of a provider's form."""
    for row in rows_of(rows):
        yield _words(str(row.get("name"))), plain_meaning(row.get("value"))


def _scores(_: str, rows: Any, setting: Setting, book: SettingsBook) -> Iterable[_Fact]:
    """Return what each format counts in a profile; a score of 0 says nothing.

    The apps add the scores of a format that a profile names twice (ARR_API 2.4).
    """
    scores: dict[str, int] = {}
    words = book.score_words
    for row in rows_of(rows):
        score = row.get("score")
        if not score or not isinstance(score, int):
            continue
        number = row.get("format")
        if isinstance(number, int):
            about = words.get(number) or f"score of {row.get('name') or f'#{number}'}"
            scores[about] = scores.get(about, 0) + score
    return scores.items()


def _conditions(_: str, rows: Any, setting: Setting, book: SettingsBook) -> Iterator[_Fact]:
    """Yield the conditions of a format or an auto tag by name; those of one name in the order of meaning."""
    conditions = [(str(row.get("name") or ""), condition_of(row, book)) for row in rows_of(rows)]
    for name, condition in sorted(conditions, key=repr):
        yield f"condition {name}", condition


def _filters(_: str, rows: Any, setting: Setting, book: SettingsBook) -> Iterator[_Fact]:
    """Yield what a filter asks for; all of it must be so, in any order."""
    facts = []
    for row in rows_of(rows):
        key, value = str(row.get("key") or ""), row.get("value")
        named = book.references(key, value) if key in REFERENCES else plain_meaning(value)
        facts.append((key_words(key), (str(row.get("type") or ""), named)))
    yield from sorted(facts, key=repr)


def _allowed(key: str, rows: Any, setting: Setting, book: SettingsBook) -> Iterator[_Fact]:
    """Yield which kinds of album a metadata profile allows, by the ids that are the same on every instance.

    What a list leaves out is not allowed (LIDARR_API 2.4).
    """
    allowed = (row for row in rows_of(rows) if row.get("allowed") is True)
    kinds = [next((value for value in row.values() if isinstance(value, dict)), {}) for row in allowed]
    kinds.sort(key=lambda kind: kind.get("id") or 0)
    yield key_words(key), tuple(str(kind.get("name")) for kind in kinds)


class _Labels(NamedTuple):
    """What the places of a profile are called; of two groups of one name the second is numbered."""

    names: tuple[str, ...]
    by_id: Mapping[int, str]


def _qualities(_: str, items: Any, setting: Setting, book: SettingsBook) -> Iterator[_Fact]:
    """Yield the order of a profile's qualities and groups, and what it says of each."""
    labels = _labels(setting.body)
    yield ORDER, labels.names
    for name, row in zip(labels.names, rows_of(items), strict=True):
        yield f"{name} allowed", row.get("allowed")
        members = rows_of(row.get("items"))
        if not row.get("quality"):
            yield f"{name} holds", tuple(sorted(quality_name(member) for member in members))
        for member in members:
            # a member's own permission may differ from its group's and is kept (ARR_API 2.4)
            yield f"{quality_name(member)} allowed in {name}", member.get("allowed") is True
        yield from _limits(members or [row])


def _limits(rows: Iterable[Mapping[str, Any]]) -> Iterator[_Fact]:
    """Yield the sizes that Sonarr 5 keeps in profiles."""
    for row in rows:
        for key in ("minSize", "preferredSize", "maxSize"):
            if row.get(key) is not None:
                yield f"{key_words(key)} of {quality_name(row)}", row[key]


def _cutoff(key: str, value: Any, setting: Setting, book: SettingsBook) -> Iterator[_Fact]:
    number = value if isinstance(value, int) else 0
    yield key, _labels(setting.body).by_id.get(number, f"#{value}")


def _labels(body: Mapping[str, Any]) -> _Labels:
    taken: Meaning = {}
    places = parse_profile({"items": body.get("items")}).places
    for place in places:
        _put(taken, f"group {place.name}" if place.members else place.name, place)
    names = tuple(taken)
    return _Labels(names, {place.ids[0]: name for name, place in taken.items() if place.ids})


_READERS: Mapping[str, Callable[[str, Any, Setting, SettingsBook], Iterable[_Fact]]] = {
    **dict.fromkeys(REFERENCES, _references),
    "fields": _fields,
    "formatItems": _scores,
    "specifications": _conditions,
    "filters": _filters,
    "items": _qualities,
    **dict.fromkeys(("primaryAlbumTypes", "secondaryAlbumTypes", "releaseStatuses"), _allowed),
    "cutoff": _cutoff,
}
"""What reads a key whose value means more than it says."""
