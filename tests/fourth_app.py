"""Two more kinds of app, added by nothing but a descriptor each, in a process of their own.

Whisparr is a Sonarr with other words; Readarr has a Lidarr's three levels, other words and a form of its own.
Their instances are simulated ones of the apps they are like, which give the other name as their own.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import click

from arrtui.core.apps import APPS, App, Kind, Noun
from arrtui.core.art_layouts import ArtLayout, TitleForm
from arrtui.core.artwork import ArtKind
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate

_Enum = TypeVar("_Enum", bound=StrEnum)
SIZE = EstateSize(
    radarr=(),
    sonarr=(("main", 2, 20),),
    lidarr=(("main", 3, 2, 3), ("second", 2, 2, 3)),
)
TASKS = (
    ("check",),
    ("backup",),
    ("list", "sites"),
    ("list", "scenes"),
    ("list", "authors"),
    ("list", "books"),
    ("plan", "authors"),
    ("scores",),
    ("settings", "compare", "whisparr.main", "readarr.main"),
    ("loops",),
)
VIEWS = {"pane 1": ("1",), "pane 2": ("2",), "a site": ("enter",), "an author": ("escape", "G", "enter")}
"""What is shown of the terminal app, and the keys that lead there."""
LIKE = {"whisparr": "sonarr", "readarr": "lidarr"}
"""Each further kind of app, and the one it is like."""


def _member(enumeration: type[_Enum], value: str) -> _Enum:
    """Make another member, as one more line of the enumeration would."""
    member = str.__new__(enumeration, value)
    member._name_, member._value_ = value.upper(), value
    enumeration._member_names_.append(member.name)
    enumeration._member_map_[member.name] = enumeration._value2member_map_[value] = member
    return member


def register() -> None:
    """Register both apps; nothing that goes over the register may have been imported before."""
    site, scene = Noun("site", "sites"), Noun("scene", "scenes")
    author, book = Noun("author", "authors"), Noun("book", "books")
    apps: tuple[App, ...] = (
        replace(
            APPS["sonarr"],
            kind=_member(Kind, "whisparr"),
            name="Whisparr",
            port=6969,
            title=site,
            child=scene,
            features=frozenset(),
        ),
        replace(
            APPS["lidarr"],
            kind=_member(Kind, "readarr"),
            name="Readarr",
            port=8787,
            title=author,
            child=book,
            features=frozenset(),
            features_off=frozenset(),
            file_unit=Noun("chapter", "chapters"),
            group="Kind",
            art=ArtLayout((ArtKind.POSTER,), form=_member(TitleForm, "author")),
            child_types=(Noun("Novel", "Novels"), Noun("Other", "Others")),
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
    """Write a configuration with a pair between the two Readarrs."""
    path = folder / "config.toml"
    parts = [
        f'[{name}]\nurl = "{app.url}"\napi_key = "{app.api_key}"\nlive = false\n'
        for name, app in instances.items()
    ]
    parts.append('[sync.authors]\nsource = "readarr.main"\ntarget = "readarr.second"\nmode = "union"\n')
    parts.append(f'[database]\nurl = "sqlite:///{folder / "arrtui.db"}"\n[ui]\nrefresh_minutes = 0\n')
    path.write_text("\n".join(parts))
    path.chmod(0o600)
    return path


async def _show_panes(path: Path) -> None:
    """Write the panes Estate and Library, and an author and a site opened."""
    from arrtui.core.config import load_config
    from tests.tui.estates import StillServices
    from tests.tui.idle import install
    from tests.tui.live import opened
    from tests.tui.scenes import settled

    install()
    services = StillServices(load_config(path, env={}), env={})
    async with opened(services, (80, 24)) as screen:
        for view, keys in VIEWS.items():
            await screen.press(*keys)
            await settled(screen.pilot)
            click.echo(f"### {view}")
            for strip in screen.app.screen._compositor.render_strips():
                click.echo(strip.text)


def main() -> None:
    """Run the tasks and show the panes; what is shown goes to stdout, with the status of each task."""
    register()
    from arrtui.cli.main import run
    from tests import tls
    from tests.db import fresh

    fresh.install()
    tls.install()

    folder = Path(sys.argv[1])
    with estate() as instances:
        path = config_of(folder, instances)
        for task in TASKS:
            click.echo(f"### {' '.join(task)}")
            status = run(["--config", str(path), "--run", *task])
            click.echo(f"ended with {status}")
        asyncio.run(_show_panes(path))


if __name__ == "__main__":
    main()
