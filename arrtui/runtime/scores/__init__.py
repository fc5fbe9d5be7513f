"""Use cases of scores: analyses, scenarios, searches and daily records."""
