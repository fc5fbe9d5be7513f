"""The screen Renames: what renames would do to formats and scores, and the question for the names."""
