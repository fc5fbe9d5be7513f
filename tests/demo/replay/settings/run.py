"""Replay records about settings; `python -m tests.demo.replay.settings.run [APP [PATTERN]]` counts them."""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from functools import cache

from tests.demo.replay.settings.compare import differences, value_differences
from tests.demo.replay.settings.facts import fact_of
from tests.demo.replay.settings.records import FOLDERS, SettingsRecord, records
from tests.demo.replay.settings.state import prepare


@cache
def replay(record_: SettingsRecord) -> tuple[str, ...]:
    """Send a recorded request to an app in the state it was sent to; return in what the answer differs."""
    try:
        if not record_.method:
            return tuple(value_differences(fact_of(record_), record_.answer))
        bench = prepare(record_)
        return tuple(differences(record_, bench.client.call(record_.method, record_.path, record_.body)))
    except Exception as error:
        return (f"it failed: {error!r:.600}",)


def main(apps: list[str], pattern: str) -> None:
    """Print what differs, and how many are answered as by the app."""
    same = total = 0
    for app in apps:
        for record_ in records(app):
            if fnmatchcase(record_.name, pattern):
                lines = replay(record_)
                total, same = total + 1, same + (not lines)
                if lines:
                    sys.stdout.write("\n    ".join([f"{app} {record_.name}", *lines[:5]]) + "\n")
    sys.stdout.write(f"{same} of {total} as by the app\n")


if __name__ == "__main__":
    main(sys.argv[1:2] or list(FOLDERS), (sys.argv[2:] or ["*"])[0])
