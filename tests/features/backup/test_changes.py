"""Finding, undoing and merging changes, as properties over any three states."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.domain import Change, ChangeKind, EntityType, encode
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.backup.change_lines import pages_of_lines
from arrtui.features.backup.changes import compare, compose, undo
from arrtui.features.backup.days import SnapshotSpan
from arrtui.features.backup.digest import digest_of, moved_digest
from arrtui.features.backup.rebuild import SnapshotDiff, names_for

FIELDS = st.dictionaries(st.sampled_from(["a", "b", "c", "id"]), st.integers(0, 2))
STATE = st.dictionaries(st.sampled_from(["1", "2", "3", "tag/1"]), FIELDS.map(encode), max_size=4)


def between(a: dict[str, str], b: dict[str, str]) -> list[Change]:
    return compare(EntityType.ITEM, a, b)


def redo(docs: dict[str, str], changes: list[Change]) -> dict[str, str]:
    swapped = (msgspec.structs.replace(one, before=one.after, after=one.before) for one in changes)
    return undo(docs, swapped)


@given(STATE, STATE)
def test_a_comparison_leads_there_and_back(a, b):
    changes = between(a, b)
    assert redo(dict(a), changes) == b
    assert undo(dict(b), changes) == a


@given(STATE)
def test_nothing_differs_from_itself(a):
    assert between(a, a) == []


@given(STATE, STATE, STATE)
def test_merged_changes_do_what_both_did(a, b, c):
    merged = compose(between(a, b), between(b, c))
    assert redo(dict(a), merged) == c
    assert undo(dict(c), merged) == a


@given(STATE, STATE)
def test_merging_there_and_back_leaves_nothing(a, b):
    assert compose(between(a, b), between(b, a)) == []


@given(STATE, STATE)
def test_a_moved_digest_equals_the_digest_of_where_it_moved(a, b):
    moved = moved_digest(
        digest_of({EntityType.ITEM: a}),
        gone=[(EntityType.ITEM, key, doc) for key, doc in a.items() if b.get(key) != doc],
        come=[(EntityType.ITEM, key, doc) for key, doc in b.items() if a.get(key) != doc],
    )
    assert moved == digest_of({EntityType.ITEM: b})


def test_a_record_out_of_the_answer_but_kept_is_not_removed():
    changes = compare(EntityType.FILE, {"1": '{"id":1}', "2": '{"id":2}'}, {}, kept={"2"})
    assert [(change.key, change.kind) for change in changes] == [("1", ChangeKind.REMOVED)]


def test_only_the_fields_that_differ_are_noted():
    (change,) = compare(EntityType.ITEM, {"1": '{"a":1,"b":2}'}, {"1": '{"a":1,"c":3}'})
    assert (change.before, change.after) == ({"b": 2}, {"c": 3})


def test_the_type_is_part_of_the_digest():
    docs = {"1": "{}"}
    assert digest_of({EntityType.ITEM: docs}) != digest_of({EntityType.FILE: docs})


def test_a_file_of_an_album_is_told_with_its_album_and_without_a_year():
    file = {"id": 7, "relative_path": "Low/01.flac", "album_id": 3}
    states = {
        EntityType.ITEM: {"1": '{"id":1,"title":"Bowie"}'},
        EntityType.EPISODE: {"3": '{"id":3,"external_id":"u-u-i-d","title":"Low"}'},
        EntityType.FILE: {"7": encode(file)},
    }
    change = Change(type=EntityType.FILE, key="7", kind=ChangeKind.ADDED, item_id=1, after=file)
    diff = SnapshotDiff([change], names_for([change], states))
    row = SnapshotRow(instance="lidarr.main")
    ((line,),) = pages_of_lines(diff, SnapshotSpan(row, row))
    assert (line.subject, line.path) == ("Bowie - Low", "Low/01.flac")
    assert ("album id", "Low") in {(fact.field, fact.after) for fact in line.facts}
