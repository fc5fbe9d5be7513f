"""The recycle bin with its table: what is in it, since when and for how long."""
