"""The click commands behind ``--run TASK``, and the options that every command line takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from arrtui import __version__
from arrtui.cli.request import Request, TaskCall

if TYPE_CHECKING:
    from arrtui.cli.status import ExitStatus

CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

_SHARED = ("config_file", "overrides", "read_only", "demo", "as_json")
"""Parameters of a task that are not its own."""
_PRINTING = frozenset({"-h", "--help", "-V", "--version"})
"""Options that print something and end."""

SNAPSHOT_NAMES = """\
A, B and WHEN: a snapshot number (12), latest, latest~1, today, yesterday,
a date (2026-11-01) or a time (2026-11-01T18:30), which mean the newest
snapshot at or before it.
"""


def perform(request: Request) -> ExitStatus:
    """Do what is asked for and return the exit status. Raises click.UsageError for options that clash."""
    if request.demo and request.config_file:
        context = click.get_current_context()
        raise click.UsageError("--demo brings its own configuration; leave --config out", context)
    from arrtui.cli import dispatch

    modes = [name for name in ("read_only", "incognito") if getattr(request, name)]
    if modes:
        asked = dict.fromkeys((f"ui.{name}" for name in modes), "true")
        request = replace(request, overrides={**request.overrides, **asked})
    return dispatch.perform(request)


# --- options of every command line -----------------------------------------------------------------------


def _parse_settings(_ctx: click.Context, _param: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise click.UsageError(f"--set takes KEY=VALUE, e.g. ui.ascii=true, not {name!r}")
    return {name.strip(): value for name, _, value in pairs}


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"arrtui, version {__version__}")
        ctx.exit()


def shared_options() -> list[click.Parameter]:
    """Return the options that the terminal app and every task take."""
    return [
        click.Option(
            ["--config", "config_file"], metavar="FILE", help="The configuration (or ARRTUI_CONFIG)."
        ),
        click.Option(
            ["--set", "overrides"],
            metavar="KEY=VALUE",
            multiple=True,
            callback=_parse_settings,
            help="Override an option: ui.ascii=true.",
        ),
        click.Option(["--read-only"], is_flag=True, help="Write nothing to any app."),
        click.Option(["--demo"], is_flag=True, help="Work on a simulated estate that is removed at exit."),
        click.Option(
            ["-V", "--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_version,
            help="Show the version and exit.",
        ),
    ]


# --- tasks -----------------------------------------------------------------------------------------------


class DependentOption(click.Option):
    """An option that means something only with another one."""

    def __init__(self, *args: Any, requires: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requires = requires
        """The other one's parameter name, which is its name without dashes."""


