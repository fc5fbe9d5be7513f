"""Chains as the lines and objects that front ends and reports show. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from arrtui.core.chain_key import ChainKey
from arrtui.core.text import episode_number
from arrtui.features.loops.causes import Cause, CauseKind
from arrtui.features.loops.model import Chain, ChainKind, ChainStep, LoopReport
from arrtui.features.loops.waste import waste_of

KIND_WORDS = {
    ChainKind.REPACK_CHURN: "repack churn",
    ChainKind.SEE_SAW: "see-saw",
    ChainKind.LOOP: "loop",
    ChainKind.GRAB_WITHOUT_IMPORT: "grab without import",
    ChainKind.FALSE_UPGRADE: "false upgrade",
    ChainKind.DRIFT: "drift",
    ChainKind.NONE: "none",
}
CAUSE_WORDS = {
    CauseKind.NAMING_TOKEN: "the naming adds a token",
    CauseKind.SIZE: "the indexer's size",
    CauseKind.LANGUAGE: "the language assumed",
    CauseKind.TAGGED_LANGUAGE: "another language named",
    CauseKind.RENAMED_JOB: "the job was renamed",
    CauseKind.PACK_NAME: "the pack's name",
    CauseKind.NO_SCENE_NAME: "the release's name is not stored",
    CauseKind.QUALITY: "another quality",
    CauseKind.OTHER: "several facts",
    CauseKind.RENAMED_SCAN: "the rename of a scanned file",
    CauseKind.REVISIONS: "propers and repacks",
    CauseKind.INCREMENT: "the minimum increment",
    CauseKind.TWO_INSTANCES: "two instances on one client",
}


class LoopCounts(NamedTuple):
    """The chains of an instance, counted."""

    instance: str
    chains: int
    loops: int
    see_saws: int
    refused: int
    """Chains with grabs that the app refused to import."""
    drift: int
    wasted_bytes: int
    repack_churns: int
    false_upgrades: int
    wasted_grabs: int


def count_chains(report: LoopReport) -> LoopCounts:
    """Return how many chains of each kind an instance has, and what they wasted."""
    waste = waste_of(report.chains)
    return LoopCounts(
        instance=report.instance,
        chains=len(report.chains),
        loops=len(report.of_kind(ChainKind.LOOP)),
        see_saws=len(report.of_kind(ChainKind.SEE_SAW)),
        refused=len(report.of_kind(ChainKind.GRAB_WITHOUT_IMPORT)),
        drift=len(report.of_kind(ChainKind.DRIFT)),
        wasted_bytes=waste.size,
        repack_churns=len(report.of_kind(ChainKind.REPACK_CHURN)),
        false_upgrades=len(report.of_kind(ChainKind.FALSE_UPGRADE)),
        wasted_grabs=waste.grabs,
    )


def worst_first(report: LoopReport) -> list[Chain]:
    """Return the chains that are of a kind, the worst kind first and in it the most wasted bytes."""
    order = list(ChainKind)
    chains = [chain for chain in report.chains if chain.kind is not ChainKind.NONE]
    return sorted(chains, key=lambda chain: (order.index(chain.kind), -waste_of([chain]).size, chain.last.id))


def episode_words(report: LoopReport, chain: Chain) -> str:
    """Return season and episodes, ``S01E02-E03``, or the title of an album; nothing for a movie."""
    if report.albums:
        return ", ".join(report.albums[number] for number in chain.episode_ids if number in report.albums)
    numbers = sorted(report.episodes[number] for number in chain.episode_ids if number in report.episodes)
    if not numbers:
        return ""
    season, episodes = numbers[0][0], [number for _, number in numbers]
    if len(episodes) == episodes[-1] - episodes[0] + 1:
        return episode_number(season, episodes[0], episodes[-1])
    return f"S{season:02}" + "".join(f"E{number:02}" for number in episodes)


def title_of(report: LoopReport, chain: Chain) -> str:
    """Return what a person calls the subject of a chain: ``Title (1999)``, ``Artist - Album``."""
    words = episode_words(report, chain)
    return f"{report.subject_of(chain)} {'- ' if report.albums and words else ''}{words}".rstrip()


def key_of_chain(report: LoopReport, chain: Chain) -> ChainKey:
    """Return what tells a chain that is of its kind from all others."""
    title_id, episodes = chain.external_id or f"-{chain.item_id}", chain.episode_ids
    return ChainKey(report.instance, title_id, min(episodes, default=0), chain.kind.value)


def id_of_key(key: ChainKey) -> str:
    """Return what names a chain in scripts, whatever its title is called: ``sonarr.main:393189/71``."""
    return f"{key.instance}:{key.title_id}" + (f"/{key.episode_id}" if key.episode_id else "")


def chain_object(
    report: LoopReport,
    chain: Chain,
    steps: Sequence[ChainStep],
    causes: Sequence[Cause] = (),
    *,
    is_known: bool = False,
) -> dict[str, Any]:
    """Return a chain as plain values; ``is_known`` says that it is muted."""
    waste = waste_of([chain])
    return {
        "id": id_of_key(key_of_chain(report, chain)),
        "known": is_known,
        "instance": report.instance,
        "title": report.titles.get(chain.item_id, ""),
        "external_id": chain.external_id,
        "item_id": chain.item_id,
        "episodes": [
            report.albums.get(number) or list(report.episodes.get(number, (0, 0)))
            for number in chain.episode_ids
        ],
        "profile": report.profiles.get(chain.item_id, ""),
        "kind": chain.kind.value,
        "cannot_tell": chain.untold,
        "grabs": len(chain.attempts),
        "wasted_grabs": waste.grabs,
        "wasted_bytes": waste.size,
        "last": chain.last.date,
        "causes": [
            {"cause": cause.kind.value, "points": cause.points, "formats": list(cause.formats)}
            for cause in causes
        ],
        "steps": [step_object(step) for step in steps],
    }


def step_object(step: ChainStep) -> dict[str, Any]:
    """Return a station as plain values."""
    return {
        "step": step.kind.value,
        "date": step.date,
        "title": step.title,
        "quality": step.quality,
        "score": step.score,
        "computed": step.computed,
        "formats": None if step.formats is None else list(step.formats),
        "changes": [change._asdict() for change in step.changes],
        "outcome": step.outcome,
        "why": step.why,
    }
