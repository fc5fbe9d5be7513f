"""The configuration: what may be set, and reading it from the file, the environment and the command line.

Every fault is reported at once and each with its path; no value is ever repeated in a message, because any
value may be a secret in the wrong place. File and environment are merged here rather than by
pydantic-settings: a fault has to name the variable that caused it, and the app's first paint cannot wait
for an import that adds nothing else.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit, urlunsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from arrtui.core.domain import Kind
from arrtui.core.errors import ConfigError, ConfigProblem, UsageError
from arrtui.core.keys import check_keys
from arrtui.core.paths import CONFIG_NAME, config_folder, default_database, readable_by_others

MASK = "********"
"""What stands for a key wherever one would be shown."""
PREFIX = "ARRTUI_"
RESERVED_VARIABLES = ("ARRTUI_CONFIG",)
"""Variables with our prefix that are no option of the file; ``ARRTUI_TEST_…`` is left alone too."""

_FOREIGN_PREFIX = "ARRTUI_TEST_"
_LABEL = re.compile(r"[a-z0-9][a-z0-9_-]*")
_LABEL_RULE = "names are small letters, digits, '_' and '-', and start with a letter or digit"
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OWN_HEADERS = frozenset({"x-api-key", "content-length", "transfer-encoding", "connection"})
_HOST = re.compile(r"[^\W_]([\w.-]*[^\W_])?\.?|\[[0-9a-f:.]+(%[\w.-]+)?\]", re.IGNORECASE)
_API_PATH = re.compile(r"/api(/v\d+)?$", re.IGNORECASE)
_LONGEST_KEY_FILE = 4096
_NO_TABLE = "must be a table"


def _wrong(sentence: str) -> PydanticCustomError:
    """Return the error that carries our own sentence through pydantic."""
    return PydanticCustomError("arrtui", "{sentence}", {"sentence": sentence})


# --- single values ---------------------------------------------------------------------------------------


def check_url(text: str) -> str:
    """Return an app's address in its canonical form: scheme, host, port and URL base, no slash at the end.

    Raises PydanticCustomError (a ValueError) that says what is allowed, without repeating the text.
    """
    text = text.strip()
    if "\\" in text or not text.isprintable() or any(map(str.isspace, text)):
        raise _wrong("holds a space, a backslash or a control character")
    if not text.lower().startswith(("http://", "https://")):
        raise _wrong(
            "must start with http:// or https://, e.g. http://localhost:7878 or https://example.org/radarr"
        )
    host, path = _check_address(text)
    return urlunsplit((text.split(":")[0].lower(), host, path, "", ""))


def _check_address(text: str) -> tuple[str, str]:
    """Return host with port, and URL base, of an address that starts with a scheme."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _wrong("has a host or port that cannot be; ports are 1 to 65535") from None
    if "@" in parts.netloc:
        raise _wrong("holds a user name or password; send them with headers instead")
    if "?" in text or "#" in text:
        raise _wrong("must end before '?' or '#'; the API key belongs in api_key")
    host = parts.netloc.lower().rstrip(":") if port is None else parts.netloc.lower().rpartition(":")[0]
    if port == 0 or not _HOST.fullmatch(host):
        raise _wrong("has no host that can be reached, e.g. localhost, 192.168.1.5:7878 or [::1]:7878")
    return host if port is None else f"{host}:{port}", _check_base(parts.path)


def _check_base(path: str) -> str:
    """Return the URL base without its last slash."""
    base = path.rstrip("/")
    if _API_PATH.search(base):
        raise _wrong("must end before /api; give the address you open in a browser")
    if "//" in base or {".", ".."} & set(base.split("/")):
        raise _wrong("has an URL base with an empty part, '.' or '..'")
    return base


def check_key(text: str) -> str:
    """Return an API key without the white space around it. Raises PydanticCustomError (a ValueError)."""
    key = text.strip()
    if not key:
        raise _wrong("is empty; the key is in the app under Settings, General")
    if set(key) <= {"*"}:
        raise _wrong("is a masked key; copy the real one from the app's Settings, General")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise _wrong("holds a character no API key has")
    return key


