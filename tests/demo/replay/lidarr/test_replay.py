"""The simulated Lidarr answers recorded requests as the real one did."""

from __future__ import annotations

import pytest

from tests.demo.replay.lidarr.run import is_there, records, replay

pytestmark = pytest.mark.skipif(not is_there(), reason="no recordings beside the project")

EXCEPTIONS = {
    "second.status": "The machine the app ran on: its system, its moment of start, its folders.",
}
"""Records whose answers differ, and why they may."""
_OF_THE_MACHINE = frozenset(
    {
        "appData",
        "branch",
        "buildTime",
        "databaseVersion",
        "instanceName",
        "isProduction",
        "isUserInteractive",
        "osName",
        "osVersion",
        "packageUpdateMechanism",
        "runtimeName",
        "runtimeVersion",
        "startTime",
        "startupPath",
    }
)


def test_every_recorded_request_is_answered_as_by_the_app() -> None:
    differing = {name: lines for name in records() if (lines := replay(name)) and name not in EXCEPTIONS}
    assert differing == {}


def test_the_exceptions_are_still_exceptions() -> None:
    assert [name for name in EXCEPTIONS if not replay(name)] == []


def test_in_the_exceptions_nothing_else_differs() -> None:
    named = [line.split(" ")[0].removeprefix("$.") for line in replay("second.status")]
    assert set(named) <= _OF_THE_MACHINE
