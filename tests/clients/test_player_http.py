"""How players are asked: certificates are verified as configured."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest

from arrtui.clients.player_http import PlayerError, PlayerHttp
from arrtui.core.config.players import PlayerConfig
from tests.clients.rogue import answering, rogue

PEM = Path(__file__).with_name("selfsigned.pem")


@pytest.mark.parametrize(("verify_tls", "is_trusted"), [(True, False), (False, True), (PEM, True)])
async def test_a_certificate_is_verified_as_configured(verify_tls: Any, is_trusted: bool) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    async with rogue(answering({}), context) as server:
        config = PlayerConfig.model_construct(
            name="tv", kind="jellyfin", url=server.url, verify_tls=verify_tls
        )
        http = PlayerHttp(config, {})
        try:
            if is_trusted:
                assert await http.send("GET", "/", "asking it") == b"{}"
            else:
                with pytest.raises(PlayerError, match="not trusted: self-signed certificate"):
                    await http.send("GET", "/", "asking it")
        finally:
            await http.aclose()
