"""Trailers: which titles have one, which need one, and what is wrong with those that are there."""
