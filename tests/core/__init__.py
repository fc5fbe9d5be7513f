"""Tests of the core: configuration, keys, paths."""
