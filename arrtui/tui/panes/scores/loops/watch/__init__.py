"""The screen After changes: what became of downloads after each change of profiles or formats."""
