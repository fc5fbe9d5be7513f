"""Configurations of recyclarr and configarr read as wishes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.apps import Kind
from arrtui.core.domain import SettingType
from arrtui.core.errors import UsageError
from arrtui.features.guides.load import read_guide
from arrtui.features.guides.resolve import GuideSettings, GuideTarget, guide_settings
from tests.features.guides.layouts import (
    condition,
    format_file,
    guide_config,
    profile,
    target,
    write_checkout,
)

RECYCLARR = """\
radarr:
  films:
    base_url: !env_var FILMS_URL http://nas:7878
    api_key: !secret films_key
    delete_old_custom_formats: true
    include:
      - template: films-profile
      - config: ../../etc/passwd.yml
    quality_definition:
      type: movie
      preferred_ratio: 0.5
      qualities:
        - name: SDTV
          max: unlimited
          preferred: unlimited
    quality_profiles:
      - name: Films
        min_format_score: 5
    custom_formats:
      - trash_ids: [f-cinema, f-nobody]
        assign_scores_to:
          - name: Films
            score: 12
          - name: Unknown Here
    media_management:
      propers_and_repacks: do_not_prefer
    media_naming:
      folder: plex-imdb
      movie:
        rename: true
        standard: standard
"""
INCLUDE = """\
quality_profiles:
  - name: Films
    score_set: loud
    reset_unmatched_scores: {enabled: true, except: [Keep Me]}
    upgrade: {allowed: true, until_quality: Bluray-1080p, until_score: 900}
    quality_sort: top
    qualities:
      - name: Bluray-1080p
      - name: Web
        qualities: [WEBDL-1080p, WEBRip-1080p]
custom_formats:
  - trash_ids: [f-cinema, f-grain]
    assign_scores_to:
      - name: Films
        score: 3
