"""What reports share: cells that are safe, tables with their meanings, and pages that open offline."""
