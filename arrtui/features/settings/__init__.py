"""Load the settings of instances and snapshots to compare them."""
