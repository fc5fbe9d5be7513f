from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from arrtui.core.errors import (
    ArrError,
    BadRequestError,
    ConflictError,
    GatewayError,
    LoginNeededError,
    NameNotFoundError,
    NotFoundError,
    NotJsonError,
    RateLimitedError,
    ServerFaultError,
    StartingUpError,
    TimedOutError,
    TlsError,
    TruncatedError,
    UnreachableError,
    ValidationFailedError,
    WrongKeyError,
    WrongUrlBaseError,
)
from tests.clients.rogue import (
    answering,
    babbling,
    closing,
    cutting,
    dripping,
    hanging,
    head,
    resetting,
    rogue,
)
from tests.clients.support import HEADER, KEY, URL, assert_clean, http, hurried, instance

WHAT = "listing movies"
PEM = Path(__file__).with_name("selfsigned.pem")
TRACE = "   at NzbDrone.Core.Datastore.BasicRepository`1.Get(Int32 id) in /src/BasicRepository.cs:line 145"


async def fault_of(arr: Any, method: str = "GET") -> ArrError:
    """Return what one request fails with, after looking it over for secrets and the house style."""
    with pytest.raises(ArrError) as caught:
        if method == "GET":
            await arr.get("/api/v3/movie", what=WHAT)
        else:
            await arr.send(method, "/api/v3/movie", what=WHAT, json={})
    await arr.aclose()
    error = caught.value
    assert_clean(error)
    assert str(error).startswith("radarr.main: listing movies: ")
    assert error.why
    assert "NzbDrone.Core" not in str(error) + error.detail
    return error


async def fault_from(
    status: int, body: Any = None, method: str = "GET", url: str = URL, **headers: str
) -> ArrError:
    """Return the fault for one scripted answer; a text is sent as a page, anything else as JSON."""

    def answer(request: httpx.Request) -> httpx.Response:
        content: dict[str, Any] = {"html": body} if isinstance(body, str) else {"json": body}
        if isinstance(body, bytes) or body is None:
            content = {"content": body or b""}
        found = httpx.Response(status, **content)
        found.headers.update({key.replace("_", "-"): value for key, value in headers.items()})
        return found

    return await fault_of(http(instance(url), answer), method)


# --- answers ---------------------------------------------------------------------------------------------


async def test_wrong_key() -> None:
    error = await fault_from(401)
    assert isinstance(error, WrongKeyError)
    assert not error.passing
    assert str(error) == (
        "radarr.main: listing movies: the API key was refused."
        " Copy the key from Settings, General of that Radarr to api_key."
    )


async def test_a_proxy_that_asks_for_a_login_is_told_from_the_app() -> None:
    error = await fault_from(401, "Authorization Required", WWW_Authenticate="Basic realm=x")
    assert isinstance(error, WrongKeyError)
    assert "proxy" in str(error)
    assert "headers" in error.advice


async def test_forbidden_is_a_proxy_too() -> None:
    error = await fault_from(403, "Forbidden")
    assert isinstance(error, NotJsonError)
    assert "proxy or firewall" in error.why


async def test_a_missing_url_base_is_learned_from_the_redirect() -> None:
    error = await fault_from(307, Location="/radarr/api/v3/movie?x=1")
    assert isinstance(error, WrongUrlBaseError)
    assert error.url_base == "/radarr"
    assert error.advice == 'Write url = "http://nas.lan:7878/radarr".'


async def test_a_wrong_url_base_is_replaced_not_appended() -> None:
    error = await fault_from(307, url=f"{URL}/films", Location="/radarr/films/api/v3/movie")
    assert isinstance(error, WrongUrlBaseError)
    assert error.url_base == "/radarr"
    assert error.advice == 'Write url = "http://nas.lan:7878/radarr".'


@pytest.mark.parametrize("status", [302, 401])
@pytest.mark.parametrize("base", ["", "/films"])
async def test_the_login_page_of_an_app_says_that_the_url_base_is_wrong(status: int, base: str) -> None:
    login = f"{base}/login?returnUrl=%2Fradarr%2Fapi%2Fv3%2Fmovie"
    for location in (login, f"{URL}{login}"):
        error = await fault_from(status, url=f"{URL}/radarr", Location=location)
        assert isinstance(error, WrongUrlBaseError)
        assert (error.url_base, error.status) == (base, status)
        assert f'url = "http://nas.lan:7878{base}"' in error.advice


async def test_the_login_page_of_another_host_is_no_url_base() -> None:
    error = await fault_from(401, Location="https://sso.example.org/login?returnUrl=x")
    assert isinstance(error, WrongKeyError)


async def test_a_redirect_to_https() -> None:
    error = await fault_from(301, Location="https://nas.lan/api/v3/movie")
    assert isinstance(error, NotJsonError)
    assert error.advice == "Write https:// in url."


