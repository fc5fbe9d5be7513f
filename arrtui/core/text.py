"""Numbers as people read them: sizes, ages, durations, counts, rates and bars. Pure: no clock, no locale."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime

MASK = "********"
"""What stands in the place of a secret; the apps write it too."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Text in a CSV file that begins like this runs as a formula; an apostrophe before it prevents that."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""Control characters, line separators, and what turns the direction of the text after it."""

_SURROGATES = re.compile("[\ud800-\udfff]")

MINUTE, HOUR, DAY = 60, 3_600, 86_400
WEEK, YEAR = 7 * DAY, 365 * DAY

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
_SPANS = ((YEAR, "y"), (2 * WEEK, "wk"), (DAY, "d"), (HOUR, "h"), (MINUTE, "min"))
_LENGTHS = {"y": YEAR, "wk": WEEK, "d": DAY, "h": HOUR, "min": MINUTE}


def format_size(count: int | None) -> str:
    """Return a number of bytes in at most eight cells, e.g. ``12.4 TiB``; nothing for None."""
    if count is None:
        return ""
    value, unit = float(max(0, count)), 0
    while value >= 1_000 and unit < len(_UNITS) - 1:
        value, unit = value / 1_024, unit + 1
    digits = 0 if unit == 0 or value >= 100 else 1
    return f"{value:.{digits}f} {_UNITS[unit]}"


def format_gibibytes(count: int) -> str:
    """Return a number of bytes in GiB, to compare large amounts, e.g. ``1,204 GiB``, ``4.7 GiB``.

    What is less than one, as music may be, is told as :func:`format_size` tells it.
    """
    value = count / 2**30
    if 0 < value < 1:
        return format_size(count)
    return f"{value:,.0f} GiB" if value >= 100 else f"{value:.1f} GiB"


def format_count(number: int) -> str:
    """Return a number with its thousands apart, e.g. ``60,000``."""
    return f"{number:,}"


def format_compact(number: int) -> str:
    """Return a count in at most four characters up to a million: ``999``, ``1.2k``, ``34k``, ``1.2M``."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            text = f"{number / size:.1f}"
            return f"{text if len(text) < 4 else max(10, number // size)}{unit}"
    return str(number)


