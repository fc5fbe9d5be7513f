"""Chains of downloads that go wrong, and harmless ones that look alike, written as the real apps do."""