def _check_secret_key(key: SecretStr) -> SecretStr:
    return SecretStr(check_key(key.get_secret_value()))


def _check_header_name(name: str) -> str:
    if not _HEADER_NAME.fullmatch(name):
        raise _wrong("is no header name; letters, digits and '-' are allowed")
    if name.lower() in _OWN_HEADERS:
        raise _wrong("is set by arrtui itself; the API key belongs in api_key")
    return name


def _check_header_value(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if not text.isascii() or not text.isprintable() or text != text.strip():
        raise _wrong("must be printable ASCII text on one line without spaces around it")
    if text and set(text) == {"*"}:
        raise _wrong("is a masked value; give the real one")
    return value


def _check_headers(headers: dict[str, SecretStr]) -> dict[str, SecretStr]:
    if len({name.lower() for name in headers}) < len(headers):
        raise _wrong("names a header twice; upper and lower case make no difference")
    return headers


def _folder(info: ValidationInfo) -> Path:
    """Return the folder that relative paths start from: the one of the configuration file."""
    context: Mapping[str, Path] = info.context or {}
    return context.get("folder", Path())


def _expand(text: str, folder: Path) -> Path:
    """Return an absolute path, ``~`` and paths relative to ``folder`` resolved."""
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        raise _wrong("starts with '~' but there is no such home folder") from None
    return (folder / path).absolute()


def _check_path(value: Any, info: ValidationInfo) -> Path | None:
    if value is None:
        return None
    if not isinstance(value, str | Path) or not str(value).strip() or "\0" in str(value):
        raise _wrong("must be the path of a file")
    return _expand(str(value), _folder(info))


def _check_tls(value: Any, info: ValidationInfo) -> bool | Path:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str | Path):
        raise _wrong("must be true, false or the path of a CA file")
    path = _check_path(value, info) or Path()
    try:
        content = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        raise _wrong(f"names a CA file that cannot be read: {error.strerror}") from None
    if b"-----BEGIN " not in content:
        raise _wrong("names no CA file; it must be true, false or the path of a PEM file that exists")
    return path


def _check_schedule(text: str) -> str:
    if not text.strip():
        return ""
    from croniter import croniter  # 40 ms, and most start without a schedule

    fields = text.split()
    if (len(fields) != 5 and not text.startswith("@")) or not croniter.is_valid(text, strict=True):
        raise _wrong('is no cron expression that ever fires; five fields such as "30 3 * * *", or "@daily"')
    return " ".join(fields)


def _check_database(text: str, info: ValidationInfo) -> str:
    url = text.strip()
    if not url:
        return f"sqlite:///{default_database()}"
    if url.lower().startswith("sqlite:///"):
        return f"sqlite:///{_check_sqlite(url[len('sqlite:///') :], _folder(info))}"
    if url.lower().startswith(("postgresql://", "postgres://")):
        return _check_postgres(url)
    raise _wrong("must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE")


def _check_sqlite(text: str, folder: Path) -> Path:
    if not text or "?" in text or "\0" in text or text == ":memory:":
        raise _wrong("must name a file after sqlite:///, without options")
    path = _expand(text, folder)
    if path.is_dir():
        raise _wrong("names a folder; it must name a file after sqlite:///")
    return path


def _check_postgres(url: str) -> str:
    try:
        parts = urlsplit(url)
        valid = parts.port != 0 and bool(parts.path.strip("/"))
    except ValueError:
        valid = False
    if not valid or any(map(str.isspace, url)):
        raise _wrong("must be postgresql://USER:PASSWORD@HOST/DATABASE; special characters as %XX")
    return url


# --- the models ------------------------------------------------------------------------------------------

Url = Annotated[str, AfterValidator(check_url)]
ApiKey = Annotated[SecretStr, AfterValidator(_check_secret_key)]
HeaderName = Annotated[str, AfterValidator(_check_header_name)]
HeaderValue = Annotated[SecretStr, AfterValidator(_check_header_value)]
Headers = Annotated[dict[HeaderName, HeaderValue], AfterValidator(_check_headers)]
_ADDRESS = "an address such as http://localhost:7878 or https://example.org/radarr"


