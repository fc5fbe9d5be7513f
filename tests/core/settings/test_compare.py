"""Settings of two sides compare by what they mean: names for ids, no order, no defaults."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.core.domain import Setting, SettingType
from arrtui.core.settings.book import SettingsBook
from arrtui.core.settings.compare import compare, count, count_cell
from arrtui.core.settings.identity import KIND_WORDS, compared_types, types_of
from arrtui.core.settings.model import SettingDifference, SettingsSide, SettingStanding
from arrtui.core.settings.words import cell_words
from arrtui.core.text import MASK

Body = dict[str, Any]
Bodies = Mapping[SettingType, list[Body]]
T = SettingType


def spec(name: str, implementation: str, negate: bool = False, required: bool = False, **fields: Any) -> Body:
    return {
        "name": name,
        "implementation": f"{implementation}Specification",
        "negate": negate,
        "required": required,
        "fields": [{"name": key, "value": value} for key, value in fields.items()],
    }


def quality(number: int, name: str, allowed: bool = True) -> Body:
    return {"quality": {"id": number, "name": name}, "items": [], "allowed": allowed}


BASE: Bodies = {
    T.METADATA_PROFILE: [
        {
            "id": 1,
            "name": "Standard",
            "primaryAlbumTypes": [
                {"albumType": {"id": 0, "name": "Album"}, "allowed": True},
                {"albumType": {"id": 1, "name": "EP"}, "allowed": False},
            ],
            "secondaryAlbumTypes": [{"albumType": {"id": 0, "name": "Studio"}, "allowed": True}],
            "releaseStatuses": [{"releaseStatus": {"id": 0, "name": "Official"}, "allowed": True}],
        }
    ],
    T.METADATA_PROVIDER: [{"id": 1, "writeAudioTags": "no", "embedCoverArt": True}],
    T.TAG: [{"id": 1, "label": "kids"}, {"id": 2, "label": "4k"}],
    T.CUSTOM_FORMAT: [
        {
            "id": 1,
            "name": "DV",
            "includeCustomFormatWhenRenaming": True,
            "specifications": [
                spec("DV", "ReleaseTitle", required=True, value=r"\bDV\b"),
                spec("not French", "Language", negate=True, value=2),
                spec("WEB", "Source", value=7),
                spec("Size", "Size", min=1, max=40),
            ],
        },
        {"id": 2, "name": "x265", "specifications": [spec("x265", "ReleaseTitle", value="265")]},
    ],
    T.QUALITY_PROFILE: [
        {
            "id": 4,
            "name": "HD",
            "upgradeAllowed": True,
            "cutoff": 1001,
            "items": [
                quality(0, "Unknown", allowed=False),
                quality(4, "HDTV-720p"),
                {
                    "id": 1001,
                    "name": "WEB",
                    "allowed": True,
                    "items": [quality(3, "WEBDL-1080p"), quality(15, "WEBRip-1080p")],
                },
            ],
            "minFormatScore": 0,
            "cutoffFormatScore": 1000,
            "minUpgradeFormatScore": 1,
            "formatItems": [
                {"format": 1, "name": "DV", "score": 50},
                {"format": 2, "name": "x265", "score": -10},
            ],
            "language": {"id": 1, "name": "English"},
        }
    ],
    T.QUALITY_DEFINITION: [
        {"id": 3, "quality": {"id": 3, "name": "WEBDL-1080p"}, "title": "WEB", "weight": 9, "maxSize": 100.5}
    ],
    T.NAMING: [{"id": 1, "renameMovies": True, "standardMovieFormat": "{Movie Title}"}],
    T.MEDIA_MANAGEMENT: [{"id": 1, "recycleBin": "", "downloadPropersAndRepacks": "preferAndUpgrade"}],
    T.DELAY_PROFILE: [
        {"id": 1, "usenetDelay": 0, "order": 2147483647, "tags": []},
        {"id": 2, "usenetDelay": 30, "order": 1, "tags": [1]},
        {"id": 3, "usenetDelay": 60, "order": 2, "tags": [2, 1]},
    ],
    T.RELEASE_PROFILE: [
        {
            "id": 1,
            "name": "",
            "enabled": True,
            "required": ["a", "b"],
            "ignored": [],
            "indexerId": 1,
            "tags": [1],
        }
    ],
    T.ROOT_FOLDER: [{"id": 1, "path": "/movies"}],
    T.REMOTE_PATH_MAPPING: [{"id": 1, "host": "nas", "remotePath": "/dl/", "localPath": "/data/"}],
    T.IMPORT_LIST: [
        {
            "id": 1,
            "name": "list",
            "enabled": True,
            "qualityProfileId": 4,
            "rootFolderPath": "/movies",
            "fields": [],
        }
    ],
    T.INDEXER: [
        {
            "id": 1,
            "name": "indexer",
            "implementation": "Torznab",
            "downloadClientId": 1,
            "priority": 25,
            "fields": [
                {"name": "baseUrl", "value": "https://host"},
                {"name": "apiKey", "value": MASK, "privacy": "apiKey"},
                {"name": "categories", "value": [2000, 2010]},
            ],
            "tags": [2],
        }
    ],
    T.DOWNLOAD_CLIENT: [
        {"id": 1, "name": "client", "enable": True, "fields": [{"name": "host", "value": "nas"}]}
    ],
    T.NOTIFICATION: [{"id": 1, "name": "discord", "onGrab": True, "fields": []}],
    T.METADATA_CONSUMER: [{"id": 1, "name": "Kodi", "enable": True, "fields": []}],
    T.AUTO_TAG: [
        {
            "id": 1,
            "name": "auto",
            "tags": [1],
            "specifications": [
                spec("profile", "QualityProfile", value=4),
                spec("g", "Genre", value=["B", "A"]),
            ],
        }
    ],
    T.CUSTOM_FILTER: [
        {
            "id": 1,
            "type": "movieIndex",
            "label": "mine",
            "filters": [
                {"key": "qualityProfileId", "value": [4], "type": "equal"},
                {"key": "monitored", "value": [True], "type": "equal"},
            ],
        }
    ],
}
"""One setting of each type at least, and what refers to what."""


def book(bodies: Bodies, instance: str = "radarr.main") -> SettingsBook:
    rows = (
        Setting(id=body["id"], type=type.value, name=str(body.get("name", body.get("label", ""))), body=body)
        for type, rows in bodies.items()
        for body in rows
    )
    return SettingsBook(SettingsSide(instance), rows)


def differences(left: SettingsBook, right: SettingsBook) -> list[SettingDifference]:
    rows = (compare(type, left, right) for type in compared_types(left.kind, right.kind))
    every = [compared.difference for row in rows for compared in row]
    return [row for row in every if row.standing is not SettingStanding.SAME]


def changed(change: Callable[[Any], object]) -> Bodies:
    """Return the base after a change."""
    bodies = copy.deepcopy(BASE)
    change(bodies)
    return bodies


def only(left: SettingsBook, right: SettingsBook) -> SettingDifference:
    (difference,) = differences(left, right)
    return difference


def field_of(body: Body, name: str) -> Body:
    return next(row for row in body["fields"] if row["name"] == name)


def test_every_type_of_the_comparison_is_in_the_base() -> None:
    assert set(BASE) == set(KIND_WORDS)


# --- the same ------------------------------------------------------------------------------------------


def permuted(bodies: Bodies, seed: int) -> Bodies:
    """Return the same settings with other ids, and whatever has no order in another one."""
    rng = random.Random(seed)
    fresh = {
        type: dict(zip([row["id"] for row in rows], rng.sample(range(100, 999), len(rows)), strict=True))
        for type, rows in bodies.items()
    }
    references = {
        "tags": T.TAG, "qualityProfileId": T.QUALITY_PROFILE, "downloadClientId": T.DOWNLOAD_CLIENT,
        "indexerId": T.INDEXER, "format": T.CUSTOM_FORMAT,
    }  # fmt: skip

    def walk(value: Any, key: str = "") -> Any:
        if key in references:
            ids = fresh[references[key]]
            return shuffled([ids[number] for number in value]) if isinstance(value, list) else ids[value]
        if isinstance(value, list):
            rows = [walk(row) for row in value]
            return rows if key == "items" else shuffled(rows)
        if not isinstance(value, dict):
            return value
        row = {name: walk(part, name) for name, part in value.items()}
        if row.get("implementation") == "QualityProfileSpecification":
            row["fields"][0]["value"] = fresh[T.QUALITY_PROFILE][row["fields"][0]["value"]]
        if row.get("key") == "qualityProfileId":
            row["value"] = [fresh[T.QUALITY_PROFILE][number] for number in row["value"]]
        return row

    def shuffled(rows: list[Any]) -> list[Any]:
        return rng.sample(rows, len(rows))

    return {
        type: shuffled([{**walk(row), "id": fresh[type][row["id"]]} for row in rows])
        for type, rows in bodies.items()
    }


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_ids_and_the_order_of_what_has_none_are_no_difference(seed: int) -> None:
    assert differences(book(BASE), book(permuted(BASE, seed), "radarr.4k")) == []


SAME: dict[str, Callable[[Any], object]] = {
    "exceptLanguage false": lambda b: b[T.CUSTOM_FORMAT][0]["specifications"][1]["fields"].append(
        {"name": "exceptLanguage", "value": False}
    ),
    "a number as text": lambda b: b[T.CUSTOM_FORMAT][0]["specifications"][2]["fields"][0].update(value="7"),
    "fields as a mapping": lambda b: b[T.CUSTOM_FORMAT][1]["specifications"][0].update(
        fields={"value": "265"}
    ),
    "minUpgradeFormatScore left out": lambda b: b[T.QUALITY_PROFILE][0].pop("minUpgradeFormatScore"),
    "a score of 0": lambda b: b[T.QUALITY_PROFILE][0]["formatItems"].append({"format": 99, "score": 0}),
    "free space": lambda b: b[T.ROOT_FOLDER][0].update(freeSpace=7, unmappedFolders=[], accessible=True),
    "separators": lambda b: b[T.ROOT_FOLDER][0].update(path="/movies/"),
    "an empty text": lambda b: b[T.MEDIA_MANAGEMENT][0].pop("recycleBin"),
    "the number of an order": lambda b: b[T.DELAY_PROFILE][2].update(order=17),
    "the id of a group": lambda b: (
        b[T.QUALITY_PROFILE][0].update(cutoff=1007),
        b[T.QUALITY_PROFILE][0]["items"][2].update(id=1007),
    ),
    "a secret": lambda b: field_of(b[T.INDEXER][0], "apiKey").update(value="0123456789abcdef"),
}  # fmt: skip


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_means_the_same_is_no_difference(change: Callable[[Any], object]) -> None:
    assert differences(book(BASE), book(changed(change), "radarr.4k")) == []


# --- differences ---------------------------------------------------------------------------------------

DIFFERENT: dict[str, tuple[Callable[[Any], object], str, tuple[str, str, str]]] = {
    "score": (
        lambda b: b[T.QUALITY_PROFILE][0]["formatItems"][0].update(score=70),
        "HD", ("score of DV", "70", "50"),
    ),
    "permission": (
        lambda b: b[T.QUALITY_PROFILE][0]["items"][1].update(allowed=False),
        "HD", ("HDTV-720p allowed", "none", "yes"),
    ),
    "permission in a group": (
        lambda b: b[T.QUALITY_PROFILE][0]["items"][2]["items"][0].update(allowed=False),
        "HD", ("WEBDL-1080p allowed in group WEB", "none", "yes"),
    ),
    "order": (
        lambda b: b[T.QUALITY_PROFILE][0]["items"].insert(0, b[T.QUALITY_PROFILE][0]["items"].pop(1)),
        "HD", ("order of qualities", "HDTV-720p, Unknown", "Unknown, HDTV-720p"),
    ),
    "cutoff": (
        lambda b: b[T.QUALITY_PROFILE][0].update(cutoff=4),
        "HD", ("cutoff", "HDTV-720p", "group WEB"),
    ),
    "language": (
        lambda b: b[T.QUALITY_PROFILE][0].update(language={"id": -2, "name": "Original"}),
        "HD", ("language", "Original", "English"),
    ),
    "condition": (
        lambda b: b[T.CUSTOM_FORMAT][0]["specifications"][2]["fields"][0].update(value=9),
        "DV", ("condition WEB", "source bluray", "source webdl"),
    ),
    "negation": (
        lambda b: b[T.CUSTOM_FORMAT][0]["specifications"][1].update(negate=False),
        "DV", ("condition not French", "language French", "not language French"),
    ),
    "a blank in a pattern": (
        lambda b: b[T.CUSTOM_FORMAT][1]["specifications"][0]["fields"][0].update(value="265 "),
        "x265", ("condition x265", "release title 265 ", "release title 265"),
    ),
    "size": (
        lambda b: b[T.QUALITY_DEFINITION][0].update(maxSize=None),
        "WEBDL-1080p", ("max size", "none", "100.5"),
    ),
    "naming": (
        lambda b: b[T.NAMING][0].update(renameMovies=False),
        "naming", ("rename movies", "none", "yes"),
    ),
    "profile of a list": (
        lambda b: (b[T.IMPORT_LIST][0].update(qualityProfileId=9)),
        "list", ("quality profile", "#9", "HD"),
    ),
    "an address": (
        lambda b: field_of(b[T.INDEXER][0], "baseUrl").update(value="https://other"),
        "indexer", ("base url", "https://other", "https://host"),
    ),
    "a secret that is gone": (
        lambda b: field_of(b[T.INDEXER][0], "apiKey").update(value=""),
        "indexer", ("api key", "none", "kept secret"),
    ),
    "genres": (
        lambda b: b[T.AUTO_TAG][0]["specifications"][1]["fields"][0].update(value=["A"]),
        "auto", ("condition g", "genre A", "genre A, B"),
    ),
    "where files are": (
        lambda b: b[T.REMOTE_PATH_MAPPING][0].update(localPath="/other"),
        "nas /dl", ("local path", "/other", "/data"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "name", "fact"), DIFFERENT.values(), ids=DIFFERENT)
def test_each_change_is_seen_in_words(
    change: Callable[[Any], object], name: str, fact: tuple[str, str, str]
) -> None:
    difference = only(book(BASE), book(changed(change), "radarr.4k"))
    assert (difference.name, difference.standing) == (name, SettingStanding.DIFFERS)
    assert difference.fields == (fact,)


def test_delay_profiles_that_changed_places_differ_and_a_new_one_moves_none() -> None:
    def swap(bodies: Any) -> None:
        bodies[T.DELAY_PROFILE][1]["order"], bodies[T.DELAY_PROFILE][2]["order"] = 2, 1

    found = differences(book(BASE), book(changed(swap), "radarr.4k"))
    assert [(row.name, row.fields) for row in found] == [
        ("4k, kids", (("place", "1", "2"),)),
        ("kids", (("place", "2", "1"),)),
    ]
    new = {"id": 9, "usenetDelay": 1, "order": 0, "tags": [2]}
    added = only(book(BASE), book(changed(lambda b: b[T.DELAY_PROFILE].insert(0, new)), "radarr.4k"))
    assert (added.name, added.standing) == ("4k", SettingStanding.ONLY_HERE)


_LEAVES = [
    (type, place, key)
    for type, rows in BASE.items()
    if type in types_of("radarr")
    for place, row in enumerate(rows)
    for key, value in row.items()
    if key
    not in ("id", "weight", "order", "specifications", "items", "fields", "formatItems", "quality", "filters")
]


@given(st.sampled_from(_LEAVES), st.integers(1, 1000))
@settings(max_examples=60, deadline=None)
def test_no_changed_key_is_missed_and_directions_mirror(leaf: tuple[T, int, str], number: int) -> None:
    type, place, key = leaf

    def change(bodies: Any) -> None:
        row = bodies[type][place]
        value = row[key]
        match value:
            case bool():
                row[key] = not value
            case int() | float():
                row[key] = value + number
            case str():
                row[key] = f"{value}{number}"
            case list():
                row[key] = [*value, number if key == "tags" else str(number)]
            case _:
                row[key] = {"id": number, "name": str(number)}

    left, right = book(BASE), book(changed(change), "radarr.4k")
    there, back = differences(left, right), differences(right, left)
    assert there
    mirror = {
        SettingStanding.MISSING: SettingStanding.ONLY_HERE,
        SettingStanding.ONLY_HERE: SettingStanding.MISSING,
    }
    assert {(row.type, row.name, mirror.get(row.standing, row.standing)) for row in there} == {
        (row.type, row.name, row.standing) for row in back
    }
    swapped = {(row.name, *sorted((fact.path, fact.after, fact.now) for fact in row.fields)) for row in there}
    assert swapped == {(row.name, *sorted(row.fields)) for row in back}


def _positions(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*path, key)
        yield from _positions(part, (*path, key))


_POSITIONS = [path for path in _positions(dict(BASE)) if len(path) > 2 and path[2:] != ("id",)]


@given(st.sampled_from(_POSITIONS), st.sampled_from([None, "x", 7, True, 1.5, [], {}, [None]]))
@settings(max_examples=100, deadline=None)
def test_what_no_app_writes_breaks_nothing(path: tuple[Any, ...], odd: Any) -> None:
    bodies: Any = copy.deepcopy(BASE)
    place = bodies
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = odd
    same = differences(book(bodies), book(bodies, "radarr.4k"))  # but for what has no identity any more
    assert {row.standing for row in same} <= {SettingStanding.UNTOLD}
    assert {row.type for row in differences(book(BASE), book(bodies, "radarr.4k"))} <= set(KIND_WORDS)


# --- identities ----------------------------------------------------------------------------------------


def standings(left: Iterable[Body], right: Iterable[Body], type: SettingType) -> list[tuple[str, str]]:
    sides = [
        book({**BASE, type: [{**row, "id": place} for place, row in enumerate(rows, 1)]}, name)
        for name, rows in (("radarr.main", left), ("radarr.4k", right))
    ]
    return [(row.difference.name, row.difference.standing.value) for row in compare(type, *sides)]


IDENTITIES: dict[str, tuple[SettingType, list[Body], list[Body], list[tuple[str, str]]]] = {
    "names count with case and blanks": (
        T.CUSTOM_FORMAT,
        [{"name": "DV"}],
        [{"name": "dv"}, {"name": "DV "}],
        [("DV", "missing"), ("DV ", "only_here"), ("dv", "only_here")],
    ),
    "two of one name": (
        T.CUSTOM_FORMAT, [{"name": "DV"}], [{"name": "DV"}, {"name": "DV"}], [("DV", "untold")],
    ),
    "mappings by host and path": (
        T.REMOTE_PATH_MAPPING,
        [{"host": "nas", "remotePath": "/a"}],
        [{"host": "NAS", "remotePath": "/a"}],
        [("NAS /a", "only_here"), ("nas /a", "missing")],
    ),
    "filters by type and label": (
        T.CUSTOM_FILTER,
        [{"type": "movieIndex", "label": "f"}],
        [{"type": "discover", "label": "f"}, {"type": "movieIndex", "label": "f"}],
        [("f (discover)", "only_here"), ("f (movieIndex)", "same")],
    ),
    "release profiles by name": (
        T.RELEASE_PROFILE,
        [{"name": "a", "required": ["x"]}],
        [{"name": "a", "required": ["y"]}],
        [("a", "differs")],
    ),
    "of one name by terms and tags": (
        T.RELEASE_PROFILE,
        [{"name": "a", "required": ["x"]}],
        [{"name": "a", "required": ["x"]}, {"name": "a", "required": ["y"], "tags": [1]}],
        [("a (required x)", "same"), ("a (required y; tags kids)", "only_here")],
    ),
    "without a name by terms": (
        T.RELEASE_PROFILE,
        [{"name": "", "required": ["x"]}],
        [{"name": "", "ignored": ["x"]}],
        [("unnamed (ignored x)", "only_here"), ("unnamed (required x)", "missing")],
    ),
    "the same profile twice": (
        T.RELEASE_PROFILE,
        [{"name": "a", "required": ["x"]}] * 2,
        [{"name": "a", "required": ["x"]}],
        [("a (required x)", "untold")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("type", "left", "right", "expected"), IDENTITIES.values(), ids=IDENTITIES)
def test_what_identifies_a_setting(
    type: SettingType, left: list[Body], right: list[Body], expected: list[tuple[str, str]]
) -> None:
    assert standings(left, right, type) == expected


def test_what_was_not_stored_is_untold_and_not_missing() -> None:
    old = {type: rows for type, rows in BASE.items() if type is not T.QUALITY_DEFINITION}
    old.pop(T.AUTO_TAG)
    found = differences(book(BASE), book(old, "radarr.4k"))
    assert {(row.type, row.standing) for row in found} == {
        (T.QUALITY_DEFINITION, SettingStanding.UNTOLD),
        (T.AUTO_TAG, SettingStanding.UNTOLD),
    }
    assert "radarr.4k" in found[0].why


def test_a_cell_counts_by_standing() -> None:
    right = changed(lambda b: b[T.CUSTOM_FORMAT].pop())
    cell = count_cell(compare(T.CUSTOM_FORMAT, book(BASE), book(right, "radarr.4k")))
    assert (cell.same, cell.missing, cell_words(cell)) == (1, 1, "1 missing")


@pytest.mark.parametrize(("type", "left", "right"), [row[:3] for row in IDENTITIES.values()], ids=IDENTITIES)
def test_a_count_without_words_is_that_of_the_differences(
    type: SettingType, left: list[Body], right: list[Body]
) -> None:
    sides = [
        book({**BASE, type: [{"id": place, **row} for place, row in enumerate(rows, 1)]}, name)
        for name, rows in (("radarr.main", left), ("radarr.4k", right))
    ]
    compared = compare(type, *sides)
    assert count(type, *sides) == count_cell(compared)
    accepted = frozenset(row.acceptance for row in compared if row.acceptance is not None)
    cell = count(type, *sides, accepted)
    assert cell == count_cell(compare(type, *sides, accepted))
    assert cell.accepted == len(accepted)


# --- between kinds of app ------------------------------------------------------------------------------

BETWEEN: dict[str, tuple[Body, Body, str]] = {
    "source": (spec("c", "Source", value=7), spec("c", "Source", value=3), ""),
    "language": (spec("c", "Language", value=26), spec("c", "Language", value=27), ""),
    "flag": (spec("c", "IndexerFlag", value=32), spec("c", "IndexerFlag", value=8), ""),
    "resolution": (spec("c", "Resolution", value=1080), spec("c", "Resolution", value=1080), ""),
    "title": (spec("c", "ReleaseTitle", value="x"), spec("c", "ReleaseTitle", value="x"), ""),
    "modifier": (
        spec("c", "QualityModifier", value=5), spec("c", "Source", value=7),
        "Sonarr has no condition on quality modifier",
    ),
    "a source of movies": (
        spec("c", "Source", value=1), spec("c", "Source", value=3), "Sonarr has no source cam",
    ),
    "golden": (
        spec("c", "IndexerFlag", value=8), spec("c", "IndexerFlag", value=8),
        "Sonarr has no indexer flag ptp_golden",
    ),
    "season packs": (
        spec("c", "Source", value=7), spec("c", "ReleaseType", value=3),
        "Radarr has no condition on release type",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("movies", "series", "lack"), BETWEEN.values(), ids=BETWEEN)
def test_formats_translate_between_apps_by_name_or_say_what_is_lacking(
    movies: Body, series: Body, lack: str
) -> None:
    sides = [
        book({T.CUSTOM_FORMAT: [{"id": 1, "name": "f", "specifications": [condition]}]}, name)
        for name, condition in (("radarr.main", movies), ("sonarr.main", series))
    ]
    for one, other in (sides, sides[::-1]):
        (row,) = compare(T.CUSTOM_FORMAT, one, other)
        assert row.difference.standing is (SettingStanding.UNTOLD if lack else SettingStanding.SAME)
        assert lack in row.difference.why


def test_only_formats_and_tags_compare_between_apps() -> None:
    assert compared_types("radarr", "sonarr") == (T.CUSTOM_FORMAT, T.TAG)


# --- secrets -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("type", [T.INDEXER, T.IMPORT_LIST, T.DOWNLOAD_CLIENT, T.NOTIFICATION])
@pytest.mark.parametrize("name", ["apiKey", "password", "webHookUrl", "accessToken", "cookie"])
def test_no_secret_is_shown_even_where_it_was_stored_in_clear(type: SettingType, name: str) -> None:
    row = {"id": 1, "name": "p", "fields": [{"name": name, "value": "https://host/SECRETVALUE"}]}
    shown = differences(book({**BASE, type: [row]}), book({**BASE, type: []}, "radarr.4k"))
    assert "SECRETVALUE" not in str(shown)
    assert "kept secret" in str(shown)
