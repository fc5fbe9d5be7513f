"""Editing the text of a configuration: the values are those that were meant, and nothing else has changed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.config.edit import LayoutError, TomlEditor

SCATTERED = """\
# estate
[radarr.main]
url = "http://a" # in the cellar
timeout = 60
# of the proxy
[radarr.main.headers]
A = "x"

# the big one
[radarr.uhd]
url = 'b'

[sonarr.tv]
url = "c"

# --- more ---

[radarr.three]
url = "d"
[keys]
"app.quit" = "Q"

# end
"""


def edited(text: str, change: Callable[[dict[str, Any]], object]) -> str:
    values = tomllib.loads(text)
    change(values)
    return TomlEditor(text).text(values)


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (lambda tree: None, "", ""),
        (
            lambda tree: tree["radarr"]["main"].update(url="http://z"),
            '"http://a" # in the cellar',
            '"http://z" # in the cellar',
        ),
        (lambda tree: tree["radarr"]["main"].pop("timeout"), "timeout = 60\n", ""),
        (
            lambda tree: tree["radarr"]["uhd"].update(headers={"A": "x"}),
            "url = 'b'\n",
            "url = 'b'\nheaders = {A = \"x\"}\n",
        ),
        (lambda tree: tree["radarr"]["main"]["headers"].update(B="y"), 'A = "x"\n', 'A = "x"\nB = "y"\n'),
        (
            lambda tree: tree["sonarr"].update(anime={"url": "e"}),
            'url = "c"\n',
            'url = "c"\n\n[sonarr.anime]\nurl = "e"\n',
        ),
        (
            lambda tree: tree["radarr"].update(four={"url": "e", "headers": {"A": "x"}}),
            'url = "d"\n',
            'url = "d"\n\n[radarr.four]\nurl = "e"\nheaders = {A = "x"}\n',
        ),
        (lambda tree: tree["radarr"].pop("three"), '[radarr.three]\nurl = "d"\n', ""),
        (lambda tree: tree.pop("sonarr"), '[sonarr.tv]\nurl = "c"\n', ""),
        (lambda tree: tree.pop("keys"), '[keys]\n"app.quit" = "Q"\n', ""),
        (
            lambda tree: tree["radarr"].pop("main"),
            SCATTERED[SCATTERED.index("[radarr.main]") : SCATTERED.index("\n# the big one")],
            "",
        ),
        (lambda tree: tree.update(ui={"ascii": True}), '"Q"\n', '"Q"\n\n[ui]\nascii = true\n'),
    ],
)
def test_only_what_is_meant_changes(change: Callable[[dict[str, Any]], object], old: str, new: str) -> None:
    assert edited(SCATTERED, change).split("\n\n\n") == SCATTERED.replace(old, new, 1).split("\n\n\n")


@pytest.mark.parametrize(("old", "new"), [("main", "hd"), ("uhd", "a"), ("three", "z")])
def test_a_renamed_table_keeps_its_place(old: str, new: str) -> None:
    tree = tomllib.loads(SCATTERED)
    tree["radarr"] = {new if name == old else name: table for name, table in tree["radarr"].items()}
    editor = TomlEditor(SCATTERED)
    editor.rename("radarr", old, new)
    assert editor.text(tree) == SCATTERED.replace(f"[radarr.{old}", f"[radarr.{new}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ui.theme = 'dark'\nx = 1\n", 'ui.theme = "light"\nx = 1\n'),
        ("ui = {theme='dark', ascii=true} # c\n", 'ui = {theme="light", ascii=true} # c\n'),
        ("[ui]\ntheme='dark'", '[ui]\ntheme="light"'),
        ("[[x]]\na=1\n[ui]\n[[y]]\n", '[[x]]\na=1\n[ui]\ntheme = "light"\n[[y]]\n'),
        ("# nothing else", '# nothing else\n[ui]\ntheme = "light"\n'),
        ("x = [ # a\n  1, # one\n]\n", 'x = [ # a\n  1, # one\n]\n\n[ui]\ntheme = "light"\n'),
    ],
)
def test_a_value_is_set_however_its_table_is_written(text: str, expected: str) -> None:
    assert edited(text, lambda tree: tree.setdefault("ui", {}).update(theme="light")) == expected


MAPPED = """\
[radarr.main]
url = "http://a"

