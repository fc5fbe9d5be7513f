"""The simulated sites that have images and metadata."""