class ModeOption(click.Option):
    """An option that makes a task do something else; two of different modes do not go together."""

    def __init__(self, *args: Any, mode: str = "", without: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mode = mode or str(self.name)
        """What options that go together share; of one alone its name."""
        self.without = without
        """The parameter name of an option that means nothing in this mode; empty for none."""


class TaskCommand(click.Command):
    """The command of a task.

    Its callback is a coroutine function that takes a :class:`~arrtui.cli.task.Task` and the task's own
    options and arguments, and returns the exit status.
    """

    def __init__(
        self,
        name: str,
        *,
        params: Sequence[click.Parameter] = (),
        needs_backup: bool = False,
        only_by_hand: str = "",
        services_kind: str = "run",
        **kwargs: Any,
    ) -> None:
        """Make the command; ``needs_backup`` says that the simulated estate is backed up first."""
        as_json = click.Option(
            ["--json", "as_json"], is_flag=True, help="One JSON object a line, the last one the result."
        )
        super().__init__(
            name, params=[*params, as_json, *shared_options()], context_settings=CONTEXT_SETTINGS, **kwargs
        )
        self._needs_backup = needs_backup
        self._services_kind = services_kind
        self.only_by_hand = only_by_hand
        """Why it cannot run on a schedule, as a sentence without its end; empty where it can."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options; refuse one without the one that it depends on, and modes that clash."""
        rest = super().parse_args(ctx, args)
        chosen = [
            option
            for option in self.params
            if isinstance(option, ModeOption) and ctx.params[option.name or ""]
        ]
        clashing = list({option.mode: option.opts[0] for option in chosen}.values())
        clashing += [f"--{option.without}" for option in chosen if ctx.params.get(option.without)]
        if len(clashing) > 1:
            raise click.UsageError(f"{' and '.join(clashing)} do not go together", ctx)
        for option in self.params:
            if not isinstance(option, DependentOption) or not ctx.params[option.name or ""]:
                continue
            if not ctx.params[option.requires]:
                raise click.UsageError(f"{option.opts[0]} goes with --{option.requires}", ctx)
        return rest

    def read_words(self, words: Sequence[str]) -> dict[str, Any]:
        """Return the task's own parameters as these words give them.

        Raises click.UsageError, also for what is not the task's own: options of every command line.
        """
        if not _PRINTING.isdisjoint(words):
            raise click.UsageError("a task that prints its help or version does nothing")
        context = self.make_context(self.name, list(words))
        for name in _SHARED:
            if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                raise click.UsageError("takes no option that every command line has, such as --json")
        return {name: value for name, value in context.params.items() if name not in _SHARED}

    def _instances_in(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the instances that options and arguments name."""
        named = [options[param.name or ""] for param in self.params if param.type.name == "instance"]
        return tuple(
            name for value in named for name in ((value,) if isinstance(value, str) else value or ())
        )

    def invoke(self, ctx: click.Context) -> ExitStatus:
        """Run the task and return its exit status."""
        callback, options = self.callback, dict(ctx.params)
        assert callback is not None and self.name is not None
        request = {name: options.pop(name) for name in _SHARED}
        call = TaskCall(
            ctx.find_root().command.name or self.name,
            lambda task: callback(task, **options),
            self._needs_backup,
            self._instances_in(options),
            self._services_kind,
        )
        return perform(Request(call, **request))


class TaskGroup(click.Group):
    """The command of a task that has several actions, each a :class:`TaskCommand` or a group of its own.

    Options of every command line may stand before the action too.
    """

    def __init__(self, name: str, *, actions: Mapping[str, str], **kwargs: Any) -> None:
        """Make the group; ``actions`` are the dotted names of its commands, which are imported when used."""
        as_json = click.Option(["--json", "as_json"], is_flag=True, hidden=True)
        super().__init__(
            name,
            params=[as_json, *shared_options()],
            context_settings=CONTEXT_SETTINGS,
            subcommand_metavar="ACTION [ARGS]",
            no_args_is_help=False,
            **kwargs,
        )
        self._actions = actions

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the actions."""
        return list(self._actions)

    def get_command(self, ctx: click.Context, cmd_name: str) -> TaskCommand | TaskGroup | None:
        """Return the command of an action; None where there is none of this name."""
        from arrtui.runtime import capabilities

        if cmd_name not in self._actions:
            return None
        command: TaskCommand | TaskGroup = capabilities.load(self._actions[cmd_name])
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words, with the options before the action as if they stood after it."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        rest, ahead = self._split(ctx, args)
        parsed = super().parse_args(ctx, [*rest[:1], *ahead, *rest[1:]])
        if not rest:
            self.choose(rest)
        return parsed

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of an action, and the words after it. Raises click.UsageError."""
        if ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        command, rest = self.choose(args)
        return command.name, command, rest

    def choose(self, words: Sequence[str]) -> tuple[TaskCommand | TaskGroup, list[str]]:
        """Return the command of the action that words begin with, and the other words.

        Raises click.UsageError where they begin with none.
        """
        context = click.Context(self, info_name=self.name)
        command = self.get_command(context, words[0]) if words else None
        if command is None:
            raise click.UsageError(self._advice(words[0] if words else ""), context)
        return command, list(words[1:])

    def _advice(self, word: str) -> str:
        """Return what to write instead of a word that is no action, or of none."""
        from difflib import get_close_matches  # only a mistake has to wait for it

        if matches := get_close_matches(word, self._actions):
            return f"{self.name} has no action {word!r}. Did you mean {' or '.join(matches)}?"
        no_action = f"{self.name} has no action {word!r}; " if word else f"{self.name} "
        return f"{no_action}{'it ' if word else ''}takes an action: {', '.join(self._actions)}"

    def _split(self, ctx: click.Context, args: list[str]) -> tuple[list[str], list[str]]:
        """Return the words from the action on, and those ahead of it."""
        _, rest, _ = self.make_parser(ctx).parse_args(list(args))
        return rest, args[: len(args) - len(rest)]
