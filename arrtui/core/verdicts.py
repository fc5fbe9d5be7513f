"""The register of verdicts on files: all that screens, reports and tasks tell of each.

Whoever lists, counts, colours or explains verdicts iterates over :class:`Verdict`; a new verdict is one more
member with its facts, and the rule that gives it (``features/scores/verdict``).
"""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum
from typing import NamedTuple


class VerdictFacts(NamedTuple):
    """What is told of a verdict."""

    word: str
    """In a table, a word or two."""
    upgrade: str
    """Which upgrade the app still takes, in at most eight cells."""
    name: str
    """In a report."""
    glyph: str
    """One of the symbols of ``tui/kit/signs``."""
    style: str
    """``good``, ``warn``, ``bad``, ``dim`` or ``accent``."""
    tone: str
    """The colour in a report: a variable of ``core/report/assets/base.css`` without its dashes."""
    takes: str
    """What the app would still replace the file with, as a fragment."""
    counted: str
    """What a column with the number of such files counts."""
    aside: str = ""
    """A note on that number in a report; its share of the files where empty."""
    upgrades: bool = False
    """Whether the app would take a better release of its own."""
    weighed: bool = True
    """Whether the app weighs releases against the file, so that it can be good enough."""
    rare: bool = False
    """Whether it is left out of lists and charts where no file has it."""


class Verdict(StrEnum):
    """Whether the app would still replace a file (``UpgradableSpecification``, ARR_API 5.3)."""

    facts: VerdictFacts

    def __new__(cls, value: str, facts: VerdictFacts) -> Verdict:
        """Give the member its facts beside its value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.facts = facts
        return member

    DONE = (
        "done",
        VerdictFacts(
            *("done", "done", "Done", "●", "good", "done"),
            takes="nothing more",
            counted="files that need no upgrade",
        ),
    )
    QUALITY = (
        "quality-upgrade",
        VerdictFacts(
            *("quality", "quality", "Quality upgrade", "▲", "accent", "quality"),
            takes="any better quality, whatever its score above the minimum",
            counted="files of which a better quality is taken",
            upgrades=True,
        ),
    )
    """A release of better quality is taken, whatever its score above the minimum."""
    FORMAT = (
        "format-upgrade",
        VerdictFacts(
            *("formats", "formats", "Only by hand", "○", "warn", "format"),
            takes="the same quality with a higher score",
            counted="files of which only the same quality with a higher score is taken",
            aside="not in the app's cutoff search",
            upgrades=True,
        ),
    )
    """Only a release of the same quality with a higher score is taken."""
    NO_UPGRADES = (
        "no-upgrades",
        VerdictFacts(
            *("no upgrades", "none", "No upgrades", "□", "dim", "none"),
            takes="nothing: the profile allows no upgrades",
            counted="files whose profile allows no upgrade",
            aside="their profile allows none",
            weighed=False,
        ),
    )
    """The profile allows none."""
    INCOMPLETE = (
        "incomplete",
        VerdictFacts(
            *("incomplete", "any", "Incomplete", "✗", "bad", "bad"),
            takes="any release that its profile allows: tracks lack their files",
            counted="albums that lack files of tracks, so that any allowed release is taken",
            aside="albums that lack files",
            weighed=False,
            rare=True,
        ),
    )
    """An album lacks files of tracks: any allowed release is taken, and none of its files is weighed."""

    @property
    def column(self) -> str:
        """Its name as a column or a key: ``quality_upgrade``."""
        return self.value.replace("-", "_")


def shown_verdicts(present: Set[Verdict]) -> list[Verdict]:
    """Return the verdicts that a list or chart of files with these verdicts shows, in order."""
    return [verdict for verdict in Verdict if verdict in present or not verdict.facts.rare]
