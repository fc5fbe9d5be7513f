"""Reading the configuration: layers, resolution, and every fault at once without a secret in it."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from arrtui.core.apps import Feature, Kind
from arrtui.core.config import SECTIONS, Config, DatabaseConfig, InstanceConfig, config_path, load_config
from arrtui.core.config.values import check_url
from arrtui.core.errors import ConfigError, UsageError
from arrtui.core.keys import Bindable
from arrtui.core.paths import config_folder, default_database

SECRET = "0123456789abcdefSECRET"
MAIN = f'[radarr.main]\nurl = "http://localhost:7878"\napi_key = "{SECRET}"\n'


class Files:
    """A configuration folder to write to and load from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "config.toml"

    def write(self, name: str, text: str, mode: int = 0o600) -> Path:
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def load(self, text: str | None = None, env: dict[str, str] | None = None, **options: Any) -> Config:
        if text is not None:
            self.write("config.toml", text)
        return load_config(self.path, env=env or {}, **options)

    def problems(
        self, text: str | None = None, env: dict[str, str] | None = None, **options: Any
    ) -> dict[str, str]:
        """Load what must fail; return path → message after proving that no secret shows anywhere."""
        with pytest.raises(ConfigError) as caught:
            self.load(text, env, **options)
        shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caught.value.detail
        assert "SECRET" not in shown
        assert caught.value.__cause__ is None
        assert all(str(problem) in caught.value.detail for problem in caught.value.problems)
        found = {problem.path: problem.message for problem in caught.value.problems}
        assert len(found) == len(caught.value.problems)
        return found


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def instance(files: Files, options: str) -> InstanceConfig:
    return files.load(MAIN + options).instances[0]


# --- what a good file gives ------------------------------------------------------------------------------


def test_without_a_file_everything_has_its_default(files: Files) -> None:
    config = files.load()
    assert (config.exists, config.path, config.instances, config.digest) == (False, files.path, (), "")
    assert config.database.sqlite_path == default_database()
    assert (config.backup.keep_days, config.ui.theme, config.warnings) == (30, "dark", ())


def test_an_instance_has_its_name_key_and_defaults(files: Files) -> None:
    config = files.load(MAIN)
    main = config.instances[0]
    assert (main.name, main.kind, main.label, main.url) == (
        "radarr.main",
        Kind.RADARR,
        "main",
        "http://localhost:7878",
    )
    assert main.api_key.get_secret_value() == SECRET
    assert (main.verify_tls, main.timeout, main.concurrency, main.requests_per_second) == (True, 30, 2, 0)
    assert main.web_url == main.url
    assert config.exists
    assert SECRET not in repr(config) + str(main)


def test_the_web_url_is_the_external_one(files: Files) -> None:
    assert (
        instance(files, 'external_url = "https://movies.example.org/"').web_url
        == "https://movies.example.org"
    )


def test_instances_come_in_the_order_of_the_file(files: Files) -> None:
    tables = "".join(
        f'[{name}]\nurl = "http://{name}:1"\napi_key = "k"\n' for name in ("sonarr.z", "sonarr.a", "radarr.b")
    )
    assert [each.name for each in files.load(tables).instances] == ["sonarr.z", "sonarr.a", "radarr.b"]


def test_an_instance_is_found_by_name_and_a_slip_names_the_near_ones(files: Files) -> None:
    config = files.load(MAIN)
    assert config.instance("radarr.main").label == "main"
    with pytest.raises(UsageError, match=r"there is none named radarr\.mian\. Did you mean radarr\.main\?"):
        config.instance("radarr.mian")
    with pytest.raises(UsageError, match=r"Configured: none yet"):
        Config().instance("radarr.main")


def test_a_byte_order_mark_is_no_fault(files: Files) -> None:
    files.path.write_bytes(b"\xef\xbb\xbf" + MAIN.encode())
    files.path.chmod(0o600)
    assert files.load().instances[0].name == "radarr.main"


