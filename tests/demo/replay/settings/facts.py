"""What was found out between the recorded requests: asked of a simulated app in the same way."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from tests.demo.replay.settings.records import SettingsRecord, records
from tests.demo.replay.settings.state import Bench, prepare

Fact = Callable[[SettingsRecord], Any]


def found(record: SettingsRecord) -> Any:
    """Return what a simulated app says of a fact. Raises LookupError for one that nobody asks about."""
    for file, pattern, fact in _TABLE:
        if file == record.file and fnmatchcase(record.label, pattern):
            return fact(record)
    raise LookupError("nobody asks for it")


def _after(record: SettingsRecord) -> Bench:
    """Return an app that a record was sent to."""
    bench = prepare(record)
    bench.client.call(record.method, record.path, record.body)
    return bench


def _profile_read_back(record: SettingsRecord) -> Any:
    name = record.label.partition(": ")[2]
    posts = [row for row in records(record.app) if (row.method, row.path) == ("POST", "qualityprofile")]
    sent = [row for row in posts if row.body.get("name") == name]
    if sent:
        bench = _after(sent[0])
    else:  # it was posted, but what was answered is not in the recording
        bench = prepare(record)
        bench.next_id("qualityprofile", record.answer["id"])
        bench.send(
            "POST", "qualityprofile", {key: record.answer[key] for key in record.answer if key != "id"}
        )
    return next(row for row in bench.client.get("qualityprofile") if row["name"] == name)


def _listed_but_in_no_profile(record: SettingsRecord) -> list[int]:
    client = prepare(record).client
    in_profiles = {item["format"] for row in client.get("qualityprofile") for item in row["formatItems"]}
    return [row["id"] for row in client.get("customformat") if row["id"] not in in_profiles]


_TABLE: list[tuple[str, str, Fact]] = [
    ("errors-profile", "profile read back: *", _profile_read_back),
    ("errors-profile", "after failed bulk delete: ids listed by*", _listed_but_in_no_profile),
]
