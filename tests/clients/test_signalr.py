"""The client of the live feed over real sockets: handshake, records, pings, and what is no feed."""

from __future__ import annotations

import asyncio
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.clients import signalr
from arrtui.clients.signalr import FeedLostError, NoFeedError, Splitter, open_feed
from arrtui.core.config import InstanceConfig
from tests.clients.feed_server import feed_server, sending
from tests.clients.support import HEADER, KEY, assert_clean, instance
from tests.features.live.records import recorded_operations

END = "\x1e"
TAG = f'{{"type":1,"target":"receiveMessage","arguments":[{{"name":"tag","body":{{"action":"sync"}}}}]}}{END}'
QUEUE = TAG.replace("tag", "queue")
CLOSE = f'{{"type":7,"error":"Connection closed with an error.","allowReconnect":true}}{END}'


async def names(config: InstanceConfig, count: int) -> list[str]:
    """Return the names of the first messages of a feed."""
    heard = []
    async with open_feed(config) as messages:
        async for message in messages:
            heard.append(message.name)
            if len(heard) == count:
                break
    return heard


async def failure(url: str) -> Exception:
    """Return why a feed ends."""
    with pytest.raises((FeedLostError, NoFeedError)) as caught:
        await names(instance(url), 100)
    assert_clean(caught.value)
    return caught.value


async def test_records_may_share_frames_and_span_them() -> None:
    frames = (f"{{}}{END}{TAG[:20]}", TAG[20:] + QUEUE, QUEUE[:-1], END + TAG[:3], TAG[3:].encode())
    async with feed_server(sending(*frames)) as server:
        assert await names(instance(server.url), 4) == ["tag", "queue", "queue", "tag"]
    request = server.requests[0]
    assert request.path == "/base/signalr/messages"
    assert (request.headers["X-Api-Key"], request.headers["X-Proxy"]) == (KEY, HEADER)
    assert server.heard[0] == f'{{"protocol":"json","version":1}}{END}'


async def test_what_cannot_be_read_is_left_out() -> None:
    odd = ("nonsense", "[]", '{"type":"1"}', '{"type":3,"arguments":null}', '{"type":1,"arguments":[7,{}]}')
    async with feed_server(sending("{}" + END, *(record + END for record in odd), TAG)) as server:
        assert await names(instance(server.url), 1) == ["tag"]


@given(st.lists(st.sampled_from([TAG, QUEUE, f"{{}}{END}"])), st.lists(st.integers(1, 90)))
def test_a_stream_is_cut_the_same_wherever_its_frames_end(records: list[str], lengths: list[int]) -> None:
    stream, splitter, cut = "".join(records), Splitter(), []
    for length in [*lengths, len(stream)]:
        cut += splitter(stream[:length])
        stream = stream[length:]
    assert cut == [record.removesuffix(END) for record in records]


def test_a_record_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signalr, "LARGEST", 100)
    splitter = Splitter()
    with pytest.raises(FeedLostError):
        for _ in range(20):
            splitter("x" * 10)


async def test_a_frame_larger_than_any_app_s_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signalr, "LARGEST", 1_000)
    async with feed_server(sending("{}" + END, "x" * 2_000)) as server:
        assert isinstance(await failure(server.url), FeedLostError)


async def test_pings_go_on_and_silence_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signalr, "PING_SECONDS", 0.01)
    async with feed_server(sending("{}" + END, TAG)) as server, open_feed(instance(server.url)) as messages:
        assert (await anext(messages)).name == "tag"
        await server.pinged.wait()
        monkeypatch.setattr(signalr, "SILENCE_SECONDS", 0.05)
        with pytest.raises(FeedLostError, match="silent"):
            await anext(messages)


async def test_a_handshake_that_is_never_answered_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signalr, "HANDSHAKE_SECONDS", 0.2)
    async with feed_server(sending()) as server:
        assert isinstance(await failure(server.url), FeedLostError)


@pytest.mark.parametrize("frames", [("{}" + END, CLOSE), ("{}" + END + TAG + CLOSE,)])
async def test_the_app_may_close_it(frames: tuple[str, ...]) -> None:
    async with feed_server(sending(*frames)) as server:
        assert isinstance(await failure(server.url), FeedLostError)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((200, NoFeedError), (302, NoFeedError), (307, NoFeedError), (401, NoFeedError), (404, NoFeedError)),
        *((500, FeedLostError), (502, FeedLostError), (503, FeedLostError)),
    ],
)
async def test_an_answer_that_is_no_upgrade_is_no_feed(status: int, kind: type[Exception]) -> None:
    """Nor is a redirect followed: the key would go with it."""
    async with feed_server(sending()) as elsewhere:
        headers = {"Location": f"{elsewhere.url}/signalr/messages"} if status in (302, 307) else {}
        async with feed_server(sending(), status=status, headers=headers, body=b"<html>") as server:
            assert type(await failure(server.url)) is kind
    assert not elsewhere.requests and len(server.requests) == 1


async def test_another_protocol_is_no_feed() -> None:
    async with feed_server(sending(f'{{"error":"The protocol is not supported."}}{END}')) as server:
        assert isinstance(await failure(server.url), NoFeedError)


async def test_what_does_not_answer_is_lost() -> None:
    listener = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    assert isinstance(await failure(f"http://127.0.0.1:{port}"), FeedLostError | NoFeedError)
    listener.close()
    await listener.wait_closed()
    assert isinstance(await failure(f"http://127.0.0.1:{port}"), FeedLostError)
    assert isinstance(await failure(f"https://127.0.0.1:{port}"), FeedLostError)


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
async def test_what_real_apps_sent_is_heard_wherever_it_is_cut(kind: str) -> None:
    records = [record for _, records in recorded_operations(kind) for record in records]
    stream, frames, chance = "".join(f"{record}{END}" for record in ("{}", *records)), [], random.Random(7)
    while stream:
        length = chance.choice((1, 3, 200, 3_000, 20_000))
        frames.append(stream[:length])
        stream = stream[length:]
    count = sum('"arguments"' in record for record in records)
    async with feed_server(sending(*frames)) as server:
        assert len(await names(instance(server.url), count)) == count > 100
