"""What a chain tells, in words: kind, causes, stations, and what a format was read from. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from arrtui.core.text import plural
from arrtui.features.loops.causes import Cause, CauseKind
from arrtui.features.loops.model import SETTINGS, ChainKind, ChainStep, FormatChange, Outcome, StepKind

KIND_SENTENCES = {
    ChainKind.REPACK_CHURN: "The file is replaced again and again by another revision of the same quality.",
    ChainKind.SEE_SAW: "A release came back that another had replaced, which the app does not see by itself.",
    ChainKind.LOOP: (
        "The release on disk, or an equal one, is grabbed again, since its file scores lower than it did."
    ),
    ChainKind.GRAB_WITHOUT_IMPORT: "The app grabs what it then refuses to import.",
    ChainKind.FALSE_UPGRADE: "A file was replaced by one of no better quality and no higher score.",
    ChainKind.DRIFT: "File and release score differently; nothing was grabbed again for it so far.",
    ChainKind.NONE: "Nothing goes round.",
}
"""What each kind means, as a sentence."""
_COUNTED = {
    ChainKind.REPACK_CHURN: ("repack churn", "repack churn"),
    ChainKind.SEE_SAW: ("see-saw", "see-saws"),
    ChainKind.LOOP: ("loop", "loops"),
    ChainKind.GRAB_WITHOUT_IMPORT: ("refused", "refused"),
    ChainKind.FALSE_UPGRADE: ("false upgrade", "false upgrades"),
    ChainKind.DRIFT: ("drift", "drift"),
}
"""What one chain of a kind is called, and several."""
STEP_WORDS = {
    StepKind.GRAB: "grabbed",
    StepKind.IMPORT: "imported",
    StepKind.RENAME: "renamed",
    StepKind.DELETION: "deleted",
    StepKind.NOW: "now",
}
_OUTCOMES = {
    Outcome.IMPORTED: "",
    Outcome.FAILED: "the download failed",
    Outcome.IGNORED: "ignored",
    Outcome.REFUSED: "not imported",
    Outcome.OPEN: "on its way",
    Outcome.UNKNOWN: "what became of it is in no row",
}
_REASONS = {
    "Upgrade": "for a better one",
    "Manual": "by hand",
    "MissingFromDisk": "gone from the disk",
    "NoLinkedEpisodes": "no episode has it any more",
    "NoLinkedTracks": "no track has it any more",
    "ManualOverride": "replaced by hand",
}
"""``data.reason`` of a deletion, in words."""
_FIELDS = {
    "titles": "names",
    "file_name": "the file's name",
    "languages": "languages",
    "release_group": "release group",
    "indexer_flags": "indexer flags",
    "release_type": "release type",
}
"""Facts that formats were read from, where their name does not say it."""
_CAUSE_SENTENCES = {
    CauseKind.NAMING_TOKEN: "The naming adds to the file's name what a format punishes:",
    CauseKind.SIZE: "The size that the indexer told is not the file's:",
    CauseKind.LANGUAGE: "The release counted as in the original language, the file's audio is another:",
    CauseKind.TAGGED_LANGUAGE: "The release names another language than the file's audio has:",
    CauseKind.RENAMED_JOB: "The download client's job has another name than the release:",
    CauseKind.PACK_NAME: "The files of the pack have less in their names than the pack:",
    CauseKind.NO_SCENE_NAME: (
        "The app does not store the name of the release with files, so that title formats read the names of "
        "tracks: names that carry the words keep them (Rename Tracks, with {Quality Full} or "
        "{MediaInfo AudioBitsPerSample}), or a format that reads the release group. Lost:"
    ),
    CauseKind.QUALITY: "The file is of another quality than the release:",
    CauseKind.OTHER: "Another fact of the file, or several together:",
    CauseKind.RENAMED_SCAN: (
        "The file there came by a scan of the disk, without scene name: its rename dropped what a format "
        "rewards, and so the app grabbed:"
    ),
    CauseKind.REVISIONS: "Propers and repacks replace files of the same quality.",
    CauseKind.TWO_INSTANCES: (
        "Another instance imports what this one grabs: both use one category of a download client."
    ),
    CauseKind.INCREMENT: (
        "The profile takes any gain: a minimum increment of {points:,} (Minimum Custom Format Score "
        "Increment) would have stopped it."
    ),
}
"""What makes a file score less than its release, as the start of a sentence."""


def kind_counts(counts: Mapping[ChainKind, int]) -> list[str]:
    """Return how many chains there are of each kind, e.g. ``3 loops``; kinds without any are left out."""
    return [plural(counts[kind], *names) for kind, names in _COUNTED.items() if counts.get(kind, 0)]


def cause_sentence(cause: Cause) -> str:
    """Return a cause as a sentence, or as the start of one that its points and formats end."""
    sentence = _CAUSE_SENTENCES[cause.kind]
    return sentence.format(points=cause.points) if cause.kind is CauseKind.INCREMENT else sentence


def outcome_words(step: ChainStep) -> str:
    """Return what became of a grab, or why a file went; nothing of other stations."""
    if step.kind is StepKind.GRAB:
        return _OUTCOMES[Outcome(step.outcome)] if step.outcome else ""
    return _REASONS.get(step.outcome, step.outcome)


def field_words(change: FormatChange) -> str:
    """Return the fact that a format was read from, ``by its size``."""
    if not change.field:
        return "by several facts together"
    if change.field == SETTINGS:
        return "by a change of the settings"
    fact = _FIELDS.get(change.field, change.field.replace("_", " "))
    return f"by {fact}" if change.field == "file_name" else f"by its {fact}"


def change_points(change: FormatChange) -> int:
    """Return what a format that was gained or lost does to the score."""
    return change.score if change.gained else -change.score