def test_the_digest_follows_the_content(files: Files) -> None:
    first = files.load(MAIN).digest
    assert files.load(MAIN).digest == first
    assert files.load(MAIN + "# more").digest != first


# --- addresses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("http://localhost:7878/", "http://localhost:7878"),
        (" HTTPS://Example.ORG/Radarr// ", "https://example.org/Radarr"),
        ("http://[::1]:7878/x", "http://[::1]:7878/x"),
        ("http://[FE80::1]", "http://[fe80::1]"),
        ("http://host:/", "http://host"),
        ("http://radarr_4k:7878", "http://radarr_4k:7878"),
        ("https://bücher.example/a", "https://bücher.example/a"),
    ],
)
def test_an_address_has_one_form(text: str, canonical: str) -> None:
    assert check_url(text) == canonical


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "must start with http"),
        ("localhost:7878", "must start with http://"),
        ("ftp://host", "must start with http://"),
        ("http://", "no host"),
        ("http://:7878", "no host"),
        ("http://ho st", "space"),
        ("http://host\\x", "backslash"),
        ("http://host:99999", "ports are 1 to 65535"),
        ("http://host:0", "no host"),
        ("http://host:port", "ports are"),
        ("http://[::1", "host or port"),
        ("http://me:SECRET@host", "user name or password"),
        ("http://SECRET@host", "user name or password"),
        ("http://host?apikey=SECRET", "belongs in api_key"),
        ("http://host/#/SECRET", "must end before"),
        ("http://host/radarr/api/v3/", "must end before /api"),
        ("http://host/a/../b", "URL base"),
        ("http://-", "no host"),
    ],
)
def test_an_address_that_cannot_be_says_why(files: Files, url: str, message: str) -> None:
    found = files.problems(MAIN.replace('"http://localhost:7878"', f"'{url}'"))
    assert list(found) == ["radarr.main.url"]
    assert message in found["radarr.main.url"]


@given(st.text(alphabet="htps:/@?#[]a1.-_\\ é%", max_size=25).map(lambda text: "http://" + text))
def test_an_accepted_address_stays_the_same(text: str) -> None:
    try:
        url = check_url(text)
    except ValueError:
        return
    assert check_url(url) == url
    assert not url.endswith("/")
    assert "@" not in url.split("/")[2]


# --- keys and key files ----------------------------------------------------------------------------------


def key_file_config(name: str) -> str:
    return f'[radarr.main]\nurl = "http://h"\napi_key_file = "{name}"\n'


def test_a_key_file_lies_beside_the_configuration(files: Files) -> None:
    files.write("key", f" {SECRET}\n")
    config = files.load(key_file_config("key"))
    assert config.instances[0].api_key.get_secret_value() == SECRET
    assert config.warnings == ()


@pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing here")
def test_files_others_can_read_are_a_warning(files: Files) -> None:
    files.write("key", SECRET, mode=0o644)
    files.write("config.toml", key_file_config("key"), mode=0o644)
    first, second = files.load().warnings
    assert first == f"{files.path} can be read by others. Run: chmod 600 {files.path}"
    assert second.startswith("radarr.main.api_key_file:")


@pytest.mark.parametrize("content", ["", " \n", "two words", "schlüssel", "********"])
def test_a_key_file_without_a_key_says_so(files: Files, content: str) -> None:
    files.write("key", content)
    assert list(files.problems(key_file_config("key"))) == ["radarr.main.api_key_file"]


@pytest.mark.parametrize("name", ["missing", ".", "/dev/zero", "", "a\\u0000b", "~nobody-of-that-name/x"])
def test_a_key_file_that_is_none_says_so(files: Files, name: str) -> None:
    assert list(files.problems(key_file_config(name))) == ["radarr.main.api_key_file"]


def test_a_pipe_in_place_of_a_key_file_does_not_hang(files: Files) -> None:
    os.mkfifo(files.folder / "pipe")
    assert "names no file" in files.problems(key_file_config("pipe"))["radarr.main.api_key_file"]


