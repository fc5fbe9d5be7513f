"""Tests of listening to the live feeds and of what is read because of them."""
