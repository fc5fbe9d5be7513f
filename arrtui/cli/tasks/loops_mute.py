"""``--run loops --mute NAME`` and ``--unmute NAME``: chains that are known, and left as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from arrtui.cli.status import ExitStatus

if TYPE_CHECKING:
    from arrtui.cli.task import Task
    from arrtui.cli.tasks.loop_chains import ChainsRead
    from arrtui.features.loops.names import NamedChain


async def mute_chains(
    task: Task, chains: ChainsRead, mute: Sequence[str], unmute: Sequence[str]
) -> ExitStatus:
    """Mute chains and list others again; all names are looked up before anything is written."""
    from arrtui.features.loops.model import ChainKind
    from arrtui.features.loops.names import find_chain
    from arrtui.features.loops.summary import id_of_key, key_of_chain

    task.refuse_writing("muting chains")
    loops = task.services.loops
    known = await loops.muted()
    ids = {id_of_key(key) for key in known}
    every = [(stored.report, chain) for stored in chains.every for chain in stored.report.chains]
    listed = [named for named in every if named[1].kind is not ChainKind.NONE]
    muted_before = [named for named in every if id_of_key(key_of_chain(*named)) in ids]
    to_mute = [find_chain(listed, name) for name in mute]
    to_unmute = [find_chain(muted_before, name) for name in unmute]
    await loops.mute(key_of_chain(*named) for named in to_mute)
    chosen = {id_of_key(key_of_chain(*named)) for named in to_unmute}
    await loops.unmute(key for key in known if id_of_key(key) in chosen)
    task.result(
        True,
        muted=[_tell(task, named, "is known and left out while it stays of its kind") for named in to_mute],
        unmuted=[_tell(task, named, "is told of again") for named in to_unmute],
    )
    return ExitStatus.OK


def _tell(task: Task, named: NamedChain, outcome: str) -> dict[str, Any]:
    """Say what became of a chain, and return it for the result line."""
    from arrtui.features.loops.names import label_of
    from arrtui.features.loops.summary import KIND_WORDS, id_of_key, key_of_chain, title_of

    report, chain = named
    task.out.line(f"{label_of(report, chain)} ({KIND_WORDS[chain.kind]}) {outcome}.")
    return {
        "id": id_of_key(key_of_chain(report, chain)),
        "instance": report.instance,
        "title": title_of(report, chain),
        "kind": chain.kind.value,
    }
