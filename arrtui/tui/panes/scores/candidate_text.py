"""A candidate in full as lines of text: its score explained, what the profile wants, and what came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from arrtui.core.text import format_iso_minute, format_minute, format_size, plural
from arrtui.features.scores.contributions import contributions
from arrtui.features.scores.model import (
    Contribution,
    Profile,
    Sample,
    ScoreEvent,
    ScoreLibrary,
    TwinCopy,
    Verdict,
)
from arrtui.runtime.scores.use_cases import StoredEvent
from arrtui.tui.kit.sheet import Sheet
from arrtui.tui.kit.signs import EVENT_WORDS
from arrtui.tui.kit.table.cells import cut, sanitise
from arrtui.tui.panes.scores.bars import length_bar
from arrtui.tui.panes.scores.candidate_rows import PRIORITIES, VERDICTS, CandidateRow, file_name

LONGEST = 20
"""Cells of the longest bar."""
EVENTS = {
    ScoreEvent.FIRST: ("first seen", "dim"),
    ScoreEvent.NEW: ("new", "good"),
    ScoreEvent.UPGRADED: ("upgraded", "good"),
    ScoreEvent.DOWNGRADED: ("downgraded", "bad"),
    ScoreEvent.REPLACED: ("replaced", ""),
    ScoreEvent.RESCORED: ("re-scored", "accent"),
    ScoreEvent.REMOVED: ("removed", "warn"),
}
TAKEN = {
    Verdict.DONE: "nothing more",
    Verdict.QUALITY: "any better quality, whatever its score above the minimum",
    Verdict.FORMAT: "the same quality with a higher score",
    Verdict.NO_UPGRADES: "nothing: the profile allows no upgrades",
}
"""What the app would still replace the file with."""


@dataclass(frozen=True)
class Past:
    """What is stored of a title's past."""

    events: Sequence[StoredEvent] = ()
    """Newest first."""
    samples: Sequence[Sample] = ()
    """Oldest first."""
    copies: Sequence[TwinCopy] = ()
    """What other instances have of it."""


def candidate_lines(
    row: CandidateRow, library: ScoreLibrary, past: Past | None, width: int, *, plain: bool
) -> list[Content]:
    """Return everything about a candidate; without its past where that is not read yet."""
    sheet = Sheet(width)
    profile = library.profiles.get(row.file.profile_id)
    _head(sheet, row)
    _score(sheet, row, library, width, plain=plain)
    _wanted(sheet, row, profile)
    _file(sheet, row)
    if past is None:
        sheet.heading("Score over time", ("  reading ...", "dim"))
    else:
        _elsewhere(sheet, past.copies)
        _samples(sheet, row, past.samples)
        _events(sheet, [one for one in past.events if _tells(row, one)])
    return sheet.lines


def _head(sheet: Sheet, row: CandidateRow) -> None:
    file, sign = row.file, PRIORITIES[row.candidate.priority]
    sheet.text((file_name(file), "bold"))
    sheet.text((sign.text, sign.style), (f"  {file.instance}, {file.quality or 'unknown quality'}", "dim"))
    if row.ignored_until is not None:
        sheet.text((f"ignored until {format_minute(row.ignored_until)[:10]}", "warn"))
    sheet.blank()
    sheet.text((row.candidate.advice, ""))


def _score(sheet: Sheet, row: CandidateRow, library: ScoreLibrary, width: int, *, plain: bool) -> None:
    """Write each contribution as a signed bar, and their sum."""
    file = row.file
    found = contributions(file, library.profiles.get(file.profile_id), library.formats)
    total = sum(one.score for one in found)
    sheet.heading("Why it has its score")
    for one in found:
        sheet.lines.append(_contribution(one, max(abs(each.score) for each in found), width, plain=plain))
    if not found:
        sheet.text(("no custom format matches", "dim"), indent=2)
    sheet.text((f"{total:>8,}", "bold"), ("  sum of its formats", ""))
    if file.score is None:
        sheet.text(("        ", ""), ("  the app gave no score; it counts as 0", "warn"))
    elif file.score == total:
        sheet.text((f"{file.score:>8,}", "bold"), ("  the app says the same", "good"))
    else:
        told = "  the app says: profile or formats have changed since"
        sheet.text((f"{file.score:>8,}", "bold"), (told, "warn"))


def _contribution(one: Contribution, greatest: int, width: int, *, plain: bool) -> Content:
    """Return a number, a bar to the same scale as the others, and the format's name, in one line."""
    room = max(4, min(LONGEST, width - 30))
    drawn = length_bar(one.score, greatest, room, plain=plain)
    style = "$text-success" if one.score > 0 else "$text-error" if one.score < 0 else "$foreground-muted"
    name = cut(sanitise(one.name), max(6, width - 10 - room), "~" if plain else "…")
    return Content.assemble((f"{one.score:>+8,} ", style), (drawn.ljust(room), style), f" {name}")


