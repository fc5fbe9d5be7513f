"""A profile and its cutoff as lines of text: whether it stops, what there ever was, what it could want."""

from __future__ import annotations

from textual.content import Content

from arrtui.core.text import format_iso_minute, plural
from arrtui.features.loops.cutoff_words import RULE_WORDS, SEEN_WORDS, UNSEARCHED, sentence_of
from arrtui.features.loops.cutoffs import CutoffState, ProfileCutoff, QualityCutoff
from arrtui.tui.kit.sheet import Sheet
from arrtui.tui.panes.scores.cutoffs.rows import STATES, CutoffRow


def cutoff_lines(row: CutoffRow, width: int) -> list[Content]:
    """Return everything about a profile."""
    sheet, cutoff = Sheet(width), row.cutoff
    sign = STATES[cutoff.state]
    sheet.text((cutoff.profile, "bold"), (f"  {cutoff.instance}", "dim"))
    sheet.text((sentence_of(cutoff), sign.style if cutoff.state is CutoffState.NEVER else ""))
    if row.unsearched and cutoff.untold:
        waiting = UNSEARCHED.format(releases=plural(row.unsearched, "release"))
        sheet.text((waiting, "dim"), (" r reads it again.", "dim"))
    if cutoff.state is CutoffState.UNTOLD and cutoff.examples:
        sheet.text(("What the formats ask for of these is in no row, or not searched yet:", "dim"))
        for name in cutoff.examples:
            sheet.text((name, "dim"), indent=2)
    _suggest(sheet, cutoff)
    if cutoff.state not in (CutoffState.UNUSED, CutoffState.NO_UPGRADES):
        _explain(sheet, cutoff)
    if cutoff.qualities:
        sheet.heading("The best there ever was")
        for quality in cutoff.qualities:
            _quality(sheet, quality)
    return sheet.lines


def _suggest(sheet: Sheet, cutoff: ProfileCutoff) -> None:
    """Write what the profile could want instead, each with what that does to its files."""
    if cutoff.best is not None and cutoff.best.most < cutoff.minimum:
        sheet.text((f"That is below the Minimum Custom Format Score of {cutoff.minimum:,}.", "warn"))
    if not cutoff.suggestions:
        return
    sheet.heading("Upgrade Until Custom Format Score could be")
    for suggestion in cutoff.suggestions:
        sheet.text((f"{suggestion.wanted:,}", "bold"), (f"  {RULE_WORDS[suggestion.rule]}", ""))
        done = f"{plural(suggestion.stopped, 'more file')} would be done"
        sheet.text((f"{done}, {suggestion.left:,} still searched for", "dim"), indent=2)
    sheet.text(("a x", "bold $text-accent"), (" tries the first of them in What-if", "dim"))


def _explain(sheet: Sheet, cutoff: ProfileCutoff) -> None:
    """Write when the app is done with a file, and which files it is not done with."""
    sheet.heading("When the app stops")
    sheet.text(
        (f"With a file of {cutoff.cutoff} or better that has {cutoff.wanted:,} points. ", ""),
        ("Once the quality is met, only a release of the same quality with a higher score is taken.", "dim"),
    )
    sheet.pair("Low quality", plural(cutoff.short_quality, "file") if cutoff.short_quality else "none")
    sheet.pair("Low score", plural(cutoff.short_score, "file") if cutoff.short_score else "none")
    if cutoff.short:
        sheet.pair("Looked for", f"{cutoff.watched:,} of them are monitored")
    if cutoff.untold:
        sheet.pair("Unknown", f"{plural(cutoff.untold, 'release')} may be better than the best below", "warn")


def _quality(sheet: Sheet, quality: QualityCutoff) -> None:
    """Write the best of a quality, and of how many it is that."""
    best = quality.best
    sheet.text(
        (f"{quality.name or 'no quality'}  ", "" if quality.meets else "dim"),
        ("unknown" if best is None else f"{best.most:,}", "bold"),
        ("" if quality.meets else "  below the cutoff", "dim"),
    )
    of = f"of {plural(quality.files, 'file')}, {plural(quality.releases, 'release')}"
    if best is None:
        sheet.text((of, "dim"), indent=2)
        return
    date = f" {format_iso_minute(best.date)}" if best.date else ""
    sheet.text((f"{of}: {SEEN_WORDS[best.seen]}{date}", "dim"), indent=2)
    sheet.text((best.name, "dim"), indent=2)
