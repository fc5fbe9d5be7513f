"""Conditions and their groups, as facts of our own."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.matching import Evaluation, MatchFacts, compile_format, evaluate

NAME = "Example.2010.1080p.BluRay.x264-GRP.mkv"


def facts(**changes: Any) -> MatchFacts:
    known: dict[str, Any] = {
        "titles": (NAME,),
        "languages": ("English",),
        "original_language": "French",
        "source": "bluray",
        "resolution": 1080,
        "modifier": "none",
        "release_group": "GRP",
        "edition": "",
        "indexer_flags": 0b100001,
        "size": 5 * 1024**3,
        "release_type": "seasonPack",
    }
    return MatchFacts(**(known | changes))


def condition(implementation: str, value: Any = None, mark: str = "", **fields: Any) -> dict[str, Any]:
    """Return a condition; ``!`` in ``mark`` negates it, ``R`` requires it."""
    return {
        "name": implementation,
        "implementation": f"{implementation}Specification",
        "negate": "!" in mark,
        "required": "R" in mark,
        "fields": [{"name": name, "value": entry} for name, entry in ({"value": value} | fields).items()],
    }


def verdict(kind: str, subject: MatchFacts, *conditions: dict[str, Any]) -> bool | None:
    format_ = compile_format({"id": 7, "name": "F", "specifications": list(conditions)}, kind)
    answer = evaluate([format_], subject)
    assert isinstance(answer, Evaluation)
    return None if 7 in answer.unknown else 7 in answer.matched


@pytest.mark.parametrize(
    ("kind", "implementation", "fields", "matches"),
    [
        ("radarr", "Source", {"value": 9}, True),
        ("sonarr", "Source", {"value": 6}, True),
        ("sonarr", "Source", {"value": 9}, False),
        ("radarr", "Resolution", {"value": 1080}, True),
        ("radarr", "QualityModifier", {"value": 5}, False),
        ("radarr", "QualityModifier", {"value": 0}, True),
        ("sonarr", "ReleaseType", {"value": 3}, True),
        ("radarr", "IndexerFlag", {"value": 32}, True),
        ("radarr", "IndexerFlag", {"value": 2}, False),
        ("radarr", "Size", {"min": 5, "max": 6}, False),
        ("radarr", "Size", {"min": 4.9, "max": 5}, True),
        ("radarr", "Language", {"value": 1}, True),
        ("radarr", "Language", {"value": -2}, False),
        ("radarr", "Language", {"value": 1, "exceptLanguage": True}, False),
        ("radarr", "Language", {"value": -2, "exceptLanguage": True}, True),
        ("radarr", "Edition", {"value": "^$"}, True),
        ("radarr", "ReleaseGroup", {"value": "^grp$"}, True),
        ("radarr", "Year", {"min": 1, "max": 3000}, False),
        ("sonarr", "Year", {"min": 1, "max": 3000}, None),
        ("radarr", "Quality", {"value": 1}, None),
        ("radarr", "Language", {"value": 900}, None),
    ],
)
def test_each_implementation_reads_its_fact(
    kind: str, implementation: str, fields: dict[str, Any], matches: bool | None
) -> None:
    assert verdict(kind, facts(), condition(implementation, **fields)) is matches
    negated = None if matches is None else not matches
    assert verdict(kind, facts(), condition(implementation, mark="!", **fields)) is negated


@pytest.mark.parametrize(
    ("marks", "matches"),
    [("y,n", True), ("n,n", False), ("n,Ry", True), ("y,Rn", False), ("Ry,Rn", False), ("!n,n", True)],
)
def test_of_one_implementation_all_required_or_any_other_condition_matches(marks: str, matches: bool) -> None:
    conditions = [
        condition("ReleaseTitle", "x264" if "y" in mark else "x265", mark) for mark in marks.split(",")
    ]
    assert verdict("radarr", facts(), *conditions) is matches
    elsewhere = condition("Resolution", 2160)
    assert verdict("radarr", facts(), *conditions, elsewhere) is False, "each implementation is asked for"


@pytest.mark.parametrize(
    ("marks", "matches"), [("?,n", None), ("?,y", True), ("R?,y", None), ("R?,Rn", False), ("?", None)]
)
def test_what_is_in_no_row_leaves_open_only_what_depends_on_it(marks: str, matches: bool | None) -> None:
    # a history row names a flag that this app does not have
    subject = facts(indexer_flags=("G_Internal",))
    values = {"y": 32, "n": 2}
    conditions = [
        condition("IndexerFlag", values.get(mark[-1], 32), mark)
        if mark[-1] != "?"
        else condition("IndexerFlag", "many", mark)
        for mark in marks.split(",")
    ]
    assert verdict("radarr", subject, *conditions) is matches


@pytest.mark.parametrize(
    ("field", "implementation"),
    [
        ("size", "Size"),
        ("languages", "Language"),
        ("release_group", "ReleaseGroup"),
        ("titles", "ReleaseTitle"),
    ],
)
def test_a_missing_fact_is_unknown_and_named(field: str, implementation: str) -> None:
    format_ = compile_format({"id": 1, "specifications": [condition(implementation, 1, "!")]}, "radarr")
    answer = evaluate([format_], facts(**{field: None}))
    assert answer.matched == frozenset()
    assert "in no row" in answer.unknown[1]


@pytest.mark.parametrize(("original", "matches"), [("Unknown", False), ("", None), ("English", True)])
def test_original_is_the_language_of_the_title(original: str, matches: bool | None) -> None:
    assert verdict("radarr", facts(original_language=original), condition("Language", -2)) is matches


def test_a_group_that_is_null_matches_nothing_and_an_empty_one_does() -> None:
    blank = condition("ReleaseGroup", r"^\s*$")
    assert verdict("sonarr", facts(release_group=""), blank) is False
    assert verdict("sonarr", facts(release_group="", has_empty_group=True), blank) is True
    assert verdict("sonarr", facts(release_group="", has_empty_group=None), blank) is None
    assert (
        verdict("sonarr", facts(release_group="", has_empty_group=None), condition("ReleaseGroup", "."))
        is False
    )


def test_a_release_has_a_year_and_flags_by_name() -> None:
    release = facts(is_stored_file=False, year=2010, indexer_flags=("G_Internal", "2048"))
    assert verdict("radarr", release, condition("Year", min=2010, max=2010)) is True
    assert verdict("radarr", release, condition("IndexerFlag", 2048)) is True
    assert verdict("radarr", facts(is_stored_file=False, year=None), condition("Year", min=1, max=2)) is None
