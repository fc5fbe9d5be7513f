"""What was chosen at the front door, as it is stored."""

from __future__ import annotations

from arrtui.db.database import Database
from arrtui.db.recent_choices import MOST_RECENT, forget_choices, recent_choices, remember_choice


def test_the_last_ones_are_kept_each_once(database: Database) -> None:
    for number in range(MOST_RECENT + 5):
        database.write_sync(remember_choice, ("movie", str(number % (MOST_RECENT + 2))), float(number))
    with database.reading():
        kept = recent_choices()
    assert len(set(kept)) == len(kept) == MOST_RECENT
    assert kept[:3] == [("movie", "2"), ("movie", "1"), ("movie", "0")]
    database.write_sync(forget_choices, kept[1:])
    with database.reading():
        assert recent_choices() == kept[:1]
