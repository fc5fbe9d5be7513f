"""Replay records; `python -m tests.demo.replay.run [KIND [PATTERN]]` prints what differs and the counts."""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from functools import cache

from tests.demo.replay import known_radarr, known_sonarr
from tests.demo.replay.after import IGNORED, Replayed, facts_after, state_before
from tests.demo.replay.client import Client
from tests.demo.replay.compare import differences
from tests.demo.replay.preconditions import prepare
from tests.demo.replay.records import FOLDERS, records

KNOWN = {"radarr": known_radarr, "sonarr": known_sonarr}


@cache
def replay(kind: str, name: str) -> tuple[str, ...]:
    """Send a recorded request to a fresh app; return in what the answer and the state after it differ."""
    record = records(kind)[name]
    library = prepare(record)
    client, before = Client(library), state_before(library)
    try:
        response = client.replay(record)
        lines = differences(record, response)
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


def summary(kind: str) -> str:
    """Return how many answers are as the app's, left out with a reason, and different."""
    known = KNOWN[kind]
    names = records(kind)
    different = len(names.keys() & known.DIFFERENT)
    listed = len(names.keys() & known.REASONS.keys())
    same = len(names) - different - listed
    return f"{kind}: {same} as the app, {listed} listed with a reason, {different} different"


def _tell(*lines: str) -> None:
    sys.stdout.write("\n    ".join(lines) + "\n")


def main(kinds: list[str], pattern: str) -> None:
    """Print every difference and the counts."""
    for kind in kinds:
        for name in records(kind):
            if fnmatchcase(name, pattern) and (lines := replay(kind, name)):
                mark = (
                    "listed"
                    if name in KNOWN[kind].REASONS
                    else "known"
                    if name in KNOWN[kind].DIFFERENT
                    else "NEW"
                )
                _tell(f"{kind} {name} [{mark}]", *lines[:6])
            elif fnmatchcase(name, pattern) and (
                name in KNOWN[kind].REASONS or name in KNOWN[kind].DIFFERENT
            ):
                _tell(f"{kind} {name} [NOW AS THE APP: take it off the list]")
        _tell(summary(kind))


if __name__ == "__main__":
    main(sys.argv[1:2] or list(FOLDERS), (sys.argv[2:] or ["*"])[0])
