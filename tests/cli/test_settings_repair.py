"""``settings repair``: what would be sent is printed, and sent only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Site, site_of

MAIN = "radarr.main"


@pytest.fixture
def site(changing_estate: Path, tmp_path: Path) -> Iterator[Site]:
    """Return a configuration and a database of its own over that estate."""
    yield from site_of(changing_estate, tmp_path)


def ask(site: Site, method: str, path: str, body: object = None) -> httpx.Response:
    """Return the answer of the main Radarr."""
    headers = {"X-Api-Key": site.keys[MAIN]}
    return httpx.request(method, f"{site.urls[MAIN]}/api/v3{path}", headers=headers, json=body)


def test_a_list_that_cannot_be_repaired_is_not_told_as_readable(site: Site) -> None:
    site.fault(MAIN, what="500", path="/customformat$")
    look = site.run("settings", "repair", MAIN)
    site.fault(MAIN)
    assert (look.status, "cannot read its custom formats" in look.out + look.err) == (0, True)


def test_what_breaks_a_list_is_found_told_and_deleted_once_that_is_said(site: Site) -> None:
    indexer = dict(ask(site, "GET", "/indexer").json()[0])
    number = indexer.pop("id")
    off = dict.fromkeys(("enableRss", "enableAutomaticSearch", "enableInteractiveSearch"), False)
    broken = indexer | off | {"name": "broken", "implementation": "Nope"}
    assert ask(site, "POST", "/indexer", broken).status_code == 500
    assert ask(site, "GET", "/indexer").status_code == 500
    look = site.run("settings", "repair", MAIN)
    assert look.status == 0 and "DELETE /api/v3/indexer/" in look.out
    assert ask(site, "GET", "/indexer").status_code == 500
    done = site.run("settings", "repair", MAIN, "--apply", "--json")
    assert (done.status, done.result["applied"], done.result["remove"]) == (0, 1, 1)
    assert number in [row["id"] for row in ask(site, "GET", "/indexer").json()]
