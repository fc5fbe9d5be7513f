"""Sonarr 5 as far as its v3 API differs: sizes in the profiles, stricter tags, other statuses and bodies."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.demo.estate import EstateSize, SimulatedEstate
from tests.demo.conftest import Api, MakeEstate

Obj = dict[str, Any]
SIZES = ("minSize", "preferredSize", "maxSize")


@pytest.fixture(scope="module")
def estates(small_estate: MakeEstate) -> SimulatedEstate:
    """Both versions side by side."""
    size = EstateSize(radarr=(), sonarr=(("main", 3, 40), ("new", 3, 40)))
    return small_estate(size, sonarr_5=("new",))


@pytest.fixture
def old(estates: SimulatedEstate) -> Api:
    """A client of the Sonarr 4."""
    return Api(estates.apps["sonarr.main"])


@pytest.fixture
def new(estates: SimulatedEstate) -> Api:
    """A client of the Sonarr 5."""
    return Api(estates.apps["sonarr.new"])


def sizes(profile: Obj) -> dict[str, list[Any]]:
    """Return the limits of a profile by the names of its qualities."""
    members = [member for item in profile["items"] for member in item["items"] or [item]]
    return {row["quality"]["name"]: [row.get(key) for key in SIZES] for row in members}


def without_sizes(profile: Obj) -> Obj:
    """Return a profile as Sonarr 4 would have it."""
    items = [
        {key: value for key, value in item.items() if key not in SIZES}
        | {"items": [{key: value for key, value in row.items() if key not in SIZES} for row in item["items"]]}
        for item in profile["items"]
    ]
    return profile | {"items": items}


def test_it_says_what_it_is(new: Api) -> None:
    status = new.get("system/status")
    assert status["version"].startswith("5.") and status["isContainerized"] is True
    answer = new.http.get("/api").json()
    assert answer == {"current": "v5", "deprecated": ["v3"]}


def test_sizes_are_in_the_profiles_and_not_in_the_definitions(old: Api, new: Api) -> None:
    assert set(SIZES) <= set(old.get("qualitydefinition")[0])
    assert not set(SIZES) & set(new.get("qualitydefinition")[0])
    assert all(value is not None for row in sizes(new.get("qualityprofile/1")).values() for value in row)
    assert {tuple(row) for row in sizes(old.get("qualityprofile/1")).values()} == {(None, None, None)}


def test_a_body_of_sonarr_4_erases_all_sizes(new: Api) -> None:
    profile = new.get("qualityprofile/2")
    answer = new("PUT", "qualityprofile/2", json=without_sizes(profile))
    assert answer.status_code == 202
    assert {tuple(row) for row in sizes(new.get("qualityprofile/2")).values()} == {(None, None, None)}
    assert new("PUT", "qualityprofile/2", json=profile).status_code == 202
    assert sizes(new.get("qualityprofile/2")) == sizes(profile)


def test_a_definition_writes_its_sizes_into_all_profiles(new: Api) -> None:
    definition = new.get("qualitydefinition")[5]
    sent = definition | {"minSize": 3, "preferredSize": 60, "maxSize": 99}
    answer = new("PUT", f"qualitydefinition/{definition['id']}", json=sent)
    assert (answer.status_code, answer.json()) == (202, definition)
    for profile in new.get("qualityprofile"):
        assert sizes(profile)[definition["quality"]["name"]] == [3, 60, 99]


@pytest.mark.parametrize(
    ("change", "name"),
    [({"maxSize": 99_999}, "MaxSize"), ({"minSize": 200, "preferredSize": 100}, "MinSize")],
)
def test_sizes_of_a_profile_have_rules(new: Api, change: Obj, name: str) -> None:
    profile = new.get("qualityprofile/1")
    place = next(index for index, item in enumerate(profile["items"]) if not item["items"])
    profile["items"][place] |= change
    answer = new("PUT", "qualityprofile/1", json=profile)
    assert answer.status_code == 400
    assert f"Items[{place}].{name}" in {row["propertyName"] for row in answer.json()}


@pytest.mark.parametrize("label", ["with space", "größe_1", "", "ärger"])
def test_tags_are_letters_digits_and_hyphens(old: Api, new: Api, label: str) -> None:
    assert old("POST", "tag", json={"label": label}).status_code == 201
    answer = new("POST", "tag", json={"label": label})
    assert answer.status_code == 400 and answer.json()[0]["propertyName"] == "Label"
    assert new("PUT", "tag/1", json={"id": 1, "label": label}).status_code == 400


def test_tags_are_matched_in_lower_case(new: Api) -> None:
    upper = new("POST", "tag", json={"label": "UPPER"})
    assert (upper.status_code, upper.json()["label"]) == (201, "upper")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "command", {"name": "DoNonsense"}),
        ("POST", "tag", {"id": 77, "label": "x"}),
        ("GET", "qualitydefinition/99999", None),
        ("GET", "calendar?tags=nosuch", None),
    ],
)
def test_invalid_operations_are_bad_requests(old: Api, new: Api, method: str, path: str, body: Any) -> None:
    answers = [client(method, path, json=body) for client in (old, new)]
    assert [answer.status_code for answer in answers] == [500, 400]
    assert answers[0].json()["message"] == answers[1].json()["message"]


def test_what_is_broken_otherwise_stays_a_500(new: Api) -> None:
    assert new("POST", "command", json={"name": "RefreshSeries", "seriesIds": 1}).status_code == 500
    assert new("GET", "episode?episodeIds=99999").status_code == 500


@pytest.mark.parametrize(
    "resource",
    [
        "episode",
        "episodefile",
        "tag",
        "tag/detail",
        "command",
        "qualityprofile",
        "rootfolder",
        "notification",
    ],
)
def test_an_unknown_row_is_a_404_without_a_body(old: Api, new: Api, resource: str) -> None:
    assert old("GET", f"{resource}/99999").json()["title"] == "Not Found"
    answer = new("GET", f"{resource}/99999")
    assert (answer.status_code, answer.content) == (404, b"") and "content-type" not in answer.headers
    assert new("GET", "series/99999").json()["title"] == "Not Found"


def test_media_management_wants_all_of_it(old: Api, new: Api) -> None:
    part = {"id": 1, "recycleBinCleanupDays": 9}
    assert old("PUT", "config/mediamanagement", json=part).status_code == 400
    assert new("PUT", "config/mediamanagement", json=part).status_code == 500
    whole = new.get("config/mediamanagement")
    assert whole["seasonPackUpgrade"] == "all"
    assert new("PUT", "config/mediamanagement", json=whole).status_code == 202
