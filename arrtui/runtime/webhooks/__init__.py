"""Webhooks of the apps: received, handled, and registered with the apps."""
