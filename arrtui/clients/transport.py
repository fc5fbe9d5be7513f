"""The httpx side of a client: one connection pool that takes turns, counts, buffers and retries reads."""

from __future__ import annotations

import asyncio
import ssl
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import certifi
import httpx
from aiolimiter import AsyncLimiter
from httpx_retries import Retry, RetryTransport

from arrtui.core.destination import DestinationError

if TYPE_CHECKING:
    from arrtui.clients.list_stream import ListStream

CONNECT_TIMEOUT = 10.0
"""Seconds to wait for a connection, unless the configured timeout is shorter."""
RETRIES = 3
"""Further attempts of a read after a passing fault."""
LONGEST_WAIT = 60.0
"""Seconds an attempt is put off at most, whatever ``Retry-After`` says."""
LARGEST_BODY = 512 * 1024 * 1024
"""Bytes of a decompressed body that are accepted, where a request does not say with ``most``."""
LARGEST_FILE = 16 * 1024**3
"""Bytes of a file that is written to disk as it comes."""
LARGE_BODY = 4 * 1024 * 1024
"""Bytes whose copying alone is felt by the event loop."""
SLOWEST = 1_000
"""Bytes per second below which an answer counts as stuck."""
WHOLE = 5
"""Times its timeout that an answer may take from its first byte to its last, however fast it comes."""

_PASSING = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError)
_UNPACKED = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def settle_on_asyncio() -> None:
    """Have httpcore take asyncio for its event loop without looking into every folder of packages.

    It imports ``sniffio`` for each lock it makes, several for a request, and a package that is not installed
    is looked for anew each time: that took a seventh of the time of a backup.
    """
    if "sniffio" not in sys.modules and find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]  # the documented way to make an import fail


settle_on_asyncio()


class BodyBrokenError(httpx.ReadError):
    """The connection closed in the middle of a body."""


class BodyTooLargeError(httpx.RequestError):
    """The body is larger than is accepted."""


class EndlessAnswerError(httpx.ReadTimeout):
    """The body was still coming after `WHOLE` times the timeout."""


@dataclass
class Meter:
    """What one instance's transport has seen."""

    sent: int = 0
    """Attempts made, retries and failed connections included."""


@dataclass(frozen=True)
class TransportOptions:
    """How one instance is to be talked to."""

    timeout: float
    concurrency: int
    requests_per_second: float
    verify: bool | Path
    tls: bool
    backoff: float = 0.5
    """Seconds the first retry waits at most, before jitter, halved; each further one twice as long."""
    inner: httpx.AsyncBaseTransport | None = None
    """Stands in for the network in tests."""
    clock: Callable[[], float] = field(default=time.monotonic)
    pace: AsyncLimiter | None = None
    """Shared with other clients, in the place of ``requests_per_second``."""
    sign: Callable[[httpx.Request], httpx.Request] | None = None
    """Adds a key to a request as its last step, below everything that logs an address."""


def seconds_to_wait(header: str) -> float | None:
    """Return what a ``Retry-After`` header asks for, in seconds; None without one that can be read."""
    try:
        return Retry().parse_retry_after(header) if header else None
    except ValueError:
        return None


class ReadRetry(Retry):
    """Repeats reads on passing faults.

    A certificate that is not trusted will not be trusted next time, and an endless answer has cost enough.
    """

    def is_retryable_exception(self, exception: Exception) -> bool:
        """Return whether the fault may pass."""
        lasting = isinstance(exception, EndlessAnswerError) or tls_fault(exception) is not None
        return super().is_retryable_exception(exception) and not lasting


def retry_policy(backoff: float, total: int = RETRIES) -> ReadRetry:
    """Return the policy: reads only, exponential with jitter, ``Retry-After`` up to `LONGEST_WAIT`."""
    return ReadRetry(
        total=total,
        allowed_methods=("GET", "HEAD"),
        status_forcelist=(429, 502, 503, 504),
        retry_on_exceptions=_PASSING,
        backoff_factor=backoff,
        backoff_jitter=0.5,
        max_backoff_wait=LONGEST_WAIT,
    )


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and everything it was raised from, groups opened."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for member in error.exceptions:
                yield from causes(member)
        error = error.__cause__ or error.__context__


def tls_fault(error: Exception) -> ssl.SSLError | None:
    """Return what failed in the TLS handshake; a connection that merely closed during it is no TLS fault."""
    if not isinstance(error, httpx.ConnectError):
        return None
    links = (link for link in causes(error) if isinstance(link, ssl.SSLError))
    return next(
        (link for link in links if not isinstance(link, ssl.SSLEOFError | ssl.SSLZeroReturnError)), None
    )


