"""Requests that were sent to the real apps, sent again to a simulated one and compared."""
