"""Sync: plans that are reviewed entry by entry, applied with a journal, and undone from it."""
