"""The live feeds: who listens, what is read because of them, and how they stand."""
