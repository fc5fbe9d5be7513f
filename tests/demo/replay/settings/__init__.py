"""Recorded requests about settings, replayed on simulated apps."""
