"""The simulated apps answer recorded requests about settings as the real ones did."""

from __future__ import annotations

import pytest

from tests.demo.replay.settings.records import FOLDERS, is_there, records
from tests.demo.replay.settings.run import replay

AT_LEAST = {"radarr": 264, "sonarr": 256}
"""How many records are answered as by the app; it only rises."""


@pytest.mark.skipif(not is_there(), reason="no recorded answers; the tables of facts stand for them")
@pytest.mark.parametrize("app", FOLDERS)
def test_requests_about_settings_are_answered_as_by_the_app(app: str) -> None:
    same = sum(not replay(record) for record in records(app))
    assert same >= AT_LEAST[app], f"{same} of {len(records(app))} as by the app"
