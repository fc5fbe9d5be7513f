"""The table of the tripwire, ``[tripwire]``."""

from __future__ import annotations

from pydantic import Field

from arrtui.core.config.table import ConfigTable


class TripwireConfig(ConfigTable):
    """How many losses within what time raise an alarm and stop what would spread them."""

    enabled: bool = Field(default=True, description="true or false")
    count: int = Field(default=10, ge=2, le=10_000, description="a whole number from 2 to 10000")
    """Titles and files removed, and titles or seasons unmonitored, by anybody but arrtui."""
    minutes: int = Field(default=10, ge=1, le=1440, description="a whole number of minutes from 1 to 1440")
