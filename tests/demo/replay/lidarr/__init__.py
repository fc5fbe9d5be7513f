"""Requests that were sent to a real Lidarr, sent again to a simulated one and compared."""
