"""The line of a fault in the file."""

from __future__ import annotations

import pytest

from arrtui.core.config.lines import line_of

TEXT = """\
# [radarr.main] is below
[radarr.main]
url = "http://nas:7878"
api_key = "…"

[radarr."4k"]
url = "http://nas:7879"
headers.X-Who = "me"

[ui]
theme = "dark"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("radarr.main.url", 3),
        ("radarr.main.api_key", 4),
        ("radarr.main.timeout", 2),
        ("radarr.4k.url", 7),
        ("radarr.4k.headers.X-Who", 8),
        ("ui.theme", 11),
        ("ui", 10),
        ("line 8, column 3", 8),
        ("sync.movies", 1),
        ("", 1),
    ],
)
def test_a_fault_is_at_its_option_or_else_at_its_table(path: str, line: int) -> None:
    assert line_of(TEXT, path) == line
