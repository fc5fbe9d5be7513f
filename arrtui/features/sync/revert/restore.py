"""Plan the restoring of an instance to a snapshot: titles, settings by name, exclusions. Pure.

A restore only adds and changes back. What the backup does not know stays: titles, settings and exclusions
that were added since, seasons and episodes that came since. Of what it knows each writable field becomes what
it was, so a label put on a title since is taken off that title; the tag itself stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from arrtui.core.domain import SettingType
from arrtui.core.text import plural
from arrtui.features.sync.fields.metadata_profiles import with_cost
from arrtui.features.sync.fields.names import exclusion_fields
from arrtui.features.sync.model import Entry, EntrySubject, Op, PlanDraft, Side, entry_key
from arrtui.features.sync.revert.restore_settings import restore_settings
from arrtui.features.sync.revert.restore_titles import restore_titles


def make_restore(then: Side, now: Side, *, only: Collection[str] | None = None) -> PlanDraft:
    """Return the plan that brings ``now`` back to ``then``, a snapshot of the same instance.

    Of the settings of ``then`` those count whose keys ``TYPE/ID`` are in ``only``, all where that is None.
    Entries are in the order they are to be written: settings that others refer to first, titles, exclusions,
    collections. Exclusions come first where an app has some of children: these would else come with a title
    that is added, or that the app finds in a new root folder. Episodes and facts of files are compared where
    both sides have them loaded.
    """
    rule_tags = then.rule_tags | now.rule_tags  # what a rule owned then may be nobody's now, and the reverse
    then, now = replace(then, rule_tags=rule_tags), replace(now, rule_tags=rule_tags)
    titles = restore_titles(then, now)
    settings = restore_settings(then, now, {title.item.collection_id for title in titles.added_back}, only)
    exclusions = list(_exclusions(then, now))
    troubles = (f"{side.label}: {side.trouble}" for side in (then, now) if side.trouble)
    notes = [*troubles, *titles.notes, *settings.notes]
    # what an API cannot restore (ARR_API 6)
    if titles.adds:
        notes.append(
            f"No API gives back when {plural(len(titles.adds), 'title')} added again first came, nor its "
            "history, its last search and the original path of its files."
        )
    if any("files" in entry.after for entry in titles.adds):
        notes.append("Facts of files are given back once the app's own scan has found the files.")
    if titles.lost_files:
        notes.append(
            f"{plural(titles.lost_files, 'file')} of the backup the app does not have any more: no API "
            "brings a deleted file back."
        )
    own_settings = [with_cost(entry, now) for entry in settings.settings]
    changed = (*titles.adds, *titles.updates, *titles.albums)
    before, after = (exclusions, []) if now.kind.app.removes_children else ([], exclusions)
    return PlanDraft(
        entries=[*before, *own_settings, *changed, *after, *settings.collections],
        left_out=[*titles.left_out, *settings.left_out],
        notes=tuple(notes),
    )


def _exclusions(then: Side, now: Side) -> Iterable[Entry]:
    """Yield entries that put titles on the exclusion list again; those put on it since stay there."""
    ids, year_field = then.kind.app.external_id, then.kind.app.exclusion.year
    rows = [setting.body for setting in then.settings if setting.type == SettingType.EXCLUSION.value]
    years = {ids.of_exclusion(row): int(row.get(year_field) or 0) for row in rows}  # 0: none kept
    for external_id, title in then.exclusions.items():
        if external_id in now.exclusions:
            continue
        year = years.get(external_id, 0)
        yield Entry(
            key=entry_key(now.instance, EntrySubject.EXCLUSION, external_id),
            instance=now.instance,
            op=Op.ADD,
            subject=EntrySubject.EXCLUSION,
            ident=external_id,
            title=title,
            year=year,
            reason=f"{then.label} has it on the exclusion list; {now.instance} no longer does.",
            after=exclusion_fields(now.kind, external_id, title, year),
        )
