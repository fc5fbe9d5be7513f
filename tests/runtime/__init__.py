"""Tests of the queue, the worker, the engine and what goes with them."""