class _Table(BaseModel):
    """A table of the file. Each field's description is what is allowed there, as its messages say it."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", hide_input_in_errors=True, validate_default=True
    )


class InstanceOptions(_Table):
    """What an instance's table may set besides its key."""

    url: Url = Field(description=_ADDRESS)
    external_url: Url | None = Field(default=None, description=_ADDRESS)
    """Where a browser finds the app, when that differs from ``url``."""
    verify_tls: Annotated[bool | Path, BeforeValidator(_check_tls)] = Field(
        default=True, description="true, false or the path of a CA file"
    )
    timeout: float = Field(
        default=30, ge=1, le=600, allow_inf_nan=False, description="a number of seconds from 1 to 600"
    )
    headers: Headers = Field(
        default_factory=dict, description='a table of texts, e.g. { "CF-Access-Client-Id" = "…" }'
    )
    """Sent with every request; values are secret."""
    concurrency: int = Field(default=2, ge=1, le=16, description="a whole number from 1 to 16")
    requests_per_second: float = Field(
        default=0, ge=0, le=1000, allow_inf_nan=False, description="a number from 0 (no limit) to 1000"
    )


class InstanceTable(InstanceOptions):
    """An instance's table as the file has it: exactly one of ``api_key`` and ``api_key_file``."""

    api_key: ApiKey | None = Field(default=None, description="text, the key from the app's Settings, General")
    api_key_file: Annotated[Path | None, BeforeValidator(_check_path)] = Field(
        default=None, description="the path of a file that holds only the key"
    )


class InstanceConfig(InstanceOptions):
    """An instance ready to be used: its name, its key and its options."""

    name: str
    """``radarr.main``."""
    kind: Kind = Field(strict=False)
    label: str
    """The part of the name after the dot."""
    api_key: ApiKey

    @property
    def web_url(self) -> str:
        """The address a browser opens."""
        return self.external_url or self.url


class DatabaseConfig(_Table):
    """Where everything is stored."""

    url: Annotated[str, AfterValidator(_check_database)] = Field(
        default="", repr=False, description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"
    )
    """Once read: absolute, never empty, and for PostgreSQL with its password, so never to be shown."""

    @property
    def sqlite_path(self) -> Path | None:
        """The SQLite file, None for PostgreSQL."""
        return Path(self.url.removeprefix("sqlite:///")) if self.url.startswith("sqlite:") else None

    @property
    def shown(self) -> str:
        """The address with its password masked and without its options."""
        if self.sqlite_path is not None:
            return self.url
        parts = urlsplit(self.url)
        user, at, host = parts.netloc.rpartition("@")
        masked = f"{user.split(':')[0]}:{MASK}" if ":" in user else user
        return f"{parts.scheme}://{masked}{at}{host}{parts.path}"


class BackupConfig(_Table):
    """When instances are backed up and how long snapshots are kept."""

    schedule: Annotated[str, AfterValidator(_check_schedule)] = Field(
        default="", description='a cron expression such as "30 3 * * *", or empty'
    )
    history: bool = Field(default=True, description="true or false")
    full_refresh_days: int = Field(
        default=7, ge=1, le=365, description="a whole number of days from 1 to 365"
    )
    keep_days: int = Field(default=30, ge=1, le=36500, description="a whole number of days from 1 to 36500")
    keep_weeks: int = Field(default=26, ge=0, le=5200, description="a whole number of weeks from 0 to 5200")
    keep_months: int = Field(
        default=0, ge=0, le=1200, description="a whole number of months from 0 (for ever) to 1200"
    )
    max_shrink_percent: int = Field(default=20, ge=0, le=100, description="a whole number from 0 to 100")
    stale_after_hours: int = Field(
        default=36, ge=1, le=8760, description="a whole number of hours from 1 to 8760"
    )


