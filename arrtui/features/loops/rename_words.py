"""What renames would do, in words and as plain values. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from arrtui.core.text import format_iso, plural
from arrtui.features.loops.renames import RenameEffect, RenameReport, Untold, UntoldRename, VerdictChange

UNTOLD_WORDS = {
    Untold.NOT_ASKED: "the app was not asked for its new name",
    Untold.NAMING_CHANGED: "the naming settings changed since the app was asked",
    Untold.FILE_CHANGED: "what its name follows from changed since the app was asked",
    Untold.NOT_RENAMED: "the app is set to rename nothing",
    Untold.TOKEN: "the naming now set has tokens whose values are never foretold",
    Untold.OWN_NAME: "its name is not what the naming now set gives, as far as that is foretold",
    Untold.NEW_NAME: "its name by the naming tried is not foretold",
    Untold.DISAGREES: "its formats come out otherwise than in the app already now",
    Untold.FORMAT: "a format cannot be told under its new name",
    Untold.SCORE: "its score is not the sum of its formats in its profile",
}
"""Why it cannot be told of a file."""
UNTOLD_SHORT = {
    Untold.NOT_ASKED: "not asked",
    Untold.NAMING_CHANGED: "naming changed",
    Untold.FILE_CHANGED: "file changed",
    Untold.NOT_RENAMED: "no renaming",
    Untold.TOKEN: "token unknown",
    Untold.OWN_NAME: "another name",
    Untold.NEW_NAME: "new name unknown",
    Untold.DISAGREES: "app disagrees",
    Untold.FORMAT: "format unknown",
    Untold.SCORE: "score disagrees",
}
"""The same for narrow columns."""
VERDICT_WORDS = {
    VerdictChange.NONE: "",
    VerdictChange.UPGRADES_AGAIN: "upgraded again",
    VerdictChange.UPGRADES_NO_MORE: "upgraded no more",
    VerdictChange.BELOW_MINIMUM: "below the minimum",
    VerdictChange.ABOVE_MINIMUM: "above the minimum",
}
"""What another score means for a file."""
VERDICT_SENTENCES = {
    VerdictChange.NONE: "",
    VerdictChange.UPGRADES_AGAIN: "The file is done now. After the rename its score falls short of the "
    "profile's Upgrade Until Custom Format Score, so that the app grabs releases for it again.",
    VerdictChange.UPGRADES_NO_MORE: "The app takes better scores now. After the rename the score reaches the "
    "profile's Upgrade Until Custom Format Score.",
    VerdictChange.BELOW_MINIMUM: "After the rename the score falls below the profile's Minimum Custom Format "
    "Score: the app would not grab this file today.",
    VerdictChange.ABOVE_MINIMUM: "After the rename the score reaches the profile's Minimum Custom Format "
    "Score.",
}
"""The same in full."""
FIELD_WORDS = {
    "file_name": "its name on disk, beside the one it came by",
    "titles": "its name on disk, the only one it has",
}
"""What formats are read from that a rename changes."""


def formats_text(effect: RenameEffect) -> str:
    """Return the formats gained and lost: ``+x264 -AMZN``."""
    return " ".join([*(f"+{name}" for name in effect.gained), *(f"-{name}" for name in effect.lost)])


def untold_text(untold: UntoldRename) -> str:
    """Return why it cannot be told of a file, as a clause."""
    detail = f": {untold.detail}" if untold.detail else ""
    return f"{UNTOLD_WORDS[untold.why]}{detail}"


def reasons(report: RenameReport) -> list[tuple[Untold, int]]:
    """Return why it cannot be told and of how many files, the most frequent first."""
    return Counter(own.why for own in report.untold).most_common()


def reason_text(report: RenameReport, why: Untold) -> str:
    """Return why it cannot be told of some files, as a clause; with the tokens that are not foretold."""
    details = dict.fromkeys(own.detail for own in report.untold if own.why is why is Untold.TOKEN)
    return ": ".join([UNTOLD_WORDS[why], *details])


def sentence_of(report: RenameReport, age: Callable[[float], str]) -> str:
    """Return what renames do to the files of an instance; ``age`` words how long ago a time is."""
    changed = f"formats of {len(report.effects):,} change, scores of {report.rescored:,}"
    parts = [f"{plural(report.renamed, 'file')} renamed: {changed}"] if report.renamed else []
    if report.kept or not report.untold:
        parts.append(f"{report.kept:,} of {plural(report.files, 'file')} keep their name")
    if report.untold:
        parts.append(f"of {plural(len(report.untold), 'file')} it cannot be told")
    asked = "" if report.asked_at is None else f" The app was asked {age(report.asked_at)}."
    return f"{'; '.join(parts)}.{asked}"


def count_renames(report: RenameReport) -> dict[str, Any]:
    """Return what was counted of an instance."""
    return {
        "instance": report.instance,
        "naming": list(report.naming),
        "proposed": report.proposed,
        "files": report.files,
        "renamed": report.renamed,
        "kept": report.kept,
        "formats_changed": len(report.effects),
        "scores_changed": report.rescored,
        "cannot_tell": {why.value: number for why, number in reasons(report)},
        "asked_at": None if report.asked_at is None else format_iso(report.asked_at),
    }


EXPORT_COLUMNS = (
    *("instance", "title", "file_id", "name", "new_name", "score_before", "score_after", "gained", "lost"),
    *("read_from", "verdict", "cannot_tell"),
)


def export_line(instance: str, outcome: RenameEffect | UntoldRename) -> tuple[str | int | None, ...]:
    """Return a file for a spreadsheet, as :data:`EXPORT_COLUMNS` name it."""
    own = outcome.own
    head = (instance, own.title, own.file.id, own.name)
    if isinstance(outcome, UntoldRename):
        return (*head, "", own.file.score, None, "", "", "", "", untold_text(outcome))
    formats = (", ".join(outcome.gained), ", ".join(outcome.lost))
    return (
        *(*head, outcome.new_name, outcome.before, outcome.after, *formats),
        *(outcome.field, VERDICT_WORDS[outcome.verdict], ""),
    )


def effect_object(report: RenameReport, effect: RenameEffect) -> dict[str, Any]:
    """Return a file whose formats change, as plain values."""
    return {
        "instance": report.instance,
        "title": effect.own.title,
        "file_id": effect.own.file.id,
        "name": effect.own.name,
        "new_name": effect.new_name,
        "score_before": effect.before,
        "score_after": effect.after,
        "gained": list(effect.gained),
        "lost": list(effect.lost),
        "read_from": effect.field,
        "verdict": effect.verdict.value,
    }


def untold_object(report: RenameReport, untold: UntoldRename) -> dict[str, Any]:
    """Return a file of which it cannot be told, as plain values."""
    return {
        "instance": report.instance,
        "title": untold.own.title,
        "file_id": untold.own.file.id,
        "name": untold.own.name,
        "why": untold.why.value,
        "detail": untold.detail,
    }