def test_a_key_is_needed_and_one_is_enough(files: Files) -> None:
    missing = files.problems('[radarr.my-box]\nurl = "http://h"\n')
    assert "ARRTUI_RADARR__MY_BOX__API_KEY" in missing["radarr.my-box.api_key"]
    files.write("key", "k")
    both = files.problems(MAIN + 'api_key_file = "key"\n')
    assert both == {"radarr.main.api_key": "and api_key_file are both set; give one of them"}


@pytest.mark.parametrize("key", ["", "********", "a b", "schlüssel"])
def test_what_is_no_key_is_refused(files: Files, key: str) -> None:
    assert list(files.problems(MAIN.replace(SECRET, key))) == ["radarr.main.api_key"]


# --- other options ---------------------------------------------------------------------------------------


def test_verify_tls_is_a_switch_or_a_file(files: Files) -> None:
    ca = files.write("ca.pem", "-----BEGIN CERTIFICATE-----\n")
    assert instance(files, "verify_tls = false").verify_tls is False
    assert instance(files, 'verify_tls = "ca.pem"').verify_tls == ca
    files.write("empty.pem", "")
    for value in ('"nope.pem"', '"empty.pem"', '"."', "1", '""'):
        assert list(files.problems(MAIN + f"verify_tls = {value}")) == ["radarr.main.verify_tls"]


def test_headers_are_secret_and_checked(files: Files) -> None:
    headers = instance(files, 'headers = { "CF-Access-Client-Id" = "SECRET" }').headers
    assert headers["CF-Access-Client-Id"].get_secret_value() == "SECRET"
    assert "SECRET" not in repr(headers)
    found = files.problems(
        MAIN
        + '[radarr.main.headers]\nx-API-key = "SECRET"\n"a b" = "SECRET"\nX-A = "SECRET\\r\\nX: y"\nX-B = 1\n'
        + 'X-C = "é SECRET"\nX-D = "********"\n'
    )
    assert set(found) == {
        f"radarr.main.headers.{name}" for name in ("x-API-key", "a b", "X-A", "X-B", "X-C", "X-D")
    }
    twice = files.problems(MAIN + 'headers = { X-A = "1", x-a = "2" }')
    assert "names a header twice" in twice["radarr.main.headers"]


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("timeout", "0.5", "1 to 600"),
        ("timeout", "true", "1 to 600"),
        ("timeout", "nan", "1 to 600"),
        ("timeout", '"30"', "1 to 600"),
        ("concurrency", "17", "1 to 16"),
        ("concurrency", "2.0", "1 to 16"),
        ("requests_per_second", "-1", "0 (no limit)"),
        ("requests_per_second", "inf", "0 (no limit)"),
        ("url", "7", "an address such as"),
        ("external_url", "[]", "an address such as"),
        ("headers", '"x"', "a table of texts"),
        ("api_key", "7", "text, the key"),
        ("api_key_file", "7", "the path of a file"),
        ("verify_tls", "0", "true, false or"),
        ("verify_tls", "[1]", "true, false or"),
    ],
)
def test_a_wrong_value_says_what_is_allowed(files: Files, option: str, value: str, allowed: str) -> None:
    text = "".join(
        line for line in MAIN.splitlines(True) if not line.startswith(option.removesuffix("_file") + " ")
    )
    message = files.problems(f"{text}{option} = {value}\n")[f"radarr.main.{option}"]
    assert message.startswith("must be ")
    assert allowed in message


