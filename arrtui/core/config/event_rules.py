"""Rules, ``[[rule]]``: what arrtui does by itself when something happens in the estate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from arrtui.core.config.findings import NO_TABLE, Findings, Place, check_table, nearest
from arrtui.core.config.notify import EventName
from arrtui.core.config.table import ConfigTable
from arrtui.core.config.values import wrong
from arrtui.core.errors import ConfigProblem
from arrtui.core.estate_events import EventType
from arrtui.core.filter.matching import FilterError, make_filter
from arrtui.core.notifying import types_of

if TYPE_CHECKING:
    from arrtui.core.config.notify import NotifyChannel
    from arrtui.core.config.sync import SyncPair
    from arrtui.core.filter.fields import FilterFields

RuleAction = Literal["plan", "apply", "search", "tag", "trailer", "notify"]
WRITING: frozenset[str] = frozenset({"apply", "search", "tag", "trailer"})
"""Actions that change something in an app or beside its files."""
OF_PAIRS: frozenset[str] = frozenset({"plan", "apply"})
OWN_EVENTS = frozenset({EventType.RULE_NOTICE, EventType.RULE_LIMITED})
"""What rules themselves bring about, and are never for."""
TITLE_EVENTS = frozenset(
    {
        EventType.TITLE_ADDED,
        EventType.TITLE_CHANGED,
        EventType.TITLE_REMOVED,
        EventType.UNMONITORED,
        EventType.FILE_ADDED,
        EventType.FILE_CHANGED,
        EventType.FILE_REMOVED,
        EventType.RENAMED,
        EventType.GRABBED,
        EventType.DOWNLOAD_FAILED,
        EventType.IMPORT_BLOCKED,
        EventType.MANUAL_INTERACTION,
        EventType.LOOP_FOUND,
    }
)
"""What happens to a title."""
_OF_SEARCHES = (EventType.GRABBED, EventType.LOOP_FOUND)
"""What searches bring about."""
_NAME = re.compile(r"[\w .-]{1,40}")
_LABEL = re.compile(r"[a-z0-9-]+")
_LABEL_WORDS = "a tag of small letters, digits and '-'"
RuleFields = Callable[[Sequence[str]], "FilterFields[Any]"]
"""Returns what the filter of a rule can ask for, where these instances are configured."""


def _listed(value: Any) -> Any:
    """Take a single text for a list of it."""
    return (value,) if isinstance(value, str) else value


def _some(events: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a rule for nothing; the length that pydantic checks would count a wrong event as missing too."""
    if not events:
        raise wrong("must name an event")
    return events


def _check_tag(tag: str) -> str:
    if tag and not _LABEL.fullmatch(tag):
        raise wrong(f"must be {_LABEL_WORDS}")
    return tag


class EventRule(ConfigTable):
    """A rule: which events it is for, and what it does about them."""

    name: str = Field(pattern=f"^{_NAME.pattern}$", description="text of letters, digits, blanks, '.', '-'")
    event: Annotated[tuple[EventName, ...], BeforeValidator(_listed), AfterValidator(_some)] = Field(
        strict=False, description="an event or a group of events, or a list of them"
    )
    instances: Annotated[tuple[str, ...], BeforeValidator(_listed)] = Field(
        default=(), strict=False, description="an instance, or a list of instances"
    )
    """Instances whose events it is for; all when empty, with a pair both of its sides."""
    filter: str = Field(default="", description="a filter as tables have it")
    action: RuleAction = Field(description='"plan", "apply", "search", "tag", "trailer" or "notify"')
    pair: str = Field(default="", description="the name of a pair")
    """What is planned, for the title alone."""
    tag: Annotated[str, AfterValidator(_check_tag)] = Field(default="", description=_LABEL_WORDS)
    channels: Annotated[tuple[str, ...], BeforeValidator(_listed)] = Field(
        default=(), strict=False, description="a channel of [[notify]], or a list of them"
    )
    """Channels that are told; all when empty."""
    limit: int = Field(default=10, ge=1, le=1000, description="a whole number from 1 to 1000")
    """How often it acts within an hour."""
    dry_run: bool | None = Field(default=None, description="true or false")
    """Whether it only notes what it would have done; None is true for actions that write."""

    @property
    def writes(self) -> bool:
        """Whether it changes something in an app or beside its files."""
        return self.action in WRITING

    @property
    def is_dry(self) -> bool:
        """Whether it only notes what it would have done."""
        return self.writes if self.dry_run is None else self.dry_run

    @property
    def types(self) -> frozenset[EventType]:
        """The events it is for."""
        return types_of(self.event) - OWN_EVENTS


