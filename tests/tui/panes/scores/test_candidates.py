"""The tab of candidates by keys: what is listed, why, and what is done with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from arrtui.core.errors import StorageError
from arrtui.features.scores.best import BEST
from arrtui.features.scores.ignores import key_of
from arrtui.features.scores.model import Verdict
from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.panes.scores.candidate_actions import unmonitor_words
from arrtui.tui.panes.scores.candidate_rows import CandidateRow, file_name
from arrtui.tui.panes.scores.candidate_screen import CandidateScreen
from arrtui.tui.panes.scores.search_dialog import search_words
from tests.tui.estates import DAY, HOUR, NOW
from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.panes.scores.harness import ScoresScreen, scores_opened
from tests.tui.panes.scores.libraries import main_library, series_library


def movies() -> FakeServices:
    """Return services with the movies of one instance: 40 candidates."""
    return FakeServices(main_library())


async def listed(screen: ScoresScreen, count: int = 40) -> None:
    """Wait for the candidates, and show all of them."""
    await screen.until(lambda: screen.candidates.total_count == count)
    await screen.press("F")


def rows(screen: ScoresScreen) -> list[CandidateRow]:
    """The candidates that show."""
    table = screen.candidates
    return [row for key in table.visible_keys if (row := table.get_row(key)) is not None]


def counts_line(screen: ScoresScreen) -> str:
    """The line above the table."""
    return screen.text("#candidates-line")


async def detail(screen: ScoresScreen, words: str) -> str:
    """Wait until the detail has some words, and return all of it without line breaks."""
    await screen.until(lambda: words in " ".join(screen.text("CandidatesTab DetailPanel").split()))
    return " ".join(screen.text("CandidatesTab DetailPanel").split())


async def test_the_first_view_is_the_best_to_search_tonight_of_each_instance() -> None:
    async with scores_opened() as screen:
        await screen.until(lambda: screen.candidates.total_count > 100)
        best = Counter(row.file.instance for row in rows(screen))
        assert len(best) > 1 and set(best.values()) <= set(range(1, BEST + 1)) and max(best.values()) == BEST
        assert all(row.file.monitored and row.file.available for row in rows(screen))
        assert "search tonight" in counts_line(screen)
        await screen.press("F")
        assert len(rows(screen)) == screen.candidates.total_count > sum(best.values())
        await screen.press("f", "b")
        assert Counter(row.file.instance for row in rows(screen)) == best


async def test_another_condition_is_about_all_candidates() -> None:
    async with scores_opened(movies()) as screen:
        await screen.until(lambda: len(rows(screen)) == BEST)
        await screen.press("exclamation_mark")
        below = [row for row in rows(screen) if row.candidate.judged.below_minimum]
        assert below == rows(screen) != []
        await screen.press("exclamation_mark")
        assert len(rows(screen)) == 40


async def test_a_filter_looks_in_all_candidates_not_in_the_best_alone() -> None:
    async with scores_opened(movies()) as screen:
        await screen.until(lambda: len(rows(screen)) == BEST)
        other = next(row for row in screen.candidates.rows if not row.best)
        await screen.press("slash", *other.file.title.split()[0].lower())
        assert other.key in {row.key for row in rows(screen)}
        assert "search tonight" not in counts_line(screen)
        await screen.press("escape")
        assert len(rows(screen)) == BEST


async def test_an_ignored_one_makes_room_for_the_next_best() -> None:
    async with scores_opened(movies()) as screen:
        await screen.until(lambda: len(rows(screen)) == BEST)
        first, second = rows(screen)[:2]
        await screen.press("i")
        await screen.until(lambda: rows(screen)[0].key == second.key)
        assert len(rows(screen)) == BEST
        assert first.key not in {row.key for row in rows(screen)}


async def test_the_most_pressing_come_first() -> None:
    async with scores_opened() as screen:
        await screen.until(lambda: screen.candidates.total_count > 100)
        order = [(row.candidate.priority, -row.candidate.gain) for row in rows(screen)]
        assert order == sorted(order)
        assert "▲ critical" in screen.seen


async def test_o_leaves_what_only_you_can_find() -> None:
    async with scores_opened(movies()) as screen:
        await listed(screen)
        await screen.press("f", "o")
        by_hand = rows(screen)
        assert 0 < len(by_hand) < 40
        assert {row.candidate.judged.verdict for row in by_hand} == {Verdict.FORMAT}
        assert f"{len(by_hand)} of 40" in counts_line(screen)
        assert "only you can find these" in counts_line(screen)
        await screen.press("f", "o")
        assert len(rows(screen)) == 40


async def test_below_minimum_and_text_narrow_together() -> None:
    async with scores_opened(movies()) as screen:
        await listed(screen)
        await screen.press("exclamation_mark")
        below = rows(screen)
        assert below and all(row.candidate.judged.below_minimum for row in below)
        await screen.press("slash", *"nosf", "enter")
        assert {row.file.title for row in rows(screen)} <= {"Nosferatu"}
        await screen.press("escape")
        assert len(rows(screen)) == len(below)


async def test_the_filter_looks_at_quality_format_and_priority() -> None:
    async with scores_opened(movies()) as screen:
        await listed(screen)
        await screen.press("slash", *"x265 crit", "enter")
        matches = rows(screen)
        assert matches and all(7 in row.file.formats for row in matches)


async def test_the_detail_explains_the_score_and_what_the_profile_wants() -> None:
    async with scores_opened(movies(), (120, 60)) as screen:
        await listed(screen)
        lq = next(row for row in rows(screen) if 8 in row.file.formats)
        screen.candidates.move_to(lq.key)
        await detail(screen, file_name(lq.file))
        text = await detail(screen, "Releases 2025")
        for words in (
            file_name(lq.file),
            "-10,000 ━━━",
            "LQ",
            "+1,700",
            "HD Bluray Tier 02",
            "-8,300 sum of its formats",
            "the app says the same",
            "Bluray-1080p: met",
            "0: below it",
            "1,800: 10,100 short",
            "the same quality with a higher score",
            "Searched by hand only",
            "re-scored +5",
            "upgraded +50",
            "imported",
            lq.candidate.advice[:30],
        ):
            assert words in text, words


async def test_a_score_that_is_not_the_sum_is_said() -> None:
    library = main_library()
    library.files[2] = library.files[2]._replace(score=12)  # type: ignore[index]
    async with scores_opened(FakeServices(library)) as screen:
        await screen.until(lambda: screen.candidates.total_count >= 40)
        odd = next(row for row in rows(screen) if row.file.score == 12)
        screen.candidates.move_to(odd.key)
        text = await detail(screen, "the app says: profile or formats have changed since")
        assert "1,800 sum of its formats" in text
        assert "2 scores are not the sum of their formats" in screen.seen


async def test_the_app_seeing_the_cutoff_otherwise_is_said() -> None:
    library = main_library()
    library.files[:] = [file._replace(app_unmet=not file.app_unmet) for file in library.files]  # type: ignore[index]
    async with scores_opened(FakeServices(library), (120, 60)) as screen:
        await screen.until(lambda: "the app sees 60 cutoffs otherwise" in screen.seen)
        await detail(screen, "the app's own flag sees the quality cutoff")


async def test_a_file_of_two_episodes_is_one_candidate() -> None:
    async with scores_opened(FakeServices(series_library())) as screen:
        await screen.until(lambda: screen.candidates.total_count > 40)
        double = [row for row in rows(screen) if len(row.file.episodes) == 2]
        assert double
        assert file_name(double[0].file).endswith("S01E07-E08")
        assert len({row.key for row in rows(screen)}) == len(rows(screen))


async def test_enter_opens_it_in_full_and_esc_comes_back() -> None:
    async with scores_opened(movies(), (80, 24)) as screen:
        await listed(screen)
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "CandidateScreen")
        view = screen.app.screen.query_one(LinesView)
        await screen.until(lambda: "Releases" in view.plain and "imported" in view.plain)
        assert "━" * 20 in view.plain
        await screen.press("escape")
        assert screen.dialog == "MainScreen"
        assert screen.candidates.has_focus


async def test_a_past_that_cannot_be_read_is_told() -> None:
    fake = movies()
    async with scores_opened(fake, (80, 24)) as screen:
        await listed(screen)
        fake.scores.fault = StorageError("reading the history", why="the disk is gone")
        await screen.press("enter")
        await screen.until(lambda: screen.notified("the disk is gone"))
        assert isinstance(screen.app.screen, CandidateScreen)


async def test_search_asks_and_queues_what_is_marked() -> None:
    async with scores_opened(movies()) as screen:
        await listed(screen)
        first = [row.file for row in rows(screen)[:3]]
        await screen.press("space", "space", "space", "S")
        await screen.until(lambda: screen.dialog == "SearchDialog")
        await screen.press("n")
        assert screen.fake.scores.named("search") == []
        await screen.press("S")
        await screen.until(lambda: screen.dialog == "SearchDialog")
        await screen.press("enter")
        await screen.until(lambda: screen.fake.scores.named("search") == [(tuple(first),)])
        await screen.until(lambda: screen.notified("3 searches queued"))
        assert screen.candidates.marked == []


def test_the_search_says_how_many_an_hour_and_when_the_last_goes() -> None:
    files = list(main_library(61).files)
    text = search_words(files, 30, NOW)
    assert "61 files on radarr.main" in text
    assert "30 searches an hour" in text
    assert "the last in about 2 h" in text
    assert "all go out at once" in search_words(files[:30], 30, NOW)
    assert "it goes out at once" in search_words(files[:1], 30, NOW)
    both = [*files[:30], *series_library().files[:30]]
    assert "all go out at once" in search_words(both, 30, NOW)  # each instance has its own hour
    assert HOUR == 3_600


async def test_unmonitor_asks_first_and_its_default_is_no() -> None:
    async with scores_opened(movies()) as screen:
        await listed(screen)
        await screen.press("a", "u")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        assert "radarr.main" in screen.seen and "1 movie" in screen.seen
        await screen.press("enter")
        assert screen.fake.scores.named("unmonitor") == []
        await screen.press("a", "u")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: len(screen.fake.scores.named("unmonitor")) == 1)
        await screen.until(lambda: screen.notified("1 action queued"))


def test_unmonitoring_counts_episodes_not_files() -> None:
    files = [file for file in series_library().files if len(file.episodes) == 2][:2]
    title, text, yes = unmonitor_words([*main_library().files[:1], *files])
    assert title == "Unmonitor on radarr.main, sonarr.main"
    assert "1 movie and 4 episodes" in text and yes == "Unmonitor 1 movie and 4 episodes"


async def test_ignored_ones_are_hidden_counted_and_come_back() -> None:
    async with scores_opened(movies()) as screen:
        await listed(screen)
        first, second = rows(screen)[:2]
        await screen.press("i")
        await screen.until(lambda: len(rows(screen)) == 39)
        assert rows(screen)[0].key == second.key
        assert "1 ignored (hidden, f i shows them)" in counts_line(screen)
        assert screen.notified("ignored for 30 days")
        await screen.press("f", "i")
        await screen.until(lambda: len(rows(screen)) == 40)
        assert "f i hides them" in counts_line(screen)
        screen.candidates.move_to(first.key)
        await screen.press("i")
        await screen.until(lambda: screen.notified("listed again"))
        await screen.until(lambda: "ignored" not in counts_line(screen))
        assert screen.fake.scores.ignoring == {}


async def test_an_ignored_file_stays_ignored_when_it_is_replaced() -> None:
    fake = movies()
    library = fake.scores.libraries[0]
    target = library.files[8]
    fake.scores.ignoring = {key_of(target): NOW + DAY}
    fake.scores.libraries = [
        replace(library, files=[file._replace(file_id=file.file_id + 900) for file in library.files])
    ]
    async with scores_opened(fake) as screen:
        await listed(screen)
        assert all(row.file.item_id != target.item_id for row in rows(screen))


async def test_ignoring_that_fails_is_told_and_changes_nothing() -> None:
    fake = movies()
    async with scores_opened(fake) as screen:
        await listed(screen)
        fake.scores.fault = StorageError("noting what is ignored", why="the disk is full")
        await screen.press("i")
        await screen.until(lambda: screen.notified("the disk is full"))
        assert len(rows(screen)) == 40


async def test_ignoring_from_the_full_screen_goes_back_to_the_list() -> None:
    async with scores_opened(movies(), (80, 24)) as screen:
        await listed(screen)
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "CandidateScreen")
        await screen.press("i")
        await screen.until(lambda: screen.dialog == "MainScreen")
        await screen.until(lambda: len(rows(screen)) == 39)


async def test_the_web_address_is_shown_and_copied() -> None:
    async with scores_opened(movies()) as screen:
        await listed(screen)
        item = rows(screen)[0].file.item_id
        await screen.press("o")
        await screen.until(lambda: screen.dialog == "AddressDialog")
        assert f"http://nas/radarr.main/movie/main-{item}" in screen.seen
        await screen.press("escape", "y")
        await screen.until(lambda: screen.notified("The address on radarr.main copied"))
        assert screen.app.clipboard == f"http://nas/radarr.main/movie/main-{item}"


async def test_a_title_that_looks_like_markup_stays_text() -> None:
    async with scores_opened(FakeServices(series_library()), (120, 40)) as screen:
        await screen.until(lambda: screen.candidates.total_count > 40)
        odd = next(row for row in rows(screen) if "<script>" in row.file.title)
        screen.candidates.move_to(odd.key)
        assert "<script>" in await detail(screen, "Two Rivers & a <script> Bridge S")


async def test_keys_of_the_list_are_silent_where_nothing_is_listed() -> None:
    async with scores_opened(estate()) as screen:
        await screen.until(lambda: screen.candidates.total_count > 100)
        await screen.press("slash", *"nothing like it", "enter", "S", "i", "o", "y")
        assert screen.dialog == "MainScreen"
        assert [call[0] for call in screen.fake.scores.calls if call[0] in ("search", "ignore")] == []
