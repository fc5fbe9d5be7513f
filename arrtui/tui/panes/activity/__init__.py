"""The Activity pane: what every instance is doing now."""
