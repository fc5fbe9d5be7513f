"""Settings of instances, snapshots and guides by what they mean: identity, meaning, comparison. Pure."""