@pytest.mark.parametrize(
    ("section", "option", "value"),
    [
        ("backup", "schedule", '"every night"'),
        ("backup", "schedule", '"0 0 31 2 *"'),
        ("backup", "schedule", '"* * * * * *"'),
        ("backup", "history", '"yes"'),
        ("backup", "keep_days", "0"),
        ("backup", "max_shrink_percent", "101"),
        ("apply", "wait_minutes", "241"),
        ("scores", "critical_score", "0"),
        ("scores", "gain_points", "-1"),
        ("scores", "gain_percent", "101"),
        ("scores", "reachable_percentile", "0"),
        ("scores", "reachable_files", "0"),
        ("scores", "searches_per_hour", "0"),
        ("scores", "searches_per_hour", "2.5"),
        ("scores", "ignore_days", "3651"),
        ("ui", "theme", '"blue"'),
        ("ui", "refresh_minutes", "-1"),
        ("ui", "ascii", "1"),
        ("database", "url", '"mysql://me:SECRET@host/db"'),
        ("database", "url", '"sqlite:///"'),
        ("database", "url", '"sqlite:///."'),
        ("database", "url", '"sqlite:///:memory:"'),
        ("database", "url", '"postgresql://me:SECRET@host"'),
        ("database", "url", '"postgresql://me:SECRET@host:x/db"'),
    ],
)
def test_every_section_is_checked(files: Files, section: str, option: str, value: str) -> None:
    assert list(files.problems(f"[{section}]\n{option} = {value}\n")) == [f"{section}.{option}"]


@pytest.mark.parametrize("schedule", ["30 3 * * *", "  30 3  * * * ", "@daily", "0 4 * * mon#1", ""])
def test_a_schedule_is_cron(files: Files, schedule: str) -> None:
    assert files.load(f'[backup]\nschedule = "{schedule}"').backup.schedule == " ".join(schedule.split())


def test_a_database_is_found_from_the_configurations_folder(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def path(url: str) -> Path | None:
        return files.load(f'[database]\nurl = "{url}"').database.sqlite_path

    monkeypatch.setenv("HOME", "/home/someone")
    assert path("sqlite:///arrtui.db") == files.folder / "arrtui.db"
    assert path("sqlite:////srv/a.db") == Path("/srv/a.db")
    assert path("sqlite:///~/a.db") == Path("/home/someone/a.db")


def test_a_database_password_is_never_shown(files: Files) -> None:
    database = files.load('[database]\nurl = "postgresql://me:SECRET@host:5/db?sslkey=SECRET"').database
    assert database.url.count("SECRET") == 2
    assert database.sqlite_path is None
    assert database.shown == "postgresql://me:********@host:5/db"
    assert "SECRET" not in repr(database)
    assert DatabaseConfig(url="postgresql:///db").shown == "postgresql:///db"


# --- names, sections, syntax -----------------------------------------------------------------------------


def test_every_fault_is_reported_at_once(files: Files) -> None:
    found = files.problems(
        '[radarr.main]\nurl = "nope"\napikey = "SECRET"\n[radarr.Bad]\n[ui]\nascii = 1\ncolour = 2\n[uis]\n',
        env={"ARRTUI_DATABASE__URL": "SECRET", "ARRTUI_NOPE": "SECRET"},
    )
    assert set(found) == {
        "radarr.main.url",
        "radarr.main.apikey",
        "radarr.main.api_key",
        "radarr.Bad",
        "radarr.Bad.url",
        "radarr.Bad.api_key",
        "ui.ascii",
        "ui.colour",
        "uis",
        "database.url",
        "ARRTUI_NOPE",
    }
    assert "did you mean api_key" in found["radarr.main.apikey"]
    assert found["uis"] == "is not a section; did you mean ui or guides?"
    assert (
        found["ui.colour"]
        == "is not an option; allowed are theme, refresh_minutes, ascii, read_only, incognito"
    )


def test_one_problem_is_told_in_the_error_itself(files: Files) -> None:
    with pytest.raises(ConfigError) as caught:
        files.load("[ui]\nascii = 1")
    assert str(caught.value) == f"reading {files.path}: ui.ascii: must be true or false"


@pytest.mark.parametrize("label", ["Main", "-x", '"a.b"', '"4 k"', '"ä"', '""'])
def test_instance_names_are_plain(files: Files, label: str) -> None:
    text = MAIN.replace("main", label)
    (message,) = files.problems(text).values()
    assert message.startswith("is no instance name; names are small letters")


def test_names_that_differ_by_case_are_one_name(files: Files) -> None:
    with pytest.raises(ConfigError) as caught:
        files.load(MAIN + MAIN.replace("main", "MAIN"))
    assert "radarr.MAIN: is the same name as radarr.main; names are unique" in caught.value.detail


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        (MAIN + MAIN, "line 4, column 13", "[radarr.main] is there twice; names are unique"),
        ("a = 1\na = 2\n", "line 2, column 6", "this option is set twice in its table"),
        ("x = { a = 1, a = 2 }\ny = 1\n", "line 1, column 19", "this option is set twice in its table"),
        ("[ui]\ntheme = dark\n", "line 2, column 9", "is not TOML: invalid value; texts need quotes"),
        ("[ui\nx = 1\n", "line 1, column 4", "is not TOML: expected ']' at the end of a table declaration"),
        ('api_key = "SECRET', "end of document", "is not TOML"),
        ("a = " + "[" * 5000, "", "nested too deep"),
        ("a = " + "9" * 5000, "", "a number is too long"),
    ],
)
def test_broken_toml_says_where(files: Files, text: str, path: str, message: str) -> None:
    ((place, found),) = files.problems(text).items()
    assert (place == path) and message in found


