"""Notifications: what is told when, in which words, and sent through apprise."""
