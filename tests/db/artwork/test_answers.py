"""Answers of providers: fresh for as long as they are said to be, also when the clock is set back."""

from __future__ import annotations

from arrtui.db.artwork import answers
from arrtui.db.database import Database

REQUEST = "/movie/603?append_to_response=images"


async def test_an_answer_is_fresh_until_it_expires(database: Database) -> None:
    await database.write(answers.keep, "tmdb", REQUEST, '{"id": 603}', 100.0, 200.0)
    assert await database.read(answers.answer, "tmdb", REQUEST, 199.0) == '{"id": 603}'
    assert await database.read(answers.answer, "tmdb", REQUEST, 200.0) is None
    assert await database.read(answers.answer, "tvdb", REQUEST, 150.0) is None


async def test_an_answer_from_the_future_is_none(database: Database) -> None:
    await database.write(answers.keep, "tmdb", REQUEST, "{}", 1_000_000.0, 2_000_000.0)
    assert await database.read(answers.answer, "tmdb", REQUEST, 500.0) is None
    assert await database.write(answers.prune, 500.0) == 1


async def test_not_known_is_an_answer_and_a_newer_one_replaces_it(database: Database) -> None:
    await database.write(answers.keep, "tmdb", REQUEST, "", 100.0, 200.0)
    assert await database.read(answers.answer, "tmdb", REQUEST, 150.0) == ""
    await database.write(answers.keep, "tmdb", REQUEST, '{"overview": "‮<b>\\u0000"}', 150.0, 300.0)
    assert await database.read(answers.answer, "tmdb", REQUEST, 250.0) == '{"overview": "‮<b>\\u0000"}'
    assert await database.write(answers.prune, 299.0) == 0
    assert await database.write(answers.prune, 300.0) == 1
