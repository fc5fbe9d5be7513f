"""Replay records; `python -m tests.demo.replay.run [APP [PATTERN]]` prints what differs and the counts."""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from functools import cache

from tests.demo.replay.after import IGNORED, facts_after
from tests.demo.replay.client import Client
from tests.demo.replay.compare import differences
from tests.demo.replay.preconditions import prepare
from tests.demo.replay.records import FOLDERS, records
from tests.demo.replay.replayed import Replayed, state_before


@cache
def replay(app: str, name: str) -> tuple[str, ...]:
    """Send a recorded request to a fresh app; return in what the answer and the state after it differ."""
    record = records(app)[name]
    library = prepare(record)
    client, before = Client(library), state_before(library)
    try:
        response = client.replay(record)
        lines = differences(record, response)
        library.settle()
    except Exception as error:
        return (f"the simulator failed: {error!r}",)
    wanted = {key: value for key, value in record.after.items() if (name, key) not in IGNORED}
    if not lines and wanted:
        try:
            facts = facts_after(Replayed(library, client, record, response, before))
        except Exception as error:
            return (f"the state after it cannot be read: {error!r}",)
        lines = [
            f"after, {key}: {facts.get(key, 'not stated')!r}, the app {value!r}"
            for key, value in wanted.items()
            if key not in facts or facts[key] != value
        ]
    return tuple(lines)


def summary(app: str) -> str:
    """Return how many requests are answered as by the app."""
    names = records(app)
    same = sum(not replay(app, name) for name in names)
    return f"{app}: {same} of {len(names)} recorded requests are answered as by the app"


def _tell(*lines: str) -> None:
    sys.stdout.write("\n    ".join(lines) + "\n")


def main(apps: list[str], pattern: str) -> None:
    """Print every difference and the counts."""
    for app in apps:
        for name in records(app):
            if fnmatchcase(name, pattern) and (lines := replay(app, name)):
                _tell(f"{app} {name}", *lines[:6])
        _tell(summary(app))


if __name__ == "__main__":
    main(sys.argv[1:2] or list(FOLDERS), (sys.argv[2:] or ["*"])[0])
