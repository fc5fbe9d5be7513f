"""What names of the source are called on the target, and the same road back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.config.sync import FilterRules, SyncFilter, SyncMap, SyncPair
from arrtui.core.errors import UsageError
from arrtui.features.sync.fields.mapping import map_profile, map_root, map_tags, reverse_pair

WORDS = st.sampled_from(["HD", "UHD", "Any", "SD", "Remux", "Web", "Kids", "Anime", "4k"])
LABELS = st.lists(st.text("abAB12 é-", min_size=1, max_size=4).filter(str.strip), max_size=6)
FOLDERS = st.lists(st.sampled_from(["tv", "kids", "4k", "tv4k", "a b"]), min_size=1, max_size=3).map(
    lambda parts: "/" + "/".join(parts)
)


def pair(**maps: Any) -> SyncPair:
    return SyncPair(name="p", source="radarr.main", target="radarr.4k", map=SyncMap(**maps))


# --- profiles and tags -----------------------------------------------------------------------------------


def test_a_profile_is_its_own_entry_else_the_star_else_itself() -> None:
    mapped = pair(quality_profiles={"HD-1080p": "Ultra-HD", "*": "Any"})
    assert [map_profile(mapped, name) for name in ("hd-1080P", "HD", "*")] == ["Ultra-HD", "Any", "Any"]
    assert map_profile(pair(quality_profiles={"HD-1080p": "Ultra-HD"}), "HD") == "HD"


def test_tags_are_small_sorted_and_told_once() -> None:
    mapped = pair(tags={"Private": "", "kids": "Children", "family": "children"})
    labels = ["Zoo", "KIDS", "family", "private", "12", "zoo"]
    assert map_tags(mapped, labels) == ("12", "children", "zoo")
    assert map_tags(pair(tags={"*": "", "keep": "keep"}), ["a", "Keep"]) == ("keep",)
    assert map_tags(pair(tags={"*": "main"}), ["a", "b"]) == ("main",)


@given(LABELS, st.dictionaries(WORDS, st.sampled_from(["", "x", "Y", "4K"]), max_size=4))
def test_mapped_tags_are_as_the_apps_keep_them(labels: list[str], names: dict[str, str]) -> None:
    mapped = pair(tags=names)
    found = map_tags(mapped, labels)
    assert found == tuple(sorted(set(found)))
    assert all(label == label.strip().lower() != "" for label in found)
    assert found == map_tags(
        mapped, [*reversed(labels), *(label.upper() for label in labels if label.isascii())]
    )


# --- folders ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folders", "path", "expected"),
    [
        ({"/movies": "/m4k"}, "/movies", "/m4k"),
        ({"/movies": "/m4k"}, "/movies/", "/m4k"),
        ({"/movies/": "/m4k"}, "/movies", "/m4k"),
        ({"/movies": "/m4k"}, "/movies4k", "/movies4k"),
        ({"/movies": "/m4k"}, "/Movies", "/Movies"),
        ({"/movies": "/m4k"}, "/data/movies", "/data/movies"),
        ({"/movies": "/m4k/"}, "/movies/kids/", "/m4k/kids"),
        ({"/movies": "/a", "/movies/kids": "/b"}, "/movies/kids/small", "/b/small"),
        ({"/movies/kids": "/b", "/movies": "/a"}, "/movies/kidsfun", "/a/kidsfun"),
        ({"/": "/mnt"}, "/movies/kids", "/mnt/movies/kids"),
        ({"/movies": "/"}, "/movies/kids", "/kids"),
        ({"/a\\b": "/c"}, "/a\\b/D", "/c/D"),
        ({"*": "/else"}, "/movies/kids", "/else"),
        ({"*": "/else", "/movies": "/m"}, "/movies/kids", "/m/kids"),
        ({"D:\\Movies": "/m"}, "d:\\movies\\Kids\\", "/m/Kids"),
        ({"D:/Movies/": "E:\\M"}, "D:\\Movies\\Kids\\Small", "E:\\M\\Kids\\Small"),
        ({"\\\\nas\\m": "/m"}, "\\\\NAS\\m\\Kids", "/m/Kids"),
        ({"/m": "D:\\M"}, "/m/Kids/x", "D:\\M\\Kids\\x"),
    ],
)
def test_a_folder_is_mapped_at_its_boundaries(folders: dict[str, str], path: str, expected: str) -> None:
    assert map_root(pair(root_folders=folders), path) == expected


@given(FOLDERS, FOLDERS, FOLDERS)
def test_only_what_lies_in_a_mapped_folder_is_moved_and_keeps_its_rest(old: str, new: str, path: str) -> None:
    mapped = map_root(pair(root_folders={old: new}), path)
    if path.split("/")[: len(old.split("/"))] == old.split("/"):
        assert mapped == new + path[len(old) :]
    else:
        assert mapped == path


# --- the way back ----------------------------------------------------------------------------------------


def test_the_pair_turned_round_writes_to_its_source() -> None:
    turned = reverse_pair(pair(quality_profiles={"HD": "UHD", "*": "Any"}, tags={"kids": "small", "x": ""}))
    assert (turned.source, turned.target, turned.name) == ("radarr.4k", "radarr.main", "p")
    assert turned.map == SyncMap(quality_profiles={"UHD": "HD"}, tags={"small": "kids"})
    assert map_profile(turned, "Any") == "Any"


@given(st.permutations(["HD", "UHD", "Any", "SD"]), st.permutations(["a", "b", "UHD", "sd"]), WORDS)
def test_there_and_back_is_the_same_name(old: list[str], new: list[str], name: str) -> None:
    names = dict(zip(old, new, strict=True))
    there = pair(
        quality_profiles=names, tags=names, root_folders={f"/{a}": f"/to/{b}" for a, b in names.items()}
    )
    back = reverse_pair(there)
    if name in names:
        assert map_profile(back, map_profile(there, name)) == name
        assert map_tags(back, map_tags(there, [name])) == (name.lower(),)
    assert map_root(back, map_root(there, f"/{name}/Kids")) == f"/{name}/Kids"
    assert reverse_pair(back).map == there.map


@pytest.mark.parametrize(
    "maps",
    [
        {"quality_profiles": {"HD": "UHD", "SD": "uhd"}},
        {"root_folders": {"/a": "/x/", "/b": "/x"}},
        {"tags": {"a": "x", "b": "X"}},
    ],
)
def test_a_map_with_two_ways_to_one_name_is_not_turned_round(maps: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="two names of a map lead to one"):
        reverse_pair(pair(**maps))


def test_a_pair_with_a_snapshot_is_not_turned_round() -> None:
    old = SyncPair(name="p", source="radarr.main@12", target="radarr.4k")
    with pytest.raises(UsageError, match="nothing can be written to a snapshot"):
        reverse_pair(old)


def test_the_filter_turned_round_means_the_same_titles() -> None:
    rules = FilterRules(
        quality_profiles=("hd", "SD"), root_folders=("/m/kids",), tags=("Kids", "x"), year_to=1999
    )
    there = pair(quality_profiles={"HD": "UHD"}, root_folders={"/m": "/m4"}, tags={"kids": "small", "x": ""})
    turned = reverse_pair(there.model_copy(update={"filter": SyncFilter(include=rules)}))
    include = turned.filter.include
    assert (include.quality_profiles, include.root_folders) == (("UHD", "SD"), ("/m4/kids",))
    assert (include.tags, include.year_to) == (("small", "x"), 1999)
    assert turned.filter.exclude == FilterRules()
