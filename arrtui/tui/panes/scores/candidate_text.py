"""A candidate in full as lines of text: its score explained, what the profile wants, and what came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from arrtui.core.event_words import EVENT_WORDS
from arrtui.core.text import format_iso_minute, format_minute, format_size, plural
from arrtui.core.track_rows import track_groups, track_words
from arrtui.features.scores.contributions import contributions
from arrtui.features.scores.model import Profile, Sample, ScoredFile, ScoreLibrary, TitleCopy
from arrtui.features.scores.profiles import cutoff_name
from arrtui.runtime.scores.use_cases import StoredEvent
from arrtui.tui.kit.score_history import write_score_histories
from arrtui.tui.kit.sheet import Sheet
from arrtui.tui.kit.signs import WARN
from arrtui.tui.kit.table.cells import cut, sanitise
from arrtui.tui.panes.scores.bars import length_bar
from arrtui.tui.panes.scores.candidate_rows import PRIORITIES, CandidateRow, file_name
from arrtui.tui.panes.scores.lines import EVENTS

if TYPE_CHECKING:
    from arrtui.features.loops.title import ScoreHistory

LONGEST = 20
"""Cells of the longest bar."""
PROPERS = {
    "preferAndUpgrade": "of the same quality replace it: found by itself within 7 days, by a search always",
    "doNotUpgrade": "of the same quality replace it when a search finds them",
    "doNotPrefer": "count like any other release",
}
"""What propers and repacks do, by the app's setting (``UpgradableSpecification, ProperSpecification``)."""


@dataclass(frozen=True)
class TitleHistory:
    """What is stored of a title beside its present file."""

    events: Sequence[StoredEvent] = ()
    """Newest first."""
    samples: Sequence[Sample] = ()
    """Oldest first."""
    copies: Sequence[TitleCopy] = ()
    """On other instances."""
    scores: Sequence[ScoreHistory] = ()
    """How its score came about."""


def candidate_lines(
    row: CandidateRow, library: ScoreLibrary, history: TitleHistory | None, width: int, *, plain: bool
) -> list[Content]:
    """Return everything about a candidate; without its history where that is not read yet."""
    sheet = Sheet(width)
    file, sign = row.file, PRIORITIES[row.candidate.priority]
    sheet.text((file_name(file), "bold"))
    sheet.text((sign.text, sign.style), (f"  {file.instance}, {file.quality or 'unknown quality'}", "dim"))
    if row.ignored_until is not None:
        sheet.text((f"ignored until {format_minute(row.ignored_until)[:10]}", "warn"))
    sheet.blank()
    sheet.text((row.candidate.advice, ""))
    _score(sheet, row, library, width, plain=plain)
    _profile(sheet, row, library.profiles.get(file.profile_id), library.propers)
    sheet.heading("File")
    sheet.pair("Name", file.path)
    sheet.pair("Size", format_size(file.size))
    sheet.pair("Group", file.release_group)
    sheet.pair("Monitored", "yes" if file.monitored else "no", "" if file.monitored else "warn")
    if not file.available:
        sheet.pair("Available", "not yet", "warn")
    if history is None:
        sheet.heading("Score over time", ("  reading ...", "dim"))
    else:
        if history.copies:
            sheet.heading("On other instances")
        for copy in history.copies:
            summary = f"{copy.quality or 'unknown quality'}, {copy.score:,} points, {format_size(copy.size)}"
            sheet.pair(copy.instance.partition(".")[2], summary)
            if copy.formats:
                sheet.text((", ".join(copy.formats), "dim"), indent=2)
        _samples(sheet, file, history.samples)
        write_score_histories(sheet, history.scores)
        _releases(sheet, file, history.events)
    return sheet.lines


