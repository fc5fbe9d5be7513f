"""Requests of every kind that the API's own document allows, and many that it does not (schemathesis)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.server.serving import KEYS, Served, serving

EXAMPLES = 25
"""Requests generated for each endpoint in each phase."""
CHECKS = "not_a_server_error,response_schema_conformance,status_code_conformance"


def trial(times: int) -> Iterator[str]:
    """Yield a line for each run; in a good one no answer is a 500 or other than the document says."""
    command = shutil.which("schemathesis", path=str(Path(sys.executable).parent))
    if command is None:
        yield "schemathesis is missing; install arrtui[trials]"
        return
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), rate=100_000) as served:
        _fill(served)
        for seed in range(1, times + 1):
            finished = subprocess.run(
                [
                    *(command, "run", f"{served.api_url}/api/v1/openapi.json", "--no-color"),
                    *("--header", f"X-Api-Key: {KEYS['owner'][0]}", "--checks", CHECKS),
                    *("--max-examples", str(EXAMPLES), "--phases", "coverage,fuzzing"),
                    *("--continue-on-failure", "--seed", str(seed)),
                ],
                capture_output=True,
                text=True,
                cwd=folder,
            )
            yield from _lines(finished, seed)


def _fill(served: Served) -> None:
    """Have something to ask for: snapshots, a plan, jobs."""
    served.done(served.run(served.services.backup.back_up()))
    served.done([served.run(served.services.sync.plan_pair(served.services.config.sync[0].name))])


def _lines(finished: subprocess.CompletedProcess[str], seed: int) -> Iterator[str]:
    lines = [line.strip() for line in finished.stdout.splitlines()]
    if finished.returncode == 0:
        (count,) = [line for line in lines if "generated" in line and "passed" in line]
        yield f"ok seed {seed}: {count}"
        return
    yield f"seed {seed} failed:"
    yield from lines[-80:]
