"""Compare a wanted form of a setting with the one an instance has. Pure."""

from __future__ import annotations

from arrtui.features.sync.fields.setting_forms import is_masked
from arrtui.features.sync.fields.single_values import flatten, same_value, unflatten, value_at
from arrtui.features.sync.model import Fields


def form_differences(wanted: Fields, present: Fields) -> tuple[Fields, Fields]:
    """Return the parts of a setting that differ: as they are, and as they are wanted.

    Where either side is masked nobody knows whether it differs, and it stays.
    """
    present_values, old = flatten(present), flatten(wanted)
    if "formats" in wanted:  # a format without a score is in neither
        old |= {place: 0 for place in present_values if place[0] == "formats" and place not in old}
    differ = {
        place: value
        for place, value in old.items()
        if not same_value(place, value, value_at(present_values, place))
        and not is_masked(value)
        and not is_masked(present_values.get(place))
    }
    return unflatten({place: value_at(present_values, place) for place in differ}), unflatten(differ)
