"""The Scores pane: candidates, formats, profiles, trends and what-if."""
