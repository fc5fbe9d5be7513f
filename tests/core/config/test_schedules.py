"""Schedules in the configuration: what they may say, and what is told of a wrong one at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from arrtui.core.config import Config, load_config
from arrtui.core.config.lines import line_of
from arrtui.core.errors import ConfigError
from arrtui.runtime.schedules import read_task

INSTANCES = """
[radarr.main]
url = "http://localhost:1"
api_key = "k"
[radarr.4k]
url = "http://localhost:2"
api_key = "k"
[sync.movies-4k]
source = "radarr.main"
target = "radarr.4k"
"""
Load = Callable[[str], Config]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load_text(text: str) -> Config:
        file = tmp_path / "config.toml"
        file.write_text(text + INSTANCES)
        file.chmod(0o600)
        return load_config(file, env={}, tasks=read_task)

    return load_text


def test_tasks_with_arguments_are_scheduled_with_what_is_general_and_their_own(load: Load) -> None:
    config = load("""
[schedule]
time_zone = "Europe/Berlin"
catch_up = "skip"
backup = "0 3 * * *"
"backup radarr.main  --full" = { cron = "@weekly", time_zone = "", jitter = 600, catch_up = "once" }
"sync movies-4k" = { cron = "30 3 * * *", apply = "additions" }
"trailers --download" = ""
""")
    backup, weekly, sync = config.schedules
    assert (backup.name, backup.words, backup.cron) == ("backup", ("backup",), "0 3 * * *")
    assert (backup.time_zone, backup.catch_up, backup.jitter) == ("Europe/Berlin", "skip", 0)
    assert (weekly.words, weekly.instances) == (("backup", "radarr.main", "--full"), ("radarr.main",))
    assert (weekly.time_zone, weekly.catch_up, weekly.jitter) == ("", "once", 600)
    assert (sync.words, sync.pairs, sync.apply) == (("sync", "movies-4k"), ("movies-4k",), "additions")


def test_the_schedule_of_backup_is_another_spelling(load: Load) -> None:
    (backup,) = load('[backup]\nschedule = "30 3 * * *"').schedules
    assert (backup.name, backup.words, backup.cron) == ("backup", ("backup",), "30 3 * * *")
    assert load('[backup]\nschedule = ""').schedules == ()


def test_an_instance_has_its_own_time_or_none(load: Load) -> None:
    every = '[schedule]\nbackup = "0 3 * * *"\ncheck = "0 * * * *"\n'
    override = '[radarr.third]\nurl = "http://localhost:3"\napi_key = "k"\nschedule = {{ backup = "{}" }}\n'
    backup, check, own = load(every + override.format("0 5 * * *")).schedules
    assert (backup.name, backup.words) == ("backup", ("backup", "radarr.main", "radarr.4k"))
    assert (own.name, own.words, own.cron) == ("backup radarr.third", ("backup", "radarr.third"), "0 5 * * *")
    assert check.words == ("check",)
    assert [task.name for task in load(every + override.format("")).schedules] == ["backup", "check"]
    (alone,) = load(override.format("@daily")).schedules
    assert alone.words == ("backup", "radarr.third")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('schedule = "daily"', "schedule", "must be a table"),
        ('[schedule]\nbackup = 5', "schedule.backup", "must be a cron expression"),
        ('[schedule]\nbackup = "every night"', "schedule.backup", "is no cron expression"),
        ('[schedule]\nbackup = "0 0 31 2 *"', "schedule.backup", "is no cron expression"),
        ('[schedule]\nbackup = { apply = "all" }', "schedule.backup.cron", "is missing"),
        ('[schedule]\nbackup = { cron = "@daily", when = "x" }', "schedule.backup.when", "is not an option"),
        ('[schedule]\nbakcup = "@daily"', "schedule.bakcup", "Did you mean backup?"),
        ('[schedule]\n"backup radarr.man" = "@daily"', 'schedule."backup radarr.man"', "radarr.main"),
        ('[schedule]\n"backup --fulll" = "@daily"', 'schedule."backup --fulll"', "--fulll"),
        ('[schedule]\n"sync movies" = "@daily"', 'schedule."sync movies"', "movies-4k"),
        ('[schedule]\nsync = "@daily"', "schedule.sync", "PAIR"),
        ('[schedule]\n"backup --json" = "@daily"', 'schedule."backup --json"', "every command line"),
        ('[schedule]\n"backup --help" = "@daily"', 'schedule."backup --help"', "does nothing"),
        ('[schedule]\ndaemon = "@daily"', "schedule.daemon", "does not end"),
        ('[schedule]\n"schedules pause backup" = "@daily"', 'schedule."schedules pause backup"', "by hand"),
        ('[schedule]\n"export radarr.main -" = "@daily"', 'schedule."export radarr.main -"', "output"),
        ('[schedule]\nbackup = { cron = "@daily", apply = "all" }', "schedule.backup", 'no apply = "all"'),
        (
            '[schedule]\n"sync movies-4k --apply" = { cron = "@daily", apply = "all" }',
            'schedule."sync movies-4k --apply"',
            "are both given",
        ),
        (
            '[schedule]\n"check radarr.4k" = ""\n"check  radarr.4k" = ""',
            'schedule."check  radarr.4k"',
            "twice",
        ),
        ('[schedule]\ntime_zone = "Europe/Bonn"', "schedule.time_zone", "no time zone"),
        ('[schedule]\ntime_zone = "../etc"', "schedule.time_zone", "must be a time zone"),
        ('[schedule]\ncatch_up = "twice"', "schedule.catch_up", '"once" or "skip"'),
        ('[schedule]\njitter = -1', "schedule.jitter", "0 to 86400"),
        ('[schedule]\nbackup = "@daily"\n[backup]\nschedule = "@daily"', "backup.schedule", "both set"),
        (
            '[schedule]\n"backup sonarr.tv" = "@daily"\n'
            '[sonarr.tv]\nurl = "http://localhost:3"\napi_key = "k"\nschedule.backup = "@daily"',
            'schedule."backup sonarr.tv"',
            "in the table of the instance",
        ),
        (
            '[sonarr.tv]\nurl = "http://localhost:3"\napi_key = "k"\nschedule."sync movies-4k" = "@daily"',
            'sonarr.tv.schedule."sync movies-4k"',
            "no task for all instances",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(load: Load, text: str, place: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(text + "\n")
    (problem,) = caught.value.problems
    assert problem.path == place
    assert words in problem.message
    assert line_of(text, place) > 0


def test_everything_wrong_is_told_at_once_and_an_editor_opened_at_it(load: Load) -> None:
    text = '[schedule]\nbackup = "x"\n"sync nothing" = { cron = "@daily", apply = "some" }\njitter = "much"\n'
    with pytest.raises(ConfigError) as caught:
        load(text)
    places = {problem.path for problem in caught.value.problems}
    assert places == {
        *("schedule.jitter", "schedule.backup", 'schedule."sync nothing"', 'schedule."sync nothing".apply'),
    }
    assert line_of(text, 'schedule."sync nothing"') == 3


def test_a_schedule_may_come_from_the_environment_and_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(INSTANCES)
    file.chmod(0o600)
    config = load_config(
        file,
        env={"ARRTUI_SCHEDULE__BACKUP": "0 3 * * *", "ARRTUI_SCHEDULE__JITTER": "60"},
        overrides={"schedule.check radarr.main": "@hourly"},
        tasks=read_task,
    )
    assert [(task.name, task.cron, task.jitter) for task in config.schedules] == [
        ("backup", "0 3 * * *", 60),
        ("check radarr.main", "@hourly", 60),
    ]
