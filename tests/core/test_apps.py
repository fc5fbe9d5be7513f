"""The register of the apps."""

from __future__ import annotations

import pytest

from arrtui.core.apps import APPS, Kind
from arrtui.core.apps.words import app_names, child_words, judged_noun, title_words
from arrtui.core.domain import Item


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_descriptor_by_kind_and_by_its_value(kind: Kind) -> None:
    assert APPS[kind].kind is kind
    assert APPS[kind.value] is kind.app
    assert kind.app.name.lower() == kind.value


@pytest.mark.parametrize("kind", Kind)
def test_its_own_fields_are_fields_of_an_item(kind: Kind) -> None:
    assert set(kind.app.title_fields) <= set(Item.__struct_fields__)


def test_ports_prefixes_and_resources_tell_the_apps_apart() -> None:
    assert len({app.port for app in APPS.values()}) == len(APPS)
    assert len({app.resource.path for app in APPS.values()}) == len(APPS)


def test_numeric_external_ids_are_text_inside_and_numbers_outside() -> None:
    tmdb = Kind.RADARR.app.external_id
    assert tmdb.from_wire(603) == "603"
    assert [tmdb.from_wire(none) for none in (0, -1, None, "")] == [""] * 4
    assert APPS["lidarr"].external_id.from_wire("0A0B-C") == "0a0b-c", "as other instances write it"
    assert (tmdb.to_wire("603"), tmdb.to_wire("")) == (603, 0)


def test_nouns_count() -> None:
    assert Kind.RADARR.app.title.count(1) == "1 movie"
    assert Kind.RADARR.app.unit.count(1_204) == "1,204 movies"
    assert Kind.SONARR.app.title.count(1) == "1 series"
    assert Kind.SONARR.app.unit.count(1) == "1 episode"


def test_words_of_several_apps_are_joined_from_their_descriptors() -> None:
    assert app_names() == "Radarr, Sonarr and Lidarr"
    assert title_words() == "movies, series and artists"
    assert child_words() == "episodes and albums"
    assert child_words(["lidarr.main", "radarr.main"]) == "albums"
    assert child_words(["lidarr.main", "sonarr.main"], joint="/") == "episodes/albums"
    assert child_words(["radarr.main"]) == "episodes", "a heading is never empty"


def test_what_is_judged_is_called_albums_where_there_is_nothing_else() -> None:
    assert judged_noun(["lidarr.main", "lidarr.car"]).count(2) == "2 albums"
    assert judged_noun(["radarr.main", "sonarr.main"]).count(2) == "2 files"
    assert judged_noun(["radarr.main", "lidarr.main"]).count(1) == "1 file"
    assert judged_noun([]).count(0) == "0 files"
