"""The Estate pane: every instance with its state, backups and settings."""