# the NAS
[[radarr.main.path_mapping]]
from = "/movies"  # in the container
to = "/mnt/movies"

# the big one
[radarr.uhd]
url = "b"
"""


def test_a_table_of_an_array_is_added_below_the_others_and_comments_stay() -> None:
    added = '\n[[radarr.main.path_mapping]]\nfrom = "/tv"\nto = "/mnt/tv"\n'
    mapping = {"from": "/tv", "to": "/mnt/tv"}
    text = edited(MAPPED, lambda tree: tree["radarr"]["main"]["path_mapping"].append(mapping))
    assert text == MAPPED.replace("\n\n# the big one", f"\n{added}\n# the big one")
    first = edited(SCATTERED, lambda tree: tree["radarr"]["uhd"].update(path_mapping=[mapping]))
    added = added.replace("radarr.main", "radarr.uhd")
    assert first == SCATTERED.replace("url = 'b'\n", f"url = 'b'\n{added}")


def test_a_table_of_an_array_changes_in_its_place() -> None:
    text = edited(MAPPED, lambda tree: tree["radarr"]["main"]["path_mapping"][0].update(to="/nas"))
    assert text == MAPPED.replace("/mnt/movies", "/nas")


def test_values_of_other_types_are_not_the_same() -> None:
    assert edited("a = 1\nb = 1.0\nc = true\n", lambda tree: tree.update(a=True, b=1, c=1)) == (
        "a = true\nb = 1\nc = 1\n"
    )


def test_what_cannot_be_edited_is_refused() -> None:
    with pytest.raises(LayoutError):
        TomlEditor("a = 1\na = 2\n")
    with pytest.raises(LayoutError):
        TomlEditor("a = 1\n").text({"a": object()})


NAMES = st.sampled_from(["main", "uhd", "tv", "x-1", "a b", "ü"])
TEXTS = st.text(alphabet="a#'\"\\ \n=[]ü", max_size=8)
VALUES = TEXTS | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False)
OPTIONS = st.dictionaries(st.sampled_from(["url", "a", "b.c"]), VALUES, max_size=3)
INSTANCES = st.dictionaries(NAMES, OPTIONS, max_size=4)
TREES = st.fixed_dictionaries(
    {"radarr": INSTANCES, "sonarr": INSTANCES, "ui": st.dictionaries(NAMES, VALUES, max_size=3)}
).map(lambda tree: {name: table for name, table in tree.items() if table})


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Return a document whose tables stand in any order, each below a comment and above an empty line."""
    tree = draw(TREES)
    ui = [("ui", tree.pop("ui"))] if "ui" in tree else []
    tables = [((section, name), values) for section, named in tree.items() for name, values in named.items()]
    parts = ["# top\n\n"]
    for number, (path, values) in enumerate(draw(st.permutations([*tables, *ui]))):
        heading = {path: {}} if isinstance(path, str) else {path[0]: {path[1]: {}}}
        parts.append(
            f"# above {number}\n{tomli_w.dumps(heading).strip()} # beside\n{tomli_w.dumps(values)}\n"
        )
    return "".join(parts)


def comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(("# above", "# top"))]


@given(documents(), TREES)
def test_any_edit_gives_the_values_and_keeps_the_comments_between_tables(
    text: str, values: dict[str, Any]
) -> None:
    result = TomlEditor(text).text(values)
    assert tomllib.loads(result) == values
    assert sorted(comments(result)) == sorted(comments(text))


@given(documents(), st.data())
def test_taking_out_one_table_leaves_the_comments_in_their_place(text: str, data: st.DataObject) -> None:
    tree = tomllib.loads(text)
    places = [(section, name) for section in ("radarr", "sonarr") for name in tree.get(section, ())]
    if not places:
        return
    section, name = data.draw(st.sampled_from(places))
    del tree[section][name]
    if not tree[section]:
        del tree[section]
    result = TomlEditor(text).text(tree)
    assert tomllib.loads(result) == tree
    assert comments(result) == comments(text)
