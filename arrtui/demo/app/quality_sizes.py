"""Size limits of qualities, MB a minute: of the definitions, and since Sonarr 5 of each profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from arrtui.demo.http.errors import failure
from arrtui.demo.http.wire import Obj, without_nulls

SIZES = ("minSize", "preferredSize", "maxSize")
_NAMES = {"MinSize": "Min Size", "PreferredSize": "Preferred Size", "MaxSize": "Max Size"}


def size_failures(sized: Obj, ceiling: int, prefix: str = "") -> list[Obj]:
    """Return the broken rules of sizes: 0 ≤ least ≤ preferred ≤ greatest ≤ ceiling.

    `prefix` stands before the names of the properties.
    """
    least, preferred, greatest = (sized.get(key) for key in SIZES)
    return [
        *_at_least(prefix, "MinSize", least, 0),
        *_at_most(prefix, "MinSize", least, preferred if preferred is not None else greatest),
        *_at_least(prefix, "PreferredSize", preferred, least),
        *_at_most(prefix, "PreferredSize", preferred, greatest),
        *_at_least(prefix, "MaxSize", greatest, preferred if preferred is not None else least),
        *_at_most(prefix, "MaxSize", greatest, ceiling),
    ]


def _at_least(prefix: str, name: str, value: float | None, other: float | None) -> list[Obj]:
    if value is None or other is None or value >= other:
        return []
    text = f"'{_NAMES[name]}' must be greater than or equal to '{other:g}'."
    return [failure(f"{prefix}{name}", text, value, "GreaterThanOrEqualTo", **_compared(other))]


def _at_most(prefix: str, name: str, value: float | None, other: float | None) -> list[Obj]:
    if value is None or other is None or value <= other:
        return []
    text = f"'{_NAMES[name]}' must be less than or equal to '{other:g}'."
    return [failure(f"{prefix}{name}", text, value, "LessThanOrEqualTo", **_compared(other))]


def _compared(other: float) -> Obj:
    return {"comparisonValue": other, "comparisonProperty": ""}


def sized_items(items: Iterable[Obj]) -> Iterator[Obj]:
    """Return every quality of a profile's items, those inside groups too."""
    for item in items:
        yield from item["items"] if item.get("items") else [item]


def set_sizes(profiles: Iterable[Obj], sizes: Mapping[int, Obj]) -> None:
    """Give qualities their sizes, by their ids, in all profiles."""
    for profile in profiles:
        for item in sized_items(profile["items"]):
            if item["quality"]["id"] in sizes:
                for key in SIZES:
                    item.pop(key, None)
                item |= without_nulls(sizes[item["quality"]["id"]])


def stored_items(items: list[Obj], *, with_sizes: bool) -> list[Obj]:
    """Return items as a profile keeps them: what it does not know is dropped, a size left out is none."""
    members = ("quality", "name", "allowed", "id", *(SIZES if with_sizes else ()))
    return [
        {
            **{key: item[key] for key in members if item.get(key) is not None},
            "items": stored_items(item.get("items") or [], with_sizes=with_sizes),
        }
        for item in items
    ]
