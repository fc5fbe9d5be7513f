"""Narrow a side to some titles, so that planning them does not take a whole library's time. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from arrtui.features.sync.model import Bystander, Side, SideTitle


def narrowed(side: Side, external_ids: Collection[str]) -> Side:
    """Return a side with the titles that have one of some external ids; the others become bystanders."""
    titles = tuple(title for title in side.titles if title.item.external_id in external_ids)
    others = tuple(bystander(title) for title in side.titles if title.item.external_id not in external_ids)
    return replace(side, titles=titles, bystanders=(*side.bystanders, *others))


def bystander(title: SideTitle) -> Bystander:
    """Return what other titles need to know of one."""
    return Bystander(title.item.external_id, title.item.title, title.item.year, title.item.path)