@pytest.mark.parametrize(
    "location", ["https://auth.example/?rd=x&key=" + KEY, "", "http://[broken", "//" + KEY]
)
async def test_a_redirect_elsewhere_is_no_answer_of_an_app(location: str) -> None:
    error = await fault_from(302, Location=location)
    assert isinstance(error, NotJsonError)
    assert "no answer of an app" in error.why


@pytest.mark.parametrize("status", [200, 404])
async def test_a_page_instead_of_json(status: int) -> None:
    error = await fault_from(status, "<!doctype html><title>Radarr</title>")
    assert isinstance(error, NotJsonError)
    assert "web page" in error.why
    assert "URL base" in error.advice
    assert error.status == status


async def test_something_else_instead_of_json() -> None:
    error = await fault_from(200, b"<xml/>", Content_Type="application/xml; charset=utf-8")
    assert isinstance(error, NotJsonError)
    assert "web page" in error.why
    error = await fault_from(200, b"PNG", Content_Type="image/png")
    assert "not JSON (image/png)" in error.why


async def test_json_without_content_type_is_taken() -> None:
    arr = http(answer=lambda request: httpx.Response(200, content=b" [1]"))
    assert (await arr.get("/x", what=WHAT)).body == b" [1]"


async def test_a_write_that_meets_a_page_is_an_error() -> None:
    assert isinstance(await fault_from(200, "<html>", "POST"), NotJsonError)


async def test_starting_up() -> None:
    error = await fault_from(503, {"errorMessage": "Radarr is starting up, please try again later"})
    assert isinstance(error, StartingUpError)
    assert error.passing
    assert "still starting" in str(error)


@pytest.mark.parametrize("status", [502, 503, 504, 522])
async def test_gateways(status: int, pauses: list[float]) -> None:
    error = await fault_from(status, "<html>Bad gateway</html>", Retry_After="5")
    assert isinstance(error, GatewayError)
    assert error.passing
    assert error.retry_after == 5
    assert error.status == status


async def test_a_503_with_the_apps_own_words() -> None:
    error = await fault_from(
        503, {"message": "Search for 'x' failed. Unable to reach TMDB.", "description": TRACE}
    )
    assert isinstance(error, GatewayError)
    assert "Unable to reach TMDB" in error.why


async def test_rate_limited(pauses: list[float]) -> None:
    error = await fault_from(429, "slow down", Retry_After="12")
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == 12
    assert "requests_per_second" in error.advice


async def test_a_server_fault_keeps_the_message_and_drops_the_stack_trace() -> None:
    message = "Expected query to return 2 rows but returned 1"
    error = await fault_from(500, {"message": f"{message}\n{TRACE}", "description": TRACE})
    assert isinstance(error, ServerFaultError)
    assert error.why.endswith(message)
    assert not error.passing


@pytest.mark.parametrize(
    "body", [None, "<html>oops</html>", b"{broken", [1, "x"], {"message": None}, "x" * 300_000]
)
async def test_a_server_fault_without_words(body: Any) -> None:
    error = await fault_from(500, body, Content_Type="application/json")
    assert isinstance(error, ServerFaultError)
    assert error.why == "Radarr failed (500)"


async def test_a_long_message_is_cut() -> None:
    error = await fault_from(500, {"message": "x" * 5000})
    assert len(str(error)) < 500


async def test_bad_request_of_the_app() -> None:
    body = {"message": "BadRequest: movieId must be provided", "content": "movieId must be provided"}
    error = await fault_from(400, body)
    assert isinstance(error, BadRequestError)
    assert error.why == "Radarr refuses the request (400): movieId must be provided"


async def test_bad_request_of_the_framework() -> None:
    body = {
        "title": "One or more validation errors occurred.",
        "errors": {"$.tmdbId": ["could not be converted"]},
    }
    error = await fault_from(400, body, "POST")
    assert isinstance(error, BadRequestError)
    assert "$.tmdbId: could not be converted" in error.why
    error = await fault_from(415, {"title": "Unsupported Media Type"}, "POST")
    assert "(415): Unsupported Media Type" in error.why


async def test_validation_failures_are_named_by_property() -> None:
    body = [
        {"propertyName": "TmdbId", "errorMessage": "This movie has already been added", "severity": "error"},
        {"propertyName": "Path", "errorMessage": f"bad {KEY}"},
        {"propertyName": "Name", "errorMessage": "odd", "isWarning": True},
        {"propertyName": "Name", "errorMessage": "odd", "severity": "warning"},
    ]
    error = await fault_from(400, body, "POST")
    assert isinstance(error, ValidationFailedError)
    assert error.failures == (("TmdbId", "This movie has already been added"), ("Path", "bad ********"))
    assert "TmdbId: This movie has already been added; Path:" in error.why


