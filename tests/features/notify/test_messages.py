"""What a message says, and that no address is in what went wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.config.notify import EVENT_FIELDS, NotifyChannel
from arrtui.core.errors import ChannelUnusableError
from arrtui.core.estate_event_words import sentence_of
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.features.notify.messages import MOST_LINES, Message, compose
from arrtui.features.notify.samples import sample_event
from arrtui.features.notify.sending import send, without_address


def channel(**options: Any) -> NotifyChannel:
    return NotifyChannel.model_validate({"name": "phone", **options})


@pytest.mark.parametrize("kind", EventType)
def test_every_event_has_a_sentence_of_one_line(kind: EventType) -> None:
    bare, full = EstateEvent(type=kind, at=0.0), sample_event(kind, "radarr.main", 0.0)
    assert sentence_of(bare).strip()
    assert sentence_of(full).startswith("radarr.main: ")
    assert "\n" not in sentence_of(full)
    assert "None" not in sentence_of(bare) + sentence_of(full)


def test_a_hostile_title_stays_one_line_of_plain_text() -> None:
    event = EstateEvent(type=EventType.TITLE_ADDED, at=0.0, title="a\n\x1b[31mb\u202e<script>")
    assert sentence_of(event).count("\n") == 0
    assert "\x1b" not in sentence_of(event)


def test_one_event_is_told_as_a_sentence_and_many_by_their_counts() -> None:
    grabbed = sample_event(EventType.GRABBED, "radarr.main", 0.0)
    assert "Metropolis (1927)" in compose(channel(), [grabbed]).title
    many = compose(channel(), [grabbed] * 30, uncounted=5)
    assert many.title == "35 events: 30 grabbed"
    assert len(many.body.splitlines()) == MOST_LINES + 1
    assert many.body.endswith("and 10 further events")


def test_templates_can_use_the_fields_that_the_configuration_allows() -> None:
    body = "{% for e in events %}" + "".join(f"{{{{ e.{name} }}}}" for name in EVENT_FIELDS) + "{% endfor %}"
    named = channel(title="{{ event.time }}", body=body)
    message = compose(named, [sample_event(EventType.GRABBED, "radarr.main", 0.0)])
    assert not message.fault and message.title in message.body


def test_templates_use_events_and_fall_back_where_they_fail() -> None:
    grabbed = sample_event(EventType.GRABBED, "radarr.main", 0.0)
    named = channel(title="{{ event.full_title }}", body="{% for e in events %}{{ e.release }};{% endfor %}")
    assert compose(named, [grabbed]) == Message("Metropolis (1927)", f"{grabbed.release};")
    failing = compose(channel(title="{{ 1 / 0 }}", body="{{ event.title.__class__.__mro__ }}"), [grabbed])
    assert failing.title == sentence_of(grabbed)
    assert "Metropolis" in failing.body
    assert "ZeroDivisionError" in failing.fault


def test_an_address_that_nobody_understands_is_refused_without_repeating_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(ChannelUnusableError) as caught:
        send("phone", "nosuchservice://planted-secret/x", Message("a", "b"))
    assert "planted" not in str(caught.value) + caplog.text


def test_no_part_of_an_address_is_left_in_a_text() -> None:
    url = "tgram://123456:Planted%20Secret/42424242/?format=html&token=abcdef"
    text = f"Failed {url}: POST https://api/bot123456:planted secret/send error 401, abcdef, Planted%20Secret"
    shown = without_address(text, url)
    assert not [part for part in ("123456", "lanted", "ecret", "abcdef", "42424242") if part in shown]
    assert "error 401" in shown
