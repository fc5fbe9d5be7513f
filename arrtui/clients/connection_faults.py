"""Turn what httpx raised into a sentence about the connection."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from collections.abc import Sequence

import httpx

from arrtui.clients.faults import CHECK_URL, UNSAFE, RequestContext
from arrtui.clients.transport import (
    WHOLE,
    BodyBrokenError,
    BodyTooLargeError,
    EndlessAnswerError,
    causes,
    tls_fault,
)
from arrtui.core.errors import (
    ArrError,
    BadRequestError,
    NameNotFoundError,
    NotJsonError,
    TimedOutError,
    TlsError,
    TruncatedError,
    UnreachableError,
)

_CHECK_RUNNING = "Check that the app runs there and that host and port in url are right."
_FULL = {errno.EMFILE, errno.ENFILE}
_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN}


_NO_MORE_FILES = (
    "this machine lets arrtui open no more files and connections",
    "Raise the limit (ulimit -n), or set concurrency lower.",
)


def fault_of_exception(error: Exception, call: RequestContext) -> ArrError:
    """Return the error for a request that brought no usable answer."""
    fault = _of_body(error, call) or _of_connection(error, call) or _of_protocol(error, call)
    names = (f"{type(link).__name__}: {link}" if str(link) else type(link).__name__ for link in causes(error))
    fault.detail = call.scrub("; ".join(list(dict.fromkeys(names))[:6]))
    if call.write and not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        fault.advice = UNSAFE
    return fault


def _of_body(error: Exception, call: RequestContext) -> ArrError | None:
    match error:
        case BodyBrokenError():
            return call.fault(
                TruncatedError, "the connection closed in the middle of the answer", "Try again."
            )
        case httpx.DecodingError():
            return call.fault(TruncatedError, "the compressed answer is damaged", "Try again.")
        case BodyTooLargeError():
            return call.fault(NotJsonError, "the answer is larger than any app's", CHECK_URL)
    return None


def _of_connection(error: Exception, call: RequestContext) -> ArrError | None:
    if tls := tls_fault(error):
        return _of_tls(tls, call)
    links = list(causes(error))
    if _lacks_files(links):
        return call.fault(UnreachableError, *_NO_MORE_FILES)
    if any(isinstance(link, socket.gaierror) for link in links):
        why = f"the host name {call.url.host} is not known"
        return call.fault(NameNotFoundError, why, "Check url, or the name service of this machine.")
    if isinstance(error, httpx.ConnectTimeout):
        return call.fault(TimedOutError, f"no connection to {call.origin} in time", _CHECK_RUNNING)
    if isinstance(error, EndlessAnswerError):
        why = f"the answer had not ended after {call.timeout * WHOLE:g} s"
        return call.fault(TimedOutError, why, CHECK_URL)
    if isinstance(error, httpx.TimeoutException):
        why = f"no answer within {call.timeout:g} s"
        return call.fault(TimedOutError, why, "The app may be busy: try later, or set timeout higher.")
    if not isinstance(error, httpx.NetworkError | OSError):
        return None
    if any(isinstance(link, ConnectionRefusedError) for link in links):
        why = f"nothing listens at {call.origin}"
    elif any(isinstance(link, OSError) and link.errno in _NO_ROUTE for link in links):
        why = f"there is no route to {call.url.host}"
    else:
        why = f"the connection to {call.origin} broke"
    in_handshake = any(isinstance(link, ssl.SSLError) for link in links)
    advice = " Without a certificate it wants http:// in url." if in_handshake else ""
    return call.fault(UnreachableError, why, _CHECK_RUNNING + advice)


def _lacks_files(links: Sequence[BaseException]) -> bool:
    """Return whether it failed because no file can be opened.

    A look-up of a name that needs one calls the name unknown, so that it is tried here.
    """
    if any(isinstance(link, OSError) and link.errno in _FULL for link in links):
        return True
    if not any(isinstance(link, socket.gaierror) for link in links):
        return False
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return error.errno in _FULL
    return False


def _of_tls(error: ssl.SSLError, call: RequestContext) -> ArrError:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = f"the certificate of {call.url.host} is not trusted: {error.verify_message.rstrip('.')}"
        advice = "Set verify_tls to the file of the authority that signed it, or to false to trust any."
        return call.fault(TlsError, why, advice)
    why = f"{call.origin} does not speak TLS as expected"
    return call.fault(TlsError, why, "Write http:// in url if the app has no certificate; check the port.")


def _of_protocol(error: Exception, call: RequestContext) -> ArrError:
    if isinstance(error, httpx.RemoteProtocolError):
        if "disconnected" in str(error):
            return call.fault(
                UnreachableError, f"{call.origin} closed the connection unasked", _CHECK_RUNNING
            )
        why = f"what answers at {call.origin} does not speak HTTP"
        return call.fault(NotJsonError, why, "Check the port, and whether url needs https://.")
    return call.fault(BadRequestError, "the request could not be sent", "Check url, api_key and headers.")


def fault_of_ca_file(error: OSError, call: RequestContext) -> ArrError:
    """Return the error for a CA file that cannot be used."""
    if error.errno in _FULL:
        return call.fault(UnreachableError, *_NO_MORE_FILES)
    why = f"the CA file cannot be used: {error.strerror or error}"
    return call.fault(TlsError, why, "Set verify_tls to true, false or a readable PEM file.")
