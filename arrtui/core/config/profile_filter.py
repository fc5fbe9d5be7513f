"""What the filter of a profile of trailers may ask of a title, and whether a title meets it."""

from __future__ import annotations

from typing import Protocol

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.filter.matching import RowFilter, make_filter
from arrtui.core.filter.syntax import INSTANCE, parse_filter
from arrtui.core.folding import fold


class ProfiledTitle(Protocol):
    """A title, as far as the filter of a profile may ask about it."""

    @property
    def instance(self) -> str:
        """``radarr.main``."""

    @property
    def title(self) -> str:
        """As its app names it."""

    @property
    def year(self) -> int:
        """0 where it is not known."""

    @property
    def monitored(self) -> bool:
        """Whether its app looks for files."""

    @property
    def root_folder(self) -> str:
        """As its app gives it."""

    @property
    def files(self) -> int:
        """How many films or episodes are there."""


PROFILE_FIELDS: FilterFields[ProfiledTitle] = FilterFields(
    [
        FilterField("instance", FieldKind.INSTANCE, lambda title: title.instance),
        FilterField("title", FieldKind.TEXT, lambda title: title.title),
        FilterField("year", FieldKind.NUMBER, lambda title: title.year or None),
        FilterField("monitored", FieldKind.FLAG, lambda title: title.monitored),
        FilterField("root", FieldKind.TEXT, lambda title: title.root_folder),
        FilterField("files", FieldKind.NUMBER, lambda title: title.files),
    ]
)
"""What the filter of a profile may ask of a title."""


def check_profile_filter(text: str) -> None:
    """Raise FilterError for a text that is no filter of titles; which instances there are is not judged."""
    known = [term for term in parse_filter(text).terms if term.name != INSTANCE]
    make_filter("".join(f"{text[term.start : term.end]} " for term in known), PROFILE_FIELDS, (), 0.0)


def meets_profile_filter(text: str, title: ProfiledTitle) -> bool:
    """Return whether a title meets the filter of a profile."""
    wanted: RowFilter[ProfiledTitle] = make_filter(text, PROFILE_FIELDS, (title,), 0.0)
    return wanted.meets(title, fold(title.title))