"""


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    """Return the folder of a checkout and of templates."""
    write_checkout(tmp_path / "trash")
    (tmp_path / "templates/parts").mkdir(parents=True)
    index = {"radarr": [{"id": "films-profile", "template": "parts/films.yml"}]}
    (tmp_path / "templates/includes.json").write_text(json.dumps(index))
    (tmp_path / "templates/parts/films.yml").write_text(INCLUDE)
    return tmp_path


def _read(
    folder: Path, text: str, *, instance: GuideTarget | None = None, instance_name: str = "", **options: Any
) -> GuideSettings:
    (folder / "wishes.yml").write_text(text)
    places = {"path": folder / "wishes.yml", "trash": folder / "trash", "templates": (folder / "templates",)}
    config = guide_config(**{"layout": "recyclarr", "instance": instance_name, **places, **options})
    return guide_settings(read_guide(config, Kind.RADARR, "films"), instance or target())


def _bodies(resolved: GuideSettings, type: SettingType) -> dict[str, dict[str, Any]]:
    return {row.name: row.body for row in resolved.settings if row.type == type}


def _scores(body: dict[str, Any]) -> dict[str, int]:
    return {row["name"]: row["score"] for row in body["formatItems"]}


def test_a_recyclarr_instance_goes_over_its_includes(guides: Path) -> None:
    resolved = _read(guides, RECYCLARR)
    assert set(_bodies(resolved, SettingType.CUSTOM_FORMAT)) == {"Cinema", "Grain"}
    body = _bodies(resolved, SettingType.QUALITY_PROFILE)["Films"]
    assert _scores(body) == {"Cinema": 12, "Grain": 3}
    assert (body["minFormatScore"], body["cutoffFormatScore"], body["cutoff"]) == (5, 900, 5)
    assert body["items"][-1]["quality"]["name"] == "Bluray-1080p"
    assert body["language"]["name"] == "Original"
    (management,) = _bodies(resolved, SettingType.MEDIA_MANAGEMENT).values()
    assert management == {"downloadPropersAndRepacks": "doNotPrefer", "recycleBin": ""}
    (naming,) = _bodies(resolved, SettingType.NAMING).values()
    assert (naming["renameMovies"], naming["movieFolderFormat"]) == (True, "{Movie Title} {imdb-{ImdbId}}")
    sizes = _bodies(resolved, SettingType.QUALITY_DEFINITION)
    assert [sizes["SDTV"][key] for key in ("minSize", "preferredSize", "maxSize")] == [1, None, None]
    assert sizes["Bluray-1080p"]["preferredSize"] == pytest.approx((20.5 + 1999) / 2, abs=0.1)


def test_what_of_a_recyclarr_file_is_left_out_is_told_with_its_reason(guides: Path) -> None:
    resolved = _read(guides, RECYCLARR.replace("delete_old", "dry_mode: 3\n    delete_old"))
    refused = {(row.type, row.name): row.why for row in resolved.refused}
    assert "leads out of the folder" in refused.pop((None, "include ../../etc/passwd.yml"))
    assert "trash id" in refused.pop((SettingType.CUSTOM_FORMAT, "f-nobody"))
    assert "scores of it only" in refused.pop((SettingType.QUALITY_PROFILE, "Unknown Here"))
    assert refused == {}
    notes = "\n".join(resolved.notes)
    assert "dry_mode is not known" in notes
    assert "delete_old_custom_formats is not followed" in notes
    for text in ("films_key", "FILMS_URL", "nas:7878"):
        assert text not in f"{resolved}"


def test_scores_that_a_profile_keeps(guides: Path) -> None:
    owned = {"Keep Me": 4, "Other": 6, "Talk": 8}
    kept = _read(guides, RECYCLARR, instance=target(profile("Films", "SDTV", scores=owned)))
    body = _bodies(kept, SettingType.QUALITY_PROFILE)["Films"]
    assert _scores(body) == {"Keep Me": 4, "Cinema": 12, "Grain": 3}
    assert body["language"]["name"] == "English"
    (guides / "templates/parts/films.yml").write_text(INCLUDE.replace("enabled: true", "enabled: false"))
    kept = _read(guides, RECYCLARR, instance=target(profile("Films", "SDTV", scores=owned)))
    assert _scores(_bodies(kept, SettingType.QUALITY_PROFILE)["Films"]) == {**owned, "Cinema": 12, "Grain": 3}


def test_a_profile_of_the_guide_brings_its_groups_unless_they_are_skipped(guides: Path) -> None:
    text = "radarr:\n  films:\n    quality_profiles:\n      - trash_id: p-feature\n        name: Mine\n"
    body = _bodies(_read(guides, text), SettingType.QUALITY_PROFILE)["Mine"]
    assert _scores(body) == {"Cinema": 700, "Grain": -50, "Bonus": 7}
    skipped = f"{text}    custom_format_groups: {{skip: [g-bonus]}}\n"
    assert "Bonus" not in _scores(_bodies(_read(guides, skipped), SettingType.QUALITY_PROFILE)["Mine"])
    added = "add: [{trash_id: g-bonus, select: [f-talk]}, {trash_id: no}]"
    resolved = _read(guides, f"{text}    custom_format_groups: {{{added}}}\n")
    assert set(_bodies(resolved, SettingType.CUSTOM_FORMAT)) == {"Cinema", "Grain", "Bonus", "Talk"}
    assert [row.name for row in resolved.refused] == ["group no"]


CONFIGARR = """\
customFormatDefinitions:
  - trash_id: own-size
    trash_scores: {default: -10}
    name: Own Size
    specifications:
      - {name: Big, implementation: SizeSpecification, required: true, fields: {min: 40, max: 90}}
radarr:
  films:
    base_url: http://nas:7878
    api_key: !file /run/secrets/key
    include:
      - template: p-feature
        source: TRASH
        trash_cfgroup_include_cfs: [{id: f-talk}]
        trash_cfgroup_exclude_cfs: [{id: f-bonus}]
      - template: https://example.org/template.yml
    custom_formats:
      - trash_ids: [own-size, f-cinema]
        assign_scores_to: [{name: Feature}]
    quality_profiles:
      - name: Plain
        upgrade: {allowed: false, min_format_score: 7}
        qualities: [{name: SDTV}, {name: HDTV-720p, enabled: false}]
    renameQualityProfiles: [{from: Plain, to: Simple}]
    cloneQualityProfiles: [{from: Feature, to: Twin}]
    root_folders: [/films]
    delay_profiles:
      default: {enableUsenet: true, order: 1, tags: [x]}
      additional: [{enableUsenet: true, usenetDelay: 10, tags: [Slow], order: 3}]
    download_clients:
      data: [{name: q, fields: {password: hunter2}}]
      remote_paths: [{host: q, remote_path: /a, local_path: /b}]
