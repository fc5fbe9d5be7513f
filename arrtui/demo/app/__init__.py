"""What the simulated Radarr and Sonarr share: storage, settings, history, commands and their routes."""
