"""Why the same title is downloaded again and again: chains of releases, their kinds and what they cost."""
