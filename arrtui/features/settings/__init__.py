"""Compare the settings of instances and snapshots by what they mean."""
