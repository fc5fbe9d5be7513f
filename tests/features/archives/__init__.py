"""Tests of the apps' own archives."""
