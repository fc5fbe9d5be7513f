"""Make a plan from two sides. Pure: no clock, no I/O."""
