"""What the messages of yt-dlp mean."""

from __future__ import annotations

import pytest

from arrtui.media.refusals import Refusal, Scope, refusal_of
from tests.media.youtube_messages import MESSAGES


@pytest.mark.parametrize(("refusal", "message"), MESSAGES.items())
def test_a_message_of_youtube_is_understood(refusal: str, message: str) -> None:
    assert refusal_of(message) is Refusal(refusal)


@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        ("ERROR: unable to download video data: HTTP Error 403: Forbidden", Refusal.FORBIDDEN),
        ("ERROR: [youtube] x: HTTP Error 429: Too Many Requests", Refusal.TOO_MANY_REQUESTS),
        ("ERROR: unable to write data: [Errno 28] No space left on device", Refusal.DISK_FULL),
        ("ERROR: [generic] page: Unsupported URL: http://127.0.0.1/page", Refusal.NOT_A_VIDEO),
        ("ERROR: \r[download] Got error: 4096 bytes read, 8192 more expected", Refusal.TRUNCATED),
        ("ERROR: [youtube] x: Something new", Refusal.OTHER),
        ("ERROR: [youtube] x: Failed to resolve 'www.youtube.com' ([Errno -2])", Refusal.UNREACHABLE),
    ],
)  # fmt: skip
def test_a_message_of_a_server_or_disk_is_understood(message: str, refusal: Refusal) -> None:
    assert refusal_of(message) is refusal


def test_what_concerns_the_machine_stops_a_run_and_what_concerns_a_video_does_not() -> None:
    scopes = {refusal: Refusal(refusal).facts.scope for refusal in MESSAGES}
    assert scopes == {
        "not-a-bot": Scope.RUN,
        "rate-limited": Scope.RUN,
        "captcha": Scope.RUN,
        "no-format": Scope.RUN_WHEN_REPEATED,
        "age": Scope.ITEM,
        "private": Scope.ITEM,
        "removed": Scope.ITEM,
        "country": Scope.ITEM,
        "members": Scope.ITEM,
    }
    assert Refusal.FORBIDDEN.facts.scope is Scope.ITEM_AGAIN