def test_a_file_that_is_not_utf8_says_where(files: Files) -> None:
    files.path.write_bytes(b"# ok\n# caf\xe9\n")
    assert files.problems() == {"line 2": "is not UTF-8 text; save the file as UTF-8"}


def test_a_broken_file_does_not_hide_unknown_variables(files: Files) -> None:
    assert set(files.problems("[\nx", env={"ARRTUI_NOPE": "1"})) == {"ARRTUI_NOPE", "line 1, column 2"}


@pytest.mark.parametrize("text", ["ui = 1", "database = []", 'keys = "q"', "backup = true"])
def test_a_section_that_is_no_table(files: Files, text: str) -> None:
    name = text.split(" ")[0]
    assert files.problems(text) == {name: f"must be a table, written [{name}]"}


@pytest.mark.parametrize("text", ["radarr = 1", '[radarr]\nurl = "http://h"\napi_key = "SECRET"\n'])
def test_instances_without_a_name(files: Files, text: str) -> None:
    assert files.problems(text) == {
        "radarr": "must be a table for each instance, with its name: [radarr.main]"
    }


def test_a_folder_in_the_place_of_the_file(files: Files) -> None:
    files.path.mkdir()
    assert files.problems() == {"": "the file cannot be read: Is a directory"}


def test_two_instances_of_one_app_are_a_warning(files: Files) -> None:
    config = files.load(MAIN + MAIN.replace("main", "again") + MAIN.replace("radarr", "sonarr"))
    assert config.warnings == (
        "radarr.main and radarr.again have the same url: everything is counted twice.",
    )


# --- keys ------------------------------------------------------------------------------------------------


def test_keys_may_be_dotted_or_quoted(files: Files) -> None:
    assert files.load('[keys]\napp.quit = "x"\n"app.help" = "y"\n').keys == {"app.quit": "x", "app.help": "y"}


def test_keys_are_judged_where_the_known_ones_are_given(files: Files) -> None:
    bindable = Bindable({"app.quit": "q", "app.help": "?"})
    text = '[keys]\n"app.quit" = "?"\n"app.hlep" = "x"\n'
    assert len(files.load(text).keys) == 2
    assert set(files.problems(text, bindings=lambda: bindable)) == {"keys.app.quit", "keys.app.hlep"}
    assert set(files.problems("[keys]\napp.quit = 1")) == {"keys.app.quit"}
    env = {"ARRTUI_KEYS__APP__QUIT": "?"}
    assert (
        "(from ARRTUI_KEYS__APP__QUIT)" in files.problems("", env, bindings=lambda: bindable)["keys.app.quit"]
    )


