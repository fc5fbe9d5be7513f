"""The tables of the configuration: their options, defaults and limits."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field

from arrtui.core.apps import Feature, Kind
from arrtui.core.config.table import ConfigTable as ConfigTable
from arrtui.core.config.trailers import InstanceTrailers, PathMappings
from arrtui.core.config.values import (
    ApiKey,
    CertificateCheck,
    DatabaseUrl,
    FilePath,
    Headers,
    Schedule,
    Url,
)
from arrtui.core.text import MASK as MASK

LABEL = re.compile(r"[a-z0-9][a-z0-9_-]*")
"""What a name that the user gives to an instance or a pair is made of."""
LABEL_RULE = "names are small letters, digits, '_' and '-', and start with a letter or digit"
_ADDRESS = "an address such as http://localhost:7878 or https://example.org/radarr"


class InstanceOptions(ConfigTable):
    """What an instance's table may set besides its key."""

    url: Url = Field(description=_ADDRESS)
    external_url: Url | None = Field(default=None, description=_ADDRESS)
    """Where a browser finds the app, when that differs from ``url``."""
    verify_tls: CertificateCheck = Field(default=True, description="true, false or the path of a CA file")
    timeout: float = Field(
        default=30, ge=1, le=600, allow_inf_nan=False, description="a number of seconds from 1 to 600"
    )
    headers: Headers = Field(
        default_factory=dict, description='a table of texts, e.g. { "CF-Access-Client-Id" = "…" }'
    )
    """Sent with every request; values are secret."""
    concurrency: int = Field(default=2, ge=1, le=16, description="a whole number from 1 to 16")
    requests_per_second: float = Field(
        default=0, ge=0, le=1000, allow_inf_nan=False, description="a number from 0 (no limit) to 1000"
    )
    live: bool = Field(default=True, description="true or false")
    """Whether the app's live feed is listened to, so that what happens there is seen at once."""
    path_mapping: PathMappings = Field(
        default=(), description="a list of tables with from and to, written [[radarr.main.path_mapping]]"
    )
    """Where folders of the app lie on this machine."""
    artwork: bool | None = Field(default=None, description="true or false")
    """Whether its titles have artwork and metadata here; where nothing is said, as is usual for its app."""
    trailers: InstanceTrailers = Field(
        default_factory=InstanceTrailers, description="a table with options of [trailers]"
    )
    schedule: dict[str, Any] = Field(
        default_factory=dict, description="a table of tasks and their times, as in [schedule]"
    )
    """When tasks for all instances run for this one; checked with the schedules."""


class InstanceTable(InstanceOptions):
    """An instance's table as the file has it: exactly one of ``api_key`` and ``api_key_file``."""

    api_key: ApiKey | None = Field(default=None, description="text, the key from the app's Settings, General")
    api_key_file: FilePath = Field(default=None, description="the path of a file that holds only the key")


class InstanceConfig(InstanceOptions):
    """An instance ready to be used: its name, its key and its options."""

    name: str
    """``radarr.main``."""
    kind: Kind = Field(strict=False)
    label: str
    """The part of the name after the dot."""
    api_key: ApiKey
    read_only: bool = False
    """Whether nothing may be written to it; that of ``[ui]``, so that no client is made without it."""

    @property
    def web_url(self) -> str:
        """The address a browser opens."""
        return self.external_url or self.url

    def has(self, feature: Feature) -> bool:
        """Return whether its titles have a feature: by its table, and where that says nothing by its app."""
        app = self.kind.app
        if feature is Feature.ARTWORK and self.artwork is not None:
            return self.artwork and feature in app.features
        return feature in app.features - app.features_off

    def why_without(self, feature: Feature) -> str:
        """Return why its titles have not a feature, as the end of a sentence."""
        app = self.kind.app
        return f"its {feature} is off" if feature in app.features else f"{app.title.plural} have no {feature}"


