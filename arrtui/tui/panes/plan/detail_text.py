"""One entry of a plan in full, as lines of text for a given width. Whatever an entry holds stays text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from textual.content import Content

from arrtui.core.apps import app_of
from arrtui.core.setting_text import key_words
from arrtui.core.text import format_size, plural
from arrtui.features.sync.model import Decision, Entry, EntryOutcome, EntrySubject, Op, PlannedEntry
from arrtui.features.sync.setting_words import setting_changes, whole_setting
from arrtui.features.sync.wording import (
    FIELDS,
    TOGETHER,
    changed_parts,
    field_name,
    folder_after,
    part_name,
    value_text,
)
from arrtui.tui.kit.plan_words import OUTCOMES
from arrtui.tui.kit.sheet import LABEL, Sheet
from arrtui.tui.kit.signs import CONTENT_STYLES, GOOD, HOLLOW, WARN
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.plan.table import EntryRow
from arrtui.tui.panes.plan.words import DECISIONS, FINAL, OPS

MOST_PARTS = 60
"""Lines of one field that are shown; a long-running series has thousands of episodes."""
LONGEST_VALUE = 1_500
"""Characters of one value that are shown."""
REST = "an export (x) to a .jsonl file holds all"
"""How to read what is too long for the detail."""


class EntrySheet(Sheet):
    """A sheet that can also hold what is now beside what would be."""

    def compare(self, label: str, now: str, after: str, *, style: str = "accent") -> None:
        """Write two values beside each other; equal ones say so."""
        room = max(8, (self._width - LABEL - 1) // 2)
        same = now == after
        left = self._cell(now or "-", "", room)
        right = self._cell("same" if same else after or "-", "dim" if same else style, room)
        shown = self.label(label)
        for before, then in zip_longest(left, right, fillvalue=Content("")):
            gap = " " * (room + 1 - before.cell_length)
            self.lines.append(Content.assemble(shown, before, gap, then))
            shown = Content(" " * LABEL)

    def _cell(self, text: str, style: str, room: int) -> list[Content]:
        return Content.styled(sanitise(_readable(text)), CONTENT_STYLES[style]).wrap(room)


def _readable(text: str) -> str:
    """Return a value as far as it is shown, and how to read the rest."""
    rest = len(text) - LONGEST_VALUE
    return text if rest <= 0 else f"{text[:LONGEST_VALUE]} [and {plural(rest, 'character')} more; {REST}]"


def entry_lines(row: EntryRow, width: int) -> list[Content]:
    """Return an entry in full."""
    sheet = EntrySheet(width)
    _head(sheet, row)
    planned = row.planned
    if planned.outcome is not EntryOutcome.NONE:
        sign = OUTCOMES[planned.outcome]
        message = f": {planned.message}" if planned.message else ""
        sheet.blank()
        sheet.text((sign.text, f"bold {CONTENT_STYLES[sign.style]}"), (message, ""))
    if row.stale and planned.outcome not in FINAL:
        sheet.text((f"{HOLLOW} stale: {row.stale}", "warn"))
        if planned.decision is Decision.APPROVED:
            risk = "what changed meanwhile is not overwritten, so it may end as a conflict."
            sheet.text((f"Approved all the same: {risk} D plans again.", "warn"))
    for warning in row.entry.warnings:
        sheet.text((f"{WARN} {warning}", "warn"))
    _secrets(sheet, row)
    _fields(sheet, planned)
    _more(sheet, planned)
    return sheet.lines


def _secrets(sheet: EntrySheet, row: EntryRow) -> None:
    """Write which secrets an entry takes, and what becomes of it without them."""
    if row.planned.outcome is EntryOutcome.DONE:
        return
    for secret in row.secrets:
        if secret.is_given:
            sheet.text((f"{GOOD} {key_words(secret.place.field)} is given", "good"))
            continue
        refused = "it is not written: the app would send the stored one to another address"
        without = "it is added switched off" if row.entry.op is Op.ADD else refused
        takes = f"It takes its {key_words(secret.place.field)}: e asks for it"
        sheet.text((f"{WARN} {takes}; without, {without}.", "warn"))


def _head(sheet: EntrySheet, row: EntryRow) -> None:
    entry, planned = row.entry, row.planned
    year = f" ({entry.year})" if entry.year else ""
    sheet.text((f"{entry.title or entry.ident or '(no title)'}{year}", "bold"))
    op, decision = OPS[entry.op], DECISIONS[planned.decision]
    on = "to" if entry.op is Op.ADD else "from" if entry.op is Op.REMOVE else "on"
    word = "" if entry.subject is EntrySubject.ITEM else f" {entry.ident.partition('/')[0].replace('_', ' ')}"
    if entry.subject not in (EntrySubject.ITEM, EntrySubject.SETTING):
        word = f" {entry.subject.value}"
    sheet.text((f"{op.text}{word} {on} {entry.instance}", op.style), (f", {decision.word}", decision.style))
    if entry.reason:
        sheet.text((entry.reason, "dim"))


def _fields(sheet: EntrySheet, planned: PlannedEntry) -> None:
    """Write the current and the planned values."""
    entry = planned.entry
    if entry.subject in (EntrySubject.SETTING, EntrySubject.REPAIR):
        _setting(sheet, planned)
        return
    if entry.subject is EntrySubject.FILE:
        sheet.blank()
        sheet.pair("Folder", entry.now["folder"])
        sheet.pair("Now", entry.now["file"])
        sheet.pair("After", planned.after["file"], "accent")
        sheet.pair("Size", format_size(entry.now["size"]))
        return
    if entry.op is Op.UPDATE:
        _compare(sheet, planned)
        return
    added = entry.op is Op.ADD
    values: Mapping[str, Any] = planned.after if added else entry.now
    sheet.blank()
    sheet.pair("Now", f"not on {entry.instance}" if added else "", "dim")
    sheet.text(("After" if added else "Now", "bold $text-accent"))
    for name in _ordered(values):
        mark = "*" if name in planned.edits else ""
        sheet.pair(
            f"{field_name(name, entry.instance)}{mark}", _whole_text(entry, name, values[name]) or "none"
        )
    sheet.pair("After", "" if added else "gone", "bad")


def _setting(sheet: EntrySheet, planned: PlannedEntry) -> None:
    """Write what a setting says, or each change of it in a line, as names of facts are long."""
    entry = planned.entry
    sheet.blank()
    if entry.op is Op.UPDATE:
        for change in setting_changes(planned):
            before, after = _readable(change.now), _readable(change.after)
            sheet.text((f"{change.fact}: ", "dim"), (before, ""), (" -> ", "dim"), (after, "accent"))
        return
    added = entry.op is Op.ADD
    sheet.pair("Now", f"not on {entry.instance}" if added else "", "dim")
    sheet.text(("After" if added else "Now", "bold $text-accent"))
    for fact, value in whole_setting(
        planned.after if added else entry.now, app_of(entry.instance).kind.value
    ).items():
        sheet.text((f"{fact}: ", "dim"), (_readable(value), ""))
    sheet.pair("After", "" if added else "gone", "bad")


def _ordered(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of fields, the known ones first and in their order."""
    yield from (name for name in FIELDS if name in values)
    yield from (name for name in values if name not in FIELDS)