class UiConfig(_Table):
    """How the terminal app looks."""

    theme: Literal["dark", "light", "ansi"] = Field(default="dark", description='"dark", "light" or "ansi"')
    refresh_minutes: int = Field(
        default=5, ge=0, le=1440, description="a whole number of minutes from 0 (off) to 1440"
    )
    ascii: bool = Field(default=False, description="true or false")


@dataclass(frozen=True)
class Config:
    """Everything configured, checked and with its keys read."""

    path: Path | None = None
    """The file, whether or not it exists; None when there is none to write to."""
    instances: tuple[InstanceConfig, ...] = ()
    """In the order of the file; the app whose table comes first leads."""
    database: DatabaseConfig = field(default_factory=DatabaseConfig)
    backup: BackupConfig = field(default_factory=BackupConfig)
    ui: UiConfig = field(default_factory=UiConfig)
    keys: Mapping[str, str] = field(default_factory=dict)
    """Binding id → keys, only what is configured."""
    warnings: tuple[str, ...] = ()
    """Sentences about what works but should not stay so."""
    exists: bool = False
    digest: str = ""
    """Of the file's bytes when it was read, empty without a file; writing back compares it."""

    def instance(self, name: str) -> InstanceConfig:
        """Return the instance of that name. Raises UsageError with the names that look like it."""
        for instance in self.instances:
            if instance.name == name:
                return instance
        names = [instance.name for instance in self.instances]
        near = get_close_matches(name, names, n=3)
        advice = (
            f"Did you mean {' or '.join(near)}?" if near else f"Configured: {', '.join(names) or 'none yet'}."
        )
        raise UsageError("choosing the instance", why=f"there is none named {name}", advice=advice)


_SECTIONS: dict[str, type[_Table]] = {
    "radarr": InstanceTable,
    "sonarr": InstanceTable,
    "database": DatabaseConfig,
    "backup": BackupConfig,
    "ui": UiConfig,
}
SECTIONS = (*_SECTIONS, "keys")
"""The tables a configuration file may have."""

Tree = dict[str, Any]
"""A TOML document as plain tables and values."""
_Path = tuple[str, ...]
_T = TypeVar("_T", bound=_Table)


# --- faults ----------------------------------------------------------------------------------------------


@dataclass
class _Findings:
    """What has been found wrong so far, and where each value that is not from the file came from."""

    problems: list[ConfigProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)

    def add(self, path: Sequence[str], message: str) -> None:
        """Note a problem, and the variable or option it came from."""
        origin = self._origin(".".join(path))
        self.problems.append(
            ConfigProblem(".".join(path), f"{message} (from {origin})" if origin else message)
        )

    def has(self, path: Sequence[str]) -> bool:
        """Return whether something is wrong at exactly this path."""
        return any(problem.path == ".".join(path) for problem in self.problems)

    def _origin(self, path: str) -> str:
        """Return where the value at ``path``, or the table around it, came from; empty for the file."""
        while path and path not in self.origins:
            path = path.rpartition(".")[0]
        return self.origins.get(path, "")


def _nearest(name: str, allowed: Sequence[str]) -> str:
    """Return the hint for an unknown name: the ones that look like it, or all that are allowed."""
    near = get_close_matches(name.lower().replace("-", "_"), allowed, n=2)
    return f"did you mean {' or '.join(near)}?" if near else f"allowed are {', '.join(allowed)}"


def _sentence(model: type[_Table], fault: Mapping[str, Any]) -> str:
    """Return our words for one of pydantic's faults, which carry the value and are never shown."""
    name = str(fault["loc"][0]) if fault["loc"] else ""
    if fault["type"] == "arrtui":
        return str(fault["msg"])
    if fault["type"] == "extra_forbidden":
        return f"is not an option; {_nearest(name, list(model.model_fields))}"
    option = model.model_fields.get(name) if len(fault["loc"]) == 1 else None
    allowed = option.description if option else "text"
    return f"is missing: give {allowed}" if fault["type"] == "missing" else f"must be {allowed}"


