"""The fields of a title that sync reads, compares and translates between instances."""
