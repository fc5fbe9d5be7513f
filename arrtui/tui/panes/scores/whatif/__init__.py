"""The what-if tab: try other scores on a profile and save them as scenarios."""
