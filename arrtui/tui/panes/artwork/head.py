"""The line above the matrix: how many images of the titles have each state, and how many titles a problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content

from arrtui.core.art_sources import OWN_SOURCES
from arrtui.core.artwork import ArtState
from arrtui.features.artwork.overview import ArtRow
from arrtui.tui.kit.signs import CONTENT_STYLES, Sign
from arrtui.tui.kit.text_line import ContentLine
from arrtui.tui.panes.artwork.rows import LOCKED, SIGNS


def count_rows(rows: Sequence[ArtRow], kinds: Sequence[str]) -> Counter[str]:
    """Count the cells of some kinds by state, those that are ``locked``, and titles with ``problems``."""
    counts, looks = Counter[str](), Counter((row.codes, row.locks) for row in rows)
    first = {(row.codes, row.locks): row for row in rows}
    for look, number in looks.items():
        row = first[look]
        for kind in kinds:
            if (state := row.state_of(kind)) is not None:
                counts[state] += number
            counts["locked"] += number * row.is_locked(kind)
    counts["problems"] = sum(row.is_problem for row in rows)
    counts["from_providers"] = sum(not OWN_SOURCES.issuperset(row.providers) for row in rows)
    return counts


def next_step(counts: Mapping[str, int]) -> str:
    """Return which keys go on from here, until the first images of providers are published."""
    states = {state for state in ArtState if counts.get(state)}
    if states <= {ArtState.NONE}:
        return "nothing was read yet: * marks all, a s reads their folders" if states else ""
    if not counts.get("from_providers") and ArtState.CANDIDATES not in states:
        return "a e asks the providers for more"
    cached, published = counts.get(ArtState.CACHED, 0), counts.get(ArtState.PUBLISHED, 0)
    return "a p publishes what is cached" if cached > published else ""


class ArtCountLine(ContentLine):
    """How many images have each state, and how many titles a problem."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._counts: Mapping[str, int] = {}
        self._begin, self._end = ("", ""), ("", "")

    def show(self, counts: Mapping[str, int], marks: str, waiting: str, *, only_problems: bool) -> None:
        """Show counts; ``marks`` says how many titles are marked, ``waiting`` what waits for the owner."""
        problems = counts.get("problems", 0)
        style = "bold reverse" if only_problems else CONTENT_STYLES["warn"] if problems else ""
        self._counts = counts
        self._begin = (f" ! {problems:,} ", style)
        self._end = (f"   {marks}", CONTENT_STYLES["accent"]) if marks else (waiting, CONTENT_STYLES["warn"])
        self._fit()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._fit()

    def _fit(self) -> None:
        """Say it with words where there is room for all of them."""
        shown = Content.assemble(*self._parts(words=True))
        if shown.cell_length > self.content_size.width:
            shown = Content.assemble(*self._parts(words=False))
        self.content_shown = shown

    def _parts(self, *, words: bool) -> Iterator[tuple[str, str]]:
        """Yield the texts with their styles."""
        yield self._begin
        for key, sign in (*SIGNS.items(), ("locked", Sign(LOCKED, "locked", "warn"))):
            if number := self._counts.get(key, 0):
                yield f"  {sign.glyph} {number:,}", CONTENT_STYLES[sign.style]
                if words:
                    yield f" {sign.word}", CONTENT_STYLES["dim"]
        if self._end[0]:
            yield self._end
