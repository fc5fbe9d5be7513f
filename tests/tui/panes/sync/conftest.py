"""Services in memory for the Sync pane."""

from __future__ import annotations

import pytest

from tests.tui.panes.sync import plans
from tests.tui.panes.sync.fakes import FakeServices


@pytest.fixture
def fake() -> FakeServices:
    """Return services with three pairs, one of which has a plan that nobody has decided on."""
    return FakeServices(plans.opened())
