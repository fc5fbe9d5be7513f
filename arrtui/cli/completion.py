"""Completion of command lines in bash, zsh and fish: tasks, kinds, options, instances and pairs.

The shells call arrtui with :data:`VARIABLE` set, as the script that ``--completion SHELL`` prints tells them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem, ShellComplete, get_completion_class

from arrtui.cli.status import ExitStatus
from arrtui.core.accepted_settings import GUIDE_PREFIX
from arrtui.core.config import Config, config_path, load_config
from arrtui.core.errors import ArrtuiError

SHELLS = ("bash", "zsh", "fish")
PROGRAM = "arrtui"
VARIABLE = "_ARRTUI_COMPLETE"
"""Set by the shells: which shell asks, ``bash_complete``."""


class ConfiguredName(click.ParamType[str]):
    """A name from the configuration; the task itself says what is wrong with one."""

    def __init__(self, names: Callable[[Config], Iterable[str]], kind: str = "name") -> None:
        """``kind`` says what the names are of; that of instances is looked for by commands."""
        self.name = kind
        self._names = names

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the configured names that begin so; none where the configuration cannot be read."""
        try:
            config = load_config(config_path(ctx.params.get("config_file")))
        except ArrtuiError:
            return []
        return [CompletionItem(name) for name in self._names(config) if name.startswith(incomplete)]


INSTANCE = ConfiguredName(lambda config: [instance.name for instance in config.instances], "instance")
PAIR = ConfiguredName(lambda config: [pair.name for pair in config.sync])
PAIR_OR_SYNC = ConfiguredName(
    lambda config: [part.name for parts in (config.sync, config.settings) for part in parts]
)
PAIR_OR_INSTANCE = ConfiguredName(
    lambda config: [part.name for parts in (config.sync, config.settings, config.instances) for part in parts]
)
SETTINGS_SYNC = ConfiguredName(lambda config: [sync.name for sync in config.settings])
SIDE = ConfiguredName(
    lambda config: [
        *(instance.name for instance in config.instances),
        *(GUIDE_PREFIX + guide.name for guide in config.guides),
    ]
)
GUIDE = ConfiguredName(lambda config: [guide.name for guide in config.guides])
RULE = ConfiguredName(lambda config: [rule.name for rule in config.rules])
SCHEDULE = ConfiguredName(lambda config: [task.name for task in config.schedules])


def script(shell: str) -> str:
    """Return the script that makes a shell complete arrtui's command line."""
    return _completer(shell).source()


def answer(instruction: str) -> ExitStatus:
    """Print what a shell asks for, e.g. ``bash_complete``, and return the exit status."""
    shell, _, action = instruction.partition("_")
    if shell not in SHELLS or action != "complete":
        return ExitStatus.USAGE
    click.echo(_completer(shell).complete())
    return ExitStatus.OK


def completions(args: Sequence[str], incomplete: str) -> list[CompletionItem]:
    """Return what a word of a command line could become after the words before it."""
    from arrtui.cli.main import main_command, split_task, task_command
    from arrtui.runtime import capabilities

    if args and args[-1] == "--run":
        return [
            CompletionItem(name, help=task_command(name).get_short_help_str(80))
            for name in capabilities.tasks()
            if name.startswith(incomplete)
        ]
    try:
        task, rest = split_task(args)
        command: click.Command = main_command if task is None else task_command(task)
        return ShellComplete(command, {}, PROGRAM, VARIABLE).get_completions(rest, incomplete)
    except click.ClickException:
        return []


def _completer(shell: str) -> ShellComplete:
    """Return click's completion for a shell over our tasks, which are no subcommands."""
    base: Any = get_completion_class(shell)

    class TaskCompletion(base):  # type: ignore[misc]
        """Click's dialogue with the shell, about our command lines."""

        def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
            """Return what the word could become."""
            return completions(args, incomplete)

    completer: ShellComplete = TaskCompletion(click.Command(PROGRAM), {}, PROGRAM, VARIABLE)
    return completer
