"""One module per outside service; HTTP only."""
