"""The Settings pane: how the settings of instances stand to each other."""
