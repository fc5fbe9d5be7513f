"""The qualities of a profile as a guide wants them, out of those that an instance has. Pure.

An app demands each of its qualities exactly once, worst first (ARR_API 2.4). Those that a guide does not name
are kept in their order and not allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from arrtui.core.domain import Setting, SettingType
from arrtui.features.guides.checked import UnreadableError
from arrtui.features.guides.model import ProfileWish, QualityWish

_FIRST_GROUP = 1000
"""The apps number groups from here on."""
Item = dict[str, Any]


class ProfileItems(NamedTuple):
    """The ``items`` of a profile."""

    items: list[Item]
    """Worst first."""
    ids: Mapping[str, int]
    """Name of an allowed quality or group in small letters → the id that a cutoff has."""
    lacking: tuple[str, ...]
    """Qualities of the guide that the instance does not have."""


def instance_qualities(settings: Iterable[Setting]) -> dict[str, dict[str, Any]]:
    """Return the qualities of an instance by name, worst first."""
    definitions = [row.body for row in settings if row.type == SettingType.QUALITY_DEFINITION]
    weighed = sorted(definitions, key=_weight)
    qualities = {
        str(body["quality"].get("name")): body["quality"]
        for body in weighed
        if isinstance(body.get("quality"), dict)
    }
    profiles = [row.body.get("items") for row in settings if row.type == SettingType.QUALITY_PROFILE]
    for items in profiles:
        for item in plain_items(items):
            qualities.setdefault(str(item["quality"].get("name")), item["quality"])
    return qualities


def plain_items(items: Any) -> Iterator[Item]:
    """Yield the qualities of a profile's items, those of groups too."""
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        if isinstance(item.get("quality"), dict):
            yield item
        else:
            yield from plain_items(item.get("items"))


def wanted_items(
    wish: ProfileWish, present: Sequence[Item], qualities: Mapping[str, Mapping[str, Any]]
) -> ProfileItems:
    """Return the items of a profile; ``present`` are those that the instance has of it, if it has it.

    Raises UnreadableError where none of the allowed qualities is left.
    """
    known = {str(item["quality"].get("name")).casefold(): item for item in plain_items(present)}
    for name, quality in qualities.items():
        known.setdefault(name.casefold(), {"quality": dict(quality), "items": [], "allowed": False})
    if not wish.qualities:
        if not present:
            raise UnreadableError("the instance lacks it, and the guide names no qualities of it")
        ids = {_called(item): _id_of(item) for item in present if item.get("allowed")}
        return ProfileItems(list(present), ids, ())
    builder = _ItemBuilder(known, present)
    wanted = [item for quality in wish.qualities for item in builder.wanted(quality)][::-1]
    if not any(item["allowed"] for item in wanted):
        raise UnreadableError("the instance has none of the qualities that it allows")
    unnamed = builder.unnamed([*present, *(known[name] for name in known if name not in builder.present)])
    items = wanted + unnamed if wish.last else unnamed + wanted
    return ProfileItems(items, builder.ids, tuple(builder.lacking))


class _ItemBuilder:
    """Takes qualities out of those that are known, each once."""

    def __init__(self, known: Mapping[str, Item], present: Sequence[Item]) -> None:
        self.ids: dict[str, int] = {}
        self.lacking: list[str] = []
        self.present = {_called(item) for item in plain_items(present)}
        self._known = known
        self._used: set[str] = set()
        self._groups = {_called(item): _id_of(item) for item in present if not item.get("quality")}
        taken = {_id_of(item) for item in known.values()} | set(self._groups.values())
        self._free = (number for number in range(_FIRST_GROUP, _FIRST_GROUP + 10_000) if number not in taken)

    def wanted(self, wish: QualityWish) -> Iterator[Item]:
        """Yield the item of a quality or a group; a group of which one quality is left is that quality."""
        rows = [
            row for name in (wish.members or (wish.name,)) for row in self._take(name, allowed=wish.allowed)
        ]
        if not rows:
            return
        item = rows[0]
        if len(rows) > 1:
            number = self._groups.pop(wish.name.casefold(), 0) or next(self._free)
            item = {"id": number, "name": wish.name, "items": rows[::-1], "allowed": wish.allowed}
        if wish.allowed:
            self.ids.setdefault(wish.name.casefold(), _id_of(item))
        yield item

    def unnamed(self, items: Iterable[Item]) -> list[Item]:
        """Return the items that no wish has taken, not allowed; a group that a wish names is dissolved."""
        left: list[Item] = []
        for item in items:
            if item.get("quality"):
                left += self._take_unused(item)
                continue
            members = [row for member in plain_items(item.get("items")) for row in self._take_unused(member)]
            is_group = len(members) > 1 and _called(item) not in self.ids and _called(item) in self._groups
            left += [{**item, "items": members, "allowed": False}] if is_group else members
        return left

    def _take_unused(self, item: Item) -> Iterator[Item]:
        if _called(item) not in self._used:
            yield from self._take(str(item["quality"].get("name")), allowed=False)

    def _take(self, name: str, *, allowed: bool) -> Iterator[Item]:
        """Yield the item of a quality; none, after noting it, where the instance lacks it."""
        key = name.casefold()
        if key not in self._known:
            self.lacking.append(name)
        elif key not in self._used:
            self._used.add(key)
            yield {**self._known[key], "allowed": allowed}


def _called(item: Mapping[str, Any]) -> str:
    """Return the name of a quality or a group in small letters."""
    quality = item.get("quality")
    return str((quality if isinstance(quality, dict) else item).get("name")).casefold()


def _id_of(item: Mapping[str, Any]) -> int:
    quality = item.get("quality")
    number = (quality if isinstance(quality, dict) else item).get("id")
    return number if isinstance(number, int) else 0


def _weight(definition: Mapping[str, Any]) -> float:
    """Return the place of a quality among all."""
    weight = definition.get("weight")
    return float(weight) if isinstance(weight, int | float) else 0.0
