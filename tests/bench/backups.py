"""Requests, time and memory of a backup: of everything, and again when nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.children import Finished, python, run
from tests.bench.estate import MOVIES, SHOWS, Estate
from tests.bench.report import Row

MB = "MB"
UNCHANGED_SHARE = 0.1
WALL_RATIO = 1.3
MEMORY = 220.0


@dataclass
class Side:
    """What one way of doing it took, repetition by repetition."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    outputs: list[dict[str, Any]] = field(default_factory=list)

    def add(self, output: dict[str, Any], finished: Finished) -> None:
        """Note a repetition."""
        self.seconds.append(output["seconds"])
        self.cpu.append(finished.cpu)
        self.peak.append(finished.peak)
        self.outputs.append(output)

    @property
    def requests(self) -> tuple[float, ...]:
        """Requests of each repetition."""
        return tuple(float(output["requests"]) for output in self.outputs)


@dataclass
class Sides:
    """Both kinds of backup, ours and the floor's."""

    full: Side = field(default_factory=Side)
    full_floor: Side = field(default_factory=Side)
    again: Side = field(default_factory=Side)
    again_floor: Side = field(default_factory=Side)


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Back up both large instances as often as told, ours and the floor in turn."""
    size = estate.size
    movies = f"{size.movies:,} movies"
    shows = f"{size.series:,} series, {size.episodes:,} episodes"
    yield from backup_rows(estate, MOVIES, movies, 20 + size.movies / 200, 20, repeat)
    yield from backup_rows(estate, SHOWS, shows, 40 + size.series, 24, repeat)


def backup_rows(
    estate: Estate, instance: str, what: str, budget: float, unchanged: float, repeat: int
) -> Iterator[Row]:
    """Back up an instance; ``budget`` and ``unchanged`` are the requests it may take."""
    yield from _rows(what, _sides(estate, instance, repeat), budget, unchanged)


def _sides(estate: Estate, instance: str, repeat: int) -> Sides:
    full, again = _record(estate, instance)
    sides = Sides()
    for number in range(repeat):
        if number % 2:
            _floors(estate, instance, sides, full, again)
        _ours(estate, instance, sides)
        if not number % 2:
            _floors(estate, instance, sides, full, again)
    return sides


def _record(estate: Estate, instance: str) -> tuple[Path, Path]:
    """Return the addresses a full backup and one after it ask for; this also warms the simulator."""
    config = estate.fresh_config()
    files = config.parent / "full.json", config.parent / "again.json"
    for file in files:
        ours = ("--config", str(config), "--run", "backup", instance, "--json")
        run(python("-m", "tests.bench.record", str(file), *ours), estate.folder / "errors")
    return files


def _ours(estate: Estate, instance: str, sides: Sides) -> None:
    config = estate.fresh_config()
    for side in (sides.full, sides.again):
        side.add(*estate.back_up(config, instance))
    estate.discard(config)


def _floors(estate: Estate, instance: str, sides: Sides, full: Path, again: Path) -> None:
    config = estate.fresh_config()
    for side, addresses in ((sides.full_floor, full), (sides.again_floor, again)):
        database = config.parent / f"{addresses.stem}.db"
        command = python("-m", "tests.bench.floor", str(addresses), str(config), instance, str(database))
        finished = run(command, estate.folder / "errors")
        side.add(finished.output, finished)
    estate.discard(config)


def _rows(what: str, sides: Sides, budget: float, unchanged: float) -> Iterator[Row]:
    full, again, floor = sides.full, sides.again, sides.full_floor
    history = {"history": [output["history"] for output in full.outputs], "floor": floor.outputs}
    yield Row(what=f"requests, full, {what}", unit="", samples=full.requests, budget=budget, detail=history)
    yield Row(what=f"requests, nothing changed, {what}", unit="", samples=again.requests, budget=unchanged)
    yield _time(f"time, full, {what}", full, floor, WALL_RATIO)
    yield _time(f"time, nothing changed, {what}, to full", again, full, UNCHANGED_SHARE)
    yield _time(f"time, nothing changed, {what}", again, sides.again_floor)
    yield Row(what=f"processor time, full, {what}", unit="s", samples=(*full.cpu,), floors=(*floor.cpu,))
    yield Row(
        what=f"peak memory, full, {what}",
        unit=MB,
        samples=(*full.peak,),
        floors=(*floor.peak,),
        budget=MEMORY,
    )


def _time(what: str, ours: Side, floor: Side, budget: float | None = None) -> Row:
    return Row(
        what=what,
        unit="s",
        samples=(*ours.seconds,),
        floors=(*floor.seconds,),
        budget=budget,
        budget_is_ratio=budget is not None,
    )
