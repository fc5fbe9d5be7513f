"""Settings as they are kept: what they do stays, what gives access to something does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.domain import SettingType
from arrtui.core.masking import MASK, carries_secret, looks_secret, mask_addresses, setting_body

SECRET = "q7Zt-secret/value+1"
words = st.text(max_size=20)
types = st.sampled_from([kind.value for kind in SettingType])


SECRET_NAMES = """apiKey api_key password passKey rssPasskey accessToken botToken clientSecret cookie
webHookUrl authUser userKey appKey privateKey configurationKey statelessUrls refreshToken passPhrase"""
PLAIN_NAMES = "host port author bypassIfHighestQuality name tags keywords priority baseUrl"


@pytest.mark.parametrize("name", SECRET_NAMES.split())
def test_names_that_look_secret(name: str) -> None:
    assert looks_secret(name)


@pytest.mark.parametrize("name", PLAIN_NAMES.split())
def test_names_that_do_not(name: str) -> None:
    assert not looks_secret(name)


@pytest.mark.parametrize(
    "value",
    [
        "https://i/api?apikey=1",
        "http://u:p@host/",
        "http://token@host",
        "x?token=a",
        "https://t/rss?passkey=1&x=2",
    ],
)
def test_values_that_carry_a_secret(value: str) -> None:
    assert carries_secret(value)


@pytest.mark.parametrize(
    "value", ["https://host/path", "{Movie Title}", r"\b(1080|token)\b", "a@b.c", "x = 1", ""]
)
def test_values_that_do_not(value: str) -> None:
    assert not carries_secret(value)


def field(name: str, value: Any, privacy: str = "normal") -> dict[str, Any]:
    """Return a provider's field as the apps send it."""
    return {
        "order": 1,
        "name": name,
        "label": "Label",
        "helpText": "Help",
        "value": value,
        "type": "textbox",
        "advanced": False,
        "privacy": privacy,
        "selectOptions": [{"value": 1, "name": "One"}],
    }


def test_a_provider_keeps_what_it_does_and_masks_what_it_knows() -> None:
    body = {
        "id": 3,
        "name": "Hook",
        "implementation": "Webhook",
        "implementationName": "Webhook",
        "infoLink": "https://wiki",
        "presets": [{"name": "x"}],
        "message": {"message": "beta"},
        "supportsOnGrab": True,
        "onGrab": True,
        "tags": [1],
        "fields": [
            field("url", "https://me:pw@host/hook"),
            field("plain", "https://host/hook"),
            field("apiKey", SECRET, "apiKey"),
            field("username", "me", "userName"),
            field("pin", 1234, "password"),
            field("password", "", "password"),
            field("useAuth", True),
            field("botToken", SECRET),
            field("stars", MASK, "password"),
            field("headers", [{"key": "X-Hook", "value": SECRET}]),
            field("list", ["a", f"http://x/?token={SECRET}"]),
            {"name": "unset"},
        ],
    }
    kept = setting_body("notification", body, frozenset({"message"}))
    values = {item["name"]: item.get("value") for item in kept["fields"]}
    assert values == {
        "url": MASK,
        "plain": "https://host/hook",
        "apiKey": MASK,
        "username": MASK,
        "pin": MASK,
        "password": "",
        "useAuth": True,
        "botToken": MASK,
        "stars": MASK,
        "headers": [{"key": "X-Hook", "value": MASK}],
        "list": ["a", MASK],
        "unset": None,
    }
    assert set(kept) == {"id", "name", "implementation", "onGrab", "tags", "fields"}
    assert set(kept["fields"][0]) == {"name", "value", "privacy"}


IN_CLEAR = [
    ("notification", "webHookUrl author apiKey accessToken refreshToken authUser arguments topics"),
    ("indexer", "cookie"),
    ("import_list", "apiKey accessToken refreshToken authUser"),
]
"""Fields of both apps that are secrets and have no privacy of their own (ARR_API 2.4)."""


@pytest.mark.parametrize(
    ("type_", "name"), [(type_, name) for type_, names in IN_CLEAR for name in names.split()]
)
def test_what_the_apps_give_out_in_clear_is_hidden(type_: str, name: str) -> None:
    kept = setting_body(type_, {"implementation": "Any", "fields": [field(name, SECRET)]})
    assert kept["fields"][0]["value"] == MASK


def test_specifications_of_a_format_lose_form_texts_too() -> None:
    spec = {
        "name": "x264",
        "implementationName": "Release Title",
        "infoLink": "https://wiki",
        "negate": False,
    }
    kept = setting_body(
        "custom_format", {"id": 1, "specifications": [{**spec, "fields": [field("value", "x264")]}]}
    )
    assert kept["specifications"] == [
        {"name": "x264", "negate": False, "fields": [{"name": "value", "value": "x264", "privacy": "normal"}]}
    ]


