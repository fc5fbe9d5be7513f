"""One instance over HTTP: the key in a header, reads retried, writes never, every fault one typed error.

httpx is loaded with the first request, so that importing the clients costs nothing at the start of the app.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterable, Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import msgspec

from arrtui.clients.breaker import Breaker
from arrtui.clients.gate import RequestGate
from arrtui.clients.redact import Scrubber
from arrtui.clients.stats import RequestStats
from arrtui.core.errors import ArrError, BadRequestError, CircuitOpenError, ReadOnlyError, TlsError

if TYPE_CHECKING:
    import httpx

    from arrtui.clients.faults import BufferedResponse, RequestContext
    from arrtui.clients.file_form import FileForm
    from arrtui.clients.list_stream import ListStream
    from arrtui.clients.transport import Meter
    from arrtui.core.config import InstanceConfig

Query = Mapping[str, "str | int | Sequence[int]"]
"""Parameters of a request; a sequence repeats its key, as both apps want it."""

WRITES = frozenset({"POST", "PUT", "DELETE"})
_JSON = {"Content-Type": "application/json"}
_VERSION = "x-application-version"
"""Both apps send it with every answer below ``/api`` (``VersionMiddleware``)."""
_loaded: set[str] = set()


class Sender(NamedTuple):
    """Who sent an answer, by its headers."""

    version: str = ""
    """Of the app, empty where something took it away."""
    date: float | None = None
    """UTC seconds by its clock."""


class Outgoing(NamedTuple):
    """What is sent besides the address."""

    method: str
    content: bytes | AsyncIterable[bytes] | None = None
    headers: Mapping[str, str] = MappingProxyType({})
    """Besides those of every request, or in their place."""
    keyed: bool = True
    """Whether the API key goes along."""
    sink: BinaryIO | None = None
    """Where the body of a success is written; None keeps it in memory."""
    stream: ListStream[Any, Any] | None = None
    """What reads the body of a success as it comes, in the place of us."""
    most_image: int = 0
    """Bytes of an image that is wanted; 0 where JSON is."""


class ArrHttp:
    """Sends requests to one instance.

    Belongs to the event loop that sends its first request. ``transport`` stands in for the network,
    ``backoff`` (seconds) for the pause between attempts and ``clock`` for the time in tests.
    """

    def __init__(
        self,
        config: InstanceConfig,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        backoff: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._config = config
        self._inner = transport
        self._backoff = backoff
        self._clock = clock
        self._key = config.api_key.get_secret_value()
        self._extra = {name: value.get_secret_value() for name, value in config.headers.items()}
        self._scrub = Scrubber([self._key, *self._extra.values()])
        self._opening = asyncio.Lock()
        self._client: httpx.AsyncClient | None = None
        self._meter: Meter | None = None
        self._last_outage = ""
        self.sender = Sender()
        """Who sent the last answer, nobody where none came."""
        self._gate = RequestGate()
        self.breaker = Breaker(clock)
        self.stats = RequestStats()
        """How its requests went since this client was made."""

    @property
    def requests(self) -> int:
        """Requests sent since the start, every retry and failed connection included."""
        return self._meter.sent if self._meter else 0

    async def get(
        self,
        path: str,
        *,
        what: str,
        params: Query | None = None,
        timeout: float | None = None,
        patient: bool = True,
        keyed: bool = True,
        stream: ListStream[Any, Any] | None = None,
    ) -> BufferedResponse:
        """Return the answer to a GET, which is a success with a JSON body.

        ``what`` is the user's word for it (``listing movies``); ``timeout`` (seconds) replaces the
        configured one. An impatient read is not retried and passes an open breaker: it is a person's own
        attempt. Without ``keyed`` the API key stays here. ``stream`` reads the body as it comes; the answer
        has its beginning alone then.

        :raises ArrError: one of its kinds, see ``core/errors``.
        """
        await _load()
        call = self._call(path, what, params, timeout, write=False)
        return await self._guarded(call, Outgoing("GET", keyed=keyed, stream=stream), patient=patient)

    async def download(
        self, path: str, sink: BinaryIO, *, what: str, timeout: float | None = None
    ) -> BufferedResponse:
        """Write the body of a file of the web interface into ``sink``; no key is sent, nothing is retried.

        :raises LoginNeededError: the app, or a proxy in front of it, wants somebody to log in.
        :raises ArrError: another one of its kinds; ``sink`` may have got a part of the file then.
        """
        await _load()
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        call = self._call(path, what, None, timeout, write=False)
        return await self._guarded(call, Outgoing("GET", headers=headers, keyed=False, sink=sink))

    async def image(self, path: str, *, most: int, since: str = "") -> BufferedResponse | None:
        """Return an image of a title, None where it has not changed since an HTTP date.

        The key goes along: these routes are of the API (``MediaCoverController``). Raises as :meth:`get`.
        """
        await _load()
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        headers |= {"If-Modified-Since": since} if since else {}
        call = self._call(path, "reading an image", None, None, write=False)
        answer = await self._guarded(call, Outgoing("GET", headers=headers, most_image=most))
        return None if answer.status == 304 else answer

    async def upload(
        self, path: str, form: FileForm, *, what: str, timeout: float | None = None
    ) -> BufferedResponse:
        """Return the answer to a form with a file, which was sent at most once. Raises as :meth:`send`."""
        if self._config.read_only:
            raise ReadOnlyError.refusing(what, self._config.name)
        await _load()
        call = self._call(path, what, None, timeout, write=True)
        return await self._guarded(call, Outgoing("POST", form.pieces(), form.headers))

    async def send(
        self,
        method: str,
        path: str,
        *,
        what: str,
        json: Any = None,
        params: Query | None = None,
        timeout: float | None = None,
        alone: bool = False,
    ) -> BufferedResponse:
        """Return the answer to a write, which was sent at most once.

        A write that timed out or broke off may have been done: nothing here repeats it. One that is ``alone``
        is sent while no other request of this client is under way.

        :raises ArrError: one of its kinds, see ``core/errors``.
        :raises ReadOnlyError: nothing may be written to the instance; nothing was sent.
        """
        if method not in WRITES:
            raise ValueError(f"{method} is no write; use get()")
        if self._config.read_only:
            raise ReadOnlyError.refusing(what, self._config.name)
        await _load()
        call = self._call(path, what, params, timeout, write=True)
        if json is None:
            return await self._guarded(call, Outgoing(method), alone=alone)
        return await self._guarded(call, Outgoing(method, msgspec.json.encode(json), _JSON), alone=alone)

    async def aclose(self) -> None:
        """Close the connections; the next request opens them again."""
        client, self._client = self._client, None
        if client:
            await client.aclose()

    def _call(
        self, path: str, what: str, params: Query | None, timeout: float | None, *, write: bool
    ) -> RequestContext:
        import httpx

        from arrtui.clients.faults import RequestContext

        pairs = [
            (key, str(value))
            for key, values in (params or {}).items()
            for value in ((values,) if isinstance(values, str | int) else values)  # no app reads comma lists
        ]
        try:
            url = httpx.URL(self._config.url.rstrip("/") + path, params=pairs or None)
        except (httpx.InvalidURL, UnicodeError):
            url = None
        if url is None:
            why = "the request has no address that could be asked"
            raise BadRequestError(what, why, "Correct url in the configuration.", self._config.name)
        app = self._config.kind.app.name
        seconds = timeout or self._config.timeout
        return RequestContext(self._config.name, app, what, url, seconds, self._scrub, write)

    async def _guarded(
        self, call: RequestContext, outgoing: Outgoing, *, patient: bool = True, alone: bool = False
    ) -> BufferedResponse:
        """Send unless the breaker is open, and tell it how that went."""
        if patient and (wait := self.breaker.wait()):
            why = f"left alone for {wait:.0f} s more after repeated failures ({self._last_outage})"
            raise call.fault(CircuitOpenError, why, "It is tried again by itself.", retry_after=wait)
        probe = self.breaker.begin()
        try:
            async with self._gate.passing(alone=alone):
                result = await self._exchange(call, outgoing, retried=patient and not probe)
        except BaseException:
            self.breaker.abandon(probe=probe)
            raise
        self.sender = Sender()
        if not isinstance(result, ArrError):
            self.breaker.succeed()
            self.sender = Sender(result.headers.get(_VERSION, ""), result.date)
            self.stats.note_answer(result.latency)
            return result
        self.stats.note_error(result.code)
        # Only outages count: any answer shows that the instance is there.
        if result.passing or isinstance(result, TlsError):
            self._last_outage = result.why
            self.breaker.fail(probe=probe)
        else:
            self.breaker.succeed()
        raise result

    async def _exchange(
        self, call: RequestContext, outgoing: Outgoing, *, retried: bool
    ) -> BufferedResponse | ArrError:
        """Send and return the answer or what is wrong with it.

        Faults are returned, not raised, so that no error of httpx, which knows the request and its key, hangs
        on ours as its context.
        """
        import httpx

        from arrtui.clients import connection_faults, faults

        try:
            client = await self._open()
        except OSError as error:
            return connection_faults.fault_of_ca_file(error, call)
        try:
            request = self._request(client, call, outgoing, retried=retried)
            answer = _answer(await client.send(request))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError) as error:
            return connection_faults.fault_of_exception(error, call)
        judge = faults.fault_of_answer if outgoing.sink is None else faults.fault_of_file
        if outgoing.most_image:
            judge = faults.fault_of_image
        return judge(answer, call) or answer

    def _request(
        self, client: httpx.AsyncClient, call: RequestContext, outgoing: Outgoing, *, retried: bool
    ) -> httpx.Request:
        from arrtui.clients.transport import retry_policy, timeouts

        headers = self._extra | {
            "User-Agent": user_agent(),
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        }
        headers |= outgoing.headers
        if outgoing.keyed:
            headers["X-Api-Key"] = self._key
        request = client.build_request(
            outgoing.method,
            call.url,
            headers=headers,
            content=outgoing.content,
            timeout=timeouts(call.timeout),
        )
        if not retried or outgoing.sink is not None:
            request.extensions["retry"] = retry_policy(0, total=0)
        if outgoing.sink is not None:
            request.extensions["sink"] = outgoing.sink
        if outgoing.stream is not None:
            request.extensions["stream"] = outgoing.stream
        if outgoing.most_image:
            request.extensions["most"] = outgoing.most_image
        return request

    async def _open(self) -> httpx.AsyncClient:
        from arrtui.clients.transport import Meter, TransportOptions, open_client

        async with self._opening:
            if self._client is None:
                self._meter = self._meter or Meter()
                options = TransportOptions(
                    timeout=self._config.timeout,
                    concurrency=self._config.concurrency,
                    requests_per_second=self._config.requests_per_second,
                    verify=self._config.verify_tls,
                    tls=self._config.url.startswith("https:"),
                    backoff=self._backoff,
                    inner=self._inner,
                    clock=self._clock,
                )
                self._client = await open_client(options, self._meter)
            return self._client


async def _load() -> None:
    """Import httpx beside the event loop, which would stand still for a fifth of a second."""
    if not _loaded:
        await asyncio.to_thread(import_module, "arrtui.clients.faults")
        _loaded.add("httpx")


@cache
def user_agent() -> str:
    """Return the name we give ourselves; the apps log it beside deprecated requests."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"arrtui/{version('arrtui')}"
    except PackageNotFoundError:
        return "arrtui/0"


def _answer(response: httpx.Response) -> BufferedResponse:
    from arrtui.clients.faults import BufferedResponse
    from arrtui.clients.transport import seconds_to_wait

    return BufferedResponse(
        status=response.status_code,
        headers=dict(response.headers),
        body=response.content,
        latency=response.extensions.get("latency", 0.0),
        retry_after=seconds_to_wait(response.headers.get("retry-after", "")),
    )
