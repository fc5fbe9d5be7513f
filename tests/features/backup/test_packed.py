"""Records of a library are held compressed, by title, the last of each key."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.domain import MediaFile, encode
from arrtui.features.backup.packed import RECORDS_PER_BLOCK, PackedRecords

records = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 2 * RECORDS_PER_BLOCK), st.text(max_size=9)), max_size=300
)


def packed_of(rows: list[tuple[int, int, str]]) -> PackedRecords:
    """Return records whose text stands in JSON, as that of an app would."""
    packed = PackedRecords()
    for item_id, key, text in rows:
        packed.add(item_id, str(key), encode({"text": text}))
    return packed


@given(records)
def test_the_last_record_of_each_key_comes_back_as_it_was(rows):
    packed = packed_of(rows)
    for item_id in (1, 2, 3):
        expected = {str(key): encode({"text": text}) for owner, key, text in rows if owner == item_id}
        assert packed.docs([item_id]) == expected
    merged: dict[str, str] = {}
    for docs in packed.batches():
        merged |= docs
    assert merged.keys() == {str(key) for _, key, _ in rows}


@given(records)
def test_the_records_of_a_title_can_be_dropped_and_handed_over(rows):
    packed, other = packed_of(rows), PackedRecords()
    before = {item_id: packed.docs([item_id]) for item_id in (1, 2, 3)}
    packed.hand_over(1, other)
    packed.discard(2)
    assert packed.docs([1, 2, 3]) == before[3]
    assert other.docs([1, 2, 3]) == before[1]


def test_files_of_a_library_take_less_than_their_json():
    packed, size = PackedRecords(), 0
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(20 * 20 * RECORDS_PER_BLOCK):
        name = f"Season 01/Some Series - S01E{number % 50:02} - An Episode Title WEBDL-1080p.mkv"
        file = MediaFile(id=number, relative_path=name, quality="WEBDL-1080p", size=10**9 + 7919 * number)
        size += len(doc := encode(file))
        packed.add(number % 20, str(number), doc)
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert taken < size / 3