class DatabaseConfig(ConfigTable):
    """Where everything is stored."""

    url: DatabaseUrl = Field(
        default="", repr=False, description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"
    )
    """Once read: absolute, never empty, and for PostgreSQL with its password, so never to be shown."""

    @property
    def sqlite_path(self) -> Path | None:
        """The SQLite file, None for PostgreSQL."""
        return Path(self.url.removeprefix("sqlite:///")) if self.url.startswith("sqlite:") else None

    @property
    def shown(self) -> str:
        """The address with its password masked and without its options."""
        if self.sqlite_path is not None:
            return self.url
        parts = urlsplit(self.url)
        user, at, host = parts.netloc.rpartition("@")
        masked = f"{user.split(':')[0]}:{MASK}" if ":" in user else user
        return f"{parts.scheme}://{masked}{at}{host}{parts.path}"


class BackupConfig(ConfigTable):
    """When instances are backed up and how long snapshots are kept."""

    schedule: Schedule = Field(default="", description='a cron expression such as "30 3 * * *", or empty')
    history: bool = Field(default=True, description="true or false")
    full_refresh_days: int = Field(
        default=7, ge=1, le=365, description="a whole number of days from 1 to 365"
    )
    keep_days: int = Field(default=30, ge=1, le=36500, description="a whole number of days from 1 to 36500")
    keep_weeks: int = Field(default=26, ge=0, le=5200, description="a whole number of weeks from 0 to 5200")
    keep_months: int = Field(
        default=0, ge=0, le=1200, description="a whole number of months from 0 (for ever) to 1200"
    )
    max_shrink_percent: int = Field(default=20, ge=0, le=100, description="a whole number from 0 to 100")
    stale_after_hours: int = Field(
        default=36, ge=1, le=8760, description="a whole number of hours from 1 to 8760"
    )
    app_archive: Literal["off", "daily", "weekly", "monthly"] = Field(
        default="off", description='"off", "daily", "weekly" or "monthly"'
    )
    """How often an app is to make an archive of its own, which is fetched with the next backup."""
    app_archives: int = Field(default=4, ge=1, le=1000, description="a whole number from 1 to 1000")
    """How many of these are kept of each instance."""


class ApplyConfig(ConfigTable):
    """How plans are written to the apps."""

    wait_minutes: int = Field(default=15, ge=0, le=240, description="a whole number of minutes from 0 to 240")
    """How long a title that its app is refreshing is waited for, so that the refresh overwrites nothing."""


class ScoresConfig(ConfigTable):
    """When a file counts as worth upgrading, and how gently the apps are asked to search."""

    critical_score: int = Field(
        default=-1000, ge=-1_000_000, le=-1, description="a whole number from -1000000 to -1"
    )
    """A file that matches a format of this score or a lower one is critical."""
    gain_points: int = Field(
        default=100, ge=0, le=1_000_000, description="a whole number of points from 0 to 1000000"
    )
    gain_percent: int = Field(default=10, ge=0, le=100, description="a whole number from 0 to 100")
    """Of the reachable score; a gain must reach both this and ``gain_points`` to be medium."""
    reachable_percentile: int = Field(default=90, ge=1, le=100, description="a whole number from 1 to 100")
    reachable_files: int = Field(
        default=5, ge=1, le=10_000, description="a whole number of files from 1 to 10000"
    )
    """With fewer comparable files, the reachable score is the sum of the profile's positive scores."""
    searches_per_hour: int = Field(default=30, ge=1, le=1000, description="a whole number from 1 to 1000")
    ignore_days: int = Field(default=30, ge=1, le=3650, description="a whole number of days from 1 to 3650")


class UiConfig(ConfigTable):
    """How the terminal app looks."""

    theme: Literal["dark", "light", "ansi"] = Field(default="dark", description='"dark", "light" or "ansi"')
    refresh_minutes: int = Field(
        default=5, ge=0, le=1440, description="a whole number of minutes from 0 (off) to 1440"
    )
    ascii: bool = Field(default=False, description="true or false")
    read_only: bool = Field(default=False, description="true or false")
    """Whether nothing is written to any app, by the terminal app and by tasks."""
    incognito: bool = Field(default=False, description="true or false")
    """Whether the terminal app shows made-up names instead of titles, hosts and folders."""
