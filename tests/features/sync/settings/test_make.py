"""A plan of settings makes its target alike, writes nothing unasked and says what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.core.config.settings_syncs import SettingsSync
from arrtui.core.domain import Setting, SettingType
from arrtui.core.settings.compare import compare
from arrtui.core.settings.model import SettingStanding
from arrtui.core.text import MASK
from arrtui.features.sync.fields.setting_index import ident_type
from arrtui.features.sync.fields.setting_order import WRITE_ORDER
from arrtui.features.sync.model import Decision, Entry, Op, PlanDraft, PlannedEntry, Side, Why
from arrtui.features.sync.settings.after import settings_after
from arrtui.features.sync.settings.in_use import TargetUse, target_use
from arrtui.features.sync.settings.make import make_settings_plan
from arrtui.features.sync.settings.sides import SettingsSides
from arrtui.features.sync.settings.wanted import WantedSettings
from tests.features.sync.models import setting
from tests.features.sync.sides import movie, side

MAIN, UHD = "radarr.main", "radarr.4k"
QUALITIES = ("WEBDL-720p", "WEBDL-1080p", "Remux-2160p")


def sync_of(source: str = MAIN, target: str = UHD, **options: Any) -> SettingsSync:
    table = {"name": "s", "source": source, "targets": [target], **options}
    return SettingsSync.model_validate(table)


def title(name: str, pattern: str = "x") -> dict[str, Any]:
    fields = [{"name": "value", "value": pattern}]
    return {"name": name, "implementation": "ReleaseTitleSpecification", "fields": fields}


def cf(number: int, name: str, *specifications: dict[str, Any]) -> Setting:
    return setting("custom_format", number, name, name=name, specifications=[*specifications] or [title("t")])


def profile(
    number: int, name: str, scores: Mapping[str, int], ids: Mapping[str, int], cutoff: int = 2
) -> Setting:
    return setting(
        "quality_profile", number, name, name=name, upgradeAllowed=True, cutoff=cutoff,
        items=[{"quality": {"id": place, "name": quality}, "items": [], "allowed": place > 1}
               for place, quality in enumerate(QUALITIES, 1)],
        formatItems=[{"format": number, "name": called, "score": scores.get(called, 0)}
                     for called, number in ids.items()],
    )  # fmt: skip


def tag(number: int, label: str) -> Setting:
    return setting("tag", number, label, label=label)


def indexer(number: int, name: str = "NZB", implementation: str = "Newznab", **body: Any) -> Setting:
    fields = [{"name": "baseUrl", "value": "https://nzb"}, {"name": "apiKey", "value": MASK}]
    switches = {"enableRss": True, "enableAutomaticSearch": True, "downloadClientId": 0}
    values = {"name": name, "implementation": implementation, "fields": fields, "tags": [], **switches}
    return setting("indexer", number, name, **(values | body))


def plan(sync: SettingsSync, source: Side, target: Side, in_use: TargetUse | None = None) -> PlanDraft:
    return make_settings_plan(sync, source, target, in_use or target_use(target))


def applied(target: Side, draft: PlanDraft) -> Side:
    """Return a side as a plan leaves it."""
    planned = [
        PlannedEntry(position=number, entry=entry, decision=Decision.APPROVED)
        for number, entry in enumerate(draft.entries)
    ]
    return replace(target, settings=settings_after(target.settings, planned))


def only(draft: PlanDraft) -> Entry:
    (entry,) = draft.entries
    return entry


# --- for any two instances -------------------------------------------------------------------------------


@st.composite
def instances(draw: st.DrawFn, name: str) -> Side:
    """Return an instance with tags, formats, profiles that score them and lists, under ids of its own."""
    first = draw(st.integers(1, 50))
    labels = draw(st.lists(st.sampled_from(["kids", "4k", "anime"]), unique=True))
    formats = draw(st.dictionaries(st.sampled_from(["DV", "HDR", "dv", "x265"]), st.sampled_from(["a", "b"])))
    ids = {called: first + place for place, called in enumerate(formats)}
    rows = [tag(first + place, label) for place, label in enumerate(labels)]
    rows += [cf(ids[called], called, title("t", pattern)) for called, pattern in formats.items()]
    for place, called in enumerate(draw(st.lists(st.sampled_from(["HD", "HD ", "UHD"]), unique=True))):
        scores = {name: draw(st.sampled_from([0, 5, -10])) for name in formats}
        rows.append(profile(first + place, called, scores, ids, draw(st.sampled_from([2, 3]))))
        tags = [row.id for row in rows if row.type == "tag"][:1]
        values = {"qualityProfileId": first + place, "implementation": "X", "fields": [], "tags": tags}
        rows.append(setting("import_list", first + place, f"list {called}", name=f"list {called}", **values))
    rows = draw(st.permutations(rows))
    return side(name=name, settings=rows)


@given(instances(MAIN), instances(UHD), st.booleans())
@settings(max_examples=60)
def test_a_plan_makes_the_target_alike_and_a_second_one_is_empty(
    source: Side, target: Side, removes: bool
) -> None:
    sync = sync_of(delete_unmanaged=removes)
    draft = plan(sync, source, target)
    assert len({entry.key for entry in draft.entries}) == len(draft.entries)
    places = [
        (entry.op is Op.REMOVE, WRITE_ORDER.index(ident_type(entry.ident)) * (-1) ** (entry.op is Op.REMOVE))
        for entry in draft.entries
    ]
    assert places == sorted(places)
    after = applied(target, draft)
    assert plan(sync, source, after).entries == []
    books = SettingsSides(sync, WantedSettings(source), after, TargetUse()).books
    kinds = ("custom_format", "quality_profile", "tag")
    off = [row.difference for kind in kinds for row in compare(SettingType(kind), *books)]
    alike = {SettingStanding.SAME} | (set() if removes else {SettingStanding.ONLY_HERE})
    assert {row.standing for row in off} <= alike, off


# --- what a sync says ------------------------------------------------------------------------------------


def test_names_and_kinds_limit_a_sync_and_what_is_left_out_says_why() -> None:
    source = side(settings=[cf(1, "HD-a"), cf(2, "hd-b"), tag(1, "kids")])
    target = side(name=UHD, settings=[cf(7, "own")])
    draft = plan(sync_of(kinds=["custom_format"], names=["HD-*", "own"]), source, target)
    assert only(draft).ident == "custom_format/HD-a"
    assert [(row.why, row.title) for row in draft.left_out] == [
        (Why.FILTERED, "custom format hd-b"),
        (Why.KEPT, "custom format own"),
    ]


def test_what_an_entry_needs_comes_with_it_and_what_cannot_is_told() -> None:
    ids = {"DV": 1, "HDR": 2}
    source = side(settings=[
        cf(1, "DV"), cf(2, "HDR"), tag(3, "kids"), profile(1, "HD", {"DV": 9}, ids),
        indexer(4, tags=[3], downloadClientId=8), setting("download_client", 8, "sab", name="sab"),
    ])  # fmt: skip
    draft = plan(sync_of(kinds=["quality_profile", "indexer"]), source, side(name=UHD))
    idents = ["tag/kids", "custom_format/DV", "quality_profile/HD", "indexer/NZB"]
    assert [entry.ident for entry in draft.entries] == idents
    assert "quality profile HD" in draft.entries[1].reason
    assert any("download client sab" in warning for warning in draft.entries[3].warnings)


@pytest.mark.parametrize(("enable", "on"), [((), False), (("indexer",), True)])
def test_a_new_provider_arrives_switched_off_unless_the_sync_enables_it(
    enable: Sequence[str], on: bool
) -> None:
    sync = sync_of(enable=enable)
    entry = only(plan(sync, side(settings=[indexer(1)]), side(name=UHD)))
    assert entry.after["body"]["enableRss"] is on
    assert any("API key" in warning for warning in entry.warnings)
    is_off = {"enableRss": False, "enableAutomaticSearch": False}
    present = side(name=UHD, settings=[indexer(5, **is_off)])
    assert bool(plan(sync, side(settings=[indexer(1)]), present).entries) is on


def test_a_provider_that_lacks_its_secret_is_not_switched_on_later_either() -> None:
    rows = [{"name": "baseUrl", "value": "https://nzb"}, {"name": "apiKey"}]
    is_off = {"enableRss": False, "enableAutomaticSearch": False}
    sync, source = sync_of(enable=("indexer",)), side(settings=[indexer(1)])
    bare = indexer(5, fields=rows, **is_off)
    draft = plan(sync, source, side(name=UHD, settings=[bare]))
    assert draft.entries == []
    assert any("Settings > Indexers > NZB: API key" in left.reason for left in draft.left_out)
    source = side(settings=[indexer(1, priority=25)])
    bare = indexer(5, fields=rows, priority=3, **is_off)
    entry = only(plan(sync, source, side(name=UHD, settings=[bare])))
    assert entry.after == {"body": {"priority": 25}}
    assert any("API key" in warning for warning in entry.warnings)


def test_a_provider_of_another_sort_is_left_alone_and_told() -> None:
    draft = plan(
        sync_of(), side(settings=[indexer(1)]), side(name=UHD, settings=[indexer(1, implementation="T")])
    )
    assert draft.entries == []
    assert any("indexer NZB" in note for note in draft.notes)


def test_overrides_change_scores_cutoffs_and_folders_and_identify_through_them() -> None:
    ids = {"DV": 1}
    root = setting("root_folder", 1, "/movies", path="/movies")
    listed = {"rootFolderPath": "/movies/kids", "implementation": "X", "fields": []}
    source = side(settings=[
        cf(1, "DV"), profile(1, "HD", {"DV": 9}, ids), root,
        setting("import_list", 2, "list", name="list", **listed),
    ])  # fmt: skip
    target = side(name=UHD, settings=[
        cf(4, "DV"), profile(3, "HD", {"DV": 9}, {"DV": 4}),
        setting("root_folder", 6, "/uhd/", path="/uhd/"),
    ])  # fmt: skip
    override = {
        "scores": {"HD": {"DV": 70}},
        "cutoffs": {"HD": "Remux-2160p"},
        "root_folders": {"/movies": "/uhd"},
    }
    first, second = plan(sync_of(override={UHD: override}), source, target).entries
    assert (first.ident, first.after) == (
        "quality_profile/HD",
        {"body": {"cutoff": 3}, "formats": {"DV": 70}},
    )
    assert second.after["body"]["rootFolderPath"] == "/uhd/kids"
    wrong = {"cutoffs": {"HD": "WEBDL-720p", "SD": "x"}}
    draft = plan(sync_of(kinds=["quality_profile"], override={UHD: wrong}), source, target)
    assert draft.entries == []
    assert any("WEBDL-1080p, Remux-2160p" in note for note in draft.notes)
    assert any("profile SD" in note for note in draft.notes)


@pytest.mark.parametrize(
    ("folders", "path", "moved"),
    [
        ({"D:\\": "E:\\"}, "D:\\movies", "E:\\movies"),
        ({"D:\\Movies": "/movies"}, "d:\\movies\\kids", "/movies/kids"),
        ({"/": "/mnt"}, "/movies", "/mnt/movies"),
        ({"/movies": "/"}, "/movies/kids", "/kids"),
        ({"/movies": "D:\\movies"}, "/movies/kids", "D:\\movies\\kids"),
        ({"*": "/uhd"}, "/movies", "/uhd"),
    ],
)
def test_an_override_leads_folders_as_the_map_of_a_pair(
    folders: dict[str, str], path: str, moved: str
) -> None:
    source = side(settings=[setting("root_folder", 1, path, path=path)])
    draft = plan(sync_of(override={UHD: {"root_folders": folders}}), source, side(name=UHD))
    assert only(draft).after == {"body": {"path": moved}}


def test_where_two_fit_one_each_way_is_decided_by_itself() -> None:
    two = [indexer(1, priority=1), indexer(2, priority=2)]
    source, target = side(settings=[indexer(1, priority=3)]), side(name=UHD, settings=two)
    draft = plan(sync_of(), source, target)
    assert [(entry.op, entry.by_hand) for entry in draft.entries] == [(Op.UPDATE, True)] * 2
    assert len({entry.key for entry in draft.entries}) == 2
    assert all("2 of this name on radarr.4k" in " ".join(entry.warnings) for entry in draft.entries)
    back = plan(sync_of(UHD, MAIN), replace(target, instance=UHD), replace(source, instance=MAIN))
    assert [(entry.op, entry.by_hand) for entry in back.entries] == [(Op.UPDATE, True)] * 2
    assert len({entry.key for entry in back.entries}) == 2
    assert plan(sync_of(), replace(target, instance=MAIN), target).entries == []


def test_of_two_that_are_added_each_has_the_name_that_it_gets_on_the_target() -> None:
    def shelf(number: int, year: int) -> Setting:
        rows = [{"key": "year", "type": "equal", "value": year}]
        return setting("custom_filter", number, "F", type="movie", label="F", filters=rows)

    read = setting("quality_definition", 1, "SDTV", quality={"id": 1, "name": "SDTV"})
    source = side(settings=[read, shelf(1, 1999), shelf(2, 2001)])
    draft = plan(sync_of(), source, side(name=UHD, settings=[read]))
    assert [entry.ident for entry in draft.entries] == ["custom_filter/F (movie)"] * 2
    assert len({entry.key for entry in draft.entries}) == 2
    added = only(plan(sync_of(), source, side(name=UHD, settings=[read, shelf(7, 2001)])))
    assert (added.ident, added.after["body"]["filters"][0]["value"]) == ("custom_filter/F (movie) #2", 1999)
    removed = plan(sync_of(delete_unmanaged=True), side(settings=[read]), replace(source, instance=UHD))
    assert [entry.ident for entry in removed.entries] == [
        "custom_filter/F (movie) #2",
        "custom_filter/F (movie)",
    ]


def test_what_is_in_use_is_removed_only_by_a_decision_of_its_own() -> None:
    ids = {"DV": 4}
    target = side(movie(1, "A", profile="Old", tags=("kids",)), name=UHD, settings=[
        tag(1, "kids"), tag(2, "free"), cf(4, "DV"), profile(3, "Old", {"DV": 9}, ids),
        setting("delay_profile", 1, "", tags=[], order=2147483647),
    ])  # fmt: skip
    source = side(settings=[setting("delay_profile", 1, "", tags=[], order=2147483647)])
    removed = {entry.ident: entry for entry in plan(sync_of(delete_unmanaged=True), source, target).entries}
    assert list(removed) == ["quality_profile/Old", "custom_format/DV", "tag/free", "tag/kids"]
    assert [entry.by_hand for entry in removed.values()] == [True, True, False, True]
    assert "In use by 1 movie." in removed["quality_profile/Old"].warnings
    assert "In use by 1 quality profile." in removed["custom_format/DV"].warnings


def test_between_kinds_of_app_a_condition_is_translated_or_refuses_its_format() -> None:
    def condition(implementation: str, value: int | str) -> dict[str, Any]:
        fields = [{"name": "value", "value": value}]
        return {"name": "c", "implementation": f"{implementation}Specification", "fields": fields}

    source = side(settings=[
        cf(1, "WEB", condition("Source", 7)), cf(2, "internal", condition("IndexerFlag", "32")),
        cf(3, "PTP", condition("IndexerFlag", 8)), cf(4, "Remux", condition("QualityModifier", 5)),
        profile(1, "HD", {}, {}),
    ])  # fmt: skip
    target = side(name="sonarr.main", settings=[cf(9, "PTP"), cf(8, "WEB", condition("Source", 3))])
    sync = sync_of(target="sonarr.main", delete_unmanaged=True)
    draft = plan(sync, source, target)
    assert only(draft).ident == "custom_format/internal"
    (specification,) = only(draft).after["body"]["specifications"]
    assert specification["fields"] == [{"name": "value", "value": 8}]
    refused = {row.title: row.reason for row in draft.left_out if row.why is Why.UNMATCHED}
    assert refused.keys() == {"custom format PTP", "custom format Remux"}
    assert "ptp_golden" in refused["custom format PTP"]


def test_a_guide_says_nothing_of_what_it_does_not_name() -> None:
    guide = replace(side(settings=[cf(1, "DV")], label="guide trash (1a2b3c4)"), instance="")
    target = side(name=UHD, settings=[tag(1, "kids"), cf(1, "own")])
    draft = plan(sync_of("guide:trash", delete_unmanaged=True), guide, target)
    assert [(entry.op, entry.ident) for entry in draft.entries] == [
        (Op.ADD, "custom_format/DV"),
        (Op.REMOVE, "custom_format/own"),
    ]
    assert "guide trash (1a2b3c4) has it" in draft.entries[0].reason


@pytest.mark.parametrize(
    ("unusable", "kept"),
    [
        ({("custom_format", "own")}, True),
        ({("custom_format", "0a1b2c")}, False),
        ({("", "include x.yml")}, False),
        ({("quality_profile", "HD")}, False),
        ({("download_client", "download_clients")}, None),
    ],
)
def test_what_a_guide_has_and_cannot_be_used_is_not_removed_unasked(
    unusable: set[tuple[str, str]], kept: bool | None
) -> None:
    guide = replace(side(settings=[cf(1, "DV")], label="guide mine"), instance="")
    guide = replace(guide, unusable=frozenset(unusable))
    draft = plan(sync_of("guide:mine", delete_unmanaged=True), guide, side(name=UHD, settings=[cf(1, "own")]))
    removed = [entry for entry in draft.entries if entry.op is Op.REMOVE]
    assert [entry.by_hand for entry in removed] == ([] if kept else [kept is False])


def test_what_could_not_be_brought_back_is_left_where_it_is() -> None:
    target = side(name=UHD, settings=[indexer(1), indexer(2, "Free", fields=[])])
    draft = plan(sync_of(delete_unmanaged=True), side(), target)
    assert [entry.ident for entry in draft.entries] == ["indexer/Free"]
    assert any("indexer NZB" in note for note in draft.notes)


def test_lists_that_add_titles_and_a_library_that_lists_clean_are_told() -> None:
    values = {"enableAuto": True, "implementation": "X", "fields": [], "name": "l"}
    source = side(settings=[setting("import_list", 1, "l", **values)])
    draft = plan(sync_of(enable=["import_list"]), source, side(name=UHD), TargetUse({}, "removeAndDelete"))
    assert any("enableAuto" in warning for warning in only(draft).warnings)
    assert any("removeAndDelete" in note for note in draft.notes)
    present = side(name=UHD, settings=[setting("import_list", 4, "l", **(values | {"listOrder": 2}))])
    changed = side(settings=[setting("import_list", 1, "l", **(values | {"listOrder": 1}))])
    assert any("enableAuto" in warning for warning in only(plan(sync_of(), changed, present)).warnings)


def test_what_only_a_newer_version_has_is_not_written_to_an_older_one() -> None:
    def managed(version: str, **body: Any) -> Side:
        name = f"sonarr.{'new' if version == '5.0' else 'old'}"
        return side(name=name, version=version, settings=[setting("media_management", 1, **body)])

    new = managed("5.0", seasonPackUpgrade="all", importExtraFiles=True)
    sync = sync_of("sonarr.new", "sonarr.old")
    assert plan(sync, new, managed("4.0", importExtraFiles=True)).entries == []
    entry = only(plan(sync, new, managed("4.0", importExtraFiles=False)))
    assert entry.after == {"body": {"importExtraFiles": True}}
    assert only(plan(sync, managed("5.0", x=1), managed("5.0", y=1))).after == {"body": {"x": 1}}
