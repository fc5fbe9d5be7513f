"""Tests of what the live feeds tell and when it is read."""
