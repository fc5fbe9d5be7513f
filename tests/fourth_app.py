"""Two more kinds of app, added by nothing but a descriptor each, in a process of their own.

Whisparr is a Sonarr with other words; Readarr has a Lidarr's three levels, other words and a form of its own.
Their instances are simulated ones of the apps they are like, which give the other name as their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from arrtui.core.apps import APPS, App, Kind, Noun
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate

SIZE = EstateSize(
    radarr=(),
    sonarr=(("main", 4, 40), ("anime", 3, 30)),
    lidarr=(("main", 3, 2, 3), ("second", 3, 2, 3)),
)
LIKE = {"whisparr": "sonarr", "readarr": "lidarr"}
"""Each further kind of app, and the one it is like."""


def _kind(value: str) -> Kind:
    """Make another kind, as one more line of the enumeration would."""
    kind = str.__new__(Kind, value)
    kind._name_, kind._value_ = value.upper(), value
    Kind._member_names_.append(kind.name)
    Kind._member_map_[kind.name] = Kind._value2member_map_[value] = kind
    return kind


def register() -> None:
    """Register both apps; nothing that goes over the register may have been imported before."""
    site, scene = Noun("site", "sites"), Noun("scene", "scenes")
    author, book = Noun("author", "authors"), Noun("book", "books")
    apps: tuple[App, ...] = (
        replace(
            APPS["sonarr"],
            kind=_kind("whisparr"),
            name="Whisparr",
            port=6969,
            title=site,
            child=scene,
            features=frozenset(),
            file_unit="scene",
        ),
        replace(
            APPS["lidarr"],
            kind=_kind("readarr"),
            name="Readarr",
            port=8787,
            title=author,
            child=book,
            features=frozenset(),
            features_off=frozenset(),
            file_unit="book",
            group="Kind",
        ),
    )
    APPS.update((app.kind, app) for app in apps)


@contextmanager
def estate() -> Iterator[dict[str, SimulatedApp]]:
    """Yield the simulated instances by the names they are configured by."""
    with SimulatedEstate(SIZE) as simulated:
        instances = {}
        for kind, like in LIKE.items():
            for app in simulated.apps.values():
                if app.kind == like:
                    app.app_name = APPS[kind].name
                    instances[f"{kind}.{app.name.partition('.')[2]}"] = app
        yield instances


def config_of(folder: Path, instances: dict[str, SimulatedApp]) -> Path:
    """Write a configuration with a pair between the two instances of each kind."""
    path = folder / "config.toml"
    parts = [
        f'[{name}]\nurl = "{app.url}"\napi_key = "{app.api_key}"\nlive = false\n'
        for name, app in instances.items()
    ]
    for kind in LIKE:
        source, target = (name for name in instances if name.startswith(kind))
        parts.append(f'[sync.{kind}]\nsource = "{source}"\ntarget = "{target}"\nmode = "union"\n')
    parts.append(f'[database]\nurl = "sqlite:///{folder / "arrtui.db"}"\n[ui]\nrefresh_minutes = 0\n')
    path.write_text("\n".join(parts))
    path.chmod(0o600)
    return path
