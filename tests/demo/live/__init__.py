"""What the simulated apps tell by themselves, compared with what was recorded of the real ones."""
