"""One terminal for every Radarr, Sonarr and Lidarr you run.

Where a docstring names a source file of the apps, R is Radarr 6.1 and S4 is Sonarr 4.0.19.
"""

__version__ = "0.1.0"
