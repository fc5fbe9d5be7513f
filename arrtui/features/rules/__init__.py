"""Rules: which events they are for, and what they would have done about those of the last days."""
