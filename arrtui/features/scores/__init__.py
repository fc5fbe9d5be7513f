"""Scores: why each file has its score, what to upgrade, what a change would do."""
