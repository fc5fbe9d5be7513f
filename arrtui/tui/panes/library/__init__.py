"""The Library pane: the titles of all instances in one table."""
