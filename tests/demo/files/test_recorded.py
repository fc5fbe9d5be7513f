"""What operations do to the folders of titles, compared with what the real apps did."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo.files.bench import Bench, make_estate
from tests.demo.files.recorded import Scenario, scenarios
from tests.demo.replay.records import FOLDER


@pytest.mark.skipif(not FOLDER.exists(), reason="the recordings lie beside the project, not in it")
@pytest.mark.parametrize("path", scenarios(), ids=lambda path: path.stem)
def test_an_operation_leaves_the_folder_as_the_app_does(path: Path, tmp_path: Path) -> None:
    scenario = Scenario(path)
    estate = make_estate(tmp_path)
    with estate:
        title, year, external_id, _ = scenario.title()
        bench = Bench(estate, scenario.kind, title, year, external_id)
        scenario.prepare(bench)
        assert scenario.replay_all(bench) == {}
