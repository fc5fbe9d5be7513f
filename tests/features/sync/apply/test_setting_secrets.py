"""A provider is given its secrets, and none goes to where it does not belong."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.domain import SettingType
from arrtui.core.errors import ArrError, CannotWriteError, DecisionRefusedError
from arrtui.core.setting_secrets import SecretPlace, no_secret
from arrtui.core.text import MASK
from arrtui.db.journal import Step
from arrtui.demo.app.providers import field_values
from arrtui.features.sync import store
from arrtui.features.sync.apply.setting_secrets import ProviderPlace, asked_secrets, fill_secrets, is_address
from arrtui.features.sync.model import Entry, EntryOutcome, Op, PlanDraft, PlanKind
from arrtui.features.sync.review import open_plan
from arrtui.features.sync.secrets_asked import secrets_of_plan
from tests.features.sync.apply.test_setting_writes import MAIN, entry, plan
from tests.features.sync.rig import Rig

SECRET = "s3cret-of-mine"
NZB = ProviderPlace(MAIN, SettingType.INDEXER, "NZB")
KEY = NZB.secret("apiKey")
HOOK = ProviderPlace(MAIN, SettingType.NOTIFICATION, "Hook")


def row(**values: Any) -> dict[str, Any]:
    """Return a provider as an app gives it."""
    private = {"apiKey": "apiKey", "password": "password"}
    fields = [
        {"name": name, "value": value, "privacy": private.get(name, "normal")}
        for name, value in values.items()
    ]
    return {"id": 7, "name": "NZB", "implementation": "Newznab", "fields": fields}


def find(place: SecretPlace) -> str | None:
    """Return the secret of every API key."""
    return SECRET if place.field == "apiKey" else None


PRESENT = row(baseUrl="http://a", apiPath="/api", apiKey=MASK, categories=[2000])


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        ({"categories": [5000]}, ()),
        ({"baseUrl": "http://a"}, ()),
        ({"apiKey": MASK}, ()),
        ({"baseUrl": "http://b"}, (KEY,)),
        ({"apiPath": "/torznab"}, (KEY,)),
        ({"implementation": "Torznab"}, (KEY,)),
        ({"baseUrl": "http://b", "apiKey": ""}, ()),
    ],
)
def test_a_stored_secret_is_asked_for_once_the_provider_is_reached_elsewhere(
    wanted: dict[str, Any], asked: tuple[SecretPlace, ...]
) -> None:
    assert asked_secrets(NZB, PRESENT, wanted) == asked


def test_a_secret_that_comes_in_clear_goes_to_no_other_address_either() -> None:
    """Sonarr's own lists and Torrent RSS give theirs in clear (ARR_API 2.4)."""
    present = row(baseUrl="http://a", apiKey="in clear")
    present["fields"][1]["privacy"] = "normal"
    assert asked_secrets(NZB, present, {"baseUrl": "http://b"}) == (KEY,)


def values(body: dict[str, Any]) -> dict[str, Any]:
    return field_values(body)


def test_a_change_keeps_every_stored_secret_whatever_the_body_leaves_out() -> None:
    body = row(baseUrl="http://a", categories=[5000])
    secured = fill_secrets(NZB, body, PRESENT, {"categories": [5000]}, no_secret)
    assert values(secured.body) == {"baseUrl": "http://a", "categories": [5000], "apiKey": MASK}
    secured = fill_secrets(NZB, row(apiKey=None), PRESENT, {"apiKey": None}, no_secret)
    assert values(secured.body)["apiKey"] == MASK and secured.kept == ("apiKey",)


def test_a_change_of_the_address_takes_the_secret_or_is_refused() -> None:
    body, wanted = row(baseUrl="http://b", apiKey=MASK), {"baseUrl": "http://b"}
    assert values(fill_secrets(NZB, body, PRESENT, wanted, find).body)["apiKey"] == SECRET
    with pytest.raises(CannotWriteError) as raised:
        fill_secrets(NZB, body, PRESENT, wanted, no_secret)
    assert KEY.variable in str(raised.value) and MAIN in str(raised.value)


