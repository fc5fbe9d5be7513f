"""One terminal for every Radarr and Sonarr you run."""

__version__ = "0.1.0"
