"""How a player is asked over HTTP: its password or key in a header, every fault one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import msgspec

from arrtui.core.errors import ArrtuiError

if TYPE_CHECKING:
    import httpx

    from arrtui.core.config.players import PlayerConfig

TIMEOUT = 30.0
"""Seconds an answer may take."""
LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes of an answer that are read."""
_Answer = TypeVar("_Answer")


@dataclass(eq=False)
class PlayerError(ArrtuiError):
    """A player did not do what it was asked."""

    code: ClassVar[str] = "player"


@dataclass(eq=False)
class PlayerOffError(PlayerError):
    """A player does not answer: it is off, or not reachable now."""

    code: ClassVar[str] = "player-off"
    passing: ClassVar[bool] = True


class PlayerHttp:
    """Asks one player. Belongs to one event loop; ``transport`` stands in for the network in tests."""

    def __init__(
        self,
        config: PlayerConfig,
        headers: Mapping[str, str],
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """``headers`` carry what the player knows us by; no error repeats them."""
        self.config = config
        self._headers = headers
        self._inner = transport
        self._client: httpx.AsyncClient | None = None

    async def send(
        self,
        method: str,
        path: str,
        what: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Any = None,
        timeout: float = TIMEOUT,
    ) -> bytes:
        """Return the body of an answer. Raises PlayerError; PlayerOffError where nothing answers."""
        import ssl

        import httpx

        from arrtui.clients.transport import tls_fault

        content = None if body is None else msgspec.json.encode(body)
        headers = {"Content-Type": "application/json"} if content is not None else {}
        address = f"{self.config.url}{path}"
        try:
            client = await self._open()
            answer = await client.request(
                method, address, params=query, content=content, headers=headers, timeout=timeout
            )
        except (httpx.HTTPError, OSError) as error:
            if isinstance(tls := tls_fault(error), ssl.SSLCertVerificationError):
                why = f"its certificate is not trusted: {tls.verify_message.rstrip('.')}"
                advice = (
                    "Set verify_tls to the file of the authority that signed it, or to false to trust any."
                )
                raise self.fault(what, why, advice) from None
            raise PlayerOffError(
                what,
                why=f"it does not answer at {self.config.url} ({type(error).__name__})",
                advice="It is told as soon as it answers.",
                instance=self.config.name,
            ) from None
        if answer.status_code >= 400:
            raise self.fault(what, *self._reason(answer.status_code), status=answer.status_code)
        if answer.status_code >= 300:
            raise self.fault(what, f"it sends elsewhere ({answer.status_code})", "Check its url.")
        if len(answer.content) > LARGEST_ANSWER:
            raise self.fault(what, "its answer is too large")
        return answer.content

    def fault(self, what: str, why: str, advice: str = "", *, status: int = 0) -> PlayerError:
        """Return the error of something that the player did not do."""
        kind = PlayerOffError if status in (429, 502, 503, 504) else PlayerError
        return kind(what, why=why, advice=advice, instance=self.config.name)

    def read(self, body: bytes, kind: type[_Answer], what: str) -> _Answer:
        """Return a JSON answer. Raises PlayerError for one that cannot be read."""
        try:
            return msgspec.json.decode(body, type=kind)
        except (msgspec.DecodeError, RecursionError):
            why = f"what answers at {self.config.url} is no {self.config.kind.title()}: its answer is no JSON"
            raise self.fault(what, why, "Check its url.") from None

    async def aclose(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            from arrtui.clients.transport import Meter, TransportOptions, open_client

            config = self.config
            options = TransportOptions(
                *(TIMEOUT, 2, 0.0),
                verify=config.verify_tls,
                tls=config.url.startswith("https"),
                inner=self._inner,
            )
            self._client = await open_client(options, Meter())
            self._client.headers.update(self._headers)
        return self._client

    def _reason(self, status: int) -> tuple[str, str]:
        """Return why it refused, and what to do."""
        if status in (401, 403):
            secret = "user and password" if self.config.kind == "kodi" else "api_key"
            where = f"[players.{self.config.name}]"
            return f"it refuses the {secret} ({status})", f"Correct {secret} under {where}."
        if status == 404:
            return "it has no such thing (404)", ""
        return f"it answered {status}", ""
