"""Tags that auto-tagging rules of an app own: no plan compares, writes or undoes them."""

from __future__ import annotations

from typing import Any

import httpx

from arrtui.demo.estate import SimulatedApp
from arrtui.features.sync.model import Op
from tests.runtime.sync.test_use_cases import Bench
from tests.runtime.sync.test_use_cases import bench as bench

LABEL = "by-rule"
EVERY_YEAR = {
    "name": "any year",
    "implementation": "YearSpecification",
    "negate": False,
    "required": False,
    "fields": [{"name": "min", "value": 1900}, {"name": "max", "value": 2100}],
}


def request(app: SimulatedApp, method: str, path: str, body: Any) -> Any:
    answer = httpx.request(
        method, f"{app.url}/api/v3/{path}", json=body, headers={"X-Api-Key": app.api_key}, timeout=30
    )
    assert answer.status_code < 300, answer.text
    return answer.json()


def make_rule(app: SimulatedApp) -> int:
    """Give an app a rule that tags every movie when it is written or refreshed; return the tag's id."""
    tag: int = request(app, "POST", "tag", {"label": LABEL})["id"]
    rule = {"name": "all", "removeTagsAutomatically": True, "tags": [tag], "specifications": [EVERY_YEAR]}
    request(app, "POST", "autotagging", rule)
    return tag


def tagged(app: SimulatedApp, tag: int) -> int:
    return sum(tag in movie["tags"] for movie in app.store.titles.values())


async def test_a_tag_sync_settles_and_is_undone_although_a_rule_tags_what_is_written(bench: Bench) -> None:
    source, target = bench.estate.apps["radarr.main"], bench.estate.apps["radarr.4k"]
    kids: int = request(source, "POST", "tag", {"label": "kids"})["id"]
    for movie in source.store.titles.values():
        movie["tags"] = [kids]
    for movie in target.store.titles.values():
        movie["tags"] = []
    shared = bench.tmdb("radarr.main") & bench.tmdb("radarr.4k")
    tag = make_rule(target)
    opened = await bench.planned("tags", fresh=True)
    updates = [planned for planned in opened.entries if planned.entry.op is Op.UPDATE]
    assert len(updates) == len(shared) > 0
    assert all(LABEL not in (*planned.entry.now["tags"], *planned.after["tags"]) for planned in updates)
    await bench.approve(opened)
    (result,) = await bench.applied(opened.plan.id)
    assert (result["failed"], result["conflicted"]) == (0, 0)
    assert tagged(target, tag) >= len(shared), "the rule has tagged what was written"
    again = await bench.planned("tags", fresh=True)
    assert (again.plan.counts.add, again.plan.counts.update) == (0, 0)
    made = await bench.result(await bench.sync.undo(opened.plan.id))
    assert (made["update"], made["remove"]) == (len(shared), result["applied"] - len(shared))


async def test_a_tag_set_by_hand_that_a_rule_names_survives_a_write(bench: Bench) -> None:
    target = bench.estate.apps["radarr.4k"]
    tag: int = request(target, "POST", "tag", {"label": LABEL})["id"]
    rule = {"name": "never", "removeTagsAutomatically": False, "tags": [tag]}
    request(target, "POST", "autotagging", {**rule, "specifications": [{**EVERY_YEAR, "negate": True}]})
    movie_id = next(iter(target.store.titles))
    target.store.titles[movie_id]["tags"] = [tag]
    source = bench.estate.apps["radarr.main"]
    kids: int = request(source, "POST", "tag", {"label": "kids"})["id"]
    for movie in source.store.titles.values():
        movie["tags"] = [kids]
    opened = await bench.planned("tags", fresh=True)
    await bench.approve(opened, Op.UPDATE)
    await bench.applied(opened.plan.id)
    assert tag in target.store.titles[movie_id]["tags"]
