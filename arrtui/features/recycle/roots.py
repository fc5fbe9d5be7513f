"""Which folders of this machine are root folders of instances. Runs in database threads."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.core.config import InstanceConfig
from arrtui.db import media
from arrtui.db.estate import estate_rows
from arrtui.media.mapping import PathMapper


def local_roots(instances: Iterable[InstanceConfig]) -> list[str]:
    """Return the root folders of instances on this machine, mapped or not, as far as they are stored."""
    by_name = {instance.name: instance for instance in instances}
    local: dict[str, None] = {}
    for row in estate_rows(list(by_name)):
        mapper = PathMapper(by_name[row.name].path_mapping)
        paths = [
            *(root.path for root in row.roots),
            *media.media_roots(row.name),
            *media.title_roots(row.name),
        ]
        local |= dict.fromkeys(path for path in map(mapper.local, paths) if path)
    return list(local)
