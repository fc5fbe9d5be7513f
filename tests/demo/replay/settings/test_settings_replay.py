"""The simulated apps answer recorded requests about settings as the real ones did."""

from __future__ import annotations

import random

import pytest

from tests.demo.replay.settings.records import FOLDERS, is_there, records
from tests.demo.replay.settings.run import replay
from tests.demo.replay.settings.state import Bench

pytestmark = pytest.mark.skipif(
    not is_there(), reason="no recorded answers; the tables of facts stand for them"
)
APPS = pytest.mark.parametrize("app", FOLDERS)


@APPS
def test_requests_about_settings_are_answered_as_by_the_app(app: str) -> None:
    differing = {record.name: lines for record in records(app) if (lines := replay(record))}
    assert differing == {}


@APPS
def test_no_order_of_requests_breaks_the_simulator(app: str) -> None:
    sent = [record for record in records(app) if record.method]
    random.Random(14).shuffle(sent)
    client = Bench(app).client
    statuses = {client.call(record.method, record.path, record.body).status_code for record in sent}
    assert statuses <= {200, 201, 202, 400, 404, 405, 409, 500}
    assert client.call("GET", "system/status").status_code == 200
