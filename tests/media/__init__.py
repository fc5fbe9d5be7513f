"""Files on disk, in temporary folders."""
