"""Trailers: the jobs and use cases of the capability."""