plain = st.none() | st.booleans() | st.integers() | words
secret_names = st.sampled_from(
    ["apiKey", "password", "accessToken", "passkey", "cookie", "webHookUrl", "headers"]
)
secret_values = st.recursive(
    st.just(SECRET),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
leaking = st.one_of(
    st.dictionaries(secret_names, secret_values, max_size=3),
    st.builds(lambda name, value: {"fields": [field(name, value)]}, secret_names, secret_values),
    st.builds(lambda name, value: {"fields": [field(name, value, "password")]}, words, secret_values),
    st.builds(lambda name: {name: f"https://host/x?apikey={SECRET}"}, words),
)
bodies = st.recursive(
    leaking | st.dictionaries(words, plain, max_size=3),
    lambda inner: st.dictionaries(words, inner | st.lists(inner, max_size=3), max_size=3),
    max_leaves=8,
)


@given(types, bodies)
def test_no_secret_survives_wherever_it_is(type_: str, body: dict[str, Any]) -> None:
    kept = setting_body(type_, body)
    assert SECRET not in json.dumps(kept)


@given(types, bodies)
def test_masking_twice_changes_nothing(type_: str, body: dict[str, Any]) -> None:
    once = setting_body(type_, body)
    assert setting_body(type_, once) == once


harmless = plain.filter(lambda value: not (isinstance(value, str) and carries_secret(value)))
names = st.sampled_from(["id", "name", "cutoff", "items", "tags", "label"])


@given(st.dictionaries(names, harmless | st.lists(harmless) | st.dictionaries(names, harmless)))
def test_what_is_no_secret_stays_as_it_is(body: dict[str, Any]) -> None:
    assert setting_body("quality_profile", body) == body


# --- keys inside addresses -------------------------------------------------------------------------------


def kept_value(type_: str, name: str, value: Any) -> Any:
    """Return what is kept of a field's value."""
    (kept,) = setting_body(type_, {"fields": [field(name, value)]})["fields"]
    return kept["value"]


@pytest.mark.parametrize(
    ("type_", "name", "value", "kept"),
    [
        ("indexer", "baseUrl", "https://ipt.example/t.rss?u=1;tp=abc;72",
         f"https://ipt.example/t.rss?u={MASK};tp={MASK};{MASK}"),
        ("indexer", "baseUrl", "https://t.example/rss/9f8e7d6c5b4a/feed.xml",
         f"https://t.example/rss/{MASK}/feed.xml"),
        ("indexer", "baseUrl", "http://prowlarr:9696/12/", "http://prowlarr:9696/12/"),
        ("indexer", "apiPath", "/api", "/api"),
        ("indexer", "additionalParameters", "&cat=5000&dl=abc", f"&cat={MASK}&dl={MASK}"),
        ("import_list", "url", "https://rss.plex.example/0f6e1c4a-8d", f"https://rss.plex.example/{MASK}"),
        ("import_list", "link", "https://lists.example/me?key=abc#k",
         f"https://lists.example/me?key={MASK}#{MASK}"),
        ("import_list", "link", "https://lists.example/me?abcdef", f"https://lists.example/me?{MASK}"),
        ("notification", "url", "https://hook.example/api/webhooks/123456789/AbCdEf",
         f"https://hook.example/api/webhooks/{MASK}/{MASK}"),
        ("notification", "url", "hook.example/services/T01AB", f"hook.example/services/{MASK}"),
        ("notification", "topics", ["my-topic"], [MASK]),
        ("notification", "arguments", "--key abc", MASK),
        ("notification", "key", "HuxgBB", MASK),
        ("notification", "path", "/config/scripts/Notify-2.sh", "/config/scripts/Notify-2.sh"),
        ("notification", "text", "a https://a.example/x?k=1, b", f"a https://a.example/x?k={MASK} b"),
        ("download_client", "urlBase", "/sabnzbd", "/sabnzbd"),
        ("download_client", "address", "http://h.example/Ab1?x=1", f"http://h.example/Ab1?x={MASK}"),
        ("custom_format", "value", r"\b(https://x?a=b|1080p)\b", r"\b(https://x?a=b|1080p)\b"),
    ],
)  # fmt: skip
def test_keys_in_addresses_are_masked_and_the_rest_stays(
    type_: str, name: str, value: Any, kept: Any
) -> None:
    assert kept_value(type_, name, value) == kept
    assert kept_value(type_, name, kept) == kept


tokens = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", min_size=16, max_size=60)


@given(
    st.sampled_from(["notification", "import_list", "indexer"]), tokens, st.sampled_from(["url", "x", "link"])
)
def test_no_long_key_survives_in_a_path_or_a_query(type_: str, token: str, name: str) -> None:
    for address in (f"https://host.example/a/{token}/b", f"http://h/{token}", f"http://h/a?z={token}&y=1"):
        assert token not in kept_value(type_, name, address)


def test_addresses_in_a_sentence_keep_what_says_where() -> None:
    text = "Indexers failed: [GET] at [https://indexer.example/api?t=caps&tp=abc], try again."
    told = mask_addresses(text)
    assert "abc" not in told
    assert "https://indexer.example/api?t=" in told
