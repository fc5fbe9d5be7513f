"""An entry as a text for an editor."""

from __future__ import annotations

import tomllib

import pytest

from arrtui.core.errors import UsageError
from arrtui.features.sync.model import Entry, EntrySubject, Op, PlannedEntry
from arrtui.features.sync.review import Choices
from arrtui.tui.panes.plan.entry_text import entry_text, read_entry_text

CHOICES = Choices({"quality_profile": ("HD", "UHD")}, ("/movies", "/movies4k"), ("4k", "kids"))
AFTER = {
    "quality_profile": "HD",
    "root_folder": "/movies",
    "tags": ["4k"],
    "monitored": True,
    "path": "/movies/x",
}


def planned(**after: object) -> PlannedEntry:
    entry = Entry(
        key="radarr.4k/item/1", op=Op.ADD, subject=EntrySubject.ITEM, ident="1", instance="radarr.4k",
        title="Dune\x1b[31m\nyear = 1", after={**AFTER, **after},
    )  # fmt: skip
    return PlannedEntry(position=0, entry=entry)


def test_what_is_written_is_what_was_planned() -> None:
    text = entry_text([planned()], CHOICES)
    assert "\x1b" not in text
    assert tomllib.loads(text) == {name: AFTER[name] for name in AFTER if name != "path"}
    assert read_entry_text(text, [planned()], CHOICES) == {}
    assert "UHD" in text


def test_only_what_was_changed_comes_back() -> None:
    text = entry_text([planned()], CHOICES).replace('"HD"', '"UHD"').replace("monitored = true", "")
    assert read_entry_text(text, [planned()], CHOICES) == {"quality_profile": "UHD"}


def test_a_field_that_differs_is_left_alone_until_it_is_written() -> None:
    both = [planned(), planned(quality_profile="UHD")]
    assert read_entry_text(entry_text(both, CHOICES), both, CHOICES) == {}
    assert read_entry_text('quality_profile = "UHD"', both, CHOICES) == {"quality_profile": "UHD"}


@pytest.mark.parametrize(
    "text",
    [
        "not toml", 'title = "x"', 'quality_profile = "SD"', 'root_folder = "/x"', 'tags = "4k"',
        'tags = ["a_b"]', "monitored = 1",
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_entry_text(text, [planned()], CHOICES)
