"""What takes back the writing of settings, tags and exclusions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from arrtui.core.domain import Setting, SettingType
from arrtui.features.sync.fields.setting_forms import (
    find_setting,
    ident_name,
    ident_type,
    is_masked,
    setting_form,
    setting_ident,
    setting_names,
    wanted_form,
)
from arrtui.features.sync.fields.single_values import (
    Place,
    flatten,
    place_names,
    revert_values,
    same_value,
    unflatten,
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
    exclusion_fields,
)
from arrtui.features.sync.revert.undo_entry import AppliedEntry, UndoResult

if TYPE_CHECKING:
    from arrtui.db.journal import Step


# --- settings --------------------------------------------------------------------------------------------


def undo_setting(about: AppliedEntry, steps: Sequence[Step]) -> Iterable[UndoResult]:
    """Yield what brings a setting back to before the first of its steps."""
    type_ = ident_type(about.entry.ident)
    before, wanted = steps[0].before, steps[-1].wanted
    present = _present(about.entry.ident, about.side)
    if not wanted:
        yield _made_again(about, wanted_form(type_, before or {}), present)
    elif before is None:
        yield _deleted_again(about, wanted_form(type_, wanted), present)
    else:
        yield _changed_back(about, wanted_form(type_, before), wanted_form(type_, wanted), present)


def _present(ident: str, side: Side) -> Fields | None:
    """Return the form a setting has now; None when it is not there."""
    names = setting_names(side.settings)
    by_ident: dict[str, Setting] = {setting_ident(setting, names): setting for setting in side.settings}
    setting = find_setting(ident, by_ident)
    return None if setting is None else setting_form(setting, names)


def _made_again(about: AppliedEntry, before: Fields, present: Fields | None) -> UndoResult:
    if present is not None:
        return about.left(Why.SAME, "It was deleted, and is there again.")
    return about.inverse(Op.ADD, "it was deleted", after=before)


def _deleted_again(about: AppliedEntry, wanted: Fields, present: Fields | None) -> UndoResult:
    if present is None:
        return about.left(Why.SAME, "It was added, and is gone already.")
    present_values = flatten(present)
    changed = [
        place
        for place, value in flatten(wanted).items()
        if place in present_values and not same_value(place, value, present_values[place])
    ]
    warnings = ["The app refuses to delete it while something uses it."]
    if changed:
        warnings.append(f"Changed since it was added: {place_names(changed)}.")
    if ident_type(about.entry.ident) is SettingType.TAG:
        warnings = _tag_warnings(ident_name(about.entry.ident), about.side)
    return about.inverse(Op.REMOVE, "it was added", now=present, warnings=tuple(warnings))


def _changed_back(about: AppliedEntry, before: Fields, wanted: Fields, present: Fields | None) -> UndoResult:
    if present is None:
        return about.left(Why.UNMATCHED, "It was changed, and is not there any more.")
    known = {place: value for place, value in flatten(before).items() if not is_masked(value)}
    present_values = {place: _absent(place) for place in known} | flatten(present)
    back = revert_values(unflatten(known), wanted, unflatten(present_values), partial=before)
    changed = f"Changed by somebody else since, so it stays: {place_names(back.changed)}."
    if not back.after:
        return about.left(
            Why.KEPT if back.changed else Why.SAME, changed if back.changed else "It is as it was."
        )
    what = f"changed were {place_names(flatten(back.after))}"
    warnings = (changed,) if back.changed else ()
    return about.inverse(Op.UPDATE, what, now=back.now, after=back.after, warnings=warnings)


def _absent(place: Place) -> int | None:
    """Return what a value that an app leaves out amounts to: no score is a score of 0."""
    return 0 if place[0] == "formats" else None


# --- tags ------------------------------------------------------------------------------------------------


def undo_tag(plan: Plan, label: str, side: Side) -> UndoResult:
    """Return what deletes a tag that was created for titles of the plan."""
    ident = f"{SettingType.TAG.value}/{label.lower()}"
    if label.lower() not in side.tags.values():
        return LeftOut(Why.SAME, side.instance, "", f"tag {label}", 0, "It was created, and is gone already.")
    return Entry(
        key=entry_key(side.instance, EntrySubject.SETTING, ident),
        instance=side.instance,
        op=Op.REMOVE,
        subject=EntrySubject.SETTING,
        ident=ident,
        title=f"tag {label}",
        reason=f"undoes plan {plan.id}: it was created",
        now={"body": {"label": label.lower()}},
        warnings=tuple(_tag_warnings(label.lower(), side)),
    )


def _tag_warnings(label: str, side: Side) -> list[str]:
    """Say how many titles carry a tag; the entries before this one may take it off them."""
    number = sum(label in title.tags for title in side.titles)
    if not number:
        return []
    carry = "1 title carries" if number == 1 else f"{number:,} titles carry"
    return [f"{carry} it now; the app refuses to delete it while one does."]


# --- exclusions ------------------------------------------------------------------------------------------


def undo_exclusion(about: AppliedEntry, steps: Sequence[Step]) -> UndoResult:
    """Return what takes a title off the exclusion list that was put on it, or the reverse."""
    listed = about.entry.external_id in about.side.exclusions
    added = not steps[0].before
    facts = steps[-1].wanted if added else steps[0].before or {}
    what = "it was put on the exclusion list" if added else "it was taken off the exclusion list"
    if listed is not added:
        return about.left(Why.SAME, f"{what[:1].upper()}{what[1:]}, which is taken back already.")
    title, year = str(facts.get("title") or about.entry.title), int(facts.get("year") or about.entry.year)
    known = exclusion_fields(about.side.kind, about.entry.external_id, title, year)
    parts = {"now": known} if added else {"after": known}
    return about.inverse(
        Op.REMOVE if added else Op.ADD,
        what,
        key=entry_key(about.entry.instance, EntrySubject.EXCLUSION, about.entry.ident),
        subject=EntrySubject.EXCLUSION,
        title=title,
        year=year,
        **parts,
    )
