"""What the filter of a rule can ask of an event and of the title as the event's instance has it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from arrtui.core.apps import APPS
from arrtui.core.apps.words import id_labels, title_words
from arrtui.core.estate_events import EstateEvent
from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.folding import fold
from arrtui.db.library import LibraryRow


class Touched(NamedTuple):
    """An event with the title it is about, as that is stored now."""

    event: EstateEvent
    row: LibraryRow | None = None
    """As the event's instance has it; None where the event is about no title, or that is gone."""
    copies: int = 0
    """Instances that have the title."""

    @property
    def text(self) -> str:
        """The folded text in which a filter looks for words."""
        event, row = self.event, self.row
        names = (event.title, row.title if row else "", str(event.year or ""), event.album)
        more = (event.release, event.reason)
        return fold(" ".join((*names, *more)))


def _kind(touched: Touched) -> str:
    app = APPS.get(touched.event.instance.partition(".")[0])
    return app.title.plural if app else ""


EVENT_FIELDS: tuple[FilterField[Touched], ...] = (
    FilterField("event", FieldKind.TEXT, lambda touched: touched.event.type.value),
    FilterField("instance", FieldKind.INSTANCE, lambda touched: touched.event.instance),
    FilterField("kind", FieldKind.TEXT, _kind, title_words()),
    FilterField("title", FieldKind.TEXT, lambda touched: touched.event.title),
    FilterField("year", FieldKind.NUMBER, lambda touched: touched.event.year or None),
    FilterField("id", FieldKind.TEXT, lambda touched: touched.event.external_id, id_labels()),
    FilterField("season", FieldKind.NUMBER, lambda touched: touched.event.season),
    FilterField("episode", FieldKind.NUMBER, lambda touched: touched.event.episode),
    FilterField("album", FieldKind.TEXT, lambda touched: touched.event.album),
    FilterField("release", FieldKind.TEXT, lambda touched: touched.event.release),
    FilterField("score", FieldKind.NUMBER, lambda touched: touched.event.score, "of the release or file"),
    FilterField("reason", FieldKind.TEXT, lambda touched: touched.event.reason),
    FilterField("upgrade", FieldKind.FLAG, lambda touched: touched.event.upgrade, "another file replaced it"),
    FilterField("own", FieldKind.FLAG, lambda touched: touched.event.own, "arrtui did it"),
    FilterField("copies", FieldKind.NUMBER, lambda touched: touched.copies, "instances that have it"),
)


_RENAMED = {"score": "mean-score"}
"""Fields of titles that have another name here, since the event has one of that name."""


def rule_fields(title_fields: Iterable[FilterField[Any]], instances: Iterable[str]) -> FilterFields[Touched]:
    """Return what rules can ask for: the event's own fields, then those of a title's copy on its instance.

    ``title_fields`` are those of the Library, of which those of a copy count; instances are those configured.
    """
    of_copies = [_of_copy(field) for field in title_fields if field.of_part]
    return FilterFields[Touched](EVENT_FIELDS).joined(of_copies).with_instances(instances)


def _of_copy(field: FilterField[Any]) -> FilterField[Touched]:
    """Return a field of a copy as one of the title that an event is about; no copy has no value."""
    value, nothing = field.value, () if field.kind is FieldKind.NAMES else None
    return FilterField(
        _RENAMED.get(field.name, field.name),
        field.kind,
        lambda touched: nothing if touched.row is None else value(touched.row),
        field.about,
    )
