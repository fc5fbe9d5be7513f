"""A checkout of the guides as settings of an instance."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.apps import Kind
from arrtui.core.domain import Setting, SettingType
from arrtui.core.errors import UsageError
from arrtui.features.guides.load import read_guide
from arrtui.features.guides.resolve import GuideSettings, GuideTarget, guide_settings
from tests.features.guides import layouts
from tests.features.guides.layouts import (
    condition,
    format_file,
    guide_config,
    profile,
    target,
    write_checkout,
)


def _resolve(folder: Path, instance: GuideTarget | None = None, **options: Any) -> GuideSettings:
    return guide_settings(read_guide(guide_config(path=folder, **options), Kind.RADARR), instance or target())


def _bodies(resolved: GuideSettings, type: SettingType) -> dict[str, dict[str, Any]]:
    return {row.name: row.body for row in resolved.settings if row.type == type}


def _order(body: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(row.get("name") or row["quality"]["name"], row["allowed"]) for row in body["items"]]


def test_formats_become_what_the_app_takes(tmp_path: Path) -> None:
    resolved = _resolve(write_checkout(tmp_path))
    formats = _bodies(resolved, SettingType.CUSTOM_FORMAT)
    assert set(formats) == {"Cinema", "Grain", "Talk", "Bonus"}
    (specification,) = formats["Cinema"]["specifications"]
    assert specification["fields"] == [{"name": "value", "value": r"\bCinema\b"}]
    assert all(row.id < 0 for row in resolved.settings if row.type == SettingType.CUSTOM_FORMAT)
    assert resolved.refused == ()


def test_a_profile_has_every_quality_of_the_instance_once_and_the_scores_of_its_set(tmp_path: Path) -> None:
    resolved = _resolve(write_checkout(tmp_path))
    body = _bodies(resolved, SettingType.QUALITY_PROFILE)["Feature"]
    assert _order(body) == [
        ("Unknown", False),
        ("HDTV-720p", False),
        ("Remux-2160p", False),
        ("SDTV", False),
        ("Web 1080p", True),
        ("Bluray-1080p", True),
    ]
    group = body["items"][4]
    assert (group["id"], body["cutoff"]) == (1000, 1000)
    assert [row["quality"]["name"] for row in group["items"]] == ["WEBRip-1080p", "WEBDL-1080p"]
    assert {row["name"]: row["score"] for row in body["formatItems"]} == {
        "Cinema": 700,
        "Grain": -50,
        "Bonus": 7,
    }
    assert body["language"] == {"id": -2, "name": "Original"}


def test_a_profile_keeps_what_the_owner_scores_besides_the_guide(tmp_path: Path) -> None:
    owned = profile("Feature", "SDTV", scores={"Own": 5, "Talk": 9, "Cinema": 1})
    body = _bodies(_resolve(write_checkout(tmp_path), target(owned)), SettingType.QUALITY_PROFILE)["Feature"]
    scores = {row["name"]: row["score"] for row in body["formatItems"]}
    assert scores == {"Own": 5, "Cinema": 700, "Grain": -50, "Bonus": 7}


def test_a_quality_that_the_instance_lacks_is_left_out_and_told(tmp_path: Path) -> None:
    instance = target()
    without = [row for row in instance.settings if row.name not in ("WEBRip-1080p", "Bluray-1080p")]
    resolved = _resolve(write_checkout(tmp_path), instance._replace(settings=tuple(without)))
    body = _bodies(resolved, SettingType.QUALITY_PROFILE)["Feature"]
    assert _order(body)[-1] == ("WEBDL-1080p", True)
    assert body["cutoff"] == layouts.QUALITIES.index("WEBDL-1080p")
    assert any("Bluray-1080p" in note and "WEBRip-1080p" in note for note in resolved.notes)


def test_a_profile_whose_cutoff_is_gone_is_refused(tmp_path: Path) -> None:
    instance = target()
    without = [row for row in instance.settings if not row.name.startswith("WEB")]
    resolved = _resolve(write_checkout(tmp_path), instance._replace(settings=tuple(without)))
    assert _bodies(resolved, SettingType.QUALITY_PROFILE) == {}
    assert [(row.type, row.name) for row in resolved.refused] == [(SettingType.QUALITY_PROFILE, "Feature")]


def test_sizes_stay_below_the_limit_of_the_app(tmp_path: Path) -> None:
    resolved = _resolve(write_checkout(tmp_path))
    definitions = _bodies(resolved, SettingType.QUALITY_DEFINITION)
    assert {name for name, body in definitions.items() if body.get("maxSize")} == {"SDTV", "Bluray-1080p"}
    assert set(definitions) == set(layouts.QUALITIES)
    sizes = [definitions["Bluray-1080p"][key] for key in ("minSize", "preferredSize", "maxSize")]
    assert sizes == [20.5, 1999, 2000]
    assert any("Bluray-4320p" in note for note in resolved.notes)


def test_sizes_of_an_app_that_keeps_them_in_profiles_go_there(tmp_path: Path) -> None:
    write_checkout(tmp_path, Kind.SONARR)
    config = guide_config(path=tmp_path, quality_size="movie")
    resolved = guide_settings(read_guide(config, Kind.SONARR), target(kind=Kind.SONARR, version="5.0.0"))
    assert _bodies(resolved, SettingType.QUALITY_DEFINITION) == {}
    items = _bodies(resolved, SettingType.QUALITY_PROFILE)["Feature"]["items"]
    assert items[-1]["quality"]["name"] == "Bluray-1080p"
    assert (items[-1]["minSize"], items[-1]["maxSize"]) == (20.5, 1000)
    assert "language" not in _bodies(resolved, SettingType.QUALITY_PROFILE)["Feature"]


def test_naming_is_taken_only_where_a_key_is_chosen(tmp_path: Path) -> None:
    folder = write_checkout(tmp_path)
    assert _bodies(_resolve(folder), SettingType.NAMING) == {}
    (naming,) = _bodies(_resolve(folder, naming="plex-imdb"), SettingType.NAMING).values()
    assert naming["movieFolderFormat"] == "{Movie Title} {imdb-{ImdbId}}"
    assert naming["standardMovieFormat"] == "{Movie Title} {Quality Full}"
    assert naming["renameMovies"] is False
    refused = _resolve(folder, naming="plexx").refused
    assert [(row.type, row.name) for row in refused] == [(SettingType.NAMING, "plexx")]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (format_file("f-x", "X", specifications=[]), "no condition"),
        (format_file("f-x", "X", specifications=[condition("")]), "no pattern"),
        (format_file("f-x", "X", specifications=[condition("(?P<n>a)")]), "only Python"),
        (format_file("f-x", "X", specifications=[condition(0, "Source")]), "means nothing"),
        (format_file("f-x", "X", specifications=[condition(999, "Language")]), "means nothing"),
        (format_file("f-x", "X", specifications=[condition(1, "ReleaseType")]), "no condition of the kind"),
        (format_file("f-x", "X", specifications=[condition(1, "Made Up")]), "no condition of the kind"),
        (format_file("f-x", "X", specifications=[condition("a", name="")]), "no name"),
        (format_file("f-x", "X", specifications=[condition({"a": 1})]), "no text and no number"),
        (format_file("f-cinema", "X"), "trash id"),
        (format_file("f-x", "Cinema"), "its name"),
        (format_file("f-x", "a\x1b[2Jb"), "cannot be shown"),
        (format_file("f-x", "X" * 600), "too long"),
        (format_file("f-x", "X", {"default": 2**40}), "whole number"),
        ({"name": "X"}, "trash_id"),
        ([1, "a"], "no table"),
        ("text", "no table"),
    ],
)
def test_a_format_that_cannot_be_used_is_refused_by_itself(tmp_path: Path, document: Any, why: str) -> None:
    resolved = _resolve(write_checkout(tmp_path, zz=document))
    assert len(_bodies(resolved, SettingType.CUSTOM_FORMAT)) == 4
    assert why in resolved.refused[0].why
    assert "\x1b" not in resolved.refused[0].name


def test_keys_that_are_not_known_are_told_and_change_nothing(tmp_path: Path) -> None:
    known = _resolve(write_checkout(tmp_path / "known"))
    strange = format_file("f-talk", "Talk", mood="blue") | {"trash_page": "x"}
    strange["specifications"][0]["weight"] = 3
    resolved = _resolve(write_checkout(tmp_path / "strange", talk=strange))
    assert resolved.settings == known.settings
    assert sum("mood" in note and "specifications.weight" in note for note in resolved.notes) == 1
    assert not any("trash_page" in note for note in resolved.notes)


def test_files_outside_the_checkout_are_refused(tmp_path: Path) -> None:
    folder = write_checkout(tmp_path / "guide")
    formats = folder / "docs/json/radarr/cf"
    (tmp_path / "secret.json").write_text('{"name": "Secret"}')
    (formats / "link.json").symlink_to(tmp_path / "secret.json")
    (formats / "huge.json").write_bytes(b" " * (2 * 1024 * 1024 + 1))
    (formats / "broken.json").write_bytes(b'{"name": "\xff')
    os.mkfifo(formats / "pipe.json")
    refused = {row.name.rpartition("/")[2]: row.why for row in _resolve(folder).refused}
    assert refused.keys() == {"link.json", "huge.json", "broken.json", "pipe.json"}
    (folder / "metadata.json").write_text(
        '{"json_paths": {"radarr": {"custom_formats": ["../../etc", "/etc"]}}}'
    )
    resolved = _resolve(folder)
    assert _bodies(resolved, SettingType.CUSTOM_FORMAT) == {}
    assert {"../../etc", "/etc"} <= {row.name for row in resolved.refused}


def test_what_is_no_guide_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not there"):
        _resolve(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="no formats and no profiles of Radarr"):
        _resolve(tmp_path)
    with pytest.raises(UsageError, match="guides have none for Lidarr"):
        read_guide(guide_config(path=write_checkout(tmp_path)), Kind.LIDARR)


@pytest.mark.parametrize("layout", ["packed", "loose", "detached", "worktree"])
def test_the_revision_is_the_commit_of_the_checkout(tmp_path: Path, layout: str) -> None:
    folder = write_checkout(tmp_path / "guide")
    git = folder / ".git"
    if layout == "loose":
        (git / "refs/heads").mkdir(parents=True)
        (git / "refs/heads/master").write_text("f" * 40 + "\n")
    elif layout == "detached":
        (git / "HEAD").write_text("e" * 40)
    elif layout == "worktree":
        own = tmp_path / "main/.git/worktrees/guide"
        own.mkdir(parents=True)
        (git / "HEAD").rename(own / "HEAD")
        (git / "packed-refs").rename(own.parents[1] / "packed-refs")
        (own / "commondir").write_text("../..\n")
        git.rmdir()
        git.write_text(f"gitdir: {own}\n")
    commit = {"loose": "f" * 40, "detached": "e" * 40}.get(layout, layouts.COMMIT)
    guide = read_guide(guide_config(path=folder), Kind.RADARR)
    assert guide.revision.commit == commit
    assert guide.label == f"guide mine ({commit[:7]})"
    assert guide.revision.is_pinned(commit[:9])


def test_a_folder_that_is_no_checkout_is_known_by_its_content(tmp_path: Path) -> None:
    folder = write_checkout(tmp_path)
    (folder / ".git/HEAD").write_text("ref: refs/heads/../../../etc/passwd")
    config = guide_config(path=folder)
    first = read_guide(config, Kind.RADARR).revision
    assert (first.commit, read_guide(config, Kind.RADARR).revision) == ("", first)
    (folder / "docs/json/radarr/cf/talk.json").unlink()
    assert read_guide(config, Kind.RADARR).revision != first


def test_a_minimum_that_no_release_reaches_is_refused(tmp_path: Path) -> None:
    folder = write_checkout(tmp_path)
    path = folder / "docs/json/radarr/quality-profiles/feature.json"
    path.write_text(path.read_text().replace('"minFormatScore": 0', '"minFormatScore": 708'))
    refused = _resolve(folder).refused
    assert [row.name for row in refused] == ["Feature"]
    assert "708" in refused[0].why


def test_a_tag_or_a_list_that_an_instance_has_is_no_matter_of_a_guide(tmp_path: Path) -> None:
    own = Setting(id=1, type=SettingType.TAG.value, name="own", body={"id": 1, "label": "own"})
    resolved = _resolve(write_checkout(tmp_path), target(own))
    assert {row.type for row in resolved.settings} == {
        "custom_format",
        "quality_profile",
        "quality_definition",
    }
