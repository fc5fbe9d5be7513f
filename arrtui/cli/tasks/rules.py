"""``--run rules``: what is done by itself when something happens, and what it would have done lately."""

from __future__ import annotations

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import RULE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.text import format_timestamp
from arrtui.runtime.rules.use_cases import DRY_RUN_DAYS, LONGEST_DRY_RUN, RuleView

_HEADINGS = ("rule", "event", "filter", "action", "runs", "this hour", "last act")
NO_RULE = "There is no rule yet. Add one to {path}: [[rule]] with name, event and action."


@click.command("rules", cls=TaskCommand)
@click.argument("name", required=False, type=RULE, metavar="[NAME]")
@click.option(
    "--days",
    type=click.IntRange(1, LONGEST_DRY_RUN),
    default=DRY_RUN_DAYS,
    show_default=True,
    help="Try the rule on the events of so many days.",
)
async def rules(task: Task, name: str | None, days: int) -> ExitStatus:
    """List the rules; with a NAME print what that one would have done. Nothing is done."""
    services = task.services
    if name is not None:
        outcome = await services.rules.dry_run(name, days)
        for act in outcome.acts:
            task.out.line(f"{format_timestamp(act.event.at)}  would {act.doing}")
            task.out.event("would_act", **act.record())
        task.out.note(f"{name}: {outcome.sentence}.")
        task.result(True, **outcome.record())
        return ExitStatus.OK
    views = await services.rules.views()
    outcomes = [await services.rules.dry_run(view.rule.name, days) for view in views]
    if views:
        for line in table(_HEADINGS, map(_cells, views)):
            task.out.line(line)
        for outcome in outcomes:
            task.out.note(f"{outcome.rule.name}: {outcome.sentence}.")
    else:
        task.out.note(NO_RULE.format(path=services.config.path))
    records = [
        view.record() | {"dry_run_result": outcome.record()}
        for view, outcome in zip(views, outcomes, strict=True)
    ]
    task.result(True, rules=records)
    return ExitStatus.OK


def _cells(view: RuleView) -> tuple[str, ...]:
    rule, last = view.rule, view.last
    return (
        *(rule.name, ", ".join(rule.event), view.filter_words, view.action_words, view.mode),
        f"{view.used:,} of {rule.limit:,}",
        f"{format_timestamp(last.at)} {last.sentence}" if last else "never",
    )
