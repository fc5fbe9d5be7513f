"""A release in full as lines of text, and the question before it is grabbed."""

from __future__ import annotations

from textual.content import Content

from arrtui.core.text import format_age, format_size, plural
from arrtui.features.loops.offers import JudgedRelease
from arrtui.runtime.releases import ReleaseSubject
from arrtui.tui.kit.dialogs.confirm import Question
from arrtui.tui.kit.sheet import Sheet
from arrtui.tui.panes.scores.releases.rows import HOUR, VERDICTS, ReleaseRow

MOST_ASKED = 6
"""Rejections that a question names; of more it says how many."""


def release_lines(row: ReleaseRow, width: int) -> list[Content]:
    """Return everything about a release."""
    sheet, judged = Sheet(width), row.judged
    release, sign = judged.release, VERDICTS[judged.takes]
    sheet.text((release.title, "bold"))
    sheet.text((sign.text, sign.style), (f"  {judged.verdict}", ""))
    if judged.repetition:
        sheet.text((f"Grabbed {plural(judged.grabs, 'time')} before: {judged.repetition}.", "warn"))
    if judged.disagreement:
        sheet.text((judged.disagreement, "warn"))
    sheet.heading("The app says")
    for text in release.rejections:
        sheet.text((text, ""))
    if not release.rejections:
        sheet.text(("It would grab it." if release.approved else "Nothing.", "dim"))
    if not release.can_be_grabbed:
        sheet.text(("It does not know what it is of, so that it cannot be grabbed.", "bad"))
    sheet.heading("Release")
    score = f"{release.score:,}"
    if judged.file_score is not None:
        score += f", the file {judged.file_score:,} ({release.score - judged.file_score:+,})"
    sheet.pair("Score", score)
    sheet.pair("Formats", ", ".join(release.formats) or "none")
    version, real = release.revision
    repair = f", version {version}{', real' if real else ''}" if version > 1 or real else ""
    sheet.pair("Quality", f"{release.quality}{repair}")
    sheet.pair("Size", format_size(release.size))
    sheet.pair("Languages", ", ".join(release.languages) or "none named")
    sheet.pair("Group", release.group or "none named")
    sheet.pair("Episodes", _episodes(judged))
    sheet.pair("Age", format_age(release.age_hours * HOUR))
    sheet.pair("Indexer", f"{release.indexer}, {release.protocol}")
    if release.seeders is not None:
        sheet.pair("Seeders", f"{release.seeders:,}, leechers {release.leechers or 0:,}")
    return sheet.lines


def grab_question(subject: ReleaseSubject, judged: JudgedRelease) -> Question:
    """Return what is asked before a release is grabbed: what it is, and what is overridden by that."""
    release = judged.release
    lines = [
        release.title,
        f"{format_size(release.size)} from {release.indexer}, score {release.score:,}",
        "",
    ]
    if release.rejections:
        lines.append("This overrides what the app says:")
        lines += [f"- {text}" for text in release.rejections[:MOST_ASKED]]
        if (more := len(release.rejections) - MOST_ASKED) > 0:
            lines.append(f"- and {more:,} more")
    lines.append(f"By our rule it would be {VERDICTS[judged.takes].word}: {judged.verdict}.")
    if judged.repetition:
        lines.append(f"{judged.repetition[:1].upper()}{judged.repetition[1:]}.")
    lines += ["", "A grab is noted and cannot be undone."]
    return Question(f"Grab for {subject.words} on {subject.instance}", "\n".join(lines), "Grab")


def _episodes(judged: JudgedRelease) -> str:
    """Return which episodes a release is of, empty for a movie."""
    release = judged.release
    if release.is_pack:
        return f"season {release.season}, {plural(len(release.episodes), 'episode')}"
    return ", ".join(f"S{release.season:02}E{number:02}" for number in release.episodes)
