"""What a command line asks for, whichever command read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arrtui.cli.status import ExitStatus
    from arrtui.cli.task import Task


@dataclass(frozen=True)
class TaskCall:
    """A task with its options and arguments."""

    name: str
    run: Callable[[Task], Awaitable[ExitStatus]]
    needs_backup: bool = False
    """Whether it shows stored data, so that the simulated estate is backed up first."""
    instances: tuple[str, ...] = ()
    """The instances that it names, as they were typed."""
    services_kind: str = "run"
    """What the process is: ``run``, or ``daemon`` for a task without end that obeys signals itself."""


@dataclass(frozen=True)
class Request:
    """A command line that makes sense."""

    task: TaskCall | None = None
    """None for the terminal app."""
    config_file: str | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)
    demo: bool = False
    read_only: bool = False
    """Whether nothing may be written to any app, whatever the configuration says."""
    incognito: bool = False
    """Whether the terminal app shows made-up names, whatever the configuration says."""
    as_json: bool = False
