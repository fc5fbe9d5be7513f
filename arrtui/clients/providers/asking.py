"""How a provider is asked: at its pace, with retries and a breaker, from stored answers while they are fresh.

A key is added to a request as its last step, below everything that logs, stores or words an address.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode
from weakref import WeakKeyDictionary, WeakValueDictionary

import msgspec

from arrtui.clients.breaker import Breaker
from arrtui.clients.http import user_agent
from arrtui.clients.providers.protocol import AnswerStore, ProviderError
from arrtui.clients.redact import Scrubber, without_credentials
from arrtui.core.errors import ArrError

if TYPE_CHECKING:
    import httpx
    from aiolimiter import AsyncLimiter

TIMEOUT = 20.0
"""Seconds an answer may take."""
MOST_ANSWER = 32 * 1024 * 1024
"""Bytes of an answer that is no image."""
MOST_REDIRECTS = 5
"""That are followed one after the other."""
DAY = 86_400.0
UNKNOWN_FOR = DAY
"""Seconds for which "not known" counts at most: a title that is new today has artwork tomorrow."""

T = TypeVar("T", bound=msgspec.Struct)
Sign = Callable[["httpx.Request"], "httpx.Request"]
Query = Mapping[str, str]


@dataclass(frozen=True)
class ProviderHost:
    """Where a provider is asked, and how."""

    name: str
    """In the configuration: ``tmdb``."""
    label: str
    """What people call it: ``TMDB``."""
    address: str
    per_second: float
    """Requests; 0 for no limit."""
    key_option: str = ""
    """Where its key is configured: ``tmdb_key under [providers]``."""
    sign: Sign | None = None
    """Adds the key."""
    secrets: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    concurrency: int = 4
    leads_to: tuple[str, ...] = ()
    """Domains to which its redirects are followed, besides its own; those of a host without a key lead
    anywhere when empty."""


@dataclass(frozen=True)
class AskingOptions:
    """What all providers of a run share."""

    answers: AnswerStore | None = None
    fresh_seconds: float = 0.0
    """How long an answer counts; 0 keeps none."""
    most_image: int = 25 * 1024 * 1024
    """Bytes of an image."""
    backoff: float = 0.5
    """Seconds the first retry waits at most; see :class:`~arrtui.clients.transport.TransportOptions`."""
    transport: httpx.AsyncBaseTransport | None = None
    """Stands in for the network in tests."""
    clock: Callable[[], float] = field(default=time.monotonic)


_paces: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, AsyncLimiter | None]] = WeakKeyDictionary()


def _pace_of(host: ProviderHost) -> AsyncLimiter | None:
    """Return the limiter of a host, which all who ask it share: several instances are enriched at a time."""
    from arrtui.clients.transport import limiter

    paces = _paces.setdefault(asyncio.get_running_loop(), {})
    name = f"{host.label} {host.address}"
    if name not in paces:
        paces[name] = limiter(host.per_second)
    return paces[name]


class ProviderHttp:
    """Asks one host of a provider. Belongs to one event loop."""

    def __init__(self, host: ProviderHost, options: AskingOptions | None = None) -> None:
        self.host = host
        self._options = options or AskingOptions()
        self._breaker = Breaker(self._options.clock)
        self._scrub = Scrubber(host.secrets)
        self._client: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._last_outage = ""

    async def ask(
        self,
        path: str,
        type_: type[T],
        query: Query | None = None,
        *,
        read: Callable[[bytes], T] | None = None,
        keep: Callable[[T], T] | None = None,
        variant: str = "",
    ) -> T | None:
        """Return an answer, a stored one while it is fresh; None where the provider knows no such thing.

        What is stored are the members of ``type_``, as ``keep`` leaves them; ``variant`` tells apart what it
        leaves of the same request. ``read`` replaces the usual decoding. The same request is not under way
        twice. Raises ProviderError.
        """
        request = f"{path}?{urlencode(sorted((query or {}).items()))}{variant and f' {variant}'}"
        lock = self._locks.get(request)
        if lock is None:
            lock = self._locks[request] = asyncio.Lock()
        async with lock:
            stored = await self._stored(request)
            if stored is not None:
                return msgspec.json.decode(stored, type=type_) if stored else None
            body = await self.get(path, query)
            answer = None if body is None else await self._decode(body, type_, read)
            if answer is not None and keep is not None:
                answer = keep(answer)
            await self._store(request, answer)
            return answer

    async def get(self, path: str, query: Query | None = None) -> bytes | None:
        """Return the body of an answer, None for 404. Raises ProviderError."""
        response = await self.exchange("GET", f"{self.host.address}{path}", query=query)
        return None if response.status_code == 404 else self._successful(response).content

    async def post(self, path: str, content: bytes) -> bytes:
        """Return the answer to a request with a JSON body, which is sent once. Raises ProviderError."""
        response = await self.exchange("POST", f"{self.host.address}{path}", content=content)
        return self._successful(response).content

    async def fetch(self, address: str) -> bytes:
        """Return an image of any host, as long as it is no larger than configured. Raises ProviderError.

        Of a host without a key it may lie behind redirects, as those of the Cover Art Archive do.
        """
        if not address.startswith(("https://", "http://")):
            raise self.fault("the address of an image is none of the web")
        response = await self.exchange("GET", address, most=self._options.most_image)
        if response.status_code in (404, 410):
            raise self.fault(f"the image is not there any more ({response.status_code})")
        return self._successful(response).content

    async def exchange(
        self,
        method: str,
        address: str,
        *,
        query: Query | None = None,
        content: bytes | None = None,
        most: int = MOST_ANSWER,
    ) -> httpx.Response:
        """Send a request unless the breaker is open, and tell it how that went. Raises ProviderError."""
        import httpx

        from arrtui.clients.transport import BodyTooLargeError

        if wait := self._breaker.wait():
            why = f"left alone for {wait:.0f} s more after repeated failures ({self._last_outage})"
            raise self.fault(why, is_down=True)
        client = await self._open()
        probe = self._breaker.begin()
        try:
            headers = {"User-Agent": user_agent(), "Accept": "*/*", **self.host.headers}
            if content is not None:
                headers["Content-Type"] = "application/json"
            request = client.build_request(method, address, params=query, content=content, headers=headers)
            request.extensions["most"] = most
            response = await self._send(client, request)
        except BodyTooLargeError:
            self._breaker.succeed()
            problem = self.fault(f"what it sends is larger than {most:,} bytes")
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects, UnicodeError) as error:
            self._breaker.abandon(probe=probe)
            problem = self.fault(f"an address of it leads nowhere ({type(error).__name__})")
        except (httpx.HTTPError, OSError) as error:
            self._breaker.fail(probe=probe)
            self._last_outage = f"it cannot be reached: {type(error).__name__}"
            problem = self.fault(self._last_outage, is_down=True)
        except BaseException:
            self._breaker.abandon(probe=probe)
            raise
        else:
            self._judge(response, probe=probe)
            return response
        raise problem  # outside of the handler: an error of httpx knows the request and its key

    async def _send(self, client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
        """Send a request, and those to which its host may lead on. Raises what httpx raises."""
        is_free = self.host.sign is None and not self.host.leads_to
        response = await client.send(request, follow_redirects=is_free)
        own = request.url.host
        for _ in range(MOST_REDIRECTS if self.host.leads_to else 0):
            following = response.next_request
            if following is None:
                break
            host = following.url.host
            if host != own and not any(host == to or host.endswith(f".{to}") for to in self.host.leads_to):
                break
            response = await client.send(following, follow_redirects=False)
        return response

    def fault(self, why: str, advice: str = "", *, is_down: bool = False, status: int = 0) -> ProviderError:
        """Return an error that names the provider and none of its secrets."""
        return ProviderError(
            what=f"asking {self.host.label}",
            why=self._scrub(without_credentials(why)),
            advice=advice,
            provider=self.host.name,
            is_down=is_down,
            status=status,
        )

    async def aclose(self) -> None:
        """Close the connections; the next request opens them again."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _judge(self, response: httpx.Response, *, probe: bool) -> None:
        """Tell the breaker of an answer: only outages count, and being slowed down after all retries."""
        if response.status_code == 429 or response.status_code >= 500:
            self._last_outage = f"it answered {response.status_code}"
            self._breaker.fail(probe=probe)
        else:
            self._breaker.succeed()

    def _successful(self, response: httpx.Response) -> httpx.Response:
        """Return a response that is a success. Raises ProviderError."""
        status = response.status_code
        if status == 200:
            return response
        if status in (401, 403):
            advice = f"Correct {self.host.key_option}." if self.host.key_option else ""
            raise self.fault(f"the key is refused ({status})", advice, is_down=bool(advice), status=status)
        if status == 429:
            why = "it was asked too often (429)"
            raise self.fault(why, "It is asked again later.", is_down=True, status=status)
        raise self.fault(f"it answered {status}", is_down=status >= 500, status=status)

    async def _decode(self, body: bytes, type_: type[T], read: Callable[[bytes], T] | None) -> T:
        from arrtui.clients.decoding import beside_loop, read_object

        try:
            return await beside_loop(body, read or (lambda body: read_object(body, type_)))
        except ArrError as error:
            why = error.why
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, AttributeError):
            why = "the answer is not as it would give it"
        raise self.fault(why)

    async def _stored(self, request: str) -> str | None:
        answers = self._options.answers
        return await answers.get(self.host.name, request) if answers is not None else None

    async def _store(self, request: str, answer: msgspec.Struct | None) -> None:
        """Keep an answer for as long as it is fresh."""
        fresh = self._options.fresh_seconds
        if answer is None:
            fresh = min(fresh, UNKNOWN_FOR)
        if self._options.answers is not None and fresh > 0:
            text = "" if answer is None else msgspec.json.encode(answer).decode()
            await self._options.answers.put(self.host.name, request, text, fresh)

    async def _open(self) -> httpx.AsyncClient:
        from arrtui.clients.transport import Meter, TransportOptions, open_client

        async with self._opening:
            if self._client is None:
                options = TransportOptions(
                    timeout=TIMEOUT,
                    concurrency=self.host.concurrency,
                    requests_per_second=0,
                    pace=_pace_of(self.host),
                    verify=True,
                    tls=True,
                    backoff=self._options.backoff,
                    inner=self._options.transport,
                    clock=self._options.clock,
                    sign=self.host.sign,
                )
                self._client = await open_client(options, Meter())
            return self._client
