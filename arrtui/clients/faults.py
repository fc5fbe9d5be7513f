"""Turn an answer's status and body into a sentence about what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx
import msgspec

from arrtui.core.errors import (
    ArrError,
    BadRequestError,
    ConflictError,
    GatewayError,
    LoginNeededError,
    NotFoundError,
    NotJsonError,
    RateLimitedError,
    ServerFaultError,
    StartingUpError,
    TlsError,
    ValidationFailedError,
    WrongKeyError,
    WrongUrlBaseError,
)

E = TypeVar("E", bound=ArrError)

LONGEST_MESSAGE = 300
"""Characters of an app's own message that are shown."""
_LARGEST_ERROR_BODY = 256 * 1024
_START = 1000
"""Bytes of a body that are looked at to tell what it is."""
_STACK_TRACE = re.compile(r"\s*\r?\n\s*at .*|\s*--->.*", re.DOTALL)
_LOGIN = "/login"
UNSAFE = "The app may have done it all the same: look there before asking again."
CHECK_URL = "Check url in the configuration, URL base and port included."


@dataclass(frozen=True)
class RequestContext:
    """What was being asked of whom."""

    instance: str
    app: str
    """``Radarr`` or ``Sonarr``."""
    what: str
    url: httpx.URL
    timeout: float
    scrub: Callable[[str], str]
    write: bool = False

    @property
    def origin(self) -> str:
        """The address without path and userinfo, e.g. ``http://nas:7878``."""
        port = f":{self.url.port}" if self.url.port else ""
        host = f"[{self.url.host}]" if ":" in self.url.host else self.url.host
        return f"{self.url.scheme}://{host}{port}"

    def fault(self, type_: type[E], why: str, advice: str = "", detail: str = "", **more: Any) -> E:
        """Return an error of that type, free of this instance's secrets."""
        return type_(
            what=self.what,
            why=self.scrub(why),
            advice=self.scrub(advice),
            instance=self.instance,
            detail=self.scrub(detail),
            **more,
        )


@dataclass(frozen=True)
class BufferedResponse:
    """An answer read to its end."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes
    latency: float = 0.0
    """Seconds to its head."""
    retry_after: float | None = None
    """Seconds the answer asks to wait."""

    @property
    def date(self) -> float | None:
        """The time by the clock of who answered (UTC seconds); None without a ``Date`` that can be read."""
        try:
            return parsedate_to_datetime(self.headers.get("date", "")).timestamp()
        except (ValueError, OverflowError):
            return None

    @property
    def content_type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_blank(self) -> bool:
        """Return whether there is no body to speak of."""
        return not self.body[:_START].strip()

    @property
    def is_json(self) -> bool:
        """Return whether it says it is JSON, or does not say and looks like it.

        Lidarr sends the empty object of a successful test as plain text.
        """
        if self.content_type in ("", "text/plain"):
            return self.body[:_START].lstrip()[:1] in (b"{", b"[")
        return self.content_type.endswith(("/json", "+json"))


# --- from an answer --------------------------------------------------------------------------------------


def fault_of_answer(answer: BufferedResponse, call: RequestContext) -> ArrError | None:
    """Return what is wrong with an answer, None when it is a success with a JSON or empty body.

    The shapes of error body are those of ``RadarrErrorPipeline.cs``, ``StartingUpMiddleware`` and ASP.NET's
    ProblemDetails; ``description`` is a stack trace and never shown.
    """
    if 300 <= answer.status < 400:
        return _redirected(answer, call)
    if answer.status < 400:
        return None if answer.is_json or answer.is_blank else _not_json(answer, call)
    problem = _Problem.of(answer)
    if answer.status in _BY_STATUS:
        return _BY_STATUS[answer.status](answer, problem, call)
    if answer.status < 500:
        return _refused(answer, problem, call)
    # 520 to 530 are Cloudflare's: the app behind it did not answer as it should
    return (_gateway if answer.status >= 520 else _failed)(answer, problem, call)


def fault_of_file(answer: BufferedResponse, call: RequestContext) -> ArrError | None:
    """Return what is wrong with the answer to a request for a file of the web interface; None for the file.

    These routes never take the API key: whoever is not logged in is sent to the login page, unless the app
    asks for no login or takes this machine for a local one (``UiAuthorizationPolicyProvider``).
    """
    target = _target(answer, call)
    if answer.status == 401 or (target is not None and _is_login(target, call)):
        why = "its web interface asks for a login there, and the API key does not count as one"
        advice = "In Settings, General of the app, switch the login off for local addresses."
        return call.fault(LoginNeededError, why, advice, status=answer.status)
    if answer.status == 403 or (target is not None and target.host != call.url.host):
        why = f"a proxy in front of the app keeps its web interface from us ({answer.status})"
        advice = "Let it pass /backup without a login, or send what it wants with headers."
        return call.fault(LoginNeededError, why, advice, status=answer.status)
    return None if answer.status == 200 else fault_of_answer(answer, call) or _not_json(answer, call)


def fault_of_image(answer: BufferedResponse, call: RequestContext) -> ArrError | None:
    """Return what is wrong with the answer to a request for an image; None for one, or "not changed"."""
    is_image = answer.status == 200 and answer.content_type.startswith("image/")
    if is_image or answer.status == 304:
        return None
    return fault_of_answer(answer, call) or _not_json(answer, call)


@dataclass(frozen=True)
class _Problem:
    """What an error body says, whichever of its five shapes it has."""

    message: str = ""
    starting: bool = False
    failures: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, answer: BufferedResponse) -> _Problem:
        """Read the body; one that is not JSON says nothing."""
        if not answer.is_json or len(answer.body) > _LARGEST_ERROR_BODY:
            return cls()
        try:
            content = msgspec.json.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return cls()
        if isinstance(content, list):
            return cls(failures=_failures(content))
        if not isinstance(content, dict):
            return cls()
        if isinstance(starting := content.get("errorMessage"), str):
            return cls(message=_short(starting), starting=True)
        message = content.get("content") or content.get("message")
        if message is None and isinstance(fields := content.get("errors"), dict):
            rules = ((name, texts if isinstance(texts, list) else [texts]) for name, texts in fields.items())
            message = "; ".join(f"{name}: {' '.join(map(str, texts))}" for name, texts in rules)
        return cls(message=_short(message or content.get("title") or ""))


def _short(message: Any) -> str:
    """Return an app's message as one short line without the stack trace some carry."""
    text = " ".join(_STACK_TRACE.sub("", str(message)).split())
    return text if len(text) <= LONGEST_MESSAGE else f"{text[: LONGEST_MESSAGE - 1]}…"


