"""Writing the configuration back: what is written, what is kept, and that no failure loses anything."""

from __future__ import annotations

import difflib
import errno
import fcntl
import os
import stat
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.apps import Kind
from arrtui.core.config import MASK, load_config
from arrtui.core.config import lock as config_lock
from arrtui.core.config.file import (
    InstanceDraft,
    load_draft,
    mask,
    remove_instance,
    save_instance,
    save_ui,
)
from arrtui.core.errors import ConfigError

TEXT = """\
# my instances
[radarr.main]
url = "http://localhost:7878"
api_key = "main-SECRET"
timeout = 60
headers = { X-Token = "token-SECRET" }

[radarr.uhd]
url = "http://localhost:7879"
api_key_file = "key"

[sonarr.tv]
url = "http://localhost:8989"
api_key = "tv-SECRET"

[keys]
"app.quit" = "ctrl+q"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "key").write_text("uhd-SECRET")
    file = tmp_path / "config.toml"
    file.write_text(TEXT)
    return file


def tree(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text())


def new_draft(**fields: Any) -> InstanceDraft:
    return InstanceDraft(
        **{"kind": Kind.SONARR, "label": "anime", "url": "http://h:1/", "api_key": "k", **fields}
    )


def save(path: Path, draft: InstanceDraft, replacing: str | None = None, **options: Any) -> str:
    return save_instance(path, draft, replacing=replacing, env=options.pop("env", {}), **options)


def fields_at_fault(draft: InstanceDraft, folder: Path = Path()) -> list[str]:
    return [problem.path.split(".")[2] for problem in draft.problems(folder)]


# --- saving ----------------------------------------------------------------------------------------------


def test_the_first_instance_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    digest = save(path, new_draft(), digest="")
    assert tree(path) == {"sonarr": {"anime": {"url": "http://h:1/", "api_key": "k"}}}
    config = load_config(path, env={})
    assert (config.instances[0].url, config.digest, config.warnings) == ("http://h:1", digest, ())
    assert not path.with_name("config.toml.1.bak").exists()


def test_adding_keeps_everything_else_and_puts_the_old_file_aside(path: Path) -> None:
    save(path, new_draft(timeout="45", headers={"X-A": "1"}))
    expected = tomllib.loads(TEXT)
    expected["sonarr"]["anime"] = {
        "url": "http://h:1/",
        "api_key": "k",
        "timeout": 45,
        "headers": {"X-A": "1"},
    }
    assert tree(path) == expected
    assert list(tree(path)["sonarr"]) == ["tv", "anime"]
    backup = path.with_name("config.toml.1.bak")
    assert backup.read_text() == TEXT
    assert {stat.S_IMODE(file.stat().st_mode) for file in (path, backup)} == {0o600}
    assert not list(path.parent.glob("*.tmp"))


def test_an_edit_keeps_secrets_that_were_not_given_again(path: Path) -> None:
    draft = load_draft(path, "radarr.main")
    assert "SECRET" not in repr(vars(draft))
    assert (draft.timeout, draft.headers, draft.keeps_key) == (60, {"X-Token": MASK}, True)
    draft.url, draft.timeout = "http://elsewhere", 30
    save(path, draft, "radarr.main")
    assert tree(path)["radarr"]["main"] == {
        "url": "http://elsewhere",
        "api_key": "main-SECRET",
        "headers": {"X-Token": "token-SECRET"},
    }


def test_an_edit_keeps_the_tables_that_no_dialog_shows(path: Path) -> None:
    mapping = [{"from": "/movies", "to": "/mnt/movies"}]
    table = '[[radarr.uhd.path_mapping]]\nfrom = "/movies"\nto = "/mnt/movies"\n'
    path.write_text(TEXT.replace("[sonarr.tv]", f"{table}\n[sonarr.tv]"))
    draft = load_draft(path, "radarr.uhd")
    draft.timeout = 45
    save(path, draft, "radarr.uhd")
    assert tree(path)["radarr"]["uhd"]["path_mapping"] == mapping


@pytest.mark.parametrize("key", ["", MASK])
def test_a_key_that_was_not_touched_stays(path: Path, key: str) -> None:
    draft = load_draft(path, "radarr.main")
    draft.api_key = key
    save(path, draft, "radarr.main")
    assert tree(path)["radarr"]["main"]["api_key"] == "main-SECRET"


def test_a_new_key_replaces_a_key_file_and_the_reverse(path: Path) -> None:
    draft = load_draft(path, "radarr.uhd")
    assert draft.api_key_file == "key"
    draft.api_key, draft.api_key_file = "new", ""
    save(path, draft, "radarr.uhd")
    assert tree(path)["radarr"]["uhd"] == {"url": "http://localhost:7879", "api_key": "new"}
    draft = load_draft(path, "radarr.uhd")
    draft.api_key_file = "key"
    save(path, draft, "radarr.uhd")
    assert tree(path)["radarr"]["uhd"] == {"url": "http://localhost:7879", "api_key_file": "key"}


def test_a_key_from_a_file_or_the_environment_is_never_written(path: Path) -> None:
    path.write_text('[radarr.main]\nurl = "http://h"\n[radarr.uhd]\nurl = "http://i"\napi_key_file = "key"\n')
    env = {"ARRTUI_RADARR__MAIN__API_KEY": "env-SECRET", "ARRTUI_UI__THEME": "light"}
    draft = load_draft(path, "radarr.main")
    draft.url = "http://new"
    assert draft.problems(path.parent) == []
    save(path, draft, "radarr.main", env=env)
    assert "SECRET" not in path.read_text()
    assert "light" not in path.read_text()
    assert load_config(path, env=env).instance("radarr.main").url == "http://new"


def test_a_new_name_keeps_the_place(path: Path) -> None:
    draft = load_draft(path, "radarr.main")
    draft.label = "hd"
    save(path, draft, "radarr.main")
    assert list(tree(path)["radarr"]) == ["hd", "uhd"]
    assert tree(path)["radarr"]["hd"]["api_key"] == "main-SECRET"


def test_a_new_kind_moves_the_instance(path: Path) -> None:
    draft = load_draft(path, "sonarr.tv")
    draft.kind = Kind.RADARR
    save(path, draft, "sonarr.tv")
    assert list(tree(path)) == ["radarr", "keys"]
    assert tree(path)["radarr"]["tv"]["api_key"] == "tv-SECRET"


def test_removing_takes_out_the_instance_alone(path: Path) -> None:
    remove_instance(path, "sonarr.tv", env={})
    remove_instance(path, "radarr.uhd", env={})
    assert list(tree(path)) == ["radarr", "keys"]
    assert list(tree(path)["radarr"]) == ["main"]


def test_the_options_of_the_app_are_saved_beside_each_other(path: Path) -> None:
    save_ui(path, theme="light", env={})
    digest = save_ui(path, ascii=True, refresh_minutes=0, env={})
    assert tree(path)["ui"] == {"theme": "light", "ascii": True, "refresh_minutes": 0}
    assert load_config(path, env={}).digest == digest


def test_a_linked_file_is_changed_where_it_lies(path: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    link = tmp_path / "home" / "config.toml"
    link.symlink_to(path)
    (tmp_path / "home" / "key").write_text("k")
    save_ui(link, theme="ansi", env={})
    assert link.is_symlink()
    assert tree(path)["ui"] == {"theme": "ansi"}
    assert not list(link.parent.glob("*.bak"))
    assert path.with_name("config.toml.1.bak").read_text() == TEXT


def test_an_option_set_back_to_its_default_leaves_the_file() -> None:
    table = new_draft().change({"url": "http://old", "api_key": "old", "timeout": 9, "headers": {"X-A": "1"}})
    assert table == {"url": "http://h:1/", "api_key": "k"}


def test_three_earlier_versions_are_kept_newest_first(path: Path) -> None:
    versions = [path.read_bytes()]
    for number in range(5):
        save_ui(path, refresh_minutes=number, env={})
        versions.append(path.read_bytes())
    kept = [path.with_name(f"config.toml.{number}.bak").read_bytes() for number in (1, 2, 3)]
    assert kept == [versions[4], versions[3], versions[2]]
    assert len(list(path.parent.glob("*.bak"))) == 3
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in path.parent.glob("*.bak"))


EXAMPLE = Path(__file__).parents[3] / "config.toml.example"


def lines_that_differ(before: str, after: str) -> list[str]:
    """Return the lines that one text has and the other has not, marked as in a patch."""
    marked = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in marked if line[0] in "-+" and line[2:].strip()]


def test_the_theme_changes_one_line_of_the_documented_file(path: Path) -> None:
    path.write_bytes(EXAMPLE.read_bytes())
    save_ui(path, theme="ansi", env={})
    differing = lines_that_differ(EXAMPLE.read_text(), path.read_text())
    assert differing == ['- theme = "dark"', '+ theme = "ansi"']


def test_every_edit_of_instances_leaves_the_rest_of_the_documented_file(path: Path) -> None:
    path.write_bytes(EXAMPLE.read_bytes())
    save(path, new_draft())
    draft = load_draft(path, "radarr.main")
    draft.label, draft.timeout = "hd", "45"
    save(path, draft, "radarr.main")
    remove_instance(path, "sonarr.main", env={})
    assert set(lines_that_differ(EXAMPLE.read_text(), path.read_text())) == {
        *("- [radarr.main]", "+ [radarr.hd]", "- timeout = 30", "+ timeout = 45"),
        *("- [sonarr.main]", "+ [sonarr.anime]", '- url = "http://localhost:8989"', '+ url = "http://h:1/"'),
        *('- api_key = "the-key-from-settings-general"', '+ api_key = "k"'),
    }


def test_line_ends_and_the_mark_of_other_editors_stay(path: Path) -> None:
    text = TEXT.replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    save_ui(path, theme="light", env={})
    assert path.read_bytes() == b"\xef\xbb\xbf" + f'{text}\r\n[ui]\r\ntheme = "light"\r\n'.encode()


@given(st.dictionaries(st.text(max_size=6), st.text(max_size=12), max_size=4))
def test_saving_keeps_what_it_does_not_concern(
    tmp_path_factory: pytest.TempPathFactory, keys: dict[str, str]
) -> None:
    path = tmp_path_factory.mktemp("kept") / "config.toml"
    path.write_text(tomli_w.dumps({"keys": keys}), encoding="utf-8")
    save_ui(path, theme="light", env={})
    assert tomllib.loads(path.read_text("utf-8")) == {"keys": keys, "ui": {"theme": "light"}}


# --- refusals --------------------------------------------------------------------------------------------


def assert_refused(path: Path, act: Callable[[], object], reason: str) -> ConfigError:
    """Prove that the act is refused for that reason, with the file and its backup as they were."""
    before = {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(ConfigError, match=reason) as caught:
        act()
    after = {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    after.pop(path.with_name(".config.toml.lock"), None)
    before.pop(path.with_name(".config.toml.lock"), None)
    assert after == before
    assert "SECRET" not in str(caught.value) + repr(caught.value)
    return caught.value


def test_what_the_next_start_would_refuse_is_not_written(path: Path) -> None:
    error = assert_refused(path, lambda: save(path, new_draft(url="nope", timeout="x")), "2 things are wrong")
    assert [problem.path for problem in error.problems] == ["sonarr.anime.url", "sonarr.anime.timeout"]
    assert_refused(path, lambda: save_ui(path, theme="blue", env={}), 'must be "dark", "light" or "ansi"')


def test_a_name_that_is_taken(path: Path) -> None:
    assert_refused(path, lambda: save(path, new_draft(label="tv")), "sonarr.tv: is there already")
    draft = load_draft(path, "radarr.main")
    draft.label = "uhd"
    assert_refused(path, lambda: save(path, draft, "radarr.main"), "radarr.uhd: is there already")


@pytest.mark.parametrize("name", ["radarr.gone", "lidarr.x", "radarr", "keys.app"])
def test_an_instance_the_file_does_not_have(path: Path, name: str) -> None:
    assert_refused(path, lambda: remove_instance(path, name, env={}), "is not in the file")
    assert_refused(path, lambda: load_draft(path, name), "is not in the file")
    assert_refused(path, lambda: save(path, new_draft(), name), "is not in the file")


BROKEN = TEXT.replace('api_key_file = "key"', 'api_key_file = "gone"').replace("timeout = 60", "timeout = 0")
"""With faults in two instances, which are there before anything is edited."""


def test_a_fault_elsewhere_that_was_there_before_refuses_nothing(path: Path) -> None:
    path.write_text(BROKEN)
    env = {"ARRTUI_DATABASE__URL": "mysql://x"}
    save_ui(path, theme="light", env=env)
    save(path, new_draft(), env=env)
    remove_instance(path, "sonarr.tv", env=env)
    assert tree(path)["ui"] == {"theme": "light"}
    assert list(tree(path)["sonarr"]) == ["anime"]
    with pytest.raises(ConfigError) as caught:
        load_config(path, env=env)
    assert {problem.path for problem in caught.value.problems} == {
        "radarr.main.timeout",
        "radarr.uhd.api_key_file",
        "database.url",
    }


def test_a_fault_in_what_is_edited_refuses_although_it_was_there_before(path: Path) -> None:
    path.write_text(BROKEN)
    draft = load_draft(path, "radarr.main")
    draft.url = "http://new"
    error = assert_refused(path, lambda: save(path, draft, "radarr.main"), "radarr.main.timeout: must be")
    assert len(error.problems) == 1
    draft.timeout = 30
    save(path, draft, "radarr.main")
    env = {"ARRTUI_UI__THEME": "blue"}
    assert_refused(
        path, lambda: save_ui(path, theme="light", env=env), r"ui\.theme: .* \(from ARRTUI_UI__THEME\)"
    )
    save_ui(path, ascii=True, env=env)


def test_a_fault_around_what_is_edited_refuses_because_it_hides_the_rest(path: Path) -> None:
    path.write_text(TEXT + "[sonarr]\nurl = 'http://h'\n")
    assert_refused(
        path, lambda: save(path, new_draft(url="nope")), "sonarr: must be a table for each instance"
    )
    save(path, new_draft(kind=Kind.RADARR))


def test_a_fault_that_an_edit_makes_elsewhere_refuses(path: Path) -> None:
    env = {"ARRTUI_SONARR__TV__TIMEOUT": "5"}
    draft = load_draft(path, "sonarr.tv")
    draft.label = "series"
    error = assert_refused(path, lambda: save(path, draft, "sonarr.tv", env=env), "2 things are wrong")
    assert [problem.path for problem in error.problems] == ["sonarr.tv.url", "sonarr.tv.api_key"]


def test_removing_what_the_environment_still_speaks_of(path: Path) -> None:
    env = {"ARRTUI_SONARR__TV__TIMEOUT": "5"}
    assert_refused(path, lambda: remove_instance(path, "sonarr.tv", env=env), "2 things are wrong")


def test_a_file_changed_by_something_else(path: Path) -> None:
    digest = load_config(path, env={}).digest
    path.write_text(TEXT + "# more\n")
    assert_refused(
        path, lambda: save_ui(path, theme="light", digest=digest, env={}), "changed by something else"
    )
    assert_refused(path, lambda: save_ui(path, theme="light", digest="", env={}), "Reload it and try again")


def test_a_file_that_was_removed_is_not_made_anew(path: Path) -> None:
    digest = load_config(path, env={}).digest
    path.unlink()
    assert_refused(
        path, lambda: save_ui(path, theme="light", digest=digest, env={}), "changed by something else"
    )


def test_a_broken_file_is_left_for_its_owner(path: Path) -> None:
    path.write_text("[radarr.main\n")
    assert_refused(path, lambda: save_ui(path, theme="light", env={}), "is not TOML")
    path.write_text("ui = 1\n")
    assert_refused(path, lambda: save_ui(path, theme="light", env={}), r"ui: must be a table, written \[ui\]")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, "the disk is full. Nothing was changed."),
        (errno.EACCES, "not allowed"),
        (errno.EROFS, "read-only"),
        (errno.EBUSY, "mount its folder"),
        (errno.EIO, "input/output error"),
    ],
)
@pytest.mark.parametrize("step", ["os.fsync", "os.open", "pathlib.Path.replace"])
def test_a_failing_disk_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int, reason: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    def act() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(step, fail)
            save_ui(path, theme="light", env={})

    assert_refused(path, act, reason)


def test_a_failure_after_the_old_file_was_put_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def fail(source: Path, target: Path) -> Path:
        if target.name == "config.toml":
            raise OSError(errno.ENOSPC, "full")
        return real(source, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(ConfigError, match="the disk is full"):
        save_ui(path, theme="light", env={})
    assert path.read_text() == path.with_name("config.toml.1.bak").read_text() == TEXT
    assert not list(path.parent.glob("*.tmp")) + list(path.parent.glob(".*.tmp"))


def test_a_folder_in_the_place_of_the_backup(path: Path) -> None:
    path.with_name("config.toml.1.bak").mkdir()
    assert_refused(path, lambda: save_ui(path, theme="light", env={}), "is a directory. Nothing was changed")


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="Nothing was changed"):
        save(tmp_path / "file" / "config.toml", new_draft())


def test_links_in_a_circle(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.symlink_to(path)
    with pytest.raises(ConfigError, match="lead in a circle"):
        save(path, new_draft())


def test_an_interrupted_save_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_ui(path, theme="light", env={})
    assert path.read_text() == TEXT
    assert sorted(file.name for file in path.parent.iterdir()) == ["config.toml", "key"]


# --- two processes ---------------------------------------------------------------------------------------


def test_another_process_that_saves_is_waited_for_and_then_reported(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config_lock, "_PATIENCE", 0.1)
    with path.with_name(".config.toml.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert_refused(path, lambda: save_ui(path, theme="light", env={}), "another arrtui is saving it")
    save_ui(path, theme="light", env={})
    assert tree(path)["ui"] == {"theme": "light"}


def test_the_lock_leaves_no_file_behind(path: Path) -> None:
    save_ui(path, theme="light", env={})
    assert_refused(path, lambda: save_ui(path, theme="blue", env={}), "must be")
    assert not path.with_name(".config.toml.lock").exists()


def test_a_lock_on_a_file_that_was_removed_meanwhile_does_not_count(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, real = path.with_name(".config.toml.lock"), config_lock._try_lock
    held: list[bool] = []

    def removed_by_its_last_holder(descriptor: int) -> bool:
        if not held:
            lock.unlink()
        held.append(real(descriptor))
        return held[-1]

    monkeypatch.setattr(config_lock, "_try_lock", removed_by_its_last_holder)
    save_ui(path, theme="light", env={})
    assert held == [True, True]
    assert not lock.exists()


def test_many_who_save_at_once_lose_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config_lock, "_PATIENCE", 60)
    monkeypatch.setattr(config_lock, "_INTERVAL", 0.0001)
    labels = [f"show{number}" for number in range(24)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda label: save(path, new_draft(label=label)), labels))
    assert set(tree(path)["sonarr"]) == {"tv", *labels}
    assert sorted(file.name for file in path.parent.iterdir()) == [
        *("config.toml", "config.toml.1.bak", "config.toml.2.bak", "config.toml.3.bak", "key")
    ]


def test_a_file_system_without_locks_can_be_saved_to(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    save_ui(path, theme="light", env={})
    assert tree(path)["ui"] == {"theme": "light"}


# --- drafts ----------------------------------------------------------------------------------------------


def test_a_draft_tells_which_fields_are_wrong() -> None:
    draft = InstanceDraft(Kind.RADARR)
    assert [problem.path for problem in draft.problems()] == ["radarr.", "radarr..url", "radarr..api_key"]
    draft = new_draft(
        url="x",
        external_url="y",
        verify_tls="nope",
        timeout="soon",
        concurrency="99",
        requests_per_second="nan",
    )
    assert set(fields_at_fault(draft)) == {
        "url",
        "external_url",
        "verify_tls",
        "timeout",
        "concurrency",
        "requests_per_second",
    }
    assert fields_at_fault(new_draft(api_key_file="key")) == ["api_key"]
    assert fields_at_fault(new_draft(api_key=MASK)) == ["api_key"]
    assert fields_at_fault(new_draft(headers={"X-A": MASK})) == ["headers"]


def test_inputs_are_read_as_their_field_needs(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("-----BEGIN CERTIFICATE-----")
    draft = new_draft(timeout=" 12.5 ", concurrency="4", requests_per_second="0", verify_tls="ca.pem")
    made = draft.instance(tmp_path)
    assert (made.timeout, made.concurrency, made.requests_per_second) == (12.5, 4, 0)
    assert made.verify_tls == tmp_path / "ca.pem"
    assert new_draft(verify_tls="False").instance().verify_tls is False
    assert new_draft(verify_tls="").instance().verify_tls is True


def test_an_edited_instance_can_be_tested_with_its_present_secrets(path: Path) -> None:
    current = load_config(path, env={}).instance("radarr.main")
    draft = load_draft(path, "radarr.main")
    draft.url = "http://new"
    assert draft.problems(path.parent) == []
    made = draft.instance(path.parent, current=current)
    assert (made.url, made.api_key, made.headers) == ("http://new", current.api_key, current.headers)
    draft.api_key = "other"
    assert draft.instance(path.parent, current=current).api_key.get_secret_value() == "other"


def test_an_impossible_draft_makes_no_instance() -> None:
    with pytest.raises(ConfigError, match=r"reading the fields of sonarr\.anime: sonarr\.anime\.url"):
        new_draft(url="SECRET").instance()
    assert "SECRET" not in repr(new_draft(api_key="SECRET", headers={"X": "SECRET"}))


def test_a_mask_says_nothing_about_its_key() -> None:
    assert (mask("0123456789"), mask("x"), mask("")) == (MASK, MASK, "")
