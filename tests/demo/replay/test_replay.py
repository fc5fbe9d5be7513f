"""The simulated apps answer recorded requests as the real ones did."""

from __future__ import annotations

from typing import Any

import pytest

from tests.demo.replay.after import IGNORED
from tests.demo.replay.records import FOLDER, FOLDERS, is_there, records
from tests.demo.replay.run import replay

REASON = f"no recorded answers in {FOLDER}; the tables of facts stand for them"
CASES: list[Any] = [(app, name) for app in FOLDERS for name in records(app)]
if not is_there():
    CASES = [pytest.param("", "", marks=pytest.mark.skip(reason=REASON))]


@pytest.mark.parametrize(("app", "name"), CASES)
def test_a_request_is_answered_as_by_the_app(app: str, name: str) -> None:
    lines = replay(app, name)
    assert not lines, "\n".join(lines)


@pytest.mark.skipif(not is_there(), reason=REASON)
def test_facts_that_are_not_looked_at_are_recorded() -> None:
    stated = {(name, key) for app in FOLDERS for name, record in records(app).items() for key in record.after}
    assert stated >= IGNORED.keys()
