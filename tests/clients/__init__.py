"""The clients against servers that really answer, and against ones that misbehave."""
