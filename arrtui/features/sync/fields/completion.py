"""Lay the form of a setting over what the app it goes to has of it: what the form does not know stays. Pure.

Versions of an app keep different things. Sonarr 5 has the size limits of qualities in the ``items`` of its
profiles, where those of Sonarr 4 have none, and takes a limit that a body leaves out as none (ARR_API 2.4).
Which of them a form comes from is known by the version alone, since Sonarr 5 leaves out a limit that is none:
:func:`with_sizes` tells it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from arrtui.core.domain import SettingType
from arrtui.features.sync.model import Fields

Row = Mapping[str, Any]
Items = Sequence[Row]
"""The ``items`` of a quality profile: rows of qualities, and of groups with rows of their own."""
SIZES = ("minSize", "preferredSize", "maxSize")
"""The limits of a quality in a profile, MB a minute; None for no limit."""
_WITH_CONDITIONS = frozenset({SettingType.CUSTOM_FORMAT, SettingType.AUTO_TAG})
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "colonReplacementFormat": ("delete", "dash", "spaceDash", "spaceDashSpace", "smart", "custom"),
    "multiEpisodeStyle": ("extend", "duplicate", "repeat", "scene", "range", "prefixedRange"),
}
"""Choices of the naming, by their numbers: Radarr answers words, Sonarr takes numbers only (R, S
``ColonReplacementFormat``, S ``MultiEpisodeStyle``)."""


def with_sizes(items: Items, *, known: bool) -> list[dict[str, Any]]:
    """Return items that tell every limit of every quality, or none where the app does not know any."""
    completed = []
    for row in items:
        if row.get("items"):
            completed.append({**row, "items": with_sizes(row["items"], known=known)})
        else:
            others = {key: value for key, value in row.items() if key not in SIZES}
            completed.append({**others, **({key: row.get(key) for key in SIZES} if known else {})})
    return completed


def laid_over(
    type_: SettingType, form: Fields, own: Fields, templates: Iterable[Items] = (), *, sizes: bool
) -> Fields:
    """Return a form with what the app's own one has inside its lists and it lacks.

    ``own`` is empty for a setting that the app does not have. ``templates`` are the items of quality profiles
    of the app, the best one first: a profile that is new to it takes from them what they say of the same
    qualities. ``sizes``: the app has size limits in its profiles.
    """
    body, own_body = form.get("body") or {}, own.get("body") or {}
    if type_ is SettingType.QUALITY_PROFILE and body.get("items"):
        own_items = own_body.get("items") or ()
        ids = _group_ids(body["items"], own_items)
        own_ids = [{**row, "id": ids[row["id"]]} if row.get("id") in ids else row for row in body["items"]]
        items = _Qualities.of(own_ids, own_items, templates).complete(own_ids)
        items = items if sizes else with_sizes(items, known=False)
        cutoff = {"cutoff": ids.get(body["cutoff"], body["cutoff"])} if "cutoff" in body else {}
        return {**form, "body": {**body, **cutoff, "items": items}}
    if type_ in _WITH_CONDITIONS and body.get("specifications"):
        conditions = _complete_conditions(body["specifications"], own_body.get("specifications") or ())
        return {**form, "body": {**body, "specifications": conditions}}
    if type_ is SettingType.QUALITY_DEFINITION and sizes:
        # in the profiles, all of which a size written here would change (ARR_API 2.9)
        return {**form, "body": {key: value for key, value in body.items() if key not in SIZES}}
    if type_ is SettingType.NAMING:
        return {**form, "body": {key: _as_own(key, value, own_body.get(key)) for key, value in body.items()}}
    return form


def _group_ids(items: Items, own: Items) -> dict[int, int]:
    """Return the ids that groups have in the app's own profile by their names, where they are others there.

    They are numbers of that profile alone, so that those of two instances mean nothing to each other.
    """
    groups = [row for row in items if row.get("items") and row.get("id")]
    names = Counter(row.get("name") for row in groups)
    own_ids = {row.get("name"): row["id"] for row in own if row.get("items") and row.get("id")}
    ids = {
        row["id"]: own_ids[row.get("name")]
        for row in groups
        if names[row.get("name")] == 1 and row.get("name") in own_ids
    }
    kept = {row["id"] for row in groups} - ids.keys()
    if kept.intersection(ids.values()):
        return {}  # one that is new here has such an id already
    return {number: own_id for number, own_id in ids.items() if number != own_id}


def _as_own(key: str, value: Any, own: Any) -> Any:
    """Return a choice of the naming as a number where the app has numbers, as a word where it has words."""
    words = _CHOICES.get(key, ())
    if isinstance(value, str) and isinstance(own, int) and value in words:
        return words.index(value)
    if isinstance(value, int) and isinstance(own, str) and value in range(len(words)):
        return words[value]
    return value


@dataclass(frozen=True)
class _Qualities:
    """What an app has of qualities and their groups, to complete a profile with."""

    own: Mapping[int, Row]
    """Rows of the profile itself by quality; empty for a new one."""
    templates: Mapping[int, Row]
    """Rows of the profile itself, else of a template, by quality."""
    groups: Mapping[Any, Row]
    """Groups of the profile itself by id and by name."""
    known: frozenset[str]
    """What the source tells of any quality or group: a row of it without this has none."""

    @classmethod
    def of(cls, items: Items, own_items: Items, templates: Iterable[Items]) -> _Qualities:
        """Sort what the source and the app have."""
        own = {_quality_id(row): row for row in _quality_rows(own_items)}
        rows = [row for template in templates for row in _quality_rows(template)]
        # a profile that has lost its limits is no template for another one
        rows.sort(key=lambda row: all(row.get(key) is None for key in SIZES))
        best = {_quality_id(row): row for row in reversed(rows)}
        groups = [row for row in own_items if row.get("items")]
        by_name, by_id = ({row.get(key): row for row in groups} for key in ("name", "id"))
        known = frozenset(key for row in (*items, *_quality_rows(items)) for key in row)
        return cls(own, best | own, by_name | by_id, known)

    def complete(self, items: Items) -> list[dict[str, Any]]:
        """Return items with what they lack; qualities among it, which come first, as the worst ones.

        An app that learnt a quality since refuses a profile without it (``QualityProfileController``).
        """
        present = {_quality_id(row) for row in _quality_rows(items)}
        lacking = [
            {"items": [], **row, "allowed": quality_id in self.own and row.get("allowed", False)}
            for quality_id, row in self.templates.items()
            if quality_id not in present
        ]
        completed: list[dict[str, Any]] = []
        for row in items:
            if members := row.get("items"):
                own = self.groups.get(row.get("id")) or self.groups.get(row.get("name")) or {}
                completed.append({**self._unknown(own), **row, "items": [*map(self._quality, members)]})
            else:
                completed.append(self._quality(row))
        return [*lacking, *completed]

    def _quality(self, row: Row) -> dict[str, Any]:
        template = self.templates.get(_quality_id(row), {})
        # what a quality is called is the app's own
        return {**self._unknown(template), **row, "quality": template.get("quality") or row.get("quality")}

    def _unknown(self, row: Row) -> dict[str, Any]:
        return {key: value for key, value in row.items() if key not in self.known}


def _quality_rows(items: Items) -> Iterator[Row]:
    for item in items:
        for row in item.get("items") or (item,):
            if isinstance(row.get("quality"), Mapping):
                yield row


def _quality_id(row: Row) -> int:
    return int((row.get("quality") or {}).get("id", 0))


def _complete_conditions(conditions: Sequence[Row], own: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the conditions of a custom format with the values that only the app's own ones have."""
    own_fields = {_condition_key(row): row.get("fields") or () for row in own}
    completed = []
    for condition in conditions:
        values = {row["name"]: row for row in condition.get("fields") or ()}
        fields = {row["name"]: row for row in own_fields.get(_condition_key(condition), ())} | values
        completed.append({**condition, "fields": list(fields.values())})
    return completed


def _condition_key(condition: Row) -> tuple[Any, Any]:
    return condition.get("name"), condition.get("implementation")