def test_a_new_provider_never_carries_stars() -> None:
    body, wanted = row(baseUrl="http://b", apiKey=MASK), {"baseUrl": "http://b", "apiKey": MASK}
    assert values(fill_secrets(NZB, body, None, wanted, find).body)["apiKey"] == SECRET
    secured = fill_secrets(NZB, body, None, wanted, no_secret)
    assert (values(secured.body), secured.lacking) == ({"baseUrl": "http://b"}, ("apiKey",))
    without_row = fill_secrets(NZB, row(baseUrl="http://b"), None, wanted, find)
    assert values(without_row.body)["apiKey"] == SECRET


ADDRESSES = ("host", "port", "urlBase", "baseUrl", "apiPath", "useSsl", "webHookUrl", "useEncryption")


@pytest.mark.parametrize("name", ADDRESSES)
def test_fields_that_say_where_a_provider_is(name: str) -> None:
    assert is_address(name)


@pytest.mark.parametrize("name", ["apiKey", "categories", "importMode", "supportsRss", "priority", "reports"])
def test_fields_that_do_not(name: str) -> None:
    assert not is_address(name)


# --- on a real simulated app -----------------------------------------------------------------------------


def new_indexer(rig: Rig, name: str, **fields: Any) -> Entry:
    """Return an entry that adds an indexer like the first one."""
    like = rig.app(MAIN).store.providers["indexer"][1]
    keys = ("implementation", "configContract", "enableRss", "enableAutomaticSearch", "priority")
    after = {
        "body": {key: like[key] for key in keys} | {"name": name},
        "fields": field_values(like) | {"apiKey": MASK} | fields,
    }
    return entry(Op.ADD, f"indexer/{name}", after=after)


def stored(rig: Rig, name: str) -> dict[str, Any]:
    """Return an indexer of the app."""
    return next(one for one in rig.app(MAIN).store.providers["indexer"].values() if one["name"] == name)


async def test_a_new_indexer_with_and_without_its_key(rig: Rig) -> None:
    plan_id = plan(rig, new_indexer(rig, "with"), new_indexer(rig, "without"))

    def only_one(place: SecretPlace) -> str | None:
        return SECRET if place == SecretPlace(MAIN, "indexer", "with", "apiKey") else None

    assert await rig.apply(plan_id, MAIN, find_secret=only_one) == {"done": 2}
    assert (field_values(stored(rig, "with"))["apiKey"], stored(rig, "with")["enableRss"]) == (SECRET, True)
    assert not field_values(stored(rig, "without")).get("apiKey")
    assert stored(rig, "without")["enableRss"] is False
    assert "switched off" in rig.entries(plan_id)[1].message
    assert await rig.apply(plan_id, MAIN) == {}
    dumped = repr(rig.entries(plan_id)) + repr(rig.database.read_sync(store.steps, plan_id))
    assert SECRET not in dumped


async def test_an_unreachable_indexer_is_saved_only_once_its_owner_has_seen_that(rig: Rig) -> None:
    dead = new_indexer(rig, "dead", baseUrl="http://127.0.0.1:9")
    plan_id = rig.save(PlanDraft(entries=[dead]), kind=PlanKind.ACTION)
    with pytest.raises(DecisionRefusedError, match="not seen to fail"):
        rig.database.write_sync(store.force_save, plan_id, 0)
    assert await rig.apply(plan_id, MAIN, find_secret=find) == {"failed": 1}
    (message,) = rig.problems(plan_id)
    assert dead.key in rig.database.read_sync(open_plan, plan_id).refused_tests
    assert "Unable to connect" in message and SECRET not in message
    assert [step.step for step in failed_steps(rig, plan_id)] == ["test"]
    rig.database.write_sync(store.force_save, plan_id, 0)
    assert await rig.apply(plan_id, MAIN, find_secret=find) == {"done": 1}
    assert stored(rig, "dead")["enableRss"] is True
    undo = await rig.undo(plan_id, MAIN)
    assert await rig.apply(undo, MAIN) == {"done": 1}


