"""The simulated Lidarr: artists, their albums, the releases and tracks of those, and files."""
