"""The front door: every action and every place, found by its name."""
