"""What the real apps answered to writes of settings that they refused is told in an entry of a plan."""

from __future__ import annotations

import json

import httpx
import pytest

from arrtui.clients.faults import LONGEST_MESSAGE, BufferedResponse, RequestContext, fault_of_answer
from arrtui.features.sync.apply.journal import REFUSALS, app_message
from tests.demo.replay.settings.records import FOLDERS, SettingsRecord, is_there, records

pytestmark = pytest.mark.skipif(not is_there(), reason="no recorded answers")


def message_of(record: SettingsRecord) -> str:
    """Return what an entry says whose write was answered as recorded."""
    url = httpx.URL(f"http://127.0.0.1/api/v3/{record.path}")
    call = RequestContext(f"{record.app}.main", record.app.title(), "writing", url, 10.0, str, write=True)
    body = json.dumps(record.answer).encode()
    error = fault_of_answer(BufferedResponse(record.status, {"content-type": "application/json"}, body), call)
    assert isinstance(error, REFUSALS), record.name
    return app_message(error)


def said_by(record: SettingsRecord) -> list[str]:
    """Return the app's own words in an answer, the beginning of what is long, without its stack trace."""
    answer = record.answer
    rows = answer if isinstance(answer, list) else [answer if isinstance(answer, dict) else {}]
    errors = [row for row in rows if not row.get("isWarning") and row.get("severity") != "warning"]
    keys = ("errorMessage", "content", "message")
    texts = (next((str(row[key]) for key in keys if row.get(key)), "") for row in errors or rows)
    return [" ".join(text.partition("\n")[0].split())[: LONGEST_MESSAGE - 1].rstrip() for text in texts]


@pytest.mark.parametrize("app", FOLDERS)
def test_each_recorded_refusal_is_a_sentence_in_the_apps_own_words(app: str) -> None:
    refused = [record for record in records(app) if record.method not in ("", "GET") and record.status >= 400]
    assert len(refused) > 80
    for record in refused:
        message = message_of(record)
        assert message[:1].strip(), record.name
        assert "\n" not in message and "   at " not in message, record.name
        assert [text for text in said_by(record) if text not in message] == [], record.name
