"""What it takes to compare all settings of five instances, against decoding them.

``python -m tests.bench.settings REPEAT FOLDER`` is the process that does both, on a database of its own: five
Radarr with a guide's 240 formats of eight conditions, ten profiles that score all of them, and 30 providers.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec

from arrtui.core.apps import app_of
from arrtui.core.domain import EntityType, Setting, SettingType
from arrtui.core.memory import not_collecting
from arrtui.db import snapshots
from arrtui.db.database import Database
from arrtui.db.records import stored_docs
from arrtui.db.snapshots import SnapshotRow
from arrtui.runtime.settings import SettingsServices
from tests.bench.children import python, run
from tests.bench.estate import Estate
from tests.bench.loops import timed
from tests.bench.report import Row
from tests.db.samples import store

BUDGET = 0.1
"""Seconds."""
INSTANCES = tuple(f"radarr.{number}" for number in range(5))
FORMATS, CONDITIONS, PROFILES, QUALITIES, PROVIDERS, TAGS = 240, 8, 10, 30, 10, 30


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Compare in a process of its own; how many settings differ is in the JSON."""
    folder = estate.folder / "settings"
    folder.mkdir(exist_ok=True)
    command = python("-m", "tests.bench.settings", str(repeat), str(folder))
    figures = run(command, estate.folder / "errors").output
    yield Row(
        what="all settings of five instances compared",
        unit="s",
        samples=tuple(figures["ours"]),
        floors=tuple(figures["least"]),
        budget=BUDGET,
        detail=figures["counts"],
    )


def _format(number: int, place: int) -> dict[str, Any]:
    """Return a format; each instance has another pattern in some of them."""
    changed = place if number % 20 == 0 else 0
    conditions = [
        {
            "name": f"condition {index}",
            "implementation": f"{'Source' if index == 7 else 'ReleaseTitle'}Specification",
            "negate": index % 3 == 0,
            "required": index % 4 == 0,
            "fields": [
                {"name": "value", "value": 7 if index == 7 else rf"\b(GROUP{number}|{index}{changed})\b"}
            ],
        }
        for index in range(CONDITIONS)
    ]
    return {"name": f"Format {number:03}", "specifications": conditions}


def _profile(number: int, first_id: int) -> dict[str, Any]:
    """Return a profile that scores every format."""
    qualities = range(QUALITIES)
    return {
        "name": f"Profile {number}",
        "upgradeAllowed": True,
        "cutoff": QUALITIES - 1,
        "items": [
            {"quality": {"id": quality, "name": f"Quality {quality}"}, "items": [], "allowed": quality > 9}
            for quality in qualities
        ],
        "formatItems": [
            {"format": first_id + index, "name": f"Format {index:03}", "score": 10 * (index % 7)}
            for index in range(FORMATS)
        ],
        "cutoffFormatScore": 10_000,
    }


def _provider(number: int, first_id: int) -> dict[str, Any]:
    fields = [{"name": f"field{index}", "value": f"value {index}"} for index in range(14)]
    secret = {"name": "apiKey", "value": "********", "privacy": "apiKey"}
    tags = [first_id + number, first_id + number + 1]
    return {
        "name": f"Provider {number}",
        "implementation": "Torznab",
        "fields": [*fields, secret],
        "tags": tags,
    }


def _settings(place: int) -> Iterator[Setting]:
    """Yield the settings of an instance, with ids of its own."""
    first_id = 1 + 1_000 * place
    sizes = {"minSize": 1.5, "maxSize": 100.0}
    bodies: dict[SettingType, list[dict[str, Any]]] = {
        SettingType.CUSTOM_FORMAT: [_format(number, place) for number in range(FORMATS)],
        SettingType.QUALITY_PROFILE: [_profile(number, first_id) for number in range(PROFILES)],
        SettingType.QUALITY_DEFINITION: [
            {"quality": {"id": number, "name": f"Quality {number}"}, **sizes} for number in range(QUALITIES)
        ],
        SettingType.TAG: [{"label": f"tag {number}"} for number in range(TAGS)],
        SettingType.NAMING: [{"standardMovieFormat": "{Movie Title}"}],
        SettingType.MEDIA_MANAGEMENT: [{"recycleBin": "/bin"}],
    }
    for type in (SettingType.INDEXER, SettingType.IMPORT_LIST, SettingType.NOTIFICATION):
        bodies[type] = [_provider(number, first_id) for number in range(PROVIDERS)]
    for type, rows in bodies.items():
        for number, body in enumerate(rows, first_id):
            name = str(body.get("name") or body.get("label") or "")
            yield Setting(id=number, type=type.value, name=name, body={"id": number, **body})


def main(repeat: int, folder: Path) -> None:
    """Print the seconds of each and the counts, as JSON."""
    database = Database.open(f"sqlite:///{folder / 'settings.db'}")
    for place, name in enumerate(INSTANCES):
        instance_id = store(database, name, *_settings(place))
        with database.writing():
            snapshots.insert_snapshot(instance_id, SnapshotRow(taken_at=1.0))
    config: Any = SimpleNamespace(instance=lambda name: SimpleNamespace(name=name, kind=app_of(name).kind))
    services = SettingsServices(lambda: config, database, lambda: 1.0, lambda: None)
    decoder = msgspec.json.Decoder(Setting)

    def least() -> list[Setting]:
        with not_collecting():
            sides = (database.read_sync(stored_docs, number, EntityType.SETTING) for number in range(1, 6))
            return [decoder.decode(doc) for docs in sides for doc in docs.values()]

    def ours() -> None:
        cells = asyncio.run(services.matrix(INSTANCES, INSTANCES[0])).cells.values()
        counts.update(same=sum(cell.same for cell in cells), differs=sum(cell.differs for cell in cells))

    counts: dict[str, int] = {}
    figures: dict[str, Any] = {"ours": [], "least": [], "counts": counts}
    for _ in range(repeat):
        figures["least"].append(timed(least))
        figures["ours"].append(timed(ours))
    database.close()
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