def _whole_text(entry: Entry, name: str, value: Any) -> str:
    """Return a value that stands alone; of many things, how many there are and which are left out."""
    if name not in TOGETHER or not isinstance(value, Mapping):
        return _readable(value_text(value))
    if name == "files":
        return plural(len(value), "file")
    monitored_parts = [
        part_name(name, part, entry.children) for part, monitored in value.items() if monitored
    ]
    if len(value) > MOST_PARTS:
        return f"{len(monitored_parts):,} of {len(value):,} monitored"
    rest = [part_name(name, part, entry.children) for part, monitored in value.items() if not monitored]
    return ", ".join(
        [f"monitored {' '.join(monitored_parts) or 'none'}", *([f"not {' '.join(rest)}"] if rest else [])]
    )


def _compare(sheet: EntrySheet, planned: PlannedEntry) -> None:
    now, after = planned.entry.now, planned.after
    sheet.blank()
    sheet.compare("", "Now", "After", style="")
    for name in _ordered({**now, **after}):
        if name in TOGETHER:
            _compare_parts(sheet, planned.entry, name, now.get(name), after.get(name))
            continue
        label = field_name(name) + ("*" if name in planned.edits else "")
        sheet.compare(label, value_text(now.get(name)), value_text(after.get(name)))


def _compare_parts(sheet: EntrySheet, entry: Entry, name: str, now: Any, after: Any) -> None:
    """Write the parts of a field that change."""
    parts = changed_parts(now, after)
    if parts:
        sheet.text((field_name(name, entry.instance), "dim"))
    for part, (before, then) in list(parts.items())[:MOST_PARTS]:
        if isinstance(before, Mapping) or isinstance(then, Mapping):
            sheet.text((part_name(name, part, entry.children), ""), indent=1)
            for fact, (old, new) in changed_parts(before, then).items():
                sheet.compare(f"  {field_name(fact)}", value_text(old), value_text(new))
        else:
            sheet.compare(f"  {part_name(name, part, entry.children)}", _seen(before), _seen(then))
    if len(parts) > MOST_PARTS:
        sheet.text((f"and {len(parts) - MOST_PARTS:,} more; {REST}", "dim"), indent=2)


def _seen(monitored: Any) -> str:
    return "monitored" if monitored is True else "not" if monitored is False else value_text(monitored)


def _move_text(planned: PlannedEntry) -> str:
    """Return where the app moves the files, or looks for them; empty where the folder stays."""
    path = folder_after(planned)
    if not planned.entry.move_files:
        return f"the app looks for them in {path} and moves none" if path else ""
    if path:
        return f"the app moves them to {path}"
    root = planned.after.get("root_folder")
    where = f" to {root}" if root else ""
    return f"the app moves them{where} and names the folder by its naming format"


def _more(sheet: EntrySheet, planned: PlannedEntry) -> None:
    """Write side effects of the entry and the edits."""
    entry = planned.entry
    if entry.op is Op.REMOVE and entry.subject in (EntrySubject.ITEM, EntrySubject.ALBUM):
        sheet.pair("Files", f"{plural(entry.files, 'file')}, {format_size(entry.size)}"
                   if entry.files else "none")  # fmt: skip
    sheet.pair("Search", "the app searches once it is added" if entry.search else "")
    sheet.pair("Files", _move_text(planned))
    sheet.pair("Exclusion", "put on the exclusion list" if entry.exclude else "")
    if planned.edits:
        was = {name: value_text(entry.after.get(name)) or "none" for name in planned.edits}
        sheet.text(
            ("* edited; planned was ", "accent"),
            (", ".join(f"{field_name(name).lower()} {value}" for name, value in was.items()), ""),
        )
    if entry.by_hand and not planned.by_hand and planned.outcome is EntryOutcome.NONE:
        sheet.text((f"{WARN} It counts only when it is decided by itself, with space.", "warn"))
