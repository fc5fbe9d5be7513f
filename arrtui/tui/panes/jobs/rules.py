"""The rules: what is done by itself when something happens, and what each would have done lately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content

from arrtui.core.text import format_age, format_minute
from arrtui.runtime.rules.use_cases import DRY_RUN_DAYS, RuleView
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.table import REQUIRED, Cell, Column, EstateTable
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.jobs.list_dialog import ListDialog, named_facts

if TYPE_CHECKING:
    from arrtui.core.rule_deeds import RuleDeed
    from arrtui.features.rules.matching import DryRun

NO_RULE = """\
There is no rule yet. Press E outside of this
and add one to the configuration, for example:

[[rule]]
name = "grabs"
event = "grabbed"
action = "notify"\
"""
MOST_SHOWN = 500
"""Lines of what a rule would have done."""
MOST_DEEDS = 50
"""Lines of what it did."""


class RulesDialog(ListDialog[RuleView]):
    """Lists the rules until `esc`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        hint = f"enter tries it on {DRY_RUN_DAYS} days, esc closes"
        super().__init__("Rules", hint, rule_columns(clock), empty=NO_RULE)
        self._clock = clock

    async def rows(self) -> Sequence[RuleView]:
        """Return the rules with what is stored of them now. Raises ArrtuiError."""
        return await host_of(self).services.rules.views()

    def key_of(self, row: RuleView) -> str:
        """Return the name of a rule."""
        return row.rule.name

    def describe(self, row: RuleView) -> Content:
        """Return everything about a rule."""
        return rule_detail(row, self._clock())

    @on(EstateTable.Opened)
    async def _try_rule(self) -> None:
        """Show what the rule under the cursor would have done lately."""
        from arrtui.tui.kit.dialogs.text import TextDialog

        if (view := self.current) is None:
            return
        name, rules = view.rule.name, host_of(self).services.rules
        outcome = await try_or_notify(self, rules.dry_run(name))
        deeds = await try_or_notify(self, rules.deeds(name, MOST_DEEDS))
        if outcome is not None:
            self.app.push_screen(TextDialog(f"Rule {name}", rule_text(outcome, deeds or ())))


def rule_text(outcome: DryRun, deeds: Sequence[RuleDeed]) -> str:
    """Return what a rule would have done, and what it did lately, the newest first."""
    shown = outcome.acts[-MOST_SHOWN:]
    lines = [f"{format_minute(act.event.at)}  would {act.doing}" for act in reversed(shown)]
    if rest := len(outcome.acts) - len(shown):
        lines.append(f"and {rest:,} before: arrtui --run rules {outcome.rule.name}")
    done = [
        f"{format_minute(deed.at)}  {deed.sentence}{f': {deed.outcome}' if deed.outcome else ''}"
        for deed in deeds
    ]
    head = ["", "What it did lately, or noted:", *done] if done else []
    return "\n".join(map(sanitise, [f"{outcome.sentence}.", *lines, *head]))


def rule_columns(clock: Callable[[], float]) -> tuple[Column[RuleView], ...]:
    """Return the columns of rules."""

    def last(view: RuleView) -> Cell:
        if view.last is None:
            return "never", "dim"
        return format_age(clock() - view.last.at), ""

    return (
        Column("name", "Rule", lambda view: view.rule.name, min_width=12, priority=REQUIRED),
        Column("event", "Event", lambda view: ", ".join(view.rule.event), min_width=14, priority=90),
        Column("filter", "Filter", lambda view: view.filter_words, min_width=14, weight=2, priority=60),
        Column("action", "Action", lambda view: view.action_words, min_width=12, priority=REQUIRED),
        Column("mode", "Runs", _mode, width=7, priority=REQUIRED),
        Column("last", "Acted", last, width=10, priority=REQUIRED),
        Column("used", "Hour", _used, width=8, align="right", priority=70),
    )


def rule_detail(view: RuleView, now: float) -> Content:
    """Return the text about a rule."""
    rule, last = view.rule, view.last
    ago = f"{format_minute(last.at)}, {format_age(now - last.at)}" if last else ""
    facts = (
        ("events", ", ".join(rule.event)),
        ("from", ", ".join(rule.instances) or "all instances"),
        ("filter", view.filter_words),
        ("action", f"{view.action_words}, at most {rule.limit:,} times an hour; {view.used:,} in the last"),
        ("acted", f"{ago}: {last.sentence}" if last else "never"),
        ("outcome", last.outcome if last else ""),
    )
    return named_facts(f"{rule.name} ({view.mode})", facts)


def _mode(view: RuleView) -> Cell:
    return view.mode, "" if view.rule.is_dry else "accent"


def _used(view: RuleView) -> Cell:
    return f"{view.used:,} of {view.rule.limit:,}", "warn" if view.used >= view.rule.limit else ""
