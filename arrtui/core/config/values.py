"""The single values of the configuration: what each kind of value may be, and its canonical form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit, urlunsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationInfo
from pydantic_core import PydanticCustomError

from arrtui.core.paths import default_database

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OWN_HEADERS = frozenset({"x-api-key", "content-length", "transfer-encoding", "connection"})
_HOST = re.compile(r"[^\W_]([\w.-]*[^\W_])?\.?|\[[0-9a-f:.]+(%[\w.-]+)?\]", re.IGNORECASE)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgtp]?)(?:i?b)?", re.IGNORECASE)
_API_PATH = re.compile(r"/api(/v\d+)?$", re.IGNORECASE)


def wrong(sentence: str) -> PydanticCustomError:
    """Return the error that carries our own sentence through pydantic."""
    return PydanticCustomError("arrtui", "{sentence}", {"sentence": sentence})


def check_url(text: str) -> str:
    """Return an app's address in its canonical form: scheme, host, port and URL base, no slash at the end.

    Raises PydanticCustomError (a ValueError) that says what is allowed, without repeating the text.
    """
    text = text.strip()
    if "\\" in text or not text.isprintable() or any(map(str.isspace, text)):
        raise wrong("holds a space, a backslash or a control character")
    if not text.lower().startswith(("http://", "https://")):
        raise wrong(
            "must start with http:// or https://, e.g. http://localhost:7878 or https://example.org/radarr"
        )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise wrong("has a host or port that cannot be; ports are 1 to 65535") from None
    if "@" in parts.netloc:
        raise wrong("holds a user name or password; send them with headers instead")
    if "?" in text or "#" in text:
        raise wrong("must end before '?' or '#'; the API key belongs in api_key")
    host = parts.netloc.lower().rstrip(":") if port is None else parts.netloc.lower().rpartition(":")[0]
    if port == 0 or not _HOST.fullmatch(host):
        raise wrong("has no host that can be reached, e.g. localhost, 192.168.1.5:7878 or [::1]:7878")
    base = parts.path.rstrip("/")
    if _API_PATH.search(base):
        raise wrong("must end before /api; give the address you open in a browser")
    if "//" in base or {".", ".."} & set(base.split("/")):
        raise wrong("has an URL base with an empty part, '.' or '..'")
    return urlunsplit((parts.scheme, host if port is None else f"{host}:{port}", base, "", ""))


def complete_url(text: str, port: int) -> str:
    """Return an address with what people leave out: ``http://``, and an app's usual port.

    A path says that a proxy answers, which needs no port of its own.
    """
    text = text.strip()
    host, slash, _ = text.partition("/")
    if not host or "://" in text or not _HOST.fullmatch(re.sub(r":\d*$", "", host)):
        return text
    given = slash or re.search(r":\d+$", host)
    return f"http://{text}" if given else f"http://{text.rstrip(':')}:{port}"


def check_key(text: str) -> str:
    """Return an API key without the white space around it. Raises PydanticCustomError (a ValueError)."""
    key = text.strip()
    if not key:
        raise wrong("is empty; the key is in the app under Settings, General")
    if set(key) <= {"*"}:
        raise wrong("is a masked key; copy the real one from the app's Settings, General")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise wrong("holds a character no API key has")
    return key


def _check_secret_key(key: SecretStr) -> SecretStr:
    return SecretStr(check_key(key.get_secret_value()))


def _check_header_name(name: str) -> str:
    if not _HEADER_NAME.fullmatch(name):
        raise wrong("is no header name; letters, digits and '-' are allowed")
    if name.lower() in _OWN_HEADERS:
        raise wrong("is set by arrtui itself; the API key belongs in api_key")
    return name


def _check_header_value(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if not text.isascii() or not text.isprintable() or text != text.strip():
        raise wrong("must be printable ASCII text on one line without spaces around it")
    if text and set(text) == {"*"}:
        raise wrong("is a masked value; give the real one")
    return value


def _check_headers(headers: dict[str, SecretStr]) -> dict[str, SecretStr]:
    if len({name.lower() for name in headers}) < len(headers):
        raise wrong("names a header twice; upper and lower case make no difference")
    return headers


def _folder(info: ValidationInfo) -> Path:
    """Return the folder that relative paths start from: the one of the configuration file."""
    context: Mapping[str, Path] = info.context or {}
    return context.get("folder", Path())


def expand(text: str, folder: Path) -> Path:
    """Return an absolute path, ``~`` and paths relative to ``folder`` resolved."""
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        raise wrong("starts with '~' but there is no such home folder") from None
    return (folder / path).absolute()


def expand_here(text: str, info: ValidationInfo) -> Path:
    """Return an absolute path; a relative one starts from the folder of the configuration file."""
    return expand(text, _folder(info))


def _check_path(value: Any, info: ValidationInfo) -> Path | None:
    if value is None:
        return None
    if not isinstance(value, str | Path) or not str(value).strip() or "\0" in str(value):
        raise wrong("must be the path of a file")
    return expand_here(str(value), info)


def _check_tls(value: Any, info: ValidationInfo) -> bool | Path:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str | Path):
        raise wrong("must be true, false or the path of a CA file")
    path = _check_path(value, info) or Path()
    try:
        content = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        raise wrong(f"names a CA file that cannot be read: {error.strerror}") from None
    if b"-----BEGIN " not in content:
        raise wrong("names no CA file; it must be true, false or the path of a PEM file that exists")
    return path


def _check_schedule(text: str) -> str:
    if not text.strip():
        return ""
    from croniter import croniter  # 40 ms, and most start without a schedule

    fields = text.split()
    if (len(fields) != 5 and not text.startswith("@")) or not croniter.is_valid(text, strict=True):
        raise wrong('is no cron expression that ever fires; five fields such as "30 3 * * *", or "@daily"')
    return " ".join(fields)


def _check_database(text: str, info: ValidationInfo) -> str:
    url = text.strip()
    if not url:
        return f"sqlite:///{default_database()}"
    if url.lower().startswith("sqlite:///"):
        file = url[len("sqlite:///") :]
        if not file or "?" in file or "\0" in file or file == ":memory:":
            raise wrong("must name a file after sqlite:///, without options")
        path = expand(file, _folder(info))
        if path.is_dir():
            raise wrong("names a folder; it must name a file after sqlite:///")
        return f"sqlite:///{path}"
    if not url.lower().startswith(("postgresql://", "postgres://")):
        raise wrong("must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE")
    try:
        parts = urlsplit(url)
        valid = parts.port != 0 and bool(parts.path.strip("/"))
    except ValueError:
        valid = False
    if not valid or any(map(str.isspace, url)):
        raise wrong("must be postgresql://USER:PASSWORD@HOST/DATABASE; special characters as %XX")
    return url


def bytes_of(text: str) -> int:
    """Return the bytes of a size as it is written; units count in 1,024s as those of the tables.

    Raises PydanticCustomError (a ValueError) for a text that is no size.
    """
    size = _SIZE.fullmatch(text.strip())
    if size is None:
        raise wrong('must be a size such as "500 MB" or "10 GB"')
    return int(float(size[1]) * 1024 ** " kmgtp".index(size[2].lower() or " "))


def _check_size(text: str) -> str:
    bytes_of(text)
    return text


Url = Annotated[str, AfterValidator(check_url)]
ApiKey = Annotated[SecretStr, AfterValidator(_check_secret_key)]
HeaderName = Annotated[str, AfterValidator(_check_header_name)]
HeaderValue = Annotated[SecretStr, AfterValidator(_check_header_value)]
Headers = Annotated[dict[HeaderName, HeaderValue], AfterValidator(_check_headers)]

CertificateCheck = Annotated[bool | Path, BeforeValidator(_check_tls)]
FilePath = Annotated[Path | None, BeforeValidator(_check_path)]
DatabaseUrl = Annotated[str, AfterValidator(_check_database)]
Schedule = Annotated[str, AfterValidator(_check_schedule)]
ByteSize = Annotated[str, AfterValidator(_check_size)]
