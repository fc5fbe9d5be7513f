"""What every mode of ``--run loops`` begins with: the chains of the instances it was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from arrtui.cli.status import ExitStatus, status_of
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.text import format_size, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from arrtui.cli.task import Task
    from arrtui.features.loops.load import StoredChains


@dataclass
class ChainsRead:
    """The chains of some instances."""

    every: list[StoredChains] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    """Instance → code of the error why nothing is here of it; empty for none."""

    @property
    def status(self) -> ExitStatus:
        """How the task ends."""
        return status_of(self.codes.values())

    @property
    def counts(self) -> list[dict[str, Any]]:
        """Return the instances of the result line."""
        from arrtui.features.loops.summary import count_chains

        return [count_chains(stored.report)._asdict() for stored in self.every]


async def read_chains(task: Task, names: Sequence[str], days: int | None) -> ChainsRead:
    """Return the chains of instances; say of which nothing is stored."""
    chains = ChainsRead(codes=dict.fromkeys(names, ""))
    for name in names:
        try:
            chains.every.append(await task.services.loops.chains(name, days))
        except NoSuchSnapshotError as error:
            chains.codes[name] = error.code
            task.out.note(f"Nothing is stored of {name}. Run: arrtui --run backup {name}")
    return chains


def count_sentence(count: dict[str, Any]) -> str:
    """Return what was counted of an instance."""
    from arrtui.features.loops.model import ChainKind
    from arrtui.features.loops.words import kind_counts

    fields = {ChainKind.GRAB_WITHOUT_IMPORT: "refused", ChainKind.DRIFT: "drift"}
    names = {kind: fields.get(kind, f"{kind.value}s") for kind in ChainKind if kind is not ChainKind.NONE}
    parts = kind_counts({kind: count[name] for kind, name in names.items()})
    total = f"{count['instance']}: {plural(count['chains'], 'chain')}"
    wasted = f"{plural(count['wasted_grabs'], 'grab')}, {format_size(count['wasted_bytes'])} for nothing"
    return ", ".join([total, *parts, wasted])