def _score(sheet: Sheet, row: CandidateRow, library: ScoreLibrary, width: int, *, plain: bool) -> None:
    """Write each contribution as a signed bar to one scale, and their sum."""
    file = row.file
    points = contributions(file, library.profiles.get(file.profile_id), library.formats)
    total = sum(contribution.score for contribution in points)
    greatest = max((abs(contribution.score) for contribution in points), default=0)
    bar_width = max(4, min(LONGEST, width - 30))
    sheet.heading("Why it has its score")
    for contribution in points:
        score = contribution.score
        style = "$text-success" if score > 0 else "$text-error" if score < 0 else "$foreground-muted"
        drawn = length_bar(score, greatest, bar_width, plain=plain)
        name = cut(sanitise(contribution.name), max(6, width - 10 - bar_width), "~" if plain else "…")
        sheet.lines.append(
            Content.assemble((f"{score:>+8,} ", style), (drawn.ljust(bar_width), style), f" {name}")
        )
    if not points:
        sheet.text(("no custom format matches", "dim"), indent=2)
    sheet.text((f"{total:>8,}", "bold"), ("  sum of its formats", ""))
    if file.score is None:
        sheet.text(("        ", ""), ("  the app gave no score; it counts as 0", "warn"))
    elif file.score == total:
        sheet.text((f"{file.score:>8,}", "bold"), ("  the app says the same", "good"))
    else:
        explanation = "  the app says: profile or formats have changed since"
        sheet.text((f"{file.score:>8,}", "bold"), (explanation, "warn"))


def _profile(sheet: Sheet, row: CandidateRow, profile: Profile | None, propers: str) -> None:
    """Write what the profile asks for, and what of that is met."""
    judged, candidate = row.candidate.judged, row.candidate
    if profile is None:
        sheet.heading("What its profile wants")
        sheet.text(("its profile is not stored; the next backup brings it", "warn"))
        return
    sheet.heading("What its profile wants", (f"  {profile.name}", ""))
    cutoff = cutoff_name(profile) or f"quality {profile.cutoff}"
    met = "not met" if judged.quality_unmet else "met"
    sheet.pair("Quality", f"{cutoff}: {met}", "warn" if judged.quality_unmet else "good")
    minimum = f"{profile.minimum:,}: {'below it' if judged.below_minimum else 'met'}"
    sheet.pair("Minimum", minimum, "bad" if judged.below_minimum else "good")
    missing = profile.wanted - judged.score
    wanted = f"{profile.wanted:,}: {f'{missing:,} short' if judged.format_unmet else 'met'}"
    sheet.pair("Wanted", wanted, "warn" if judged.format_unmet else "good")
    sheet.pair("Step", f"{plural(profile.step, 'point')} more than now at least")
    sheet.pair("In reach", f"{candidate.reachable:,}, a gain of {candidate.gain:,}")
    sheet.pair("App takes", judged.verdict.facts.takes, judged.verdict.facts.style)
    sheet.pair("Propers", PROPERS.get(propers, ""))
    sheet.pair("Searched", "by the app's cutoff search" if judged.app_searches else "by hand only")
    if not judged.agrees:
        opinion = "otherwise" if row.file.app_unmet else "as met"
        sheet.text((f"{WARN} the app's own flag sees the quality cutoff {opinion}", "warn"))


def _samples(sheet: Sheet, file: ScoredFile, samples: Sequence[Sample]) -> None:
    """Write how the score of the file's movie or episodes came to be what it is, the newest first."""
    of_file = [
        sample
        for sample in samples
        if sample.season < 0 or (sample.season == file.season and sample.episode in file.episodes)
    ]
    sheet.heading("Score over time", *([] if of_file else [("  nothing stored yet", "dim")]))
    for sample in reversed(of_file):
        word, style = EVENTS[sample.event]
        score, before = sample.score, sample.before
        change = "" if before is None or score is None else f" {score - before:+,}"
        sheet.text(
            (format_minute(sample.at)[:10], "dim"),
            (f"  {'none' if score is None else f'{score:,}':>7}", "bold"),
            (f"  {word}{change}", style),
            (f"  {sample.quality}", ""),
        )


def _releases(sheet: Sheet, file: ScoredFile, events: Sequence[StoredEvent]) -> None:
    """Write what the app did about the file's movie, episodes or album; some concern a whole series."""
    of_file = [stored.event for stored in events if stored.event.episode_id in (0, *file.episode_ids)]
    sheet.heading("Releases", *([] if of_file else [("  none stored", "dim")]))
    for group in track_groups(of_file, lambda event: event):
        event, tracks = group[0], track_words(group)
        word, style = EVENT_WORDS.get(event.event, (event.event, ""))
        score = "" if event.score is None else f"  score {event.score:,}"
        indexer = f"  {event.indexer}" if event.indexer else ""
        sheet.text(
            (format_iso_minute(event.date), "dim"),
            (f"  {word}", style),
            (f"{score}  {event.quality}{indexer}{tracks and f'  {tracks}'}", ""),
        )
        sheet.text((event.source_title, "dim"), indent=2)
