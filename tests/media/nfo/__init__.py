"""Tests of NFO."""
