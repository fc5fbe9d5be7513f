"""A pair while it is being edited: its options as a dialog has them, and the table they make."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from arrtui.core.config.findings import Findings
from arrtui.core.config.rules import read_rules, rules_text
from arrtui.core.config.sync import PairTable, SyncLimits, SyncMap, SyncPair, build_pairs
from arrtui.core.config.toml import Tree
from arrtui.core.errors import ConfigProblem
from arrtui.core.filter.syntax import FilterError

MAPS = tuple(SyncMap.model_fields)
"""The maps of a pair."""
LIMITS = tuple(SyncLimits.model_fields)
"""The limits of a pair."""


@dataclass
class PairDraft:
    """The options of a pair; those that are typed may still be the text in an input."""

    name: str = ""
    source: str = ""
    target: str = ""
    mode: str = "add"
    update: str = ""
    """Fields that are kept equal, with commas or blanks between."""
    search: bool = False
    monitored: str = "source"
    """``source``, ``true`` or ``false``."""
    move_files: bool = False
    refresh_after: int | str = 60
    """Minutes."""
    rules: str = ""
    """The filter as text, see :mod:`.rules`."""
    maps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Those of :data:`MAPS` that have entries."""
    removals_percent: int | str = 5
    removals: int | str = 20
    additions: int | str = 0

    @classmethod
    def of(cls, pair: SyncPair) -> PairDraft:
        """Return the options of a configured pair."""
        return cls(
            name=pair.name,
            source=pair.source,
            target=pair.target,
            mode=pair.mode,
            update=", ".join(pair.update),
            search=pair.search,
            monitored=pair.monitored,
            move_files=pair.move_files,
            refresh_after=pair.refresh_after,
            rules=rules_text(pair.filter),
            maps={name: dict(names) for name in MAPS if (names := getattr(pair.map, name))},
            removals_percent=pair.limits.removals_percent,
            removals=pair.limits.removals,
            additions=pair.limits.additions,
        )

    def check(self, instances: Sequence[str]) -> tuple[SyncPair | None, list[ConfigProblem]]:
        """Return the pair as it would be, or None, and everything wrong with it.

        Paths of problems begin with the option; ``instances`` are the names of those configured.
        """
        try:
            table = self.change({}, PairDraft())
        except FilterError as error:
            table = replace(self, rules="").change({}, PairDraft())
            wrong_rules = [ConfigProblem("filter", error.why)]
        else:
            wrong_rules = []
        findings = Findings()
        tree: Tree = {"sync": {self.name: table}}
        for instance in instances:
            kind, _, label = instance.partition(".")
            tree.setdefault(kind, {})[label] = {}
        pairs = list(build_pairs(tree, findings, Path()))
        problems = [*_relative(findings.problems, f"sync.{self.name}"), *wrong_rules]
        return (pairs[0] if pairs and not problems else None), problems

    def change(self, table: Mapping[str, Any], before: PairDraft) -> Tree:
        """Return a pair's table with what differs from ``before`` written into it.

        Everything else stays as the table spells it. Raises :class:`FilterError` for a filter that cannot be
        read.
        """
        options, earlier = self._options(), before._options()
        changed = {name for name in options if options[name] != earlier[name]}
        required = {"source", "target"}
        kept = {name: value for name, value in table.items() if name not in changed}
        written = {name: options[name] for name in options if name in changed and options[name] != {}}
        result = {name: options[name] for name in required} | kept | written
        order = [*PairTable.model_fields]
        return {name: result[name] for name in sorted(result, key=order.index)} if not table else result

    def _options(self) -> dict[str, Any]:
        """Return all options as the file has them; tables without those that have their defaults."""
        limits = {name: _number(getattr(self, name)) for name in LIMITS}
        defaults = SyncLimits.model_fields
        return {
            "source": self.source,
            "target": self.target,
            "mode": self.mode,
            "update": self.update.replace(",", " ").split(),
            "search": self.search,
            "monitored": {"true": True, "false": False}.get(self.monitored, self.monitored),
            "move_files": self.move_files,
            "refresh_after": _number(self.refresh_after),
            "filter": read_rules(self.rules),
            "map": {name: dict(names) for name, names in self.maps.items() if names},
            "limits": {name: value for name, value in limits.items() if value != defaults[name].default},
        }


def _relative(problems: Sequence[ConfigProblem], prefix: str) -> list[ConfigProblem]:
    """Return problems with paths below a table; one about the table's name is about ``name``."""
    return [
        ConfigProblem(problem.path.removeprefix(prefix).removeprefix(".") or "name", problem.message)
        for problem in problems
    ]


def _number(value: int | str) -> int | str:
    """Return the number a text stands for, or the text itself for the check to refuse."""
    with contextlib.suppress(ValueError):
        return int(value)
    return value
