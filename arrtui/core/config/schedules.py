"""Schedules, ``[schedule]``: any task of ``--run`` with its arguments, at the times of a cron expression."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field

from arrtui.core.config.findings import NO_TABLE, Findings, Place, check_table, nearest
from arrtui.core.config.table import ConfigTable
from arrtui.core.config.values import Schedule, wrong
from arrtui.core.errors import UsageError

if TYPE_CHECKING:
    from arrtui.core.config.tables import InstanceConfig

ApplyLevel = Literal["none", "additions", "updates", "all"]
"""What a scheduled task writes of its plan: nothing, what it adds, what it adds and updates, removals too."""
CatchUp = Literal["once", "skip"]
"""What becomes of times that passed while nothing ran: they are made up for by one run, or left out."""
_SECTION = "schedule"
_EXPECTED = 'must be a cron expression such as "30 3 * * *", or a table with cron'
_ZONE = 'a time zone such as "Europe/Berlin", or empty for that of this machine'


def _check_zone(name: str) -> str:
    if not name:
        return ""
    from zoneinfo import ZoneInfo  # most start without one

    try:
        return ZoneInfo(name).key
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
        raise wrong(f"must be {_ZONE}") from None
    except KeyError:
        raise wrong(f"is no time zone that is known here; it must be {_ZONE}") from None


TimeZone = Annotated[str, AfterValidator(_check_zone)]


class ScheduleDefaults(ConfigTable):
    """The options of ``[schedule]`` itself, which hold for every schedule that does not have its own."""

    time_zone: TimeZone = Field(default="", description=_ZONE)
    catch_up: CatchUp = Field(default="once", description='"once" or "skip"')
    jitter: int = Field(default=0, ge=0, le=86_400, description="a whole number of seconds from 0 to 86400")
    """A run begins up to so many seconds after its time."""


class ScheduleOptions(ConfigTable):
    """What the table of a schedule may set; None is what ``[schedule]`` says."""

    cron: Schedule = Field(description='a cron expression such as "30 3 * * *", or empty for never')
    apply: ApplyLevel = Field(default="none", description='"none", "additions", "updates" or "all"')
    time_zone: TimeZone | None = Field(default=None, description=_ZONE)
    catch_up: CatchUp | None = Field(default=None, description='"once" or "skip"')
    jitter: int | None = Field(
        default=None, ge=0, le=86_400, description="a whole number of seconds from 0 to 86400"
    )


@dataclass(frozen=True)
class TaskWords:
    """A task as its command understands the words of a schedule."""

    words: tuple[str, ...]
    """The task and its arguments, as they stand after ``--run``."""
    instances: tuple[str, ...] = ()
    """The instances that are named."""
    pairs: tuple[str, ...] = ()
    """The pairs that are named."""
    syncs: tuple[str, ...] = ()
    """The syncs of settings that are named."""
    takes_instances: bool = False
    """Whether it is for the instances that are named after it, or for all."""
    writes: bool = False
    """Whether it may write to apps or into folders of titles."""


TaskReader = Callable[[Sequence[str], ApplyLevel], TaskWords]
"""Reads the words of a schedule and its apply level. Raises UsageError, whose ``why`` says what is wrong."""


@dataclass(frozen=True)
class ScheduledTask:
    """A task and when it runs."""

    name: str
    """The words of its key; unique."""
    words: tuple[str, ...]
    """The task and its arguments, as they stand after ``--run``."""
    cron: str
    apply: ApplyLevel = "none"
    time_zone: str = ""
    """Empty for that of this machine."""
    catch_up: CatchUp = "once"
    jitter: int = 0
    """Seconds."""
    instances: tuple[str, ...] = ()
    """The instances it is for; empty where it is not for instances, or for all of them."""
    pairs: tuple[str, ...] = ()
    writes: bool = False
    """Whether a run may write to apps or into folders of titles."""


def _any_task(words: Sequence[str], _apply: ApplyLevel) -> TaskWords:
    """Take any words for a task that is for all instances."""
    return TaskWords(tuple(words), takes_instances=True)


@dataclass
class _Builder:
    """Reads schedules and notes everything wrong with them."""

    findings: Findings
    read_task: TaskReader
    instances: Sequence[str]
    pairs: Sequence[str]
    syncs: Sequence[str]
    defaults: ScheduleDefaults

    def build(self, name: str, value: Any, place: Place) -> tuple[ScheduledTask, TaskWords] | None:
        """Return the schedule of a key and its value, None after noting what is wrong."""
        options = self._read_options(value, place)
        call = self._read_words(name, options.apply if options else "none", place)
        if options is None or call is None:
            return None
        defaults = self.defaults
        task = ScheduledTask(
            name=name,
            words=call.words,
            cron=options.cron,
            apply=options.apply,
            time_zone=defaults.time_zone if options.time_zone is None else options.time_zone,
            catch_up=options.catch_up or defaults.catch_up,
            jitter=defaults.jitter if options.jitter is None else options.jitter,
            instances=call.instances,
            pairs=call.pairs,
            writes=call.writes,
        )
        return task, call

    def _read_options(self, value: Any, place: Place) -> ScheduleOptions | None:
        if isinstance(value, dict):
            return check_table(ScheduleOptions, value, place, self.findings, Path())
        if not isinstance(value, str):
            self.findings.add(place, _EXPECTED)
            return None
        own = Findings()
        options = check_table(ScheduleOptions, {"cron": value}, place, own, Path())
        for problem in own.problems:  # the file has no cron there
            self.findings.add(place, problem.message)
        return options

    def _read_words(self, name: str, apply: ApplyLevel, place: Place) -> TaskWords | None:
        try:
            call = self.read_task(name.split(), apply)
        except UsageError as error:
            self.findings.add(place, error.why)
            return None
        unknown = [(label, "instance", self.instances) for label in call.instances]
        unknown += [(label, "pair", self.pairs) for label in call.pairs]
        unknown += [(label, "sync of settings", self.syncs) for label in call.syncs]
        unknown = [fault for fault in unknown if fault[0] not in fault[2]]
        for label, noun, known in unknown:
            hint = nearest(label, known) if known else "none is configured"
            self.findings.add(place, f"names no {noun} that is configured; {hint}")
        return None if unknown else call


def build_schedules(
    tree: Mapping[str, Any],
    instances: Sequence[InstanceConfig],
    pairs: Iterable[str],
    syncs: Iterable[str],
    findings: Findings,
    read_task: TaskReader | None = None,
) -> tuple[ScheduledTask, ...]:
    """Return the schedules of a merged document, those of instances last, noting everything wrong.

    A schedule of an instance takes the place of that of all instances for this one. Without ``read_task`` it
    is not judged which tasks there are.
    """
    table = tree.get(_SECTION, {})
    if not isinstance(table, dict):
        findings.add((_SECTION,), f"{NO_TABLE} of tasks and their times, written [{_SECTION}]")
        return ()
    own = {name: value for name, value in table.items() if name in ScheduleDefaults.model_fields}
    defaults = check_table(ScheduleDefaults, own, (_SECTION,), findings, Path()) or ScheduleDefaults()
    names = [instance.name for instance in instances]
    builder = _Builder(findings, read_task or _any_task, names, list(pairs), list(syncs), defaults)
    general = dict(_general(builder, table, tree))
    overrides = dict(_overrides(builder, instances))
    built = [_without(task, call, overrides, names) for task, call in general.values()]
    for name, task in overrides.items():
        if name in general:
            findings.add(_place(name), "is set there and in the table of the instance; give one of them")
        built.append(task)
    return tuple(task for task in built if task is not None and task.cron)


def _general(
    builder: _Builder, table: Mapping[str, Any], tree: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[ScheduledTask, TaskWords]]]:
    """Yield the schedules of ``[schedule]`` by name, and that of ``[backup] schedule``."""
    seen: set[str] = set()
    for key, value in table.items():
        if key in ScheduleDefaults.model_fields:
            continue
        name = " ".join(key.split())
        if name in seen:
            builder.findings.add(_place(key), "is the same task twice; spaces make no difference")
        seen.add(name)
        if built := builder.build(name, value, _place(key)):
            yield name, built
    backup = tree.get("backup")
    cron = backup.get("schedule") if isinstance(backup, dict) else ""
    if not cron or not isinstance(cron, str) or builder.findings.has(("backup", "schedule")):
        return
    if "backup" in seen:
        builder.findings.add(("backup", "schedule"), "and [schedule] backup are both set; give one of them")
    elif built := builder.build("backup", cron, ("backup", "schedule")):
        yield "backup", built


def _overrides(builder: _Builder, instances: Iterable[InstanceConfig]) -> Iterator[tuple[str, ScheduledTask]]:
    """Yield the schedules in the tables of instances: their name ends with that of the instance."""
    for instance in instances:
        for key, value in instance.schedule.items():
            place = (instance.kind.value, instance.label, *_place(key))
            built = builder.build(" ".join(key.split()), value, place)
            if built is None:
                continue
            task, call = built
            if call.takes_instances and not call.instances:
                name = f"{task.name} {instance.name}"
                words = (*task.words, instance.name)
                yield name, replace(task, name=name, words=words, instances=(instance.name,))
                continue
            builder.findings.add(place, "is no task for all instances, of which one has its own time here")


def _without(
    task: ScheduledTask, call: TaskWords, overrides: Mapping[str, ScheduledTask], names: Sequence[str]
) -> ScheduledTask | None:
    """Return a schedule without the instances that have their own, None where no instance is left."""
    if not call.takes_instances or call.instances:
        return task
    left = [name for name in names if f"{task.name} {name}" not in overrides]
    if len(left) == len(names):
        return task
    return replace(task, words=(*task.words, *left), instances=tuple(left)) if left else None


def _place(key: str) -> Place:
    """Return the place of a schedule in the file, its key quoted where TOML needs that."""
    return (_SECTION, key if key.replace("-", "").replace("_", "").isalnum() else f'"{key}"')
