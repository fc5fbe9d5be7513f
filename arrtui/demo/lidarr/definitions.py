"""Lidarr's size limits of qualities, in kilobits a second (`Quality.DefaultQualityDefinitions`)."""

from __future__ import annotations

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import qualities

_LIMITS = """
1:350:195 2:10:5 3:20:15 4:30:25 5:40:35 6:45:40 7:55:50 8:65:60 9:75:70 10:95:90 11:110:95
12:125:95 13:140:95 14:175:95 14:175:95 15:210:95 15:210:95 15:210:95 15:350:195 16:245:95 17:245:95
18:280:95 18:280:95 18:280:95 18:280:95 19:350:195 19:350:195 20:350:195 20:350:195 20:350:195
21:550:295 22:-:895 22:-:895 22:-:895 22:-:895 23:-:895 23:-:895 24:-:895
"""
"""Weight, greatest and preferred size of each quality, worst first; lossless ones have no greatest."""
_GROUPS = (
    ("Trash Quality Lossy", range(2, 11)),
    ("Poor Quality Lossy", range(11, 15)),
    ("Low Quality Lossy", range(15, 17)),
    ("Mid Quality Lossy", range(17, 19)),
    ("High Quality Lossy", range(19, 22)),
    ("Lossless", range(22, 24)),
)
"""Groups of a profile to start from, with the weights of their qualities."""


def grouped_items(items: list[Obj], first_group: int) -> list[Obj]:
    """Return the items of a profile to start from, which come in the order of the definitions."""
    weights = {row["quality"]["id"]: row["weight"] for row in default_definitions()}
    grouped: list[Obj] = []
    for item in ({key: value for key, value in row.items() if key != "id"} for row in items):
        weight = weights[item["quality"]["id"]]
        place = next((place for place, (_, members) in enumerate(_GROUPS) if weight in members), None)
        if place is None:
            grouped.append(item)
        elif grouped[-1].get("id") == first_group + place:
            grouped[-1]["items"].append(item)
        else:
            name = _GROUPS[place][0]
            grouped.append({"id": first_group + place, "name": name, "items": [item], "allowed": False})
    return grouped


def default_definitions() -> list[Obj]:
    """Return the definition of each quality."""
    rows: list[Obj] = []
    pairs = zip(qualities("lidarr").items(), _LIMITS.split(), strict=True)
    for number, ((name, quality), limits) in enumerate(pairs, 1):
        weight, greatest, preferred = limits.split(":")
        row: Obj = {"id": number, "quality": quality, "title": name, "weight": int(weight), "minSize": 0}
        row |= {} if greatest == "-" else {"maxSize": int(greatest)}
        rows.append(row | {"preferredSize": int(preferred)})
    return rows
