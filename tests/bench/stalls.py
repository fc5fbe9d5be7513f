"""How long the event loop of the terminal app stands still while a backup runs beside it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.children import python, run
from tests.bench.estate import MOVIES, SHOWS, Estate
from tests.bench.report import Row

STALL = 50.0


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Watch a full backup of both large instances."""
    for instance in (MOVIES, SHOWS):
        outputs = [_watch(estate, instance) for _ in range(repeat)]
        for word, key, budget in (
            ("longest stall", "longest", STALL),
            ("longest stall but for other processes", "longest_own", None),
        ):
            yield Row(
                what=f"{word}, {instance}",
                unit="ms",
                samples=tuple(output["busy"][key] for output in outputs),
                floors=tuple(output["idle"][key] for output in outputs),
                budget=budget,
                detail={"runs": outputs},
            )


def _watch(estate: Estate, instance: str) -> dict[str, dict[str, float]]:
    config = estate.fresh_config()
    command = python("-m", "tests.bench.stall", str(config), instance)
    output = run(command, estate.folder / "errors").output
    estate.discard(config)
    return output
