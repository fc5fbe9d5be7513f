from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.clients.redact import (
    MASK,
    Scrubber,
    carries_link,
    carries_secret,
    looks_secret,
    setting_body,
    without_credentials,
)

SECRET = "q7Zt-secret/value+1"
words = st.text(max_size=20)


@given(st.text(min_size=4, max_size=40).filter(lambda text: len(text.strip()) >= 4), words, words)
def test_no_form_of_a_secret_survives(secret: str, before: str, after: str) -> None:
    scrub = Scrubber([secret])
    for form in (secret, quote(secret), quote(secret, safe="")):
        told = scrub(f"{before}{form}{after}")
        assert secret not in told.replace(MASK, "")


@pytest.mark.parametrize(
    "text", ["Header b'X-Api-Key: ABCDEF12'", "http://h/?apikey=abcdef12&x=1", "abcdef12abcdef12"]
)
def test_case_does_not_matter(text: str) -> None:
    assert "abcdef12" not in Scrubber(["abcdef12"])(text).lower()


def test_userinfo_of_any_url_goes() -> None:
    assert Scrubber([])("at http://me:p@ss@host:80/x?y=a@b") == f"at http://{MASK}@host:80/x?y=a@b"


def test_keys_in_quoted_addresses_go() -> None:
    told = without_credentials("[GET] at [https://indexer/api?t=caps&apikey=abc123] failed (token='x')")
    assert told == f"[GET] at [https://indexer/api?t=caps&apikey={MASK}] failed (token='x')"


def test_words_that_are_no_secret_stay() -> None:
    assert Scrubber(["on", "", "1"])("on port 1") == "on port 1"


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


@pytest.mark.parametrize(
    "value", ["https://i/details?id=1", "see http://u@h/x", "magnet:?xt=urn:btih:1", "apikey=1"]
)
def test_links_in_history(value: str) -> None:
    assert carries_link(value)


@pytest.mark.parametrize("value", ["/movies/Film (2001)/Film?.mkv", "https://host/plain", "Usenet: done"])
def test_paths_and_plain_links_stay(value: str) -> None:
    assert not carries_link(value)


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
    kept = setting_body(body, frozenset({"message"}))
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


def test_specifications_of_a_format_lose_form_texts_too() -> None:
    spec = {
        "name": "x264",
        "implementationName": "Release Title",
        "infoLink": "https://wiki",
        "negate": False,
    }
    kept = setting_body({"id": 1, "specifications": [{**spec, "fields": [field("value", "x264")]}]})
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


@given(bodies)
def test_no_secret_survives_wherever_it_is(body: dict[str, Any]) -> None:
    kept = setting_body(body)
    assert SECRET not in json.dumps(kept)


@given(bodies)
def test_masking_twice_changes_nothing(body: dict[str, Any]) -> None:
    once = setting_body(body)
    assert setting_body(once) == once


harmless = plain.filter(lambda value: not (isinstance(value, str) and carries_secret(value)))
names = st.sampled_from(["id", "name", "cutoff", "items", "tags", "label"])


@given(st.dictionaries(names, harmless | st.lists(harmless) | st.dictionaries(names, harmless)))
def test_what_is_no_secret_stays_as_it_is(body: dict[str, Any]) -> None:
    assert setting_body(body) == body
