"""A simulated estate: Radarr and Sonarr as real HTTP servers on loopback."""