def _failures(entries: list[Any]) -> tuple[tuple[str, str], ...]:
    """Return ``(property, message)`` of every failed rule; warnings only where there is nothing worse."""
    objects = [entry for entry in entries if isinstance(entry, dict)]
    errors = [
        entry
        for entry in objects
        if entry.get("isWarning") is not True and entry.get("severity") not in ("warning", "info")
    ]
    return tuple(
        (str(entry.get("propertyName") or ""), _short(entry.get("errorMessage") or ""))
        for entry in errors or objects
    )


def _unauthorised(answer: BufferedResponse, problem: _Problem, call: RequestContext) -> ArrError:
    """A refused key, unless there is more than the status, all that ``ApiKeyAuthenticationHandler`` sends."""
    if (target := _target(answer, call)) and _is_login(target, call):
        return _wrong_base(answer.status, call, target.path.removesuffix(_LOGIN))
    if "www-authenticate" in answer.headers:
        why = "a proxy in front of the app asks for a login (401)"
        advice = "Let it pass /api without one, or send what it wants with headers."
    else:
        why = "the API key was refused"
        advice = f"Copy the key from Settings, General of that {call.app} to api_key."
    return call.fault(WrongKeyError, why, advice, status=answer.status)


def _forbidden(answer: BufferedResponse, problem: _Problem, call: RequestContext) -> ArrError:
    why = "a proxy or firewall in front of the app refuses the request (403)"
    advice = "Let it pass /api, or send what it wants with headers."
    return call.fault(NotJsonError, why, advice, status=answer.status)


def _invalid(answer: BufferedResponse, problem: _Problem, call: RequestContext) -> ArrError:
    if not problem.failures:
        return _refused(answer, problem, call)
    failures = tuple((name, call.scrub(text)) for name, text in problem.failures)
    why = "; ".join(f"{name}: {text}" if name else text for name, text in failures)
    return call.fault(
        ValidationFailedError, f"{call.app} does not accept it: {why}", status=400, failures=failures
    )


def _refused(answer: BufferedResponse, problem: _Problem, call: RequestContext) -> ArrError:
    why = f"{call.app} refuses the request ({answer.status})"
    if "HTTP request" in (text := answer.body[:_START].decode("utf-8", "replace")) and "HTTPS" in text:
        return call.fault(TlsError, "the port speaks TLS", "Write https:// in url.", status=answer.status)
    return call.fault(BadRequestError, _with(why, problem.message), status=answer.status)


def _missing(answer: BufferedResponse, problem: _Problem, call: RequestContext) -> ArrError:
    if not answer.is_json and not answer.is_blank:
        return _not_json(answer, call)
    advice = "" if problem.message else CHECK_URL
    why = _with("there is no such thing there (404)", problem.message)
    return call.fault(NotFoundError, why, advice, status=404, message=call.scrub(problem.message))


