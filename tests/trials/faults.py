"""Every fault of an app, met by every task: an end in time, a sentence, nothing lost, and fine afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from arrtui.demo.http.faults import KINDS
from tests.trials.site import Site, new_site

TASKS = ("backup", "plan", "sync", "undo", "restore", "scores")
TIMEOUT = 2
"""Seconds an instance is waited for, so that a hanging app does not cost minutes."""


def _task(site: Site, name: str, plan: str) -> tuple[str, ...]:
    words = {
        "backup": ("backup", "--full"),
        "plan": ("plan", "movies"),
        "sync": ("sync", "movies", "--apply"),
        "undo": ("undo", plan, "--apply"),
        "restore": ("restore", "radarr.4k", "--at", "latest", "--apply"),
        "scores": ("scores", "--report", "json", "--out", str(site.folder)),
    }
    return (*words[name], "--json")


def attempt(site: Site, kind: str, name: str, plan: str) -> str:
    """Run a task while an app has a fault, and back up without it."""
    app = site.app("radarr.4k")
    titles = len(app.store.titles)
    app.faults.add(kind)
    ended = site.run(*_task(site, name, plan))
    app.faults.clear()
    what = f"{kind} during {name}: status {ended.status}"
    if ended.status is None or ended.status < 0 or ended.crashed:
        return f"FAILED {what}: {(ended.err or ended.out)[-400:]}"
    if name in ("backup", "plan", "sync") and ended.status == 0 and kind not in ("drip", "malformed_item"):
        return f"FAILED {what}: success although the app did not answer"
    if len(app.store.titles) < titles and name != "undo":
        return f"FAILED {what}: {titles - len(app.store.titles)} titles are gone from the app"
    after = site.run("backup", "radarr.4k", "--json")
    (backed_up,) = after.result.get("instances", [{}])
    if after.status != 0 or backed_up.get("items") != len(app.store.titles):
        return f"FAILED {what}, then the backup: status {after.status}: {after.err[-300:]}"
    return f"ok {what}"


def trial(times: int) -> Iterator[str]:
    """Yield a line for each fault and task; ``times`` rounds."""
    for _ in range(times):
        for kind in KINDS:
            with new_site() as site:
                text = site.config.read_text()
                limit = f"timeout = {TIMEOUT}\n"
                site.config.write_text(re.sub(r"(\[(?:radarr|sonarr)\.\w+\]\n)", rf"\1{limit}", text))
                first = site.run("sync", "movies", "--apply", "--json")
                assert first.status == 0, first.out + first.err
                for name in TASKS:
                    yield attempt(site, kind, name, str(first.result["plan"]))
