"""The simulated Radarr: its store, resources, commands and routes."""