def failed_steps(rig: Rig, plan_id: int) -> list[Step]:
    """Return the steps of a plan that failed."""
    return [step for step in rig.database.read_sync(store.steps, plan_id) if step.state == "failed"]


async def test_a_used_indexer_that_is_changed_is_tested_by_the_app(rig: Rig) -> None:
    indexer = rig.app(MAIN).store.providers["indexer"][1]
    after = {"fields": {"baseUrl": "http://127.0.0.1:9"}}
    plan_id = plan(rig, entry(Op.UPDATE, f"indexer/{indexer['name']}", after=after))
    assert await rig.apply(plan_id, MAIN) == {"failed": 1}
    assert "apiKey".lower() in rig.problems(plan_id)[0].lower().replace(" ", "")
    assert await rig.apply(plan_id, MAIN, find_secret=find) == {"failed": 1}
    assert "Unable to connect" in rig.problems(plan_id)[0]
    rig.database.write_sync(store.force_save, plan_id, 0)
    assert await rig.apply(plan_id, MAIN, find_secret=find) == {"done": 1}
    assert field_values(stored(rig, indexer["name"]))["apiKey"] == SECRET


async def test_a_plan_tells_which_secrets_it_takes_before_it_is_applied(rig: Rig) -> None:
    indexer = rig.app(MAIN).store.providers["indexer"][1]
    await rig.back_up(MAIN)
    ident, moved = f"indexer/{indexer['name']}", {"fields": {"baseUrl": "http://elsewhere"}}
    plan_id = plan(
        rig,
        new_indexer(rig, "new"),
        entry(Op.UPDATE, ident, after=moved),
        entry(Op.UPDATE, f"{ident} 2", after={"body": {"priority": 7}}),
        entry(Op.ADD, "tag/x", after={"body": {"label": "x"}}),
    )
    assert rig.database.read_sync(secrets_of_plan, plan_id) == [
        (0, SecretPlace(MAIN, "indexer", "new", "apiKey")),
        (1, SecretPlace(MAIN, "indexer", indexer["name"], "apiKey")),
    ]


@pytest.mark.parametrize("executed", [True, False])
async def test_an_addition_that_was_cut_off_goes_on_and_adds_nothing_twice(rig: Rig, executed: bool) -> None:
    plan_id = plan(rig, new_indexer(rig, "cut off"))
    await rig.back_up(MAIN)
    app = rig.app(MAIN)
    app.faults.crash_after_writes(0, executed=executed)
    with pytest.raises(ArrError):
        await rig.apply(plan_id, MAIN)
    app.faults.clear()
    await rig.apply(plan_id, MAIN)
    assert rig.outcomes(plan_id) == [EntryOutcome.DONE]
    names = [provider["name"] for provider in app.store.providers["indexer"].values()]
    assert names.count("cut off") == 1 and stored(rig, "cut off")["enableRss"] is False


@pytest.mark.parametrize("executed", [True, False])
async def test_what_is_saved_all_the_same_is_switched_on_after_a_cut_too(rig: Rig, executed: bool) -> None:
    plan_id = plan(rig, new_indexer(rig, "dead", baseUrl="http://127.0.0.1:9"))
    await rig.apply(plan_id, MAIN, find_secret=find)
    rig.database.write_sync(store.force_save, plan_id, 0)
    app = rig.app(MAIN)
    app.faults.crash_after_writes(1, executed=executed)
    with pytest.raises(ArrError):
        await rig.apply(plan_id, MAIN, find_secret=find)
    app.faults.clear()
    await rig.apply(plan_id, MAIN, find_secret=find)
    assert rig.outcomes(plan_id) == [EntryOutcome.DONE]
    assert stored(rig, "dead")["enableRss"] is True
