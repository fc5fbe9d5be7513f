"""The Scores pane: candidates, formats, profiles, trends, loops and what-if."""
