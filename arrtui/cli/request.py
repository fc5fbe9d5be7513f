"""What the command line asks for, checked; and who does it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from arrtui.cli.status import ExitStatus
from arrtui.core.config import Config, config_path, load_config
from arrtui.core.errors import ArrtuiError, ConfigError, UsageError

_OPTIONS: Mapping[str, frozenset[str]] = {
    "check": frozenset({"json", "database"}),
    "backup": frozenset({"json", "full", "accept_shrink"}),
    "snapshots": frozenset({"json"}),
    "diff": frozenset({"json"}),
    "export": frozenset({"json", "at"}),
    "plan": frozenset({"json"}),
    "sync": frozenset({"json", "apply", "allow_removals"}),
    "undo": frozenset({"json", "apply"}),
    "restore": frozenset({"json", "at", "apply"}),
    "plans": frozenset({"json"}),
    "scores": frozenset({"json", "report", "out"}),
    "jobs": frozenset({"json", "retry", "cancel"}),
}
_ARGUMENTS: Mapping[str, tuple[int, int | None, str]] = {
    "check": (0, None, "[INSTANCE…]"),
    "backup": (0, None, "[INSTANCE…]"),
    "snapshots": (0, None, "[INSTANCE…]"),
    "diff": (3, 3, "INSTANCE A B"),
    "export": (2, 2, "INSTANCE FILE"),
    "plan": (1, 1, "PAIR"),
    "sync": (1, 1, "PAIR"),
    "undo": (1, 1, "PLAN"),
    "restore": (1, 1, "INSTANCE --at WHEN"),
    "plans": (0, 1, "[PAIR]"),
    "scores": (0, None, "[INSTANCE…]"),
    "jobs": (0, 0, ""),
}


@dataclass(frozen=True)
class Request:
    """A command line that makes sense."""

    task: str | None = None
    """None for the terminal app."""
    args: tuple[str, ...] = ()
    config_file: str | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)
    demo: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    """The task's own options that were given."""

    @property
    def as_json(self) -> bool:
        """Return whether the output is JSON lines."""
        return bool(self.options.get("json"))


def read_request(
    *,
    task: str | None,
    args: Sequence[str],
    config_file: str | None,
    settings: Sequence[str],
    demo: bool,
    **options: Any,
) -> Request:
    """Return the request. Raises click's UsageError for options and arguments that do not belong together."""
    import click

    given = {name: value for name, value in options.items() if value not in (None, False)}
    foreign = sorted(set(given) - (_OPTIONS[task] if task else frozenset()))
    if foreign:
        where = f"--run {task}" if task else "the terminal app"
        raise click.UsageError(f"--{foreign[0].replace('_', '-')} does not go with {where}")
    if "allow_removals" in given and "apply" not in given:
        raise click.UsageError("--allow-removals goes with --apply")
    if "out" in given and "report" not in given:
        raise click.UsageError("--out goes with --report csv, json or html")
    if task == "restore" and "at" not in given:
        raise click.UsageError("restore needs --at WHEN, e.g. --at yesterday")
    if demo and config_file:
        raise click.UsageError("--demo brings its own configuration; leave --config out")
    fewest, most, shape = _ARGUMENTS[task] if task else (0, 0, "")
    if len(args) < fewest or (most is not None and len(args) > most):
        wanted = f"arrtui --run {task} {shape}".strip() if task else "arrtui --run TASK [ARGS]"
        raise click.UsageError(f"{' '.join(args)!r} is not what this takes: {wanted}" if args else wanted)
    return Request(task, tuple(args), config_file, _overrides(settings), demo, given)


def _overrides(settings: Sequence[str]) -> dict[str, str]:
    import click

    pairs = [setting.partition("=") for setting in settings]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise click.UsageError(f"--set takes KEY=VALUE, e.g. ui.ascii=true, not {name!r}")
    return {name.strip(): value for name, _, value in pairs}


def perform(request: Request) -> ExitStatus:
    """Do what is asked for, over the simulated estate if so asked, and return the exit status."""
    if not request.demo:
        return _perform(request, request.config_file)
    from arrtui.cli.demo import demo_estate

    try:
        with demo_estate() as config_file:
            return _perform(request, config_file)
    except ArrtuiError as error:
        return _give_up(request, error)


def _perform(request: Request, config_file: str | None) -> ExitStatus:
    """Read the configuration and hand over to the task or the terminal app."""
    try:
        config = _load(request, config_file)
        if request.task is None:
            from arrtui.cli.terminal import run_terminal

            return run_terminal(request, config)
        from arrtui.cli.headless import run_task

        return run_task(request, config)
    except ArrtuiError as error:
        return _give_up(request, error)


def _load(request: Request, config_file: str | None) -> Config:
    known = None
    if request.task is None:
        from arrtui.tui.keys import DEFAULT_KEYS

        known = DEFAULT_KEYS
    return load_config(config_path(config_file), overrides=request.overrides, known_keys=known)


def _give_up(request: Request, error: ArrtuiError) -> ExitStatus:
    """Tell why nothing was begun."""
    from arrtui.cli.output import make_output

    with make_output(as_json=request.as_json) as out:
        out.failure(error)
        if request.task:
            out.result(request.task, False, error=str(error))
    sys.stdout.flush()
    if isinstance(error, ConfigError | UsageError):
        return ExitStatus.USAGE
    return ExitStatus.NOTHING