"""


def test_a_configarr_instance_with_all_its_parts(guides: Path) -> None:
    resolved = _read(guides, CONFIGARR, layout="configarr")
    profiles = _bodies(resolved, SettingType.QUALITY_PROFILE)
    assert set(profiles) == {"Feature", "Twin", "Simple"}
    assert _scores(profiles["Feature"]) == {"Cinema": 700, "Grain": -50, "Own Size": -10}
    assert _scores(profiles["Twin"]) == _scores(profiles["Feature"])
    assert set(_bodies(resolved, SettingType.CUSTOM_FORMAT)) == {"Cinema", "Grain", "Talk", "Own Size"}
    simple = profiles["Simple"]
    assert (simple["minUpgradeFormatScore"], simple["language"]["name"], simple["cutoff"]) == (7, "Any", 1)
    assert set(_bodies(resolved, SettingType.ROOT_FOLDER)) == {"/films"}
    usual, delay = (row.body for row in resolved.settings if row.type == SettingType.DELAY_PROFILE)
    (tag,) = (row for row in resolved.settings if row.type == SettingType.TAG)
    assert (usual["tags"], usual["order"]) == ([], 2147483647)
    assert (delay["tags"], delay["order"], tag.body["label"]) == ([tag.id], 3, "slow")
    (mapping,) = _bodies(resolved, SettingType.REMOTE_PATH_MAPPING).values()
    assert (mapping["host"], mapping["remotePath"], mapping["localPath"]) == ("q", "/a", "/b")
    assert {row.type for row in resolved.refused} == {None, SettingType.DOWNLOAD_CLIENT}
    assert "hunter2" not in f"{resolved}"


def test_of_two_formats_of_one_name_the_later_is_refused(guides: Path) -> None:
    own = guides / "own"
    own.mkdir()
    (own / "a.json").write_text(json.dumps(format_file("own-1", "Cinema", {"default": 1})))
    (own / "b.json").write_text(
        json.dumps(format_file("f-grain", "Grain", specifications=[condition("mine")]))
    )
    text = "radarr:\n  films:\n    custom_formats:\n      - trash_ids: [f-cinema, own-1, f-grain]\n"
    resolved = _read(guides, text, formats=(own,))
    assert [(row.name, row.why) for row in resolved.refused] == [("Cinema", "another format has its name")]
    grain = _bodies(resolved, SettingType.CUSTOM_FORMAT)["Grain"]
    assert grain["specifications"][0]["fields"] == [{"name": "value", "value": "mine"}]


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 10)}]\n"
    for before, name in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("radarr: {films: [", "line 1"),
        ("radarr: !!python/object/apply:os.system ['true']\n", "line 1"),
        ("radarr: *nobody\n", "line 1"),
        ("radarr: &r\n  films: *r\n", "holds itself"),
        (BOMB, "too large"),
        ("- a\n", "no table"),
        ("sonarr: {tv: {}}\n", "nothing of Radarr"),
        ("radarr: {a: {}, b: {}}\n", "a and b"),
        ("\x00", "no YAML"),
        ("[" * 5_000, "no YAML"),
        ("#" * 600_000, "too large"),
    ],
    ids=lambda value: value[:20].strip() if isinstance(value, str) else None,
)
def test_a_file_that_cannot_be_used_is_said_without_its_text(guides: Path, text: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        _read(guides, text)
    assert why in str(caught.value)
    assert "os.system" not in str(caught.value)


def test_the_instance_is_the_named_one_or_that_of_the_target(guides: Path) -> None:
    instances = {"films": "f-grain", "4k": "f-talk"}
    parts = (f"  {name}: {{custom_formats: [{{trash_ids: [{id}]}}]}}\n" for name, id in instances.items())
    text = f"radarr:\n{''.join(parts)}"
    assert set(_bodies(_read(guides, text), SettingType.CUSTOM_FORMAT)) == {"Grain"}
    assert set(_bodies(_read(guides, text, instance_name="4k"), SettingType.CUSTOM_FORMAT)) == {"Talk"}


def test_names_of_yaml_1_1_are_texts(guides: Path) -> None:
    text = INCLUDE.replace("Films", "no").replace("Keep Me", "on")
    (guides / "templates/parts/films.yml").write_text(text)
    body = _bodies(_read(guides, RECYCLARR.replace("name: Films", "name: no")), SettingType.QUALITY_PROFILE)
    assert set(body) == {"no"}
