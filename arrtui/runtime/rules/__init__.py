"""Rules: followed, shown, and what they do."""
