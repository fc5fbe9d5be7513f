"""What is listened on: plain and with TLS, IPv4 and IPv6, and why an address cannot be used."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse

from arrtui.core.config.server import ListenerTable
from arrtui.core.errors import ConfigError
from arrtui.server.listening import serve
from tests.server.serving import free_port

PEM = Path(__file__).parents[1] / "clients" / "selfsigned.pem"
"""A certificate for this machine with its key, which nobody has signed."""


@contextlib.asynccontextmanager
async def listening(listener: ListenerTable) -> AsyncIterator[None]:
    begun = asyncio.Event()

    async def note_begin() -> None:
        begun.set()

    serving = asyncio.create_task(serve(PlainTextResponse("here"), listener, "the test", note_begin))
    try:
        await asyncio.wait([serving, asyncio.create_task(begun.wait())], return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        yield
    finally:
        serving.cancel()
        await asyncio.wait([serving])


@pytest.mark.parametrize("has_tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
async def test_both_kinds_of_addresses_are_served_with_and_without_tls(host: str, has_tls: bool) -> None:
    if host == "[::1]" and not Path("/proc/net/if_inet6").is_file():
        pytest.skip("this machine has no IPv6")
    address = f"{host}:{free_port()}"
    tls = PEM if has_tls else None
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    async with (
        listening(ListenerTable(listen=address, tls_cert=tls, tls_key=tls)),
        httpx.AsyncClient(verify=context) as client,
    ):
        assert (await client.get(f"{'https' if has_tls else 'http'}://{address}/")).text == "here"
        if has_tls:
            with pytest.raises(httpx.TransportError):
                await client.get(f"http://{address}/")


async def test_an_address_in_use_and_a_certificate_without_key_are_told(tmp_path: Path) -> None:
    without_key = tmp_path / "cert.pem"
    without_key.write_text("-----BEGIN CERTIFICATE" + PEM.read_text().partition("-----BEGIN CERTIFICATE")[2])
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ConfigError, match=f"{address} for the test.*in use"):
            async with listening(ListenerTable(listen=address)):
                pass
    wrong = ListenerTable(listen=f"127.0.0.1:{free_port()}", tls_cert=without_key, tls_key=without_key)
    with pytest.raises(ConfigError, match="tls_cert and tls_key"):
        async with listening(wrong):
            pass
