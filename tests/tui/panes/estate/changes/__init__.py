"""Tests of the screens of changes."""
