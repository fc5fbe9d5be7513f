from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.clients.redact import MASK, Scrubber, carries_link, without_credentials

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


@pytest.mark.parametrize(
    "value", ["https://i/details?id=1", "see http://u@h/x", "magnet:?xt=urn:btih:1", "apikey=1"]
)
def test_links_in_history(value: str) -> None:
    assert carries_link(value)


@pytest.mark.parametrize("value", ["/movies/Film (2001)/Film?.mkv", "https://host/plain", "Usenet: done"])
def test_paths_and_plain_links_stay(value: str) -> None:
    assert not carries_link(value)
