"""The sites that have images and metadata, on one port: TMDB, TheTVDB, Fanart.tv, MusicBrainz and its covers.

Their answers have the members that their documentation names, made of the same catalogue as the apps' titles.
"""
