"""One terminal for every Radarr and Sonarr you run."""
