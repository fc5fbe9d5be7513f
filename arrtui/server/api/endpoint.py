"""What an endpoint of the API is, and what its handler is given and returns."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from arrtui.core.config.server import Scope
from arrtui.core.structs import describe_structs

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

MOST_PER_PAGE = 1_000
Number = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
"""The number of something stored."""
Label = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00-\x1f]+$")]
"""The name of something."""


class NoParameters(msgspec.Struct, frozen=True):
    """An endpoint without parameters."""


class Paging(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a list is wanted."""

    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    per_page: Annotated[int, msgspec.Meta(ge=1, le=MOST_PER_PAGE)] = 100


class QueuedJobs(msgspec.Struct, frozen=True):
    """The jobs that do what was asked for."""

    jobs: list[int]
    """Their numbers."""


@dataclass(frozen=True)
class Call:
    """A request that may be served."""

    services: Services
    parameters: Any
    """Those of the path and the query, as the endpoint declares them."""
    body: Any = None
    scopes: Sequence[Scope] = ()
    """What the key may do."""


@dataclass(frozen=True)
class Result:
    """What an endpoint answers."""

    data: Any
    meta: Mapping[str, Any] = field(default_factory=dict)


Handler = Callable[[Call], Awaitable[Result]]


@dataclass(frozen=True)
class Endpoint:
    """One method of one path, with everything that routes and the document need to know."""

    method: str
    path: str
    """Below ``/api/v1``; parameters in braces."""
    summary: str
    handler: Handler
    data: Any
    """The type of the data in an answer, or a JSON schema of it."""
    scope: Scope = "read"
    parameters: type[msgspec.Struct] = NoParameters
    body: type[msgspec.Struct] | None = None
    status: int = 200

    @property
    def is_paged(self) -> bool:
        """Whether it answers a part of a list."""
        return issubclass(self.parameters, Paging)


def page_of(rows: Sequence[Any], paging: Paging) -> tuple[Sequence[Any], dict[str, int]]:
    """Return the part of a list that is wanted, and the ``meta`` of it."""
    first = (paging.page - 1) * paging.per_page
    pages = -(-len(rows) // paging.per_page)
    meta = {"total": len(rows), "page": paging.page, "per_page": paging.per_page, "pages": pages}
    return rows[first : first + paging.per_page], meta


describe_structs(__name__)
