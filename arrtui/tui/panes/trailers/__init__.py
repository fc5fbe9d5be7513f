"""The Trailers pane: which titles have a trailer, which need one, and whether arrtui can get it."""