async def test_warnings_alone_are_shown() -> None:
    error = await fault_from(400, [{"propertyName": "", "errorMessage": "odd", "isWarning": True}], "POST")
    assert isinstance(error, ValidationFailedError)
    assert error.failures == (("", "odd"),)


async def test_not_found_in_its_three_shapes() -> None:
    for body, words in (
        (
            {"message": "Movie with ID 9 does not exist", "description": TRACE},
            "Movie with ID 9 does not exist",
        ),
        ({"type": "https://tools.ietf.org", "title": "Not Found", "status": 404}, "Not Found"),
        (None, "no such thing"),
    ):
        error = await fault_from(404, body)
        assert isinstance(error, NotFoundError)
        assert words in error.why


async def test_conflict() -> None:
    error = await fault_from(
        409, {"message": "'4k' cannot be deleted since it's still in use", "description": TRACE}
    )
    assert isinstance(error, ConflictError)
    assert "still in use" in error.why


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 500, 502, 503])
async def test_an_echoed_secret_is_masked(status: int) -> None:
    echo = f"GET /api X-Api-Key: {KEY.upper()} X-Proxy: {HEADER}"
    error = await fault_from(status, {"message": echo, "content": echo, "title": echo})
    assert KEY not in str(error)


# --- connections -----------------------------------------------------------------------------------------


async def test_unknown_host() -> None:
    error = await fault_of(http(instance("http://arrtui-test.invalid:7878")))
    assert isinstance(error, NameNotFoundError)
    assert "arrtui-test.invalid is not known" in error.why


async def test_nothing_listens() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        error = await fault_of(http(instance(f"http://127.0.0.1:{port}")))
    assert isinstance(error, UnreachableError)
    assert error.why == f"nothing listens at http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("handler", "type_", "words"),
    [
        (closing, UnreachableError, "closed the connection unasked"),
        (resetting, TruncatedError, "in the middle of the answer"),
        (cutting, TruncatedError, "in the middle of the answer"),
        (babbling, NotJsonError, "does not speak HTTP"),
        (
            answering(b"not gzip at all", Content_Encoding="gzip"),
            TruncatedError,
            "compressed answer is damaged",
        ),
    ],
)
async def test_broken_connections(handler: Any, type_: type[ArrError], words: str) -> None:
    async with rogue(handler) as server:
        error = await fault_of(http(instance(server.url)))
    assert type(error) is type_
    assert words in error.why
    assert error.detail


@pytest.mark.parametrize("handler", [hanging, dripping])
async def test_an_answer_that_does_not_come(handler: Any) -> None:
    async with rogue(handler) as server:
        arr = http(hurried(0.2, server.url))
        error = await fault_of(arr)
    assert isinstance(error, TimedOutError)
    assert error.why == "no answer within 0.2 s"
    assert arr.requests == 4


async def test_a_head_that_drips_outlives_no_timeout() -> None:
    async def drip(seen: Any, writer: Any) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with rogue(drip) as server:
        arr = http(hurried(0.2, server.url))
        error = await fault_of(arr)
    assert isinstance(error, TimedOutError)
    assert error.why == "no answer within 0.2 s"
    assert arr.requests == 4


async def test_a_body_without_end_outlives_no_timeout() -> None:
    async def pour(seen: Any, writer: Any) -> None:
        writer.write(head(length=10**9))
        while not writer.is_closing():
            writer.write(b" " * 4096)
            await writer.drain()
            await asyncio.sleep(0.01)

    async with rogue(pour) as server:
        arr = http(hurried(0.2, server.url))
        error = await fault_of(arr)
    assert isinstance(error, TimedOutError)
    assert error.why == "the answer had not ended after 1 s"
    assert arr.requests == 1


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
async def test_a_machine_without_free_files(number: int) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("All connection attempts failed") from OSError(number, "Too many open files")

    error = await fault_of(http(answer=answer))
    assert "open no more files" in error.why
    assert "ulimit" in error.advice


async def test_a_name_that_no_file_is_left_to_look_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no connection") from socket.gaierror(socket.EAI_AGAIN, "try again")

    def refuse(path: str, flags: int) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("arrtui.clients.connection_faults.os.open", refuse)
    error = await fault_of(http(answer=answer))
    assert isinstance(error, UnreachableError)
    assert "open no more files" in error.why


async def test_an_address_that_is_none() -> None:
    config = instance().model_copy(update={"url": "http://nas.lan:7878/\x00"})
    error = await fault_of(http(config))
    assert isinstance(error, BadRequestError)
    assert "url" in error.advice


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize("content", [b'{"message": "\xff"}', b"[" * 50_000])
async def test_an_error_body_that_cannot_be_read_says_nothing(status: int, content: bytes) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=content, headers={"Content-Type": "application/json"})

    error = await fault_of(http(answer=answer))
    assert error.status == status


