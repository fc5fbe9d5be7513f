"""Measures the budgets of speed, size and requests against the simulated estate; asserts none of them."""