def _wanted(sheet: Sheet, row: CandidateRow, profile: Profile | None) -> None:
    """Write what the profile asks for, and what of that is met."""
    judged, candidate = row.candidate.judged, row.candidate
    if profile is None:
        sheet.heading("What its profile wants")
        sheet.text(("its profile is not stored; the next backup brings it", "warn"))
        return
    sheet.heading("What its profile wants", (f"  {profile.name}", ""))
    taken, style = TAKEN[judged.verdict], VERDICTS[judged.verdict][1]
    met = "not met" if judged.quality_unmet else "met"
    sheet.pair("Quality", f"{cutoff_name(profile)}: {met}", "warn" if judged.quality_unmet else "good")
    _points(sheet, row, profile)
    sheet.pair("In reach", f"{candidate.reachable:,}, a gain of {candidate.gain:,}")
    sheet.pair("App takes", taken, style)
    sheet.pair("Searched", "by the app's cutoff search" if judged.app_searches else "by hand only")
    if not judged.agrees:
        told = "otherwise" if row.file.app_unmet else "as met"
        sheet.text((f"! the app's own flag sees the quality cutoff {told}", "warn"))


def _points(sheet: Sheet, row: CandidateRow, profile: Profile) -> None:
    judged = row.candidate.judged
    below = f"{profile.minimum:,}: {'below it' if judged.below_minimum else 'met'}"
    sheet.pair("Minimum", below, "bad" if judged.below_minimum else "good")
    short = profile.wanted - judged.score
    wanted = f"{profile.wanted:,}: {f'{short:,} short' if judged.format_unmet else 'met'}"
    sheet.pair("Wanted", wanted, "warn" if judged.format_unmet else "good")
    sheet.pair("Step", f"{plural(profile.step, 'point')} more than now at least")


def cutoff_name(profile: Profile) -> str:
    """Return the name of the quality or group a profile upgrades until."""
    found = (name for ids, name, _allowed in profile.items if profile.cutoff in ids)
    return next(found, f"quality {profile.cutoff}")


def _file(sheet: Sheet, row: CandidateRow) -> None:
    file = row.file
    sheet.heading("File")
    sheet.pair("Name", file.path)
    sheet.pair("Size", format_size(file.size))
    sheet.pair("Group", file.release_group)
    sheet.pair("Monitored", "yes" if file.monitored else "no", "" if file.monitored else "warn")
    if not file.available:
        sheet.pair("Available", "not yet", "warn")


def _elsewhere(sheet: Sheet, copies: Sequence[TwinCopy]) -> None:
    """Write what other instances have of it, side by side."""
    if copies:
        sheet.heading("On other instances")
    for one in copies:
        told = f"{one.quality or 'unknown quality'}, {one.score:,} points, {format_size(one.size)}"
        sheet.pair(one.instance.partition(".")[2], told)
        if one.formats:
            sheet.text((", ".join(one.formats), "dim"), indent=2)


def _samples(sheet: Sheet, row: CandidateRow, samples: Sequence[Sample]) -> None:
    """Write how the score came to be what it is, the newest first."""
    mine = [one for one in samples if _concerns(row, one)]
    sheet.heading("Score over time", *([] if mine else [("  nothing stored yet", "dim")]))
    for one in reversed(mine):
        word, style = EVENTS[one.event]
        change = "" if one.before is None or one.score is None else f" {one.score - one.before:+,}"
        sheet.text(
            (format_minute(one.at)[:10], "dim"),
            (f"  {'none' if one.score is None else f'{one.score:,}':>7}", "bold"),
            (f"  {word}{change}", style),
            (f"  {one.quality}", ""),
        )


def _concerns(row: CandidateRow, sample: Sample) -> bool:
    """Return whether a sample of the title is one of this file's movie or episodes."""
    file = row.file
    return sample.season < 0 or (sample.season == file.season and sample.episode in file.episodes)


def _tells(row: CandidateRow, stored: StoredEvent) -> bool:
    """Return whether an event of the title is about this file's movie or episodes."""
    episode = stored.event.episode_id
    return not episode or episode in row.file.episode_ids


def _events(sheet: Sheet, events: Sequence[StoredEvent]) -> None:
    """Write what the app did about it."""
    sheet.heading("Releases", *([] if events else [("  none stored", "dim")]))
    for stored in events:
        event = stored.event
        word, style = EVENT_WORDS.get(event.event, (event.event, ""))
        score = "" if event.score is None else f"  score {event.score:,}"
        by = f"  {event.indexer}" if event.indexer else ""
        sheet.text(
            (format_iso_minute(event.date), "dim"),
            (f"  {word}", style),
            (f"{score}  {event.quality}{by}", ""),
        )
        sheet.text((event.source_title, "dim"), indent=2)
