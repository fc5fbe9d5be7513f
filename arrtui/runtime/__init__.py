"""Jobs and the composition root that wires features to clients and database."""