# --- environment and command line ------------------------------------------------------------------------


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(files: Files) -> None:
    text = MAIN + '[ui]\ntheme = "light"\nrefresh_minutes = 1\nascii = true\n'
    env = {"ARRTUI_UI__THEME": "ansi", "ARRTUI_UI__REFRESH_MINUTES": "2"}
    ui = files.load(text, env, overrides={"ui.refresh_minutes": 3, "ui.ascii": None, "ui": {}}).ui
    assert (ui.theme, ui.refresh_minutes, ui.ascii) == ("ansi", 3, True)


def test_variables_are_read_as_the_option_needs(files: Files) -> None:
    env = {
        "arrtui_radarr__main__url": "https://h/base/",
        "ARRTUI_RADARR__MAIN__API_KEY": "123456",
        "ARRTUI_RADARR__MAIN__TIMEOUT": "12.5",
        "ARRTUI_RADARR__MAIN__VERIFY_TLS": "False",
        "ARRTUI_RADARR__MAIN__HEADERS": '{ X-A = "a" }',
        "ARRTUI_RADARR__MAIN__HEADERS__CF_ID": "true",
        "ARRTUI_UI__ASCII": "TRUE",
        "ARRTUI_BACKUP": "{ keep_days = 3 }",
        "ARRTUI_KEYS__APP__QUIT": "ctrl+q",
        "ARRTUI_CONFIG": "/else",
        "ARRTUI_TEST_POSTGRES": "x",
        "ARRTUI_UI__THEME": "",
        "OTHER": "x",
    }
    config = files.load(None, env)
    main = config.instance("radarr.main")
    assert (main.url, main.timeout, main.verify_tls) == ("https://h/base", 12.5, False)
    assert main.api_key.get_secret_value() == "123456"
    assert {name: value.get_secret_value() for name, value in main.headers.items()} == {
        "X-A": "a",
        "cf-id": "true",
    }
    assert (config.ui.ascii, config.ui.theme, config.backup.keep_days) == (True, "dark", 3)
    assert config.keys == {"app.quit": "ctrl+q"}
    assert not config.exists


def test_a_variable_finds_names_with_dashes_and_headers_in_any_case(files: Files) -> None:
    text = MAIN.replace("main", "my-box") + 'headers = { "CF-Id" = "file" }\n'
    env = {"ARRTUI_RADARR__MY_BOX__TIMEOUT": "5", "ARRTUI_RADARR__MY_BOX__HEADERS__CF_ID": "env"}
    (box,) = files.load(text, env).instances
    assert (box.name, box.timeout, box.headers["CF-Id"].get_secret_value()) == ("radarr.my-box", 5, "env")


def test_a_key_from_above_replaces_either_way_of_giving_it(files: Files) -> None:
    files.write("key", "from-file")
    env = {"ARRTUI_RADARR__MAIN__API_KEY": "from-env"}
    assert files.load(key_file_config("missing"), env).instances[0].api_key.get_secret_value() == "from-env"
    env = {"ARRTUI_RADARR__MAIN__API_KEY_FILE": "key"}
    assert files.load(MAIN, env).instances[0].api_key.get_secret_value() == "from-file"
    env["ARRTUI_RADARR__MAIN__API_KEY"] = "SECRET"
    assert set(files.problems(MAIN, env)) == {"radarr.main.api_key"}


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        ("ARRTUI_UI__ASCII", "perhaps", "ui.ascii"),
        ("ARRTUI_UI__ASCII", "true\nSECRET = 1", "ui.ascii"),
        ("ARRTUI_UI__THEME__X", "SECRET", "ui.theme"),
        ("ARRTUI_UI", "SECRET", "ui"),
        ("ARRTUI_RADARR__MAIN__URL", "SECRET", "radarr.main.url"),
        ("ARRTUI_RADARR__MAIN__APIKEY", "SECRET", "radarr.main.apikey"),
        ("ARRTUI_RADARR__MAIN__HEADERS__X_API_KEY", "SECRET", "radarr.main.headers.x-api-key"),
        ("ARRTUI_RADARR__MAIN__TIMEOUT", "SECRET", "radarr.main.timeout"),
        ("ARRTUI_RADARR__MIAN__API_KEY", "SECRET", "radarr.mian.url"),
        ("ARRTUI_BACKUP__KEEP_DAYS", "[" * 5000, "backup.keep_days"),
    ],
)
def test_a_problem_names_the_variable_it_came_from(files: Files, name: str, value: str, path: str) -> None:
    found = files.problems(MAIN, {name: value})
    assert list(found) == [path]
    assert found[path].endswith(f"(from {name})")


