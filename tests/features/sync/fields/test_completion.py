"""What an app has inside the lists of a setting and a form does not know stays."""

from __future__ import annotations

from typing import Any

from arrtui.core.domain import SettingType
from arrtui.features.sync.fields.completion import laid_over, with_sizes

Row = dict[str, Any]
LIMITS = {"minSize": 2, "preferredSize": 95, "maxSize": 100}


def quality(number: int, *, allowed: bool = True, **more: Any) -> Row:
    return {"quality": {"id": number, "name": f"Q{number}"}, "items": [], "allowed": allowed, **more}


def group(*members: Row, number: int = 1000, **more: Any) -> Row:
    return {"id": number, "name": "WEB", "items": list(members), "allowed": True, **more}


def completed(items: list[Row], own: list[Row], *profiles: list[Row]) -> list[Row]:
    own_form = {"body": {"items": own}} if own else {}
    form = laid_over(SettingType.QUALITY_PROFILE, {"body": {"items": items}}, own_form, profiles, sizes=True)
    return list(form["body"]["items"])


def test_limits_of_qualities_stay_inside_groups_too() -> None:
    own = [quality(1, **LIMITS), group(quality(2, **LIMITS), quality(3, **LIMITS), colour="red")]
    wanted = [group(quality(2), quality(3, allowed=False)), quality(1, allowed=False)]
    assert completed(wanted, own) == [
        group(quality(2, **LIMITS), quality(3, allowed=False, **LIMITS), colour="red"),
        quality(1, allowed=False, **LIMITS),
    ]


def test_limits_are_found_where_a_quality_is_grouped_otherwise() -> None:
    own = [quality(1, **LIMITS), quality(2, **LIMITS)]
    assert completed([group(quality(1), quality(2))], own) == [
        group(quality(1, **LIMITS), quality(2, **LIMITS))
    ]


def test_a_source_that_knows_limits_and_has_none_has_none_afterwards() -> None:
    """An app leaves out what is null: a profile of Sonarr 5 without limits is one of unlimited sizes."""
    own = [quality(1, **LIMITS), group(quality(2, **LIMITS), quality(3, **LIMITS))]
    unlimited = [quality(1), group(quality(2), quality(3))]
    wanted = with_sizes(unlimited, known=True)
    assert completed(wanted, own) == wanted
    assert with_sizes(completed(wanted, own), known=False) == unlimited


def test_an_app_without_limits_in_its_profiles_is_sent_none() -> None:
    form = {"body": {"items": [quality(1, **LIMITS), group(quality(2, **LIMITS), quality(3, **LIMITS))]}}
    done = laid_over(SettingType.QUALITY_PROFILE, form, {}, sizes=False)
    assert done["body"]["items"] == [quality(1), group(quality(2), quality(3))]


def test_a_new_profile_gets_the_limits_of_the_best_template_that_has_them() -> None:
    proposed, erased, limited = [quality(1, maxSize=7), quality(2)], [quality(2)], [quality(2, **LIMITS)]
    wanted = [quality(1), quality(2)]
    assert completed(wanted, [], proposed, erased, limited) == [quality(1, maxSize=7), quality(2, **LIMITS)]


def test_a_quality_that_the_source_lacks_stays_as_it_is_or_is_not_allowed_in_a_new_profile() -> None:
    own = [quality(1), quality(9, **LIMITS)]
    assert completed([quality(1)], own) == [quality(9, **LIMITS), quality(1)]
    assert completed([quality(1)], [], own) == [quality(9, allowed=False, **LIMITS), quality(1)]


def test_conditions_keep_the_values_that_the_source_does_not_know() -> None:
    def condition(**values: Any) -> Row:
        fields = [{"name": name, "value": value} for name, value in values.items()]
        return {"name": "not original", "implementation": "LanguageSpecification", "fields": fields}

    form = {"body": {"specifications": [condition(value=-2)]}}
    own = {"body": {"specifications": [condition(value=1, exceptLanguage=True)]}}
    done = laid_over(SettingType.CUSTOM_FORMAT, form, own, sizes=False)
    assert done["body"]["specifications"] == [condition(value=-2, exceptLanguage=True)]


def test_groups_have_the_ids_of_the_apps_own_ones_by_name() -> None:
    """The ids of groups are numbers of one profile; a copied one is no other profile for them."""

    def profile(*ids: int) -> Row:
        qualities = [{"quality": {"id": 3, "name": "WEB"}, "items": [], "allowed": True}]
        groups = [
            {"id": number, "name": name, "items": qualities, "allowed": True}
            for number, name in zip(ids, ("A", "B"), strict=True)
        ]
        return {"body": {"name": "HD", "cutoff": ids[1], "items": groups}}

    laid = laid_over(SettingType.QUALITY_PROFILE, profile(1000, 1001), profile(1001, 1000), sizes=False)
    assert [row["id"] for row in laid["body"]["items"]] == [1001, 1000]
    assert laid["body"]["cutoff"] == 1000
    other = {"body": {"name": "HD", "items": profile(1001, 1000)["body"]["items"][:1]}}
    kept = laid_over(SettingType.QUALITY_PROFILE, profile(1000, 1001), other, sizes=False)
    assert [row["id"] for row in kept["body"]["items"]] == [1000, 1001]


def test_choices_of_the_naming_are_numbers_where_the_app_has_numbers() -> None:
    words: Row = {"body": {"colonReplacementFormat": "smart", "multiEpisodeStyle": "range"}}
    numbers: Row = {"body": {"colonReplacementFormat": 0, "multiEpisodeStyle": 0}}
    laid = laid_over(SettingType.NAMING, words, numbers, sizes=False)
    assert laid == {"body": {"colonReplacementFormat": 4, "multiEpisodeStyle": 4}}
    assert laid_over(SettingType.NAMING, laid, words, sizes=False) == words