async def test_a_request_may_have_its_own_timeout() -> None:
    async with rogue(hanging) as server:
        arr = http(instance(server.url))
        with pytest.raises(TimedOutError, match=r"within 0\.2 s"):
            await arr.get("/x", what=WHAT, timeout=0.2, patient=False)
        await arr.aclose()


async def test_a_connection_that_is_not_made_in_time() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("", request=request)

    error = await fault_of(http(answer=answer))
    assert isinstance(error, TimedOutError)
    assert error.why == "no connection to http://nas.lan:7878 in time"


async def test_no_route() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("All connection attempts failed") from OSError(113, "No route to host")

    error = await fault_of(http(answer=answer))
    assert isinstance(error, UnreachableError)
    assert error.why == "there is no route to nas.lan"


async def test_an_exception_that_quotes_the_request_is_masked() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.LocalProtocolError(f"Illegal header value b'{KEY}'", request=request)

    error = await fault_of(http(answer=answer))
    assert isinstance(error, BadRequestError)
    assert "********" in error.detail


# --- TLS -------------------------------------------------------------------------------------------------


def server_tls() -> ssl.SSLContext:
    """Return the context of a server with a certificate nobody signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    return context


async def test_a_self_signed_certificate_is_refused_once() -> None:
    async with rogue(answering([]), server_tls()) as server:
        arr = http(instance(server.url))
        error = await fault_of(arr)
    assert isinstance(error, TlsError)
    assert not error.passing
    assert "not trusted: self-signed certificate" in error.why
    assert "verify_tls" in error.advice
    assert arr.requests == 1


@pytest.mark.parametrize("verify", [False, PEM])
async def test_a_self_signed_certificate_can_be_accepted(verify: bool | Path) -> None:
    async with rogue(answering([1]), server_tls()) as server:
        arr = http(instance(server.url, verify_tls=verify))
        assert b"1" in (await arr.get("/x", what=WHAT)).body
        await arr.aclose()


async def test_https_to_a_port_without_tls() -> None:
    async with rogue(answering([])) as server:
        error = await fault_of(http(instance(server.url.replace("http", "https"))))
    assert isinstance(error, TlsError)
    assert "does not speak TLS" in error.why


async def test_http_to_a_port_with_tls() -> None:
    async with rogue(answering([]), server_tls()) as server:
        error = await fault_of(http(instance(server.url.replace("https", "http"))))
    assert isinstance(error, UnreachableError | NotJsonError)


async def test_http_to_a_tls_port_of_a_proxy_that_says_so() -> None:
    error = await fault_from(400, "<center>The plain HTTP request was sent to HTTPS port</center>")
    assert isinstance(error, TlsError)
    assert error.advice == "Write https:// in url."


async def test_a_ca_file_that_cannot_be_read(tmp_path: Path) -> None:
    config = instance("https://nas.lan").model_copy(update={"verify_tls": tmp_path / "gone.pem"})
    error = await fault_of(http(config))
    assert isinstance(error, TlsError)
    assert "CA file cannot be used: No such file" in error.why


async def test_a_ca_file_without_certificate(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n")
    error = await fault_of(http(instance("https://nas.lan", verify_tls=str(tmp_path / "ca.pem"))))
    assert isinstance(error, TlsError)


async def test_a_head_that_never_ends_its_headers() -> None:
    async def flood(seen: Any, writer: Any) -> None:
        writer.write(head(200)[:-2] + b"X-Filler: " + b"x" * 300_000)

    async with rogue(flood) as server:
        error = await fault_of(http(hurried(0.3, server.url)))
    assert isinstance(error, NotJsonError | TimedOutError)


@pytest.mark.parametrize(
    ("status", "location", "error"),
    [
        (302, "/login?returnUrl=%2Fbackup", LoginNeededError),
        (401, "/login?returnUrl=%2Fbackup", LoginNeededError),
        (401, "", LoginNeededError),
        (302, "https://auth.example/?rd=radarr", LoginNeededError),
        (403, "", LoginNeededError),
        (307, "/base/backup/manual/a.zip", WrongUrlBaseError),
        (404, "", NotFoundError),
        (204, "", NotJsonError),
    ],
)
async def test_a_file_of_the_web_interface_may_need_a_login(
    status: int, location: str, error: type[ArrError]
) -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(status, headers={"location": location} if location else {})

    arr, sink = http(answer=answer), BytesIO()
    with pytest.raises(error) as caught:
        await arr.download("/backup/manual/a.zip", sink, what="fetching")
    await arr.aclose()
    assert_clean(caught.value)
    assert (sink.getvalue(), len(sent), "x-api-key" in sent[0].headers) == (b"", 1, False)
