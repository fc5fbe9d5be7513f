"""Services in memory for a plan: those of the Sync pane."""

from tests.tui.panes.sync.conftest import fake

__all__ = ["fake"]
