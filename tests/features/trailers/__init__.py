"""Trailers: what is seen of them, and what follows from it."""
