"""What the status of a trailer means, in a sentence. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from arrtui.core.text import format_day, format_minute, shown_name
from arrtui.core.trailers import MediaRoot, TrailerKind
from arrtui.features.trailers.status import UNREAD, TrailerState, TrailerStatus
from arrtui.features.trailers.wanting import TrailerFacts, WantGround, WantingRules
from arrtui.media.walk import MISSING


def status_sentence(
    facts: TrailerFacts, root: MediaRoot | None, status: TrailerStatus, rules: WantingRules, profile: str
) -> str:
    """Return why a title's trailer has its status; ``profile`` is the name of the one it has."""
    match status.state:
        case TrailerState.UNMAPPED | TrailerState.NOT_MOUNTED:
            return _root_sentence(facts, root)
        case TrailerState.DOWNLOADED:
            return f"{_there(facts)}{_ground(status, rules, profile)}"
        case TrailerState.DOWNLOADING:
            return fetching_sentence(profile, status.doing)
        case TrailerState.BACKING_OFF if facts.attempt is not None:
            until = format_minute(facts.attempt.retry_after or 0.0)
            return f"It is tried again after {until}: {facts.attempt.reason}"
    if status.fault:
        return _fault_sentence(facts, status.fault)
    return f"There is none.{_ground(status, rules, profile)}"


def fetching_sentence(profile: str, doing: str) -> str:
    """Return how far fetching is; ``doing`` is empty while the title waits for its turn."""
    if not doing:
        return f"It waits for its turn to be fetched, by the profile {profile}."
    return f"It is being fetched by the profile {profile}: {doing}."


def _root_sentence(facts: TrailerFacts, root: MediaRoot | None) -> str:
    if root is None:
        return f"{facts.title.root_folder} was not looked at yet: back up or refresh {facts.title.instance}."
    if not root.reason:
        return f"{root.path} is not mounted."
    return f"Nothing is known of {root.path}: {root.reason}."


def _fault_sentence(facts: TrailerFacts, fault: str) -> str:
    if fault == UNREAD:
        return "Its folder was not read yet: the title is new, or it moved."
    if fault == MISSING:
        return f"Its folder {facts.title.path} is not there; the app makes it when a file comes."
    return f"Its folder {facts.title.path} cannot be read: {fault}."


def _there(facts: TrailerFacts) -> str:
    """Return which file satisfies a title, and who made it."""
    file = facts.own_trailers[0]
    others = len(facts.own_trailers) - 1
    more = f" with {others} more" if others else ""
    made = facts.download_of(file)
    by = f", put there by arrtui on {format_day(made.made_at)}" if made is not None else ""
    becomes_film = file.kind is TrailerKind.BECOMES_FILM
    unsafe = " By this name the app imports it when nothing better is there." if becomes_film else ""
    return f"{shown_name(file.relative_path)}{more} is there{by}.{unsafe}"


_GROUNDS: Mapping[WantGround, str] = {
    WantGround.CHOSEN: " You want one, by the profile {profile}.",
    WantGround.RULE: ' The rule "{rule}" wants one, by the profile {profile}.',
    WantGround.BETTER: ' The rule "{rule}" wants another beside it, which the profile {profile} accepts.',
    WantGround.SATISFIED: "",
    WantGround.DECLINED: " You want none.",
    WantGround.NO_RULE: ' The rule "{rule}" wants none.',
    WantGround.NOT_NEW: ' The rule "{rule}" wants none: the title was there before it, {since}.',
    WantGround.NOT_MONITORED: ' The rule "{rule}" wants none: the title is not monitored.',
    WantGround.NO_FILE: " None is fetched before the title has a file.",
}


def _ground(status: TrailerStatus, rules: WantingRules, profile: str) -> str:
    """Return why a trailer is wanted or is not, after a space."""
    words = _GROUNDS[status.ground]
    rule, since = rules.rule
    from_when = f"on {format_minute(since)}" if isfinite(since) else "which counts from the next refresh"
    return words.format(rule=rule, profile=profile, since=from_when)
