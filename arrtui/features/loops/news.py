"""New chains that cost something, as events of the estate. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterator

from arrtui.core.chain_key import ChainKey
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.text import format_iso, format_size, plural
from arrtui.features.loops.model import Chain, LoopReport
from arrtui.features.loops.summary import KIND_WORDS, key_of_chain
from arrtui.features.loops.waste import waste_of


def new_loops(
    report: LoopReport, since: float, now: float, muted: Container[ChainKey] = ()
) -> Iterator[EstateEvent]:
    """Yield the chains that grabbed something in vain from ``since`` on, both in UTC seconds; none muted.

    An event's key names the subject and the kind, so that a chain is told of once for each kind it becomes.
    """
    first = format_iso(since)
    for chain in report.chains:
        is_new = chain.wasted and chain.wasted[-1].row.date >= first
        if is_new and key_of_chain(report, chain) not in muted:
            yield _event(report, chain, now)


def _event(report: LoopReport, chain: Chain, now: float) -> EstateEvent:
    waste, last = waste_of([chain]), chain.wasted[-1].row
    episode_id = chain.episode_ids[0] if chain.episode_ids else 0
    album = report.albums.get(episode_id, "")
    season, episode = (None, None) if album else report.episodes.get(episode_id, (None, None))
    cost = f"{waste.grabs:,} of {plural(len(chain.attempts), 'grab')} in vain, {format_size(waste.size)}"
    return EstateEvent(
        type=EventType.LOOP_FOUND,
        at=now,
        instance=report.instance,
        key="/".join(map(str, key_of_chain(report, chain)[1:])),
        item_id=chain.item_id,
        external_id=chain.external_id,
        title=report.titles.get(chain.item_id, ""),
        season=season,
        episode=episode,
        album_id=episode_id if album else 0,
        album=album,
        release=last.title,
        score=last.score,
        reason=f"{KIND_WORDS[chain.kind]}, {cost}",
        facts={"kind": chain.kind.value, "grabs": len(chain.attempts), "wasted_bytes": waste.size},
    )
