"""What instances are doing now."""
