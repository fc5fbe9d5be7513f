"""Use cases of sync: plan, review, apply, undo, restore and Library actions."""
