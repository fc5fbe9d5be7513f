"""The simulated Sonarr: its store, resources, commands and routes."""
