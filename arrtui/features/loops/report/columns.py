"""The table of chains as spreadsheets get it: names and meanings of its columns, and its lines."""

from __future__ import annotations

from collections.abc import Iterator

from arrtui.core.report.safe import Value
from arrtui.core.report.table import ReportTable
from arrtui.features.loops.causes import Cause, CauseKind
from arrtui.features.loops.model import ChainStep
from arrtui.features.loops.report.data import ChainsData, ReportChain
from arrtui.features.loops.summary import CAUSE_WORDS, episode_words, id_of_key, key_of_chain
from arrtui.features.loops.waste import formats_of, waste_of
from arrtui.features.loops.words import STEP_WORDS, change_points, field_words, outcome_words

CHAINS = ReportTable(
    "chains",
    "chains of releases that are of a kind, the worst first",
    {
        "instance": "the instance, as in the configuration",
        "id": "what names the chain for --mute",
        "kind": "repack_churn, see_saw, loop, grab_without_import, false_upgrade or drift",
        "title": "title of the movie with its year or of the series, name of the artist",
        "episode": "S01E02, S01E02-E03, the title of an album; empty for a movie",
        "profile": "quality profile of the movie, the series or the artist",
        "known": "yes: muted, left as it is",
        "grabs": "releases that were grabbed for it",
        "wasted_grabs": "those of them that brought nothing better",
        "wasted_bytes": "bytes of these",
        "last": "when something happened to it last, UTC",
        "causes": "why, with the points that each costs, joined by ;",
        "formats": "custom formats at fault, joined by ;",
        "indexers": "of the grabs in vain, joined by ;",
        "groups": "release groups of the grabs in vain, joined by ;",
        "stations": "what happened, one after the other: date, station, score, formats gained and lost, name",
        "cannot_tell": "why it cannot be told whether it is of a worse kind; empty where it can",
    },
)


def chain_values(data: ChainsData) -> Iterator[tuple[Value, ...]]:
    """Yield a line for each chain, as :data:`CHAINS` names its columns."""
    for row in data.chains:
        report, chain, waste = row.report, row.chain, waste_of([row.chain])
        yield (
            *(report.instance, id_of_key(key_of_chain(report, chain)), chain.kind.value),
            *(report.subject_of(chain), episode_words(report, chain)),
            *(report.profiles.get(chain.item_id, ""), row.is_known),
            *(len(chain.attempts), waste.grabs, waste.size, chain.last.date),
            *("; ".join(map(_cause, row.causes)), "; ".join(formats_of(row.causes))),
            *(_joined(row, "indexer"), _joined(row, "release_group")),
            *("; ".join(map(_station, row.steps)), chain.untold),
        )


def _joined(row: ReportChain, name: str) -> str:
    """Return a fact of the grabs in vain, each value once."""
    values = (getattr(attempt.row, name) for attempt in row.chain.wasted)
    return "; ".join(dict.fromkeys(filter(None, values)))


def _cause(cause: Cause) -> str:
    points = f"{cause.points:d}" if cause.kind is CauseKind.INCREMENT else f"{cause.points:+d}"
    return CAUSE_WORDS[cause.kind] + (f" ({points})" if cause.points else "")


def _station(step: ChainStep) -> str:
    """Return a station in words."""
    score = "?" if step.score is None else f"{step.score:d}"
    parts = [step.date, STEP_WORDS[step.kind], score + (" computed" if step.computed else "")]
    for change in step.changes:
        deed = "gained" if change.gained else "lost"
        parts.append(f"{deed} {change.name} ({change_points(change):+d}) {field_words(change)}")
    return ", ".join(filter(None, [*parts, outcome_words(step), step.title]))