def test_a_problem_names_the_command_line(files: Files) -> None:
    found = files.problems("", overrides={"ui.theme": "SECRET"})
    assert found["ui.theme"].endswith("(from the command line)")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("ARRTUI_RADARR_MAIN_API_KEY", "two underscores"),
        ("ARRTUI_RADAR__MAIN__URL", "did you mean radarr"),
        ("ARRTUI_UI__", "two underscores"),
        ("ARRTUI_LOG", f"allowed are {', '.join(SECTIONS)}"),
    ],
)
def test_an_unknown_variable_is_a_problem(files: Files, name: str, hint: str) -> None:
    found = files.problems(MAIN, {name: "SECRET"})
    assert list(found) == [name]
    assert hint in found[name]


def test_the_path_is_the_argument_the_variable_or_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    env = {"ARRTUI_CONFIG": "~/c.toml"}
    assert config_path("/x/y.toml", env) == Path("/x/y.toml")
    assert config_path(Path("y.toml"), {}) == Path.cwd() / "y.toml"
    assert config_path(None, env) == Path("/home/someone/c.toml")
    assert config_path(None, {"ARRTUI_CONFIG": ""}) == config_folder() / "config.toml"


# --- secrets and imports ---------------------------------------------------------------------------------


def test_no_local_variable_of_our_frames_holds_a_key(files: Files) -> None:
    files.write("config.toml", MAIN + "timeout = 0\n")
    try:
        load_config(files.path, env={"ARRTUI_SONARR__A__API_KEY": SECRET})
    except ConfigError as error:
        frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)][1:]
        assert frames
        assert SECRET not in repr([frame.f_locals for frame in frames])


def test_building_an_instance_by_hand_is_checked_too() -> None:
    made = InstanceConfig(
        name="sonarr.a", kind=Kind.SONARR, label="a", url="http://127.0.0.1:1/", api_key=SecretStr("k")
    )
    assert made.url == "http://127.0.0.1:1"
    with pytest.raises(ValidationError) as caught:
        InstanceConfig(
            name="a", kind=Kind.SONARR, label="a", url="http://x:SECRET@h", api_key=SecretStr("SECRET k")
        )
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize(
    "module",
    ["pydantic_settings", "croniter", "difflib", "textual", "httpx", "tomli_w", "arrtui.core.config.sync"],
)
def test_reading_the_configuration_imports_only_what_it_needs(module: str) -> None:
    code = f"import sys, arrtui.core.config.load; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- path mappings ---------------------------------------------------------------------------------------


def test_folders_of_an_app_are_mapped_to_folders_of_this_machine(files: Files) -> None:
    table = '[[radarr.main.path_mapping]]\nfrom = "D:\\\\Films"\nto = "films"\n'
    text = f'{MAIN}trailers = {{ rule = "none" }}\n{table}'
    instance = files.load(text).instances[0]
    (mapping,) = instance.path_mapping
    assert (mapping.app_path, mapping.local_path) == ("D:\\Films", str(files.folder / "films"))
    assert (instance.trailers.rule, files.load(text).trailers.rule) == ("none", "missing")


