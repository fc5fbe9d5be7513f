"""Refuse decisions and edits that a plan no longer takes. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from arrtui.core.errors import DecisionRefusedError, NoSuchPlanError
from arrtui.features.sync.model import Decision, EntryOutcome, Op, PlanState

Groups = Mapping[tuple[str, str], int]
"""Decision and outcome → how many of the entries concerned have them."""
DISCARDING = "discarding"
"""What was tried, for errors."""


def check_decision(plan_id: int, state: PlanState, groups: Groups, decision: Decision) -> None:
    """Raise :class:`DecisionRefusedError` where entries cannot take a decision.

    They cannot once the plan was undone, superseded or discarded; when they were applied; and, while the plan
    is being applied, from or to approved: what was confirmed is what is applied. A decision they have already
    changes nothing.
    """
    _check_not_over(plan_id, state)
    changed = {group: count for group, count in groups.items() if group[0] != decision}
    applied = sum(count for (_, outcome), count in changed.items() if outcome == EntryOutcome.DONE)
    if applied:
        why = "the entry was applied already" if applied == 1 else f"{applied} entries were applied already"
        raise _refused(plan_id, why, "Undo the plan to take back what it wrote.")
    touches_approved = decision is Decision.APPROVED or any(
        earlier == Decision.APPROVED for earlier, _ in changed
    )
    if changed and touches_approved:
        _check_not_running(plan_id, state)


def check_edit(plan_id: int, state: PlanState, decision: Decision, op: Op, *, written: bool) -> None:
    """Raise :class:`DecisionRefusedError` where an entry cannot be edited.

    It can as long as it is an addition or update that is not rejected, is not being applied, and of which
    nothing was ``written``: applying it again goes on where the last apply stopped, with what was planned.
    """
    _check_not_over(plan_id, state)
    if written:
        why = "the entry was applied already, at least in part"
        raise _refused(plan_id, why, "Make a new plan to change it further.")
    if decision is Decision.APPROVED:
        _check_not_running(plan_id, state)
    if decision is Decision.REJECTED:
        raise _refused(plan_id, "the entry is rejected", "Make it undecided or approve it first.")
    if op is Op.REMOVE:
        raise _refused(plan_id, "a removal has nothing to edit", "Reject it to keep the title as it is.")


def check_discard(plan_id: int, state: PlanState, *, written: bool) -> None:
    """Raise :class:`DecisionRefusedError` where a plan is not open, or has ``written`` something."""
    if state is PlanState.APPLYING:
        raise being_applied(plan_id)
    if state is not PlanState.OPEN or written:
        why = f"it is {state}" if state is not PlanState.OPEN else "something of it was written"
        raise _refused(
            plan_id, why, "Only an open plan of which nothing was written is discarded.", DISCARDING
        )


def check_not_discarded(plan_id: int, state: PlanState) -> None:
    """Raise :class:`DecisionRefusedError` for a plan that was discarded."""
    if state is PlanState.DISCARDED:
        raise _refused(plan_id, "the plan was discarded", "Make a new plan.")


def being_applied(plan_id: int) -> DecisionRefusedError:
    """Return the error for discarding a plan that a job applies, or is going to."""
    advice = "Wait for the apply to end, or cancel it in the Jobs pane."
    return _refused(plan_id, "the plan is being applied", advice, DISCARDING)


def untested(plan_id: int, key: str) -> DecisionRefusedError:
    """Return the error for forcing what nobody has seen fail."""
    why = f"the app was not seen to fail at {key}"
    return _refused(plan_id, why, "Apply it without force first.", "forcing an entry of")


def no_such_plan(plan_id: int) -> NoSuchPlanError:
    """Return the error for a plan that is not there."""
    return NoSuchPlanError(
        what=f"opening plan {plan_id}",
        why="there is no such plan; it may have been forgotten with age",
        advice="The Sync pane (3) lists the plans there are; arrtui --run plan PAIR makes a new one.",
    )


def no_such_entry(plan_id: int) -> NoSuchPlanError:
    """Return the error for an entry that its plan does not have."""
    return NoSuchPlanError(
        what=f"deciding on plan {plan_id}",
        why="it has no such entry",
        advice="Open the plan again in the Sync pane (3).",
    )


def _check_not_over(plan_id: int, state: PlanState) -> None:
    if state is PlanState.UNDONE:
        raise _refused(plan_id, "the plan was undone", "Make a new plan.")
    if state is PlanState.SUPERSEDED:
        raise _refused(plan_id, "a later plan took its place", "Make a new plan.")
    check_not_discarded(plan_id, state)


def _check_not_running(plan_id: int, state: PlanState) -> None:
    if state is PlanState.APPLYING:
        why = "the plan is being applied, and only what was confirmed is"
        raise _refused(plan_id, why, "Wait for the apply to end, or cancel it in the Jobs pane.")


def _refused(plan_id: int, why: str, advice: str, what: str = "deciding on") -> DecisionRefusedError:
    return DecisionRefusedError(what=f"{what} plan {plan_id}", why=why, advice=advice)
