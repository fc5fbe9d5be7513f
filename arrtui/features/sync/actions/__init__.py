"""Actions on titles of the Library: as plan entries, as commands of the apps, and in a summary.

Everything but searching and refreshing travels as a plan of kind ``action``, so that it is written to the
journal and can be undone.
"""

from arrtui.features.sync.actions.commands import (
    commands_of,
    episode_searches,
    is_for_monitored,
    is_refused,
)
from arrtui.features.sync.actions.entries import check_action, plan_action
from arrtui.features.sync.actions.model import (
    Action,
    ActionError,
    ActionKind,
    ActionTarget,
    CommandRequest,
    clean_labels,
)
from arrtui.features.sync.actions.moves import TitleMove, title_moves
from arrtui.features.sync.actions.summary import ActionSummary, summarize

__all__ = [
    "Action",
    "ActionError",
    "ActionKind",
    "ActionSummary",
    "ActionTarget",
    "CommandRequest",
    "TitleMove",
    "check_action",
    "clean_labels",
    "commands_of",
    "episode_searches",
    "is_for_monitored",
    "is_refused",
    "plan_action",
    "summarize",
    "title_moves",
]
