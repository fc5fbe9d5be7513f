"""``python -m tests.bench``: measure the budgets of this version, print the table, write the JSON.

Everything happens on loopback with processes of its own, which are gone afterwards, also after Ctrl+C. The
exit status tells whether everything could be measured, not whether it was fast.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from tests.bench import (
    artwork,
    backups,
    bulks,
    effects,
    folders,
    live,
    loops,
    machine,
    matches,
    matrix,
    music,
    names,
    plans,
    quiet_line,
    scores,
    screens,
    settings,
    slow_line,
    stalls,
    tables,
    twins,
    webhooks,
)
from tests.bench.children import FailedToRunError
from tests.bench.estate import FULL, QUICK, Estate, running_estate
from tests.bench.report import Row, table, write_json

Measure = Callable[[Estate, int], Iterator[Row]]
MEASURES: Mapping[str, Measure] = {
    "paint": screens.measure_paint,
    "cursor": slow_line.measure_cursor,
    "idle": quiet_line.measure_idle,
    "under-way": quiet_line.measure_under_way,
    "bulk": bulks.measure,
    "plan": plans.measure,
    "scores": scores.measure,
    "matches": matches.measure,
    "loops": loops.measure,
    "settings": settings.measure,
    "settings-effect": effects.measure,
    "folders": folders.measure,
    "artwork": artwork.measure,
    "matrix": matrix.measure,
    "backup": backups.measure,
    "music": music.measure,
    "stall": stalls.measure,
    "names": names.measure,
    "webhooks": webhooks.measure,
    "live": live.measure,
    "twin": twins.measure,
    "rows": tables.measure,
}


def parse(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the size, to see that it runs")
    parser.add_argument("--only", nargs="+", choices=MEASURES, metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="how often (default: 3)")
    name = f"bench-{date.today().isoformat()}.json"
    parser.add_argument("--json", type=Path, default=Path(name), metavar="FILE", help=f"default: {name}")
    return parser.parse_args(argv)


def measure(options: argparse.Namespace, rows: list[Row], failures: list[str]) -> None:
    """Measure what is asked for into ``rows``, and note what failed to run."""
    with running_estate(QUICK if options.quick else FULL) as estate:
        for name in options.only or MEASURES:
            say(f"{name} ...")
            try:
                for row in MEASURES[name](estate, options.repeat):
                    rows.append(row)
                    say(table([row]).splitlines()[1])
            except FailedToRunError as error:
                failures.append(f"{name}: {error}")
                say(f"failed to run: {failures[-1]}")


def say(line: str) -> None:
    """Tell how far it is; the table itself goes to standard output."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(argv: list[str] | None = None) -> int:
    """Return 0, or 1 when something could not be measured, or 130 when interrupted."""
    options = parse(argv)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    facts, rows = machine.facts(sys.argv[1:] if argv is None else argv), list[Row]()
    failures, interrupted = list[str](), False
    try:
        measure(options, rows, failures)
    except KeyboardInterrupt:
        interrupted = True
    except FailedToRunError as error:
        failures.append(str(error))
        say(f"failed to run: {error}")
    facts["load_after"] = machine.load()
    sys.stdout.write(f"\n{machine.described(facts)}\n{table(rows)}")
    write_json(options.json, facts | {"failures": failures, "interrupted": interrupted}, rows)
    return 130 if interrupted else int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
