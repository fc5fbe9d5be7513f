"""The rows and columns of the candidates table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.features.scores.best import best_to_search
from arrtui.features.scores.ignores import IgnoreKey, key_of
from arrtui.features.scores.model import Analysis, Candidate, Priority, ScoredFile
from arrtui.tui.kit.signs import GOOD, HOLLOW, IDLE, WARN, Sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column

PRIORITIES = {
    Priority.CRITICAL: Sign(WARN, "critical", "bad"),
    Priority.HIGH: Sign(GOOD, "high", "warn"),
    Priority.MEDIUM: Sign(HOLLOW, "medium", "accent"),
    Priority.LOW: Sign(IDLE, "low", "dim"),
}


class CandidateRow(NamedTuple):
    """A candidate as the table shows it."""

    candidate: Candidate
    formats: Mapping[int, str]
    """Names of the formats of its instance."""
    ignored_until: float | None = None
    """UTC seconds; None where it is not ignored."""
    best: bool = False
    """Whether it is among the best of its instance to search for tonight."""
    profile: str = ""
    """Name of the quality profile of its title; empty where the instance does not have it any more."""

    @property
    def file(self) -> ScoredFile:
        """The file it is about."""
        return self.candidate.judged.file

    @property
    def key(self) -> Hashable:
        """Identifies the row; stays the same when the file is replaced."""
        return *key_of(self.file), self.file.item_id


def make_rows(analyses: Sequence[Analysis], ignored: Mapping[IgnoreKey, float]) -> list[CandidateRow]:
    """Return the candidates of some instances by priority, gain and title.

    ``ignored`` maps what is ignored to the time until then, in UTC seconds.
    """
    rows = []
    for analysis in analyses:
        best = set(map(id, best_to_search(analysis.candidates, ignored)))
        profiles = {number: profile.name for number, profile in analysis.library.profiles.items()}
        rows += [
            CandidateRow(
                candidate,
                analysis.library.formats,
                ignored.get(key_of(candidate.judged.file)),
                id(candidate) in best,
                profiles.get(candidate.judged.file.profile_id, ""),
            )
            for candidate in analysis.candidates
        ]
    if len(analyses) > 1:
        rows.sort(key=lambda row: (row.candidate.priority, -row.candidate.gain, row.file.title.casefold()))
    return rows


def episode_words(file: ScoredFile) -> str:
    """Return season and episodes, ``S01E03-E04``, or the title of an album; nothing for a movie."""
    return file.part if file.episodes else ""


def file_name(file: ScoredFile) -> str:
    """Return a movie's title with its year, or a series' title with season and episodes."""
    title = file.title or "(no title)"
    if words := episode_words(file):
        return f"{title} {'- ' if file.album else ''}{words}"
    return f"{title} ({file.year})" if file.year else title


def format_words(row: CandidateRow) -> str:
    """Return the names of the formats the file matches."""
    return ", ".join(row.formats.get(number, f"format {number}") for number in row.file.formats)


def filter_text(row: CandidateRow) -> str:
    """Return the text that the filter searches."""
    file, judged = row.file, row.candidate.judged
    words = (
        file_name(file), file.instance, file.quality, PRIORITIES[row.candidate.priority].word,
        judged.verdict.facts.upgrade, format_words(row), file.release_group,
    )  # fmt: skip
    return " ".join(words)


# --- cells -----------------------------------------------------------------------------------------------


def _priority(row: CandidateRow) -> Cell:
    sign = PRIORITIES[row.candidate.priority]
    return sign.text, sign.style


def _title(row: CandidateRow) -> Cell:
    """Return the title; a movie with its year, the numbers of episodes have a column of their own."""
    name = row.file.title or "(no title)" if row.file.episodes else file_name(row.file)
    return [(name, "dim"), (" ignored", "dim")] if row.ignored_until else name


def _score(row: CandidateRow) -> Cell:
    judged = row.candidate.judged
    return f"{judged.score:,}", "bad" if judged.below_minimum or judged.score < 0 else ""


def _gain(row: CandidateRow) -> Cell:
    gain = row.candidate.gain
    return (f"+{gain:,}", "good") if gain else ("0", "dim")


def _upgrade(row: CandidateRow) -> Cell:
    facts = row.candidate.judged.verdict.facts
    return facts.upgrade, facts.style


COLUMNS: tuple[Column[CandidateRow], ...] = (
    Column(
        "priority", "Priority", _priority,
        field=FilterField("priority", FieldKind.TEXT, lambda row: PRIORITIES[row.candidate.priority].word),
        width=10, priority=REQUIRED,
        sort=lambda row: int(row.candidate.priority), tooltip="How much it wants attention",
    ),
    Column(
        "title", "Title", _title,
        kind=FieldKind.TEXT, min_width=16, priority=REQUIRED, sort=lambda row: file_name(row.file),
    ),
    Column(
        "episode", "Episode", lambda row: episode_words(row.file), kind=FieldKind.TEXT, width=7, priority=97,
        sort=lambda row: episode_words(row.file) or None,
    ),
    Column(
        "instance", "Instance", lambda row: (row.file.instance, "dim"),
        kind=FieldKind.INSTANCE, width=11, priority=70,
        sort=lambda row: row.file.instance,
    ),
    Column("quality", "Quality", lambda row: row.file.quality, kind=FieldKind.TEXT, width=12, priority=60,
           sort=lambda row: row.file.quality),
    Column(
        "score", "Score", _score, kind=FieldKind.NUMBER, width=7, align="right", priority=98,
        sort=lambda row: row.candidate.judged.score, tooltip="As the app gave it",
    ),
    Column(
        "target", "Target", lambda row: (f"{row.candidate.target:,}", "dim"),
        kind=FieldKind.NUMBER, width=7, align="right",
        priority=55, sort=lambda row: row.candidate.target, descending=True,
        tooltip="What the profile upgrades until",
    ),
    Column(
        "reachable", "In reach", lambda row: f"{row.candidate.reachable:,}",
        kind=FieldKind.NUMBER, width=8, align="right",
        priority=50, sort=lambda row: row.candidate.reachable, descending=True,
        tooltip="What comparable files of the instance reach",
    ),
    Column(
        "gain", "Gain", _gain, kind=FieldKind.NUMBER, width=7, align="right", priority=96, descending=True,
        sort=lambda row: row.candidate.gain, tooltip="Points that are within reach",
    ),
    Column(
        "verdict", "Upgrade", _upgrade,
        kind=FieldKind.TEXT, width=8, priority=90,
        sort=lambda row: row.candidate.judged.verdict.facts.upgrade,
        tooltip="What the app would still take: a better quality, or better formats of the same",
    ),
    Column(
        "formats", "Formats", lambda row: (format_words(row) or "none", "dim"),
        kind=FieldKind.TEXT, min_width=14, priority=40,
        sort=format_words,
    ),
)  # fmt: skip
"""The table's columns."""
FIELDS: FilterFields[CandidateRow] = FilterFields(
    [
        *(column.field for column in COLUMNS if column.field),
        FilterField("profile", FieldKind.TEXT, lambda row: row.profile),
    ]
)
"""What can be asked of candidates, whichever columns show."""
