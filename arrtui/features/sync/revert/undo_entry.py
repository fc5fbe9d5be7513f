"""An applied entry that is undone, with what its instance has now. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from arrtui.features.sync.model import Entry, EntrySubject, LeftOut, Op, Plan, Side, SideTitle, Why, entry_key

UndoResult = Entry | LeftOut
"""An entry that undoes something, or why nothing does."""


@dataclass(frozen=True)
class AppliedEntry:
    """An applied entry that is undone."""

    plan: Plan
    entry: Entry
    side: Side
    """Its instance as it is now."""
    titles: Mapping[str, Sequence[SideTitle]]
    """The titles of that side by external id."""

    def inverse(self, op: Op, what: str, **more: Any) -> Entry:
        """Return an entry on the same thing; its reason is that ``what`` was done to it."""
        values: dict[str, Any] = {
            "key": entry_key(self.entry.instance, self.entry.subject, self.entry.ident),
            "instance": self.entry.instance,
            "subject": self.entry.subject,
            "ident": self.entry.ident,
            "title": self.entry.title,
            "year": self.entry.year,
        }
        return Entry(op=op, reason=f"undoes plan {self.plan.id}: {what}", **(values | more))

    def left(self, why: Why, reason: str) -> LeftOut:
        """Return that nothing of it is undone, and why."""
        entry = self.entry
        return LeftOut(why, entry.instance, entry.external_id, entry.title, entry.year, reason)

    def title(self) -> SideTitle | None:
        """Return the title of the entry as it is now; None when it is gone or the entry is not about a title.

        It is known by its external id, as its id changes when it is added again; without one by its id.
        """
        if self.entry.subject is not EntrySubject.ITEM:
            return None
        titles = self.titles.get(self.entry.external_id, ())
        if self.entry.external_id and len(titles) == 1:
            return titles[0]
        return next((title for title in titles if title.item.id == self.entry.item_id), None)


def by_external_id(side: Side) -> dict[str, list[SideTitle]]:
    """Return the titles of a side by external id."""
    titles: dict[str, list[SideTitle]] = {}
    for title in side.titles:
        titles.setdefault(title.item.external_id, []).append(title)
    return titles
