"""Who has images and metadata of titles, each behind one protocol. Importing this loads no HTTP library."""