def build_rules(
    tree: Mapping[str, Any],
    instances: Sequence[str],
    pairs: Iterable[SyncPair],
    channels: Iterable[NotifyChannel],
    findings: Findings,
    rule_fields: RuleFields | None = None,
) -> Iterator[EventRule]:
    """Yield the rules of a merged document, noting everything wrong with them; each message names the rule.

    Without ``rule_fields`` it is not judged what filters ask for.
    """
    tables, names = tree.get("rule", []), set[str]()
    if not isinstance(tables, list):
        findings.add(("rule",), f"{NO_TABLE} for each rule, written [[rule]]")
        return
    own = Findings(origins=findings.origins)
    checker = _RuleChecker(
        instances, {pair.name: pair for pair in pairs}, [channel.name for channel in channels], own
    )
    fields = rule_fields(instances) if rule_fields else None
    for number, table in enumerate(tables):
        path = ("rule", str(number))
        rule = check_table(EventRule, table, path, own, Path())
        if rule is not None:
            if rule.name in names:
                own.add((*path, "name"), "is the name of a rule before; names are unique")
            names.add(rule.name)
            checker.check(rule, path, fields)
            yield checker.with_sides(rule)
        named = table.get("name") if isinstance(table, dict) else None
        mark = f"(rule {named}) " if isinstance(named, str) and _NAME.fullmatch(named) else ""
        findings.problems += [
            ConfigProblem(problem.path, f"{mark}{problem.message}") for problem in own.problems
        ]
        own.problems.clear()


class _RuleChecker:
    """Notes what rules name that is not there."""

    def __init__(
        self,
        instances: Sequence[str],
        pairs: Mapping[str, SyncPair],
        channels: Sequence[str],
        findings: Findings,
    ) -> None:
        self._instances = instances
        self._pairs = pairs
        self._channels = channels
        self._findings = findings

    def with_sides(self, rule: EventRule) -> EventRule:
        """Return a rule of a pair as one for the events of its sides: ids of other apps mean other titles."""
        pair = self._pairs.get(rule.pair)
        if rule.action not in OF_PAIRS or rule.instances or pair is None:
            return rule
        return rule.model_copy(update={"instances": (pair.source_instance, pair.target)})

    def check(self, rule: EventRule, path: Place, fields: FilterFields[Any] | None) -> None:
        """Note everything that is wrong with a rule."""
        self._check_names(path, "instances", rule.instances, "instance", self._instances)
        self._check_names(path, "channels", rule.channels, "channel", self._channels)
        if rule.pair:
            self._check_names(path, "pair", (rule.pair,), "pair", list(self._pairs))
        for option, actions in (("pair", OF_PAIRS), ("tag", {"tag"})):
            if rule.action in actions and not getattr(rule, option):
                self._findings.add((*path, option), f"is missing; {rule.action} needs it")
        if rule.action == "notify" and not self._channels:
            self._findings.add(
                (*path, "action"), "tells nobody: no channel is configured, written [[notify]]"
            )
        self._check_sides(rule, path)
        self._check_events(rule, path)
        if rule.filter and fields is not None:
            try:
                make_filter(rule.filter, fields, (), 0.0)
            except FilterError as error:
                self._findings.add((*path, "filter"), error.why)

    def _check_names(
        self, path: Place, option: str, names: Iterable[str], noun: str, known: Sequence[str]
    ) -> None:
        for name in names:
            if name not in known:
                hint = nearest(name, known) if known else "none is configured"
                self._findings.add((*path, option), f"names {name}, which is no {noun}; {hint}")

    def _check_sides(self, rule: EventRule, path: Place) -> None:
        """Note a rule of a pair whose source is no instance of now, or that is for others than its sides."""
        pair = self._pairs.get(rule.pair)
        if pair is None or rule.action not in OF_PAIRS:
            return
        if pair.source_when:
            self._findings.add((*path, "pair"), "has a snapshot as its source, to which nothing happens")
        for name in rule.instances:
            if name in self._instances and name not in (pair.source_instance, pair.target):
                self._findings.add((*path, "instances"), f"names {name}, which is no side of {pair.name}")

    def _check_events(self, rule: EventRule, path: Place) -> None:
        """Note a rule that can never act, or that would bring about what it is for."""
        if rule.action != "notify" and not rule.types & TITLE_EVENTS:
            self._findings.add((*path, "event"), f"concerns no title, so there is nothing to {rule.action}")
        for kind in _OF_SEARCHES:
            if rule.action == "search" and kind in rule.types:
                self._findings.add(
                    (*path, "event"), f"has {kind.value}, which a search brings about: it would not end"
                )