def _check(model: type[_T], table: Any, path: _Path, findings: _Findings, folder: Path) -> _T | None:
    """Return the checked table, or None after noting everything wrong with it."""
    if not isinstance(table, dict):
        findings.add(path, f"{_NO_TABLE}, written [{'.'.join(path)}]")
        return None
    try:
        return model.model_validate(table, context={"folder": folder})
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
    for fault in faults:
        place = tuple(str(part) for part in fault["loc"] if part != "[key]")
        findings.add(path + place, _sentence(model, fault))
    return None


# --- the file --------------------------------------------------------------------------------------------


def digest_of(data: bytes | None) -> str:
    """Return what identifies a file's content, empty for a file that does not exist."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


def read_bytes(path: Path) -> bytes | None:
    """Return the file's content, None when there is no file. Raises OSError when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def parse_toml(data: bytes) -> tuple[Tree, list[ConfigProblem]]:
    """Return the document and no problem, or an empty one and the place where it stops being TOML."""
    try:
        return tomllib.loads(data.decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return {}, [ConfigProblem(f"line {line}", "is not UTF-8 text; save the file as UTF-8")]
    except tomllib.TOMLDecodeError as error:
        message = str(error)
    except (ValueError, RecursionError):
        return {}, [ConfigProblem("", "is not TOML: a number is too long or tables are nested too deep")]
    return {}, [_syntax_problem(message)]


def _syntax_problem(message: str) -> ConfigProblem:
    """Return tomllib's message with its place first and duplicates in our words."""
    text, place = message, ""
    if found := re.fullmatch(r"(.*) \(at (.*)\)", message, re.DOTALL):
        text, place = found.groups()
    if found := re.match(r"Cannot declare \((.*?),?\) twice", text):
        name = ".".join(part.strip("'") for part in found[1].split(", "))
        return ConfigProblem(place, f"[{name}] is there twice; names are unique")
    if text == "Cannot overwrite a value" or text.startswith("Duplicate inline table key"):
        return ConfigProblem(place, "this option is set twice in its table")
    hint = "; texts need quotes" if text == "Invalid value" else ""
    return ConfigProblem(place, f"is not TOML: {text[:1].lower()}{text[1:]}{hint}")


# --- the environment and the command line ----------------------------------------------------------------


def _read_environment(env: Mapping[str, str], findings: _Findings) -> dict[_Path, tuple[Any, str]]:
    """Return path → (value, origin) for each of our variables; an empty one counts as not set."""
    layer: dict[_Path, tuple[Any, str]] = {}
    for name in sorted(env):
        upper = name.upper()
        if not upper.startswith(PREFIX) or upper in RESERVED_VARIABLES or upper.startswith(_FOREIGN_PREFIX):
            continue
        path = _variable_path(upper)
        if path is None:
            findings.add((name,), f"is no variable of arrtui; {_variable_hint(upper)}")
        elif env[name].strip():
            layer.update(
                (leaf, (value, name)) for leaf, value in _leaves(path, _variable_value(path, env[name]))
            )
    return layer


def _variable_path(name: str) -> _Path | None:
    """Return the place in the file a variable stands for, None when there is no such section."""
    section, *rest = name.removeprefix(PREFIX).lower().split("__")
    if section not in SECTIONS or not all(rest):
        return None
    if section == "keys" and rest:
        return (section, ".".join(rest))
    if len(rest) > 2 and rest[1] == "headers":
        rest[2:] = ["-".join(rest[2:]).replace("_", "-")]  # a variable's name cannot hold the usual dash
    return (section, *rest)


def _variable_hint(name: str) -> str:
    """Return how the variable may have been meant."""
    section, _, rest = name.removeprefix(PREFIX).lower().partition("_")
    if section in SECTIONS and rest:
        return "two underscores separate the parts, e.g. ARRTUI_RADARR__MAIN__API_KEY"
    return f"a section follows {PREFIX}: {_nearest(section, SECTIONS)}"


def _variable_value(path: _Path, text: str) -> Any:
    """Return a variable's value: text where the option is text, otherwise read as TOML would."""
    model = _SECTIONS.get(path[0])
    depth = 2 if model is InstanceTable else 1
    if model is None or len(path) > depth + 1:
        return text
    option = model.model_fields.get(path[depth]) if len(path) > depth else None
    if option is not None and not (set(_parts(option.annotation)) & {int, float, bool, dict}):
        return text
    return _toml_value(text.strip())


def _parts(annotation: Any) -> tuple[Any, ...]:
    """Return the alternatives of a type, or the type a generic one is made of."""
    origin = getattr(annotation, "__origin__", annotation)
    return (origin, *getattr(annotation, "__args__", ()))


def _toml_value(text: str) -> Any:
    """Return the value TOML reads, or the text itself."""
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    try:
        tree = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return tree["value"] if len(tree) == 1 else text


def _leaves(path: _Path, value: Any) -> Iterator[tuple[_Path, Any]]:
    """Yield the values of a table with their paths, so that a layer changes options and not whole tables."""
    if not isinstance(value, Mapping):
        yield path, value
        return
    for name, inner in value.items():
        yield from _leaves((*path, str(name)), inner)


def _read_overrides(overrides: Mapping[str, Any]) -> dict[_Path, tuple[Any, str]]:
    """Return the command line's layer; its names are dotted paths or tables, and None is not set."""
    layer: dict[_Path, tuple[Any, str]] = {}
    for name, value in overrides.items():
        for path, leaf in _leaves(tuple(name.split(".")), value):
            if leaf is not None:
                place = ("keys", ".".join(path[1:])) if path[0] == "keys" else path
                layer[place] = (leaf, "the command line")
    return layer


def _overlay(tree: Tree, layer: Mapping[_Path, tuple[Any, str]], findings: _Findings) -> None:
    """Set a layer's values in the tree, and note where they came from."""
    for path, (value, origin) in layer.items():
        *parents, last = path
        table, place = tree, list[str]()
        for name in parents:
            table, name = _enter(table, name)
            place.append(name)
            if not table:
                findings.origins.setdefault(".".join(place), origin)
        name = _same_name(table, last)
        _drop_other_key(table, path, layer)
        table[name] = value
        findings.origins[".".join([*place, name])] = origin


def _enter(table: Tree, name: str) -> tuple[Tree, str]:
    """Return the table of that name and its name, created if need be; a value in its place gives way."""
    name = _same_name(table, name)
    if not isinstance(table.get(name), dict):
        table[name] = {}
    inner: Tree = table[name]
    return inner, name


def _same_name(table: Tree, name: str) -> str:
    """Return the name already in the table that ``name`` means: a variable has neither case nor dashes."""
    if name in table:
        return name
    plain = name.lower().replace("-", "_")
    return next((known for known in table if known.lower().replace("-", "_") == plain), name)


def _drop_other_key(table: Tree, path: _Path, layer: Mapping[_Path, tuple[Any, str]]) -> None:
    """Let a key of this layer win over a key file of a lower one, and the reverse."""
    other = {"api_key": "api_key_file", "api_key_file": "api_key"}.get(path[-1])
    if other and (*path[:-1], other) not in layer:
        table.pop(other, None)


# --- putting it together ---------------------------------------------------------------------------------


def _read_key(table: Mapping[str, Any], path: _Path, findings: _Findings, folder: Path) -> SecretStr | None:
    """Return an instance's key from its table or its key file, or None after noting what is wrong."""
    given = [name for name in ("api_key", "api_key_file") if name in table]
    if len(given) == 2:
        findings.add((*path, "api_key"), "and api_key_file are both set; give one of them")
    elif not given:
        variable = f"{PREFIX}{path[0]}__{path[1].replace('-', '_')}__API_KEY".upper()
        findings.add((*path, "api_key"), f"is missing: set api_key, api_key_file or the variable {variable}")
    elif given == ["api_key"]:
        return SecretStr(str(table["api_key"]).strip())
    elif not findings.has((*path, "api_key_file")):
        return _read_key_file(table["api_key_file"], (*path, "api_key_file"), findings, folder)
    return None


def _read_key_file(text: str, path: _Path, findings: _Findings, folder: Path) -> SecretStr | None:
    """Return the key a file holds, or None after noting what is wrong with it."""
    try:
        file = _expand(text, folder)
        if not file.is_file():  # a pipe or device would wait for ever
            raise _wrong("names no file; give the path of a file that holds only the key")
        with file.open("rb") as stream:
            key = check_key(stream.read(_LONGEST_KEY_FILE).decode("ascii", "replace"))
        if readable_by_others(file):
            findings.warnings.append(f"{'.'.join(path)}: {file} can be read by others. Run: chmod 600 {file}")
        return SecretStr(key)
    except PydanticCustomError as error:
        findings.add(path, error.message())
    except (OSError, ValueError) as error:
        findings.add(path, f"cannot be read: {getattr(error, 'strerror', None) or 'no such path'}")
    return None


def _build_instance(
    kind: Kind, label: str, table: Any, findings: _Findings, folder: Path
) -> InstanceConfig | None:
    """Return the instance of one table, or None after noting everything wrong with it."""
    path = (kind.value, label)
    if not _LABEL.fullmatch(label):
        findings.add(path, f"is no instance name; {_LABEL_RULE}")
    options = _check(InstanceTable, table, path, findings, folder)
    key = _read_key(table, path, findings, folder) if isinstance(table, dict) else None
    if options is None or key is None or not _LABEL.fullmatch(label):
        return None
    values = options.model_dump(exclude={"api_key", "api_key_file"})
    return InstanceConfig(name=f"{kind}.{label}", kind=kind, label=label, api_key=key, **values)


def _build_instances(tree: Tree, findings: _Findings, folder: Path) -> Iterator[InstanceConfig]:
    """Yield the instances in the file's order, noting names that differ by case alone."""
    for section in (name for name in tree if name in tuple(Kind)):
        tables = tree[section]
        if not isinstance(tables, dict) or any(not isinstance(table, dict) for table in tables.values()):
            findings.add((section,), f"{_NO_TABLE} for each instance, with its name: [{section}.main]")
            continue
        seen: dict[str, str] = {}
        for label, table in tables.items():
            if seen.setdefault(label.lower(), label) != label:
                findings.add(
                    (section, label), f"is the same name as {section}.{seen[label.lower()]}; names are unique"
                )
            instance = _build_instance(Kind(section), label, table, findings, folder)
            if instance:
                yield instance


def check_instance(
    kind: Kind, label: str, table: Tree, folder: Path
) -> tuple[InstanceConfig | None, list[ConfigProblem]]:
    """Return the instance a table of the file would make, or None, and everything wrong with it."""
    findings = _Findings()
    instance = _build_instance(kind, label, table, findings, folder)
    return instance, findings.problems


def _warn_of_twins(instances: Sequence[InstanceConfig], findings: _Findings) -> None:
    """Warn of two instances that are one app."""
    seen: dict[tuple[Kind, str], str] = {}
    for instance in instances:
        first = seen.setdefault((instance.kind, instance.url), instance.name)
        if first != instance.name:
            findings.warnings.append(
                f"{first} and {instance.name} have the same url: everything is counted twice."
            )


def _flatten_keys(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield ``app.quit`` and its keys, whether the file has ``"app.quit"`` or ``app.quit``."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flatten_keys(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _build_keys(table: Any, known: Mapping[str, str] | None, findings: _Findings) -> dict[str, str]:
    """Return the configured keys, noting values that are no text and, with ``known``, what clashes."""
    if not isinstance(table, dict):
        findings.add(("keys",), f"{_NO_TABLE}, written [keys]")
        return {}
    keys = {name: value for name, value in table.items() if isinstance(value, str)}
    for name in table.keys() - keys.keys():
        findings.add(("keys", name), 'must be text such as "ctrl+q" or "up,k"')
    for problem in check_keys(known, keys) if known is not None else ():
        findings.add(problem.path.split("."), problem.message)
    return keys


def _build(tree: Tree, findings: _Findings, folder: Path, known: Mapping[str, str] | None) -> Config:
    """Return the configuration a merged document describes; it counts only if nothing was found wrong."""
    for name in tree.keys() - set(SECTIONS):
        findings.add((name,), f"is not a section; {_nearest(name, SECTIONS)}")
    instances = tuple(_build_instances(tree, findings, folder))
    _warn_of_twins(instances, findings)
    return Config(
        instances=instances,
        database=_check(DatabaseConfig, tree.get("database", {}), ("database",), findings, folder)
        or DatabaseConfig(),
        backup=_check(BackupConfig, tree.get("backup", {}), ("backup",), findings, folder) or BackupConfig(),
        ui=_check(UiConfig, tree.get("ui", {}), ("ui",), findings, folder) or UiConfig(),
        keys=_build_keys(tree.get("keys", {}), known, findings),
    )


def assemble(
    data: bytes | None,
    path: Path,
    *,
    env: Mapping[str, str],
    overrides: Mapping[str, Any] | None = None,
    known_keys: Mapping[str, str] | None = None,
) -> tuple[Config, list[ConfigProblem]]:
    """Return the configuration a file's content amounts to and everything wrong with it.

    The configuration is to be used only when nothing is wrong. A file that is not TOML hides what is in it,
    so then only its syntax and the names of the environment's variables are judged.
    """
    tree, syntax = parse_toml(data) if data is not None else ({}, [])
    findings = _Findings(problems=[*syntax])
    layer = _read_environment(env, findings)
    if syntax:
        return Config(path=path), findings.problems
    if isinstance(tree.get("keys"), dict):
        tree["keys"] = dict(_flatten_keys(tree["keys"]))
    _overlay(tree, layer, findings)
    _overlay(tree, _read_overrides(overrides or {}), findings)
    config = _build(tree, findings, path.parent, known_keys)
    config = replace(config, path=path, exists=data is not None, digest=digest_of(data))
    return replace(config, warnings=tuple(findings.warnings)), findings.problems


def load_config(
    path: Path | None = None,
    *,
    env: Mapping[str, str] = os.environ,
    overrides: Mapping[str, Any] | None = None,
    known_keys: Mapping[str, str] | None = None,
) -> Config:
    """Return the configuration: the command line's ``overrides`` over the environment over the file.

    A file that does not exist is an empty one. ``overrides`` has dotted names (``{"ui.theme": "light"}``) or
    tables; None is not set. With ``known_keys`` (binding id → default keys) the ``[keys]`` are judged too.
    Raises ConfigError with every problem found.
    """
    file = config_path(path, env)
    try:
        config, problems = assemble(
            read_bytes(file), file, env=env, overrides=overrides, known_keys=known_keys
        )
        if config.exists and readable_by_others(file):
            warning = f"{file} can be read by others. Run: chmod 600 {file}"
            config = replace(config, warnings=(warning, *config.warnings))
    except OSError as error:
        config, problems = Config(), [ConfigProblem("", f"the file cannot be read: {error.strerror}")]
    del env, overrides  # a traceback that shows local variables must not show keys
    if problems:
        raise config_error(f"reading {file}", problems)
    return config


def config_error(what: str, problems: Sequence[ConfigProblem]) -> ConfigError:
    """Return the error that says one problem itself, or how many there are and in its detail which."""
    why = str(problems[0]) if len(problems) == 1 else f"{len(problems)} things are wrong"
    return ConfigError(what, why=why, detail="\n".join(map(str, problems)), problems=tuple(problems))


def config_path(arg: str | Path | None, env: Mapping[str, str] = os.environ) -> Path:
    """Return the configuration file: ``--config``, else ``ARRTUI_CONFIG``, else the platform's folder."""
    chosen = arg or env.get("ARRTUI_CONFIG")
    if not chosen:
        return config_folder() / CONFIG_NAME
    return Path(chosen).expanduser().absolute()
