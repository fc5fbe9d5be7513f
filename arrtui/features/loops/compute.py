"""What no row holds is computed by the matcher: the score of a release or a file from its rows. Pure.

A release from its grab row; a file from its import row, and under the name that its deletion or its rename
tells. Formats and scores are those of the snapshot before. What the app noted at the time must come out, or
nothing is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from arrtui.core.domain import Item, MediaFile, decode
from arrtui.core.matching import CompiledFormat, Evaluation, MatchFacts, evaluate
from arrtui.core.matching.names import file_name_of, titles_of_file, titles_of_release
from arrtui.core.profiles import ProfileBody
from arrtui.core.text import DAY, parse_iso
from arrtui.db.chain_rows import ChainRow
from arrtui.db.setting_changes import ProfileMove
from arrtui.features.loops.join import data_of, row_order
from arrtui.features.loops.model import Chain, FileLife, FormatChange, Known
from arrtui.features.loops.moves import TitleProfiles
from arrtui.features.loops.settings import SettingsTimeline

_FACTS = (
    *("titles", "languages", "size", "release_group", "indexer_flags", "release_type"),
    *("source", "resolution", "modifier", "edition"),
)
"""What may differ between a release and its file."""
_NOT_STORED = (None, 0.0)
_OTHER_RULES = "formats or scores of that time are not those stored"
_NEAR = 90 * DAY
"""Seconds before the first snapshot whose imports are compared with what it found."""


class QualityFacts(NamedTuple):
    """What a quality definition says of its quality."""

    source: str | None = None
    resolution: int | None = None
    modifier: str | None = None


@dataclass
class ScoreBook:
    """Everything stored of an instance that the score of a file follows from."""

    kind: str
    settings: SettingsTimeline
    instance_id: int = 0
    items: Mapping[int, Item] = field(default_factory=dict)
    qualities: Mapping[int, QualityFacts] = field(default_factory=dict)
    stored: Mapping[int, tuple[int | None, float]] = field(default_factory=dict)
    """File id → the score that a snapshot found it with first, and when (UTC seconds)."""
    read_scores: Callable[[], Mapping[int, int | None]] = dict
    """Returns the scores of the files that are there now by their ids; most chains are told without."""
    find_file: Callable[[int], MediaFile | None] = lambda file_id: None
    """Returns the record of a file that is there."""
    taken_at: float = 0.0
    """When they were stored, UTC seconds."""
    find_samples: Callable[[FileLife], Sequence[tuple[int | None, float]]] = lambda life: ()
    """Returns the scores that snapshots found a file with, and since when (UTC seconds), the oldest first."""
    find_moves: Callable[[], Sequence[ProfileMove]] = lambda: ()
    """Returns the titles that got another profile."""
    has_whole_history: bool = True
    """Whether every row of the app's history was read, so that a file without an import row has none."""
    computed_rows: set[int] = field(default_factory=set)
    """Ids of the rows whose score is the matcher's, since the app noted none."""
    _after: dict[int, Known] = field(default_factory=dict)
    _evaluations: dict[tuple[int, MatchFacts], Evaluation] = field(default_factory=dict)
    _places: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)
    """Number of the state of the settings and profile id → quality id → its place."""
    _placed: tuple[ChainRow | None, Mapping[int, int]] = (None, MappingProxyType({}))
    """The row that places were asked for last, which is asked several times, with its places."""
    _same: dict[tuple[int, int, int], bool] = field(default_factory=dict)
    """Profile id and the numbers of two states of the settings → whether all counts the same in both."""

    @cached_property
    def scores(self) -> Mapping[int, int | None]:
        """File id → score, of the files that are there now."""
        return self.read_scores()

    # --- the rules' judge ----------------------------------------------------------------------------

    def complete(self, chain: Chain) -> None:
        """Compute the scores that grabs and imports of a chain lack, as of old versions of the apps."""
        for attempt in chain.attempts:
            attempt.row = self._completed(attempt.row, self.release_facts)
        for life in chain.files:
            if not life.is_scanned:
                proven = life.row.score is None and life.attempt is not None and self._reproduces(life)
                life.row = self._completed(life.row, self.import_facts, proven=proven)

    def _completed(
        self, row: ChainRow, facts_of: Callable[[ChainRow], MatchFacts], *, proven: bool = False
    ) -> ChainRow:
        """Return a row with its score, computed where a snapshot before it knew the settings.

        ``proven`` says that the settings of the first snapshot are known to have been those of then.
        """
        if row.score is not None or not (proven or _time_of(row) >= self.settings.first_at):
            return row
        score = self.score_of(row, facts_of(row)).score
        if score is None:
            return row
        self.computed_rows.add(row.id)
        return row._replace(score=score)

    def after(self, life: FileLife) -> Known:
        """Return the score of a file after it was renamed."""
        known = self._after.get(id(life))
        if known is None:
            known = self._after[id(life)] = self._find_after(life)
        return known

    def is_kept(self, file_id: int, score: int | None) -> bool:
        """Return whether a snapshot found a file with a score first."""
        return score is not None and score == self.stored.get(file_id, _NOT_STORED)[0]

    def before(self, life: FileLife, row: ChainRow) -> Known:
        """Return the score of a file when a row was written, by the settings and under the name of then."""
        renames = [rename for rename in life.renames if row_order(rename) < row_order(row)]
        unchanged = not renames and self.has_same_rules(life.row, row)
        known = self.after(life) if unchanged else Known(None)
        if known.score is None and (seen := self._seen_before(life, row, renames)) is not None:
            return Known(seen)
        if unchanged:
            return known
        path, dated = data_of(renames[-1]).path if renames else life.path, life.row._replace(date=row.date)
        if life.is_scanned:
            return self.scanned_score(dated, path or "")
        if not path or not self._reproduces(life):
            return Known(None, True, _OTHER_RULES)
        return self.score_of(dated, self.renamed_facts(life, path))

    def _seen_before(self, life: FileLife, row: ChainRow, renames: Sequence[ChainRow]) -> int | None:
        """Return the score that the snapshot before a row found a file at, under the name it had then."""
        at = _time_of(row)
        samples = reversed(self.find_samples(life))
        score, seen_at = next((sample for sample in samples if sample[1] <= at), _NOT_STORED)
        return None if renames and _time_of(renames[-1]) > seen_at else score

    def has_same_rules(self, earlier: ChainRow, later: ChainRow) -> bool:
        """Return whether scores and qualities counted the same for a title when two rows were written.

        As far as snapshots saw it: changes before the first one are not known.
        """
        times = _time_of(earlier), _time_of(later)
        profiles = {self._profile_id(later, at) for at in times}
        first, second = (self.settings.index_at(at) for at in times)
        if len(profiles) > 1 or first == second:
            return len(profiles) == 1
        (profile_id,) = profiles
        known = self._same.get((profile_id, first, second))
        if known is None:
            states = (self.settings.state_at(at) for at in times)
            rules = [state.rules_of(profile_id) for state in states]
            known = self._same[profile_id, first, second] = rules[0] == rules[1]
        return known

    def place(self, row: ChainRow, quality_id: int) -> int | None:
        """Return the place of a quality in the profile that a row's title had then, worst first."""
        if row is not self._placed[0]:
            self._placed = row, self._places_at(row, _time_of(row))
        return self._placed[1].get(quality_id)

    def _places_at(self, row: ChainRow, at: float) -> Mapping[int, int]:
        """Return the place of each quality in the profile that a row's title had at a time."""
        key = self.settings.index_at(at), self._profile_id(row, at)
        if key not in self._places:
            profile = self.settings.state_at(at).profiles.get(key[1])
            ranked = reversed(list(enumerate(() if profile is None else profile.places)))
            self._places[key] = {number: rank for rank, place in ranked for number in place.ids}
        return self._places[key]

    def _find_after(self, life: FileLife) -> Known:
        if life.is_scanned:
            return self.scanned_score(life.row, life.path_now)
        score, at = self.stored.get(life.file_id) or self._now(life)
        if at and life.renames and _time_of(life.renames[0]) <= at:
            return self.computed_after(life)  # it had another name by then
        if score is not None:
            if score == life.row.score or self._same_settings(life, _time_of(life.row), at):
                return Known(score)
        elif not at and not life.path:
            return Known(None, why="no row tells the name of the file")
        return self.computed_after(life)

    def _now(self, life: FileLife) -> tuple[int | None, float]:
        """Return the score that a file has now, and when that was stored; 0 where it is not there."""
        if life.file_id in self.scores and life.gone is None:
            return self.scores[life.file_id], self.taken_at
        return _NOT_STORED

    def _same_settings(self, life: FileLife, imported: float, stored: float) -> bool:
        """Return whether a file was stored with the formats and scores that it was imported with.

        Before the first snapshot none are known: the oldest ones count if they give what the app noted.
        """
        if self.settings.index_at(imported) != self.settings.index_at(stored):
            return False
        if self._profile_id(life.row, imported) != self._profile_id(life.row, stored):
            return False
        if imported >= self.settings.first_at:
            return True
        if life.replaced is None and life.gone is None and imported < self.settings.first_at - _NEAR:
            return False  # one of all files that were there before: to prove them all takes minutes
        return self._reproduces(life)

    def _reproduces(self, life: FileLife) -> bool:
        """Return whether the settings of the snapshot before give the score noted at the import.

        Where the app notes none there (Lidarr), that of the grab.
        """
        row, facts = life.row, self.import_facts(life.row)
        if row.score is None and life.attempt is not None:
            row, facts = life.attempt.row, self.release_facts(life.attempt.row)
        known = self.score_of(row, facts)
        return known.score is not None and known.score == row.score

    def scanned_score(self, row: ChainRow, path: str) -> Known:
        """Return the score that a file found by a scan has under a name, from the row of its rename."""
        if not self.has_whole_history:
            return Known(None, True, "its import may be older than the stored history")
        return self.score_of(row, self.scanned_facts(row, path))

    # --- scores of facts -----------------------------------------------------------------------------

    def computed_after(self, life: FileLife) -> Known:
        """Return the score of a file under its name in the library, by the matcher."""
        if not self._reproduces(life):
            return Known(None, True, _OTHER_RULES)
        return self.score_of(life.row, self.renamed_facts(life, life.path))

    def computed_later(self, life: FileLife, rename: ChainRow) -> Known:
        """Return the score of a file under the name that a later rename gave it, by the matcher."""
        if not self._reproduces(life):
            return Known(None, True, _OTHER_RULES)
        return self.score_of(rename, self.renamed_facts(life, data_of(rename).path or ""))

    def score_of(self, row: ChainRow, facts: MatchFacts) -> Known:
        """Return the score of facts of a row by the settings of the snapshot before it."""
        at = _time_of(row)
        state, profile_id = self.settings.state_at(at), self._profile_id(row, at)
        profile = state.profiles.get(profile_id)
        if profile is None:
            return Known(None, True, "the profile of the title is not stored")
        evaluation = evaluate(state.scored_formats(profile_id), facts)
        if evaluation.unknown:
            return Known(None, True, next(iter(evaluation.unknown.values())))
        return Known(sum(profile.scores.get(number, 0) for number in evaluation.matched), True)

    def formats_of(self, row: ChainRow, facts: MatchFacts) -> tuple[Mapping[int, CompiledFormat], Evaluation]:
        """Return all formats of the snapshot before a row, and which of them facts of it match."""
        formats = self.settings.state_at(_time_of(row)).formats
        return formats, self._evaluated(formats, facts)

    def _evaluated(self, formats: Mapping[int, CompiledFormat], facts: MatchFacts) -> Evaluation:
        """Return which formats facts match; the stations of a chain share many of them."""
        key = id(formats), facts
        if key not in self._evaluations:
            self._evaluations[key] = evaluate(formats.values(), facts)
        return self._evaluations[key]

    def changes(self, before: MatchFacts, row: ChainRow, facts: MatchFacts) -> tuple[FormatChange, ...]:
        """Return the formats that one of two stations has, by the settings of the snapshot before the later.

        What cannot be told of either is left out.
        """
        formats, now = self.formats_of(row, facts)
        then = self._evaluated(formats, before)
        changes = []
        for number in sorted(now.matched ^ then.matched):
            if number not in now.unknown and number not in then.unknown:
                gained = number in now.matched
                fact = _fact_of(formats[number], before, facts, gained)
                changes.append(FormatChange(formats[number].name, gained, self.weight(row, number), fact))
        return tuple(changes)

    def rules_at(self, row: ChainRow) -> tuple[ProfileBody | None, str]:
        """Return the profile of a row's title and the setting of propers by the snapshot before it.

        None where the profile is not stored.
        """
        at = _time_of(row)
        state = self.settings.state_at(at)
        return state.profiles.get(self._profile_id(row, at)), state.propers

    def weight(self, row: ChainRow, format_id: int) -> int:
        """Return what a format counts for the title of a row."""
        profile, _ = self.rules_at(row)
        return 0 if profile is None else profile.scores.get(format_id, 0)

    @cached_property
    def title_profiles(self) -> TitleProfiles:
        """The profiles of the titles over time."""
        return TitleProfiles(self.items, self.find_moves())

    def _profile_id(self, row: ChainRow, at: float) -> int:
        item = self.item_of(row)
        return 0 if item is None else self.title_profiles.profile_at(item.id, at)

    def item_of(self, row: ChainRow) -> Item | None:
        """Return the title of a row; one that was added again has another id now."""
        item = self.items.get(row.item_id)
        if item is not None and (not row.external_id or item.external_id == row.external_id):
            return item
        return self._by_external_id.get(row.external_id) if row.external_id else None

    @cached_property
    def _by_external_id(self) -> dict[str, Item]:
        return {item.external_id: item for item in self.items.values()}

    # --- facts of rows -------------------------------------------------------------------------------

    def release_facts(self, row: ChainRow) -> MatchFacts:
        """Return the facts of a release from the row of its grab."""
        return self._facts(row, titles_of_release(self.kind, row.title), is_stored_file=False)

    def import_facts(self, row: ChainRow) -> MatchFacts:
        """Return the facts of a file as the app imported it, before it was renamed."""
        dropped = _dropped_name(row)
        return self._named(row, dropped, dropped)

    def renamed_facts(self, life: FileLife, path: str) -> MatchFacts:
        """Return the facts of a file under a name in the library."""
        dropped = _dropped_name(life.row)
        facts = self._named(life.row, dropped, file_name_of(path) or dropped)
        file = self.find_file(life.file_id) if life.file_id in self.scores else None
        return facts if file is None else msgspec.structs.replace(facts, edition=file.edition)

    def scanned_facts(self, row: ChainRow, path: str) -> MatchFacts:
        """Return the facts of a file found by a scan under a name: nothing but that name is tested."""
        name = file_name_of(path)
        return self._facts(row, titles_of_file(self.kind, "", "", name), name)

    def _named(self, row: ChainRow, dropped: str, file_name: str) -> MatchFacts:
        return self._facts(row, titles_of_file(self.kind, row.title, dropped, file_name), file_name)

    def _facts(
        self,
        row: ChainRow,
        titles: tuple[str, ...] | None,
        file_name: str = "",
        *,
        is_stored_file: bool = True,
    ) -> MatchFacts:
        data, item = data_of(row), self.item_of(row)
        quality = self.qualities.get(row.quality_id, QualityFacts())
        return MatchFacts(
            titles=titles,
            file_name=file_name,
            is_stored_file=is_stored_file,
            languages=_language_names(row.languages_doc),
            original_language=item.original_language if item else "",
            quality=row.quality,
            source=quality.source,
            resolution=quality.resolution,
            modifier=quality.modifier,
            release_group=row.release_group,
            indexer_flags=data.flags,
            size=row.size,
            release_type=data.release_type,
        )


def _time_of(row: ChainRow) -> float:
    """Return when a row was written (UTC seconds)."""
    return parse_iso(row.date) or 0.0


@lru_cache(maxsize=1024)
def _language_names(languages_doc: str) -> tuple[str, ...]:
    return tuple(name for _, name in decode(languages_doc))


def _dropped_name(row: ChainRow) -> str:
    """Return the name of the file that was imported, as it came."""
    return file_name_of(data_of(row).dropped_path or "") or row.title


def _fact_of(format_: CompiledFormat, before: MatchFacts, after: MatchFacts, gained: bool) -> str:
    """Return the fact whose new value alone makes the difference; empty where it takes several."""
    for name in _FACTS:
        value = getattr(after, name)
        if value == getattr(before, name):
            continue
        probe = msgspec.structs.replace(before, **{name: value})
        if (format_.id in evaluate([format_], probe).matched) is gained:
            renamed = name == "titles" and (before.titles or ())[:1] == (after.titles or ())[:1]
            return "file_name" if renamed else name
    return ""
