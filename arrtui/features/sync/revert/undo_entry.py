"""What the parts of undoing share: the entry that is taken back, and what is on its instance now. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from arrtui.features.sync.model import Entry, EntrySubject, LeftOut, Op, Plan, Side, SideTitle, Why, entry_key

UndoResult = Entry | LeftOut
"""What takes something back, or why nothing does."""


@dataclass(frozen=True)
class AppliedEntry:
    """One applied entry that is taken back."""

    plan: Plan
    entry: Entry
    side: Side
    """Its instance as it is now."""
    titles: Mapping[str, Sequence[SideTitle]]
    """The titles of that side by external id."""

    def reason(self, what: str) -> str:
        """Return the reason of an entry that takes ``what`` back."""
        return f"undoes plan {self.plan.id}: {what}"

    def inverse(self, op: Op, what: str, **more: Any) -> Entry:
        """Return an entry on the same thing, with the reason that ``what`` was done to it."""
        values: dict[str, Any] = {
            "key": entry_key(self.entry.instance, self.entry.subject, self.entry.ident),
            "instance": self.entry.instance,
            "subject": self.entry.subject,
            "ident": self.entry.ident,
            "title": self.entry.title,
            "year": self.entry.year,
        }
        return Entry(op=op, reason=self.reason(what), **(values | more))

    def left(self, why: Why, reason: str) -> LeftOut:
        """Return that nothing is taken back of it."""
        entry = self.entry
        return LeftOut(why, entry.instance, entry.external_id, entry.title, entry.year, reason)

    def title(self) -> SideTitle | None:
        """Return the title of the entry as it is now, None when it is gone.

        It is known by its external id, as its id changes when it is added again; without one by its id.
        """
        return title_of(self.entry, self.titles)


def by_external_id(side: Side) -> dict[str, list[SideTitle]]:
    """Return the titles of a side by external id."""
    titles: dict[str, list[SideTitle]] = {}
    for title in side.titles:
        titles.setdefault(title.item.external_id, []).append(title)
    return titles


def title_of(entry: Entry, titles: Mapping[str, Sequence[SideTitle]]) -> SideTitle | None:
    """Return the title an entry is about; None when it is not on its instance."""
    if entry.subject is not EntrySubject.ITEM:
        return None
    same = titles.get(entry.external_id, ())
    if entry.external_id and len(same) == 1:
        return same[0]
    return next((title for title in same if title.item.id == entry.item_id), None)
