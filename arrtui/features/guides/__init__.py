"""Guides: local files that say what the settings of an app should be, read as settings of an instance."""
