"""Files on disk: probing, trailers, artwork."""
