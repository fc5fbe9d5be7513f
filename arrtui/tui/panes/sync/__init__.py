"""The Sync pane: pairs and their plans."""
