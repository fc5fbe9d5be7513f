"""The library: titles of all instances merged by external id, facets over them, one title in full."""
