"""Simulated players that do to their libraries what the real ones were recorded to do."""
