"""The chains that were driven on the real apps come out as what they are."""

from __future__ import annotations

import pytest

from arrtui.db.database import Database
from arrtui.features.loops.model import ChainKind
from tests.features.loops.live import RECORDED, recorded, recorded_files, recorded_queue, store_chains

pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded chains are not here")
KINDS = {
    "loop-size": ChainKind.LOOP,
    "loop-rename-gains-token": ChainKind.LOOP,
    "loop-season-pack": ChainKind.LOOP,
    "cure-min-increment": ChainKind.LOOP,
    "cure-naming": ChainKind.LOOP,
    "see-saw": ChainKind.SEE_SAW,
    "repack-churn": ChainKind.REPACK_CHURN,
    "blocked-import-score": ChainKind.GRAB_WITHOUT_IMPORT,
    "drift-no-loop": ChainKind.DRIFT,
    "season-pack-over-singles-size-drift": ChainKind.DRIFT,
}
"""All others are none, but the upgrade of Radarr, which drifts."""
SCENARIOS = [
    (folder.name, path.stem.removeprefix("history-"))
    for folder in sorted(RECORDED.glob("live-*"))
    for path in sorted(folder.glob("history-*.json"))
]


@pytest.mark.parametrize(("folder", "scenario"), SCENARIOS)
def test_every_recorded_chain_is_what_it_was_driven_as(folder: str, scenario: str, sqlite: Database) -> None:
    kind = "radarr" if "radarr" in folder else "sonarr"
    stored = store_chains(
        sqlite,
        f"{kind}.main",
        recorded(folder, f"history-{scenario}"),
        files=recorded_files(folder, scenario),
        queue=recorded_queue(folder, scenario),
    )
    wanted = KINDS.get(scenario, ChainKind.NONE)
    if (kind, scenario) == ("radarr", "upgrade"):
        wanted = ChainKind.DRIFT
    kinds = {chain.kind for chain in stored.report.chains}
    assert kinds == ({wanted} if scenario != "rename-disk-file-drops-token" else set())
