"""Settings of the simulated Lidarr that only it has, or has in a way of its own."""

from __future__ import annotations

import pytest

from arrtui.demo.app.archives import archive_of, restore_database, take_archive
from tests.demo.lidarr.rig import Rig


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_metadata_profiles_keep_a_reserved_one_and_refuse_those_in_use(rig: Rig) -> None:
    standard, none, everything = rig.get("metadataprofile")
    assert [row["name"] for row in (standard, none, everything)] == ["Standard", "None", "Everything"]
    rig.call("PUT", f"metadataprofile/{none['id']}", standard | {"id": none["id"], "name": "x"}, status=400)
    rig.call("DELETE", f"metadataprofile/{none['id']}", status=400)
    rig.call("DELETE", f"metadataprofile/{everything['id']}", status=400)
    added = rig.call("POST", "metadataprofile", {**standard, "id": 0, "name": "Mine"}, status=201)
    rig.call("DELETE", f"metadataprofile/{added['id']}")
    ids = {row["albumType"]["name"]: row["albumType"]["id"] for row in standard["secondaryAlbumTypes"]}
    assert (ids["Studio"], ids["Live"], ids["Audio drama"]) == (0, 6, 11)


def test_a_quality_profile_drops_the_least_increment_and_is_refused_while_in_use(rig: Rig) -> None:
    profile = rig.get("qualityprofile")[0]
    assert "minUpgradeFormatScore" not in profile
    body = {**profile, "id": 0, "name": "Mine", "minUpgradeFormatScore": 7}
    added = rig.call("POST", "qualityprofile", body, status=201)
    assert "minUpgradeFormatScore" not in added
    assert rig.call("DELETE", "qualityprofile/1", status=400)["message"].endswith("is in use.")
    rig.call("DELETE", "qualityprofile/999")


def test_custom_formats_have_four_kinds_of_condition(rig: Rig) -> None:
    kinds = {row["implementation"] for row in rig.get("customformat/schema")}
    assert kinds == {
        f"{name}Specification" for name in ("ReleaseTitle", "ReleaseGroup", "Size", "IndexerFlag")
    }
    for name in ("Language", "Source", "Resolution", "Edition"):
        condition = {
            "name": "x",
            "implementation": f"{name}Specification",
            "fields": [{"name": "value", "value": 1}],
        }
        rig.call("POST", "customformat", {"name": name, "specifications": [condition]}, status=500)


def test_exclusions_hold_artists_and_albums_in_one_list(rig: Rig) -> None:
    before = len(rig.get("importlistexclusion"))
    rig.call("POST", "importlistexclusion", {"artistName": "x"}, status=400)
    rig.call("POST", "importlistexclusion", {"artistName": "x", "foreignId": "no-guid"}, status=400)
    body = {"artistName": "x", "foreignId": "00000009-aaaa-4aaa-8aaa-000000000009"}
    row = rig.call("POST", "importlistexclusion", body, status=201)
    assert row.keys() == {"id", "foreignId", "artistName"}
    rig.call("POST", "importlistexclusion", body, status=400)
    rig.call("DELETE", f"importlistexclusion/{row['id']}")
    assert len(rig.get("importlistexclusion")) == before
    rig.call("GET", "importlistexclusion/paged", status=404)


def test_a_root_folder_needs_a_name_and_profiles_and_is_scanned_as_it_is_added(rig: Rig) -> None:
    rig.call("POST", "rootfolder", {"path": "/more"}, status=400)
    body = {"name": "More", "path": "/more", "defaultMetadataProfileId": 1, "defaultQualityProfileId": 1}
    row = rig.call("POST", "rootfolder", body, status=201)
    assert row["defaultMonitorOption"] == "all"
    (scan,) = [
        row for row in rig.get("command") if row["name"] == "RescanFolders" and row["status"] == "queued"
    ]
    assert (scan["body"]["filter"], scan["body"]["addNewArtists"]) == ("none", True)
    rig.call("DELETE", f"rootfolder/{row['id']}")
    rig.call("DELETE", f"rootfolder/{row['id']}", status=404)


def test_auto_tags_act_as_artists_are_refreshed(rig: Rig) -> None:
    tag = rig.call("POST", "tag", {"label": "Wanted"})
    assert tag["label"] == "wanted"
    condition = {"name": "m", "implementation": "MonitoredSpecification", "fields": []}
    body = {"name": "r", "tags": [tag["id"]], "specifications": [condition], "removeTagsAutomatically": False}
    rig.call("POST", "autotagging", body, status=201)
    rig.call("PUT", "artist/1", rig.get("artist/1"))
    assert rig.get("artist/1")["tags"] == []
    rig.command("RefreshArtist", artistIds=[1])
    assert rig.get("artist/1")["tags"] == [tag["id"]]
    kinds = {row["implementation"].removesuffix("Specification") for row in rig.get("autotagging/schema")}
    assert kinds == {"Genre", "MetadataProfile", "Monitored", "QualityProfile", "RootFolder", "Status", "Tag"}


def test_the_other_api_and_what_lidarr_lacks_are_not_there(rig: Rig) -> None:
    for path in ("language", "config/importlist", "importlistexclusion/paged"):
        rig.call("GET", path, status=404)
    rig.call("POST", "artist/import", [], status=405)
    rig.call("PUT", "track/1", {}, status=405)
    headers = {"X-Api-Key": rig.app.api_key}
    assert rig.client.send("GET", "/api/v3/system/status", headers, None).status_code == 404


def test_a_blocked_download_is_searched_again(rig: Rig) -> None:
    rig.push()
    (download,) = rig.get("queue")["records"]
    rig.call("DELETE", f"queue/{download['id']}?blocklist=true")
    (row,) = rig.get("blocklist")["records"]
    assert row["albumIds"] == [download["albumId"]]
    assert "Release is blocklisted" in rig.push()["rejections"]
    searches = [row["body"]["albumIds"] for row in rig.get("command") if row["name"] == "AlbumSearch"]
    assert searches == [[download["albumId"]]]


def test_an_archive_brings_the_library_back(rig: Rig) -> None:
    rig.import_album()
    before = [rig.get(path) for path in ("artist", "album", "trackfile?artistId=1", "metadataprofile")]
    content = archive_of(rig.store)
    rig.call("DELETE", "artist/1?deleteFiles=true")
    take_archive(rig.store, "lidarr.zip", content)
    restore_database(rig.store)
    assert [
        rig.get(path) for path in ("artist", "album", "trackfile?artistId=1", "metadataprofile")
    ] == before
