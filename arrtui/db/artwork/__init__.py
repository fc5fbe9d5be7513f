"""Queries on artwork and metadata, a module for each subject."""