def plural(number: int, word: str, many: str = "") -> str:
    """Return a number with its noun, e.g. ``1 job``, ``1,204 movies``; ``many`` for irregular plurals."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"


def name_some(names: Sequence[str], most: int = 5) -> str:
    """Return a few of many names, e.g. ``Alien, Dune and 12 more``."""
    shown, more = names[:most], len(names) - most
    if more > 0:
        return f"{', '.join(shown)} and {more:,} more"
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def format_span(seconds: float) -> str:
    """Return a length of time in one unit and at most six cells, e.g. ``12 min``, ``3 h``, ``now``."""
    for least, unit in _SPANS:
        if seconds >= least:
            return f"{int(seconds // _LENGTHS[unit])} {unit}"
    return "now"


def format_age(seconds: float) -> str:
    """Return how long ago something was; what a skewed clock puts into the future was just now."""
    return "just now" if seconds < MINUTE else f"{format_span(seconds)} ago"


def format_duration(seconds: float) -> str:
    """Return how long something took, e.g. ``0.8 s``, ``42 s``, ``3 min 05 s``, ``2 h 07 min``."""
    seconds = max(0.0, seconds)
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = int(seconds)
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min {whole % MINUTE:02d} s"
    return f"{whole // HOUR} h {whole % HOUR // MINUTE:02d} min"


def format_latency(seconds: float | None) -> str:
    """Return how long an answer took, e.g. ``12 ms``, ``1.4 s``; nothing for None."""
    if seconds is None:
        return ""
    return f"{seconds * 1_000:.0f} ms" if seconds < 0.9995 else f"{seconds:.1f} s"


def format_rate(per_second: float) -> str:
    """Return a speed, e.g. ``1,240/s``, ``0.4/s``; nothing while it is not known."""
    if per_second <= 0:
        return ""
    return f"{per_second:,.0f}/s" if per_second >= 10 else f"{per_second:.1f}/s"


def percent(done: int, total: int) -> int | None:
    """Return how much of the work is done, 100 only when all of it is; None while the total is not known."""
    if total <= 0:
        return None
    return min(100, max(0, done) * 100 // total)


def progress_bar(done: int, total: int, width: int) -> str:
    """Return a bar of so many cells in plain ASCII, e.g. ``[####....]``; without a total it is empty."""
    inner = max(0, width - 2)
    filled = min(inner, max(0, done) * inner // total) if total > 0 else 0
    return f"[{'#' * filled}{'.' * (inner - filled)}]"


def format_time(at: float, now: float) -> str:
    """Return a moment in local time: ``14:05`` today, ``21 Nov 14:05`` this year, else ``21 Nov 2024``."""
    moment, today = time.localtime(at), time.localtime(now)
    if moment[:3] == today[:3]:
        return time.strftime("%H:%M", moment)
    day = f"{moment.tm_mday} {_MONTHS[moment.tm_mon - 1]}"
    return f"{day} {moment.tm_year}" if moment[0] != today[0] else f"{day} {time.strftime('%H:%M', moment)}"


def format_day(at: float) -> str:
    """Return the local day of a moment, e.g. ``21 Nov 2025``."""
    moment = time.localtime(at)
    return f"{moment.tm_mday} {_MONTHS[moment.tm_mon - 1]} {moment.tm_year}"


def format_days(first: date, last: date, today: date) -> str:
    """Return a day or a run of days in at most 15 characters.

    ``Fri 21 Nov``, ``19-21 Nov`` or ``28 Oct - 3 Nov`` in the year of ``today``; in another ``21 Nov 2024``,
    ``19-21 Nov 2024``, and of longer runs the months: ``Dec 23 - Jan 24``.
    """
    month, other_month = _MONTHS[last.month - 1], _MONTHS[first.month - 1]
    year = "" if last.year == today.year else f" {last.year}"
    if first == last:
        return f"{last.day} {month}{year}" if year else f"{_WEEKDAYS[last.weekday()]} {last.day} {month}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{last.day} {month}{year}"
    if first.year == last.year == today.year:
        return f"{first.day} {other_month} - {last.day} {month}"
    return f"{other_month} {first.year % 100:02} - {month} {last.year % 100:02}"


def format_timestamp(at: float) -> str:
    """Return a moment in local time to the second, e.g. ``2025-11-21 14:05:09``."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at))


def format_minute(at: float) -> str:
    """Return UTC seconds as local time to the minute, e.g. ``2025-11-21 14:05``."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))


def parse_iso(text: str) -> float | None:
    """Return an ISO date of an app as UTC seconds; None for what is no date."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def format_iso_minute(text: str) -> str:
    """Return an ISO date of an app as local time to the minute; a day alone or no date stays as it is."""
    at = parse_iso(text) if len(text) > len("2025-11-21") else None
    try:
        return text if at is None else format_minute(at)
    except (ValueError, OverflowError, OSError):
        return text


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_iso(at: float) -> str:
    """Return UTC seconds as the apps write times, e.g. ``2026-11-21T08:00:00Z``; they compare as text."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def episode_number(season: int, first: int, last: int | None = None) -> str:
    """Return ``S01E02``, or ``S01E02-E03`` for a file of several episodes."""
    span = f"-E{last:02}" if last is not None and last != first else ""
    return f"S{season:02}E{first:02}{span}"


def without_controls(text: str) -> str:
    """Return a text on one line, with a space in the place of characters that a reader would obey."""
    return _CONTROLS.sub(" ", text)


def shown_name(name: str) -> str:
    """Return the name of a file in characters that can be written: bytes that are no UTF-8 become U+FFFD."""
    return name if name.isascii() else _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", name)


def printable_json(text: str, *, ascii_only: bool = False) -> str:
    """Return a line of JSON with an escape in the place of characters that a terminal obeys or hides.

    It means the same to a program. ``ascii_only`` escapes all others too, for an encoding that lacks them.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if char.isprintable() and (char.isascii() or not ascii_only) else json.dumps(char)[1:-1]
        for char in text
    )