def _conflicting(answer: BufferedResponse, problem: _Problem, call: RequestContext) -> ArrError:
    why = _with(f"{call.app} refuses because of its present state", problem.message)
    return call.fault(ConflictError, why, status=answer.status)


def _slowed(answer: BufferedResponse, problem: _Problem, call: RequestContext) -> ArrError:
    wait = f" for {answer.retry_after:.0f} s" if answer.retry_after else ""
    why = f"a proxy in front of the app asks us to slow down{wait} (429)"
    advice = "Set requests_per_second lower."
    return call.fault(RateLimitedError, why, advice, status=429, retry_after=answer.retry_after)


def _unavailable(answer: BufferedResponse, problem: _Problem, call: RequestContext) -> ArrError:
    if problem.starting:
        return call.fault(
            StartingUpError, f"{call.app} is still starting", "Try again in a minute.", status=503
        )
    return _gateway(answer, problem, call)


def _gateway(answer: BufferedResponse, problem: _Problem, call: RequestContext) -> ArrError:
    why = _with(f"the app, or a proxy in front of it, cannot answer now ({answer.status})", problem.message)
    advice = UNSAFE if call.write else "Look whether the app runs; try again later."
    return call.fault(GatewayError, why, advice, status=answer.status, retry_after=answer.retry_after)


def _failed(answer: BufferedResponse, problem: _Problem, call: RequestContext) -> ArrError:
    why = _with(f"{call.app} failed ({answer.status})", problem.message)
    return call.fault(ServerFaultError, why, "The app's own log says more.", status=answer.status)


def _with(why: str, message: str) -> str:
    return f"{why}: {message}" if message else why


_BY_STATUS: Mapping[int, Callable[[BufferedResponse, _Problem, RequestContext], ArrError]] = {
    400: _invalid,
    401: _unauthorised,
    403: _forbidden,
    404: _missing,
    409: _conflicting,
    429: _slowed,
    502: _gateway,
    503: _unavailable,
    504: _gateway,
}


def _not_json(answer: BufferedResponse, call: RequestContext) -> ArrError:
    """A page instead of JSON: mostly the app's own user interface, reached with a wrong URL base."""
    is_page = "html" in answer.content_type or answer.body[:_START].lstrip()[:1] == b"<"
    page = "a web page" if is_page else ""
    got = page or f"something that is not JSON ({answer.content_type[:60] or 'without a content type'})"
    why = f"{call.origin} answers with {got}"
    advice = (
        f"Compare url with the URL base in Settings, General of {call.app}: perhaps another service answers."
    )
    return call.fault(NotJsonError, why, advice, status=answer.status)


def _redirected(answer: BufferedResponse, call: RequestContext) -> ArrError:
    """Learn from a redirect: the app's URL base (``UrlBaseMiddleware``), its login, https, or a proxy."""
    target = _target(answer, call) or call.url
    asked = call.url.path
    if target.host == call.url.host and target.path.endswith(asked) and target.path != asked:
        return _wrong_base(answer.status, call, target.path.removesuffix(asked))
    if target.path == asked and (call.url.scheme, target.scheme) == ("http", "https"):
        why = f"it asks for https ({answer.status})"
        return call.fault(NotJsonError, why, "Write https:// in url.", status=answer.status)
    if _is_login(target, call):
        return _wrong_base(answer.status, call, target.path.removesuffix(_LOGIN))
    where = f"{target.scheme}://{target.host}{target.path}"
    why = f"it redirects to {where}, which is no answer of an app ({answer.status})"
    advice = "Let the proxy pass /api without a login, or correct url in the configuration."
    return call.fault(NotJsonError, why, advice, status=answer.status)


def _target(answer: BufferedResponse, call: RequestContext) -> httpx.URL | None:
    """Return where an answer sends us, None where it does not, or to no address."""
    try:
        return call.url.join(answer.headers["location"])
    except (KeyError, httpx.InvalidURL, UnicodeError):
        return None


def _is_login(target: httpx.URL, call: RequestContext) -> bool:
    """Return whether this is the login page of the same app, which routes of the API never lead to.

    A request that does is outside of the app's URL base, where its user interface answers: under forms login
    with 302, or 401 from a newer runtime (``EventOnRedirectCookiesLogin``).
    """
    return target.host == call.url.host and target.path.endswith(_LOGIN)


def _wrong_base(status: int, call: RequestContext, base: str) -> ArrError:
    why = f"the app's URL base is {base}" if base else "the app has no URL base"
    advice = f'Write url = "{call.origin}{base}".'
    return call.fault(WrongUrlBaseError, why, advice, status=status, url_base=base)
