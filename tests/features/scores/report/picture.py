"""Write ``screenshots/report.png`` from the invented libraries.

Run it as ``python -m tests.features.scores.report.picture``.

With a folder as argument, it writes into that folder the page and its pictures in light and dark, wide and
narrow, to be looked at.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from arrtui.features.scores.report.data import ReportData
from arrtui.features.scores.report.write import write_report
from tests.features.scores.report.browser import browser
from tests.features.scores.report.sample import EVIL, EVIL_END, FORMULA, sample

SCREENSHOT = Path(__file__).parents[4] / "screenshots" / "report.png"
SEEN = (
    ("light-1280", 1280, False),
    ("dark-1280", 1280, True),
    ("light-420", 420, False),
    ("dark-420", 420, True),
)


def main(folders: list[str]) -> None:
    """Write the picture of the README, or all of them into a folder."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    with tempfile.TemporaryDirectory() as scratch, browser() as page:
        folder = Path(folders[0]).resolve() if folders else Path(scratch)
        (report,) = write_report(pleasant(), "html", folder)
        if not folders:
            page.show(report, width=1280, height=1500)
            SCREENSHOT.write_bytes(page.picture())
            return
        for name, width, dark in SEEN:
            page.show(report, width=width, dark=dark)
            (folder / f"{name}.png").write_bytes(page.picture(whole=True))


def pleasant() -> ReportData:
    """Return the invented libraries without the hostile titles."""
    data = sample()
    tame = {EVIL: "Quiet Harbour", EVIL_END: "Paper Garden", FORMULA: "Distant Signal"}
    files = tuple(row._replace(title=tame.get(row.title, row.title)) for row in data.files)
    overlap = tuple(row._replace(title=tame.get(row.title, row.title)) for row in data.overlap)
    return replace(data, files=files, overlap=overlap)


if __name__ == "__main__":
    main(sys.argv[1:])
