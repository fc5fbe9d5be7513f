"""A recorded request that was sent to a simulated app, with what is asked of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.demo.replay.client import Client
from tests.demo.replay.library import Library
from tests.demo.replay.records import Record

Obj = dict[str, Any]


@dataclass
class Replayed:
    """A request that was sent, with the app it was sent to."""

    library: Library
    client: Client
    record: Record
    response: httpx.Response
    before: Obj

    @property
    def answer(self) -> Any:
        """The JSON answered."""
        return self.response.json() if self.response.content else None

    @property
    def sent(self) -> Any:
        """The JSON sent."""
        return self.record.body

    def new_tags(self) -> list[str]:
        """Return the labels that are neither of the base library nor of someone else's."""
        labels = (row["label"] for row in self.library.store.tags.values())
        return sorted(label for label in labels if label not in ("keep", "4k", "kids"))

    def title(self, number: int) -> Obj:
        """Read one title."""
        resource: Obj = self.client.get(f"{self.library.spec.noun}/{number}")
        return resource

    def own(self) -> Obj:
        """Read the title the request is about."""
        return self.title(self._own_id())

    def _own_id(self) -> int:
        answer, sent = self.answer, self.sent
        if isinstance(answer, list):
            answer = answer[0]
        if isinstance(answer, dict) and "id" in answer:
            return int(answer["id"])
        return int(sent[self.library.spec.ids_key][0])

    def status(self, method: str, path: str) -> int:
        """Return the status of one more request."""
        return self.client.call(method, path).status_code

    def external_ids(self) -> list[int]:
        """Return the external ids of the library."""
        return [row[self.library.spec.external_id] for row in self.library.store.titles.values()]


def state_before(library: Library) -> Obj:
    """Return what facts about changes are measured against."""
    return {
        "titles": len(library.store.titles),
        "configs": {name: dict(config) for name, config in library.store.configs.items()},
    }