class TurnTransport(httpx.AsyncBaseTransport):
    """Makes one attempt: waits for its turn, counts it and reads the body to its end.

    The body is read here, below the retries, so that a connection lost in the middle of it is retried like
    one that was refused.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, options: TransportOptions, meter: Meter) -> None:
        self._inner = inner
        self._options = options
        self._meter = meter
        self._turn = asyncio.Semaphore(max(1, options.concurrency))
        self._pace = options.pace or limiter(options.requests_per_second)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request once and return the whole answer.

        httpx limits the time between two pieces of an answer; here its head and its body are limited as a
        whole, since either may drip without end.
        """
        timeouts = request.extensions.get("timeout", {})
        seconds = float(timeouts.get("read") or self._options.timeout)
        async with self._turn:
            if self._pace:
                await self._pace.acquire()
            self._meter.sent += 1
            started = self._options.clock()
            signed = request if self._options.sign is None else self._options.sign(request)
            async with _limit(seconds + float(timeouts.get("connect") or 0), httpx.ReadTimeout):
                response = await self._inner.handle_async_request(signed)
            latency = self._options.clock() - started
            extensions = request.extensions if response.status_code == 200 else {}
            sink, stream = extensions.get("sink"), extensions.get("stream")
            try:
                if sink is not None:
                    body = await self._pour(response, sink, seconds)
                else:
                    async with _limit(seconds * WHOLE, EndlessAnswerError):
                        if stream is not None:
                            body = await self._feed(response, stream, seconds)
                        else:
                            most = request.extensions.get("most", LARGEST_BODY)
                            body = await self._collect(response, seconds, most)
            except (httpx.ReadError, httpx.RemoteProtocolError) as error:
                raise BodyBrokenError("the body broke off") from error
            finally:
                await response.aclose()
        headers = [(key, value) for key, value in response.headers.items() if key not in _UNPACKED]
        return httpx.Response(
            response.status_code, headers=headers, content=body, extensions={"latency": latency}
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()

    async def _collect(self, response: httpx.Response, patience: float, most: int) -> bytes:
        """Return the decompressed body of at most so many bytes. Raises as :meth:`_pieces`."""
        chunks = [chunk async for chunk in self._pieces(response, patience, most)]
        if sum(map(len, chunks)) < LARGE_BODY:
            return b"".join(chunks)
        return await asyncio.to_thread(b"".join, chunks)  # which lets go of the interpreter's lock

    async def _pour(self, response: httpx.Response, sink: BinaryIO, patience: float) -> bytes:
        """Write the body into a file as it comes, and return nothing of it.

        :raises DestinationError: the file cannot be written; no such error is one of the connection.
        """
        async for chunk in self._pieces(response, patience, LARGEST_FILE):
            try:
                await asyncio.to_thread(sink.write, chunk)
            except OSError as error:
                raise DestinationError.of(error, sink.name) from None
        return b""

    async def _feed(self, response: httpx.Response, stream: ListStream[Any, Any], patience: float) -> bytes:
        """Let a list be read as it comes, and return its first bytes. Raises as :meth:`_pieces`."""
        stream.restart()
        async for chunk in self._pieces(response, patience, LARGEST_BODY):
            await asyncio.to_thread(stream.write, chunk)
        return stream.head

    async def _pieces(self, response: httpx.Response, patience: float, most: int) -> AsyncIterator[bytes]:
        """Yield the pieces of the body; refuse one of more bytes than ``most``, and one that only drips."""
        size = window = 0
        since = self._options.clock()
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            window += len(chunk)
            if size > most:
                raise BodyTooLargeError(f"more than {most} bytes")
            yield chunk
            if (elapsed := self._options.clock() - since) >= patience:
                if window < SLOWEST * elapsed:
                    raise httpx.ReadTimeout("the body only drips")
                since, window = since + elapsed, 0


@asynccontextmanager
async def _limit(seconds: float, error: type[httpx.TimeoutException]) -> AsyncIterator[None]:
    """Raise ``error`` when what is inside takes longer."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise error(f"not done within {seconds:g} s") from None


def limiter(per_second: float) -> AsyncLimiter | None:
    """Return a limiter of that rate; below one per second it counts in longer periods."""
    if per_second <= 0:
        return None
    return AsyncLimiter(per_second, 1) if per_second >= 1 else AsyncLimiter(1, 1 / per_second)


def tls_context(verify: bool | Path) -> ssl.SSLContext | bool:
    """Return what httpx verifies certificates with: the system's and Mozilla's authorities, or a file.

    :raises OSError: the file cannot be read or holds no certificate (``ssl.SSLError``).
    """
    if verify is False:
        return False
    return _usual_context() if verify is True else ssl.create_default_context(cafile=str(verify))


@cache
def _usual_context() -> ssl.SSLContext:
    """Return the context all clients share: to read the authorities takes each of them 0.1 s of processor."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


async def open_client(options: TransportOptions, meter: Meter) -> httpx.AsyncClient:
    """Return a client for one instance.

    Proxies and passwords of the environment are ignored: the apps live in one's own network.

    :raises OSError: see `tls_context`.
    """
    inner = options.inner
    if inner is None:
        verify = await asyncio.to_thread(tls_context, options.verify) if options.tls else False
        limits = httpx.Limits(
            max_connections=options.concurrency,
            max_keepalive_connections=options.concurrency,
            keepalive_expiry=30,
        )
        inner = httpx.AsyncHTTPTransport(verify=verify, trust_env=False, limits=limits)
    turns = TurnTransport(inner, options, meter)
    transport = RetryTransport(transport=turns, retry=retry_policy(options.backoff))
    return httpx.AsyncClient(
        transport=transport, timeout=timeouts(options.timeout), follow_redirects=False, trust_env=False
    )


def timeouts(read: float) -> httpx.Timeout:
    """Return httpx's timeouts for ``read`` seconds; waiting for a turn is not limited."""
    return httpx.Timeout(read, connect=min(CONNECT_TIMEOUT, read), pool=None)
