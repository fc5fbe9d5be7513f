"""Undo the writing of settings, tags and exclusions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from arrtui.core.domain import SettingType
from arrtui.features.sync.fields.completion import laid_over
from arrtui.features.sync.fields.names import exclusion_fields
from arrtui.features.sync.fields.provider_forms import masked_fields
from arrtui.features.sync.fields.setting_forms import (
    is_masked,
    setting_entry,
    setting_form,
    wanted_form,
)
from arrtui.features.sync.fields.setting_index import SettingIndex, ident_name, ident_type
from arrtui.features.sync.fields.setting_names import side_names
from arrtui.features.sync.fields.single_values import (
    flatten,
    place_names,
    revert_values,
    same_value,
    unflatten,
    value_at,
)
from arrtui.features.sync.model import (
    Entry,
    EntrySubject,
    Fields,
    LeftOut,
    Op,
    Plan,
    Side,
    Why,
    entry_key,
)
from arrtui.features.sync.revert.undo_entry import AppliedEntry, UndoResult
from arrtui.features.sync.setting_words import cutoff_names

if TYPE_CHECKING:
    from arrtui.db.journal import Step


def undo_setting(applied: AppliedEntry, steps: Sequence[Step]) -> Iterable[UndoResult]:
    """Yield what brings a setting back to before the first of its steps."""
    type_ = ident_type(applied.entry.ident)
    old, new = steps[0].before or {}, steps[-1].wanted
    names = side_names(applied.side)
    setting = SettingIndex(applied.side.settings, names).find(applied.entry.ident)
    present = None if setting is None else setting_form(setting, names)
    # an app of a newer version has more than what was written
    before, wanted = (
        laid_over(type_, wanted_form(type_, form), present or {}, sizes=names.sizes) for form in (old, new)
    )
    if type_ is SettingType.COLLECTION and applied.entry.op is Op.ADD:
        yield applied.left(Why.SAME, "It came with its movies, and goes with the last of them.")
    elif not new and present is not None:
        yield applied.left(Why.SAME, "It was deleted, and is there again.")
    elif not new:
        yield applied.inverse(Op.ADD, "it was deleted", after=before)
    elif steps[0].before is None:
        yield _deleted_again(applied, wanted, present)
    else:
        changed = _changed_back(applied, before, wanted, present)
        if isinstance(changed, Entry) and setting is not None:
            qualities = cutoff_names(setting.body.get("items") or (), changed.now, changed.after)
            changed = replace(changed, qualities=qualities)
        yield changed


def _deleted_again(applied: AppliedEntry, wanted: Fields, present: Fields | None) -> UndoResult:
    if present is None:
        return applied.left(Why.SAME, "It was added, and is gone already.")
    present_values = flatten(present)
    changed = [
        place
        for place, value in flatten(wanted).items()
        if place in present_values and not same_value(place, value, present_values[place])
    ]
    warnings = ["The app refuses to delete it while something uses it."]
    if changed:
        warnings.append(f"Changed since it was added: {place_names(changed)}.")
    if masked_fields(present):
        warnings.append("Its secrets go with it, and nobody gives them out: they are typed again after that.")
    if ident_type(applied.entry.ident) is SettingType.TAG:
        warnings = _tag_warnings(ident_name(applied.entry.ident), applied.side)
    return applied.inverse(
        Op.REMOVE, "it was added", now=present, warnings=tuple(warnings), undoes_addition=True
    )


def _changed_back(
    applied: AppliedEntry, before: Fields, wanted: Fields, present: Fields | None
) -> UndoResult:
    if present is None:
        return applied.left(Why.UNMATCHED, "It was changed, and is not there any more.")
    old = {place: value for place, value in flatten(before).items() if not is_masked(value)}
    present_values = flatten(present)
    # an app leaves out what has no value, and scores of 0
    present_values |= {place: value_at(present_values, place) for place in old}
    reversion = revert_values(unflatten(old), wanted, unflatten(present_values), partial=before)
    changed = f"Changed by somebody else since, so it stays: {place_names(reversion.changed)}."
    if not reversion.after:
        if reversion.changed:
            return applied.left(Why.KEPT, changed)
        return applied.left(Why.SAME, "It is as it was.")
    what = f"changed were {place_names(flatten(reversion.after))}"
    warnings = (changed,) if reversion.changed else ()
    return applied.inverse(Op.UPDATE, what, now=reversion.now, after=reversion.after, warnings=warnings)


def undo_tag(plan: Plan, label: str, side: Side) -> UndoResult:
    """Return what deletes a tag that was created for titles of the plan."""
    ident = f"{SettingType.TAG.value}/{label.lower()}"
    if label.lower() not in side.tags.values():
        return LeftOut(Why.SAME, side.instance, "", f"tag {label}", 0, "It was created, and is gone already.")
    return setting_entry(
        side.instance,
        Op.REMOVE,
        ident,
        f"tag {label}",
        f"undoes plan {plan.id}: it was created",
        now={"body": {"label": label.lower()}},
        warnings=tuple(_tag_warnings(label.lower(), side)),
    )


def _tag_warnings(label: str, side: Side) -> list[str]:
    """Return a warning where titles carry a tag; entries before this one may take it off them."""
    count = sum(label in title.tags for title in side.titles)
    if not count:
        return []
    carry = "1 title carries" if count == 1 else f"{count:,} titles carry"
    return [f"{carry} it now; the app refuses to delete it while one does."]


def undo_exclusion(applied: AppliedEntry, steps: Sequence[Step]) -> UndoResult:
    """Return what takes a title off the exclusion list that was put on it, or the reverse."""
    listed = applied.entry.external_id in applied.side.exclusions
    added = not steps[0].before
    fields = steps[-1].wanted if added else steps[0].before or {}
    what = "it was put on the exclusion list" if added else "it was taken off the exclusion list"
    if listed is not added:
        return applied.left(Why.SAME, f"{what[:1].upper()}{what[1:]}, which is taken back already.")
    title, year = (
        str(fields.get("title") or applied.entry.title),
        int(fields.get("year") or applied.entry.year),
    )
    exclusion = exclusion_fields(applied.side.kind, applied.entry.external_id, title, year)
    values = {"now": exclusion} if added else {"after": exclusion}
    return applied.inverse(
        Op.REMOVE if added else Op.ADD,
        what,
        key=entry_key(applied.entry.instance, EntrySubject.EXCLUSION, applied.entry.ident),
        subject=EntrySubject.EXCLUSION,
        title=title,
        year=year,
        **values,
    )