@pytest.mark.parametrize(
    ("table", "place", "hint"),
    [
        ('from = "movies"\nto = "/mnt"', "path_mapping.0.from", 'must start with "/"'),
        ('from = "/movies/.."\nto = "/mnt"', "path_mapping.0.from", "must not hold '..'"),
        ('from = "/movies"\nto = " "', "path_mapping.0.to", "must be the path of a folder"),
        ('from = "/movies"', "path_mapping.0.to", "is missing: give the same folder on this machine"),
        ('from = "/movies"\nto = "/mnt"\nform = 1', "path_mapping.0.form", "did you mean from"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said_at_its_place(
    files: Files, table: str, place: str, hint: str
) -> None:
    found = files.problems(f"{MAIN}[[radarr.main.path_mapping]]\n{table}\n")
    assert [*found] == [f"radarr.main.{place}"]
    assert hint in found[f"radarr.main.{place}"]


@pytest.mark.parametrize(
    ("bin_folder", "message"),
    [
        ("/nas/movies/.bin", "lies in the root folder /nas/movies,"),
        ("/nas", "has the root folder /nas/movies in it"),
        ("/nas/movies-bin", ""),
    ],
)
def test_the_recycle_bin_lies_outside_of_what_the_apps_scan(
    files: Files, bin_folder: str, message: str
) -> None:
    mapping = '[[radarr.main.path_mapping]]\nfrom = "/movies"\nto = "/nas/movies"\n'
    text = f'{MAIN}{mapping}[recycle]\nfolder = "{bin_folder}"\nlimit = "1.5 TB"\n'
    if message:
        assert message in files.problems(text)["recycle.folder"]
        return
    recycle = files.load(text).recycle
    assert (str(recycle.place), recycle.limit_bytes) == (bin_folder, 3 * 2**39)


def test_everything_secret_is_known_however_deep_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("""
[database]
url = "postgresql://arrtui:secret-of-the-database@localhost/arrtui"
[radarr.main]
url = "http://localhost:1"
api_key = "secret-of-radarr"
headers = { Authorization = "secret-of-the-proxy" }
[trailers]
tmdb_key = "secret-of-tmdb"
[server.hooks]
listen = "127.0.0.1:8788"
token = "secret-of-the-hooks"
username = "arr"
password = "secret-of-the-basic-login"
[[server.api.key]]
name = "dashboard"
key = "secret-of-the-dashboard"
[[notify]]
name = "phone"
url = "ntfy://secret-topic"
""")
    file.chmod(0o600)
    assert set(load_config(file, env={}).secrets()) == {
        *("secret-of-the-database", "secret-of-radarr", "secret-of-the-proxy", "secret-of-tmdb"),
        *("secret-of-the-hooks", "secret-of-the-basic-login", "secret-of-the-dashboard"),
        "ntfy://secret-topic",
    }


def test_artwork_of_artists_is_off_until_their_table_switches_it_on(files: Files) -> None:
    table = '[{}]\nurl = "http://{}:1"\napi_key = "k"\n'
    tables = "".join(table.format(name, name) for name in ("radarr.a", "sonarr.b", "lidarr.c", "lidarr.d"))
    config = files.load(tables + "artwork = true\n")
    assert config.names_with(Feature.ARTWORK) == ["radarr.a", "sonarr.b", "lidarr.d"]
    assert config.names_with(Feature.TRAILERS) == ["radarr.a", "sonarr.b"]
    with pytest.raises(UsageError, match=r"its artwork is off\. Set artwork = true under \[lidarr\.c\]"):
        config.names_with(Feature.ARTWORK, ["lidarr.c"])
    with pytest.raises(UsageError, match=r"artists have no trailers"):
        config.names_with(Feature.TRAILERS, ["lidarr.d"])
    off = files.load(table.format("radarr.a", "radarr.a") + "artwork = false\n")
    assert off.names_with(Feature.ARTWORK) == []
