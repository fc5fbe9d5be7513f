"""Who is told of what happens: ``[[notify]]``, a table for each channel."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SecretStr

from arrtui.core.config.findings import NO_TABLE, Findings, Place, check_table, nearest
from arrtui.core.config.secrets import read_secret
from arrtui.core.config.table import ConfigTable
from arrtui.core.config.values import FilePath, wrong
from arrtui.core.errors import ConfigProblem
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.notifying import EVENT_GROUPS
from arrtui.core.text_template import template_fault

TEMPLATE_NAMES = ("channel", "count", "event", "events", "lines", "summary")
"""What a template can use: ``summary`` and ``lines`` are what is sent without one."""
EVENT_FIELDS = (*EstateEvent.__struct_fields__, "full_title", "sentence", "time")
"""What a template knows of an event: its fields, and how it is worded."""
_NAME = r"^[\w .-]{1,40}$"
_DAY_TIME = r"([01]?\d|2[0-3]):([0-5]\d)"
_QUIET = re.compile(rf"{_DAY_TIME}\s*-\s*{_DAY_TIME}")
_AT = re.compile(_DAY_TIME)
_EVERY = re.compile(r"(\d{1,3})\s*(min|h)")
_QUIET_WORDS = 'two times of day such as "22:00-07:00"'
_DIGEST_WORDS = 'a pause such as "30 min" or "2 h", or a time of day such as "08:00"'


def _check_event(name: str) -> str:
    if name not in EVENT_GROUPS and name not in set(EventType):
        raise wrong(f"is no event; {nearest(name, [*EVENT_GROUPS, *EventType])}")
    return name


EventName = Annotated[str, AfterValidator(_check_event)]
"""An event, or a group of them."""


def _check_quiet(text: str) -> str:
    if text and not _QUIET.fullmatch(text):
        raise wrong(f"must be {_QUIET_WORDS}")
    return text


def _check_digest(text: str) -> str:
    if text and not _AT.fullmatch(text) and not _EVERY.fullmatch(text):
        raise wrong(f"must be {_DIGEST_WORDS}")
    return text


def _check_template(text: str) -> str:
    if text and (fault := template_fault(text, TEMPLATE_NAMES, "event", EVENT_FIELDS)):
        raise wrong(fault)
    return text


Template = Annotated[str, AfterValidator(_check_template)]


class NotifyChannel(ConfigTable):
    """A channel: where messages go, and which ones at what times."""

    name: str = Field(pattern=_NAME, description="text of letters, digits, blanks, '.', '-'")
    url: SecretStr | None = Field(default=None, description="an address that apprise understands")
    url_file: FilePath = Field(default=None, description="the path of a file that holds only the address")
    url_env: str | None = Field(default=None, description="the name of an environment variable")
    events: tuple[EventName, ...] = Field(
        default=("problems",), strict=False, min_length=1, description="a list of events and groups of events"
    )
    instances: tuple[str, ...] = Field(default=(), strict=False, description="a list of instances")
    """Instances whose events are told; all when empty. What concerns no instance is always told."""
    own: bool = Field(default=False, description="true or false")
    """Whether what arrtui itself did to an instance is told too."""
    quiet: Annotated[str, AfterValidator(_check_quiet)] = Field(default="", description=_QUIET_WORDS)
    """Hours in which nothing is sent; what happened then follows in one message."""
    digest: Annotated[str, AfterValidator(_check_digest)] = Field(default="", description=_DIGEST_WORDS)
    """When all that happened is told in one message; empty for at once."""
    max_per_hour: int = Field(default=20, ge=1, le=1000, description="a whole number from 1 to 1000")
    """Messages within an hour; what is too much is told together as soon as the hour allows it."""
    title: Template = Field(default="", description="a Jinja2 template")
    body: Template = Field(default="", description="a Jinja2 template")

    @property
    def quiet_minutes(self) -> tuple[int, int] | None:
        """Minutes of the day at which quiet hours begin and end, None without any."""
        match = _QUIET.fullmatch(self.quiet)
        return (60 * int(match[1]) + int(match[2]), 60 * int(match[3]) + int(match[4])) if match else None

    @property
    def digest_seconds(self) -> float | None:
        """Seconds from the first thing that is to be told to the message, None for other digests."""
        match = _EVERY.fullmatch(self.digest)
        return float(match[1]) * {"min": 60, "h": 3600}[match[2]] if match else None

    @property
    def digest_minute(self) -> int | None:
        """Minute of the day at which the digest is sent, None for other digests."""
        match = _AT.fullmatch(self.digest)
        return 60 * int(match[1]) + int(match[2]) if match else None


def build_notify(
    tree: Mapping[str, Any],
    instances: Collection[str],
    findings: Findings,
    folder: Path,
    env: Mapping[str, str],
) -> Iterator[NotifyChannel]:
    """Yield the channels of a merged document with their addresses read, noting everything wrong."""
    tables, names = tree.get("notify", []), set[str]()
    if not isinstance(tables, list):
        findings.add(("notify",), f"{NO_TABLE} for each channel, written [[notify]]")
        return
    for number, table in enumerate(tables):
        path, before = ("notify", str(number)), len(findings.problems)
        channel = check_table(NotifyChannel, table, path, findings, folder)
        if channel is not None:
            _check_names(channel, names, instances, path, findings)
            names.add(channel.name)
            channel = channel.model_copy(update={"url": _read_address(channel, path, findings, env)})
            yield channel
        _name_channel(table, findings.problems, before)


def _check_names(
    channel: NotifyChannel,
    names: Collection[str],
    instances: Collection[str],
    path: Place,
    findings: Findings,
) -> None:
    """Note a name that a channel before has, and names that no instance has."""
    if channel.name in names:
        findings.add((*path, "name"), "is the name of a channel before; names are unique")
    for instance in channel.instances:
        if instance not in instances:
            hint = nearest(instance, tuple(instances)) if instances else "none is configured"
            findings.add((*path, "instances"), f"names {instance}, which is no instance; {hint}")


def _name_channel(table: Any, problems: list[ConfigProblem], first: int) -> None:
    """Say of problems from the first on which channel they are about; what is no name is not repeated."""
    name = table.get("name") if isinstance(table, Mapping) else None
    if isinstance(name, str) and re.match(_NAME, name):
        problems[first:] = [
            replace(problem, message=f"{problem.message} (channel {name})") for problem in problems[first:]
        ]


def _read_address(
    channel: NotifyChannel, path: Place, findings: Findings, env: Mapping[str, str]
) -> SecretStr | None:
    """Return the address of a channel, None after noting what is wrong with it."""
    before = len(findings.problems)
    url = read_secret(channel, "url", path, findings, env)
    if url is None and len(findings.problems) == before:
        findings.add((*path, "url"), "is missing: set url, url_file or url_env")
    elif url is not None and "://" not in url.get_secret_value():
        findings.add((*path, "url"), "must be an address that apprise understands, such as ntfy://topic")
    return url
