"""How close writing many rows comes to what the driver can do."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.bulk import COUNT
from tests.bench.children import python, run
from tests.bench.estate import Estate
from tests.bench.report import Row


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Write as many rows as there are episodes in the large estate."""
    command = python("-m", "tests.bench.bulk", str(estate.folder), str(repeat + 2))
    output = run(command, estate.folder / "errors").output
    yield Row(
        what=f"bulk_upsert of {COUNT:,} rows", unit="s", samples=(*output["ours"],), floors=(*output["raw"],)
    )
